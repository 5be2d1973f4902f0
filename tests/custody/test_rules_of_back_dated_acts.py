"""No act is dated before what it rests on, or before what was done with the same thing since (C7)."""

from datetime import date

import pytest

from desktop.custody import agency_plans, answering, clocks, foi, holds, incidents, mishaps, muster, showing
from desktop.custody.errors import ImpossibleDateError
from tests.factory import REVIEW, Desk, Facts, a_desk, march

REFUSED: Facts = {"request": "F-0001", "outcome": "refused", "reasons": "See the passages"}


def asked() -> tuple[Desk, str]:
    """Return a desk with a request about minutes, received on 2 March."""
    desk = a_desk()
    document = desk.document("minutes")
    desk.do(foi.record, name="Sam Asker", asked="The minutes", way="letter", documents=[document])
    return desk, document


def granted(desk: Desk, document: str, on: date, **when: date) -> None:
    desk.do(foi.respond, on, request="F-0001", outcome="granted", disclosed=[document], **when)


def test_an_answer_is_not_dated_before_a_passage_was_withheld() -> None:
    desk, document = asked()
    facts: Facts = {"passage": "Page 3", "section": "41", "reasons": "A name", "document": document}
    desk.do(foi.withhold, march(10), request="F-0001", **facts)
    with pytest.raises(ImpossibleDateError, match="The day of the answer"):
        desk.do(foi.respond, march(11), happened=march(9), **REFUSED)
    desk.do(foi.respond, march(11), happened=march(10), **REFUSED)


def test_an_answer_is_not_dated_before_clarification_was_asked_for() -> None:
    desk, document = asked()
    desk.do(answering.ask_clarification, march(10), request="F-0001", what="Which meeting?")
    with pytest.raises(ImpossibleDateError, match="the work on it went on later"):
        granted(desk, document, march(11), happened=march(9))


def test_no_version_is_disclosed_before_it_came_into_custody() -> None:
    desk, document = asked()
    desk.supersede(document, on=march(10))
    with pytest.raises(ImpossibleDateError, match=f"{document} came later"):
        granted(desk, document, march(11), happened=march(9))


def test_a_request_is_not_closed_before_its_internal_review_was_answered() -> None:
    desk, document = asked()
    granted(desk, document, march(5))
    for what in ("request", "response"):
        desk.do(answering.copied, march(6), request="F-0001", what=what, to=["The Chair"])
    desk.do(foi.ask_review, march(8), request="F-0001", grounds="Too little")
    desk.do(foi.answer_review, march(12), request="F-0001", outcome="answer changed", reasons="Too little")
    with pytest.raises(ImpossibleDateError, match="it was open later"):
        desk.do(answering.close, march(13), happened=march(11), request="F-0001", how="Answered")
    assert desk.register.holds["H-0001"].lifted is None


def test_clarification_that_comes_after_an_extension_begins_the_20_days_anew() -> None:
    desk, _document = asked()
    until = date(2026, 4, 10)
    desk.do(foi.extend, march(3), request="F-0001", section="42", until=until, why="To weigh it")
    assert clocks.answer_clock(desk.register, desk.register.foi["F-0001"]).due == until
    desk.do(answering.ask_clarification, march(4), request="F-0001", what="Which meeting?")
    desk.do(answering.came, date(2026, 4, 20), request="F-0001", what="clarification")
    # 20 working days after 20 April 2026, without the May Day holiday.
    assert clocks.answer_clock(desk.register, desk.register.foi["F-0001"]).due == date(2026, 5, 19)


def test_nobody_is_shown_a_version_before_it_came_into_custody() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document("minutes")
    request = desk.agreed(person, document, mode="view")
    desk.supersede(document, on=march(10))
    with pytest.raises(ImpossibleDateError, match="the version came later"):
        desk.do(showing.show, march(11), happened=march(9), request=request)
    assert desk.register.views == []


def test_a_muster_is_not_finished_before_its_last_count() -> None:
    desk = a_desk()
    copy = desk.copy(desk.document("minutes"))
    desk.do(muster.begin, march(3), first="Ann Example", second="Bo Example")
    desk.do(muster.count, march(8), counts=[muster.Counted(copy, "in the safe", 3)])
    code = desk.register.musters["MU-0001"].code
    with pytest.raises(ImpossibleDateError, match="the last count was on 8 March 2026"):
        desk.do(muster.finish, march(9), happened=march(7), code=code)


def test_an_incident_is_not_closed_before_its_risk_was_judged() -> None:
    desk = a_desk()
    copy = desk.copy(desk.document("minutes"))
    desk.do(mishaps.lose, march(3), copy=copy, what="Nobody knows")
    desk.do(incidents.assess, march(8), incident="I-0001", risk=False, reason="It was never opened")
    with pytest.raises(ImpossibleDateError, match="the risk was judged later"):
        desk.do(incidents.close, march(9), happened=march(7), incident="I-0001", found="In the shredder bin")


def test_what_a_request_is_about_is_not_named_before_it_was_received() -> None:
    desk, document = asked()
    facts: Facts = {"request": "F-0001", "documents": [document, desk.document("overview-report")]}
    with pytest.raises(ImpossibleDateError, match="the request came later"):
        desk.do(answering.name_subject, march(3), happened=march(1), **facts)
    desk.do(answering.name_subject, march(3), **facts)


def test_a_hold_is_not_looked_at_before_it_was_raised() -> None:
    desk = a_desk()
    desk.do(holds.raise_hold, march(5), about=[], authority="The coroner", reason="An inquest")
    facts: Facts = {"hold": "H-0001", "day": march(30), "why": "The inquest was adjourned"}
    with pytest.raises(ImpossibleDateError, match="it was raised later"):
        desk.do(holds.look_again, march(6), happened=march(4), **facts)
    desk.do(holds.look_again, march(6), **facts)


def test_no_meeting_is_named_for_a_plan_before_it_was_published() -> None:
    desk = a_desk()
    facts: Facts = {"agency": "Invented Trust", "told_by": "N. Director", "chair": "C. Chair"}
    desk.do(agency_plans.notify, march(3), review=REVIEW, timing="In March", **facts)
    facts = {"plan": "AP-0001", "where": "Its website", "to_whom": "The public"}
    desk.do(agency_plans.publish, march(4), **facts)
    with pytest.raises(ImpossibleDateError, match="the plan was published later"):
        desk.do(agency_plans.set_board, march(5), happened=march(3), plan="AP-0001", next_board=march(24))
    desk.do(agency_plans.set_board, march(5), plan="AP-0001", next_board=march(24))
