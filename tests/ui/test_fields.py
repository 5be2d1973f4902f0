"""Fields: days as people write them, moments of late entries, counts that may be blank."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from desktop.custody.errors import ImpossibleDateError
from desktop.ui.fields import Choice, Count, DayField, EarlierField, PathField, TextArea
from desktop.ui.form import Form


@pytest.mark.parametrize("typed", ["2 March 2026", "2026-03-02", " 2 mar 2026 "])
def test_a_day_is_taken_as_people_write_it(typed: str, qtbot: QtBot) -> None:
    field = DayField("Due back")
    qtbot.addWidget(field)
    field.line.setText(typed)
    assert field.day() == date(2026, 3, 2)


def test_no_day_is_none_and_nonsense_is_refused(qtbot: QtBot) -> None:
    field = DayField("Due back")
    qtbot.addWidget(field)
    assert field.day() is None
    field.line.setText("31 February 2026")
    with pytest.raises(ImpossibleDateError, match="Due back"):
        field.day()


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot) -> None:
    field = DayField("Due back")
    qtbot.addWidget(field)
    field.show()
    field._pick.click()
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None
    calendar.activated.emit(QDate(2026, 3, 2))
    assert field.line.text() == "2 March 2026"


def test_an_earlier_moment_is_in_this_computer_s_time(qtbot: QtBot) -> None:
    field = EarlierField()
    qtbot.addWidget(field)
    assert field.moment() is None
    field.box.setChecked(True)
    field.day_field.set_day(date(2026, 3, 2))
    field.time_field.setTime(QTime(14, 5))
    assert field.moment() == datetime(2026, 3, 2, 14, 5).astimezone()


def test_a_blank_count_is_none_and_zero_is_a_count(qtbot: QtBot) -> None:
    field = Count(-1, 10, blank="Not counted yet")
    qtbot.addWidget(field)
    assert (field.text(), field.number()) == ("Not counted yet", None)
    field.setValue(0)
    assert field.number() == 0


def test_a_choice_keeps_what_was_chosen_when_it_is_still_offered(qtbot: QtBot) -> None:
    field = Choice([("a", "A"), ("b", "B")])
    qtbot.addWidget(field)
    assert field.value() == ""
    field.choose("b")
    field.offer([("b", "B"), ("c", "C")])
    assert field.value() == "b"
    field.offer([("c", "C")])
    assert field.value() == ""


def test_a_path_may_begin_at_home(qtbot: QtBot) -> None:
    field = PathField("File", "open")
    qtbot.addWidget(field)
    assert field.path() is None
    field.line.setText("~/received.pdf")
    assert field.path() == Path.home() / "received.pdf"


def test_a_form_names_the_first_needed_field_that_is_empty(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    name, note = form.line("&Name"), form.add("N&ote", TextArea())
    form.line("&Post", needed=False)
    form.show()
    assert form.missing() == (name, "Name")
    name.setText("Amina Sample")
    assert form.missing() == (note, "Note")
    form.hide_field(note, hidden=True)
    assert form.missing() is None
