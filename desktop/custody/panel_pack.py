"""Packs for the Overview Panel: that one was made, for which review, and its files with their digests (F5).

Rule: the making is entered before anything is written, and the pack is read from the register as it then
stands: one hand, one head. Once it lies there whole, a second entry names each file with its digest, so that
nobody can pass off an altered one. What is in a pack says `pack_paper`.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


class File(msgspec.Struct, frozen=True):
    """A file of a pack; `sha256` in hexadecimal, `size` in bytes."""

    name: str
    sha256: str
    size: int


class Pack(msgspec.Struct, frozen=True):
    """One pack."""

    pack: str
    review: str
    made: date
    wider: bool
    """Whether it is the version for wider circulation, in which small numbers are hidden."""
    entry: int
    files: tuple[File, ...] = ()
    """None while it is not written whole."""

    @property
    def state(self) -> str:
        """In words: whether its files came out."""
        return "made" if self.files else "not written"

    @property
    def version(self) -> str:
        """Which version it is, in words."""
        return "for wider circulation" if self.wider else "for the Panel"


class PackMade(Event, frozen=True, kw_only=True, tag="panel-pack-made"):
    """A pack for the Overview Panel is made; it is entered before it is written."""

    pack: str
    review: str
    wider: bool = False

    def change(self, register: "Register", line: Line) -> None:
        """Add the pack."""
        register.packs[self.pack] = Pack(self.pack, self.review, line.hand.day, self.wider, line.number)

    def said(self) -> str:
        """Return which pack."""
        which = "for wider circulation" if self.wider else "for the Panel"
        return f"{self.pack}: the Overview Panel pack of {self.review} was made, {which}."


class PackFinished(Event, frozen=True, kw_only=True, tag="panel-pack-finished"):
    """A pack was written whole."""

    words: ClassVar[str] = "{pack} was written."

    pack: str
    files: tuple[File, ...]

    def change(self, register: "Register", line: Line) -> None:
        """Keep its files with the pack."""
        register.packs[self.pack] = msgspec.structs.replace(register.packs[self.pack], files=self.files)

    def said(self) -> str:
        """Return each file with its digest."""
        files = "; ".join(f"{file.name}, SHA-256 {file.sha256}" for file in self.files)
        return f"{self.pack} was written. Files: {files}."


Events = PackMade | PackFinished


def make_pack(register: "Register", hand: Hand, *, review: str, wider: bool = False) -> list[Event]:
    """Record that the pack of a review is made (F5)."""
    found = register.review(review)
    return [PackMade(pack=register.next_reference("PK", register.packs), review=found.review, wider=wider)]


def pack_finished(register: "Register", hand: Hand, *, pack: str, files: Sequence[File]) -> list[Event]:
    """Record that a pack was written whole, with its files."""
    if not files:
        raise FactMissingError(fact="the files of the pack", why="none was written")
    return [PackFinished(pack=register.pack_of(pack).pack, files=tuple(files))]
