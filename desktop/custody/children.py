"""The children a review is about: known by a code alone, with the dates that retention is counted from (E1).

Rule: a child is never named. A code is a word such as “Child” with a letter or a number; who is who stands in
the coding schedule alone. A date that is not known is left out, never guessed. What was entered is put right
by an entry of its own, with the reason and the authority.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AlreadyThereError, FactMissingError, UnknownReferenceError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

SUBJECT, SIBLING = "subject", "sibling"
RELATIONS = (SUBJECT, SIBLING)

_WORDS = ("Child", "Sibling", "Baby", "Infant", "Twin", "Brother", "Sister", "Young person", "Subject")
_CODE = re.compile(rf"(?:(?P<word>{'|'.join(_WORDS)}) ?)?(?P<sign>[A-Z]?\d{{0,3}})", re.IGNORECASE)
_EARLIEST = date(1900, 1, 1)
"""Nobody whose papers these are was born before; a year typed short is noticed by it."""


class Child(msgspec.Struct, frozen=True, omit_defaults=True):
    """One child of a review."""

    code: str
    born: date | None = None
    """None: not known."""
    died: date | None = None
    """None: not known to have died."""
    relation: str = SUBJECT
    in_custody: bool = False
    """Whether the child died in custody."""

    @property
    def words(self) -> str:
        """The child in words, without the dates: those tell a stranger who it is."""
        born = "known" if self.born else "not known"
        end = ", died in custody" if self.in_custody else ", died" if self.died else ""
        return f"{self.code} ({self.relation}; date of birth {born}{end})"


class ChildAdded(Event, frozen=True, kw_only=True, tag="child-added"):
    """A child was entered."""

    review: str
    child: Child

    def change(self, register: "Register", line: Line) -> None:
        """Add the child."""
        _kept(register, self.review, [*register.reviews[self.review].children, self.child])

    def said(self) -> str:
        """Return which child."""
        return f"{self.child.words} was entered for review {self.review}."


class ChildCorrected(Event, frozen=True, kw_only=True, tag="child-corrected"):
    """What was entered of a child was put right."""

    review: str
    code: str
    """As it was until then."""
    child: Child
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the child right, in its place."""
        known = register.reviews[self.review].children
        _kept(register, self.review, [self.child if one.code == self.code else one for one in known])

    def said(self) -> str:
        """Return what stands now, and why."""
        return (
            f"What was entered of {self.code} of review {self.review} was put right: it is now"
            f" {self.child.words}. Authority: {self.authority}. Reason: {self.why}"
        )


class ChildStruckOut(Event, frozen=True, kw_only=True, tag="child-struck-out"):
    """A child was entered by mistake."""

    words: ClassVar[str] = (
        "{code} was struck out of review {review}: entered by mistake. Authority: {authority}. Reason: {why}"
    )

    review: str
    code: str
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Leave the child out from now on."""
        known = register.reviews[self.review].children
        _kept(register, self.review, [one for one in known if one.code != self.code])


Events = ChildAdded | ChildCorrected | ChildStruckOut


class Facts(NamedTuple):
    """What is known of a child, as it was typed."""

    code: str
    born: date | None = None
    died: date | None = None
    relation: str = SUBJECT
    in_custody: bool = False


def add(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    code: str,
    born: date | None = None,
    died: date | None = None,
    relation: str = SUBJECT,
    in_custody: bool = False,
) -> list[Event]:
    """Enter a child of a review; also after its conclusion, as retention is counted from these dates."""
    found = register.review(review)
    child = _checked(hand, Facts(code, born, died, relation, in_custody))
    _code_is_free(found, child.code)
    return [ChildAdded(review=found.review, child=child)]


def correct(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    child: str,
    code: str,
    born: date | None,
    died: date | None,
    relation: str,
    in_custody: bool,
    why: str,
    authority: str,
) -> list[Event]:
    """Put right what was entered of `child`; everything is given as it stands from now on."""
    found = register.review(review)
    known = of(found, child)
    wanted = _checked(hand, Facts(code, born, died, relation, in_custody))
    if wanted == known:
        raise FactMissingError(fact=known.code, why="what was given is what stands there already")
    if wanted.code != known.code:
        _code_is_free(found, wanted.code)
    return [
        ChildCorrected(
            review=found.review,
            code=known.code,
            child=wanted,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def strike_out(
    register: "Register", hand: Hand, *, review: str, child: str, why: str, authority: str
) -> list[Event]:
    """Strike out a child that was entered by mistake; the entries stay."""
    found = register.review(review)
    return [
        ChildStruckOut(
            review=found.review,
            code=of(found, child).code,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def of(review: "Review", code: str) -> Child:
    """Return the child of that code; capitals do not matter."""
    wanted = " ".join(code.split()).casefold()
    for child in review.children:
        if child.code.casefold() == wanted:
            return child
    raise UnknownReferenceError(noun=f"child of review {review.review} with the code", reference=code)


def _checked(hand: Hand, given: Facts) -> Child:
    """Return the child as it is kept; raise what is wrong with it."""
    code = _coded(given.code)
    relation = facts.one_of("the relation", given.relation, RELATIONS)
    for what, value in (("The date of birth", given.born), ("The date of death", given.died)):
        dates.not_ahead(what, value, hand.day)
        if value is not None:
            dates.not_before(what, value, _EARLIEST, "no child of a review was born or died so long ago")
    if given.born and given.died:
        dates.not_before("The date of death", given.died, given.born, "it lies before the birth")
    if given.in_custody and given.died is None:
        raise FactMissingError(fact="the date of death", why="a child who died in custody has one")
    return Child(code, given.born, given.died, relation, given.in_custody)


def _coded(text: str) -> str:
    """Return a code as it is kept, such as “Child A”; raise FactMissingError if it could be a name."""
    code = " ".join(facts.needed("the code", text).split())
    found = _CODE.fullmatch(code)
    if found is None or not found["sign"]:
        why = f"“{code}” could be a name; give a letter or a number, such as Child A, Sibling 2 or B1"
        raise FactMissingError(fact="the code", why=why)
    return " ".join(filter(None, ((found["word"] or "").capitalize(), found["sign"].upper())))


def _code_is_free(review: "Review", code: str) -> None:
    if any(child.code == code for child in review.children):
        raise AlreadyThereError(
            noun="Child",
            reference=f"{code} of review {review.review}",
            advice="Give this child another code.",
        )


def _kept(register: "Register", review: str, children: list[Child]) -> None:
    known = register.reviews[review]
    register.reviews[review] = msgspec.structs.replace(known, children=tuple(children))
