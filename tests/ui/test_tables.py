"""Tables: filtered, sorted, harmless, and the choice stays with its row."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.ui.rows import reference_key
from desktop.ui.tables import Column, RowsModel, Table

COLUMNS = (
    Column("Copy", lambda row: row[0], lambda row: reference_key(row[0])),
    Column("Holder", lambda row: row[1]),
)
ROWS = [("D-0001/2", "Brendan Instance"), ("D-0001/10", "Amina Sample"), ("D-0001/1", "Ofsted")]


@pytest.fixture
def model(qtmodeltester: ModelTester) -> RowsModel:
    made = RowsModel(COLUMNS, lambda row: str(row[0]))
    made.set_rows(ROWS)
    qtmodeltester.check(made)
    return made


def copies(model: RowsModel) -> list[str]:
    return [model.identity(model.index(at, 0)) for at in range(model.rowCount())]


def test_every_word_of_the_filter_must_stand_in_the_row(model: RowsModel) -> None:
    model.set_filter("AMINA d-0001")
    assert copies(model) == ["D-0001/10"]
    model.set_filter("amina brendan")
    assert copies(model) == []
    assert model.total == 3


def test_numbers_in_references_are_sorted_as_numbers(model: RowsModel) -> None:
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert copies(model) == ["D-0001/1", "D-0001/2", "D-0001/10"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert copies(model) == ["D-0001/1", "D-0001/2", "D-0001/10"]
    model.sort(-1)
    assert copies(model) == [row[0] for row in ROWS]


def test_a_hostile_name_stays_on_its_line(model: RowsModel) -> None:
    model.set_rows([("D-0001/1", "Anna\n\u202eexe.fdp")])
    assert model.data(model.index(0, 1)) == "Anna\\u000a\\u202eexe.fdp"
    assert "\n" not in model.data(model.index(0, 1))


def test_the_choice_stays_with_its_row_when_the_rows_change(model: RowsModel, qtbot: QtBot) -> None:
    table = Table(model, "Copies")
    qtbot.addWidget(table)
    table.choose("D-0001/10")
    model.set_rows([("D-0002/1", "Carys Specimen"), *ROWS])
    assert table.chosen_row() == ("D-0001/10", "Amina Sample")
    model.set_filter("ofsted")
    assert table.chosen_row() is None


def test_enter_opens_the_chosen_row(model: RowsModel, qtbot: QtBot) -> None:
    table = Table(model, "Copies")
    qtbot.addWidget(table)
    table.choose("D-0001/1")
    with qtbot.waitSignal(table.opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_prose_gives_way_and_a_reference_never_does(qtbot: QtBot, model: RowsModel) -> None:
    model.set_rows([("D-0001/1", "Maximiliana " * 20)])
    table = Table(model, "Copies, table")
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    table.fit()
    reference = table.columnWidth(0)
    assert reference >= table.sizeHintForColumn(0)
    for width in (300, 900):
        table.resize(width, 200)
        assert table.columnWidth(0) == reference
        assert table.horizontalHeader().length() == table.viewport().width()
        qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)


def test_a_shortened_cell_says_the_whole_where_the_pointer_rests(qtbot: QtBot, model: RowsModel) -> None:
    model.set_rows([("D-0001/1", "<b>Maximiliana</b> " * 9)])
    table = Table(model, "Copies, table")
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    table.fit()
    assert table.shortened(model.index(0, 0)) == ""
    assert table.shortened(model.index(0, 1)).count("&lt;b&gt;Maximiliana&lt;/b&gt;") == 9
    assert table.shortened(model.index(5, 5)) == ""


def test_what_a_row_is_looked_for_by_gives_way_last(qtbot: QtBot) -> None:
    texts = ("Dorothea Pattern-Sampleton the Elder", "Head of something long", "An agency with a long name")
    columns = [
        Column("Name", lambda row: row[0], last=True),
        Column("Post", lambda row: row[1]),
        Column("Agency", lambda row: row[2]),
    ]
    made = RowsModel(columns, lambda row: str(row[0]))
    made.set_rows([texts])
    table = Table(made, "People")
    qtbot.addWidget(table)
    table.resize(table.fontMetrics().averageCharWidth() * 75, 200)
    table.show()
    table.fit()
    assert not table.shortened(made.index(0, 0))
    assert table.shortened(made.index(0, 1)) or table.shortened(made.index(0, 2))
