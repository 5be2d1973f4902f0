"""The Board's own wording of terms and letters, in place of the shipped one.

Rule: a wording is plain text, kept whole in its entry with who decided it; its version stands on every slip
and letter, so what somebody signed can be read for ever. It may use the fields that the shipped wording uses
and no other, so nothing that is sent has a gap. The shipped wording can be taken up again at any time.

A letter is a line `subject: …`, perhaps a line `marking: …` (or `marking: none`) where it is not the Board's
protective marking, then one line for each paragraph; a line `{table}` is where its table stands, once and
alone; `[fact]` begins a paragraph that stands only with that fact. Terms are one line for each clause.
"""

import re
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import facts
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.letters import TABLE, Wording
from desktop.custody.loans import Terms

if TYPE_CHECKING:
    from desktop.custody.register import Register

_FIELD = re.compile(r"\{([^{}]*)\}")
_ONLY_WITH = re.compile(r"^\[([^\[\]]*)\]", re.MULTILINE)
_SUBJECT, _MARKING = "subject:", "marking:"


class BoardWording(msgspec.Struct, frozen=True):
    """A wording of the Board's own, as it is in use."""

    wording: str
    version: int
    """Counts from 1; a wording that was taken away goes on counting when there is one again."""
    text: str
    authority: str
    used: bool = True
    """Whether it stands in place of the shipped one."""

    @property
    def label(self) -> str:
        """Return the version as papers name it."""
        return f"Board {self.version}"


class WordingChanged(Event, frozen=True, kw_only=True, tag="wording-changed"):
    """The Board worded terms or a letter itself."""

    words: ClassVar[str] = (
        "The wording of “{wording}” is the Board's own, version Board {version}. Authority: {authority}."
    )

    wording: str
    version: int
    text: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put it in the place of what was used."""
        register.wordings[self.wording] = BoardWording(self.wording, self.version, self.text, self.authority)


class WordingRestored(Event, frozen=True, kw_only=True, tag="wording-restored"):
    """The shipped wording is used again."""

    words: ClassVar[str] = "The wording of “{wording}” is the shipped one again. Authority: {authority}."

    wording: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Leave the Board's own unused."""
        known = register.wordings[self.wording]
        register.wordings[self.wording] = msgspec.structs.replace(known, used=False)


Events = WordingChanged | WordingRestored


def change(
    register: "Register", hand: Hand, *, wording: str, text: str, shipped: str, authority: str
) -> list[Event]:
    """Word terms or a letter anew; `shipped` is the shipped text, whose form and fields it must keep."""
    kept = "\n".join(filter(None, map(str.strip, text.splitlines())))
    facts.needed("the wording", kept)
    _fits(kept, shipped)
    known = register.wordings.get(wording)
    if kept == (known.text if known and known.used else shipped):
        raise WrongStateError(
            thing=f"the wording of “{wording}”",
            state="as it is wanted already",
            act="changed to the same",
            advice="Nothing was changed.",
        )
    version = known.version + 1 if known else 1
    said = facts.needed("the authority", authority)
    return [WordingChanged(wording=wording, version=version, text=kept, authority=said)]


def restore(register: "Register", hand: Hand, *, wording: str, authority: str) -> list[Event]:
    """Use the shipped wording again."""
    known = register.wordings.get(wording)
    if known is None or not known.used:
        raise WrongStateError(
            thing=f"the wording of “{wording}”",
            state="the shipped one",
            act="taken up again",
            advice="Nothing was changed.",
        )
    return [WordingRestored(wording=wording, authority=facts.needed("the authority", authority))]


def in_use(register: "Register", wording: str) -> BoardWording | None:
    """Return the Board's own wording, or None where the shipped one is used."""
    known = register.wordings.get(wording)
    return known if known and known.used else None


def letter(name: str, version: str, text: str) -> Wording:
    """Return the wording of a letter from its text."""
    subject, *paragraphs = text.splitlines()
    marking = None
    if paragraphs and paragraphs[0].startswith(_MARKING):
        marking = paragraphs.pop(0).removeprefix(_MARKING).strip()
    return Wording(
        name,
        version,
        subject.removeprefix(_SUBJECT).strip(),
        tuple(paragraphs),
        "" if marking is not None and marking.casefold() == "none" else marking,
    )


def terms(version: str, text: str) -> Terms:
    """Return the terms of a slip from their text."""
    return Terms(version, tuple(text.splitlines()))


def fields(text: str) -> list[str]:
    """Return the names of the facts that a wording uses, sorted."""
    return sorted({*_FIELD.findall(text), *_ONLY_WITH.findall(text)})


def _fits(text: str, shipped: str) -> None:
    if shipped.startswith(_SUBJECT):
        _fits_a_letter(text)
    unknown = set(fields(text)) - set(fields(shipped))
    if unknown:
        may = ", ".join(fields(shipped)) or "none"
        given = ", ".join(sorted(unknown))
        raise FactMissingError(fact="the wording", why=f"nothing fills {given}; the facts it may name: {may}")
    if set("{}") & set(_FIELD.sub("", text)):
        raise FactMissingError(fact="the wording", why="a brace stands only around the name of a fact")


def _fits_a_letter(text: str) -> None:
    first, *rest = text.splitlines()
    if not first.removeprefix(_SUBJECT).strip() or not first.startswith(_SUBJECT):
        raise FactMissingError(fact="the wording", why="a letter begins with a line “subject: …”")
    marking, paragraphs = (rest[:1], rest[1:]) if rest and rest[0].startswith(_MARKING) else ([], rest)
    if not paragraphs:
        raise FactMissingError(fact="the wording", why="there is no paragraph under the subject")
    if any(line.startswith(_MARKING) for line in paragraphs):
        raise FactMissingError(fact="the wording", why="“marking: …” stands once, right under the subject")
    if set("{}") & set("".join(marking)):
        raise FactMissingError(fact="the wording", why="no fact is filled into the marking")
    if _ONLY_WITH.match(first.removeprefix(_SUBJECT).strip()):
        raise FactMissingError(fact="the wording", why="no [fact] begins the subject, which stands always")
    if text.count(TABLE) > paragraphs.count(TABLE) or paragraphs.count(TABLE) > 1 or "\n[table]" in text:
        raise FactMissingError(fact="the wording", why=f"{TABLE} stands once, on a line of its own")
