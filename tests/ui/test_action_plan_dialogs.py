"""The screen and the dialogs of the action plan, and the conclusion's conditions in words (E6, E7)."""

from datetime import date, timedelta
from typing import Any

import msgspec
from PySide6.QtWidgets import QLabel, QWidget

from desktop.custody import conclusion, objective_ends, objectives, plan_import, timetable
from desktop.office import plan_workbooks
from desktop.ui.dialogs.action_plans import (
    AmendPlan,
    ApprovePlan,
    ExportPlan,
    MakeReport,
    PlanPaper,
    ReportPresented,
    SignOffPlan,
    SignUp,
)
from desktop.ui.dialogs.conclusion import ConcludeReview, InformBody
from desktop.ui.dialogs.objectives import (
    AddObjective,
    ChangeObjective,
    MeetObjective,
    NoteProgress,
    ReopenObjective,
    WithdrawObjective,
)
from desktop.ui.dialogs.plan_import import EnterWorkbook, ReadWorkbook
from desktop.ui.screens.action_plan import ActionPlanScreen
from desktop.ui.screens.tasks import tasks
from tests.custody.planned import WORDING
from tests.factory import before_the_conclusion
from tests.ui.hands import REVIEW, Hands


def an_objective(hands: Hands) -> objectives.Objective:
    if REVIEW not in hands.desk.register.reviews:
        hands.open_review()
    hands.do(objectives.add, review=REVIEW, wording=WORDING)
    return next(reversed(hands.desk.register.objectives.values()))


