"""Dialogs about copies that should come back: recalled, asked for by letter and telephone, escalated (C10).

Rule: what is next and why the rules say; nothing that is done here ends a loan.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import chasing
from desktop.custody.copies import Copy
from desktop.office import chasing as procedures
from desktop.office import letters
from desktop.office.chasing import Chased, Escalation
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_place import PaperPlace, folder_of
from desktop.ui.fields import CheckList, Choice, DayField, PathField, TextArea

_NO_LETTER = "Leave it empty if no letter is to be written."
_SEND = "Print the letters, and send or hand them over. Nothing returns by itself: take each copy back."


class RecallCopies(ActDialog):
    """Recall one copy or several, with a letter to each holder."""

    def __init__(self, desk: Desk, copies: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer every copy that is out, with some ticked beforehand; their holders' others come next."""
        intro = (
            "Asks for copies before their day, or at once. Their holders answer for them until they are back."
        )
        super().__init__(desk, "Recall copies", "&Recall", intro, parent)
        self.copies = self.form.add(
            "&Copies",
            CheckList(_out(desk, copies)),
            hint="The space bar ticks a copy; one letter goes to each holder.",
        )
        self.copies.tick(copies)
        self.reason = self.form.add("Rea&son", TextArea(2), hint="It stands in the letter.")
        self.by = self.form.add(
            "To be back &by", DayField("To be back by"), needed=False, hint="Leave it empty for at once."
        )
        self.place = _letters_go(self)
        self.folder = self.place.folder

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        return procedures.recall(
            self.desk.office,
            self.copies.values(),
            self.reason.text(),
            by=self.by.day(),
            where=self.place.value_if_any(),
            at=self.earlier.moment(),
        )

    def told(self, result: Chased) -> Told:
        """Return which copies are recalled, and the letters."""
        names = self.copies.values()
        title = f"{names[0]} is recalled." if len(names) == 1 else f"{len(names)} copies are recalled."
        return _told(self.place, result, title)


class RemindHolder(ActDialog):
    """Write the next letter of the ladder about one copy."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Say which letter is next, and why."""
        step = chasing.rung(desk.register, copy, desk.today)
        intro = f"To {rows.person_line(desk.register, copy.responsible)}. {step.why if step else ''}".strip()
        super().__init__(desk, f"Remind about {copy.copy}", "&Write the letter", intro, parent)
        self.copy = copy.copy
        if step is not None:
            self.form.say(f"Next: {chasing.next_words(step)}.")
        self.place = _letters_go(self, needed=True)
        self.folder = self.place.folder
        self.earlier.hide()

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        return procedures.remind(self.desk.office, [self.copy], self.place.value())

    def told(self, result: Chased) -> Told:
        """Return the letter."""
        return _told(self.place, result, "The letter is written.")


