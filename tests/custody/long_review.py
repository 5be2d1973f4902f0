"""A review that went on for two years, invented: enough of everything for a pack to show."""

import random
from datetime import date, timedelta

from desktop.custody import access, chasing, incidents, interest, loans, mishaps, submissions
from desktop.custody.interest import InterestRecorded
from tests.factory import REVIEW, Desk, Facts, a_desk, march

TOLD_APART = "Child A is Invented Name"
"""What only the coding schedule may tell."""
END = date(2028, 2, 29)
_CATEGORIES = ("family", "public", "press", "agency", "researcher", "elected member", "other")
_WEIGHTS = (40, 60, 80, 10, 6, 3, 1)
_REASONS = ("We want to understand what happened.", "For an article about the Board.", "For a dissertation.")


def a_long_review(*, documents: int = 6, copies: int = 8, requests: int = 12, asked: int = 40) -> Desk:
    """Return a desk at which a review went on for two years, the same each time."""
    chance = random.Random(20260302)  # noqa: S311 - no secret
    desk = a_desk()
    people = [desk.person(f"{name} Invented") for name in ("Robin", "Kim", "Ada", "Noor", "Sam", "Lee")]
    given = [
        desk.document("imr", "anonymised", agency=f"Example Agency {number}", on=march(3))
        for number in range(documents - 1)
    ]
    schedule = desk.document("coding-schedule", "identified", on=march(3))
    summary = desk.published(on=march(4))
    desk.advise(*given, on=march(4))
    desk.do(access.ask, march(5), person=people[0], document=schedule, purpose=TOLD_APART, mode="view")
    _asked(desk, chance, people, given, requests)
    _lent(desk, chance, people, given, copies)
    _interest(desk, chance, asked)
    desk.do(incidents.open_by_hand, march(9), matter="breach", about=schedule, what=TOLD_APART)
    desk.do(
        incidents.open_by_hand, march(9), matter="other", about=given[0], what=f"{schedule} was mentioned"
    )
    desk.do(
        submissions.submit,
        march(20),
        review=REVIEW,
        body="Ofsted",
        documents_sent=(summary,),
        how="By courier",
    )
    return desk


def _asked(desk: Desk, chance: random.Random, people: list[str], given: list[str], requests: int) -> None:
    for number in range(requests):
        on = march(5) + timedelta(days=number)
        request = desk.request(chance.choice(people), given[number % len(given)], on=on)
        if number % 7 != 6:
            desk.decide(request, agreed=number % 5 != 4, on=on + timedelta(days=1))


def _lent(desk: Desk, chance: random.Random, people: list[str], given: list[str], copies: int) -> None:
    for number in range(copies):
        document, on = given[number % len(given)], march(10) + timedelta(days=12 * number)
        person = people[number % len(people)]
        request = desk.agreed(person, document, on=on)
        copy = desk.copy(document, on=on)
        desk.sign_out(copy, person, request, on=on, due=on + timedelta(days=21))
        loan = desk.register.copies[copy].loan
        assert loan is not None
        back = on + timedelta(days=chance.choice((10, 20, 40, 90)))
        if back > on + timedelta(days=30):
            call: Facts = {"copy": copy, "spoke_to": "The office", "said": "It is being read"}
            desk.do(chasing.call, on + timedelta(days=28), **call)
        if number % 6 == 5:
            continue
        facts: Facts = {"copy": copy, "pages": 3, "condition": "Good"}
        desk.do(loans.take_back, back, **facts)
    lost = desk.copy(given[0], on=march(30))
    request = desk.agreed(people[0], given[0], on=march(30))
    desk.sign_out(lost, people[0], request, on=march(30), due=march(31))
    desk.do(mishaps.lose, date(2026, 4, 20), copy=lost, what="Left on a train (invented)")


def _interest(desk: Desk, chance: random.Random, asked: int) -> None:
    for number in range(asked):
        on = march(5) + timedelta(days=number * 700 // max(asked, 1))
        (recorded,) = desk.do(
            interest.record,
            on,
            review=REVIEW,
            name=f"Asker {number} (invented)",
            category=chance.choices(_CATEGORIES, _WEIGHTS)[0],
            format=chance.choice(("paper", "electronic")),
            reason=chance.choice(_REASONS),
        )
        assert isinstance(recorded, InterestRecorded)
        outcome = chance.choice(("sent", "sent", "declined", "withdrawn", "waiting for publication", ""))
        if outcome:
            facts: Facts = {"interest": recorded.interest, "outcome": outcome, "why": "An invented reason"}
            desk.do(interest.answer, on + timedelta(days=3), **facts)
