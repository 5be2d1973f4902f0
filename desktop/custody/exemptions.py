"""What may be withheld, and why: passage by passage, under a named exemption (D7, D8).

Rule: an exemption is of a passage of a document, never of a document as such or of a kind. Of a
qualified exemption the public interest on both sides is written down; section 36 needs the qualified
person's opinion first. The table names the exemptions of Part II of the Freedom of Information Act 2000
that can touch a review; what is withheld from the person whose data it is has its ground in words.
"""

from datetime import date
from typing import Literal, NamedTuple

import msgspec

from desktop.custody import facts
from desktop.custody.errors import FactMissingError
from desktop.custody.text import folded

Standing = Literal["absolute", "qualified"]


class Section(NamedTuple):
    """A section that exempts. `standing` is None where it depends on the case, and must be said."""

    section: str
    about: str
    standing: Standing | None


SECTIONS = (
    Section("21", "reasonably accessible by other means", "absolute"),
    Section("22", "intended for future publication", "qualified"),
    Section("30", "investigations and proceedings", "qualified"),
    Section("31", "law enforcement", "qualified"),
    Section("32", "court and inquiry records", "absolute"),
    Section("35", "formulation of government policy", "qualified"),
    Section("36", "prejudice to the effective conduct of public affairs", "qualified"),
    Section("38", "health and safety", "qualified"),
    Section("40", "personal information", None),
    Section("41", "provided in confidence", "absolute"),
    Section("42", "legal professional privilege", "qualified"),
    Section("43", "commercial interests", "qualified"),
    Section("44", "prohibited by another enactment or an order", "absolute"),
)

_NO_PASSAGE = {
    "all",
    "all of it",
    "all pages",
    "document",
    "entire document",
    "everything",
    "full document",
    "in full",
    "the document",
    "the entire document",
    "the whole",
    "the whole document",
    "whole",
    "whole document",
}


_LONGEST_SECTION = 40
"""Characters of a section with its subsections, such as "section 40(2) and (3A)(a)"."""


class Withheld(msgspec.Struct, frozen=True, omit_defaults=True):
    """One passage that is withheld, and the reasons."""

    document: str
    """Its reference, or empty for information that is no document in custody."""
    passage: str
    """Where it is and what it is about, such as "page 4, second paragraph: the address"."""
    ground: str
    """The section, or the ground in words."""
    reasons: str
    day: date
    standing: Standing | None = None
    public_interest: str = ""
    """What speaks for giving it and what against, and the balance; for a qualified exemption."""

    @property
    def title(self) -> str:
        """The exemption as it is named in a letter."""
        return f"{self.ground} ({self.standing})" if self.standing else self.ground

    @property
    def place(self) -> str:
        """The document and the passage."""
        return ", ".join(filter(None, [self.document, self.passage]))


class Released(msgspec.Struct, frozen=True, omit_defaults=True):
    """One passage that was withheld, and is no longer."""

    number: int
    """Its number among all that were ever withheld of the request."""
    withheld: Withheld
    day: date
    why: str
    after_answer: bool = False
    """Whether the answer withheld it still, and the internal review of the answer released it."""


def section_of(text: str) -> Section:
    """Return the section that `text` names, such as "36", "s36" or "section 40(2)"."""
    kept = facts.needed("the section", text)
    facts.counted("the length of the section", len(kept), 1, _LONGEST_SECTION)
    number = folded(kept).removeprefix("section").strip().removeprefix("s").strip().split(" ")[0]
    for known in SECTIONS:
        if known.section == number:
            return known
    names = ", ".join(known.section for known in SECTIONS)
    raise FactMissingError(fact="the section", why=f"“{text}” is none of {names}")


def under_section(
    section: str, standing: str, *, document: str, passage: str, reasons: str, public_interest: str, day: date
) -> Withheld:
    """Return a passage withheld under a section of the Freedom of Information Act."""
    known = section_of(section)
    weight = known.standing
    if standing:
        said: Standing = facts.one_of(
            "whether it is absolute or qualified", standing, ("absolute", "qualified")
        )
        if weight is not None and said != weight:
            raise FactMissingError(fact="whether it is absolute or qualified", why=_is(known))
        weight = said
    if weight is None:
        why = f"section {known.section} ({known.about}) is mostly absolute, and in some cases qualified"
        raise FactMissingError(fact="whether it is absolute or qualified", why=why)
    balance = facts.optional("the public interest", public_interest)
    if weight == "qualified":
        balance = facts.needed("the public interest for and against, and the balance", public_interest)
    return Withheld(
        document,
        passage_of(passage),
        f"section {_subsection(section, known)}, {known.about}",
        facts.needed("the reasons", reasons),
        day,
        weight,
        balance,
    )


def passage_of(text: str) -> str:
    """Return a passage as it is kept; refuse words for a document as such."""
    kept = facts.needed("the passage", text)
    if folded(kept) in _NO_PASSAGE:
        why = "an exemption is of a passage: say where it is and what it is about"
        raise FactMissingError(fact="the passage", why=why)
    return kept


def _subsection(text: str, known: Section) -> str:
    """Return the section with the subsection that was typed, such as "40(2)"."""
    typed = "".join(text.split())
    at = typed.find(known.section)
    return typed[at:] if at >= 0 else known.section


def _is(known: Section) -> str:
    return f"section {known.section} ({known.about}) is {known.standing}"
