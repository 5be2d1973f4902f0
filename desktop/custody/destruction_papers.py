"""The papers of destruction: the sheet that two sign as they destroy, and the certificate made of it (F3).

Rule: the sheet is made before anything is destroyed, with nothing ticked; its code stands at its foot alone.
The certificate lists every copy with its pages, says when and how, names both, and says that the masters
remain.
"""

from typing import TYPE_CHECKING

from desktop.custody import batches, dates, destruction, documents, sheet_codes, slips
from desktop.custody.batches import Batch, Item
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
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def destruction_sheet(register: "Register", hand: Hand, batch: str) -> Form:
    """Return the sheet of a batch; raise WrongStateError while none was made of what is in it now."""
    found = destruction.the_open(register, batch, "given a sheet")
    sheet = destruction.signed_sheet(found)
    columns = [
        Column("Copy", 1.2),
        Column("Document", 3.6),
        Column("Review", 1.6),
        Column("Pages", 0.8, "right"),
        Column("Pages seen", 1),
        Column("Destroyed", 1),
    ]
    rows = [
        [_named(item), _document(register, item), _review(register, item), str(item.pages), "", ""]
        for item in destruction.items_in_order(found)
    ]
    blocks: list[Block] = [
        Paragraph(
            "When this sheet was made, everything listed here was still whole. Both look at each copy, tick"
            " it as it is destroyed, and sign at once, on the same day. Masters are not on this sheet."
        ),
        Facts(
            [
                *_people(register, found, sheet.by),
                *_how(found),
                ("Destroyed on, at", ""),
                ("Numbers", str(len(found.items))),
                ("Pages", f"{found.pages:,}"),
            ],
            columns=2,
        ),
        Heading("What is destroyed"),
        Table(columns, rows, by_hand=True),
        Paragraph(
            "What is not destroyed is struck out here, and nothing is entered: it is taken out of the batch,"
            " and another sheet is made and signed.",
            "small",
        ),
        _signed(register, found, sheet.by),
        Code(
            payload=sheet_codes.payload(register, batches.BATCH_CODE, found.batch, sheet.code),
            typed=sheet_codes.printed(sheet.code),
            caption="Type this code, with the number of the batch, when both have signed.",
        ),
    ]
    return slips.form(register, hand, "Destruction sheet", f"Batch {found.batch}", [Part("Sheet", blocks)])


def destruction_certificate(register: "Register", hand: Hand, batch: str) -> Form:
    """Return the certificate of a batch that was destroyed; raise WrongStateError for any other."""
    found = destroyed(register, batch)
    columns = [
        Column("Copy", 1.6),
        Column("Document", 2.3),
        Column("Review", 1.95),
        Column("Pages", 0.95, "right"),
        Column("By whose decision, and why", 2.6),
    ]
    rows = [
        [_named(item), _document(register, item), _review(register, item), str(item.pages), _decided(item)]
        for item in destruction.items_in_order(found)
    ]
    by = found.sheet.by if found.sheet else found.begun_by
    blocks: list[Block] = [
        Paragraph("The two who sign destroyed the copies listed here together, at the time named.", "strong"),
        Facts([*_people(register, found, by), *_times(found), *_how(found), *_counts(found)], columns=2),
        Heading("What was destroyed"),
        Table(columns, rows),
        Paragraph(
            "These numbers are never used again. The masters of the documents remain, sealed, in custody."
            " This paper proves what two people signed; it does not prove that nobody copied a page before."
        ),
        _signed(register, found, by),
    ]
    title = "Certificate of destruction"
    return slips.form(register, hand, title, f"Batch {found.batch}", [Part("Certificate", blocks)])


def destroyed(register: "Register", batch: str) -> Batch:
    """Return a batch that was destroyed; raise WrongStateError for one that was not."""
    found = register.batch(batch)
    if found.destroyed is None:
        raise WrongStateError(
            thing=f"Batch {found.batch}",
            state=found.state,
            act="given a certificate of destruction",
            advice="The certificate is made when the code of the signed sheet is typed.",
        )
    return found


def _people(register: "Register", found: Batch, by: str) -> list[tuple[str, str]]:
    """Return both names whole: beside a signature a long one is cut."""
    return [("Destroyed by", register.operators[by].name), ("Witness", found.how.witness)]


def _times(found: Batch) -> list[tuple[str, str]]:
    rows = [("Destroyed on, at", dates.moment(found.destroyed) if found.destroyed else "")]
    if found.late and found.completed:
        rows += [("Entered late, on", dates.moment(found.completed)), ("Why late", found.why_late)]
    return rows


def _how(found: Batch) -> list[tuple[str, str]]:
    how = found.how
    rows = [
        ("Method", how.method),
        ("Shred level (ISO/IEC 21964)", how.level),
        ("Why no finer", how.level_reason),
        ("Place", how.place),
        ("Bag or seal", how.bag or "None"),
        ("Contractor", how.contractor or "None"),
    ]
    return [(name, value) for name, value in rows if value]


def _counts(found: Batch) -> list[tuple[str, str]]:
    sheet = found.sheet
    return [
        ("Numbers", str(len(found.items))),
        ("Pages", f"{found.pages:,}"),
        ("Sheet made on, at", dates.moment(sheet.made) if sheet else ""),
        ("Ledger entries", f"{sheet.entry} (sheet), {found.completed_in} (code)" if sheet else ""),
    ]


def _signed(register: "Register", found: Batch, by: str) -> Signatures:
    return Signatures(
        [
            Signature("Destroyed by", register.operators[by].name),
            Signature("Witness, who was there", found.how.witness),
        ]
    )


def _decided(item: Item) -> str:
    if item.waste:
        return "Waste: the number was spoilt"
    return f"{item.authority}: {item.reason}" if item.authority else "The review is concluded"


def _named(item: Item) -> str:
    return f"{item.copy} (waste)" if item.waste else item.copy


def _document(register: "Register", item: Item) -> str:
    return documents.shown_as(register, register.copies[item.copy].document)


def _review(register: "Register", item: Item) -> str:
    return register.documents[register.copies[item.copy].document].review
