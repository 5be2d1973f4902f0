"""The papers of a recovery set: the sheet with one holder's share, and the record of a drill.

Rule: a share stands on its holder's part alone; the part that the office keeps has no word of it, nor has
the record of a drill. The sheet says what it is for somebody who finds it in a safe after years.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import dates, keys, slips
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
    Words,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

_KEEPING = (
    "Seal the sheet, sign across the flap, lock it up: not by the vault, a backup or another share.",
    "Do not copy or photograph it. Type it only into Strongroom; nobody may ask for it by telephone.",
    "Come to a drill once a year: bring the sheet, type the words yourself, take it away again.",
    "If you leave your post, do not pass it on: the Administrator shreds it, and makes new shares.",
    "If it is lost or somebody has seen it, say so the same day: new shares make this one worthless.",
)

_USING = (
    "The Chair decides that the shares are used; the holders come together in one room.",
    "In Strongroom, choose the vault's folder, or its last backup, and open it with shares.",
    "Type the words in their order. Capitals do not matter, and four letters of each are enough.",
    "Afterwards the words have been seen: the Administrator makes new shares for all holders.",
)


def share_sheet(register: "Register", hand: Hand, recovery: keys.Recovery, share: int, words: str) -> Form:
    """Return the sheet of share number `share` (from 1), whose text is `words`, for its holder."""
    holder, all_of_them = recovery.holders[share - 1], len(recovery.holders)
    facts = Facts([("Holder", holder), *_of_the_set(register, recovery)], columns=2)
    code = Code(
        payload=words,
        typed=f"Share {share} of {all_of_them}",
        caption="A hand-held reader types all twenty words from this code.",
    )
    sheet: list[Block] = [
        Paragraph(
            f"Any {recovery.needed} of the {all_of_them} sheets of this set, together, open the vault without"
            " its passphrase and without its computer. Fewer open nothing.",
            "strong",
        ),
        facts,
        Heading("The words of this share"),
        Words(words.split()),
        code,
        Heading("How to keep it"),
        Numbered(_KEEPING),
        Heading("How to use it"),
        Numbered(_USING),
    ]
    receipt: list[Block] = [
        Paragraph(
            "The sheet of this share was handed over, sealed or to be sealed. Its words stand on it alone."
        ),
        facts,
        Heading("Agreed with the holder"),
        Numbered(_KEEPING),
        Signatures(
            [
                Signature("Holder: sheet received", holder),
                Signature("Handed over for the Board by", register.operators[hand.by].name),
            ]
        ),
    ]
    parts = [Part("Holder's part: lock up", sheet), Part("Office's part: keep", receipt)]
    return slips.form(register, hand, "Recovery share", f"Share {share} of {all_of_them}", parts)


def drill_record(register: "Register", hand: Hand, recovery: keys.Recovery, shares: Sequence[int]) -> Form:
    """Return the record of a drill in which these shares, put together, opened the vault, to be signed."""
    took_part = [recovery.holders[share - 1] for share in shares]
    blocks: list[Block] = [
        Paragraph(
            f"{len(shares)} shares of recovery set {recovery.recovery} were typed in and put together: they"
            " open the vault as it is today. Nothing in it was changed, and the sheets stay in force.",
            "strong",
        ),
        Facts(
            [
                *_of_the_set(register, recovery),
                ("Needed together", f"any {recovery.needed} of {len(recovery.holders)}"),
                ("Drilled", dates.moment(hand.at)),
                ("At the keyboard", register.operators[hand.by].name),
            ],
            columns=2,
        ),
        Heading("The shares"),
        Table(
            [Column("Share", 0.5, "right"), Column("Holder", 3.0), Column("In this drill", 1.5)],
            [
                (str(number), holder, "put together" if number in shares else "not used")
                for number, holder in enumerate(recovery.holders, 1)
            ],
        ),
        Heading("Signed"),
        Signatures(
            [
                *(
                    Signature(f"Holder of share {number}", name)
                    for number, name in zip(shares, took_part, strict=True)
                ),
                Signature("For the Board", register.operators[hand.by].name),
            ]
        ),
    ]
    subject = f"Recovery set {recovery.recovery}"
    return slips.form(register, hand, "Record of a recovery drill", subject, [Part("Record", blocks)])


def _of_the_set(register: "Register", recovery: keys.Recovery) -> list[tuple[str, str]]:
    return [
        ("Vault", register.founded.vault),
        ("Recovery set", f"{recovery.recovery}, made {dates.day(recovery.made)}"),
    ]
