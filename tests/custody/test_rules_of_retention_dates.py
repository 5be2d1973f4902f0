"""The computed date: triggers, branches and combinations; what is not known gives no date (G1, G2)."""

from collections.abc import Sequence
from datetime import MAXYEAR, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.children import SIBLING, Child
from desktop.custody.retention import Computed, Known, anniversary, compute
from desktop.custody.retention_rules import SUGGESTED, TRIGGERS, Combine, DiedYoung, Rule, Term, Trigger

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 200)
CONCLUDED = date(2026, 3, 2)


def a_rule(*terms: tuple[Trigger, int], combine: Combine = "latest", young: DiedYoung | None = None) -> Rule:
    made = tuple(Term(trigger, years) for trigger, years in terms)
    return Rule("Of a test", "1", "Nobody", "to be checked", made, combine, young)


@st.composite
def children(draw: st.DrawFn) -> tuple[Child, ...]:
    """Return up to four children with every date known; the first is a subject."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        born = draw(DAYS)
        died = draw(st.none() | st.dates(born, date(2101, 1, 1)))
        relation = "subject" if not number else draw(st.sampled_from(["subject", SIBLING]))
        made.append(Child(f"Child {number}", born, died, relation))
    return tuple(made)


@st.composite
def rules(draw: st.DrawFn, triggers: Sequence[Trigger] = TRIGGERS) -> Rule:
    terms = draw(st.lists(st.sampled_from(triggers), min_size=1, unique=True))
    young = draw(st.none() | st.builds(DiedYoung, YEARS, st.booleans(), st.integers(1, 30)))
    combine: Combine = draw(st.sampled_from(["latest", "earliest"]))
    return a_rule(*((trigger, draw(YEARS)) for trigger in terms), combine=combine, young=young)


ALIVE_OR_NOT: Sequence[Trigger] = ("birth", "conclusion", "closure", "last action")
"""Triggers that are known of everybody; a death is not known of who lives."""
WHOLE = st.builds(Known, children(), DAYS, DAYS, DAYS)


def told(found: Computed) -> list[str]:
    return [step.said for step in found.steps]


def test_the_suggested_rule_keeps_until_the_75th_birthday_or_35_years_after_the_conclusion() -> None:
    young = Known((Child("Child A", date(2011, 4, 3)),), CONCLUDED)
    assert compute(SUGGESTED, young).day == date(2086, 4, 3)
    assert told(compute(SUGGESTED, young)) == [
        "Child A, 75th birthday: 3 April 2086 (3 April 2011 and 75 years)",
        "The review, 35 years after the conclusion: 2 March 2061 (2 March 2026 and 35 years)",
        "The latest of these for Child A: 3 April 2086 (Child A, 75th birthday)",
    ]
    old = Known((Child("Child A", date(1960, 4, 3)),), CONCLUDED)
    assert compute(SUGGESTED, old).day == date(2061, 3, 2)


def test_a_death_under_18_without_a_sibling_who_lives_is_its_own_branch() -> None:
    child = Child("Child A", date(2011, 4, 3), date(2025, 6, 1))
    found = compute(SUGGESTED, Known((child,), CONCLUDED))
    assert (found.day, found.without_sibling) == (date(2040, 6, 1), ("Child A",))
    assert told(found) == [
        "Child A died under 18, and no sibling who lives is on record: 1 June 2040 (1 June 2025 and 15 years)"
    ]
    gone = Child("Sibling 1", date(2012, 1, 1), date(2012, 2, 1), SIBLING)
    assert compute(SUGGESTED, Known((child, gone), CONCLUDED)).day == date(2040, 6, 1)


@pytest.mark.parametrize(
    "other", [Child("Sibling 1", None, None, SIBLING), Child("Child B", date(2012, 1, 1))], ids=str
)
def test_a_sibling_or_another_subject_who_is_not_known_to_have_died_closes_that_branch(other: Child) -> None:
    child = Child("Child A", date(2011, 4, 3), date(2025, 6, 1))
    found = compute(SUGGESTED, Known((child, other), CONCLUDED))
    assert found.day in {date(2086, 4, 3), date(2087, 1, 1)}
    assert found.without_sibling == ()
    assert f"not known to have died: {other.code}" in told(found)[0]


def test_the_18th_birthday_itself_is_no_death_under_18() -> None:
    born = date(2004, 2, 29)
    for died, young in ((date(2022, 2, 28), True), (date(2022, 3, 1), False)):
        found = compute(SUGGESTED, Known((Child("A", born, died),), CONCLUDED))
        assert bool(found.without_sibling) is young


def test_of_several_children_the_latest_date_wins_under_every_rule() -> None:
    elder, younger = Child("A", date(2000, 1, 1)), Child("B", date(2015, 1, 1))
    rule = a_rule(("birth", 20), ("conclusion", 1), combine="earliest")
    found = compute(rule, Known((elder, younger), date(2034, 1, 1)))
    assert found.day == date(2035, 1, 1)
    assert told(found)[-1].startswith("The latest date of a child wins: 1 January 2035")


def test_29_february_is_1_march_in_a_year_that_has_none() -> None:
    found = compute(a_rule(("birth", 75)), Known((Child("A", date(2012, 2, 29)),)))
    assert found.day == date(2087, 3, 1)
    (line,) = told(found)
    assert line.startswith("A, 75th birthday: 1 March 2087 (29 February 2012 and 75 years;")
    assert line.endswith("2087 has no 29 February, so 1 March counts)")
    assert anniversary(date(2012, 2, 29), 4) == date(2016, 2, 29)


def test_what_is_not_known_is_named_and_no_date_is_given() -> None:
    nothing = compute(SUGGESTED, Known())
    assert nothing.said == (
        "Cannot be computed, for want of a child whom the review is about; the day of the conclusion."
    )
    child = compute(SUGGESTED, Known((Child("Child A"),)))
    assert child.missing == ("the date of birth of Child A", "the day of the conclusion")
    died = compute(SUGGESTED, Known((Child("Child A", None, date(2025, 6, 1)),), CONCLUDED))
    assert died.missing == ("the date of birth of Child A, to tell whether the death was under 18",)


def test_a_date_past_the_end_of_the_calendar_cannot_be_computed() -> None:
    found = compute(a_rule(("conclusion", 100)), Known(conclusion=date(9950, 1, 1)))
    assert found.day is None
    assert "past the year 9999" in found.said
    assert anniversary(date(MAXYEAR - 1, 2, 28), 1) == date(MAXYEAR, 2, 28)
    assert compute(a_rule(("conclusion", 100)), Known(conclusion=date(1900, 1, 1))).day == date(2000, 1, 1)


@given(rules(ALIVE_OR_NOT), WHOLE)
def test_with_every_date_known_there_is_a_date_and_it_stands_in_the_working(rule: Rule, known: Known) -> None:
    found = compute(rule, known)
    assert found.missing == ()
    assert found.day is not None
    assert found.day in {step.day for step in found.steps}


@given(rules(ALIVE_OR_NOT), WHOLE, st.data())
def test_without_a_date_that_the_working_rests_on_there_is_no_date(
    rule: Rule, known: Known, data: st.DataObject
) -> None:
    alive = tuple(Child(child.code, child.born, None, child.relation) for child in known.children)
    trigger = data.draw(st.sampled_from([term.trigger for term in rule.terms]))
    if trigger == "birth":
        lacking = known._replace(children=(Child(alive[0].code), *alive[1:]))
    else:
        lacking = known._replace(children=alive, **{trigger.replace(" ", "_"): None})
    found = compute(rule, lacking)
    assert found.day is None
    assert found.missing


@given(rules(ALIVE_OR_NOT), WHOLE, st.integers(1, 50))
def test_a_longer_rule_never_gives_an_earlier_date(rule: Rule, known: Known, more: int) -> None:
    terms = tuple(Term(term.trigger, term.years + more) for term in rule.terms)
    young = rule.died_young
    longer_young = young and DiedYoung(young.years + more, young.unless_sibling, young.age)
    longer = Rule(rule.name, "2", rule.authority, rule.source, terms, rule.combine, longer_young)
    before, after = compute(rule, known).day, compute(longer, known).day
    assert before is not None
    assert after is not None
    assert after >= before


@given(rules(ALIVE_OR_NOT), WHOLE)
def test_the_latest_of_dates_is_never_before_the_earliest_of_them(rule: Rule, known: Known) -> None:
    def by(combine: Combine) -> date | None:
        return compute(a_rule(*((t.trigger, t.years) for t in rule.terms), combine=combine), known).day

    latest, earliest = by("latest"), by("earliest")
    assert latest is not None
    assert earliest is not None
    assert latest >= earliest


@given(DAYS, YEARS)
def test_an_anniversary_is_the_same_day_or_1_march(day: date, years: int) -> None:
    end = anniversary(day, years)
    assert end is not None
    assert end.year == day.year + years
    assert (end.month, end.day) in {(day.month, day.day), (3, 1)}
    assert (end.month, end.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)
