"""Dialogs about printers: on which one something is printed, the sheets that came out, and exceptions."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.custody import print_jobs, printers
from desktop.custody.errors import StrongroomError
from desktop.custody.print_jobs import PrintJob, Setup
from desktop.office import print_room
from desktop.office.office import Outcome
from desktop.office.print_room import Choices, PaperPrinted
from desktop.office.procedure import Procedure
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, Count, PathField, TextArea
from desktop.ui.form import Form

if TYPE_CHECKING:
    from collections.abc import Callable

SIDES = [("one", "One side of each sheet"), ("two", "Both sides of each sheet")]
COLOURS = [("black", "Black and white"), ("colour", "Colour")]
_MOST_SHEETS = 100_000


class PrinterFields:
    """The fields that say on which printer, and how; the printers are looked for when they are made."""

    def __init__(
        self, desk: Desk, form: Form, owner: QWidget, *, otherwise: str = "", paper: str = ""
    ) -> None:
        """Ask on which printer, or `otherwise` in place of one; a `paper` has one side and no colour."""
        self._paper = paper
        self._otherwise = [(_NO_PRINTER, otherwise)] if otherwise else []
        self._form = form
        self._found = Choices([], "")
        self.printer = form.add(
            f"Pri&nter for the {paper}" if paper else "P&rinter",
            Choice(self._otherwise, prompt="" if otherwise else "Choose…"),
        )
        self.sides = form.add("S&ides", Choice(SIDES, prompt=""))
        self.colour = form.add("Co&lour", Choice(COLOURS, prompt=""))
        self.tray = form.add("Tra&y", Choice([("", "As the printer does by itself")], prompt=""))
        self.told = form.say("Looking for printers…")
        self.printer.currentIndexChanged.connect(self.show_what_applies)
        self.show_what_applies()
        desk.run(print_room.choices(desk.office), owner=owner, done=self._offer, failed=self._say)

    @property
    def name(self) -> str:
        """The chosen printer, or an empty text."""
        return "" if self.printer.value() == _NO_PRINTER else self.printer.value()

    def setup(self) -> Setup:
        """Return how it is to be printed."""
        if self._paper:
            return Setup(self.name, tray=self.tray.value())
        return Setup(
            self.name,
            self.sides.value() == "two" and self.sides.isEnabled(),
            self.colour.value() == "colour" and self.colour.isEnabled(),
            self.tray.value(),
        )

    def show_what_applies(self) -> None:
        """Hide what says nothing of the chosen printer."""
        chosen = next((one.printer for one in self._found.printers if one.printer.name == self.name), None)
        for field in (self.sides, self.colour):
            self._form.hide_field(field, hidden=chosen is None or bool(self._paper))
        self._form.hide_field(self.tray, hidden=chosen is None or not chosen.trays)
        self.tray.offer([("", "As the printer does by itself"), *((t, t) for t in (chosen or _NONE).trays)])

    def _offer(self, found: Choices) -> None:
        self._found = found
        usable = [one for one in found.printers if not one.why_not or one.excepted]
        offered = [
            (
                one.printer.name,
                f"{one.printer.name} ({one.printer.waiting})" if one.printer.waiting else one.printer.name,
            )
            for one in usable
        ]
        self.printer.offer([*self._otherwise, *offered])
        ready = [one.printer.name for one in usable if not one.printer.waiting]
        if len(ready) == 1 and not self._paper:
            self.printer.choose(ready[0])
        refused = [f"{one.printer.name}: {one.why_not}." for one in found.printers if one not in usable]
        lines = [found.told, *([f"Not offered: {' '.join(refused)}"] if refused else [])]
        if not found.printers:
            lines.append("This computer has no printer.")
        self.told.setText("\n".join(filter(None, lines)))
        self.told.setVisible(bool(self.told.text()))
        self.show_what_applies()
        self._form.reshaped.emit()

    def _say(self, error: StrongroomError) -> None:
        self.told.setText(f"No printer can be used. {error.message}")
        self._form.reshaped.emit()


class PrintPaper(ActDialog):
    """Print a paper that was saved."""

    def __init__(self, desk: Desk, file: Path | None = None, parent: QWidget | None = None) -> None:
        """Ask for the file and the printer."""
        intro = "A slip, a receipt, a letter or a sheet that this program made."
        super().__init__(desk, "Print a paper", "&Print", intro, parent)
        self.file = self.form.add("&File", PathField("File", "open", "PDF (*.pdf)"))
        self.file.set_path(file)
        self.fields = PrinterFields(desk, self.form, self)
        self.earlier.hide()

    def gather(self) -> Procedure[PaperPrinted]:
        """Return the procedure."""
        return print_room.print_paper(self.desk.office, self.file.path() or Path(), self.fields.setup())

    def told(self, result: PaperPrinted) -> Told:
        """Return what to count."""
        return came_out(self.desk, [result.job], "The paper came out.", result.outcome, self.parentWidget())


class CountSheets(ActDialog):
    """Enter the sheets of a job that came out."""

    def __init__(self, desk: Desk, job: PrintJob, parent: QWidget | None = None) -> None:
        """Ask for the count."""
        copy = desk.register.copies.get(job.about)
        spoilt = copy is not None and str(copy.state) == "spoilt"
        should = "None of it is whole: the copy is spoilt." if spoilt else f"It takes {_sheets(job.sheets)}."
        intro = f"{job.job}: {job.about}, printed on {job.setup.printer}. {should}"
        super().__init__(desk, "Count the sheets", "&Enter the count", intro, parent)
        self.job = job.job
        self.whole = self.form.add("&Whole sheets", Count(-1, _MOST_SHEETS, blank="Not counted yet"))
        self.spoilt = self.form.add("&Spoilt sheets", Count(0, _MOST_SHEETS), needed=False)
        self.fate = self.form.add(
            "What became of the s&poilt ones", TextArea(2), hint="For example: shredded at once."
        )
        self.spoilt.valueChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        self.form.hide_field(self.fate, hidden=not self.spoilt.value())

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            print_jobs.count_sheets,
            at=self.earlier.moment(),
            job=self.job,
            good=self.whole.number() or 0,
            spoilt=self.spoilt.value(),
            fate=self.fate.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return how the copy stands now."""
        job = self.desk.register.print_jobs[self.job]
        copy = self.desk.register.copies.get(job.about)
        facts = [(f"Copy {copy.copy}", str(copy.state))] if copy else []
        damaged = copy is not None and str(copy.state) == "damaged"
        text = "Sheets are missing, so the copy is damaged. Look for them; print another under a new number."
        return Told(
            f"{_sheets(job.good)} whole, {job.spoilt} spoilt.",
            [*facts, ("Ledger entry", str(result.entry))],
            text if damaged else "",
        )


