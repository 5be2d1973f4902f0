"""Who is told of the decision (E3), who contributes and who is appointed (E1), what runs beside (E4, G4)."""

from datetime import date
from typing import Any

import pytest

from desktop.custody import (
    agencies,
    appointments,
    children,
    holds,
    notifications,
    people,
    proceedings,
)
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
    UnknownReferenceError,
    WrongStateError,
)
from tests.custody.reviewed import BY, DECIDED, OPENED, a_review, appoint, review_of
from tests.factory import REVIEW, Desk, Facts

SPRING = date(2026, 3, 2)
SAID: Facts = {"teller": "The Chair", "how": "By letter"}


def listed(desk: Desk) -> set[str]:
    return {line.body for line in notifications.checklist(desk.register, review_of(desk))}


def left(desk: Desk) -> set[str]:
    return {line.body for line in notifications.outstanding(desk.register, review_of(desk))}


def with_child(desk: Desk, **facts: Any) -> None:
    code = f"Child {chr(65 + len(review_of(desk).children))}"
    desk.do(children.add, SPRING, review=REVIEW, code=code, **facts)


def test_the_checklist_asks_for_more_bodies_where_a_child_died_and_more_where_it_was_in_custody() -> None:
    desk = a_review()
    everywhere = listed(desk)
    assert "Ofsted" in everywhere
    assert not {"The coroner", "The child", "Youth Justice Board"} & everywhere
    with_child(desk)
    assert listed(desk) - everywhere == {"The child"}
    with_child(desk, died=date(2025, 11, 1))
    assert listed(desk) - everywhere == {"The child", "The coroner"}
    with_child(desk, died=date(2025, 11, 1), in_custody=True)
    assert listed(desk) - everywhere == {
        "The child",
        "The coroner",
        "Youth Justice Board",
        "Prisons and Probation Ombudsman",
    }


def test_a_sibling_asks_for_nobody_more() -> None:
    desk = a_review()
    before = listed(desk)
    with_child(desk, relation="sibling", died=date(2025, 11, 1))
    assert listed(desk) == before


def test_who_was_told_by_whom_and_how_is_kept_and_a_body_of_no_list_may_be_told() -> None:
    desk = a_review()
    desk.do(notifications.tell, SPRING, review=REVIEW, bodies=["ofsted", "Example Charity"], **SAID)
    known = {line.body: line.known for line in notifications.checklist(desk.register, review_of(desk))}
    assert known["Ofsted"] == notifications.Notification("Ofsted", SPRING, "The Chair", "By letter")
    assert known["Example Charity"] is not None
    assert "Ofsted" not in left(desk)


def test_who_need_not_be_told_has_a_reason_and_is_no_longer_waited_for() -> None:
    desk = a_review()
    with pytest.raises(FactMissingError, match="Why they need not be told"):
        desk.do(notifications.excuse, SPRING, review=REVIEW, bodies=["Ofsted"], why=" ")
    desk.do(notifications.excuse, SPRING, review=REVIEW, bodies=["Ofsted"], why="It knows")
    assert "Ofsted" not in left(desk)
    desk.do(notifications.tell, SPRING, review=REVIEW, bodies=["Ofsted"], **SAID)
    (line,) = (one for one in notifications.checklist(desk.register, review_of(desk)) if one.body == "Ofsted")
    assert line.known is not None
    assert line.known.day == SPRING


def test_nobody_is_told_before_the_decision_or_ahead() -> None:
    desk = a_review()
    for day in (date(2025, 12, 30), date(2026, 3, 3)):
        with pytest.raises(ImpossibleDateError):
            desk.do(notifications.tell, SPRING, review=REVIEW, bodies=["Ofsted"], day=day, **SAID)
    desk.do(notifications.tell, SPRING, review=REVIEW, bodies=["Ofsted"], day=DECIDED, **SAID)
    undecided = a_review(decided=None)
    assert left(undecided) == set()
    with pytest.raises(WrongStateError, match="without a recorded decision"):
        undecided.do(notifications.tell, SPRING, review=REVIEW, bodies=["Ofsted"], **SAID)


