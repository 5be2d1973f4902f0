"""The receipt for a package (A7): what was handed over, how it can be told from another, and who signs.

Rule: it lies in clear beside what is sealed, so it names no review, no document and nobody but who signs.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.custody import slips
from desktop.custody.blocks import (
    Block,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

_Rows = list[tuple[str, str]]


class HandedOver(NamedTuple):
    """What is in a package. Sizes in bytes; digests in hexadecimal."""

    entry: int
    """The ledger entry of its making."""
    operator: str
    """The name of who made it."""
    documents: int
    """Those with their masters; those disposed of are on record alone."""
    versions: int
    masters_size: int
    """Of the masters as they were received."""
    recipient: str
    """The public key, or empty: in clear."""
    fingerprint: str
    """The first 32 digits of the SHA-256 of the recipient's text, by which it is compared aloud."""
    witness: str
    one_review: bool
    coding_schedules: int
    """How many there are."""
    with_coding_schedules: bool
    entries: int
    withheld: int
    files: int = 0
    size: int = 0
    """Of the payload as it lies in the package."""
    manifest: str = ""
    disposed: int = 0
    """How many of the documents on record were disposed of."""


def unfilled(register: "Register", hand: Hand, entry: int) -> Form:
    """Return the receipt of the package of `entry` before it is known what the package came to."""
    return slips.form(register, hand, "Receipt for a package", f"Package of entry {entry}", [])


def receipt(form: Form, handed: HandedOver) -> Form:
    """Return the receipt `form` filled in: one part for each side, to be signed by both."""
    blocks: list[Block] = [
        Paragraph(_handed(handed)),
        Heading("What was handed over"),
        Facts(_extent(handed), columns=2),
        Heading("How this package is told from any other"),
        Facts(
            [
                ("SHA-256 of manifest-sha256.txt", grouped(handed.manifest)),
                ("Head of the ledger", form.checkpoint),
            ]
        ),
        Heading("Who can read it"),
        *_readers(handed),
        Heading("Compared before signing"),
        Numbered(_compared(handed)),
        _signatures(handed),
    ]
    parts = [Part("Board's part: keep", blocks), Part("Recipient's part", blocks)]
    return msgspec.structs.replace(form, parts=parts)


def grouped(digest: str) -> str:
    """Return a digest in hexadecimal in groups that can be read aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _handed(handed: HandedOver) -> str:
    if not handed.documents:
        return (
            "The records described here were handed over. The documents that they tell of were disposed of:"
            " none of them is in this package, nor in the vault."
        )
    return (
        "The package described here was handed over. The masters themselves stay in the vault until something"
        " else is decided and entered."
    )


def _extent(handed: HandedOver) -> _Rows:
    gone = [("Disposed of, and on record alone", f"{handed.disposed:,}")] if handed.disposed else []
    return [
        ("Handed over to", ""),
        ("Documents", f"{handed.documents:,}"),
        *gone,
        ("Versions, each with its master", f"{handed.versions:,}"),
        ("Bytes of the masters", f"{handed.masters_size:,}"),
        ("Files in the package", f"{handed.files:,}"),
        ("Bytes in the package", f"{handed.size:,}"),
        ("Extent", "One review" if handed.one_review else "All that is in custody"),
        ("Documents kept apart", _kept_apart(handed)),
        ("Entries of the ledger", f"{handed.entries:,}"),
        ("Of these with their digests alone", f"{handed.withheld:,}"),
    ]


def _kept_apart(handed: HandedOver) -> str:
    if not handed.coding_schedules:
        return "None in custody"
    if handed.with_coding_schedules:
        return f"Included: {handed.coding_schedules:,}"
    return f"Not included: {handed.coding_schedules:,}, under their own access decision"


def _readers(handed: HandedOver) -> list[Block]:
    if not handed.recipient:
        return [
            Paragraph(
                "Whoever holds this package can read it: nothing in it is sealed. Keep it locked away.",
                "strong",
            ),
        ]
    return [
        Paragraph("Only who holds the private key of this recipient. The Board cannot open the package."),
        Facts(
            [
                ("Recipient", handed.recipient),
                ("Fingerprint", grouped(handed.fingerprint)),
            ]
        ),
    ]


def _compared(handed: HandedOver) -> Sequence[str]:
    """Return what both look at before they sign."""
    what = "document" if handed.documents else "table of the register"
    how = " with the key" if handed.recipient else ""
    return [
        "A BagIt program of the recipient's own found the package whole.",
        "The digest above is that of the package's own manifest-sha256.txt.",
        f"The recipient opened one {what}{how} and could read it.",
        "The head of the ledger above is the end of the chain of entries in the package.",
    ]


def _signatures(handed: HandedOver) -> Signatures:
    places = [
        Signature("Handed over for the Board by", handed.operator),
        Signature("Received by"),
    ]
    if handed.witness:
        places.append(Signature("Witness", handed.witness))
    return Signatures(places)