class ExceptPrinter(ActDialog):
    """Let a printer be used that the rule refuses."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer the printers that are refused."""
        intro = (
            "A printer is refused that makes files, stands elsewhere in the network or is shared. An"
            " exception holds for a printer as it is joined now."
        )
        super().__init__(desk, "Make an exception of a printer", "&Make the exception", intro, parent)
        self.printer = self.form.add("P&rinter", Choice([]))
        self.authority = self.form.line("&Authority", hint="Who allowed it.")
        self.reason = self.form.add("&Reason", TextArea(2), hint="Why no other printer will do.")
        self.earlier.hide()
        desk.run(print_room.choices(desk.office), owner=self, done=self._offer, failed=self._complain)

    def _offer(self, found: Choices) -> None:
        self.printer.offer(
            [
                (one.printer.name, f"{one.printer.name}: {one.why_not}")
                for one in found.printers
                if one.why_not and not one.excepted
            ]
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure."""
        return print_room.except_printer(
            self.desk.office, self.printer.value(), authority=self.authority.text(), reason=self.reason.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that it may be used."""
        return Told(f"{self.printer.value()} may be used.", [("Ledger entry", str(result.entry))])


class EndException(ActDialog):
    """Use such a printer no more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer the exceptions that stand."""
        super().__init__(desk, "End an exception", "&End it", "The printer is then used no more.", parent)
        standing = [one for one in desk.register.printers.values() if one.ended is None]
        self.printer = self.form.add("P&rinter", Choice([(one.printer, one.printer) for one in standing]))
        self.reason = self.form.add("&Reason", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            printers.end_exception,
            at=self.earlier.moment(),
            printer=self.printer.value(),
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is used no more."""
        return Told(f"{self.printer.value()} is used no more.", [("Ledger entry", str(result.entry))])


def came_out(desk: Desk, jobs: list[str], title: str, outcome: Outcome, parent: QWidget | None) -> Told:
    """Return what is told once jobs came out: how many sheets there should be, and the way to count them."""
    office = desk.office
    next_job = desk.register.print_jobs[jobs[0]]
    follow: list[tuple[str, Callable[[], None]]] = [
        ("&Count the sheets…", lambda: CountSheets(desk, next_job, parent).open())
    ]
    return Told(
        title,
        [
            ("Printer", next_job.setup.printer),
            ("Sheets", str(print_room.sheets_of(office, jobs))),
            ("Print jobs", ", ".join(jobs)),
            ("To be known", print_room.told(office)),
            ("Ledger entry", str(outcome.entry)),
        ],
        "Count the sheets of each job, and enter them; those that are not counted stand under Today.",
        follow=follow,
    )


def _sheets(count: int) -> str:
    return "1 sheet" if count == 1 else f"{count:,} sheets"


_NONE = printers.Printer("", "")
_NO_PRINTER = "no printer"
"""In place of a name: no printer's has a blank in it."""
