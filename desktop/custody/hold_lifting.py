"""A hold that was raised by hand, or that outlasts its request, is lifted by two people (G4, T8).

Rule: the operator says by whose authority and why, and who signs beside; a sheet is printed, both sign it,
and its code is typed back. It lapses at the end of the next day on which the office is open, also where the
clock was set back since (T14). A sheet that is
printed later takes the place of one that never came back: its code no longer counts.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import clock, closed_days, dates, facts, holds, sheet_codes
from desktop.custody.ending_errors import SheetCodeError
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.holds import Hold, HoldLifted, Lifting
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.register import Register

LIFT_CODE = "HL1"
"""How the machine-readable code of a sheet to lift a hold begins."""
_DAY = timedelta(days=1)


class HoldLiftingBegun(Event, frozen=True, kw_only=True, tag="hold-lifting-begun"):
    """A hold is to be lifted: its sheet awaits two signatures."""

    hold: str
    authority: str
    why: str
    witness: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the sheet; its code comes from this entry's digest."""
        lifting = Lifting(
            line.hand.recorded.date(),
            line.hand.by,
            self.witness,
            self.authority,
            self.why,
            line.number,
            sheet_codes.made(line, "lifting of a hold"),
        )
        found = register.holds[self.hold]
        register.holds[self.hold] = msgspec.structs.replace(found, lifting=lifting)

    def said(self) -> str:
        """Return who is to sign, by whose authority, and why."""
        return (
            f"A sheet was made to lift hold {self.hold}, for the operator and {self.witness} to sign."
            f" Authority: {self.authority}. Reason: {self.why}"
        )


def begin_lifting(
    register: "Register", hand: Hand, *, hold: str, authority: str, why: str, witness: str
) -> list[Event]:
    """Begin to lift a hold that was raised by hand; it stands until the signed sheet's code is typed."""
    found = _by_hand(register, hold)
    dates.not_before("The day it is lifted", hand.day, found.raised, "it was raised later")
    return [
        HoldLiftingBegun(
            hold=found.hold,
            authority=facts.needed("the authority", authority),
            why=facts.needed("the reason", why),
            witness=second_person(register, hand, witness),
        )
    ]


def lift(register: "Register", hand: Hand, *, hold: str, code: str) -> list[Event]:
    """Lift a hold by the code of the sheet that both signed."""
    found, lifting = awaiting(register, _by_hand(register, hold).hold)
    if sheet_codes.read(register, LIFT_CODE, found.hold, code) != lifting.code:
        raise SheetCodeError(sheet=found.hold)
    day = clock.latest_day(register, hand)
    why = f"its sheet was made on {dates.day(lifting.asked)}"
    dates.not_before("The day it is lifted", min(hand.recorded.date(), hand.day), lifting.asked, why)
    last = last_day(register, lifting)
    if day > last:
        if hand.recorded.date() <= last:
            clock.trusted(register, hand)
        raise WrongStateError(
            thing=f"The sheet of {found.hold}",
            state=f"lapsed since the end of {dates.day(last)}",
            act="used",
            advice="The hold stands. Make a new sheet, and have both sign it.",
        )
    return [
        HoldLifted(hold=found.hold, authority=lifting.authority, why=lifting.why, witness=lifting.witness)
    ]


def awaiting(register: "Register", hold: str) -> tuple[Hold, Lifting]:
    """Return a hold with its sheet that is not back; raise WrongStateError where there is none."""
    found = holds.standing(register, hold, "lifted")
    if found.lifting is None:
        raise WrongStateError(
            thing=found.hold,
            state="in force, and no sheet was made to lift it",
            act="lifted",
            advice="Make the sheet first, and have both sign it.",
        )
    return found, found.lifting


def waiting(register: "Register", day: date) -> list[Hold]:
    """Return the holds whose sheet has not come back and has not lapsed on `day`."""
    return [
        hold
        for hold in holds.in_force(register)
        if hold.lifting is not None and day <= last_day(register, hold.lifting)
    ]


def last_day(register: "Register", lifting: Lifting) -> date:
    """Return the last day on which a sheet counts: the next one on which the office is open."""
    return closed_days.due_day(register, lifting.asked + _DAY)[0]


def _by_hand(register: "Register", reference: str) -> Hold:
    """Return a hold in force that people lift; raise WrongStateError for one that its cause lifts."""
    found = holds.standing(register, reference, "lifted")
    if found.cause and found.stands_to is None:
        raise WrongStateError(
            thing=found.hold,
            state=f"raised by {found.cause}, which is open",
            act="lifted by hand",
            advice=f"It stands until {found.cause} is closed, or longer.",
        )
    return found
