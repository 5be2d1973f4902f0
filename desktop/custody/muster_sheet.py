"""The papers of a muster: the count sheet that two people fill in, and the list of what differed (C13).

Rule: nothing is ticked on a count sheet, and it does not say where the register has a copy: that is for the
count to find out. Its code stands at its foot alone. Whom to ask for what is out stands in a part of its own.
"""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import copies, dates, documents, muster, muster_missing, sheet_codes, slips
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
from desktop.custody.copies import Copy
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand
from desktop.custody.muster import Muster

if TYPE_CHECKING:
    from desktop.custody.register import Register

_LINES_FOR_FINDS = 8


def count_sheet(register: "Register", hand: Hand) -> Form:
    """Return the count sheet of the muster under way; raise WrongStateError if there is none."""
    found = muster.the_open_one(register, "given a count sheet")
    listed = [register.copies[name] for name in found.listed]
    blocks = [*_opening(found, len(listed)), *_numbers(register, listed), *_finds(), _signed(found)]
    code = Code(
        payload=sheet_codes.payload(register, muster.MUSTER_CODE, found.muster, found.code),
        typed=sheet_codes.printed(found.code),
        caption="Type this code when all counts are entered and both have signed. It ends the muster.",
    )
    parts = [Part("Count sheet", [*blocks, code])]
    out = [copy for copy in listed if copy.out]
    if out:
        parts.append(Part("Holders to be asked", _holders(register, found, out)))
    return slips.form(register, hand, "Count sheet", f"Muster {found.muster}", parts)


def discrepancy_list(register: "Register", hand: Hand, reference: str) -> Form:
    """Return the list of a finished muster's discrepancies; raise WrongStateError for another."""
    found = finished(register, reference)
    agreed = len(found.counts) - sum(one.about in found.counts for one in found.discrepancies)
    counted = ("Numbers that were counted", str(len(found.counts)))
    missing = muster_missing.not_seen(register, found)
    rows = [
        *_scope(found),
        counted,
        ("Counted and agreed", str(agreed)),
        ("Discrepancies", str(len(found.discrepancies))),
    ]
    blocks: list[Block] = [
        Paragraph("What two people counted was compared with the register, copy by copy."),
        Facts(rows, columns=2),
        Heading("Discrepancies"),
        _differences(register, found),
        Paragraph(
            "Each has an open incident, and is settled only when that is closed with what was found."
            if found.discrepancies
            else "Count and register agree.",
            "strong",
        ),
        *[Paragraph(text, "strong") for text in [muster_missing.to_do(missing)] if text],
        Heading("Remarks on other copies"),
        _remarks(found),
        _signed(found),
    ]
    title = "Discrepancies of the muster"
    return slips.form(register, hand, title, f"Muster {found.muster}", [Part("", blocks)], wide=True)


def finished(register: "Register", reference: str) -> Muster:
    """Return a finished muster; raise WrongStateError for one that is not."""
    found = register.muster_of(reference)
    if found.finished is None:
        raise WrongStateError(
            thing=f"Muster {found.muster}",
            state=found.state,
            act="given a list of discrepancies",
            advice="The list is made when the muster is finished with the code of its sheet.",
        )
    return found


def _opening(found: Muster, numbers: int) -> list[Block]:
    return [
        Paragraph(
            "Look for every number, count its pages, and write where you saw it: in the safe, with its"
            " holder, or not seen. Some numbers are not to be found anywhere, because their copy was never"
            " made or is gone; if you find one of these, write that down too."
        ),
        Facts([*_scope(found), ("Numbers on this sheet", str(numbers))], columns=2),
    ]


def _scope(found: Muster) -> list[tuple[str, str]]:
    counted = f"{found.scope[0].upper()}{found.scope[1:]}"
    rows = [("To be counted", counted), ("Begun", dates.day(found.begun))]
    if found.finished:
        rows.append(("Finished", dates.day(found.finished)))
    return [*rows, ("First counter", found.first), ("Second counter", found.second)]


def _numbers(register: "Register", listed: Sequence[Copy]) -> list[Block]:
    """Return the numbers, document by document, with nothing filled in but the pages each should have."""
    columns = [
        Column("Copy", 1.2),
        Column("Pages", 0.7, "right"),
        Column("Seen where", 2),
        Column("Pages counted", 1.1),
        Column("Remark", 3),
    ]
    blocks: list[Block] = []
    by_document = copies.in_order(listed)
    for document, group in itertools.groupby(by_document, key=lambda copy: copy.document):
        rows = [[_named(copy), str(copy.pages or ""), "", "", ""] for copy in group]
        blocks += [Heading(_document(register, document)), Table(columns, rows, by_hand=True)]
    return blocks


def _finds() -> list[Block]:
    columns = [Column("What was found", 4), Column("Where", 2), Column("Pages", 1), Column("Remark", 2)]
    return [
        Heading("Found, but not on this sheet"),
        Table(columns, [[""] * len(columns)] * _LINES_FOR_FINDS, by_hand=True),
    ]


def _holders(register: "Register", found: Muster, out: Sequence[Copy]) -> list[Block]:
    """Return whom to ask for the copies that were out when the sheet was made."""
    columns = [
        Column("Holder", 2.4),
        Column("Telephone", 1.4),
        Column("Copy", 1.1),
        Column("Seen or confirmed", 2),
        Column("Pages counted", 1.1),
    ]
    rows = []
    for copy in sorted(copies.in_order(out), key=lambda copy: register.people[copy.responsible].name):
        holder = register.people[copy.responsible]
        telephone = holder.contact.telephone or "Not known"
        rows.append([holder.title, telephone, _named(copy), "", ""])
    return [
        Paragraph(
            "By the register these copies are with their holders. Have each one shown to you, or its pages"
            " counted and confirmed by its holder, and write the answer on the count sheet. Of a file, have"
            " it confirmed that nobody else has it."
        ),
        Table(columns, rows, by_hand=True),
        _signed(found),
    ]


def _differences(register: "Register", found: Muster) -> Table:
    columns = [
        Column("About", 1),
        Column("Document", 2),
        Column("Discrepancy", 3.2),
        Column("Remark on the sheet", 1.6),
        Column("Incident", 0.9),
        Column("Explanation", 4),
    ]
    rows = [
        [
            one.about,
            _document(register, register.copies[one.about].document) if one.about in register.copies else "",
            f"{one.finding[0].upper()}{one.finding[1:]}.",
            one.note or "None",
            one.incident,
            "",
        ]
        for one in found.discrepancies
    ]
    empty = "None: every copy was found as the register has it."
    return Table(columns, rows, empty, by_hand=True)


def _remarks(found: Muster) -> Table:
    differing = {one.about for one in found.discrepancies}
    rows = [
        [count.copy, count.seen.capitalize(), count.note]
        for count in found.counts.values()
        if count.note and count.copy not in differing
    ]
    return Table([Column("Copy", 1), Column("Seen", 1.4), Column("Remark", 5)], rows, empty="None.")


def _signed(found: Muster) -> Signatures:
    return Signatures([Signature("First counter", found.first), Signature("Second counter", found.second)])


def _named(copy: Copy) -> str:
    return f"{copy.copy} (file)" if copy.form == "electronic" else copy.copy


def _document(register: "Register", reference: str) -> str:
    document = register.documents[reference]
    kind = register.founded.kind(document.kind)
    described = documents.described(kind, document.agency)
    return f"{reference} {described}, {document.edition} edition ({document.review})"
