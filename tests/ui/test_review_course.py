"""The course of a review at the window: its pages, the timeline, and the dialogs of its acts."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.custody import agencies, proceedings, reviews, timetable
from desktop.ui import rows
from desktop.ui.course import Course
from desktop.ui.dialogs.course_corrections import (
    CorrectCompletion,
    CorrectEvaluation,
    CorrectExtension,
    StrikeOutOfCourse,
    entered,
)
from desktop.ui.dialogs.proceedings import ConcludeProceedings, OpenProceedings
from desktop.ui.dialogs.regimes import SetRegime
from desktop.ui.dialogs.review_children import AddChild, CorrectChild
from desktop.ui.dialogs.review_course import (
    DecideReview,
    ExportDue,
    ExtendReview,
    GiveRegime,
    RecordEvaluation,
)
from desktop.ui.dialogs.review_parts import Appoint, RequestReports
from desktop.ui.dialogs.review_told import TellBodies
from desktop.ui.screens.clock import ClockScreen, TimelineScreen
from desktop.ui.screens.reviews import ReviewPages
from desktop.ui.screens.screen import Screen
from desktop.ui.screens.tasks import tasks
from desktop.ui.shell import Shell
from tests.ui.hands import REVIEW, WAIT, Hands
from tests.ui.test_accessible import mnemonics, nameless


@pytest.fixture
def on_its_way(hands: Hands) -> Hands:
    """Return a desk with a review that was decided on half a year ago, and agencies that were asked."""
    long_ago = hands.desk.today - timedelta(days=200)
    days = {"notified": long_ago, "decided": long_ago}
    hands.do(reviews.open_review, reference=REVIEW, authority="The Chair (invented)", **days)
    for name, day in (("Example Police", long_ago), ("Example Trust", hands.desk.today), ("A School", None)):
        hands.do(agencies.add, review=REVIEW, agency=name, requested=day)
    return hands


@pytest.fixture
def pages(on_its_way: Hands, qtbot: QtBot) -> Iterator[ReviewPages]:
    """Return the pages about reviews, in a shell."""
    shell = Shell(on_its_way.desk)
    qtbot.addWidget(shell)
    shell.resize(1300, 850)
    shell.show()
    shell.go("Reviews")
    found = shell.screens["Reviews"]
    assert isinstance(found, ReviewPages)
    yield found
    qtbot.waitUntil(lambda: not on_its_way.desk.lanes.jobs, timeout=WAIT)


def page(pages: ReviewPages, kind: type[Screen]) -> Screen:
    found = next(screen for _page, screen in pages.screens if isinstance(screen, kind))
    pages.setCurrentWidget(found)
    return found


def test_the_controls_of_every_page_have_names_and_no_two_share_a_key(pages: ReviewPages) -> None:
    for _page, screen in pages.screens:
        pages.setCurrentWidget(screen)
        keys = Counter(mnemonics(pages.window()))
        assert [key for key, count in keys.items() if count > 1] == [], screen.title
        assert nameless(screen) == [], screen.title


def test_the_clock_lists_what_is_overdue_first_with_its_working(pages: ReviewPages) -> None:
    clock = page(pages, ClockScreen)
    first = clock.rows()[0]
    assert (first.agency, first.state) == ("Example Police", "overdue")
    told = dict(clock.details(first)[1])
    assert "Asked for: counted from here" in told["How it was counted"]


def test_the_timeline_and_its_table_move_together_and_each_mark_is_said(
    pages: ReviewPages, qtbot: QtBot
) -> None:
    screen = page(pages, TimelineScreen)
    assert isinstance(screen, TimelineScreen)
    assert screen.model.rowCount() == len(screen.rows())
    course: Course = screen.course
    course.setFocus()
    qtbot.keyClick(course, Qt.Key.Key_Home)
    assert "Notified, happened" in course.accessibleName()
    qtbot.keyClick(course, Qt.Key.Key_Down)
    assert screen.table.chosen_row()[0] == 1 == course.current
    screen.table.choose("0")
    assert course.current == 0
    qtbot.keyClick(course, Qt.Key.Key_End)
    qtbot.keyClick(course, Qt.Key.Key_Down)
    assert course.current == len(screen.rows()) - 1
    assert course.accessibleName().startswith(f"Timeline, {len(screen.rows())} of {len(screen.rows())}.")


def test_an_empty_timeline_is_painted_and_says_so(qtbot: QtBot) -> None:
    course = Course()
    qtbot.addWidget(course)
    course.resize(400, 200)
    assert not course.grab().isNull()
    assert course.accessibleName() == "Timeline, empty"


def test_what_is_due_and_who_is_to_be_told_wait_today_each_with_its_dialog(on_its_way: Hands) -> None:
    waiting = {task.matter: task for task in tasks(on_its_way.desk)}
    assert {"Overdue: Individual Management Review", "To be told of a decision"} <= set(waiting)
    assert len({task.identity for task in tasks(on_its_way.desk)}) == len(tasks(on_its_way.desk))
    told = waiting["To be told of a decision"]
    dialog = told.kind.dialog(on_its_way.desk, told.row, on_its_way.desk.parent())  # type: ignore[arg-type]
    assert isinstance(dialog, TellBodies)
    on_its_way.show(dialog)
    dialog.teller.setText("The Chair")
    dialog.how.setText("By letter")
    assert on_its_way.outcome(dialog) == "It is recorded who was told."
    assert on_its_way.desk.register.reviews[REVIEW].told[0].body == "Ofsted"


def test_a_decision_is_recorded_with_its_own_day(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(DecideReview(hands.desk, REVIEW))
    dialog.authority.setText("The Chair (invented)")
    dialog.day.set_day(hands.desk.today - timedelta(days=30))
    hands.outcome(dialog)
    assert hands.desk.register.reviews[REVIEW].decided == hands.desk.today - timedelta(days=30)


def test_more_time_that_is_none_is_refused_with_everything_typed_still_there(on_its_way: Hands) -> None:
    dialog = on_its_way.show(ExtendReview(on_its_way.desk, REVIEW))
    dialog.until.set_day(on_its_way.desk.today - timedelta(days=1))
    for field, text in ((dialog.plan, "Plan 2"), (dialog.authority, "The Board")):
        field.setText(text)
    dialog.why.setPlainText("A trial")
    assert "before the day of the extension" in on_its_way.refused(dialog)
    dialog.until.set_day(on_its_way.desk.today + timedelta(days=60))
    assert on_its_way.outcome(dialog).startswith("There is more time")
    assert timetable.untold(on_its_way.desk.register.reviews[REVIEW]) is not None


def test_a_child_is_entered_by_code_and_put_right(on_its_way: Hands) -> None:
    dialog = on_its_way.show(AddChild(on_its_way.desk, REVIEW))
    dialog.child.code.setText("Amy")
    assert "could be a name" in on_its_way.refused(dialog)
    dialog.child.code.setText("child a")
    dialog.child.born.line.setText("29 February 2012")
    on_its_way.outcome(dialog)
    (child,) = on_its_way.desk.register.reviews[REVIEW].children
    right = on_its_way.show(CorrectChild(on_its_way.desk, REVIEW, child))
    right.child.born.line.setText("")
    right.why.setText("It is another child's")
    right.authority.setText("The Chair")
    on_its_way.outcome(right)
    assert on_its_way.desk.register.reviews[REVIEW].children[0].born is None


def test_the_agencies_that_were_not_asked_are_asked_together(on_its_way: Hands) -> None:
    dialog = on_its_way.show(RequestReports(on_its_way.desk, REVIEW))
    assert dialog.agencies.values() == ["A School"]
    on_its_way.outcome(dialog)
    assert on_its_way.desk.register.reviews[REVIEW].agencies[2].requested == on_its_way.desk.today


def test_somebody_is_appointed_with_how_independence_was_seen(on_its_way: Hands) -> None:
    person = on_its_way.add_person()
    dialog = on_its_way.show(Appoint(on_its_way.desk, REVIEW))
    dialog.office.choose("overview author")
    dialog.person.choose(person)
    dialog.authority.setText("The Chair")
    assert on_its_way.refused(dialog) == "Fill in: How independence was seen."
    dialog.independence.setPlainText("A signed declaration")
    on_its_way.outcome(dialog)
    assert on_its_way.desk.register.reviews[REVIEW].appointments[0].person == person


def test_an_inquest_holds_the_review_until_it_is_concluded(on_its_way: Hands) -> None:
    dialog = on_its_way.show(OpenProceedings(on_its_way.desk))
    dialog.kind.choose("inquest")
    dialog.before.setText("HM Coroner (invented)")
    on_its_way.outcome(dialog)
    register = on_its_way.desk.register
    assert register.holds["H-0001"].lifted is None
    end = on_its_way.show(ConcludeProceedings(on_its_way.desk, register.proceedings["PP-0001"]))
    end.outcome_field.setPlainText("A conclusion (invented)")
    on_its_way.outcome(end)
    assert on_its_way.desk.register.holds["H-0001"].lifted is not None
    assert proceedings.open_beside(on_its_way.desk.register, REVIEW) == []


def test_due_dates_are_written_for_a_calendar(on_its_way: Hands, tmp_path: Path) -> None:
    dialog = on_its_way.show(ExportDue(on_its_way.desk, REVIEW))
    dialog.file.set_path(tmp_path / "due")
    assert on_its_way.outcome(dialog) == "Saved: due.ics."
    assert f"{REVIEW}: Completion of the review due" in (tmp_path / "due.ics").read_text("utf-8")


def test_an_evaluation_takes_the_grades_of_the_regime(on_its_way: Hands) -> None:
    dialog = on_its_way.show(RecordEvaluation(on_its_way.desk, REVIEW))
    dialog.letter.set_day(on_its_way.desk.today)
    dialog.grade.choose("inadequate")
    dialog.by.setText("Ofsted")
    on_its_way.outcome(dialog)
    assert on_its_way.desk.register.reviews[REVIEW].evaluations[0].to_answer


def test_what_was_entered_wrongly_is_put_right_and_struck_out_and_says_what_moved(on_its_way: Hands) -> None:
    desk = on_its_way.desk
    later, sooner = desk.today + timedelta(days=90), desk.today + timedelta(days=60)
    given = {"until": later, "why": "A trial", "plan": "Plan 2", "authority": "The Board"}
    on_its_way.do(timetable.extend, review=REVIEW, **given)
    right = on_its_way.show(CorrectExtension(desk, REVIEW))
    assert (right.until.day(), right.plan.text()) == (later, "Plan 2")
    right.until.set_day(sooner)
    right.why.setText("A slip")
    right.authority.setText("The Chair")
    assert on_its_way.outcome(right) == "It is put right."
    assert right.said is not None
    assert "Completion of the review: " in dict(right.said.facts)["Deadlines moved"]
    assert desk.register.reviews[REVIEW].extensions[0].until == sooner
    out = on_its_way.show(StrikeOutOfCourse(desk, REVIEW))
    out.what.choose(f"extension {sooner.isoformat()}")
    out.why.setText("It never was given")
    out.authority.setText("The Chair")
    on_its_way.outcome(out)
    assert desk.register.reviews[REVIEW].extensions == ()


def test_a_completion_and_an_evaluation_are_put_right_and_struck_out(on_its_way: Hands) -> None:
    desk = on_its_way.desk
    on_its_way.do(timetable.complete, review=REVIEW, authority="The Board")
    letter = desk.today
    on_its_way.do(timetable.evaluate, review=REVIEW, letter=letter, grade="inadequate", by="Ofsted")
    evaluation = on_its_way.show(CorrectEvaluation(desk, REVIEW))
    evaluation.grade.choose("good")
    completion = CorrectCompletion(desk, REVIEW)
    for dialog in (evaluation, on_its_way.show(completion)):
        dialog.why.setText("A slip")
        dialog.authority.setText("The Chair")
    on_its_way.outcome(evaluation)
    assert not desk.register.reviews[REVIEW].evaluations[0].to_answer
    completion.minuted.setText("Minute 9")
    on_its_way.outcome(completion)
    assert [text for _value, text in entered(desk.register.reviews[REVIEW])] == [
        f"Completed on {rows.day(desk.today)}",
        f"Evaluated as good, {rows.day(letter)}, Ofsted",
    ]
    for what in (f"evaluation {letter.isoformat()}", "completion"):
        out = on_its_way.show(StrikeOutOfCourse(desk, REVIEW))
        out.what.choose(what)
        out.why.setText("Another review's")
        out.authority.setText("The Chair")
        on_its_way.outcome(out)
    review = desk.register.reviews[REVIEW]
    assert (review.completed, review.evaluations) == (None, ())


def test_a_review_under_another_regime_says_which_deadlines_moved(on_its_way: Hands) -> None:
    dialog = on_its_way.show(GiveRegime(on_its_way.desk, REVIEW))
    dialog.regime.choose("cspr-2019")
    dialog.why.setText("It began later")
    dialog.authority.setText("The Board")
    on_its_way.outcome(dialog)
    assert dialog.said is not None
    assert "(before: " in dict(dialog.said.facts)["Deadlines moved"]


def test_a_regime_is_changed_and_what_is_no_time_is_refused(on_its_way: Hands) -> None:
    regime = on_its_way.desk.register.founded.settings.regimes[0]
    dialog = on_its_way.show(SetRegime(on_its_way.desk, regime))
    assert dialog.times["completion"].text() == "6 months"
    dialog.times["completion"].setText("half a year")
    dialog.authority.setText("The Board")
    assert "no time such as 6 months" in on_its_way.refused(dialog)
    dialog.times["completion"].setText("7 months")
    on_its_way.outcome(dialog)
    changed = on_its_way.desk.register.founded.settings.regimes[0].term("completion")
    assert changed is not None
    assert (changed.number, changed.unconfirmed) == (7, False)
