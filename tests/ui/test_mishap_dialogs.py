"""The dialogs about what befalls a copy, and about incidents with their clock of 72 hours."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QTime

from desktop.custody import incidents
from desktop.custody.copies import CopyState
from desktop.ui import rows
from desktop.ui.dialogs.incidents import (
    AssessIncident,
    CloseIncident,
    NoteIncident,
    OpenIncident,
    ReportIncident,
)
from desktop.ui.dialogs.mishaps import ClaimReturned, DamageCopy, FindCopy, LoseCopy, MendCopy
from desktop.ui.screens.incidents import IncidentsScreen
from tests.ui.hands import Hands

WHAT = "Left on a train (invented)"


def lost(hands: Hands) -> str:
    """Lose a copy that is out; return its incident."""
    copy, _code = hands.copy_out()
    dialog = hands.show(LoseCopy(hands.desk, copy))
    dialog.what.setPlainText(WHAT)
    assert hands.outcome(dialog) == "D-0001/1 is lost: incident I-0001 is open."
    dialog.close()
    return "I-0001"


def incident(hands: Hands, reference: str = "I-0001") -> incidents.Incident:
    return hands.desk.register.incidents[reference]


def clock(hands: Hands) -> str:
    return rows.incident_clock(incident(hands), hands.desk.office.clock())


def later(hands: Hands, hours: float) -> None:
    """Let time pass."""
    now = hands.desk.office.clock
    hands.desk.office.clock = lambda: now() + timedelta(hours=hours)


def shown(hands: Hands) -> IncidentsScreen:
    screen = IncidentsScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    return screen


def column(screen: IncidentsScreen, title: str) -> list[str]:
    at = [column.title for column in screen.columns()].index(title)
    return [screen.model.data(screen.model.index(row, at)) for row in range(screen.model.rowCount())]


def test_a_lost_copy_opens_an_incident_and_its_holder_goes_on_answering_for_it(hands: Hands) -> None:
    lost(hands)
    copy = hands.copy("D-0001/1")
    assert (copy.state, copy.responsible) == (CopyState.LOST, "P-0001")
    assert WHAT in incident(hands).what


def test_after_a_loss_the_dialog_leads_to_the_judgement(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(LoseCopy(hands.desk, copy))
    dialog.what.setPlainText(WHAT)
    hands.outcome(dialog)
    assert dialog.said is not None
    ((label, follow),) = dialog.said.follow
    assert label == "&Judge it now…"
    dialog.accept()
    follow()
    (judging,) = hands.opened(AssessIncident)
    hands.shown(judging)


def test_the_clock_is_told_in_words_and_goes_on(hands: Hands) -> None:
    lost(hands)
    assert clock(hands) in {"71 hours left to judge the risk", "72 hours left to judge the risk"}
    later(hands, 71.5)
    assert clock(hands).endswith("minutes left to judge the risk")
    later(hands, 2)
    told = "ended 1 hour ago: judge the risk now; if there is one, tell the Commissioner why it is late"
    assert clock(hands) == told


def test_the_screen_shows_the_hours_left_and_the_most_urgent_first(hands: Hands) -> None:
    hands.open_review()
    hands.do(incidents.open_by_hand, matter="other", what="A window stood open")
    later(hands, 1)
    hands.do(incidents.open_by_hand, matter="breach", what="It was read aloud")
    later(hands, 1)
    screen = shown(hands)
    assert column(screen, "Incident") == ["I-0002", "I-0001"]
    assert column(screen, "Clock")[1] == ""
    assert column(screen, "Clock")[0].endswith("hours left to judge the risk")
    assert screen._summary.text() == f"I-0002: {column(screen, 'Clock')[0]}."


def test_the_screen_goes_on_with_the_clock_by_itself(hands: Hands) -> None:
    lost(hands)
    screen = shown(hands)
    before = column(screen, "Clock")
    later(hands, 10)
    screen._minute.timeout.emit()
    assert column(screen, "Clock") != before


def test_an_incident_whose_clock_runs_cannot_be_closed_and_says_why(hands: Hands) -> None:
    lost(hands)
    screen = shown(hands)
    screen.reveal("I-0001")
    close = next(button for offer, _action, button in screen._actions if offer.label == "&Close…")
    assert not close.isEnabled()
    assert close.toolTip().startswith("Its clock runs: judge the risk first")
    dialog = hands.show(CloseIncident(hands.desk, incident(hands)))
    dialog.found.setPlainText("It was in the safe")
    assert "not judged" in hands.refused(dialog)


def test_a_risk_is_judged_and_the_commissioner_told(hands: Hands) -> None:
    lost(hands)
    dialog = hands.show(AssessIncident(hands.desk, incident(hands)))
    dialog.risk.choose("risk")
    dialog.reason.setPlainText("Names are in it")
    assert hands.outcome(dialog) == "The judgement of I-0001 is recorded."
    assert dialog.said is not None
    assert "tell the Information Commissioner" in dialog.said.next
    assert clock(hands).endswith("hours left to tell the Commissioner")
    later(hands, 2)
    told = hands.show(AssessIncident(hands.desk, incident(hands)))
    told.risk.choose("risk")
    told.reason.setPlainText("Told by telephone")
    moment = hands.desk.office.clock() - timedelta(hours=1)
    told.when.day_field.set_day(moment.date())
    told.when.time_field.setTime(QTime(moment.hour, moment.minute))
    hands.outcome(told)
    assert not incident(hands).clock_runs
    assert clock(hands).startswith("Commissioner told ")


def test_no_risk_ends_the_clock_and_asks_for_no_time(hands: Hands) -> None:
    lost(hands)
    dialog = hands.show(AssessIncident(hands.desk, incident(hands)))
    dialog.risk.choose("none")
    assert not dialog.when.isVisible()
    dialog.reason.setPlainText("It was encrypted")
    hands.outcome(dialog)
    assert clock(hands) == "judged no risk to people"


def test_a_day_that_is_none_is_refused_with_everything_still_there(hands: Hands) -> None:
    lost(hands)
    dialog = hands.show(AssessIncident(hands.desk, incident(hands)))
    dialog.risk.choose("risk")
    dialog.reason.setPlainText("Names are in it")
    dialog.when.line.setText("yesterday")
    assert "yesterday" in hands.refused(dialog)
    assert dialog.reason.text() == "Names are in it"


def test_an_incident_is_opened_by_hand_noted_reported_and_closed(hands: Hands, tmp_path: Path) -> None:
    hands.copy_in_safe()
    opening = hands.show(OpenIncident(hands.desk, "D-0001/1"))
    opening.what.setPlainText("A window stood open")
    assert hands.refused(opening) == "Fill in: Matter."
    opening.matter.choose("other")
    assert hands.outcome(opening) == "Incident I-0001 is open."
    noting = hands.show(NoteIncident(hands.desk, incident(hands)))
    noting.text.setPlainText("The caretaker was asked")
    assert hands.outcome(noting) == "It is noted with I-0001."
    reporting = hands.show(ReportIncident(hands.desk, incident(hands)))
    reporting.folder.set_path(tmp_path / "reports")
    assert hands.outcome(reporting).startswith("Report saved: I-0001-report")
    closing = hands.show(CloseIncident(hands.desk, incident(hands)))
    closing.found.setPlainText("Nothing was touched")
    assert hands.outcome(closing) == "Incident I-0001 is closed."
    screen = shown(hands)
    screen.reveal("I-0001")
    told = screen.details_facts.told()
    assert told["Found"] == "Nothing was touched"
    assert told["Notes"].endswith("The caretaker was asked")


def test_an_incident_about_what_is_not_there_is_refused(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(OpenIncident(hands.desk, "D-0009"))
    dialog.matter.choose("breach")
    dialog.what.setPlainText("It was read aloud")
    assert "D-0009" in hands.refused(dialog)


def test_a_copy_that_is_said_to_be_back_stays_with_its_holder(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(ClaimReturned(hands.desk, copy))
    dialog.said_by.setText("Amina Sample")
    dialog.how.setPlainText("At the front desk")
    assert hands.outcome(dialog) == "D-0001/1 is claimed returned, awaiting signature."
    assert hands.copy("D-0001/1").responsible == "P-0001"


def test_a_found_copy_leads_to_the_incident_that_is_still_open(hands: Hands) -> None:
    lost(hands)
    dialog = hands.show(FindCopy(hands.desk, hands.copy("D-0001/1")))
    dialog.where.setText("Under the seat")
    dialog.found_by.setText("The holder")
    assert hands.outcome(dialog) == "D-0001/1 is awaiting signature."
    assert dialog.said is not None
    assert dialog.said.next == "Still open: I-0001. Close it with what was found."


def test_a_damaged_copy_is_mended_before_it_goes_out_again(hands: Hands) -> None:
    dialog = hands.show(DamageCopy(hands.desk, hands.copy_in_safe()))
    dialog.what.setPlainText("Coffee on page 2")
    assert hands.outcome(dialog) == "D-0001/1 is damaged: incident I-0001 is open."
    assert hands.copy("D-0001/1").state == CopyState.DAMAGED
    mending = hands.show(MendCopy(hands.desk, hands.copy("D-0001/1")))
    mending.found.setPlainText("Page 2 dried; all pages legible")
    assert hands.outcome(mending) == "D-0001/1 is in safe."
