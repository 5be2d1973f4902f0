"""Today: the rows of the ladder, the clocks and the incidents, and the dialog that each opens (K1)."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.custody import incidents, mishaps
from desktop.custody.today import today
from desktop.office import chasing as procedures
from desktop.ui.dialogs.chasing import CallHolder, RemindHolder
from desktop.ui.dialogs.incidents import AssessIncident, CloseIncident
from desktop.ui.dialogs.loans import TakeBack
from desktop.ui.screens.tasks import Task, tasks
from desktop.ui.screens.today import TodayScreen
from tests.ui.hands import Hands
from tests.ui.mishaps import late_copies


def waiting(hands: Hands) -> list[Task]:
    """Return what waits, without what the vault itself needs."""
    return [task for task in tasks(hands.desk) if task.screen != "Vault"]


def named(hands: Hands) -> list[tuple[str, str]]:
    return [(task.matter, task.reference) for task in waiting(hands)]


def dialog_of(hands: Hands, task: Task) -> type:
    parent = QWidget()
    hands.qtbot.addWidget(parent)
    dialog = task.kind.dialog(hands.desk, task.row, parent)
    return type(dialog)


def test_a_copy_on_the_ladder_has_one_row_with_its_next_step(hands: Hands) -> None:
    late_copies(hands, 1)
    (task,) = waiting(hands)
    assert (task.matter, task.reference, task.who) == ("Overdue", "D-0001/1", "Amina Sample")
    assert task.when.startswith("due ")
    assert task.kind.advice.startswith("Next: reminder 1, today. It was due back on ")
    assert dialog_of(hands, task) is RemindHolder


def test_after_the_letter_the_holder_is_telephoned(hands: Hands) -> None:
    late_copies(hands, 1)
    hands.finish(procedures.chase(hands.desk.office, hands.folder / "letters"))
    (task,) = waiting(hands)
    assert dialog_of(hands, task) is CallHolder


def test_a_copy_that_is_due_soon_is_taken_back_when_it_comes(hands: Hands) -> None:
    late_copies(hands, 1, ago=timedelta(days=11))
    (task,) = waiting(hands)
    assert (task.matter, task.reference) == ("Due soon", "D-0001/1")
    assert dialog_of(hands, task) is TakeBack


def test_a_running_clock_stands_first_with_the_hours_left_and_leads_to_the_judgement(hands: Hands) -> None:
    late_copies(hands, 1)
    hands.do(incidents.open_by_hand, matter="other", what="A window stood open")
    hands.do(mishaps.lose, copy="D-0001/1", what="Left on a train")
    first, other = waiting(hands)
    assert (first.matter, first.reference) == ("Incident, clock running", "I-0002")
    assert first.when.endswith("hours left to judge the risk")
    assert dialog_of(hands, first) is AssessIncident
    assert (other.matter, other.reference) == ("Open incident", "I-0001")
    assert dialog_of(hands, other) is CloseIncident


def test_a_lost_copy_has_no_second_row_for_its_slip(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    assert named(hands) == [("Awaiting signature", copy.copy)]
    hands.do(mishaps.lose, copy=copy.copy, what="Left on a train")
    assert named(hands) == [("Incident, clock running", "I-0001")]


def test_a_copy_that_is_said_to_be_back_is_to_be_looked_for(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    hands.do(mishaps.claim_returned, copy=copy.copy, said_by="The holder", how="At the desk")
    (task,) = waiting(hands)
    assert (task.matter, task.reference) == ("Said to be back", copy.copy)
    assert dialog_of(hands, task) is TakeBack


def test_every_row_of_the_one_query_is_shown(hands: Hands) -> None:
    late_copies(hands, 2)
    hands.do(mishaps.lose, copy="D-0001/2", what="Left on a train")
    now = today(hands.desk.register, hands.desk.today)
    shown = {task.reference for task in waiting(hands)}
    assert shown == {step.copy.copy for step in now.ladder} | {one.incident for one in now.open_incidents}


def test_the_hours_left_are_told_anew_while_today_is_shown(hands: Hands) -> None:
    late_copies(hands, 1)
    hands.do(mishaps.lose, copy="D-0001/1", what="Left on a train")
    screen = TodayScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    before = screen.model.data(screen.model.index(0, 1))
    now = hands.desk.office.clock
    hands.desk.office.clock = lambda: now() + timedelta(hours=10)
    screen._time_passed()
    assert screen.model.data(screen.model.index(0, 1)) != before


def test_enter_leads_to_the_row_where_it_is_shown(hands: Hands) -> None:
    hands.do(incidents.open_by_hand, matter="breach", what="It was read aloud")
    screen = TodayScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    went: list[tuple[str, str]] = []
    screen.went.connect(lambda title, row: went.append((title, row)))
    screen.table.selectRow(0)
    screen.table.opened.emit()
    assert went == [("Incidents", "I-0001")]
