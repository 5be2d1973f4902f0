"""The wording in use for terms and letters: the Board's own, or the one that ships with the program.

Rule: the shipped texts are read here and nowhere else; what is printed names the version it was printed from.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import wordings
from desktop.custody.errors import FactMissingError, UnknownReferenceError
from desktop.custody.letters import Wording
from desktop.custody.loans import Terms
from desktop.custody.register import Register
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step
from desktop.resources import resource
from desktop.store.smallfile import read_small

TERMS_OF_LOAN = "terms-of-loan"
TERMS_OF_ELECTRONIC_COPY = "terms-of-electronic-copy"
_LARGEST = 64 * 1024
"""Bytes of a file with a wording."""


class Text(NamedTuple):
    """A wording as it is in use: its name, its version as papers name it, its text."""

    wording: str
    version: str
    text: str
    own: bool = False
    """Whether it is the Board's, not the shipped one."""

    @property
    def label(self) -> str:
        """What it is the wording of, in words."""
        words = self.wording.replace("-", " ").replace("foi", "freedom of information,")
        return words[0].upper() + words[1:]


def names() -> list[str]:
    """Return the names of all wordings: terms first, then letters."""
    of_terms = sorted(path.stem for path in resource("wording").glob("*.txt"))
    return of_terms + sorted(path.stem for path in resource("wording/letters").glob("*.txt"))


def shipped(name: str) -> Text:
    """Return the shipped wording of that name; raise UnknownReferenceError where there is none."""
    known = next((known for known in names() if known == name.strip().casefold()), None)
    if known is None:
        raise UnknownReferenceError(noun="wording", reference=name)
    first, *rest = filter(None, map(str.strip, _file(known).read_text("utf-8").splitlines()))
    return Text(known, first.removeprefix("version:").strip(), "\n".join(rest))


def text(register: Register, name: str) -> Text:
    """Return the wording that is in use."""
    ours = shipped(name)
    own = wordings.in_use(register, ours.wording)
    return Text(own.wording, own.label, own.text, own=True) if own else ours


def letter(register: Register, name: str) -> Wording:
    """Return the wording of a kind of letter."""
    found = text(register, name)
    return wordings.letter(found.wording, found.version, found.text)


def terms(register: Register, name: str = TERMS_OF_LOAN) -> Terms:
    """Return the terms of a slip."""
    found = text(register, name)
    return wordings.terms(found.version, found.text)


def change(
    office: Office, name: str, new: str | Path, authority: str, *, at: datetime | None = None
) -> Procedure[Outcome]:
    """Word terms or a letter anew, by a text or by the text file at a path."""
    ours = yield from office.asked("change wording", lambda: shipped(name))
    text = (yield from _read(office, new)) if isinstance(new, Path) else new
    return (
        yield from office.act(
            wordings.change, at=at, wording=ours.wording, text=text, shipped=ours.text, authority=authority
        )
    )


def restore(office: Office, name: str, authority: str, *, at: datetime | None = None) -> Procedure[Outcome]:
    """Use the shipped wording again."""
    ours = yield from office.asked("restore wording", lambda: shipped(name))
    return (yield from office.act(wordings.restore, at=at, wording=ours.wording, authority=authority))


def _read(office: Office, file: Path) -> Procedure[str]:
    data = yield Step("bench", lambda _progress: _bytes(file), "Reading the wording")
    return (yield from office.asked("change wording", lambda: _decoded(data, file.name)))


def _bytes(file: Path) -> bytes | str:
    try:
        data = read_small(file, _LARGEST)
    except OSError as error:
        return error.strerror or "it cannot be read"
    return data if len(data) <= _LARGEST else "it is too large to be a wording"


def _decoded(data: bytes | str, name: str) -> str:
    """Return the text of a file; a text in the place of its bytes says why it could not be read."""
    try:
        if isinstance(data, bytes):
            return data.decode("utf-8-sig")
        why = data
    except UnicodeDecodeError:
        why = "it is no plain text (UTF-8)"
    raise FactMissingError(fact=f"the wording in {name}", why=why)


def _file(name: str) -> Path:
    top = resource(f"wording/{name}.txt")
    return top if top.exists() else resource(f"wording/letters/{name}.txt")
