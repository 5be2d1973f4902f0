"""Regime profiles: under which rules a review is held, what it calls its deadlines, what it publishes (E5).

Rule: a profile is data. The Board's own policy, of 2009 to 2010, is what a review is held under unless
another is given; what of a later profile nobody has confirmed says so wherever it is shown. No profile
changes, and no review passes from one to another, without the authority for it; what was done under the one
before stays.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import msgspec

from desktop.custody import facts
from desktop.custody.errors import FactMissingError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

What = Literal["decision", "completion", "imr", "evaluation", "progress"]
"""What a regime sets a time for."""
Unit = Literal["months", "working days"]
WHATS: tuple[What, ...] = ("decision", "completion", "imr", "evaluation", "progress")
UNITS: tuple[Unit, ...] = ("months", "working days")
INADEQUATE = "inadequate"
"""The grade of an evaluation that has to be answered."""
UNCONFIRMED = "unconfirmed"
_MOST = 240
_LONGEST = 120


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """The time for one thing."""

    what: What
    label: str
    number: int
    unit: Unit = "months"
    unconfirmed: bool = False

    @property
    def words(self) -> str:
        """The time in words, and whether it is confirmed."""
        unit = self.unit[:-1] if self.number == 1 else self.unit
        return f"{self.number} {unit}{f' ({UNCONFIRMED})' if self.unconfirmed else ''}"


class Regime(msgspec.Struct, frozen=True, omit_defaults=True):
    """One profile."""

    regime: str
    """Its short name."""
    label: str
    terms: tuple[Term, ...]
    publication: str
    """What is published, in one sentence."""
    begun_from: date | None = None
    begun_until: date | None = None
    """For reviews begun between these days, both included."""
    grades: tuple[str, ...] = ("outstanding", "good", "adequate", INADEQUATE)
    """The grades that an evaluation may give."""
    source: str = ""
    unconfirmed: bool = False
    """Whether what it says of publication is still to be confirmed."""

    def term(self, what: What) -> Term | None:
        """Return the time for something, or None where this regime sets none."""
        return next((term for term in self.terms if term.what == what), None)

    @property
    def publication_rule(self) -> str:
        """What is published, in words, and whether that is confirmed."""
        return f"{self.publication}{f' ({UNCONFIRMED})' if self.unconfirmed else ''}"

    @property
    def doubtful(self) -> bool:
        """Whether anything of it is still to be confirmed."""
        return self.unconfirmed or any(term.unconfirmed for term in self.terms)


POLICY = Regime(
    "scr-2009",
    "Serious case review (policy of 2009 to 2010)",
    (
        Term("decision", "Decision whether there is a review", 1),
        Term("completion", "Completion of the review", 6),
        Term("imr", "Individual Management Review", 2),
        Term("evaluation", "Answer to an inadequate evaluation", 3),
        Term("progress", "Progress on the action plan", 3),
    ),
    "Only the executive summary is published.",
    begun_until=date(2010, 6, 9),
    source="The Board's policy",
)
"""What vaults founded before regimes were data rely on, for ever."""


class RegimeSet(Event, frozen=True, kw_only=True, tag="regime-set"):
    """A profile was added, or says something else now."""

    before: Regime | None = None
    after: Regime
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the profile in its place, or at the end."""
        board = register.founded
        known = board.settings.regimes
        there = any(one.regime == self.after.regime for one in known)
        regimes = (
            tuple(self.after if one.regime == self.after.regime else one for one in known)
            if there
            else (*known, self.after)
        )
        settings = msgspec.structs.replace(board.settings, regimes=regimes)
        register.board = msgspec.structs.replace(board, settings=settings)

    def said(self) -> str:
        """Return what the profile says now, and what it said."""
        now = f"{self.after.label}: {terms(self.after)}"
        was = f" Before: {self.before.label}: {terms(self.before)}" if self.before else ""
        how = "changed" if self.before else "added"
        return f"The regime {self.after.regime} was {how}. {now}{was} Authority: {self.authority}."


