"""The papers of a disposal: the sheet that two people sign, its certificate, and the last one (G5, G6).

Rule: they list every document with its versions and digests, what still holds it, and what cannot be proven.
The code stands on the sheet alone. A certificate says "key removed here" until the disposal is complete; the
final one is made only then. A document kept apart is not named (B6).
"""

from typing import TYPE_CHECKING

from desktop.custody import (
    dates,
    disposal_elsewhere,
    disposal_traces,
    disposals,
    documents,
    sheet_codes,
    slips,
)
from desktop.custody.blocks import (
    Block,
    Code,
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
from desktop.custody.disposals import Disposal
from desktop.custody.documents import Document
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

_DISK = (
    "It cannot be proven that the disk of this computer keeps no older state of the ledger, nor that nobody"
    " copied the vault or a backup before this day."
)
_COPIES = (
    "Such a copy opens only with the passphrase and the device secret of its time, or with enough recovery"
    " shares of its time. Whoever has these and a copy can still read what is listed here."
)
_OTHERS = "Paper and files that others hold by a decision of the Board are theirs, and are not ended by this."
NOT_PROVEN = (_DISK, _COPIES, _OTHERS)
"""What a certificate says of itself: nobody is to believe more of it than is so."""


def sheet(register: "Register", hand: Hand, reference: str) -> Form:
    """Return the sheet of a disposal that awaits signature; raise WrongStateError for another."""
    found = disposals.awaiting(register, hand, reference, "given a sheet")
    last = dates.day(found.last_day)
    blocks: list[Block] = [
        Paragraph(
            "With the code below, the keys of every document listed here are destroyed, and nothing brings"
            " them back. Tick each one by hand, then sign, both of you, before the code is typed."
        ),
        Facts([*_facts(register, found), ("The code counts until the end of", last)], columns=2),
        Heading("Documents, each to be ticked by both"),
        _documents(register, found, ticks=True),
        Heading("Their masters: every version and every rendition"),
        _masters(register, found),
        Heading("What the program found today"),
        Numbered(
            [
                "No hold is on any of these documents, on their review, or on everything in the vault.",
                "Every numbered copy has come to its end or is excepted in writing; the review is closed.",
                "A decision to destroy stands for each. All of this is asked again when the code is typed.",
            ]
        ),
        *_holding(register, found, "What else holds them today"),
        _signed(register, found),
    ]
    code = Code(
        payload=sheet_codes.payload(register, disposals.DISPOSAL_CODE, found.disposal, found.code),
        typed=sheet_codes.printed(found.code),
        caption=f"Type this code when both have signed, by the end of {last}. It destroys the keys.",
    )
    parts = [Part("Disposal sheet", [*blocks, code])]
    return slips.form(register, hand, "Disposal sheet", f"Disposal {found.disposal}", parts, wide=True)


def certificate(register: "Register", hand: Hand, reference: str) -> Form:
    """Return the certificate of a disposal whose keys are removed; raise WrongStateError for another."""
    found = disposals.done(register, reference, "given a certificate")
    complete = disposal_traces.is_complete(register, found)
    said = (
        "The keys of the documents listed here were removed from this vault. Its ledger was written anew"
        " under a new key, and the device secret was changed, so that the sealed files open nothing any more."
    )
    going_on = "Key removed here. The disposal is complete only when all that is listed below has ended."
    standing = _completely(register, found) if complete else going_on
    blocks: list[Block] = [Paragraph(said), Paragraph(standing, "strong"), *_certified(register, found)]
    parts = [Part("Certificate", [*blocks, _signed(register, found)])]
    title = "Certificate of disposal"
    return slips.form(register, hand, title, f"Disposal {found.disposal}", parts, wide=True)


def final_certificate(register: "Register", hand: Hand, reference: str) -> Form:
    """Return the last certificate of a disposal; raise WrongStateError while it is not complete."""
    found = disposals.done(register, reference, "given a final certificate")
    ended = disposal_traces.completed(register, found)
    if ended is None:
        left = [trace.what for trace in disposal_traces.unsettled(register, found)] or list(found.left)
        raise WrongStateError(
            thing=found.disposal,
            state=f"not complete: {'; '.join(left)}" if left else "not complete",
            act="given a final certificate",
            advice="See to each of these first; the program says which are left.",
        )
    said = (
        "Every backup medium that held these documents was destroyed, or made anew without them and tested,"
        " and all that left the vault was accounted for."
    )
    blocks: list[Block] = [
        Paragraph(said),
        Paragraph(f"The disposal is complete since {dates.day(ended)}.", "strong"),
        Paragraph(_completely(register, found)),
        *_certified(register, found),
        _signed(register, found),
    ]
    title = "Final certificate of disposal"
    parts = [Part("Final certificate", blocks)]
    return slips.form(register, hand, title, f"Disposal {found.disposal}", parts, wide=True)


def _completely(register: "Register", found: Disposal) -> str:
    """Return what "complete" means of this disposal: what its recipient kept is not gone."""
    if disposal_traces.left_with_others(register, found):
        return (
            "Complete: nothing that is listed below holds them any more, but what its recipient kept; that is"
            " named there, and is not ended by this."
        )
    return "Complete: nothing that is listed below holds them any more."


def _certified(register: "Register", found: Disposal) -> list[Block]:
    return [
        Facts([*_facts(register, found), *_ended(register, found)], columns=2),
        Heading("Documents"),
        _documents(register, found, ticks=False),
        Heading("Their masters: every version and every rendition"),
        _masters(register, found),
        *_holding(register, found, "What held them besides this vault"),
        Heading("What stays here"),
        Paragraph(disposal_elsewhere.staying(register, found.documents)),
        Heading("What this does not prove"),
        Numbered(NOT_PROVEN),
    ]


def _facts(register: "Register", found: Disposal) -> list[tuple[str, str]]:
    known = register.operators.get(found.operator)
    return [
        ("Disposal", found.disposal),
        ("Prepared", f"{dates.day(found.prepared)}, by {known.name if known else found.operator}"),
        ("Second person", found.second or "Not known"),
    ]


def _ended(register: "Register", found: Disposal) -> list[tuple[str, str]]:
    shares = f"Set {found.recovery} opens copies from before" if found.recovery else "There were none"
    return [
        ("Keys removed", dates.day(found.done) if found.done else ""),
        ("Entry of the ledger", str(found.done_entry)),
        ("Generation of the keys since", str(found.generation)),
        ("Recovery shares then in force", shares),
        (
            "Left in the vault's folder",
            "; ".join(found.left) or "Nothing" if found.cleared else "Not known yet",
        ),
    ]


def _documents(register: "Register", found: Disposal, *, ticks: bool) -> Table:
    columns = [
        Column("Document", 3.2),
        Column("Review", 1.6),
        Column("Taken in", 1.5),
        Column("Rule of retention", 2.6),
        Column("Decided by", 2.8),
        *([Column("Ticked by both", 1.4)] if ticks else []),
    ]
    rows = []
    for item in found.items:
        document = register.documents[item.document]
        rows.append(
            [
                documents.shown_as(register, item.document),
                document.review,
                dates.day(document.versions[0].taken_in),
                item.rule,
                ", ".join(filter(None, (item.decision, item.authority))),
                *([""] if ticks else []),
            ]
        )
    return Table(columns, rows, by_hand=ticks)


def _masters(register: "Register", found: Disposal) -> Table:
    columns = [
        Column("Master", 2.4),
        Column("Bytes", 1, "right"),
        Column("SHA-256 of the document as received", 6),
    ]
    rows = [row for item in found.items for row in _rows_of(register, register.documents[item.document])]
    return Table(columns, rows)


def _rows_of(register: "Register", document: Document) -> list[list[str]]:
    apart = documents.kept_apart(register, document.document)
    named = documents.APART if apart else document.document
    rows = []
    for version in document.versions:
        made = [("", version.master)]
        made += [(f", rendition {one.rendition}", one.master) for one in version.renditions]
        rows += [
            [f"{named}, version {version.version}{which}", f"{master.size:,}", master.sha256]
            for which, master in made
        ]
    return rows


def _holding(register: "Register", found: Disposal, title: str) -> list[Block]:
    columns = [Column("What", 3), Column("Where, or with whom", 2.6), Column("How it stands", 4)]
    rows = [
        [trace.what, trace.where, trace.settled or f"Still holds them. {trace.to_do}."]
        for trace in disposal_traces.traces(register, found)
    ]
    told: list[Block] = [Paragraph(one) for one in disposal_elsewhere.told(register, found.documents)]
    empty = "No backup medium, package or exported file of them is known."
    return [Heading(title), Table(columns, rows, empty=empty), *told]


def _signed(register: "Register", found: Disposal) -> Signatures:
    known = register.operators.get(found.operator)
    return Signatures(
        [
            Signature("For the custodian", known.name if known else found.operator),
            Signature("Second person, who was there", found.second),
        ]
    )
