"""Dialogs about the course of a request for information: more time, review, complaint, papers, its end."""

from datetime import date
from pathlib import Path
from typing import get_args

from PySide6.QtWidgets import QWidget

from desktop.custody import (
    answering,
    clocks,
    exemptions,
    foi,
    held_after,
    information_letters,
    released,
    subject_access,
)
from desktop.custody.information import Request
from desktop.office import information
from desktop.office.information import CopiedToMembers
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.information import FREEDOM, OfRequest, clock_line
from desktop.ui.fields import Choice, DayField, TextArea


class GiveOpinion(OfRequest):
    """Record the qualified person's opinion under section 36."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask who gave it, when, and what it says."""
        intro = "Section 36 is relied on only after this opinion."
        super().__init__(
            desk, asked, "Opinion under section 36", "&Record the opinion", intro=intro, parent=parent
        )
        self.by = self.form.line("&Who gave it")
        self.day = self.form.add("&Day", DayField("Day of the opinion"))
        self.day.set_day(desk.today)
        self.gist = self.form.add("&Gist", TextArea(3))
        self.earlier.hide()  # the day says it

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(foi.give_opinion, by=self.by.text(), gist=self.gist.text(), day=self.day.day())


class ExtendTime(OfRequest):
    """Give the answer more time, of which whoever asked is told."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask what the law wants said."""
        under_the_act = asked.law == FREEDOM
        intro = (
            "Only to weigh the public interest in a qualified exemption, and while the time still runs."
            if under_the_act
            else "Two months more, for a complex request, while the first month still runs."
        )
        super().__init__(desk, asked, "More time", "&Extend the time", intro=intro, parent=parent)
        sections = [
            (one.section, f"{one.section}, {one.about}")
            for one in exemptions.SECTIONS
            if one.standing != "absolute"
        ]
        self.section = self.form.add("&Section", Choice(sections))
        self.until = self.form.add("Answered &by", DayField("Day of the answer"))
        self.why = self.form.add("&Why it takes longer", TextArea(3))
        self.exceptional = self.form.add(
            "Why it is e&xceptional",
            TextArea(2),
            needed=False,
            hint=f"Only for more than {clocks.MOST_DAYS} working days.",
        )
        for field in (self.section, self.until, self.exceptional):
            self.form.hide_field(field, hidden=not under_the_act)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        if self.asked.law != FREEDOM:
            return self.act(subject_access.extend, why=self.why.text())
        return self.act(
            foi.extend,
            section=self.section.value(),
            until=self.until.day() or date.min,
            why=self.why.text(),
            exceptional=self.exceptional.text(),
        )


class AskReview(OfRequest):
    """Record that an internal review was asked for."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask when and why."""
        intro = "Somebody who did not take part in the answer looks at it anew."
        super().__init__(
            desk, asked, "Internal review", "&Record that it was asked for", intro=intro, parent=parent
        )
        self.received = self.form.add("&Day of receipt", DayField("Day of receipt"))
        self.received.set_day(desk.today)
        self.grounds = self.form.add("&Grounds, in their words", TextArea(3))
        self.earlier.hide()  # the day of receipt says it

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(foi.ask_review, grounds=self.grounds.text(), received=self.received.day())


