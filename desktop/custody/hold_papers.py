"""The papers of holds: the sheet on which two people lift one, and the register of all of them (G4, T8).

Rule: the sheet says what stays held when this one is lifted. Its code stands at its foot alone.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, hold_lifting, holds, sheet_codes, slips
from desktop.custody.blocks import (
    Block,
    Code,
    Column,
    Facts,
    Form,
    Heading,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.documents import APART, kept_apart
from desktop.custody.hand import Hand
from desktop.custody.holds import Hold

if TYPE_CHECKING:
    from desktop.custody.register import Register


def lifting_sheet(register: "Register", hand: Hand, hold: str) -> Form:
    """Return the sheet on which two people lift a hold; raise WrongStateError where none was asked for."""
    found, lifting = hold_lifting.awaiting(register, hold)
    last = dates.day(hold_lifting.last_day(register, lifting))
    others = [one for one in holds.in_force(register) if one.hold != found.hold]
    rows = [
        ("Hold", found.hold),
        ("On", subject(register, found)),
        ("Raised", dates.day(found.raised)),
        ("Raised by the authority of", found.authority),
        ("Reason for the hold", found.reason),
        ("Lifted by the authority of", lifting.authority),
        ("Reason for lifting it", lifting.why),
        ("Sheet made", dates.day(lifting.asked)),
        ("Type back by the end of", last),
    ]
    blocks: list[Block] = [
        Paragraph(
            "Until this sheet is signed by both and its code is typed back, the hold stands. Once it is"
            " lifted, what it was on may be destroyed by those who may decide that, unless another hold is on"
            " it.",
            "strong",
        ),
        Facts(rows),
        Heading("Other holds in force, which this sheet does not lift"),
        _table(register, others, "None is in force: after this one nothing is held."),
        Paragraph("We have seen the authority named above, and lift the hold by it."),
        Signatures(
            [
                Signature("For the Board", register.operators[lifting.by].name),
                Signature("Second person", lifting.witness),
            ]
        ),
        Code(
            payload=sheet_codes.payload(register, hold_lifting.LIFT_CODE, found.hold, lifting.code),
            typed=sheet_codes.printed(lifting.code),
            caption=f"Type this code when both have signed, by the end of {last}. Later it does not count.",
        ),
    ]
    return slips.form(register, hand, "Lifting of a hold", f"Hold {found.hold}", [Part("", blocks)])


def hold_register(register: "Register", hand: Hand) -> Form:
    """Return the register of holds: those in force, and those that were lifted."""
    known = list(register.holds.values())
    lifted = [hold for hold in known if hold.lifted is not None]
    blocks: list[Block] = [
        Paragraph("Nothing that a hold is on is destroyed until every hold on it is lifted."),
        Heading("In force"),
        _table(register, holds.in_force(register), "No hold is in force."),
        Heading("Lifted"),
        Table(
            [
                Column("Hold", 1),
                Column("On", 2),
                Column("Raised", 1.3),
                Column("Lifted", 1.3),
                Column("Why", 4),
            ],
            [
                [
                    hold.hold,
                    subject(register, hold),
                    dates.day(hold.raised),
                    dates.day(hold.lifted) if hold.lifted else "",
                    hold.why,
                ]
                for hold in lifted
            ],
        ),
    ]
    made = f"{len(known) - len(lifted)} in force, {len(lifted)} lifted"
    return slips.form(register, hand, "Register of holds", made, [Part("", blocks)], wide=True)


def subject(register: "Register", hold: Hold) -> str:
    """Return what a hold is on, in words; a document kept apart is not named (B6)."""
    named = [APART if one in register.documents and kept_apart(register, one) else one for one in hold.about]
    return holds.named(named)


def _table(register: "Register", found: list[Hold], empty: str) -> Table:
    columns = [
        Column("Hold", 1),
        Column("On", 2),
        Column("Authority", 2),
        Column("Reason", 3),
        Column("Raised", 1.3),
        Column("Looked at again", 1.3),
    ]
    rows = [
        [
            hold.hold,
            subject(register, hold),
            hold.authority,
            hold.reason,
            dates.day(hold.raised),
            dates.day(hold.look_again) if hold.look_again else "",
        ]
        for hold in found
    ]
    return Table(columns, rows, empty)
