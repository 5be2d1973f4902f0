"""How a page is painted: its mark is on whatever part of it is seen, and costs no more than that part."""

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.ui.viewer.paint import Look, paint

MARK = "Jo Example · 2 March 2026, 09:30 · To prepare the meeting"
SEEN = 400


class _Painter(QPainter):
    """Counts the texts that are written."""

    written = 0

    def drawText(self, *facts: Any) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        self.written += 1
        super().drawText(*facts)


def painted(place: QRectF, mark: str) -> tuple[QImage, int]:
    image = QImage(SEEN, SEEN, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = _Painter(image)
    paint(painter, place, Look(None, "", mark, (), 1.0))
    painter.end()
    return image, painter.written


@pytest.mark.parametrize(
    "place",
    [
        QRectF(0, 0, SEEN, SEEN),
        QRectF(-40_000, -30_000, 76_800, 76_800),
        QRectF(100, -200_000, 6, 400_000),
        QRectF(-9_000_000, -9_000_000, 20_000_000, 20_000_000),
    ],
    ids=["a page", "a plan", "a page narrow as a line", "a page without end"],
)
def test_the_mark_is_on_what_is_seen_of_a_page_and_is_written_no_oftener(
    dressed: QApplication, place: QRectF
) -> None:
    assert dressed
    marked, written = painted(place, MARK)
    assert marked != painted(place, "")[0]
    assert written < 60
