"""The judge of what goes out: letters and files that can be made again, and what opens an encrypted one.

Rule: the words that open a file stand on its slip alone. A run of them is looked for, not one passphrase, so
that one whose slip was never written is found too.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from desktop.custody.electronic import ElectronicCopyBegun, ElectronicCopySent
from desktop.custody.hand import Event
from desktop.custody.interest import InterestAnswered
from desktop.custody.letters import LetterWritten
from desktop.resources import resource
from tests.crash import plaintext
from tests.crash.acts import PAPERS, Words

_RUN = re.compile(rb"[a-z]{4,8}(?:[ -][a-z]{4,8}){3,}")
_WORDS = frozenset(resource("slip39/words.txt").read_bytes().split())
_IN_A_ROW = 4
_ON_A_SLIP = re.compile(r"(?:[a-z]{4,8}-\s*){7}[a-z]{4,8}")
_AGAIN = ("--out", f"{{folder}}/{PAPERS}/again")


def is_slip(file: Path) -> bool:
    """Tell whether a paper is the slip of an encrypted file."""
    return file.stem.endswith(("-slip", "-passphrase")) or "-passphrase-" in file.stem


def passphrase_on(slip: Path) -> str:
    """Return the passphrase as its slip says that it is typed."""
    found = _ON_A_SLIP.search(text_of(slip))
    assert found, f"no passphrase on {slip}"
    return "".join(found[0].split())


def text_of(paper: Path, passphrase: str | None = None) -> str:
    """Return the text on a paper."""
    with pypdfium2.PdfDocument(paper, password=passphrase) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def files_with_words(folder: Path, *, apart: Sequence[Path] = ()) -> list[Path]:
    """Return the files that hold words of a passphrase in a row, on a page or in their bytes."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    looked_at = [file for file in files if not any(file.is_relative_to(out) for out in apart)]
    return [file for file in looked_at if any(map(words_in_a_row, _bodies(file)))]


def words_in_a_row(data: bytes) -> bool:
    """Tell whether so many words of the list stand in a row that they are no chance."""
    for run in _RUN.finditer(data):
        row = 0
        for word in re.split(rb"[ -]", run[0]):
            row = row + 1 if word in _WORDS else 0
            if row == _IN_A_ROW:
                return True
    return False


def faults_of_files(folder: Path, events: Sequence[Event]) -> list[str]:
    """Of the files that these events tell of: those that count as sent open, and nobody else's words do."""
    if not any(isinstance(event, ElectronicCopyBegun | InterestAnswered) for event in events):
        return []
    papers, faults = folder / PAPERS, list[str]()
    slips = [file for file in papers.glob("*.pdf") if is_slip(file)]
    shares = [folder / "typed", *papers.glob("*shares"), *slips]
    faults += [f"Words of a passphrase are in {file}" for file in files_with_words(folder, apart=shares)]
    for sent in (event for event in events if isinstance(event, ElectronicCopySent)):
        faults += _not_as_entered(papers / f"{sent.copy.replace('/', '-copy-')}.pdf", sent)
    locked = [slip.with_stem(re.sub("-(slip|passphrase)$", "", slip.stem)) for slip in slips]
    return faults + [fault for file in locked for fault in _readable(file)]


def commands_again(events: Sequence[Event]) -> Iterator[Words]:
    """Yield what makes each letter and file of these events again."""
    for event in events:
        if isinstance(event, LetterWritten):
            yield ("letter", "again", event.letter, *_AGAIN)
        elif isinstance(event, InterestAnswered) and event.answer.outcome == "sent":
            yield ("interest", "file-again", event.interest, *_AGAIN)


def _not_as_entered(file: Path, sent: ElectronicCopySent) -> list[str]:
    slip = file.with_stem(f"{file.stem}-slip")
    if not (file.exists() and slip.exists()):
        return [f"{sent.copy} counts as sent, and {file.name} or its slip is not there"]
    if hashlib.sha256(file.read_bytes()).hexdigest() != sent.sha256:
        return [f"{file.name} is not as it was entered"]
    pages = text_of(file, passphrase_on(slip))
    return [] if sent.copy in pages else [f"The words on the slip of {sent.copy} do not open it"]


def _readable(file: Path) -> list[str]:
    """A file that has a slip is one that nobody opens without it."""
    file = file.with_stem(re.sub("^(E-[0-9]+)$", r"\1-executive-summary", file.stem))
    try:
        text_of(file)
    except FileNotFoundError:
        return []
    except pypdfium2.PdfiumError:
        return []
    return [f"{file.name} opens without its words"]


def _bodies(file: Path) -> Iterator[bytes]:
    data = file.read_bytes()
    yield data
    yield from plaintext.opened(data)
    if file.suffix == ".pdf":
        try:
            yield text_of(file).encode()
        except pypdfium2.PdfiumError:
            return  # encrypted: what is on its pages nobody reads
