"""The slips of what goes out encrypted (D5): the passphrase for the recipient, and what comes back signed.

Rule: the words stand on the recipient's part alone, and on no paper that the office keeps; the code of the
acknowledgement stands on the part that is sent back. The slip goes by another way than the file.
"""

from typing import TYPE_CHECKING

import msgspec

from desktop.custody import dates, electronic, sheet_codes, slips
from desktop.custody.blocks import (
    Block,
    Code,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Words,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register

_OPENING = (
    "Save the file, and open it with a PDF reader of the last ten years: it is encrypted with AES, 256 bits.",
    "Type the words where it asks for the password: in order, small, a hyphen between them and no space.",
    "If it does not open, telephone the Board. Nobody else has the words: a new file is made, with new ones.",
)
_DELETED = (
    "The file is deleted, with every copy of it in mail folders, bins and backups that I can reach.",
    "No page of it was printed, copied, photographed or typed out.",
    "My own notes were handed in or shredded, and the page with the passphrase was shredded.",
    "Nobody has read it but those named here.",
)
_BY_ANOTHER_WAY = "This page goes by another way than the file: whoever has both can read everything."


def copy_slip(
    register: "Register",
    hand: Hand,
    begun: electronic.ElectronicCopyBegun,
    words: "Sequence[str]",
    file: str,
    *,
    as_pictures: int = 0,
) -> Form:
    """Return the slip of an electronic copy that is about to be sent, in three parts.

    `begun` is the event that ordered it, `file` the file's name, in which so many pages are pictures.
    """
    ordered = electronic.dispatch(register, begun.copy)
    about = _about_copy(register, ordered, as_pictures)
    recipient = register.people[ordered.person].name
    returns = register.founded.returns
    passphrase: list[Block] = [
        Paragraph(_BY_ANOTHER_WAY, "strong"),
        Facts([*about, ("File", file)], columns=2),
        *_to_open(words),
        Paragraph(
            f"Delete the file by {dates.day(ordered.due)}, then declare to the Board that it is deleted:"
            f" {returns}",
            "strong",
        ),
    ]
    acknowledgement: list[Block] = [
        Paragraph(f"Sign this part and send it back to: {returns}", "strong"),
        Facts([*about, *_agreed(register, ordered)], columns=2),
        Heading(f"Terms of an electronic copy (version {begun.terms.version})"),
        Numbered(begun.terms.clauses),
        Signatures(
            [
                Signature("Recipient: file received, terms accepted", recipient),
                Signature("Sent for the Board by", register.operators[hand.by].name),
            ]
        ),
        Code(
            payload=sheet_codes.payload(register, slips.SLIP_CODE, ordered.copy, ordered.code),
            typed=sheet_codes.printed(ordered.code),
            caption="The Board types this code when this part is back. Until then the copy awaits signature.",
        ),
    ]
    parts = [
        Part("Recipient's part", passphrase),
        Part("Sign and send back", acknowledgement),
        Part("When it is deleted", _declaration(register, about, recipient)),
    ]
    return slips.form(register, hand, "Slip of an electronic copy", f"Copy {ordered.copy}", parts)


def request_slip(register: "Register", hand: Hand, interest: str, words: "Sequence[str]", file: str) -> Form:
    """Return the passphrase for the file that somebody who asked for the executive summary is sent."""
    found = register.interest_of(interest)
    blocks: list[Block] = [
        Paragraph(_BY_ANOTHER_WAY, "strong"),
        Facts(
            [
                ("For", found.name),
                ("Your request", f"{found.interest}, of {dates.day(found.received)}"),
                ("What it opens", f"Executive summary of review {found.review}"),
                ("File", file),
            ],
            columns=2,
        ),
        *_to_open(words),
    ]
    subject = f"Request {found.interest}"
    return slips.form(register, hand, "Passphrase of a file", subject, [Part("Recipient", blocks)])


def _declaration(register: "Register", about: list[tuple[str, str]], recipient: str) -> "list[Block]":
    return [
        Paragraph(
            f"When the file is deleted, sign this and send it to: {register.founded.returns}", "strong"
        ),
        Facts(about, columns=2),
        Heading("Declared by the recipient"),
        Numbered(_DELETED),
        Facts([("Who else has read it", ""), ("Deleted on", "")]),
        Signatures([Signature("Recipient: the file is deleted", recipient)]),
    ]


def _to_open(words: "Sequence[str]") -> "list[Block]":
    return [
        Heading("The passphrase"),
        Words(words),
        Facts([("As it is typed", "-".join(words))]),
        Heading("How to open the file"),
        Numbered(_OPENING),
    ]


def _about_copy(
    register: "Register", ordered: electronic.Dispatch, as_pictures: int
) -> list[tuple[str, str]]:
    recipient = register.people[ordered.person]
    copy = msgspec.structs.replace(register.copies[ordered.copy], as_pictures=as_pictures)
    return [
        *slips.copy_facts(register, copy),
        ("Copy", f"{ordered.copy}, electronic"),
        ("For", recipient.name),
        ("Post and agency", slips.post(recipient)),
        ("To be deleted by", dates.day(ordered.due)),
    ]


def _agreed(register: "Register", ordered: electronic.Dispatch) -> list[tuple[str, str]]:
    """Return what was agreed, and how the recipient is reached; what is not known is filled in by hand."""
    asked = register.requests[ordered.request]
    decision, contact = asked.decision, register.people[ordered.person].contact
    rows = [
        ("Access agreed", f"{asked.request}, by {decision.by}" if decision else asked.request),
        ("Purpose", asked.purpose),
    ]
    if decision and decision.conditions:
        rows.append(("Conditions", decision.conditions))
    return [
        *rows,
        ("Telephone", contact.telephone),
        ("E-mail", contact.email),
        ("Address", contact.address),
        ("Out of hours", contact.out_of_hours),
    ]
