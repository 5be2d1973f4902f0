"""Letters: what is written, to whom and about what, from a wording that names its version.

Rule: a letter is an entry first, with its words as they were sent, and a paper made from that entry (C10,
D3); it can be made again word for word. Facts are literal text: nothing in one is read as a field. A field
without its fact is our bug and raises. No letter carries a secret: its words stay in the ledger for ever.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts, people, slips
from desktop.custody.blocks import (
    Address,
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paragraph,
    Part,
    Table,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.people import Person
    from desktop.custody.register import Register


TABLE = "{table}"
_ONLY_WITH = re.compile(r"\[(\w+)\]\s*")


class Wording(msgspec.Struct, frozen=True):
    """How a kind of letter is worded; {fields} in the subject and the paragraphs are filled in.

    A paragraph that begins `[fact]` stands only where that fact is not empty; one of which nothing is left
    is left out. A paragraph `{table}` is where the letter's table stands; without one it is at the end.
    `marking` is what stands at the head and the foot instead of the Board's protective marking; an empty
    text is none, for a letter to somebody outside that tells nothing confidential (C3).
    """

    name: str
    version: str
    subject: str
    paragraphs: tuple[str, ...]
    marking: str | None = None

    @property
    def label(self) -> str:
        """Which letter it is, in words."""
        return self.name.replace("-", " ")


class Addressee(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom a letter goes to, as it stands in the window of the envelope; `address` may have several lines."""

    name: str
    post: str = ""
    agency: str = ""
    address: str = ""
    office: bool = False
    """Whether it is an office, or somebody known by the post alone: greeted without a name."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands in the window, each thing said once."""
        given = (self.name, self.post, self.agency, self.address)
        return tuple(dict.fromkeys(line for line in given if line))

    @property
    def title(self) -> str:
        """Name, post and agency on one line, each said once."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.post, self.agency) if part))


class Letter(msgspec.Struct, frozen=True):
    """One letter as it was written; its words stand in its entry."""

    letter: str
    wording: str
    version: str
    to: Addressee
    about: str
    subject: str
    day: date
    entry: int


class LetterWritten(Event, frozen=True, kw_only=True, tag="letter-written"):
    """A letter was written. Its words are kept as they went out, with its table."""

    letter: str
    wording: str
    version: str
    to: Addressee
    about: str
    subject: str
    paragraphs: tuple[str, ...]
    above: int
    """How many paragraphs stand above the table."""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    nothing: str = ""
    """What the table says when it has no rows."""
    marking: str | None = None
    """Its own protective marking, an empty text for none; absent, the Board's."""

    words: ClassVar[str] = "{letter} ({wording}) was written to {to.name} about {about}: {subject}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the letter."""
        register.letters[self.letter] = Letter(
            self.letter,
            self.wording,
            self.version,
            self.to,
            self.about,
            self.subject,
            line.hand.day,
            line.number,
        )


def write(
    register: "Register",
    hand: Hand,
    *,
    wording: Wording,
    to: Addressee,
    about: str,
    facts: Mapping[str, str] | None = None,
    table: Table | None = None,
) -> list[Event]:
    """Write one letter; `about` is the reference of what it is about, `facts` fill the wording's fields."""
    return [written(register, wording, to, about, facts or {}, table=table)]


def written(
    register: "Register",
    wording: Wording,
    to: Addressee,
    about: str,
    given: Mapping[str, str],
    *,
    table: Table | None = None,
    ahead: int = 0,
) -> LetterWritten:
    """Return the event that writes a letter; part of another act, which wrote `ahead` letters before it."""
    at = wording.paragraphs.index(TABLE) if TABLE in wording.paragraphs else len(wording.paragraphs)
    above = _filled(wording.paragraphs[:at], given)
    below = _filled(wording.paragraphs[at + 1 :], given)
    return LetterWritten(
        letter=register.next_reference("LE", [*register.letters, *[""] * ahead]),
        wording=wording.name,
        version=wording.version,
        to=_kept(to),
        about=facts.needed("what the letter is about", about),
        subject=wording.subject.format_map(given),
        paragraphs=(*above, *below),
        # 3 and 3.0 are two spellings, and an entry has one.
        columns=tuple(msgspec.structs.replace(column, share=float(column.share)) for column in table.columns)
        if table
        else (),
        rows=tuple(tuple(row) for row in table.rows) if table else (),
        nothing=table.empty if table else "",
        above=len(above),
        marking=wording.marking,
    )


def addressee(person: "Person") -> Addressee:
    """Return a person of the register as a letter is addressed to them."""
    office = person.name in {person.post, person.agency}
    post, *agency = people.posted(person.post, person.agency)
    return Addressee(person.name, post, "".join(agency), person.contact.address, office)


def letter_form(register: "Register", entry: Hand, letter: LetterWritten) -> Form:
    """Return a letter as it is printed; `entry` is the hand of its entry."""
    board = register.founded
    head = Address(
        lines=letter.to.lines,
        sender=board.returns,
        beside=[("Date", dates.day(entry.day)), ("Our reference", letter.letter), ("About", letter.about)],
    )
    blocks: list[Block] = [
        head,
        Heading(letter.subject),
        Paragraph("Dear Sir or Madam" if letter.to.office else f"Dear {letter.to.name}"),
        *(Paragraph(text) for text in letter.paragraphs[: letter.above]),
    ]
    if letter.columns:
        blocks.append(Table(letter.columns, letter.rows, letter.nothing))
    blocks += [Paragraph(text) for text in letter.paragraphs[letter.above :]]
    name = register.operators[entry.by].name
    blocks += [
        Paragraph("Yours faithfully" if letter.to.office else "Yours sincerely"),
        Facts([("Signed", ""), ("For the Board", f"{name}\n{board.name}")]),
    ]
    form = slips.form(register, entry, "Letter", letter.letter, [Part("", blocks)])
    return msgspec.structs.replace(form, marking=marking(register, letter))


def marking(register: "Register", letter: LetterWritten) -> str:
    """Return the protective marking of a letter's pages: its own, or the Board's; empty where it has none."""
    return register.founded.settings.marking if letter.marking is None else letter.marking


def _filled(paragraphs: tuple[str, ...], given: Mapping[str, str]) -> list[str]:
    filled = []
    for paragraph in paragraphs:
        only = _ONLY_WITH.match(paragraph)
        if only is None or given[only[1]]:
            filled.append(paragraph[only.end() if only else 0 :].format_map(given).strip())
    return [text for text in filled if text]


def _kept(to: Addressee) -> Addressee:
    return Addressee(
        facts.needed("the name of the addressee", to.name),
        facts.optional("the post of the addressee", to.post),
        facts.optional("the agency of the addressee", to.agency),
        facts.optional("the address", to.address),
        to.office,
    )
