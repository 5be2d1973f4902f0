"""The action plan of a review: rows that are never lost, decisions of agencies and Board, quarters (E6)."""

from datetime import date

import pytest

from desktop.custody import action_plans, objective_ends, objectives, plan_decisions, plan_progress
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
    WrongStateError,
)
from desktop.custody.today import today
from tests.custody.planned import WORDING, a_plan, an_objective, approved, met, signed_off, the
from tests.factory import REVIEW, TODAY, Desk, Facts, a_desk, march

BOARD: Facts = {"review": REVIEW, "authority": "The Board"}


def test_an_objective_has_a_reference_and_says_what_a_plan_sets_out() -> None:
    desk = a_plan()
    assert the(desk).wording == WORDING
    assert (the(desk).state, the(desk).review) == ("open", REVIEW)
    assert desk.register.action_plans[REVIEW].state == "being drawn up"


@pytest.mark.parametrize("field", ["recommendation", "outcome", "action", "person", "agency"])
def test_a_row_without_what_a_plan_sets_out_is_refused(field: str) -> None:
    nothing: Facts = {field: " "}
    with pytest.raises(FactMissingError, match=field.replace("person", "person responsible")):
        an_objective(a_desk(), **nothing)


def test_a_changed_row_keeps_what_it_said_and_why_it_was_changed() -> None:
    desk = a_plan()
    desk.do(objectives.change, objective="ob-0001", reason="The trainer is ill", target=date(2026, 10, 31))
    (change,) = the(desk).changes
    assert (change.before, change.reason) == (WORDING, "The trainer is ill")
    assert the(desk).wording.target == date(2026, 10, 31)
    assert the(desk).wording.action == WORDING.action


def test_a_change_needs_a_reason_and_must_change_something() -> None:
    desk = a_plan()
    with pytest.raises(FactMissingError, match="reason"):
        desk.do(objectives.change, objective="OB-0001", reason="", action="Another")
    with pytest.raises(WrongStateError):
        desk.do(objectives.change, objective="OB-0001", reason="Why", action=WORDING.action)


def test_progress_is_noted_for_a_day_that_does_not_lie_ahead() -> None:
    desk = a_plan()
    desk.do(objectives.progress, march(5), objective="OB-0001", evidence="Half", day=march(4))
    assert [(note.day, note.evidence) for note in the(desk).notes] == [(march(4), "Half")]
    with pytest.raises(ImpossibleDateError, match="lies ahead"):
        desk.do(objectives.progress, march(5), objective="OB-0001", evidence="All", day=march(6))


def test_an_objective_is_not_met_before_the_progress_noted_for_it() -> None:
    desk = a_plan()
    desk.do(objectives.progress, march(5), objective="OB-0001", evidence="Half")
    facts: Facts = {"objective": "OB-0001", "evidence": "All", "agreed_by": "The panel"}
    with pytest.raises(ImpossibleDateError, match="5 March 2026"):
        desk.do(objective_ends.meet, march(6), happened=march(4), **facts)
    desk.do(objective_ends.meet, march(6), **facts)
    assert the(desk).state == "met"


@pytest.mark.parametrize("state", ["met", "withdrawn"])
def test_what_has_ended_changes_no_more_until_it_is_opened_again_with_a_reason(state: str) -> None:
    desk = a_plan()
    if state == "met":
        met(desk)
    else:
        facts: Facts = {"reason": "A national guide came out", "authority": "The Board"}
        desk.do(objective_ends.withdraw, objective="OB-0001", **facts)
    with pytest.raises(WrongStateError, match=state):
        desk.do(objectives.progress, objective="OB-0001", evidence="More")
    desk.do(objective_ends.reopen, objective="OB-0001", reason="One team was left out")
    desk.do(objectives.progress, objective="OB-0001", evidence="More")
    assert the(desk).open


def test_after_the_approval_a_further_row_needs_the_reason() -> None:
    desk = approved(a_plan())
    with pytest.raises(FactMissingError, match="approved the plan already"):
        an_objective(desk)
    assert the(desk, an_objective(desk, reason="A letter of the inspectorate")).reason


def test_agencies_sign_up_once_and_those_that_have_not_are_named() -> None:
    desk = a_plan()
    an_objective(desk, agency="Example Police")
    facts: Facts = {"review": REVIEW, "officer": "B. Officer", "post": "Chief Nurse"}
    desk.do(plan_decisions.sign_up, agency="example health trust", **facts)
    assert desk.register.action_plans[REVIEW].sign_ups[0].agency == "Example Health Trust"
    assert action_plans.not_signed_up(desk.register, REVIEW) == ["Example Police"]
    with pytest.raises(AlreadyThereError):
        desk.do(plan_decisions.sign_up, agency="Example Health Trust", **facts)


