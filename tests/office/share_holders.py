"""What the holders of recovery shares do in tests: get their sheets, read them, and come together."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.recovery import SharesMade, make_shares, recover
from tests.factory import CHEAP, march, noon

HOLDERS = ("Robin Invented, Director", "Sam Example, Head of Legal", "Kim Sample, Designated Nurse")
NEW = "an invented new passphrase"


@dataclass(frozen=True)
class Held:
    """What the holders have: the words on their sheets, as somebody reads them there."""

    made: SharesMade
    texts: tuple[str, ...]


def made(office: Office, folder: Path, *, new_key_file: Path | None = None, needed: int = 2) -> Held:
    done = run(make_shares(office, needed=needed, holders=HOLDERS, folder=folder, new_key_file=new_key_file))
    return Held(done, tuple(map(words_on, done.sheets)))


def words_on(sheet: Path) -> str:
    """Return the twenty words of a sheet, in the order of their numbers."""
    pages = pypdfium2.PdfDocument(sheet)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    between = text[text.index("The words of this share") : text.index("How to keep it")]
    found = {int(number): word for number, word in re.findall(r"(?m)\b(\d+)\s+([a-z]{4,8})\b", between)}
    return " ".join(found[number] for number in range(1, 21))


def recovered(folder: Path, shares: tuple[str, ...], **given: object) -> Office:
    facts: dict[str, object] = {"passphrase": NEW, "key_file": folder.parent / "new key"} | given
    return recover(folder, shares=shares, bounds=CHEAP, clock=lambda: noon(march(3)), **facts)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size
    }


def pairs(text: str) -> list[str]:
    """Return each two words that stand beside each other in a share: one alone may be any word."""
    words = text.split()
    return [f"{one} {other}" for one, other in itertools.pairwise(words)]