class ExtendReview(OfRequest):
    """Give the internal review more time."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask until when and why."""
        intro = f"At most {clocks.MOST_DAYS} working days in all."
        super().__init__(desk, asked, "Time for the review", "&Extend the time", intro=intro, parent=parent)
        self.until = self.form.add("Answered &by", DayField("Day of the answer"))
        self.why = self.form.add("&Why it takes longer", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(foi.extend_review, until=self.until.day() or date.min, why=self.why.text())


class AnswerReview(OfRequest):
    """Record what came of the internal review."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask for the outcome."""
        grounds = f"Grounds: {asked.reviewed.grounds}" if asked.reviewed else ""
        super().__init__(
            desk, asked, "Answer the review", "&Record the outcome", intro=grounds, parent=parent
        )
        self.outcome = self.form.add(
            "&Outcome",
            Choice(rows.as_said(get_args(foi.ReviewOutcome))),
            hint="What becomes of our answer.",
        )
        self.disclosed, self.edition_why = self.disclosed_fields("What is sent now, beyond our answer.")
        self.reasons = self.form.add("Reaso&ns", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(
            foi.answer_review,
            outcome=self.outcome.value(),
            reasons=self.reasons.text(),
            disclosed=self.disclosed.values(),
            edition_why=self.edition_why.text(),
        )


class ReleasePassage(OfRequest):
    """Withhold a passage no longer."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Offer what is withheld."""
        intro = "It stays on the record, with the reason, and is withheld no longer."
        super().__init__(desk, asked, "Release a passage", "&Release it", intro=intro, parent=parent)
        offered = [(str(number), f"{number}: {one.place}") for number, one in released.numbered(asked)]
        self.passage = self.form.add("&Passage", Choice(offered))
        self.why = self.form.add("&Why it is not withheld", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(released.release, passage=int(self.passage.value() or 0), why=self.why.text())


class Complain(OfRequest):
    """Record a complaint to the Information Commissioner."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask what it is about."""
        intro = "A complaint to the Information Commissioner. The request stays open until it ends."
        super().__init__(desk, asked, "Complaint", "&Record the complaint", intro=intro, parent=parent)
        self.what = self.form.add("&What it is about", TextArea(3))
        self.reference = self.form.line("The Commissioner's re&ference", needed=False)
        self.reply_by = self.form.add("Our reply is due &by", DayField("Day of our reply"), needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(
            answering.complain,
            what=self.what.text(),
            reference=self.reference.text(),
            reply_by=self.reply_by.day(),
        )


class EndComplaint(OfRequest):
    """Record how a complaint ended."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask for the outcome."""
        about = asked.complaint.what if asked.complaint else ""
        super().__init__(
            desk, asked, "End of the complaint", "&Record the end", intro=f"Complaint: {about}", parent=parent
        )
        self.outcome = self.form.add("H&ow it ended", TextArea(3))
        self.disclosed, self.edition_why = self.disclosed_fields("What is sent now, beyond our answer.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(
            answering.complaint_ended,
            outcome=self.outcome.text(),
            disclosed=self.disclosed.values(),
            edition_why=self.edition_why.text(),
        )


class CloseInformation(OfRequest):
    """Close a request; its hold falls, at once or later."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask how it ended."""
        longer = held_after.told(asked)
        hold = f"stands for {longer}" if longer else "is lifted"
        intro = f"Nothing more is to be done about it. Its hold {hold}."
        super().__init__(desk, asked, "Close the request", "&Close it", intro=intro, parent=parent)
        self.how = self.form.add("H&ow it ended", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(answering.close, how=self.how.text())


class CopyToMembers(OfRequest):
    """Copy the request or the response to the Chair and the members."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Offer what is still to be copied first."""
        under_the_act = asked.law == FREEDOM
        intro = "The paper that goes to them is made in the folder."
        if not under_the_act:
            intro = f"The law asks for no such copy: it goes only to those who need it. {intro}"
        super().__init__(desk, asked, "Copy to members", "&Make the copy", intro=intro, parent=parent)
        offered = [("request", "The request"), *([("response", "The response")] if asked.response else [])]
        self.what = self.form.add("&What goes to them", Choice(offered, prompt=""))
        self.what.choose(next(iter(answering.uncopied(asked)), "request"))
        self.to = self.form.add(
            "&To whom",
            TextArea(4),
            hint=f"{'The Chair and each member' if under_the_act else 'A named few'}: a name on each line.",
        )
        self.why = self.form.add("Wh&y they need it", TextArea(2))
        self.form.hide_field(self.why, hidden=under_the_act)
        if asked.copied:
            self.to.setPlainText("\n".join(asked.copied[-1].to))
        self.folder = self.folder_field("&Folder for the copy")

    def gather(self) -> Procedure[CopiedToMembers]:
        """Return the procedure."""
        names = [name.strip() for name in self.to.text().splitlines() if name.strip()]
        folder = self.folder_of(self.folder)
        return information.copy_to_members(
            self.desk.office,
            self.request,
            self.what.value(),
            names,
            folder,
            why=self.why.text(),
            at=self.earlier.moment(),
        )

    def told(self, result: CopiedToMembers) -> Told:
        """Return where the paper is."""
        return _made("The copy is made.", result.file, str(result.outcome.entry))


class WriteLetter(OfRequest):
    """Write a letter about a request, as it stands on the record."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Offer the letters that the record fills."""
        super().__init__(desk, asked, "Write a letter", "&Write the letter", parent=parent)
        kinds = information_letters.kinds(asked)
        self.kind = self.form.add("Whi&ch letter", Choice(rows.as_said(tuple(kinds)), prompt=""))
        self.folder = self.folder_field("&Folder for the letter")

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        folder = self.folder_of(self.folder)
        return information.letter(
            self.desk.office, self.request, self.kind.value(), folder, at=self.earlier.moment()
        )

    def told(self, result: Path) -> Told:
        """Return where it is, and whether it has to be handed over."""
        next_ = "" if self.asked.address else "No address is on record: hand it over."
        return _made("The letter is made.", result, str(self.desk.register.head.number), next_)


class PrintWorking(OfRequest):
    """Make the working of a request's clock."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        clock = clock_line(clocks.told(desk.register, asked))
        super().__init__(desk, asked, "Working on paper", "&Make the working", intro=clock, parent=parent)
        self.folder = self.folder_field("&Folder for the working")
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        return information.working(self.desk.office, self.request, self.folder_of(self.folder))

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return _made("The working is made.", result, str(self.desk.register.head.number))


def _made(title: str, file: Path, entry: str, next_: str = "") -> Told:
    return Told(title, [("Saved", str(file)), ("Ledger entry", entry)], next_, folder=file.parent)