class ChaseAll(ActDialog):
    """Write every letter of the ladder that is due, in one action."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """List the letters, so that the person sees to whom they go."""
        due = chasing.to_write(desk.register, desk.today)
        intro = f"Due today: {rows.counted(len(due), 'letter')}, one for each holder and step of the ladder."
        super().__init__(desk, "Write the letters that are due", "&Write the letters", intro, parent)
        for steps in due:
            who = rows.person_line(desk.register, steps[0].person)
            copies = ", ".join(step.copy.copy for step in steps)
            self.form.say(f"{who}: {steps[0].step}, {copies}")
        self.place = _letters_go(self, needed=True)
        self.folder = self.place.folder
        self.earlier.hide()

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        return procedures.chase(self.desk.office, self.place.value())

    def told(self, result: Chased) -> Told:
        """Return the letters, and what is left for somebody to decide."""
        left = [step.copy.copy for step in chasing.ladder(self.desk.register, self.desk.today) if step.now]
        written = rows.counted(len(result.letters), "letter")
        after = f"To be escalated by somebody's decision: {', '.join(left)}. {_SEND}" if left else _SEND
        return _told(self.place, result, f"{written} written.", after)


class CallHolder(ActDialog):
    """Enter a telephone call about a copy."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Show how the holder is reached."""
        holder = desk.register.people[copy.responsible]
        numbers = [
            f"{what}: {number}"
            for what, number in (
                ("Telephone", holder.contact.telephone),
                ("out of hours", holder.contact.out_of_hours),
            )
            if number
        ]
        reached = ", ".join(numbers) or "No number is known"
        intro = f"{rows.person_line(desk.register, copy.responsible)}. {reached}."
        super().__init__(desk, f"Telephone call about {copy.copy}", "&Enter the call", intro, parent)
        self.copy = copy.copy
        self.spoke_to = self.form.line("&Spoke to", hint="Who answered; “nobody answered” is an entry too.")
        self.answer = self.form.add("&What was said", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            chasing.call,
            at=self.earlier.moment(),
            copy=self.copy,
            spoke_to=self.spoke_to.text(),
            said=self.answer.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that the call is entered."""
        register = self.desk.register
        step = chasing.rung(register, register.copies[self.copy], self.desk.today)
        after = f"Next: {chasing.next_words(step)}." if step else ""
        return Told(f"The call about {self.copy} is entered.", [("Ledger entry", str(result.entry))], after)


class EscalateCopy(ActDialog):
    """Tell somebody above its holder that a copy does not come back."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Say what was done so far."""
        holder = rows.person_line(desk.register, copy.responsible)
        step = chasing.rung(desk.register, copy, desk.today)
        intro = f"{holder} goes on answering for it. {step.why if step else ''}".strip()
        super().__init__(desk, f"Escalate {copy.copy}", "&Escalate", intro, parent)
        self.copy = copy.copy
        others = [pair for pair in rows.people_offered(desk.register) if pair[0] != copy.responsible]
        self.person = self.form.add(
            "&To somebody in the register", Choice(others, prompt="Somebody else"), needed=False
        )
        self.name = self.form.line(
            "Name and &post", hint="Such as: the Chief Executive of the holder's agency."
        )
        self.address = self.form.add("&Address", TextArea(2), needed=False)
        self.reason = self.form.add("Rea&son", TextArea(2))
        self.place = _letters_go(self)
        self.folder = self.place.folder
        self.person.currentIndexChanged.connect(self._show_what_applies)

    def _show_what_applies(self) -> None:
        for field in (self.name, self.address):
            self.form.hide_field(field, hidden=bool(self.person.value()))

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        known = self.person.value()
        above = (known, "") if known else (self.name.text(), self.address.text())
        return procedures.escalate(
            self.desk.office,
            Escalation(self.copy, above[0], self.reason.text(), above[1]),
            where=self.place.value_if_any(),
            at=self.earlier.moment(),
        )

    def told(self, result: Chased) -> Told:
        """Return that it is escalated."""
        return _told(self.place, result, f"{self.copy} is escalated.")


class MakeChasingList(ActDialog):
    """Make the chasing list of today as a paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the file."""
        intro = "Every copy that is to be asked for, with what is next and room for what was said."
        super().__init__(desk, "Chasing list", "&Make the list", intro, parent)
        self.file = self.form.add("&File", PathField("File", "save", "PDF (*.pdf)"))
        if desk.paper_folder:
            self.file.propose(desk.paper_folder, "chasing-list.pdf")
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        file = self.file.path() or Path()
        file = file if file.suffix.lower() == ".pdf" else file.with_name(f"{file.name}.pdf")
        self.desk.paper_folder = file.parent
        return procedures.make_list(self.desk.office, file)

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"List saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)


class LetterAgain(ActDialog):
    """Make a letter once more, word for word."""

    def __init__(self, desk: Desk, offered: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer some letters, the newest first."""
        intro = "The same words on the same day, for when the first was lost or did not come out."
        super().__init__(desk, "A letter once more", "&Make the letter", intro, parent)
        known = [desk.register.letters[letter] for letter in reversed(offered)]
        self.letter = self.form.add(
            "&Letter",
            Choice([(one.letter, rows.letter_line(one)) for one in known], prompt="" if known else "Choose…"),
        )
        self.place = _letters_go(self, "letter", needed=True)
        self.folder = self.place.folder
        self.earlier.hide()

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return letters.again(self.desk.office, self.letter.value(), self.place.value())

    def told(self, result: Made) -> Told:
        """Return where it is."""
        return Told(self.place.said(result), self.place.facts(result), folder=folder_of([result]))


def _out(desk: Desk, first: Sequence[str]) -> rows.Pairs:
    """Return every copy that is out, beginning with `first` and what else their holders have."""
    register = desk.register
    holders = {register.copies[copy].responsible for copy in first}
    out = [copy for copy in register.copies.values() if copy.out]
    out.sort(
        key=lambda copy: (
            copy.copy not in first,
            copy.responsible not in holders,
            rows.reference_key(copy.copy),
        )
    )
    return [
        (
            copy.copy,
            f"{copy.copy}: {rows.person_name(register, copy.responsible)}, due {rows.short_day(copy.due)}",
        )
        for copy in out
    ]


def _letters_go(dialog: ActDialog, paper: str = "letters", *, needed: bool = False) -> PaperPlace:
    hint = "" if needed else _NO_LETTER
    return PaperPlace(dialog.desk, dialog.form, dialog, paper, needed=needed, hint=hint)


def _told(place: PaperPlace, result: Chased, title: str, after: str = _SEND) -> Told:
    facts = [*place.facts(*result.letters), ("Ledger entry", str(result.outcome.entry))]
    return Told(title, facts, after if result.letters else "", folder_of(result.letters))
