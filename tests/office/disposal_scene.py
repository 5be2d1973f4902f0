"""A vault whose review has ended and may be disposed of: what tests of disposal share."""

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from desktop.custody import closing, kept_until, record_deciding, retention_rules, reviews
from desktop.custody.hand import Event, Hand
from desktop.custody.register import Register
from desktop.custody.retention_rules import Rule, Term
from desktop.office import disposing, opening
from desktop.office.disposing import Completed
from desktop.office.office import Office
from desktop.office.procedure import run
from tests.factory import CHEAP, PASSPHRASE, march, noon

WITNESS = "Wren Witness"
RULE = Rule("Invented", "1", "Invented", "to be checked", (Term("conclusion", 35),))


def concluded(_register: Register, _hand: Hand, *, review: str) -> list[Event]:
    """Conclude a review whose conditions are no matter here."""
    return [reviews.ReviewConcluded(review=review, authority="The Chair")]


def may_go(office: Office, *only: str) -> None:
    """End reviews, and have two people decide that their records are destroyed, before their date."""
    register = office.register
    if retention_rules.in_force(register) is None:
        office.do(retention_rules.adopt, rule=RULE, agreed_with="Rory Records", authority="The Board")
    for review in only or register.reviews:
        if register.reviews[review].closed:
            continue
        office.do(concluded, review=review)
        office.do(closing.close, review=review, authority="The Chair")
        day = kept_until.of(register, review).to_confirm
        office.do(kept_until.confirm, review=review, day=day, agreed_by="Rory Records")
        decide(office, review)


def decide(office: Office, review: str) -> None:
    """Have two people decide that a record is destroyed."""
    office.do(
        record_deciding.begin,
        review=review,
        decision="destroy",
        reason="Nobody needs it",
        first="Hanna Head",
        second="Rory Records",
        authority="The Board, minute 7",
    )
    (asked,) = [one for one in office.register.record_reviews.values() if one.open]
    office.do(record_deciding.decide, record_review=asked.record_review, code=asked.code)


def code_on(sheet: Path) -> str:
    """Read the code of a sheet, as whoever brings it back does."""
    with pypdfium2.PdfDocument(sheet) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    (code,) = re.findall(r"(?m)^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", text)
    return str(code)


def prepared(office: Office, documents: Sequence[str], folder: Path) -> tuple[str, str]:
    """Prepare a disposal; return its reference and the code of its sheet."""
    folder.mkdir(exist_ok=True)
    done = run(disposing.prepare(office, documents=documents, witness=WITNESS, folder=folder))
    return done.disposal, code_on(done.sheet)


def disposed(office: Office, documents: Sequence[str], key: str = "new key") -> Completed:
    """Dispose of documents; the vault then opens with the key file of that name."""
    place = office.vault.folder.parent
    may_go(office, *{office.register.documents[one].review for one in documents})
    disposal, code = prepared(office, documents, place / "papers")
    return run(
        disposing.complete(
            office, disposal=disposal, code=code, folder=place / "papers", new_key_file=place / key
        )
    )


def unlocked(place: Path, key: str = "new key", *, day: int = 2, read_only: bool = False) -> Office:
    """Open the vault in `place`."""
    return opening.unlock(
        place / "vault",
        passphrase=PASSPHRASE,
        key_file=place / key,
        read_only=read_only,
        bounds=CHEAP,
        clock=lambda: noon(march(day)),
    )
