"""Rules of retention: how long a record is kept, by whose authority, and since when (G1).

Rule: a rule is data. It says from what a date is counted, how long, and what wins. None is presented as law:
each names its authority and whether that was read in the source. A vault begins with the suggested one,
which nobody has confirmed; the administrator agrees one with the records officer (G7). A rule that is
adopted later takes the place of the one before, which stays on the record, and moves no date by itself.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Trigger = Literal["birth", "death", "conclusion", "closure", "last action"]
"""From what a date is counted. The first two belong to each child the review is about."""
Combine = Literal["latest", "earliest"]
Source = Literal["read in the source", "quoted by others", "to be checked"]
"""How far the authority of a rule was followed up."""

TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
OF_A_CHILD: tuple[Trigger, ...] = ("birth", "death")
MOST_YEARS = 500
_LONGEST_NAME = 120
_WORDS: dict[Trigger, str] = {
    "birth": "the child's birth",
    "death": "the child's death",
    "conclusion": "the review's conclusion",
    "closure": "the review's closure",
    "last action": "the last entry that concerns the review",
}


class Term(msgspec.Struct, frozen=True):
    """One date that a rule counts: so many years after its trigger."""

    trigger: Trigger
    years: int

    @property
    def words(self) -> str:
        """The term in words."""
        if self.trigger == "birth":
            return f"the child's {ordinal(self.years)} birthday"
        return f"{counted(self.years)} after {_WORDS[self.trigger]}"


class DiedYoung(msgspec.Struct, frozen=True, omit_defaults=True):
    """The branch of a child who died before coming of age: so many years after the death, instead."""

    years: int
    unless_sibling: bool = False
    """Whether it holds only where no brother or sister lives."""
    age: int = 18

    @property
    def words(self) -> str:
        """The branch in words."""
        unless = " and no brother or sister lives" if self.unless_sibling else ""
        return f"where a child died under {self.age}{unless}: {counted(self.years)} after the death instead"


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule of retention."""

    name: str
    version: str
    authority: str
    source: Source
    terms: tuple[Term, ...]
    combine: Combine = "latest"
    died_young: DiedYoung | None = None

    @property
    def words(self) -> str:
        """What it says, in one sentence. Of several children the latest date always wins."""
        said = [term.words for term in self.terms]
        kept = said[0] if len(said) == 1 else f"the {self.combine} of {', '.join(said[:-1])} and {said[-1]}"
        return f"Until {kept}{f'; {self.died_young.words}' if self.died_young else ''}."

    @property
    def asks_for_children(self) -> bool:
        """Whether a date of a child has a part in it."""
        return self.died_young is not None or any(term.trigger in OF_A_CHILD for term in self.terms)


SUGGESTED = Rule(
    name="Suggested for a serious case review",
    version="1",
    authority=(
        "No figure for the papers of a serious case review was found in any source. This one puts together"
        " what is said of looked-after children (75th birthday; 15 years from a death under 18) and what one"
        " council keeps by (35 years), so that the record outlives every use of it that could be thought of."
    ),
    source="to be checked",
    terms=(Term("birth", 75), Term("conclusion", 35)),
    died_young=DiedYoung(15, unless_sibling=True),
)
"""What dates are computed by until a rule is confirmed; vaults founded before there were rules rely on it."""


class Adopted(msgspec.Struct, frozen=True):
    """A rule as the Board adopted it; the last is in force."""

    number: int
    rule: Rule
    agreed_with: str
    """The records officer."""
    agreed_on: date
    authority: str
    """By whose decision, such as minutes of the Board."""
    why: str
    """Why it took the place of the one before; empty for the first."""
    adopted: date
    entry: int


