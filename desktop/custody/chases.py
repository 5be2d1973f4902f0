"""What was done to have a copy back: recalled, reminded by letter, telephoned, escalated (C10).

Rule: each is an entry, and none ends a loan: nothing returns by itself. What was done is kept with the loan
for which it was done, so a copy's next holder begins with none of it.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import copies, dates
from desktop.custody.hand import Event, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

RECALL, TELEPHONE, ESCALATION = "recall", "telephone call", "escalation"


class Chased(msgspec.Struct, frozen=True):
    """One thing that was done to have a copy back."""

    loan: int
    """The entry of the loan's sign-out."""
    day: date
    what: str
    """A recall, a telephone call, an escalation, or the step of the ladder, such as "reminder 1"."""
    told: str
    """What was done, in one sentence without its day."""
    entry: int
    letter: str = ""


class CopyRecalled(Event, frozen=True, kw_only=True, tag="copy-recalled"):
    """A copy's holder was asked for it back before, or beside, the day on its slip."""

    copy: str
    by: date
    reason: str
    letter: str = ""
    late: bool = False
    """Whether the day by which it was due was past already, so that it is wanted at once."""

    def said(self) -> str:
        """Return by when it is wanted, and why."""
        return f"{self.copy} was recalled, {self.wanted}. Reason: {self.reason}"

    @property
    def wanted(self) -> str:
        """By when it is to be back, in words."""
        if self.late:
            return f"to be back at once (it was due on {dates.day(self.by)})"
        return f"to be back by {dates.day(self.by)}"

    def change(self, register: "Register", line: Line) -> None:
        """Note the recall with the loan; the copy stays where it is."""
        found = register.copies[self.copy]
        loans = copies.loan_noted(
            found, recalled=line.hand.day, recall_reason=self.reason, recalled_for=self.by
        )
        copies.noted(register, line, self.copy, loans=loans)
        told = f"Recalled, {self.wanted}: {self.reason}"
        _chased(register, line, self.copy, RECALL, told, letter=self.letter)


class HolderReminded(Event, frozen=True, kw_only=True, tag="holder-reminded"):
    """A copy's holder was written to: a step of the ladder was taken."""

    words: ClassVar[str] = "{copy}: {step} was written to its holder ({letter})."

    copy: str
    step: str
    letter: str

    def change(self, register: "Register", line: Line) -> None:
        """Count the step."""
        told = f"{self.step.capitalize()} was written"
        _chased(register, line, self.copy, self.step, told, letter=self.letter)


class HolderCalled(Event, frozen=True, kw_only=True, tag="holder-called"):
    """Somebody was telephoned about a copy that is out."""

    words: ClassVar[str] = "{copy}: telephoned about it, spoke to {spoke_to}. Said: {said_there}"

    copy: str
    spoke_to: str
    said_there: str
    """What was said."""

    def change(self, register: "Register", line: Line) -> None:
        """Add the call."""
        told = f"Telephoned, spoke to {self.spoke_to}: {self.said_there}"
        _chased(register, line, self.copy, TELEPHONE, told)


class CopyEscalated(Event, frozen=True, kw_only=True, tag="copy-escalated"):
    """Somebody above its holder was told that a copy does not come back."""

    words: ClassVar[str] = "{copy} was escalated to {to}. Reason: {reason}"

    copy: str
    to: str
    reason: str
    letter: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Note the escalation with the loan."""
        found = register.copies[self.copy]
        copies.noted(register, line, self.copy, loans=copies.loan_noted(found, escalated=line.hand.day))
        told = f"Escalated to {self.to}: {self.reason}"
        _chased(register, line, self.copy, ESCALATION, told, letter=self.letter)


def history(register: "Register", copy: copies.Copy) -> list[Chased]:
    """Return what was done to have a copy back from its present holder, oldest first."""
    if copy.loan is None:
        return []
    return [done for done in register.chases.get(copy.copy, ()) if done.loan == copy.loan.entry]


def former(register: "Register", copy: copies.Copy) -> list[tuple[copies.Loan, list[Chased]]]:
    """Return a copy's loans that have ended, newest first, with what was done to have it back."""
    done = register.chases.get(copy.copy, ())
    ended = [loan for loan in reversed(copy.loans) if loan.returned is not None]
    told = [(loan, [one for one in done if one.loan == loan.entry]) for loan in ended]
    return [(loan, chased) for loan, chased in told if chased]


def _chased(register: "Register", line: Line, copy: str, what: str, told: str, *, letter: str = "") -> None:
    loan = register.copies[copy].loans[-1].entry
    done = Chased(loan, line.hand.day, what, told, line.number, letter)
    register.chases[copy] = (*register.chases.get(copy, ()), done)
