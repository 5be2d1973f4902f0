"""Dialogs about a batch: begun with a witness, ticked copy by copy, ended by the code of its sheet (F3)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.custody import batches
from desktop.custody import destruction as rules
from desktop.custody.batches import Batch, How
from desktop.custody.incidents import IncidentOpened
from desktop.office import destruction
from desktop.office.destruction import Completed, Sheet
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


class _HowDialog(ActDialog):
    """Asks how a batch is destroyed, and before whom."""

    def __init__(self, desk: Desk, title: str, verb: str, intro: str, parent: QWidget | None) -> None:
        super().__init__(desk, title, verb, intro, parent)
        self.witness = self.form.line(
            "&Witness", hint="Another person than you, who is there; usually nobody with a passphrase here."
        )
        self.method = self.form.line("&Method", hint="Such as: cross-cut shredder.")
        self.level = self.form.add(
            "Shred &level (ISO/IEC 21964)", Choice(rows.as_said(rules.LEVELS), prompt="")
        )
        self.level.choose("P-5")
        self.level_reason = self.form.line("Wh&y no finer level will do")
        self.place = self.form.line("&Place")
        self.bag = self.form.line("Bag or &seal number", needed=False)
        self.contractor = self.form.line(
            "&Contractor", needed=False, hint="Whoever destroys it for the Board."
        )
        self.level.currentIndexChanged.connect(lambda _at: self._ask_why())
        self._ask_why()

    def show_how(self, how: How) -> None:
        """Show what stands."""
        self.level.choose(how.level)
        for field, text in self._lines(how):
            field.setText(text)

    def how(self) -> How:
        """Return what was said."""
        fine = self.level.value() in rules.FINE
        return How(
            self.witness.text(),
            self.method.text(),
            self.level.value(),
            self.place.text(),
            self.bag.text(),
            self.contractor.text(),
            "" if fine else self.level_reason.text(),
        )

    def _lines(self, how: How) -> Sequence[tuple[QLineEdit, str]]:
        return [
            (self.witness, how.witness),
            (self.method, how.method),
            (self.level_reason, how.level_reason),
            (self.place, how.place),
            (self.bag, how.bag),
            (self.contractor, how.contractor),
        ]

    def _ask_why(self) -> None:
        self.form.hide_field(self.level_reason, hidden=self.level.value() in rules.FINE)


class BeginBatch(_HowDialog):
    """Begin a batch with a witness."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask who watches, and how it is done."""
        intro = "Two people destroy copies together, and sign one sheet as they do. Masters stay."
        super().__init__(desk, "Begin a batch to destroy", "&Begin the batch", intro, parent)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(rules.begin, at=self.earlier.moment(), how=self.how())

    def told(self, result: Outcome) -> Told:
        """Return its number."""
        found = next(reversed(self.desk.register.batches.values()))
        return Told(
            f"{found.batch} is begun.",
            [("Witness", found.how.witness), ("Ledger entry", str(result.entry))],
            "Put copies in it one by one: scan or type each, and count its pages. Then make its sheet.",
        )


class AmendBatch(_HowDialog):
    """Say otherwise how a batch is destroyed."""

    def __init__(self, desk: Desk, batch: Batch, parent: QWidget | None = None) -> None:
        """Show what stands."""
        intro = "A sheet that was made of it counts no more: make another one, and have both sign that."
        super().__init__(desk, f"Amend {batch.batch}", "&Amend the batch", intro, parent)
        self.batch = batch.batch
        self.show_how(batch.how)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(rules.amend, at=self.earlier.moment(), batch=self.batch, how=self.how())

    def told(self, result: Outcome) -> Told:
        """Return how it is from now on."""
        how = batches.told(self.desk.register.batches[self.batch].how)
        return Told(f"{self.batch} is amended.", [("How", how), ("Ledger entry", str(result.entry))])


