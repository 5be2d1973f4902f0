"""An incident about a review is closed before the review is, so that none waits for ever (F1, C11)."""

import pytest

from desktop.custody import approved_exceptions, closing, findable, incidents, loans, mishaps
from desktop.custody.ending_errors import ReviewNotEndedError
from desktop.custody.today import today
from tests.custody.ending import approval, concluded, incidents_closed
from tests.factory import REVIEW, Desk, march

LOST = "D-0001/1"


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a concluded review, whose one copy is lost and accepted as that."""
    desk = concluded(copies=0, out=True)
    desk.do(mishaps.lose, march(4), copy=LOST, what="Left on a train")
    desk.do(approved_exceptions.accept, march(5), copy=LOST, approval=approval())
    return desk


def close(desk: Desk) -> None:
    desk.do(closing.close, march(9), review=REVIEW, authority="The Board")


def opened(desk: Desk, about: str) -> None:
    desk.do(incidents.open_by_hand, march(6), matter="other", what="It was talked about", about=about)


def in_the_way(desk: Desk) -> list[str]:
    return [one.what for one in closing.unsettled(desk.register, REVIEW)]


def test_a_review_is_not_closed_while_the_incident_of_its_lost_copy_is_open(desk: Desk) -> None:
    assert closing.ready(desk.register) == []
    with pytest.raises(ReviewNotEndedError, match=r"I-0001 \(a lost copy, not closed") as refused:
        close(desk)
    assert "an incident is closed with what was found" in refused.value.hint
    incidents_closed(desk)
    assert [review.review for review in closing.ready(desk.register)] == [REVIEW]
    close(desk)
    assert today(desk.register, march(9)).open_incidents == []


@pytest.mark.parametrize("about", [REVIEW, "D-0001", LOST, "R-0001"])
def test_an_incident_about_anything_of_the_review_is_in_the_way(desk: Desk, about: str) -> None:
    incidents_closed(desk, 5)
    opened(desk, about)
    assert in_the_way(desk) == ["I-0002"]
    assert findable.review_of(desk.register, about) == REVIEW


def test_an_incident_about_nothing_of_the_review_is_not_in_its_way(desk: Desk) -> None:
    incidents_closed(desk, 5)
    for about in ("", "P-0001"):
        opened(desk, about)
    assert in_the_way(desk) == []
    close(desk)


def test_an_incident_that_comes_to_light_after_the_closing_waits_until_it_is_closed(desk: Desk) -> None:
    incidents_closed(desk)
    close(desk)
    desk.do(loans.take_back, march(10), copy=LOST, pages=2, condition="Wet")
    (found,) = today(desk.register, march(10)).open_incidents
    assert (found.about, found.matter) == (LOST, "pages")
    incidents_closed(desk, 10)
    assert today(desk.register, march(10)).open_incidents == []
