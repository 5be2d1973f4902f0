"""The date until which a review's record is kept, as it was confirmed (G1, G3).

Rule: a date stands because an act confirmed it, with its working, and only an act moves it. Where the rule, a
child's date or another fact changes, what is computed now is shown beside what stands, and is confirmed with
who and why. What two people extended is never shortened by a computation. The date starts a review of the
record; nothing is destroyed by it.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.custody import clocks, dates, facts, retention, retention_rules
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.retention import Computed, Step

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

AHEAD_MONTHS = 6
"""How long before its date a record is listed as coming up."""


class Earlier(msgspec.Struct, frozen=True):
    """A date that stood before, and why it was moved."""

    day: date
    confirmed: date
    moved: date
    why: str


class KeptUntil(msgspec.Struct, frozen=True):
    """The date that stands for a review's record."""

    review: str
    day: date
    computed: date
    """What the rule gave when it was confirmed; an extension moves the day alone."""
    rule: int
    """The number of the rule."""
    steps: tuple[Step, ...]
    confirmed: date
    agreed_by: str
    why: str
    no_sibling: str
    """How it is known that no brother or sister lives, where the date rests on that."""
    entry: int
    extended: str = ""
    """The review of the record that extended it last, if one did."""
    to_destroy: str = ""
    """The review of the record that decided the destruction, while that decision was not withdrawn."""
    earlier: tuple[Earlier, ...] = ()


class RetentionDateConfirmed(Event, frozen=True, kw_only=True, tag="retention-date-confirmed"):
    """The date until which a record is kept was confirmed as computed."""

    review: str
    day: date
    computed: date
    rule: int
    steps: tuple[Step, ...]
    agreed_by: str
    before: date | None = None
    why: str = ""
    no_sibling: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Let the date stand; one that stood before is kept among the earlier ones."""
        known = register.kept_until.get(self.review)
        made = KeptUntil(
            self.review,
            self.day,
            self.computed,
            self.rule,
            self.steps,
            line.hand.day,
            self.agreed_by,
            self.why,
            self.no_sibling,
            line.number,
        )
        if known is not None:
            earlier = known.earlier
            if known.day != self.day:
                earlier += (Earlier(known.day, known.confirmed, line.hand.day, self.why),)
            decided = known.to_destroy if known.day == self.day else ""
            made = msgspec.structs.replace(made, extended=known.extended, to_destroy=decided, earlier=earlier)
        register.kept_until[self.review] = made

    def said(self) -> str:
        """Return the date, what it was, by which rule, and who agreed."""
        was = f" (before: {dates.day(self.before)})" if self.before and self.before != self.day else ""
        why = f" Reason: {self.why}" if self.why else ""
        alone = f" No brother or sister lives: {self.no_sibling}" if self.no_sibling else ""
        return (
            f"The record of review {self.review} is kept until {dates.day(self.day)}{was}, by rule"
            f" {self.rule}. Agreed by {self.agreed_by}.{alone}{why}"
        )


class Standing(NamedTuple):
    """How the keeping of one review's record stands."""

    review: "Review"
    kept: KeptUntil | None
    computed: Computed

    @property
    def differs(self) -> str:
        """How what is computed now differs from what was confirmed, in words, or an empty text."""
        if self.kept is None or self.computed.day == self.kept.computed:
            return ""
        was = f"{dates.day(self.kept.computed)} was computed when it was confirmed"
        if self.computed.day is None:
            return f"{was}; now it cannot be computed, for want of {'; '.join(self.computed.missing)}"
        return f"{was}; now it is {dates.day(self.computed.day)}"

    @property
    def asks(self) -> str:
        """What about the date is to be seen to, in words, or an empty text."""
        if self.differs:
            return f"the date differs: {self.differs}"
        if self.kept is not None:
            return ""
        missing = "; ".join(self.computed.missing)
        return f"cannot be computed, for want of {missing}" if missing else "the date is to be confirmed"

    @property
    def to_confirm(self) -> date | None:
        """The date that awaits confirmation, if one does; an extension is not shortened."""
        if self.computed.day is None or (self.kept is not None and not self.differs):
            return None
        if self.kept is not None and self.kept.extended:
            return max(self.computed.day, self.kept.day)
        return self.computed.day


