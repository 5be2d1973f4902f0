"""The certificate that a holder fills in who destroys a copy: signed by the holder and a witness (F2).

Rule: it says what is to be destroyed and leaves when, how and before whom to the two who sign. Its code
stands on the part that comes back.
"""

from typing import TYPE_CHECKING

from desktop.custody import holder_certificates, sheet_codes, slips
from desktop.custody.blocks import Block, Code, Facts, Form, Paragraph, Part, Signature, Signatures
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def holder_certificate(register: "Register", hand: Hand, copy: str) -> Form:
    """Return the certificate that a copy's holder was sent; raise WrongStateError if none was."""
    sent = holder_certificates.sent_for(register, copy)
    found, holder = register.copies[sent.copy], register.people[sent.person]
    facts = Facts(
        [
            *slips.copy_facts(register, found),
            ("Copy", found.copy),
            ("Pages", str(found.pages)),
            ("Holder", holder.name),
            ("Post and agency", slips.post(holder)),
        ],
        columns=2,
    )
    filled_in = Facts(
        [
            ("Day it was destroyed", ""),
            ("How it was destroyed", ""),
            ("Pages counted before", ""),
            ("Name of the witness", ""),
        ]
    )
    signed = Signatures(
        [Signature("Holder, who destroyed it", holder.name), Signature("Witness, who was there")]
    )
    told = Paragraph(
        "Count the pages, destroy the copy so that nobody can put it together again, and have somebody else"
        " watch you do it. Both sign at once. Notes that were made from it are destroyed with it."
    )
    declared = Paragraph(
        "We destroyed the copy named here, whole. No page of it, and no copy of a page, is kept.", "strong"
    )
    code = Code(
        payload=sheet_codes.payload(register, holder_certificates.HOLDER_CODE, found.copy, sent.code),
        typed=sheet_codes.printed(sent.code),
        caption="The office types this code. Until then the holder answers for the copy.",
    )
    back = Paragraph(f"Send this part, signed by both, to: {register.founded.returns}", "strong")
    office: list[Block] = [facts, told, declared, filled_in, signed, back, code]
    keep: list[Block] = [facts, told, declared, filled_in, signed]
    parts = [Part("Part to be sent back", office), Part("Holder's part", keep)]
    return slips.form(register, hand, "Holder's certificate of destruction", f"Copy {found.copy}", parts)
