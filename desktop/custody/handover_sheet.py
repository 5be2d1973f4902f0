"""The joint sheet of a handover: everything the new custodian answers for, counted by both (A6).

Rule: it says what the register says at the head it names, and leaves the count to two people: nothing is
ticked beforehand. Coding schedules are counted, never named (B6).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import board, copies, dates, documents, handover, sheet_codes, slips
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
from desktop.custody.copies import Copy, CopyState
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

_USUAL = (
    CopyState.ALLOTTED,
    CopyState.SPOILT,
    CopyState.IN_SAFE,
    CopyState.AWAITING_SIGNATURE,
    CopyState.SIGNED_OUT,
)
"""States that have a column of their own; copies in others are summed up in one, and listed below it."""


def handover_sheet(register: "Register", hand: Hand) -> Form:
    """Return the joint sheet of the last handover, with the register as it stands."""
    last = handover.last_handover(register)
    names = register.operators
    signed = Signatures(
        [
            Signature("Handed over by, after counting", names[last.previous].name),
            Signature("Taken over by, after counting", names[last.operator].name),
        ]
    )
    code = Code(
        payload=sheet_codes.payload(register, handover.HANDOVER_CODE, str(last.entry), last.code),
        typed=sheet_codes.printed(last.code),
        caption="Type this code when both have signed. Until then the handover is awaiting signature.",
    )
    counted = [*_opening(register, last), *_counts(register), *_lists(register), signed]
    parts = [
        Part("Office's part: keep", [*counted, code]),
        Part("Part of the one who hands over", counted),
    ]
    subject = f"From {names[last.previous].name} to {names[last.operator].name}"
    return slips.form(register, hand, "Handover sheet", subject, parts)


def _opening(register: "Register", last: handover.Handover) -> list[Block]:
    previous, operator = register.operators[last.previous], register.operators[last.operator]
    return [
        Paragraph(
            "The vault and all that is listed here were handed over. Both have counted what lies in the safe"
            " and seen the media, and write beside each line what they found."
        ),
        Facts(
            [
                ("Handed over by", f"{previous.name} ({previous.operator})"),
                ("Taken over by", f"{operator.name} ({operator.operator})"),
                ("Authority", last.authority),
                ("Day", dates.day(last.handed_over)),
                ("Entry of the ledger", str(last.entry)),
                ("Generation of the keys", str(register.generation)),
            ],
            columns=2,
        ),
    ]


def _counts(register: "Register") -> list[Block]:
    """Return how much there is, review by review; the sum over the states is the numbers allotted (C15)."""
    others = [
        state
        for state in CopyState
        if state not in _USUAL and any(copy.state == state for copy in register.copies.values())
    ]
    columns = [
        Column("Review", 2),
        Column("Documents", 1.4, "right"),
        Column("Masters", 1.2, "right"),
        Column("Copies", 1.1, "right"),
        *(Column(state.capitalize(), 1.2, "right") for state in _USUAL),
        *([Column("Other", 1.1, "right")] if others else []),
    ]
    counted, elsewhere = [], []
    for review in register.reviews:
        kept = [document for document in register.documents.values() if document.review == review]
        tallies = [copies.tally(register, document.document) for document in kept]
        in_others = {state: sum(tally[state] for tally in tallies) for state in others}
        elsewhere += [[review, state.capitalize(), str(n)] for state, n in in_others.items() if n]
        counted.append(
            [
                len(kept),
                sum(len(document.versions) for document in kept),
                sum(document.allotted for document in kept),
                *(sum(tally[state] for tally in tallies) for state in _USUAL),
                *([sum(in_others.values())] if others else []),
            ]
        )
    rows = [[review, *map(str, row)] for review, row in zip(register.reviews, counted, strict=True)]
    if len(rows) > 1:
        rows.append(["All", *(str(sum(column)) for column in zip(*counted, strict=True))])
    blocks: list[Block] = [
        Heading("Documents and numbered copies, counted by the program"),
        Table(columns, rows, empty="No review was opened."),
    ]
    if others:
        named = [Column("Review", 2), Column("Other states", 3), Column("Copies", 1.1, "right")]
        blocks.append(Table(named, elsewhere))
    return blocks


def _lists(register: "Register") -> list[Block]:
    every = list(register.copies.values())
    return [
        Heading("Copies with holders"),
        _holders(register, [copy for copy in every if copy.out]),
        Heading("Copies to be counted in the safe"),
        _inside(register, [copy for copy in every if not copy.out and copy.state not in copies.GONE]),
        Heading("Backup media"),
        _media(register),
        Heading("Holders of recovery shares"),
        _shares(register),
        Heading("Operators"),
        Table(
            [Column("No.", 1), Column("Name", 5)],
            [[operator.operator, operator.name] for operator in board.present(register)],
        ),
        Heading("Open incidents"),
        _incidents(register),
    ]


def _holders(register: "Register", out: Sequence[Copy]) -> Table:
    columns = [
        Column("Copy", 1.2),
        Column("Document", 2.6),
        Column("Holder", 2.6),
        Column("State", 1.6),
        Column("Due back", 1.4),
    ]
    rows = [
        [
            copy.copy,
            _document(register, copy),
            register.people[copy.responsible].title,
            copy.state.capitalize(),
            dates.day(copy.due) if copy.due else "",
        ]
        for copy in out
    ]
    return Table(columns, rows, empty="No copy is with a holder.")


def _inside(register: "Register", kept: Sequence[Copy]) -> Table:
    columns = [
        Column("Copy", 1.2),
        Column("Document", 3.6),
        Column("State", 1.2),
        Column("Pages", 0.8, "right"),
        Column("Pages counted by both", 2),
    ]
    rows = [
        [
            copy.copy,
            _document(register, copy),
            copy.state.capitalize(),
            str(copy.pages) if copy.pages else "",
            "",
        ]
        for copy in kept
    ]
    return Table(columns, rows, empty="No copy lies in the safe.")


def _media(register: "Register") -> Table:
    columns = [
        Column("No.", 1),
        Column("Label", 1.8),
        Column("Place and keeper", 2.4),
        Column("Last backup", 2),
        Column("Tested", 1.4),
        Column("Seen by both", 1.2),
    ]
    rows = [
        [
            medium.medium,
            medium.label,
            f"{medium.place}, {medium.keeper}",
            f"{dates.day(medium.backed_up)}, entry {medium.number}" if medium.backed_up else "None",
            dates.day(medium.tested) if medium.tested else "Never",
            "",
        ]
        for medium in register.media.values()
        if medium.destroyed is None
    ]
    return Table(columns, rows, empty="No medium is registered: there is no backup.")


def _shares(register: "Register") -> Table:
    recovery = register.recovery
    columns = [Column("Share", 1), Column("Holder", 5), Column("Set", 2)]
    if recovery is None:
        return Table(columns, [], empty="There are no recovery shares.")
    set_of = f"{recovery.recovery}: any {recovery.needed} of {len(recovery.holders)}"
    rows = [[str(share), holder, set_of] for share, holder in enumerate(recovery.holders, 1)]
    return Table(columns, rows)


def _incidents(register: "Register") -> Table:
    columns = [Column("No.", 0.9), Column("About", 1.2), Column("Opened", 1.5), Column("What happened", 4.4)]
    rows = [
        [incident.incident, incident.about, dates.day(incident.opened), incident.what]
        for incident in register.incidents.values()
        if incident.closed is None
    ]
    return Table(columns, rows, empty="No incident is open.")


def _document(register: "Register", copy: Copy) -> str:
    document = register.documents[copy.document]
    kind = register.founded.kind(document.kind)
    return f"{documents.described(kind, document.agency)}, {document.edition}"