def test_which_bodies_are_told_is_data_that_changes_with_authority() -> None:
    desk = a_review()
    desk.do(notifications.add_body, SPRING, body="Example Inspectorate", when="A child died", **BY)
    with pytest.raises(AlreadyThereError):
        desk.do(notifications.add_body, SPRING, body="example inspectorate", **BY)
    with_child(desk, died=date(2025, 11, 1))
    assert "Example Inspectorate" in listed(desk)
    desk.do(notifications.remove_body, SPRING, body="example inspectorate", **BY)
    assert "Example Inspectorate" not in listed(desk)
    with pytest.raises(UnknownReferenceError):
        desk.do(notifications.remove_body, SPRING, body="Example Inspectorate", **BY)


def test_an_agency_stands_in_a_review_once_and_its_request_once() -> None:
    desk = a_review()
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Police", requested=OPENED)
    with pytest.raises(AlreadyThereError):
        desk.do(agencies.add, SPRING, review=REVIEW, agency="EXAMPLE  police")
    with pytest.raises(WrongStateError, match="asked for its report since"):
        desk.do(agencies.request, SPRING, review=REVIEW, agencies=["Example Police"])
    with pytest.raises(ImpossibleDateError, match="asked for later"):
        desk.do(agencies.receive, SPRING, review=REVIEW, agency="Example Police", day=DECIDED)


def test_a_report_that_was_never_asked_for_did_not_come_and_none_comes_twice() -> None:
    desk = a_review()
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Police")
    with pytest.raises(WrongStateError, match="not asked"):
        desk.do(agencies.receive, SPRING, review=REVIEW, agency="Example Police")
    desk.do(agencies.request, SPRING, review=REVIEW, agencies=["Example Police"])
    desk.do(agencies.receive, SPRING, review=REVIEW, agency="Example Police")
    with pytest.raises(AlreadyThereError, match="Example Police"):
        desk.do(agencies.receive, SPRING, review=REVIEW, agency="Example Police")


def test_an_agency_is_put_right_and_struck_out_with_reason_and_authority() -> None:
    desk = a_review()
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Polise", requested=OPENED)
    given: Facts = {"requested": DECIDED, "came": None, "why": "A slip", **BY}
    desk.do(agencies.correct, SPRING, review=REVIEW, agency="Example Polise", name="Example Police", **given)
    assert review_of(desk).agencies == (agencies.Contributing("Example Police", DECIDED, entry=3),)
    for fact in ("why", "authority"):
        facts: Facts = {"why": "No contact", **BY, fact: ""}
        with pytest.raises(FactMissingError):
            desk.do(agencies.strike_out, SPRING, review=REVIEW, agency="Example Police", **facts)
    desk.do(agencies.strike_out, SPRING, review=REVIEW, agency="Example Police", why="No contact", **BY)
    assert review_of(desk).agencies == ()


def test_after_the_conclusion_no_agency_is_added() -> None:
    desk = a_review()
    desk.conclude(SPRING)
    with pytest.raises(ReviewConcludedError):
        desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Police")


def somebody(desk: Desk, name: str, role: str, agency: str = "independent", review: str = REVIEW) -> str:
    facts: Facts = {"name": name, "post": "Consultant", "agency": agency, "role": role, "review": review}
    desk.do(people.add, OPENED, **facts)
    return next(reversed(desk.register.people))


def test_the_chair_and_the_author_are_two_people_and_have_access_while_appointed() -> None:
    desk = a_review()
    chair, author = somebody(desk, "Kit Chair", "adviser"), somebody(desk, "Robin Author", "adviser")
    appoint(desk, "chair of the panel", chair)
    with pytest.raises(WrongStateError, match="chair of the panel of review"):
        appoint(desk, "overview author", chair)
    appoint(desk, "overview author", author)
    assert [person.person for person in appointments.panel(desk.register, REVIEW, SPRING)] == [chair]
    with pytest.raises(WrongStateError, match="held by P-0001"):
        appoint(desk, "chair of the panel", author)
    desk.do(appointments.end, SPRING, review=REVIEW, office="overview author", why="Illness (invented)", **BY)
    roles = desk.register.people[author].in_force(date(2026, 3, 3))
    assert [role.role for role in roles] == ["adviser"]
    with pytest.raises(WrongStateError, match="held by nobody"):
        desk.do(appointments.end, SPRING, review=REVIEW, office="overview author", why="Again", **BY)


