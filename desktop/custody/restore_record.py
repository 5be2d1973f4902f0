"""The record of a restore: from what, what a newer ledger added, what was lost, what is to be done now (A5).

Rule: it says plainly what cannot be known. What the lost entries said is found on papers and with holders,
and entered anew by a person; the record lists where to look.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, slips
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand
from desktop.custody.restores import Restored

if TYPE_CHECKING:
    from desktop.custody.register import Register


def restore_record(register: "Register", hand: Hand) -> Form:
    """Return the record of the last restore, to be signed by the operator and the witness."""
    last = register.restored
    if last is None:
        raise WrongStateError(
            thing="The vault",
            state="as it always was",
            act="given a restore record",
            advice="Only a vault that was restored from a backup has one.",
        )
    blocks: list[Block] = [
        Facts(_facts(register, last)),
        Heading("What was lost"),
        Paragraph(_loss(last), "plain" if last.lost == 0 else "strong"),
    ]
    if last.lost != 0:
        blocks += [Heading("What is to be done now"), Numbered(_TO_DO), *_unsure(register)]
    places = [Signature("Restored by", register.operators[last.by].name)]
    if last.witness:
        places.append(Signature("Witness, who was there", last.witness))
    parts = [Part("Record", [*blocks, Signatures(places)])]
    return slips.form(register, hand, "Restore record", f"Restore of {dates.day(last.day)}", parts)


def _facts(register: "Register", last: Restored) -> list[tuple[str, str]]:
    medium = register.media.get(last.source.upper())
    source = f"{medium.medium} “{medium.label}”, {medium.place}, {medium.keeper}" if medium else last.source
    return [
        ("Restored from", source),
        ("Day", dates.day(last.day)),
        ("Last entry of the backup", str(last.number)),
        ("Entry of this restore", str(last.entry)),
        ("Entries lost", "Not known" if last.lost is None else str(last.lost)),
        ("Entries from a newer ledger", str(last.replayed)),
        ("Reason", last.reason or "None given"),
    ]


def _loss(last: Restored) -> str:
    if last.lost == 0:
        return "Nothing, as far as is known: no later entry than these was ever heard of."
    stands = last.number + last.replayed
    if last.lost is None:
        lost = f"It is not known how many entries followed entry {stands}."
    else:
        lost = f"Entries that followed entry {stands} and are lost: {last.lost}."
    return (
        f"{lost} What they recorded was not undone by that: documents may have been taken in, copies printed,"
        " signed out and taken back of which this vault knows nothing. References they may have had are never"
        " given out again."
    )


def _unsure(register: "Register") -> list[Block]:
    columns = [
        Column("Document", 1.4),
        Column("Review", 1.8),
        Column("Highest copy number known", 2, "right"),
        Column("Highest copy number found", 2),
    ]
    rows = [
        [document.document, document.review, str(document.allotted), ""]
        for document in register.documents.values()
        if document.numbers_unsure
    ]
    return [
        Heading("Copy numbers to be found out"),
        Table(columns, rows, empty="The numbers of every document were accounted for."),
    ]


_TO_DO = (
    "Gather every paper made since the backup: receipts, slips, reports, letters. Each names its entry.",
    "Count every copy in the safe, and ask every holder what they hold.",
    "Find the highest copy number ever given of each document below, and enter it before any is printed.",
    "Restore once more with every certificate of disposal and replay file made since: what they end must go.",
    "Enter again, with the day it happened, what the papers show and the vault does not know.",
    "Take in again each document that came since the backup; it gets a new reference.",
    "Give back their passphrases to operators who were added, and take away those that were removed.",
)
