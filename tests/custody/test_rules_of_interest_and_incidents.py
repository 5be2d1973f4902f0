from datetime import UTC, datetime

import pytest

from desktop.custody import incidents, observations
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    WrongStateError,
)
from tests.factory import a_desk, march


def test_an_incident_is_closed_once_with_what_was_found_and_stays_on_the_record() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(incidents.master_altered, document=document, what="it holds another document")
    with pytest.raises(FactMissingError, match="What was found"):
        desk.do(incidents.close, incident="I-0001", found="")
    desk.do(incidents.close, march(3), incident="I-0001", found="Put back")
    with pytest.raises(WrongStateError, match="closed again"):
        desk.do(incidents.close, march(4), incident="I-0001", found="Again")
    found = desk.register.incidents["I-0001"]
    assert (found.closed, found.found, found.what) == (march(3), "Put back", "it holds another document")


def test_a_refusal_is_entered_on_one_line_whatever_was_typed() -> None:
    told = "There is no review \u202e\n" + "x" * 600
    event = observations.refused("open review", "UnknownReferenceError", told)
    assert event.told.startswith(r"There is no review \u202e\u000a")
    assert len(event.told) == 500


def test_what_is_only_observed_moves_nothing() -> None:
    desk = a_desk()
    document = desk.document()
    before = dict(vars(desk.register))
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    desk.do(observations.unlocks_failed, count=2, first=moment, last=moment)
    desk.do(observations.view, document=document, purpose="To prepare", how="on screen")
    assert {**vars(desk.register), "head": before["head"]} == before


def test_a_view_says_who_what_and_why() -> None:
    desk = a_desk()
    document = desk.document()
    (event,) = desk.do(observations.view, document=document, purpose="To prepare", how="on screen")
    assert event.said() == ("D-0001 (version 1) was viewed by Avery Example on screen. Purpose: To prepare.")
    with pytest.raises(FactMissingError, match="The purpose"):
        desk.do(observations.view, document=document, purpose=" ", how="on screen")


def test_an_incident_is_not_closed_before_it_was_opened() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(incidents.master_altered, march(5), document=document, what="it holds another document")
    with pytest.raises(ImpossibleDateError):
        desk.do(incidents.close, march(6), happened=march(4), incident="I-0001", found="Put back")