@pytest.mark.parametrize(
    ("role", "agency"),
    [
        ("Chair of the Board", "independent"),
        ("panel member", "independent"),
        ("adviser", "Example Police"),
    ],
)
def test_an_author_who_is_not_independent_is_refused(role: str, agency: str) -> None:
    desk = a_review()
    desk.do(agencies.add, OPENED, review=REVIEW, agency="Example Police")
    who = somebody(desk, "Robin Author", role, agency)
    with pytest.raises(WrongStateError, match="Robin Author"):
        appoint(desk, "overview author", who)
    assert not review_of(desk).appointments


def test_an_agency_that_is_added_later_brings_the_authors_independence_into_doubt() -> None:
    desk = a_review()
    appoint(desk, "overview author", somebody(desk, "Robin Author", "adviser", "Example Police"))
    assert appointments.doubts(desk.register, review_of(desk), SPRING) == []
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Police")
    (doubt,) = appointments.doubts(desk.register, review_of(desk), SPRING)
    assert "Robin Author, overview author, is of Example Police" in doubt


def begun(desk: Desk, kind: str = "inquest", **facts: object) -> str:
    given: Facts = {"before": "HM Coroner (invented)", "opened": OPENED, **facts}
    desk.do(proceedings.begin, SPRING, review=REVIEW, kind=kind, **given)
    return next(reversed(desk.register.proceedings))


@pytest.mark.parametrize("kind", proceedings.KINDS)
def test_an_open_inquest_or_inquiry_raises_a_hold_and_its_end_lifts_it(kind: str) -> None:
    desk = a_review()
    document = desk.document(on=SPRING)
    reference = begun(desk, kind)
    held = [hold.cause for hold in holds.on(desk.register, document)]
    assert held == ([reference] if kind in {"inquest", "inquiry"} else [])
    desk.do(proceedings.conclude, SPRING, proceedings=reference, outcome="Over (invented)")
    assert holds.on(desk.register, document) == []
    assert desk.register.proceedings[reference].state == "concluded"


def test_the_end_of_one_inquest_leaves_the_hold_of_another_and_of_a_person() -> None:
    desk = a_review()
    document = desk.document(on=SPRING)
    first, second = begun(desk), begun(desk, "inquiry")
    desk.do(holds.raise_hold, SPRING, about=[REVIEW], reason="A letter", **BY)
    desk.do(proceedings.conclude, SPRING, proceedings=first, outcome="Over (invented)")
    assert [hold.cause for hold in holds.on(desk.register, document)] == [second, ""]


def test_proceedings_are_not_concluded_before_they_were_opened_nor_ahead_nor_twice() -> None:
    desk = a_review()
    reference = begun(desk)
    for day in (date(2026, 1, 4), date(2026, 3, 3)):
        with pytest.raises(ImpossibleDateError, match="The day of their end"):
            desk.do(proceedings.conclude, SPRING, proceedings=reference, outcome="Over", day=day)
    desk.do(proceedings.conclude, SPRING, proceedings=reference, outcome="Over", day=OPENED)
    with pytest.raises(WrongStateError, match="concluded since 5 January 2026"):
        desk.do(proceedings.conclude, SPRING, proceedings=reference, outcome="Over")


def test_proceedings_that_go_on_after_all_raise_their_hold_again() -> None:
    desk = a_review()
    document = desk.document(on=SPRING)
    reference = begun(desk)
    with pytest.raises(WrongStateError):
        desk.do(proceedings.reopen, SPRING, proceedings=reference, why="It goes on")
    desk.do(proceedings.conclude, SPRING, proceedings=reference, outcome="Over")
    desk.do(proceedings.reopen, SPRING, proceedings=reference, why="It was only adjourned")
    assert [hold.cause for hold in holds.on(desk.register, document)] == [reference]


def test_the_next_known_day_is_asked_about_once_it_has_come() -> None:
    desk = a_review()
    reference = begun(desk, "criminal")
    with pytest.raises(ImpossibleDateError, match="The next day"):
        desk.do(proceedings.note, SPRING, proceedings=reference, note="Listed", next_on=date(2026, 3, 1))
    desk.do(proceedings.note, SPRING, proceedings=reference, note="Listed", next_on=date(2026, 9, 1))
    assert proceedings.expected(desk.register, date(2026, 8, 31)) == []
    assert [one.proceedings for one in proceedings.expected(desk.register, date(2026, 9, 1))] == [reference]


def test_an_inquest_after_the_conclusion_still_holds_the_papers() -> None:
    desk = a_review()
    document = desk.document(on=SPRING)
    desk.conclude(SPRING)
    begun(desk)
    assert len(holds.on(desk.register, document)) == 1