def test_an_empty_plan_is_neither_signed_up_to_nor_approved_nor_signed_off() -> None:
    desk = a_desk()
    for act in (plan_decisions.approve, plan_decisions.sign_off):
        with pytest.raises(FactMissingError, match="no objective"):
            desk.do(act, **BOARD)
    with pytest.raises(FactMissingError, match="no objective"):
        desk.do(plan_decisions.sign_up, review=REVIEW, agency="A", officer="B")


def test_a_plan_is_signed_off_once_every_objective_is_met_or_withdrawn() -> None:
    desk = approved(a_plan("Train", "Write a guide"))
    with pytest.raises(WrongStateError, match="OB-0001, OB-0002 open"):
        desk.do(plan_decisions.sign_off, **BOARD)
    met(desk, "OB-0001")
    desk.do(objective_ends.withdraw, objective="OB-0002", reason="Out of date", authority="The Board")
    assert [plan.review for plan in today(desk.register, TODAY).to_sign_off] == [REVIEW]
    signed_off(desk)
    assert desk.register.action_plans[REVIEW].state == "signed off"
    assert today(desk.register, TODAY).to_sign_off == []


def test_a_plan_that_the_board_never_approved_is_not_signed_off_as_implemented() -> None:
    desk = met(a_plan())
    assert "has not approved" in action_plans.sign_off_told(today(desk.register, TODAY).to_sign_off[0])
    with pytest.raises(WrongStateError, match="being drawn up") as refused:
        desk.do(plan_decisions.sign_off, **BOARD)
    assert "the Board approved it" in refused.value.hint
    signed_off(approved(desk))
    desk.do(plan_decisions.amend, ground="The evaluation was inadequate", **BOARD)
    with pytest.raises(WrongStateError, match="being amended"):
        desk.do(plan_decisions.sign_off, **BOARD)


def test_a_plan_of_which_all_was_withdrawn_before_its_approval_is_none_and_not_signed_off() -> None:
    desk = a_plan()
    desk.do(objective_ends.withdraw, objective="OB-0001", reason="Fell away", authority="The Board")
    with pytest.raises(WrongStateError) as refused:
        desk.do(plan_decisions.sign_off, **BOARD)
    assert "no recommendations" in refused.value.hint
    desk.do(plan_decisions.make_none, reason="Nothing is left", **BOARD)


def test_a_meeting_does_not_lie_before_what_it_decided_about() -> None:
    desk = met(approved(a_plan()), on=march(5))
    with pytest.raises(ImpossibleDateError, match="5 March 2026"):
        desk.do(plan_decisions.sign_off, march(6), meeting=march(4), **BOARD)
    with pytest.raises(ImpossibleDateError, match="lies ahead"):
        desk.do(plan_decisions.sign_off, march(6), meeting=march(7), **BOARD)


def test_a_settled_plan_changes_no_more_unless_it_is_amended() -> None:
    desk = signed_off(met(approved(a_plan())))
    with pytest.raises(WrongStateError, match="signed off"):
        an_objective(desk)
    with pytest.raises(WrongStateError, match="signed off"):
        desk.do(objective_ends.reopen, objective="OB-0001", reason="A mistake")
    desk.do(plan_decisions.amend, ground="The evaluation was inadequate", **BOARD)
    plan = desk.register.action_plans[REVIEW]
    assert (plan.state, plan.approval, plan.signed_off) == ("being amended", None, None)
    assert action_plans.not_signed_up(desk.register, REVIEW) == ["Example Health Trust"]
    new = an_objective(desk)
    signed_off(met(approved(desk), new))


def test_a_plan_that_was_never_approved_is_not_amended() -> None:
    with pytest.raises(WrongStateError, match="being drawn up"):
        a_plan().do(plan_decisions.amend, ground="Why", **BOARD)


def test_a_review_with_objectives_is_not_one_without_recommendations() -> None:
    desk = a_plan()
    with pytest.raises(WrongStateError, match="OB-0001"):
        desk.do(plan_decisions.make_none, reason="None", **BOARD)
    desk.do(objective_ends.withdraw, objective="OB-0001", reason="Fell away", authority="The Board")
    desk.do(plan_decisions.make_none, reason="None", **BOARD)
    with pytest.raises(WrongStateError, match="no recommendations"):
        an_objective(desk)


