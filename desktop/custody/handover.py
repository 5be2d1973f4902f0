"""The handover of the vault from one custodian to the next (A6).

Rule: the custodian is one of the present operators, and hands over in person; anybody else does so before a
witness. A handover goes with new keys and a joint sheet that
counts everything; it awaits signature until the code on the signed sheet is typed. A later handover takes
the place of one that was never signed: its code no longer counts.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import board, dates, facts, sheet_codes
from desktop.custody.errors import HandoverCodeError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.keys import renewed
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.register import Register

HANDOVER_CODE = "HO1"
"""How the machine-readable code of a joint sheet begins; then the vault, the handover's entry, the code."""


class Handover(msgspec.Struct, frozen=True):
    """One handover: from whom to whom, by what authority, and its sheet."""

    previous: str
    operator: str
    authority: str
    handed_over: date
    entry: int
    code: str
    """The code on the joint sheet, as it is compared."""
    confirmed: date | None = None


class CustodianChanged(Event, frozen=True, kw_only=True, tag="custodian-changed"):
    """Another operator became the custodian."""

    words: ClassVar[str] = "The vault was handed over from {previous} to {operator}. Authority: {authority}."

    previous: str
    operator: str
    authority: str
    generation: int
    witness: str = ""
    """Who stood by where the custodian was not the one at the keyboard."""

    def change(self, register: "Register", line: Line) -> None:
        """Name the new custodian; the sheet's code comes from this entry's digest."""
        custodian = register.operators[self.operator].operator
        register.board = msgspec.structs.replace(register.founded, custodian=custodian)
        made = Handover(
            self.previous,
            self.operator,
            self.authority,
            line.hand.day,
            line.number,
            sheet_codes.made(line, "handover"),
        )
        register.handovers = (*register.handovers, made)


class HandoverConfirmed(Event, frozen=True, kw_only=True, tag="handover-confirmed"):
    """The joint sheet came back signed by both: its code was typed."""

    words: ClassVar[str] = "The handover sheet came back, signed by {previous} and {operator}."

    previous: str
    operator: str

    def change(self, register: "Register", line: Line) -> None:
        """Note that both signed."""
        last = msgspec.structs.replace(register.handovers[-1], confirmed=line.hand.day)
        register.handovers = (*register.handovers[:-1], last)


def hand_over(
    register: "Register",
    hand: Hand,
    *,
    operator: str,
    authority: str,
    generation: int,
    new_device_secret: bool = False,
    witness: str = "",
) -> list[Event]:
    """Hand the vault over to another operator, with new keys (A6)."""
    found = check_hand_over(register, hand, operator=operator, authority=authority, witness=witness)
    return [
        CustodianChanged(
            previous=register.founded.custodian,
            operator=found.operator,
            authority=facts.needed("the authority", authority),
            generation=generation,
            witness=second_person(register, hand, witness) if witness.strip() else "",
        ),
        renewed(register, generation, new_device_secret=new_device_secret),
    ]


def check_hand_over(
    register: "Register", hand: Hand, *, operator: str, authority: str, witness: str = ""
) -> board.Operator:
    """Return the custodian to be; refuse the present one and a removed operator.

    The custodian hands over; anybody else does so before a witness, such as where the custodian is gone.
    """
    found = board.still_present(register, operator, "made the custodian")
    if found.operator == register.founded.custodian:
        raise WrongStateError(
            thing=f"{found.operator} {found.name}",
            state="the custodian",
            act="made the custodian",
            advice="Choose the operator who is to follow.",
        )
    facts.needed("the authority", authority)
    if hand.by != register.founded.custodian or witness.strip():
        second_person(register, hand, witness)
    return found


def confirm(register: "Register", hand: Hand, *, code: str) -> list[Event]:
    """Confirm that the signed sheet of the last handover is back, by the code on it."""
    last = awaiting(register)
    if last is None:
        raise WrongStateError(
            thing="A handover",
            state="not awaiting signature",
            act="confirmed",
            advice="Nothing is to be typed: the last handover, if there was one, is settled.",
        )
    if sheet_codes.read(register, HANDOVER_CODE, str(last.entry), code) != last.code:
        raise HandoverCodeError(day=dates.day(last.handed_over))
    dates.not_before("The day it was signed", hand.day, last.handed_over, "the handover was later")
    return [HandoverConfirmed(previous=last.previous, operator=last.operator)]


def awaiting(register: "Register") -> Handover | None:
    """Return the handover whose sheet awaits signature, or None.

    A recovery since then has named another custodian, and settled it.
    """
    last = register.handovers[-1] if register.handovers else None
    if last is None or last.confirmed is not None or last.operator != register.founded.custodian:
        return None
    return last


def last_handover(register: "Register") -> Handover:
    """Return the last handover; raise WrongStateError if the vault was never handed over."""
    if not register.handovers:
        raise WrongStateError(
            thing="The vault",
            state="still with its first custodian",
            act="given a handover sheet",
            advice="Hand it over first.",
        )
    return register.handovers[-1]
