"""Dialogs about requests for the executive summary: recorded, answered one by one or all together (D3)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtWidgets import QWidget

from desktop.custody import interest
from desktop.custody.interest import Interest
from desktop.office import answering
from desktop.office.answering import Answered, Papers, Wanted
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import CheckList, Choice, PathField, TextArea

_BY_POST = "Send each passphrase by another way than its file: it is on its slip alone."
_GETS = {
    "paper": "a letter and a PDF to print",
    "electronic": "a letter, an encrypted PDF, and its passphrase on a slip",
}


class RecordInterest(ActDialog):
    """Record that somebody asks for the executive summary."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "Requests from outside are collated for the Overview Panel."
        super().__init__(desk, "Record an executive-summary request", "&Record the request", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.name = self.form.line("&Who asks")
        categories = desk.register.founded.settings.categories
        self.category = self.form.add("&Category", Choice(rows.as_said(categories)))
        self.format = self.form.add("&Format", Choice(rows.as_said(get_args(interest.Format)), prompt=""))
        self.reason = self.form.add("R&eason, in their words", TextArea(3))
        self.address = self.form.add(
            "&Address", TextArea(2), needed=False, hint="Where the answer goes, as they said."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            interest.record,
            at=self.earlier.moment(),
            review=self.review.value(),
            name=self.name.text(),
            category=self.category.value(),
            format=self.format.value(),
            reason=self.reason.text(),
            address=self.address.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the request."""
        reference = next(e.interest for e in result.events if isinstance(e, interest.InterestRecorded))
        return Told(
            f"{reference} is recorded.",
            [("Ledger entry", str(result.entry))],
            "Next: answer it. Nothing leaves before the executive summary is published.",
        )


class AnswerInterest(ActDialog):
    """Record what somebody who asked was told, and make what goes to them."""

    def __init__(self, desk: Desk, asked: Interest, parent: QWidget | None = None) -> None:
        """Show the request and ask for its answer."""
        who = f"{asked.name} ({asked.category})"
        intro = f"{who} asked about {asked.review} on {rows.day(asked.received)}: {asked.reason}"
        super().__init__(desk, f"Answer {asked.interest}", "&Record the answer", intro, parent)
        self.interest = asked.interest
        self.outcome = self.form.add(
            "&Outcome",
            Choice(rows.as_said(get_args(interest.Outcome))),
            hint=f"With “sent”, {_GETS[asked.format]} are made.",
        )
        self.why = self.form.add(
            "&Why, or a note",
            TextArea(2),
            needed=False,
            hint="Needed when it is declined. It stands in the letter.",
        )
        self.folder = self.form.add(
            "&Folder for what goes to them",
            PathField("Folder for what goes to them", "folder"),
            needed=False,
            hint="Without a folder only the answer is recorded.",
        )
        self.folder.set_path(desk.paper_folder)

    def gather(self) -> Procedure[Answered]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path() or self.desk.paper_folder
        return answering.answer(
            self.desk.office,
            self.interest,
            self.outcome.value(),
            self.why.text(),
            folder=self.folder.path(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the file, where it is what is missing."""
        return _remedy(self.desk, self.interest, self.parentWidget())

    def told(self, result: Answered) -> Told:
        """Return the answer and its papers."""
        state = self.desk.register.interest[self.interest].state
        return _told(f"{self.interest}: {state}.", result)


class AnswerWaiting(ActDialog):
    """Send the published executive summary to those who wait for it, in one act."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Offer the reviews somebody waits for, and show who would get what."""
        intro = "One entry for each, one letter to each, and a file that names the request on every page."
        super().__init__(desk, "Answer those who wait", "&Answer them", intro, parent)
        waited = dict.fromkeys(one.review for one in interest.waiting(desk.register))
        offered = [(name, name) for name in waited]
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.requests = self.form.add("&Who gets what", CheckList([]))
        self.note = self.form.add(
            "A &note for each letter", TextArea(2), needed=False, hint="The letter says the rest by itself."
        )
        self.folder = self.form.add(
            "&Folder for letters and files", PathField("Folder for letters and files", "folder")
        )
        self.folder.set_path(desk.paper_folder)
        self.review.currentIndexChanged.connect(self._show_who_waits)
        self._show_who_waits()

    def _show_who_waits(self) -> None:
        chosen = self.review.value()
        waiting = interest.waiting(self.desk.register, chosen) if chosen else []
        self.requests.offer([(one.interest, _preview(one)) for one in waiting])
        self.requests.tick([one.interest for one in waiting])

    def gather(self) -> Procedure[Answered]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        wanted = Wanted(self.review.value(), tuple(self.requests.values()), self.note.text())
        return answering.answer_waiting(
            self.desk.office, wanted, self.folder.path() or Path(), at=self.earlier.moment()
        )

    def told(self, result: Answered) -> Told:
        """Return who was answered, and where their papers are."""
        return _told(f"{rows.counted(len(result.papers), 'request')} answered.", result)


class FileAgain(ActDialog):
    """Make the file of somebody who was sent the executive summary once more."""

    def __init__(self, desk: Desk, asked: Interest, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "For when the first was lost or not made."
        if asked.format == "electronic":
            intro += " It gets a new passphrase; the slip made before opens only the file made before."
        super().__init__(desk, f"The file of {asked.interest} once more", "&Make the file", intro, parent)
        self.interest = asked.interest
        self.folder = self.form.add("&Folder", PathField("Folder for the file", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Papers]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return answering.file_again(self.desk.office, self.interest, self.folder.path() or Path())

    def told(self, result: Papers) -> Told:
        """Return where it is."""
        facts = [("File", _name(result.file)), ("Slip", _name(result.slip))]
        folder = result.file.parent if result.file else None
        return Told(f"{result.interest}: the file is made.", facts, _BY_POST if result.slip else "", folder)


def _preview(asked: Interest) -> str:
    where = "" if asked.address else "; no address is known"
    return f"{asked.interest} {asked.name}: {_GETS[asked.format]}{where}"


def _told(title: str, result: Answered) -> Told:
    made = [file for paper in result.papers for file in (paper.letter, paper.file, paper.slip) if file]
    secret = any(paper.slip for paper in result.papers)
    facts = [
        *(("Saved" if at == 0 else "", file.name) for at, file in enumerate(made)),
        ("Folder", str(made[0].parent) if made else ""),
        ("Ledger entry", str(result.outcome.entry)),
    ]
    return Told(title, facts, _BY_POST if secret else "", made[0].parent if made else None)


def _remedy(desk: Desk, request: str, parent: QWidget | None) -> Sequence[tuple[str, Callable[[], None]]]:
    asked = desk.register.interest[request]
    return [("&Make the file…", lambda: FileAgain(desk, asked, parent).open())] if asked.sent else []


def _name(file: Path | None) -> str:
    return file.name if file else ""