class TickCopy(ActDialog):
    """Put one copy in a batch, by whose decision if its review goes on."""

    def __init__(self, desk: Desk, batch: Batch, copy: str = "", parent: QWidget | None = None) -> None:
        """Ask for the copy, its pages, and who decided it."""
        intro = "Look at the copy itself: scan one of its pages or type its number, and count its pages."
        super().__init__(desk, f"Put a copy in {batch.batch}", "&Put it in", intro, parent)
        self.batch = batch.batch
        self.copy = self.form.line("&Copy", hint="Scanned, or typed, such as D-0001/3.")
        self.copy.setText(copy)
        self.pages = self.form.add("Pages c&ounted", Count(-1, _MOST_PAGES, blank="Not counted yet"))
        self.authority = self.form.line(
            "&Authority", needed=False, hint="Only where the review goes on: who decided it."
        )
        self.reason = self.form.add("&Reason", TextArea(2), needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            rules.tick,
            at=self.earlier.moment(),
            batch=self.batch,
            copy=self.copy.text(),
            pages=self.pages.value(),
            authority=self.authority.text(),
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return whether it is in."""
        copy = str(getattr(result.events[0], "copy", ""))
        opened = [event.incident for event in result.events if isinstance(event, IncidentOpened)]
        found = self.desk.register.batches[self.batch]
        desk, parent = self.desk, self.parentWidget()
        following = [("&Next copy…", lambda: TickCopy(desk, found, parent=parent).open())]
        if opened:
            facts = [("Incident", opened[0]), ("Ledger entry", str(result.entry))]
            after = "Look for the page, and close the incident with what was found. Then put the copy in."
            return Told(f"{copy} is not in {self.batch}: its pages do not agree.", facts, after)
        facts = [("In the batch", in_it(found)), ("Ledger entry", str(result.entry))]
        return Told(f"{copy} is in {self.batch}.", facts, follow=following)


class TakeOut(ActDialog):
    """Take a copy out of a batch."""

    def __init__(self, desk: Desk, batch: Batch, copy: str, parent: QWidget | None = None) -> None:
        """Ask why."""
        intro = (
            "It is then destroyed with another batch, or not at all. A sheet that was made counts no more."
        )
        super().__init__(desk, f"Take {copy} out of {batch.batch}", "&Take it out", intro, parent)
        self.batch, self.copy = batch.batch, copy
        self.reason = self.form.line("&Reason")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            rules.take_out,
            at=self.earlier.moment(),
            batch=self.batch,
            copy=self.copy,
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what is left."""
        left = in_it(self.desk.register.batches[self.batch])
        facts = [("In the batch", left), ("Ledger entry", str(result.entry))]
        return Told(f"{self.copy} is not in {self.batch} any more.", facts)


class MakeSheet(PaperAgain):
    """Make the sheet that both sign as they destroy."""

    def __init__(self, desk: Desk, batch: Batch, parent: QWidget | None = None) -> None:
        """Say what it lists."""
        super().__init__(desk, f"The sheet of {batch.batch}", "sheet", parent)
        self.batch = batch.batch
        self.form.say(f"It lists {in_it(batch)}. Make it before anything is destroyed.")
        made = batch.sheet.made.astimezone().date() if batch.sheet else None
        if made and made < desk.today:
            self.form.say(
                f"A sheet was made on {rows.day(made)}. If both signed that one, type its code instead: once"
                " another is made, it counts no more."
            )

    def gather(self) -> Procedure[Sheet]:
        """Return the procedure."""
        return destruction.sheet(self.desk.office, self.batch, self.chosen())

    def told(self, result: Sheet) -> Told:  # type: ignore[override]
        """Return where it is, and what to do with it."""
        desk, parent = self.desk, self.parentWidget()
        found = desk.register.batches[self.batch]
        return Told(
            f"The sheet of {result.batch} is made.",
            [
                *self.place.facts(result.file),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Destroy the copies together, tick each, and both sign at once. Then type its code.",
            folder=folder_of([result.file]),
            follow=[("&Type the code…", lambda: CompleteBatch(desk, found, parent).open())],
        )


class CompleteBatch(ActDialog):
    """End a batch by the code of its sheet."""

    def __init__(self, desk: Desk, batch: Batch, parent: QWidget | None = None) -> None:
        """Ask for the number and the code, and why it is late if it is."""
        intro = f"{batch.how.witness} and you destroyed {in_it(batch)}, and both signed the sheet."
        super().__init__(desk, f"{batch.batch} is destroyed", "&Enter as destroyed", intro, parent)
        self.batch = batch.batch
        self.number = self.form.line("Number of the &batch", hint="As it stands on the sheet.")
        self.code = self.form.line("&Code on the sheet", hint=rows.SLIP_HINT)
        self.why_late = self.form.add(
            "&Why it is entered late",
            TextArea(2),
            needed=False,
            hint="Only on a later day than the sheet was made. Say below when both signed.",
        )
        self.place = PaperPlace(desk, self.form, self, "certificate", "F&older for the certificate")
        self.folder = self.place.folder
        made = batch.sheet.made if batch.sheet else None
        self.form.hide_field(self.why_late, hidden=not _is_late(made, desk))

    def gather(self) -> Procedure[Completed]:
        """Return the procedure."""
        return destruction.complete(
            self.desk.office,
            batch=self.number.text(),
            code=self.code.text(),
            why_late=self.why_late.text(),
            where=self.place.value(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the certificate, where it is what is missing."""
        desk, batch, parent = self.desk, self.batch, self.parentWidget()
        return [("&Make the certificate…", lambda: CertificateAgain(desk, batch, parent).open())]

    def told(self, result: Completed) -> Told:
        """Return the certificate."""
        found = self.desk.register.batches[result.batch]
        return Told(
            f"{result.batch} is destroyed: {in_it(found)}.",
            [
                ("Destroyed", batches.when(found)),
                *self.place.facts(result.certificate),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Have both sign the certificate now, on paper. File it with the sheet.",
            folder=folder_of([result.certificate]),
        )


class AbandonBatch(ActDialog):
    """Give a batch up."""

    def __init__(self, desk: Desk, batch: Batch, parent: QWidget | None = None) -> None:
        """Ask why."""
        intro = "Only if nothing in it was destroyed. Its copies stay where they are."
        super().__init__(desk, f"Abandon {batch.batch}", "&Abandon the batch", intro, parent)
        self.batch = batch.batch
        self.reason = self.form.line("&Reason")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            rules.abandon, at=self.earlier.moment(), batch=self.batch, reason=self.reason.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that it ended."""
        return Told(f"{self.batch} is abandoned.", [("Ledger entry", str(result.entry))])


class CertificateAgain(PaperAgain):
    """Make the certificate of a batch once more."""

    def __init__(self, desk: Desk, batch: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The certificate of {batch}", "certificate", parent)
        self.batch = batch

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return destruction.certificate_again(self.desk.office, self.batch, self.chosen())


def in_it(batch: Batch) -> str:
    """Return how much is in a batch."""
    return f"{rows.counted(len(batch.items), 'number')}, {rows.counted(batch.pages, 'page')}"


def _is_late(made: datetime | None, desk: Desk) -> bool:
    return made is not None and made.astimezone().date() < desk.today