class ReviewRegimeGiven(Event, frozen=True, kw_only=True, tag="review-regime-given"):
    """A review is held under another regime."""

    words: ClassVar[str] = (
        "Review {review} is held under the regime {after} (before: {before}). Authority: {authority}."
        " Reason: {why}"
    )

    review: str
    before: str
    after: str
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the regime."""
        review = register.reviews[self.review]
        register.reviews[self.review] = msgspec.structs.replace(review, regime=self.after)


Events = RegimeSet | ReviewRegimeGiven


def of(register: "Register", review: "Review") -> Regime:
    """Return the regime of a review: its own, or the one that reviews are held under unless one is given."""
    known = register.founded.settings.regimes
    return next((one for one in known if one.regime == review.regime), known[0])


def named(register: "Register", regime: str) -> Regime:
    """Return the regime of that short name or label."""
    for one in register.founded.settings.regimes:
        if folded(regime) in {folded(one.regime), folded(one.label)}:
            return one
    raise UnknownReferenceError(
        noun="regime", reference=regime, listed="the list of what the Board keeps as data"
    )


def set_regime(register: "Register", hand: Hand, *, regime: Regime, authority: str) -> list[Event]:
    """Add a profile, or change the one of that short name; everything it says is given (E5)."""
    wanted = _checked(regime)
    known = register.founded.settings.regimes
    before = next((one for one in known if one.regime == wanted.regime), None)
    if wanted == before:
        raise WrongStateError(
            thing=f"The regime {wanted.regime}",
            state="as you gave it already",
            act="changed to that",
            advice="Nothing was changed.",
        )
    return [RegimeSet(before=before, after=wanted, authority=facts.needed("the authority", authority))]


class Revision(NamedTuple):
    """What a profile is to say from now on; what is None, or of which no time is given, stays as it is."""

    label: str | None = None
    times: Mapping[What, str] = MappingProxyType({})
    """Each time in words, such as “6 months” or “15 working days”; “none” takes it away."""
    publication: str | None = None
    source: str | None = None
    confirmed: bool = False
    """Whether nothing of it is in doubt any more."""


def revised(base: Regime | None, short: str, wanted: Revision) -> Regime:
    """Return a profile as `wanted` changes it; a new one has nothing that is not given."""
    known = base or Regime(short, "", (), "")
    times: dict[What, Term] = {term.what: term for term in known.terms}
    for what, text in wanted.times.items():
        time = _time(what, text)
        if time is None:
            times.pop(what, None)
            continue
        before = times.get(what) or POLICY.term(what)
        label = before.label if before else what
        times[what] = Term(what, label, *time, bool(before and before.unconfirmed and what in times))
    ordered = [times[what] for what in WHATS if what in times]
    if wanted.confirmed:
        ordered = [msgspec.structs.replace(term, unconfirmed=False) for term in ordered]
    return msgspec.structs.replace(
        known,
        label=known.label if wanted.label is None else wanted.label,
        terms=tuple(ordered),
        publication=known.publication if wanted.publication is None else wanted.publication,
        source=known.source if wanted.source is None else wanted.source,
        unconfirmed=known.unconfirmed and not wanted.confirmed,
    )


def _time(what: str, text: str) -> tuple[int, Unit] | None:
    """Return the time that is written as “6 months” or “15 working days”; None for “none”."""
    if folded(text) == "none":
        return None
    number, _, unit = " ".join(text.split()).partition(" ")
    plural = unit if unit.endswith("s") else f"{unit}s"
    if not (number.isascii() and number.isdigit()) or len(number) > len(str(_MOST)):
        why = f"“{text}” is no time such as 6 months or 15 working days"
        raise FactMissingError(fact=f"the time for {what}", why=why)
    return int(number), facts.one_of(f"the unit for {what}", plural, UNITS)


def give(
    register: "Register", hand: Hand, *, review: str, regime: str, why: str, authority: str
) -> list[Event]:
    """Hold a review under another regime; its deadlines are counted by that one from then on."""
    found, wanted = register.review(review), named(register, regime)
    before = of(register, found)
    if wanted.regime == before.regime:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state=f"held under {before.label} already",
            act="given that regime",
            advice="Choose another, or leave it.",
        )
    return [
        ReviewRegimeGiven(
            review=found.review,
            before=before.regime,
            after=wanted.regime,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def terms(regime: Regime) -> str:
    """Return what a regime sets, in words."""
    told = "; ".join(f"{term.label}: {term.words}" for term in regime.terms) or "no deadline"
    return f"{told}. {regime.publication_rule}"


def _checked(regime: Regime) -> Regime:
    """Return a profile as it is kept; raise what is wrong with it."""
    short = "-".join(folded(facts.needed("the short name", regime.regime)).split())
    if not short:
        raise FactMissingError(fact="the short name", why="there is no letter or digit in it")
    seen: set[str] = set()
    kept = []
    for term in regime.terms:
        what = facts.one_of("what a time is set for", term.what, WHATS)
        if what in seen:
            raise FactMissingError(fact=f"the time for {what}", why="it is given twice")
        seen.add(what)
        kept.append(
            Term(
                what,
                _short(f"the name of {what}", term.label),
                facts.counted(f"the time for {what}", term.number, 1, _MOST),
                facts.one_of(f"the unit for {what}", term.unit, UNITS),
                term.unconfirmed,
            )
        )
    return Regime(
        short,
        _short("the label", regime.label),
        tuple(kept),
        facts.needed("what is published", regime.publication),
        regime.begun_from,
        regime.begun_until,
        regime.grades,
        facts.needed("the source", regime.source),
        regime.unconfirmed,
    )


def _short(fact: str, text: str) -> str:
    kept = " ".join(facts.needed(fact, text).split())
    facts.counted(f"the length of {fact}", len(kept), 1, _LONGEST)
    return kept
