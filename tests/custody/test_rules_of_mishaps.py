"""What befalls a copy never ends custody (C11), and a clock of 72 hours runs where it may have done harm."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.custody import closed_days, copies, incidents, loans, mishaps
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import CUSTODIAN, Event
from desktop.custody.today import today
from tests.factory import REVIEW, Desk, Facts, a_desk, march, noon

CLAIM: Facts = {"said_by": "Robin Invented", "how": "Left with the front desk"}
FOUND: Facts = {"where": "In a locked cabinet", "found_by": "Robin Invented"}


@pytest.fixture
def desk() -> Desk:
    return a_desk()


@pytest.fixture
def lent(desk: Desk) -> str:
    """Return a copy of three pages that is out and signed for."""
    copy = desk.lent()
    loan = desk.register.copies[copy].loan
    assert loan is not None
    desk.do(loans.confirm, copy=copy, slip_code=loan.slip_code)
    return copy


def claim(desk: Desk, copy: str, day: int = 5) -> None:
    desk.do(mishaps.claim_returned, march(day), copy=copy, **CLAIM)


def lose(desk: Desk, copy: str, day: int = 5) -> None:
    desk.do(mishaps.lose, march(day), copy=copy, what="Left on a train")


def damage(desk: Desk, copy: str, day: int = 5) -> None:
    desk.do(mishaps.damage, march(day), copy=copy, what="Soaked")


def take_back(desk: Desk, copy: str, day: int = 9, pages: int = 3) -> None:
    desk.do(loans.take_back, march(day), copy=copy, pages=pages, condition="As it is")


def standing(desk: Desk, copy: str) -> tuple[CopyState, str]:
    found = desk.register.copies[copy]
    return found.state, found.responsible


MISHAPS = [
    (claim, CopyState.CLAIMED_RETURNED),
    (lose, CopyState.LOST),
    (damage, CopyState.DAMAGED),
]


@pytest.mark.parametrize(("befalls", "state"), MISHAPS)
def test_whatever_befalls_a_copy_its_holder_goes_on_answering_for_it(
    desk: Desk, lent: str, befalls: Callable[[Desk, str], None], state: CopyState
) -> None:
    befalls(desk, lent)
    assert standing(desk, lent) == (state, "P-0001")
    found = desk.register.copies[lent]
    assert (found.out, closed_days.overdue(desk.register, found, march(21))) == (True, True)
    assert [copy.copy for copy in copies.unaccounted(desk.register, REVIEW)] == [lent]
    assert sum(copies.tally(desk.register, "D-0001").values()) == 1


@pytest.mark.parametrize(("befalls", "back_in"), [(claim, "in safe"), (lose, "in safe"), (damage, "damaged")])
def test_only_a_count_ends_the_custody_of_a_holder(
    desk: Desk, lent: str, befalls: Callable[[Desk, str], None], back_in: str
) -> None:
    befalls(desk, lent)
    take_back(desk, lent)
    assert standing(desk, lent) == (CopyState(back_in), CUSTODIAN)
    assert desk.register.copies[lent].loans[-1].returned == march(9)


@pytest.mark.parametrize("befalls", [claim, lose])
def test_a_missing_copy_that_is_brought_back_short_is_with_its_holder_again(
    desk: Desk, lent: str, befalls: Callable[[Desk, str], None]
) -> None:
    befalls(desk, lent)
    take_back(desk, lent, pages=2)
    assert standing(desk, lent) == (CopyState.SIGNED_OUT, "P-0001")
    assert [known.matter for known in desk.register.incidents.values()][-1] == "pages"


@pytest.mark.parametrize("befalls", [claim, lose])
def test_a_copy_that_is_found_goes_back_to_the_state_it_had(
    desk: Desk, lent: str, befalls: Callable[[Desk, str], None]
) -> None:
    befalls(desk, lent)
    desk.do(mishaps.find, march(6), copy=lent, **FOUND)
    assert standing(desk, lent) == (CopyState.SIGNED_OUT, "P-0001")


def test_a_copy_found_before_its_slip_came_back_still_awaits_the_signature(desk: Desk) -> None:
    copy = desk.lent()
    lose(desk, copy)
    assert desk.register.copies[copy].unsigned
    desk.do(mishaps.find, march(6), copy=copy, **FOUND)
    assert standing(desk, copy) == (CopyState.AWAITING_SIGNATURE, "P-0001")


def test_the_signed_slip_of_a_lost_copy_is_confirmed_and_the_copy_stays_lost(desk: Desk) -> None:
    copy = desk.lent()
    lose(desk, copy)
    desk.do(loans.confirm, march(6), copy=copy, slip_code=desk.register.copies[copy].loans[-1].slip_code)
    assert desk.register.copies[copy].state == CopyState.LOST
    assert not desk.register.copies[copy].unsigned
    desk.do(mishaps.find, march(7), copy=copy, **FOUND)
    assert desk.register.copies[copy].state == CopyState.SIGNED_OUT


def test_a_copy_lost_from_the_safe_is_the_custodians_and_not_accounted_for_until_it_is_found(
    desk: Desk,
) -> None:
    copy = desk.copy(desk.document())
    lose(desk, copy)
    assert standing(desk, copy) == (CopyState.LOST, CUSTODIAN)
    assert [one.copy for one in copies.unaccounted(desk.register, REVIEW)] == [copy]
    with pytest.raises(WrongStateError, match="is lost, so it cannot be signed out"):
        desk.sign_out(copy, desk.person(), desk.agreed("P-0001", "D-0001"), on=march(6))
    desk.do(mishaps.find, march(6), copy=copy, **FOUND)
    assert standing(desk, copy) == (CopyState.IN_SAFE, CUSTODIAN)


def test_a_copy_that_was_damaged_and_then_lost_is_still_damaged_when_it_is_found(
    desk: Desk, lent: str
) -> None:
    damage(desk, lent)
    lose(desk, lent, 6)
    desk.do(mishaps.find, march(7), copy=lent, **FOUND)
    assert standing(desk, lent) == (CopyState.DAMAGED, "P-0001")


def test_a_damaged_copy_is_issued_again_only_when_it_is_mended_in_the_safe(desk: Desk, lent: str) -> None:
    damage(desk, lent)
    with pytest.raises(WrongStateError, match="damaged and with P-0001"):
        desk.do(mishaps.mend, march(6), copy=lent, found="Dried")
    take_back(desk, lent)
    with pytest.raises(WrongStateError, match="is damaged, so it cannot be signed out"):
        desk.sign_out(lent, "P-0001", "R-0001", on=march(10))
    desk.do(mishaps.mend, march(10), copy=lent, found="Dried, every page legible")
    assert standing(desk, lent) == (CopyState.IN_SAFE, CUSTODIAN)
    desk.sign_out(lent, "P-0001", "R-0001", on=march(10))
    assert standing(desk, lent) == (CopyState.AWAITING_SIGNATURE, "P-0001")


def test_a_lost_or_damaged_copy_opens_an_incident_that_stays_open_when_the_copy_is_back(
    desk: Desk, lent: str
) -> None:
    damage(desk, lent)
    lose(desk, lent, 6)
    take_back(desk, lent)
    found = [(one.matter, one.about, one.closed) for one in desk.register.incidents.values()]
    assert found == [("damaged", lent, None), ("lost", lent, None)]
    what = desk.register.incidents["I-0002"].what
    assert "Robin Invented (P-0001) answered for it: Left on a train" in what


def test_a_claim_opens_no_incident_and_says_who_claims_what(desk: Desk, lent: str) -> None:
    (event,) = desk.do(mishaps.claim_returned, march(5), copy=lent, **CLAIM)
    assert event.said() == (
        "Robin Invented says that D-0001/1 was brought back: Left with the front desk."
        " It was not counted back."
    )
    assert not desk.register.incidents


@pytest.mark.parametrize(
    ("act", "facts", "needed"),
    [
        (mishaps.claim_returned, {**CLAIM, "said_by": " "}, "Who says so"),
        (mishaps.claim_returned, {**CLAIM, "how": ""}, "How it was brought back"),
        (mishaps.lose, {"what": ""}, "What happened"),
        (mishaps.damage, {"what": "\t"}, "What happened"),
    ],
)
def test_a_mishap_is_told_in_words(
    desk: Desk, lent: str, act: Callable[..., list[Event]], facts: Facts, needed: str
) -> None:
    with pytest.raises(FactMissingError, match=needed):
        desk.do(act, march(5), copy=lent, **facts)
    assert desk.register.copies[lent].state == CopyState.SIGNED_OUT


def test_what_does_not_fit_the_state_of_a_copy_is_refused(desk: Desk, lent: str) -> None:
    inside, spoilt = desk.copy("D-0001"), desk.allot("D-0001")[0]
    refused: list[tuple[Callable[..., list[Event]], str, Facts]] = [
        (mishaps.claim_returned, inside, CLAIM),
        (mishaps.find, inside, FOUND),
        (mishaps.find, lent, FOUND),
        (mishaps.mend, inside, {"found": "Whole"}),
        (mishaps.lose, spoilt, {"what": "Gone"}),
        (mishaps.damage, spoilt, {"what": "Torn"}),
    ]
    for act, copy, facts in refused:
        with pytest.raises(WrongStateError):
            desk.do(act, march(5), copy=copy, **facts)
    damage(desk, inside)
    with pytest.raises(WrongStateError, match="in the safe, damaged"):
        desk.do(mishaps.claim_returned, march(6), copy=inside, **CLAIM)


def test_a_mishap_is_not_dated_before_the_copy_was_moved_last(desk: Desk, lent: str) -> None:
    claim(desk, lent, 5)
    with pytest.raises(ImpossibleDateError, match="moved on 5 March 2026"):
        desk.do(mishaps.lose, march(8), happened=march(4), copy=lent, what="Gone")


def test_copies_can_go_missing_and_be_found_after_the_conclusion(desk: Desk, lent: str) -> None:
    desk.conclude(march(3))
    lose(desk, lent)
    desk.do(mishaps.find, march(6), copy=lent, **FOUND)
    take_back(desk, lent)
    assert standing(desk, lent) == (CopyState.IN_SAFE, CUSTODIAN)


def test_the_clock_of_a_lost_copy_ends_after_72_hours_counted_from_when_it_happened(
    desk: Desk, lent: str
) -> None:
    desk.do(mishaps.lose, march(8), happened=march(5), copy=lent, what="Left on a train")
    (incident,) = incidents.clocks(desk.register)
    assert (incident.at, incident.opened) == (noon(march(5)), march(5))
    assert incident.clock_ends == noon(march(5)) + timedelta(hours=72)


def test_damage_starts_no_clock_until_it_is_judged_a_risk(desk: Desk, lent: str) -> None:
    damage(desk, lent)
    assert incidents.clocks(desk.register) == []
    desk.do(incidents.assess, march(6), incident="I-0001", risk=True, reason="Someone read it")
    (incident,) = incidents.clocks(desk.register)
    assert incident.clock_ends == noon(march(8))


def test_a_lost_copys_incident_is_not_closed_before_the_risk_is_judged(desk: Desk, lent: str) -> None:
    lose(desk, lent)
    take_back(desk, lent)
    with pytest.raises(WrongStateError, match="I-0001 is not judged"):
        desk.do(incidents.close, march(10), incident="I-0001", found="It was in the car")
    desk.do(incidents.assess, march(10), incident="I-0001", risk=False, reason="The car was locked")
    desk.do(incidents.close, march(10), incident="I-0001", found="It was in the car")
    assert desk.register.incidents["I-0001"].closed == march(10)


def test_where_there_is_a_risk_the_clock_runs_until_the_commissioner_was_told(desk: Desk, lent: str) -> None:
    lose(desk, lent)
    desk.do(incidents.assess, march(6), incident="I-0001", risk=True, reason="It names people")
    assert [known.incident for known in incidents.clocks(desk.register)] == ["I-0001"]
    with pytest.raises(WrongStateError, match="Commissioner was not told"):
        desk.do(incidents.close, march(6), incident="I-0001", found="Not found")
    told = noon(march(7))
    (event,) = desk.do(
        incidents.assess,
        march(7),
        incident="I-0001",
        risk=True,
        reason="It names people",
        told_commissioner=told,
    )
    assert event.said().endswith("The Information Commissioner was told on 7 March 2026, 12:00.")
    assert incidents.clocks(desk.register) == []
    judged = desk.register.incidents["I-0001"].assessments
    assert [one.told_commissioner for one in judged] == [None, told]
    desk.do(incidents.close, march(8), incident="I-0001", found="Not found")


@pytest.mark.parametrize("day", [4, 8])
def test_the_commissioner_was_told_neither_before_it_happened_nor_in_the_future(
    desk: Desk, lent: str, day: int
) -> None:
    lose(desk, lent, 5)
    with pytest.raises(ImpossibleDateError, match="The time the Commissioner was told"):
        desk.do(
            incidents.assess,
            march(7),
            incident="I-0001",
            risk=True,
            reason="It names people",
            told_commissioner=noon(march(day)),
        )


def test_the_most_urgent_clock_comes_first(desk: Desk, lent: str) -> None:
    desk.do(incidents.open_by_hand, march(6), matter="breach", what="Read aloud", about=lent)
    desk.do(mishaps.lose, march(7), happened=march(5), copy=lent, what="Gone")
    assert [known.incident for known in incidents.clocks(desk.register)] == ["I-0002", "I-0001"]
    desk.do(incidents.assess, march(8), incident="I-0002", risk=False, reason="It was locked")
    waiting = today(desk.register, march(8)).open_incidents
    assert [known.incident for known in waiting] == ["I-0001", "I-0002"]


@pytest.mark.parametrize(
    ("about", "kept"),
    [
        ("d-0001/1", "D-0001/1"),
        (" D-0001 ", "D-0001"),
        ("p-0001", "P-0001"),
        ("scr-2026-01", REVIEW),
        ("", ""),
    ],
)
def test_an_incident_by_hand_is_about_something_in_the_register_or_nothing(
    desk: Desk, lent: str, about: str, kept: str
) -> None:
    (event,) = desk.do(incidents.open_by_hand, matter="Other", what="The safe stood open", about=about)
    found = desk.register.incidents["I-0001"]
    assert (found.matter, found.about, found.clock_ends) == ("other", kept, None)
    assert (
        event.said() == f"Incident I-0001 was opened{f' about {kept}' if kept else ''}: The safe stood open"
    )
    assert desk.register.copies[lent].state == CopyState.SIGNED_OUT


def test_an_incident_by_hand_is_of_a_matter_that_no_act_opens(desk: Desk, lent: str) -> None:
    for matter in ("lost", "damaged", "pages", "master", "muster", "anything"):
        with pytest.raises(FactMissingError, match="not one of breach, other"):
            desk.do(incidents.open_by_hand, matter=matter, what="It happened", about=lent)
    with pytest.raises(UnknownReferenceError, match="D-0099"):
        desk.do(incidents.open_by_hand, matter="breach", what="It happened", about="D-0099")


def test_notes_are_kept_in_order_and_a_closed_incident_takes_no_more(desk: Desk) -> None:
    desk.do(incidents.open_by_hand, matter="other", what="The safe stood open")
    for day, text in ((3, "The caretaker was asked"), (4, "Nothing is missing")):
        desk.do(incidents.note, march(day), incident="I-0001", text=text)
    notes = desk.register.incidents["I-0001"].notes
    assert [(one.at, one.text) for one in notes] == [
        (noon(march(3)), "The caretaker was asked"),
        (noon(march(4)), "Nothing is missing"),
    ]
    desk.do(incidents.close, march(5), incident="I-0001", found="A new lock")
    for act, facts in (
        (incidents.note, {"text": "More"}),
        (incidents.assess, {"risk": True, "reason": "No"}),
    ):
        with pytest.raises(WrongStateError, match="closed"):
            desk.do(act, march(6), incident="I-0001", **facts)
