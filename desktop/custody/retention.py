"""The date until which a review's record is kept, computed by a rule, with its working (G2).

Rule: the working shows each date that the rule asks for, and what wins. Of several children the latest date
wins. A date that is not known is named and nothing is computed without it, even where another would win: it
is never guessed. An anniversary of 29 February in a year that has none is 1 March, so that nothing is kept
a day too short. What is computed moves no date that was confirmed: see `kept_until`.
"""

from collections.abc import Sequence
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.custody import dates, retention_rules
from desktop.custody.children import SUBJECT, Child
from desktop.custody.retention_rules import OF_A_CHILD, DiedYoung, Rule, Term, counted, ordinal

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_MARCH = 3


class Step(msgspec.Struct, frozen=True):
    """One line of a working: what is counted, how, and the date that comes of it (None: not known)."""

    what: str
    how: str
    day: date | None = None

    @property
    def said(self) -> str:
        """The line as one sentence."""
        return f"{self.what}: {dates.day(self.day)} ({self.how})" if self.day else f"{self.what}: {self.how}"


class Known(NamedTuple):
    """The dates that a rule may ask for; None: not known."""

    children: tuple[Child, ...] = ()
    conclusion: date | None = None
    closure: date | None = None
    last_action: date | None = None


class Computed(NamedTuple):
    """The date, or None where something is missing; its working; and what is missing, in words."""

    day: date | None
    steps: tuple[Step, ...]
    missing: tuple[str, ...] = ()
    without_sibling: tuple[str, ...] = ()
    """The children for whom it counts that no brother or sister who lives is on record."""

    @property
    def said(self) -> str:
        """The date, or why there is none, in words."""
        return (
            dates.day(self.day) if self.day else f"Cannot be computed, for want of {'; '.join(self.missing)}."
        )


def compute(rule: Rule, known: Known) -> Computed:
    """Return the date until which a record is kept by a rule, with its working."""
    reckoning = _Reckoning(rule, known)
    ends = reckoning.ends()
    steps, missing, alone = reckoning.steps, tuple(reckoning.missing), tuple(reckoning.alone)
    found = [end for end in ends if end.day is not None]
    if missing or not found:
        return Computed(None, tuple(steps), missing, alone)
    wins = max(found, key=_day)
    if len(found) > 1:
        steps.append(Step("The latest date of a child wins", wins.what, wins.day))
    return Computed(wins.day, tuple(steps), (), alone)


def of_review(register: "Register", review: "Review") -> Computed:
    """Return the date that the rule in force, or the suggested one, gives for a review's record."""
    return compute(retention_rules.the_rule(register), known(register, review))


def known(register: "Register", review: "Review") -> Known:
    """Return what is known of a review that a rule may ask for."""
    last = register.last_actions.get(review.review)
    return Known(review.children, review.concluded, review.closed, last)


def anniversary(begun: date, years: int) -> date | None:
    """Return the same day so many years later, or None past the end of the calendar.

    29 February becomes 1 March in a year that has none.
    """
    year = begun.year + years
    if year > MAXYEAR:
        return None
    try:
        return begun.replace(year=year)
    except ValueError:
        return date(year, _MARCH, 1)


class _Reckoning:
    """A computation under way: its lines, what it found missing, and who has no living sibling on record."""

    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known = rule, known
        self.steps: list[Step] = []
        self.missing: dict[str, None] = {}
        self.alone: list[str] = []
        self._of_review: list[Step] = []

    def ends(self) -> list[Step]:
        """Return the date of each child, or of the review where no child has a part in it."""
        subjects = [child for child in self.known.children if child.relation == SUBJECT]
        if not self.rule.asks_for_children:
            return [self._general(None)]
        if not subjects:
            self.missing["a child whom the review is about"] = None
            self._terms_of_review()
        return [self._of_child(child) for child in subjects]

    def _of_child(self, child: Child) -> Step:
        branch = self.rule.died_young
        if branch is None or child.died is None:
            return self._general(child)
        if child.born is None:
            lacking = f"the date of birth of {child.code}, to tell whether the death was under {branch.age}"
            return self._add(Step(f"{child.code}, death under {branch.age}", "not known"), lacking)
        if not _died_young(branch, child.born, child.died):
            return self._general(child)
        died = f"{child.code} died under {branch.age}"
        if branch.unless_sibling:
            living = _living(self.known.children, child)
            if living:
                self.steps.append(
                    Step(died, f"the rule for all holds, as not known to have died: {', '.join(living)}")
                )
                return self._general(child)
            self.alone.append(child.code)
            died += ", and no sibling who lives is on record"
        return self._counted(died, child.died, branch.years, f"the date of death of {child.code}")

    def _general(self, child: Child | None) -> Step:
        """Return the date that the rule's terms give, for one child or for none."""
        found = self._terms_of_child(child) if child is not None else []
        found += self._terms_of_review()
        if any(step.day is None for step in found):
            return Step("", "")
        wins = (max if self.rule.combine == "latest" else min)(found, key=_day)
        if len(found) == 1:
            return wins
        whose = f" for {child.code}" if child is not None else ""
        return self._add(Step(f"The {self.rule.combine} of these{whose}", wins.what, wins.day))

    def _terms_of_child(self, child: Child) -> list[Step]:
        found = []
        for term in self.rule.terms:
            if term.trigger in OF_A_CHILD:
                begun = child.born if term.trigger == "birth" else child.died
                lacking = f"the date of {term.trigger} of {child.code}"
                found.append(self._counted(f"{child.code}, {_named(term)}", begun, term.years, lacking))
        return found

    def _terms_of_review(self) -> list[Step]:
        """Return the dates that no child has a part in; their lines are added once."""
        known = self.known
        begun = {
            "conclusion": known.conclusion,
            "closure": known.closure,
            "last action": known.last_action,
        }
        if not self._of_review:
            self._of_review = [
                self._counted(
                    f"The review, {_named(term)}",
                    begun[term.trigger],
                    term.years,
                    f"the day of the {term.trigger}",
                )
                for term in self.rule.terms
                if term.trigger not in OF_A_CHILD
            ]
        return self._of_review

    def _counted(self, what: str, begun: date | None, years: int, lacking: str) -> Step:
        """Add and return the line of a date so many years after another."""
        if begun is None:
            return self._add(Step(what, "not known"), lacking)
        end = anniversary(begun, years)
        how = f"{dates.day(begun)} and {counted(years)}"
        if end is None:
            return self._add(Step(what, how), f"a calendar that reaches past the year {MAXYEAR} ({what})")
        if (begun.month, begun.day) != (end.month, end.day):
            how += f"; {end.year} has no 29 February, so 1 March counts"
        return self._add(Step(what, how, end))

    def _add(self, step: Step, lacking: str = "") -> Step:
        self.steps.append(step)
        if lacking:
            self.missing[lacking] = None
        return step


def _died_young(branch: DiedYoung, born: date, died: date) -> bool:
    of_age = anniversary(born, branch.age)
    return of_age is None or died < of_age


def _living(children: Sequence[Child], child: Child) -> list[str]:
    """Return the others who are not known to have died: another subject may be a sibling too."""
    return [other.code for other in children if other.code != child.code and other.died is None]


def _named(term: Term) -> str:
    if term.trigger == "birth":
        return f"{ordinal(term.years)} birthday"
    return f"{counted(term.years)} after the {term.trigger}"


def _day(step: Step) -> date:
    return step.day or date.min