def said(dialog: Any) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_an_objective_is_added_changed_noted_met_and_opened_again(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(AddObjective(hands.desk))
    row = dialog.row
    for field in (row.recommendation, row.outcome, row.action):
        field.setPlainText("Words")
    row.target.line.setText("30 September 2026")
    row.person.setText("A. Head")
    row.agency.setText("Trust")
    assert hands.outcome(dialog) == "OB-0001 is in the plan."
    found = hands.desk.register.objectives["OB-0001"]
    change = hands.show(ChangeObjective(hands.desk, found))
    change.row.target.line.setText("31 October 2026")
    change.reason.setText("The trainer is ill")
    assert hands.outcome(change) == "OB-0001: open."
    progress = hands.show(NoteProgress(hands.desk, found))
    progress.evidence.setPlainText("Half")
    hands.outcome(progress)
    met = hands.show(MeetObjective(hands.desk, found))
    met.evidence.setPlainText("All")
    met.agreed_by.setText("The panel")
    assert hands.outcome(met) == "OB-0001: met."
    again = hands.show(ReopenObjective(hands.desk, found))
    again.reason.setPlainText("One was left out")
    hands.outcome(again)
    withdrawn = hands.show(WithdrawObjective(hands.desk, found))
    withdrawn.reason.setPlainText("Out of date")
    withdrawn.authority.setText("The Board")
    assert hands.outcome(withdrawn) == "OB-0001: withdrawn."
    assert hands.desk.register.objectives["OB-0001"].wording.target == date(2026, 10, 31)


def test_a_plan_goes_from_sign_up_to_sign_off(hands: Hands) -> None:
    found = an_objective(hands)
    signed = hands.show(SignUp(hands.desk, REVIEW))
    assert signed.agency.text() == WORDING.agency
    signed.officer.setText("B. Officer")
    hands.outcome(signed)
    approval = hands.show(ApprovePlan(hands.desk, REVIEW))
    approval.authority.setText("Minute 4")
    assert hands.outcome(approval) == f"The action plan of {REVIEW}: approved."
    report = hands.show(MakeReport(hands.desk, REVIEW))
    report.folder.set_path(hands.folder)
    assert hands.outcome(report) == "Progress report 1 is made."
    presented = hands.show(ReportPresented(hands.desk, REVIEW))
    hands.outcome(presented)
    paper = hands.show(PlanPaper(hands.desk, REVIEW))
    paper.folder.set_path(hands.folder)
    hands.outcome(paper)
    off = hands.show(SignOffPlan(hands.desk, REVIEW))
    assert "Still open: OB-0001" in said(off)
    off.authority.setText("Minute 9")
    assert "not implemented" in hands.refused(off)
    met = hands.show(MeetObjective(hands.desk, found))
    met.evidence.setPlainText("All")
    met.agreed_by.setText("The panel")
    hands.outcome(met)
    assert [task.matter for task in tasks(hands.desk) if task.reference == REVIEW] == [
        "Action plan to sign off"
    ]
    assert hands.outcome(off) == f"The action plan of {REVIEW}: signed off."
    assert (hands.folder / f"{REVIEW}-progress-report-1.pdf").exists()


def test_a_concluded_review_that_was_evaluated_as_inadequate_is_offered_again(
    hands: Hands,
) -> None:
    hands.open_review()
    for act, facts in before_the_conclusion(hands.desk.register):
        hands.do(act, **facts)
    hands.do(conclusion.conclude, review=REVIEW, authority="The Board")
    assert hands.show(AddObjective(hands.desk)).review.findText(REVIEW) == -1
    letter = hands.desk.today
    hands.do(timetable.evaluate, review=REVIEW, letter=letter, grade="inadequate", by="Ofsted")
    amend = hands.show(AmendPlan(hands.desk, REVIEW))
    amend.ground.setPlainText("The letter of Ofsted")
    amend.authority.setText("The Board")
    assert hands.outcome(amend) == f"The action plan of {REVIEW}: being amended."
    assert hands.show(AddObjective(hands.desk)).review.value() == REVIEW


def test_a_plan_that_was_not_approved_is_offered_for_approval_before_its_sign_off(hands: Hands) -> None:
    found = an_objective(hands)
    hands.do(objective_ends.meet, objective=found.objective, evidence="All", agreed_by="The panel")
    for kind, done in ((ApprovePlan, "approved"), (SignOffPlan, "signed off")):
        (task,) = [task for task in tasks(hands.desk) if task.matter == "Action plan to sign off"]
        assert ("has not approved" in task.about) == (kind is ApprovePlan)
        dialog = task.kind.dialog(hands.desk, task.row, hands.desk.parent())  # type: ignore[arg-type]
        assert isinstance(dialog, kind)
        hands.show(dialog).authority.setText("Minute 9")
        assert hands.outcome(dialog) == f"The action plan of {REVIEW}: {done}."


def test_a_workbook_is_shown_row_by_row_before_it_is_entered(hands: Hands) -> None:
    found = an_objective(hands)
    export = hands.show(ExportPlan(hands.desk, REVIEW))
    file = hands.folder / "plan.xlsx"
    export.file.set_path(file)
    assert hands.outcome(export) == "Saved: plan.xlsx."
    hands.do(objectives.change, objective=found.objective, reason="Meanwhile", action="Another")
    window = QWidget()
    hands.qtbot.addWidget(window)
    read = hands.show(ReadWorkbook(hands.desk, REVIEW, window))
    read.file.set_path(file)
    assert hands.outcome(read) == "plan.xlsx was read. Nothing is entered yet."
    assert read.said is not None
    head = hands.desk.register.head
    read.said.follow[0][1]()
    (shown,) = hands.opened(EnterWorkbook)
    hands.shown(shown)
    assert shown.model.rowCount() == 1
    assert hands.desk.register.head == head
    shown.reason.setText("As agreed")
    assert hands.outcome(shown) == "The workbook is entered."
    assert hands.desk.register.objectives["OB-0001"].wording == WORDING


def test_many_problems_are_told_row_by_row_and_the_rest_is_counted(hands: Hands) -> None:
    an_objective(hands)
    file = hands.folder / "plan.xlsx"
    hands.finish(plan_workbooks.export(hands.desk.office, REVIEW, file))
    found = hands.finish(plan_workbooks.read(hands.desk.office, REVIEW, file))
    headings = found.sheet.rows[0]
    bad = ("", "Words", "Words", "Words", "soon", "", "", "", "Trust", "")
    sheet = msgspec.structs.replace(found.sheet, rows=(headings, *[bad] * 40))
    shown = plan_import.preview(hands.desk.register, review=REVIEW, sheet=sheet)
    told = hands.show(ReadWorkbook(hands.desk, REVIEW)).told(found._replace(preview=shown))
    lines = dict(told.facts)["Problems"].split("\n")
    assert lines[0].startswith("Row 2: Person Responsible is empty; Target Date “soon”")
    assert (len(lines), lines[-1]) == (7, "And 34 more rows.")
    assert "Nothing was entered" in told.next
    assert told.follow == ()


def test_the_chosen_line_of_a_workbook_is_said_whole_with_both_ends_of_a_long_change(hands: Hands) -> None:
    found = an_objective(hands)
    hands.do(objectives.change, objective=found.objective, reason="Long", action="Train " + "the team " * 90)
    file = hands.folder / "plan.xlsx"
    hands.finish(plan_workbooks.export(hands.desk.office, REVIEW, file))
    hands.do(objectives.change, objective=found.objective, reason="Short", action="Train\nnobody")
    read = hands.finish(plan_workbooks.read(hands.desk.office, REVIEW, file))
    dialog = hands.show(EnterWorkbook(hands.desk, read))
    assert dialog.whole.text().startswith(
        "Row 2, OB-0001 to be changed: action “Train nobody” became “Train the"
    )
    assert dialog.whole.text().endswith("…”")


def test_a_workbook_that_is_none_is_refused_and_nothing_is_entered(hands: Hands) -> None:
    an_objective(hands)
    file = hands.folder / "plan.xlsx"
    file.write_text("Recommendation,Action", "utf-8")
    read = hands.show(ReadWorkbook(hands.desk, REVIEW))
    read.file.set_path(file)
    assert "no workbook of the kind .xlsx" in hands.refused(read)


def test_the_screen_shows_the_plan_and_what_is_overdue(hands: Hands) -> None:
    an_objective(hands)
    late = hands.desk.today - timedelta(days=1)
    hands.do(objectives.change, objective="OB-0001", reason="Sooner", target=late)
    screen = ActionPlanScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    assert screen.model.rowCount() == 1
    _title, facts = screen.details(screen.rows()[0])
    assert dict(facts)["State"] == "overdue"
    assert [task.reference for task in tasks(hands.desk) if task.matter == "Objective overdue"] == ["OB-0001"]


def test_the_conclusion_shows_each_condition_as_met_or_not_in_words(hands: Hands) -> None:
    hands.copy_out()
    dialog = hands.show(ConcludeReview(hands.desk, REVIEW))
    told = said(dialog)
    assert "Not met — Action plan signed off by the Board" in told
    assert "Not met — Ofsted told" in told
    assert "D-0001/1 (awaiting signature)" in told
    dialog.authority.setText("Board")
    assert "cannot be concluded yet" in hands.refused(dialog)
    for act, facts in before_the_conclusion(hands.desk.register)[:2]:
        hands.do(act, **facts)
    inform = hands.show(InformBody(hands.desk, REVIEW))
    inform.whom.setText("The adviser")
    inform.how.setText("by letter")
    assert hands.outcome(inform) == "Government Office was told."
    assert [task.matter for task in tasks(hands.desk) if task.reference == REVIEW] == ["Review to conclude"]
    again = hands.show(ConcludeReview(hands.desk, REVIEW))
    assert "Not met" not in said(again)
    again.authority.setText("Board")
    again.folder.set_path(hands.folder / "letters")
    assert hands.outcome(again) == f"Review {REVIEW} is concluded."
    assert hands.copy("D-0001/1").state == "recalled"
    assert list((hands.folder / "letters").glob("LE-0001*.pdf"))
