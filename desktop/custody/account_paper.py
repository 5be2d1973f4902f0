"""The ledger on paper and as a table: the entries about one thing, or of some days (H4).

Rule: paper and table hold the same entries in the same words; the paper ends with a key to the references.
A late entry shows when it happened and when it was entered (C7).
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import dates, documents, findable, ledger, slips
from desktop.custody.account import Account, View
from desktop.custody.blocks import Block, Column, Facts, Form, Heading, Paragraph, Part, Table
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

HEADINGS = ("entry", "happened", "entered", "late", "by", "operator", "kind", "what", "digest")
"""The columns of the table. Times are ISO 8601; `late`: yes or empty; `digest` is in hexadecimal."""
_REFERENCE = re.compile(r"(?<![\w/-])[DP]-\d{4,12}(?![\w-])")
"""Of a person or a document; that of a copy begins with its document's."""


def rows(entries: Sequence[Account]) -> list[tuple[str, ...]]:
    """Return the entries as rows of HEADINGS."""
    return [
        (
            str(entry.number),
            entry.happened.isoformat(),
            entry.recorded.isoformat(),
            "yes" if entry.late else "",
            entry.by,
            entry.operator,
            entry.kind,
            entry.said,
            entry.digest.hex(),
        )
        for entry in entries
    ]


def key(register: "Register", entries: Sequence[Account]) -> list[tuple[str, str]]:
    """Return the people and documents that the entries name by reference, for a reader without the register.

    A document kept apart is not among them: no entry is read with its reference (B6).
    """
    named = {found for entry in entries for found in _REFERENCE.findall(entry.said)}
    people = [(name, known.title) for name, known in register.people.items() if name in named]
    apart = findable.kept_apart(register)
    described = [
        (name, f"{documents.shown_as(register, name).removeprefix(f'{name} ')} ({known.review})")
        for name, known in register.documents.items()
        if name in named and name not in apart
    ]
    return [*people, *described]


def account_paper(register: "Register", hand: Hand, wanted: View, entries: Sequence[Account]) -> Form:
    """Return the entries as a form with a wide table."""
    of = wanted.words(register)
    of = f"{of[0].upper()}{of[1:]}"
    late = sum(entry.late for entry in entries)
    columns = [
        Column("Entry", 0.6, "right"),
        Column("Happened", 1.5),
        Column("Entered, if late", 1.5),
        Column("By", 1.3),
        Column("What happened", 6),
    ]
    told = [
        [
            str(entry.number),
            dates.moment(entry.happened),
            dates.moment(entry.recorded) if entry.late else "",
            entry.by,
            entry.said,
        ]
        for entry in entries
    ]
    blocks: list[Block] = [
        Facts(
            [
                ("Entries here", f"{len(entries):,}"),
                ("Entries in the ledger", f"{register.head.number:,}"),
                ("Entered late", f"{late:,}"),
            ],
            columns=2,
        ),
        Heading("Entries"),
        Table(columns, told, empty="No entry tells of it."),
        Heading("Who and what the references are"),
        Table([Column("Reference", 1), Column("What it stands for", 6)], key(register, entries)),
        Paragraph(
            "An entry is never changed or removed. These were read from a ledger whose entries were verified"
            f" one by one when the vault was opened; it stood at {ledger.checkpoint(register.head)}.",
            "small",
        ),
    ]
    return slips.form(register, hand, "Extract of the ledger", of, [Part("", blocks)], wide=True)
