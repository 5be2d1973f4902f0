"""The certificate of a backup medium's destruction: one page, signed by the operator and the witness (A5).

Rule: it says what was destroyed and how, as the entry says it, and what it does not prove.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, slips
from desktop.custody.blocks import Block, Facts, Form, Paragraph, Part, Signature, Signatures
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def medium_certificate(register: "Register", hand: Hand, medium: str) -> Form:
    """Return the certificate of a destroyed medium; raise WrongStateError for one that is not."""
    found = register.medium(medium)
    if found.destroyed is None:
        raise WrongStateError(
            thing=f"{found.medium} “{found.label}”",
            state="not destroyed",
            act="given a certificate of destruction",
            advice="Destroy it before a witness, enter that, then print the certificate.",
        )
    held = (
        f"Entries 1 to {found.number}, made {dates.day(found.backed_up)}" if found.backed_up else "No backup"
    )
    others = [
        known.medium for known in register.media.values() if known.destroyed is None and known.backed_up
    ]
    blocks: list[Block] = [
        Paragraph("The backup medium described here was destroyed before both who sign."),
        Facts(
            [
                ("Medium", found.medium),
                ("Label", found.label),
                ("Last kept at", found.place),
                ("Last kept by", found.keeper),
                ("Last backup on it", held),
                ("Generation of its keys", str(found.generation) if found.backed_up else "None"),
                ("Destroyed on", dates.day(found.destroyed)),
                ("How", found.how),
                ("Other media that still hold a backup", ", ".join(others) or "None"),
            ]
        ),
        Paragraph(
            "This proves that this medium is gone. It does not prove that nobody copied it before.", "small"
        ),
        Signatures(
            [
                Signature("Destroyed by", register.operators[found.destroyed_by].name),
                Signature("Witness, who was there", found.witness),
            ]
        ),
    ]
    parts = [Part("Certificate", blocks)]
    return slips.form(register, hand, "Certificate of destruction", f"Backup medium {found.medium}", parts)