def confirm(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    day: date,
    agreed_by: str,
    why: str = "",
    no_sibling: str = "",
) -> list[Event]:
    """Confirm the date that was shown, with who agreed to it; one that moves a date says why.

    `no_sibling` is how it is known that no brother or sister lives, where the date rests on that.
    """
    adopted = retention_rules.confirmed(register, "used to confirm a date")
    standing = of(register, review)
    found, computed, kept = standing.review.review, standing.computed, standing.kept
    wanted = standing.to_confirm
    if wanted is None or computed.day is None:
        raise WrongStateError(
            thing=f"The date of {found}",
            state=_nothing_to_confirm(standing),
            act="confirmed",
            advice="Nothing was changed.",
        )
    if day != wanted:
        why_not = f"{dates.day(day)} was given, and the working gives {dates.day(wanted)}; read it again"
        raise FactMissingError(fact="the date to be confirmed", why=why_not)
    if kept is not None:
        dates.not_before("The day it is confirmed", hand.day, kept.confirmed, "the date was confirmed later")
    alone = computed.without_sibling
    about_siblings = f"how it is known that no brother or sister of {', '.join(alone)} lives"
    return [
        RetentionDateConfirmed(
            review=found,
            day=wanted,
            computed=computed.day,
            rule=adopted.number,
            steps=computed.steps,
            agreed_by=facts.needed("who agreed to the date", agreed_by),
            before=kept.day if kept else None,
            why=(facts.needed if kept else facts.optional)("why the date is another", why),
            no_sibling=(facts.needed if alone else facts.optional)(about_siblings, no_sibling),
        )
    ]


def of(register: "Register", review: str) -> Standing:
    """Return how the keeping of a review's record stands."""
    found = register.review(review)
    return Standing(found, register.kept_until.get(found.review), retention.of_review(register, found))


def every(register: "Register") -> list[Standing]:
    """Return how the keeping of every record stands: those whose date comes first at the head."""
    found = [of(register, review) for review in register.reviews]
    return sorted(found, key=lambda one: (one.kept is None, one.kept.day if one.kept else date.max))


def asking(register: "Register", day: date) -> list[Standing]:
    """Return the records of concluded reviews whose date awaits confirmation, or cannot be computed (G2)."""
    return [
        standing
        for standing in every(register)
        if standing.review.concluded is not None and _asks(register, standing, day)
    ]


def reached(register: "Register", kept: KeptUntil, day: date) -> bool:
    """Whether a date has come: by `day`, or by what the clock showed before it was set back (T14)."""
    latest = register.latest_recorded
    return kept.day <= (max(day, latest.date()) if latest else day)


def comes_up(kept: KeptUntil, day: date) -> bool:
    """Whether a date comes within six months of `day`."""
    return day < kept.day <= clocks.later_by_months(day, AHEAD_MONTHS)


def _asks(register: "Register", standing: Standing, day: date) -> bool:
    """Whether something about a date is to be seen to; where every action counts, not each time."""
    kept = standing.kept
    if kept is None:
        return True
    if not standing.differs:
        return False
    moves = any(term.trigger == "last action" for term in retention_rules.the_rule(register).terms)
    later = standing.computed.day is not None and standing.computed.day > kept.computed
    return not (moves and later) or reached(register, kept, day) or comes_up(kept, day)


def _nothing_to_confirm(standing: Standing) -> str:
    if standing.computed.day is None:
        return f"not to be computed, for want of {'; '.join(standing.computed.missing)}"
    confirmed = standing.kept.confirmed if standing.kept else date.min
    return f"confirmed since {dates.day(confirmed)}, and the rule gives no other"
