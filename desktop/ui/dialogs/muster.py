"""Dialogs about a muster: its beginning, what is counted and found, its end, and its papers (C13)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.custody import muster as rules
from desktop.custody import muster_missing, muster_schedule
from desktop.custody.copies import Copy
from desktop.custody.counting import SAFE, SEEN
from desktop.custody.muster import Counted, Muster
from desktop.office import muster
from desktop.office.muster import Begun, Finished
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.dialogs.paper_place import PaperPlace, folder_of
from desktop.ui.fields import Choice, Count, TextArea

_MOST_PAGES = 1_000_000
_SIGN_THE_LIST = "Print the list, and have both counters sign it. File it with the count sheet."


def next_step(desk: Desk, parent: QWidget | None = None) -> ActDialog:
    """Return the dialog that sees to a muster that is due: its beginning, or its end if one is under way."""
    return FinishMuster(desk, parent) if rules.under_way(desk.register) else BeginMuster(desk, parent)


class BeginMuster(ActDialog):
    """Begin a muster with its count sheet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask who counts, and what."""
        intro = "Two people count every copy on a blank sheet, and sign it; then its counts are entered here."
        super().__init__(desk, "Begin a muster", "&Begin the muster", intro, parent)
        register = desk.register
        self.first = self.form.line("&First counter")
        self.first.setText(register.operators[desk.office.vault.operator].name)
        self.second = self.form.line("&Second counter", hint="Another person than the first.")
        reviews = [("", "Every review"), *rows.reviews_offered(register)]
        self.review = self.form.add("Copies of &which review", Choice(reviews, prompt=""), needed=False)
        agencies = {
            register.people[copy.loan.person].agency: None
            for copy in register.copies.values()
            if copy.loan is not None
        }
        places = [
            ("", "Wherever they are"),
            (SAFE, "In the safe"),
            *((agency, f"With holders of {agency}") for agency in agencies if agency),
        ]
        self.place = self.form.add(
            "Whe&re",
            Choice(places, prompt=""),
            needed=False,
            hint="Only a muster of every copy, wherever it is, counts for the schedule.",
        )
        self.paper = PaperPlace(desk, self.form, self, "count sheet", "F&older for the count sheet")
        self.folder = self.paper.folder

    def gather(self) -> Procedure[Begun]:
        """Return the procedure."""
        return muster.begin(
            self.desk.office,
            first=self.first.text(),
            second=self.second.text(),
            review=self.review.value(),
            place=self.place.value(),
            where=self.paper.value(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the sheet, where it is what is missing."""
        desk, parent = self.desk, self.parentWidget()
        return [("&Make the count sheet…", lambda: CountSheetAgain(desk, parent).open())]

    def told(self, result: Begun) -> Told:
        """Return the sheet."""
        found = self.desk.register.musters[result.muster]
        return Told(
            f"{result.muster} is begun.",
            [
                ("To be counted", f"{found.scope}: {rows.counted(len(found.listed), 'number')}"),
                *self.paper.facts(result.sheet),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Count together by the sheet, and sign it. Then enter the counts, and finish with its code.",
            folder=folder_of([result.sheet]),
        )


class CountCopy(ActDialog):
    """Enter what the sheet says of one copy."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask where it was seen; nothing is filled in beforehand."""
        intro = rows.document_line(desk.register, copy.document)
        super().__init__(desk, f"The count of {copy.copy}", "&Enter the count", intro, parent)
        self.copy = copy.copy
        self.seen = self.form.add("&Where it was seen", Choice(rows.as_said(SEEN)))
        self.pages = self.form.add(
            "&Pages counted", Count(-1, _MOST_PAGES, blank="Not counted"), needed=False
        )
        self.note = self.form.add("&Remark on the sheet", TextArea(2), needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        count = Counted(self.copy, self.seen.value(), self.pages.number(), self.note.text())
        return self.desk.office.act(rules.count, at=self.earlier.moment(), counts=[count])

    def told(self, result: Outcome) -> Told:
        """Return whether count and register agree."""
        (counted,) = (event for event in result.events if isinstance(event, rules.MusterCounted))
        facts = [("Discrepancy", counted.finding), ("Ledger entry", str(result.entry))]
        agrees = "differs from the register" if counted.finding else "is as the register has it"
        return Told(f"{self.copy} {agrees}.", facts)


class ExtraFound(ActDialog):
    """Enter something that was found and is in no register."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask what it is."""
        intro = "What has a number of the register is counted like any other copy; this is for the rest."
        super().__init__(desk, "Something else was found", "&Enter it", intro, parent)
        self.what = self.form.add(
            "&What was found, and where", TextArea(3), hint="For example: seven loose pages, in the drawer."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(rules.extra, at=self.earlier.moment(), what=self.what.text())

    def told(self, result: Outcome) -> Told:
        """Return that it is on the list."""
        return Told("It is on the list of discrepancies.", [("Ledger entry", str(result.entry))])


class FinishMuster(ActDialog):
    """End a muster by the code of the signed sheet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Say how far the count is, and ask for the code."""
        found = rules.the_open_one(desk.register, "finished")
        left = len(rules.standing(desk.register, found).missing)
        differing = rules.differences(desk.register, found)
        intro = f"{found.first} and {found.second} have both signed the sheet of {found.scope}."
        super().__init__(desk, f"Finish {found.muster}", "&Finish the muster", intro, parent)
        still = f"Still to be counted: {rows.counted(left, 'copy', 'copies')}; each is a discrepancy now."
        self.left = self.form.say(still if left else "Every copy was counted.")
        self.form.say(f"Discrepancies so far: {len(differing):,}. Each opens an incident.")
        self.code = self.form.line("&Code on the count sheet", hint=rows.SLIP_HINT)
        self.paper = PaperPlace(desk, self.form, self, "list", "F&older for the list of discrepancies")
        self.folder = self.paper.folder
        self.muster = found.muster

    def gather(self) -> Procedure[Finished]:
        """Return the procedure."""
        return muster.finish(
            self.desk.office,
            code=self.code.text(),
            where=self.paper.value(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the list, where it is what is missing."""
        desk, found, parent = self.desk, self.desk.register.musters[self.muster], self.parentWidget()
        return [("&Make the list…", lambda: DiscrepanciesAgain(desk, found, parent).open())]

    def told(self, result: Finished) -> Told:
        """Return what differed."""
        found, register = result.discrepancies, self.desk.register
        missing = muster_missing.not_seen(register, register.musters[result.muster])
        return Told(
            f"{result.muster} is finished: {rows.counted(len(found), 'discrepancy', 'discrepancies')}.",
            [
                ("Incidents", ", ".join(one.incident for one in found)),
                ("Not seen", ", ".join(missing)),
                *self.paper.facts(result.paper),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            " ".join(filter(None, (muster_missing.to_do(missing), _SIGN_THE_LIST))),
            folder=folder_of([result.paper]),
        )


class AbandonMuster(ActDialog):
    """Give a muster up."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask why."""
        found = rules.the_open_one(desk.register, "abandoned")
        intro = "What was counted stays on the record and settles nothing. The muster is due as before."
        super().__init__(desk, f"Abandon {found.muster}", "&Abandon the muster", intro, parent)
        self.muster = found.muster
        self.reason = self.form.line("&Reason")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(rules.abandon, at=self.earlier.moment(), reason=self.reason.text())

    def told(self, result: Outcome) -> Told:
        """Return that it ended."""
        return Told(f"{self.muster} is abandoned.", [("Ledger entry", str(result.entry))])


class ChangeSchedule(ActDialog):
    """Say how often the copies are mustered."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show how often it is now."""
        intro = (
            "So many days may pass between two musters of every copy. After a handover one is due at once."
        )
        super().__init__(desk, "The schedule of musters", "&Change the schedule", intro, parent)
        self.days = self.form.add("&Days", Count(1, muster_schedule.MOST_DAYS))
        self.days.setValue(desk.register.founded.settings.muster_days)
        self.authority = self.form.line("&Authority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            muster_schedule.change_days,
            at=self.earlier.moment(),
            days=self.days.value(),
            authority=self.authority.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return how often it is from now on."""
        days = self.desk.register.founded.settings.muster_days
        return Told(f"A muster is due every {days} days.", [("Ledger entry", str(result.entry))])


class CountSheetAgain(PaperAgain):
    """Make the count sheet of the muster under way once more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        found = rules.the_open_one(desk.register, "given a count sheet")
        super().__init__(desk, f"The count sheet of {found.muster} once more", "count sheet", parent)

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return muster.sheet_again(self.desk.office, self.chosen())


class DiscrepanciesAgain(PaperAgain):
    """Make the list of a finished muster's discrepancies once more."""

    def __init__(self, desk: Desk, found: Muster, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        title = f"The list of discrepancies of {found.muster} once more"
        super().__init__(desk, title, "list of discrepancies", parent)
        self.muster = found.muster

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return muster.list_again(self.desk.office, self.muster, self.chosen())