def test_progress_is_due_each_quarter_until_every_objective_is_met() -> None:
    desk = a_plan()
    assert plan_progress.next_report(desk.register, REVIEW) is None
    approved(desk, on=march(31))
    assert plan_progress.next_report(desk.register, REVIEW) == date(2026, 6, 30)
    assert plan_progress.reports_due(desk.register, date(2026, 6, 15)) == []
    (due,) = today(desk.register, date(2026, 6, 16)).progress_due
    assert (due.review, due.due, due.made) == (REVIEW, date(2026, 6, 30), None)
    june = date(2026, 6, 20)
    desk.do(plan_progress.make_report, june, review=REVIEW)
    (due,) = plan_progress.reports_due(desk.register, june)
    assert due.made is not None
    desk.do(plan_progress.present, date(2026, 7, 14), review=REVIEW, meeting=date(2026, 7, 7), minute="3")
    assert plan_progress.next_report(desk.register, REVIEW) == date(2026, 10, 7)
    met(desk, on=date(2026, 8, 1))
    assert plan_progress.next_report(desk.register, REVIEW) is None


def test_a_report_is_presented_once_and_not_before_it_was_made() -> None:
    desk = approved(a_plan())
    with pytest.raises(FactMissingError, match="none was made"):
        desk.do(plan_progress.present, review=REVIEW)
    desk.do(plan_progress.make_report, march(5), review=REVIEW)
    with pytest.raises(ImpossibleDateError, match="made later"):
        desk.do(plan_progress.present, march(6), review=REVIEW, meeting=march(4))
    desk.do(plan_progress.present, march(6), review=REVIEW, number=1)
    with pytest.raises(WrongStateError, match="6 March 2026"):
        desk.do(plan_progress.present, march(6), review=REVIEW)


def test_no_report_is_made_before_the_approval() -> None:
    with pytest.raises(WrongStateError, match="being drawn up"):
        a_plan().do(plan_progress.make_report, review=REVIEW)


def test_an_objective_is_overdue_the_day_after_its_target() -> None:
    desk = a_plan()
    assert objectives.overdue(desk.register, date(2026, 9, 30)) == []
    assert [one.objective for one in today(desk.register, date(2026, 10, 1)).objectives_overdue] == [
        "OB-0001"
    ]


def test_nothing_of_a_concluded_review_s_plan_is_changed() -> None:
    desk = a_plan()
    desk.do(objective_ends.withdraw, objective="OB-0001", reason="Fell away", authority="The Board")
    desk.conclude()
    for act, facts in (
        (objective_ends.reopen, {"objective": "OB-0001", "reason": "A mistake"}),
        (plan_decisions.amend, {"ground": "Why", **BOARD}),
        (plan_progress.make_report, {"review": REVIEW}),
    ):
        with pytest.raises(ReviewConcludedError):
            desk.do(act, **facts)


def test_a_report_says_what_the_register_said_when_it_was_made() -> None:
    desk = approved(a_plan())
    desk.do(objectives.progress, objective="OB-0001", evidence="Half")
    desk.do(plan_progress.make_report, review=REVIEW)
    entry, then = desk.register.head.number, the(desk)
    desk.do(objectives.change, objective="OB-0001", reason="Ill", action="Another")
    desk.do(objectives.progress, objective="OB-0001", evidence="More")
    met(desk)
    assert objectives.as_of(the(desk), entry) == then


@pytest.mark.parametrize("state", ["met", "withdrawn"])
def test_a_report_of_when_an_objective_had_ended_is_the_same_after_it_was_opened_again(state: str) -> None:
    desk = approved(a_plan())
    ended(desk, state, march(3))
    desk.do(plan_progress.make_report, march(4), review=REVIEW)
    entry, then = desk.register.head.number, the(desk)
    desk.do(objective_ends.reopen, march(5), objective="OB-0001", reason="One was left out")
    desk.do(plan_progress.make_report, march(6), review=REVIEW)
    again = desk.register.head.number
    ended(desk, "withdrawn", march(7))
    assert objectives.as_of(the(desk), entry) == then
    assert objectives.as_of(the(desk), again).open


@pytest.mark.parametrize("state", ["met", "withdrawn"])
def test_nothing_ends_before_its_progress_or_before_it_was_opened_again(state: str) -> None:
    desk = a_plan()
    desk.do(objectives.progress, march(8), objective="OB-0001", evidence="Half")
    with pytest.raises(ImpossibleDateError, match="progress was noted"):
        ended(desk, state, march(7))
    ended(desk, state, march(9))
    desk.do(objective_ends.reopen, march(12), objective="OB-0001", reason="One was left out")
    with pytest.raises(ImpossibleDateError, match="opened again"):
        ended(desk, state, march(11))


def ended(desk: Desk, state: str, on: date) -> None:
    if state == "met":
        met(desk, "OB-0001", on=on)
    else:
        facts: Facts = {"reason": "A guide came out", "authority": "The Board"}
        desk.do(objective_ends.withdraw, on, objective="OB-0001", **facts)