class RetentionRuleAdopted(Event, frozen=True, kw_only=True, tag="retention-rule-adopted"):
    """The administrator confirmed a rule of retention with the records officer."""

    number: int
    rule: Rule
    agreed_with: str
    agreed_on: date
    authority: str
    why: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Put the rule in force."""
        adopted = Adopted(
            self.number,
            self.rule,
            self.agreed_with,
            self.agreed_on,
            self.authority,
            self.why,
            line.hand.day,
            line.number,
        )
        register.retention_rules = (*register.retention_rules, adopted)

    def said(self) -> str:
        """Return what it says, with whom it was agreed, and when."""
        why = f" Reason for the change: {self.why}" if self.why else ""
        return (
            f"Rule of retention {self.number}, “{self.rule.name}”, was adopted: {self.rule.words} Agreed with"
            f" {self.agreed_with} on {dates.day(self.agreed_on)}. Authority: {self.authority}.{why}"
        )


def adopt(
    register: "Register",
    hand: Hand,
    *,
    rule: Rule,
    agreed_with: str,
    authority: str,
    agreed_on: date | None = None,
    why: str = "",
) -> list[Event]:
    """Adopt a rule, agreed with the records officer; a later one says why it replaces the one before."""
    kept = checked(rule)
    before = in_force(register)
    if before is not None:
        dates.not_before("The day it is adopted", hand.day, before.adopted, "the rule before came later")
        if before.rule == kept:
            raise WrongStateError(
                thing=f"This rule (“{kept.name}”)",
                state=f"in force since {dates.day(before.adopted)}",
                act="adopted again",
                advice="Nothing was changed.",
            )
    needed = facts.needed if before else facts.optional
    return [
        RetentionRuleAdopted(
            number=before.number + 1 if before else 1,
            rule=kept,
            agreed_with=facts.needed("the records officer's name", agreed_with),
            agreed_on=dates.not_ahead("The day it was agreed", agreed_on, hand.day),
            authority=facts.needed("the authority", authority),
            why=needed("why it takes the place of the rule before", why),
        )
    ]


def in_force(register: "Register") -> Adopted | None:
    """Return the rule in force, or None while nobody has confirmed one."""
    return register.retention_rules[-1] if register.retention_rules else None


def the_rule(register: "Register") -> Rule:
    """Return the rule that dates are computed by: the one in force, or the suggested one."""
    adopted = in_force(register)
    return adopted.rule if adopted else SUGGESTED


def confirmed(register: "Register", act: str) -> Adopted:
    """Return the rule in force; raise WrongStateError while nobody has confirmed one (G7)."""
    adopted = in_force(register)
    if adopted is None:
        raise WrongStateError(
            thing="The rule of retention",
            state="suggested, and confirmed by nobody",
            act=act,
            advice="Agree a rule with the records officer and adopt it first. Nothing was changed.",
        )
    return adopted


def checked(rule: Rule) -> Rule:
    """Return a rule as it is kept; raise FactMissingError for one that says nothing or too much."""
    if not rule.terms:
        raise FactMissingError(fact="what the date is counted from", why="the rule names nothing")
    named = [term.trigger for term in rule.terms]
    if len(set(named)) < len(named):
        raise FactMissingError(fact="what the date is counted from", why="one thing is named twice")
    for term in rule.terms:
        facts.counted(f"the number of years after {_WORDS[term.trigger]}", term.years, 1, MOST_YEARS)
    if rule.died_young is not None:
        facts.counted("the number of years after a death", rule.died_young.years, 1, MOST_YEARS)
        facts.counted("the age under which a child dies young", rule.died_young.age, 1, 150)
    name = facts.needed("the name of the rule", rule.name)
    if len(name) > _LONGEST_NAME:
        raise FactMissingError(fact="the name of the rule", why=f"longer than {_LONGEST_NAME} characters")
    return msgspec.structs.replace(
        rule,
        name=name,
        version=facts.needed("the version of the rule", rule.version),
        authority=facts.needed("the authority of the rule", rule.authority),
        source=facts.one_of("whether its authority was checked", rule.source, get_args(Source)),
        combine=facts.one_of("which date wins", rule.combine, get_args(Combine)),
    )


def counted(years: int) -> str:
    """Return a number of years in words."""
    return "1 year" if years == 1 else f"{years} years"


def ordinal(number: int) -> str:
    """Return which of a row a number is, such as 75th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teens = number // 10 % 10 == 1
    return f"{number}{'th' if teens else endings.get(number % 10, 'th')}"
