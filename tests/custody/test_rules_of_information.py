"""Requests for information: what is recorded, what stops the clock, and what gives more time."""

from datetime import date

import pytest

from desktop.custody import answering, calendar, clocks, foi, holds
from desktop.custody.errors import (
    ClockRunOutError,
    FactMissingError,
    ImpossibleDateError,
    OpinionMissingError,
    WrongStateError,
)
from tests.custody.asked import (
    ASKED,
    THE_DUE,
    a_request,
    about_a_report,
    due,
    request,
    withhold,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, march


def test_a_request_keeps_the_words_the_day_and_the_way_and_raises_a_hold() -> None:
    desk = about_a_report()
    found = request(desk)
    assert (found.name, found.asked, found.received, found.way, found.state) == (
        "Pat Asker",
        "The overview report, please",
        march(2),
        "e-mail",
        "open",
    )
    (hold,) = holds.on(desk.register, "D-0001")
    assert (hold.hold, hold.cause, hold.about) == ("H-0001", "F-0001", ("D-0001",))
    assert due(desk) == THE_DUE


def test_a_request_received_on_a_saturday_counts_from_there() -> None:
    desk = a_desk()
    desk.do(foi.record, march(9), **{**ASKED, "received": march(7)})
    steps = clocks.clock(desk.register, request(desk)).steps
    assert steps[0] == (march(7), "The request was received: day 0", None)
    assert steps[1] == (march(8), "Does not count: Sunday", None)
    assert steps[2] == (march(9), "A working day", 1)
    assert due(desk) == date(2026, 4, 8)


def test_a_holiday_proclaimed_while_the_clock_runs_moves_its_end() -> None:
    desk = about_a_report()
    desk.do(
        calendar.proclaim,
        march(5),
        day=march(20),
        name="An invented day",
        source="Proclamation",
        nations=["Scotland"],
    )
    assert due(desk) == date(2026, 4, 1)
    assert (march(20), "Does not count: bank holiday: An invented day (Scotland)", None) in clocks.clock(
        desk.register, request(desk)
    ).steps


def test_an_import_recomputes_the_clock_of_an_open_request() -> None:
    desk = about_a_report()
    year = tuple(day for day in desk.register.holidays.values() if day.day.year == 2026)
    moved = tuple(day for day in year if day.day != march(17))  # St Patrick's Day, moved past the end
    later = calendar.Holiday(date(2026, 4, 17), "St Patrick's Day", ("Northern Ireland",))
    desk.do(calendar.import_years, march(5), source="An invented list", days=(*moved, later))
    assert due(desk) == date(2026, 3, 30)


def test_a_request_cannot_come_in_the_future_and_may_be_entered_late() -> None:
    desk = a_desk()
    with pytest.raises(ImpossibleDateError, match="day of receipt cannot be 3 March 2026"):
        desk.do(foi.record, march(2), **{**ASKED, "received": march(3)})
    a_request(desk, received=date(2026, 2, 2))
    assert due(desk) == date(2026, 3, 2)


@pytest.mark.parametrize("fact", ["name", "asked", "way"])
def test_a_request_needs_who_what_and_how(fact: str) -> None:
    with pytest.raises(FactMissingError):
        a_request(a_desk(), **{fact: " "})


def test_a_request_about_nothing_named_holds_everything_until_its_subject_is_named() -> None:
    desk = a_desk()
    document, other = desk.document("overview-report"), desk.document("minutes")
    a_request(desk)
    assert [hold.subject for hold in holds.on(desk.register, other)] == ["everything in the vault"]
    desk.do(answering.name_subject, march(3), request="F-0001", documents=[document])
    assert holds.on(desk.register, other) == []
    assert [hold.about for hold in holds.on(desk.register, document)] == [(document,)]
    with pytest.raises(FactMissingError, match="already"):
        desk.do(answering.name_subject, march(3), request="F-0001", documents=[document])


def test_a_request_about_a_review_holds_each_of_its_documents() -> None:
    desk = a_desk()
    document = desk.document()
    a_request(desk, review=REVIEW.lower())
    assert [hold.about for hold in holds.on(desk.register, document)] == [(REVIEW,)]


def test_clarification_on_day_19_makes_the_day_it_comes_day_0() -> None:
    desk = about_a_report()
    nineteenth = date(2026, 3, 30)
    desk.do(answering.ask_clarification, nineteenth, request="F-0001", what="Which chapter?")
    clock = clocks.clock(desk.register, request(desk))
    assert (clock.due, clock.why) == (
        None,
        "The clock has been stopped since 30 March 2026: clarification was asked for",
    )
    assert request(desk).state == "stopped: clarification was asked for"
    desk.do(answering.came, date(2026, 4, 9), request="F-0001", what="clarification")
    assert due(desk) == date(2026, 5, 8)


def test_clarification_is_not_asked_once_the_time_has_run_out() -> None:
    desk = about_a_report()
    with pytest.raises(ClockRunOutError, match="ran out on 31 March 2026"):
        desk.do(answering.ask_clarification, date(2026, 4, 1), request="F-0001", what="Which chapter?")


def test_nothing_is_asked_twice_and_nothing_comes_that_was_not_asked() -> None:
    desk = about_a_report()
    with pytest.raises(WrongStateError, match="not waiting for it"):
        desk.do(answering.came, march(3), request="F-0001", what="fee")
    desk.do(answering.ask_clarification, march(3), request="F-0001", what="Which chapter?")
    with pytest.raises(WrongStateError, match="stopped for it again"):
        desk.do(answering.ask_clarification, march(4), request="F-0001", what="Which chapter?")
    with pytest.raises(ImpossibleDateError, match="asked for later"):
        desk.do(answering.came, march(5), happened=march(2), request="F-0001", what="clarification")


def test_days_while_a_fee_is_awaited_do_not_count() -> None:
    desk = about_a_report()
    desk.do(answering.ask_fee, march(4), request="F-0001", what="GBP 20 for copying")
    assert due(desk) is None
    desk.do(answering.came, march(6), request="F-0001", what="fee")
    assert due(desk) == date(2026, 4, 7)  # 31 March, and three working days: past Easter
    assert (march(5), "Does not count: A fee was asked for", None) in clocks.clock(
        desk.register, request(desk)
    ).steps


def test_section_36_is_not_relied_on_before_the_opinion() -> None:
    desk = about_a_report()
    extension: Facts = {
        "request": "F-0001",
        "section": "section 36",
        "until": date(2026, 4, 20),
        "why": "To weigh the public interest",
    }
    with pytest.raises(OpinionMissingError, match="no opinion of the qualified person"):
        desk.do(foi.extend, march(5), **extension)
    with pytest.raises(OpinionMissingError):
        withhold(desk, "36", public_interest="For: learning. Against: candour. It is withheld.")
    desk.do(
        foi.give_opinion,
        march(6),
        request="F-0001",
        by="The Chief Executive",
        gist="It would inhibit",
        day=march(5),
    )
    with pytest.raises(OpinionMissingError, match="given by 4 March 2026"):
        desk.do(foi.extend, march(7), happened=march(4), **extension)
    desk.do(foi.extend, march(7), **extension)
    assert due(desk) == date(2026, 4, 20)
    withhold(desk, "36", on=7, public_interest="For: learning. Against: candour. It is withheld.")


@pytest.mark.parametrize(("given", "on"), [(march(1), 5), (march(6), 5)])
def test_the_opinion_has_a_day_between_receipt_and_now(given: date, on: int) -> None:
    desk = about_a_report()
    with pytest.raises(ImpossibleDateError):
        desk.do(foi.give_opinion, march(on), request="F-0001", by="A", gist="B", day=given)


def test_time_is_extended_for_a_qualified_exemption_alone_in_time_and_once() -> None:
    desk = about_a_report()
    facts: Facts = {"request": "F-0001", "until": date(2026, 4, 20), "why": "To weigh the public interest"}
    with pytest.raises(FactMissingError, match=r"section 41 .* is absolute"):
        desk.do(foi.extend, march(5), section="41", **facts)
    with pytest.raises(FactMissingError, match="is none of 21, 22"):
        desk.do(foi.extend, march(5), section="99", **facts)
    with pytest.raises(ClockRunOutError, match="cannot be extended"):
        desk.do(foi.extend, date(2026, 4, 1), section="31", **facts)
    with pytest.raises(ImpossibleDateError, match="as long without extension"):
        desk.do(foi.extend, march(5), section="31", **{**facts, "until": march(20)})
    desk.do(foi.extend, march(5), section="31", **facts)
    with pytest.raises(WrongStateError, match="extended already"):
        desk.do(foi.extend, march(6), section="31", **facts)


def test_more_than_40_working_days_are_exceptional_and_say_why() -> None:
    desk = about_a_report()
    facts: Facts = {"request": "F-0001", "section": "31", "why": "To weigh", "until": date(2026, 6, 1)}
    with pytest.raises(FactMissingError, match="40 working days"):
        desk.do(foi.extend, march(5), **facts)
    desk.do(foi.extend, march(5), **facts, exceptional="The inquest sits in May")
    assert due(desk) == date(2026, 6, 1)


@pytest.mark.parametrize("section", ["", "41 " + "x" * 40, "41 \ud800"])
def test_a_section_is_refused_that_cannot_stand_in_the_ledger(section: str) -> None:
    desk = about_a_report()
    facts: Facts = {"passage": "Page 3", "reasons": "A name", "document": "D-0001"}
    with pytest.raises(FactMissingError, match="section"):
        desk.do(foi.withhold, request="F-0001", section=section, **facts)


def about_a_review() -> tuple[Desk, str, str]:
    """Have a request for all papers of a review that has two."""
    desk = a_desk()
    documents = desk.document("overview-report"), desk.document("minutes")
    a_request(desk, review=REVIEW)
    return (desk, *documents)


def test_a_passage_is_withheld_of_any_document_of_the_review_without_naming_it_first() -> None:
    desk, report, minutes = about_a_review()
    withhold(desk, "41", document=minutes)
    assert request(desk).withheld[0].document == minutes
    assert request(desk).about == (REVIEW,)
    assert [hold.about for hold in holds.on(desk.register, report)] == [(REVIEW,)]


def test_a_passage_is_withheld_of_any_document_while_the_request_names_nothing() -> None:
    desk = a_desk()
    document = desk.document("minutes")
    a_request(desk)
    withhold(desk, "41", document=document)
    assert holds.in_force(desk.register)[0].subject == "everything in the vault"


def test_naming_documents_keeps_the_review_and_its_hold() -> None:
    desk, report, minutes = about_a_review()
    desk.do(answering.name_subject, march(3), request="F-0001", documents=[report])
    assert request(desk).about == (REVIEW, report)
    assert [hold.about for hold in holds.on(desk.register, minutes)] == [(REVIEW, report)]


def test_the_hold_of_an_open_request_gets_no_smaller_without_a_reason() -> None:
    desk, report, minutes = about_a_review()
    fewer: Facts = {"request": "F-0001", "review": "", "documents": [report]}
    with pytest.raises(FactMissingError, match=f"no longer about {REVIEW}"):
        desk.do(answering.name_subject, march(3), **fewer)
    assert len(holds.on(desk.register, minutes)) == 1
    events = desk.do(answering.name_subject, march(3), **fewer, narrower="They want the report alone")
    assert holds.on(desk.register, minutes) == []
    assert [event.said() for event in events] == [
        f"F-0001 is about {report}. That is less than before: They want the report alone",
        f"Hold H-0001 stands on {report}. Reason: They want the report alone",
    ]
    assert holds.told(events) == [f"Hold H-0001 is now on {report}."]


def test_a_document_is_not_dropped_without_a_reason_unless_its_review_covers_it() -> None:
    desk = about_a_report()
    other = desk.document("minutes")
    with pytest.raises(FactMissingError, match="no longer about D-0001"):
        desk.do(answering.name_subject, march(3), request="F-0001", documents=[other])
    desk.do(answering.name_subject, march(3), request="F-0001", review=REVIEW)
    assert request(desk).about == (REVIEW,)
    with pytest.raises(FactMissingError, match="neither a review nor a document"):
        desk.do(answering.name_subject, march(4), request="F-0001", review="", narrower="All of it")
    with pytest.raises(FactMissingError, match="no less than before"):
        desk.do(
            answering.name_subject, march(4), request="F-0001", documents=[other], narrower="They said so"
        )


def test_the_days_counted_before_clarification_stand_in_the_working() -> None:
    desk = about_a_report()
    desk.do(answering.ask_clarification, march(5), request="F-0001", what="Which chapter?")
    desk.do(answering.came, march(10), request="F-0001", what="clarification")
    assert [(step.day, step.said) for step in clocks.clock(desk.register, request(desk)).steps[:6]] == [
        (march(2), "The request was received"),
        (march(3), "Working day 1, before clarification"),
        (march(4), "Working day 2, before clarification"),
        (march(5), "Working day 3, before clarification"),
        (march(5), "Clarification was asked for, on working day 3"),
        (march(10), "Clarification came, and time runs from there: day 0"),
    ]


def test_the_requests_whose_day_a_holiday_moves_are_named() -> None:
    desk = about_a_report()
    before = clocks.due_days(desk.register)
    assert clocks.moved(desk.register, before) == []
    desk.do(calendar.proclaim, march(5), day=march(20), name="An invented day", source="Proclamation")
    (moved,) = clocks.moved(desk.register, before)
    assert moved.before == date(2026, 3, 31)
    assert moved.said == "F-0001 is due on another day now: 1 April 2026 (before: 31 March 2026)."
