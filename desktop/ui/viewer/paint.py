"""How a page looks on the screen: its picture, the viewer's mark across it, and what was found on it.

Rule: who looks, when and why stands lightly across every page, so that a photograph of the screen tells it
(B9), however large the page is. What was found is told by a frame too, not by colour alone (K3).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTransform

_PAPER = QColor("#ffffff")
_EDGE = QColor("#8b97a5")
_WORDS = QColor("#4c5967")
_FOUND = QColor(255, 221, 87, 110)
_FRAME = QColor("#1f4e79")
_MARK = QColor(31, 43, 58, 34)
_LEAN = -32.0  # degrees
_MARK_OF_PAGE = 34.0
"""How often the mark's height goes into the width of a page, or of the window where that is less."""


class Area(Protocol):
    """Where something stands on a page: points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Found(NamedTuple):
    """What was found on a page: its areas, and whether it is the one that is being looked at."""

    areas: Sequence[Area]
    present: bool


class Look(NamedTuple):
    """All that is seen of one page."""

    picture: QImage | None
    told: str
    """What stands where there is no picture."""
    mark: str
    found: Sequence[Found]
    scale: float
    """Pixels for a point."""


def paint(painter: QPainter, place: QRectF, look: Look) -> None:
    """Paint a page into its place."""
    painter.fillRect(place, _PAPER)
    if look.picture is not None:
        painter.drawImage(place, look.picture)
    else:
        painter.setPen(_WORDS)
        wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(place.adjusted(12, 12, -12, -12), wrapped, look.told)
    for found in look.found:
        _paint_found(painter, place, found, look.scale)
    _paint_mark(painter, place, look.mark)
    painter.setPen(_EDGE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)


def _paint_found(painter: QPainter, place: QRectF, found: Found, scale: float) -> None:
    painter.setPen(QPen(_FRAME, 2.5 if found.present else 1.0))
    painter.setBrush(_FOUND)
    for area in found.areas:
        corner = QPointF(place.left() + area.left * scale, place.top() + area.top * scale)
        opposite = QPointF(place.left() + area.right * scale, place.top() + area.bottom * scale)
        painter.drawRect(QRectF(corner, opposite).adjusted(-2, -2, 2, 2))


def _paint_mark(painter: QPainter, place: QRectF, mark: str) -> None:
    """Write the mark across what is seen of the page, row after row, each shifted against the one before."""
    seen = place.intersected(QRectF(painter.viewport()))
    font = QFont(painter.font())
    font.setPixelSize(max(int(min(place.width(), painter.viewport().width()) / _MARK_OF_PAGE), 7))
    painter.save()
    painter.setClipRect(seen)
    painter.setFont(font)
    painter.setPen(_MARK)
    middle = place.center()
    painter.translate(middle)
    painter.rotate(_LEAN)
    turned, _possible = QTransform().translate(middle.x(), middle.y()).rotate(_LEAN).inverted()
    within = turned.mapRect(seen)
    text = f"{mark}     "
    wide = max(float(painter.fontMetrics().horizontalAdvance(text)), 1.0)
    line = painter.fontMetrics().height() * 5.0
    for row in range(math.floor(within.top() / line), math.ceil(within.bottom() / line) + 1):
        x = (math.floor(within.left() / wide) - (row % 2) / 2) * wide
        while x < within.right():
            painter.drawText(QPointF(x, row * line), text)
            x += wide
    painter.restore()
