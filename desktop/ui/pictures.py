"""A page that the worker drew, as the toolkit shows it."""

from typing import Protocol

from PySide6.QtGui import QImage, QPixmap


class Drawn(Protocol):
    """A page as pixels: rows from the top without padding, one byte (grey) or four a pixel."""

    @property
    def width(self) -> int:
        """Points across."""

    @property
    def height(self) -> int:
        """Points down."""

    @property
    def channels(self) -> int:
        """Bytes a point."""

    @property
    def pixels(self) -> bytearray:
        """All of them; of a colour blue, green, red and one that says nothing."""


def pixmap(image: Drawn) -> QPixmap:
    """Return a drawn page as it is shown; it has its own pixels."""
    return QPixmap.fromImage(pixels_of(image).copy())


def pixels_of(image: Drawn) -> QImage:
    """Return a drawn page as it is painted; it lives no longer than `image`."""
    form = QImage.Format.Format_Grayscale8 if image.channels == 1 else QImage.Format.Format_RGB32
    return QImage(image.pixels, image.width, image.height, image.width * image.channels, form)
