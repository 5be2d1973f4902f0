"""A page that the worker drew, as the window shows it."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.paper.reading_room import Image
from desktop.ui.pictures import pixmap

RED, GREEN = QColor(255, 0, 0), QColor(0, 255, 0)
_RED, _GREEN = b"\x00\x00\xff\xff", b"\x00\xff\x00\xff"


def test_a_drawn_page_is_shown_in_its_own_colours_and_the_right_way_round(qtbot: QtBot) -> None:
    del qtbot  # a picture needs an application
    shown = pixmap(Image(2, 1, 4, bytearray(_RED + _GREEN))).toImage()
    assert [shown.pixelColor(0, 0), shown.pixelColor(1, 0)] == [RED, GREEN]


def test_a_picture_is_its_own_whatever_comes_into_the_place_of_what_was_drawn(qtbot: QtBot) -> None:
    del qtbot
    drawn = bytearray(_RED * 4)
    shown = pixmap(Image(2, 2, 4, drawn))
    drawn[:] = _GREEN * 4
    assert shown.toImage().pixelColor(1, 1) == RED
