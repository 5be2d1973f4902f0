"""The drawn pages of a document: asked for one at a time, what is seen first, and kept only in memory.

Rule: no more is kept than `_MOST_BYTES`; what was not asked for longest goes first. While somebody scrolls
on, what is no longer wanted is not drawn. Nothing is ever written (B9).
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.custody.errors import StrongroomError
from desktop.office import viewing
from desktop.office.printing import OpenMaster
from desktop.ui.desk import Desk
from desktop.ui.pictures import Drawn, pixels_of

if TYPE_CHECKING:
    from desktop.ui.work import Job

_MOST_BYTES = 256 * 1024 * 1024
_MOST_PIXELS = 16_000_000
"""Of one page; what is larger is drawn smaller and enlarged. Of four such pages none drives out another."""
_MOST_DPI = 2400.0
"""At which the worker draws; only what is smaller than a stamp would be drawn finer."""
_POINTS = 72.0  # to the inch


class Wanted(NamedTuple):
    """A page, from 0, at so many dots to the inch."""

    page: int
    dpi: float


class _Kept(NamedTuple):
    """A drawn page, and how it is painted: of the same pixels, since to copy many takes long."""

    image: Drawn
    painted: QImage


class Pictures(QObject):
    """Draws pages as they are wanted. `came` tells of a page that was drawn, or could not be."""

    came = Signal(int)

    def __init__(
        self, desk: Desk, document: str, master: OpenMaster, sizes: list[tuple[float, float]], parent: QObject
    ) -> None:
        """Draw nothing yet."""
        super().__init__(parent)
        self._desk, self._document, self._master, self._sizes = desk, document, master, sizes
        self._wanted: list[Wanted] = []
        self._later: list[Wanted] = []
        self._drawing: Wanted | None = None
        self._job: Job | None = None
        self._kept: OrderedDict[Wanted, _Kept] = OrderedDict()
        self._bytes = 0
        self._refused: dict[int, StrongroomError] = {}

    @property
    def refused(self) -> Mapping[int, StrongroomError]:
        """The pages, from 0, that could not be drawn, and why."""
        return self._refused

    @property
    def at_rest(self) -> bool:
        """Whether everything that is wanted was drawn."""
        return self._drawing is None and not self._wanted and not self._later

    def want(self, wanted: Iterable[Wanted]) -> None:
        """Say what is wanted from now on, in this order; what was wanted before is wanted no more."""
        self._wanted = [one for one in map(self._possible, wanted) if self._lacks(one)]
        self._go_on()

    def want_later(self, wanted: Iterable[Wanted]) -> None:
        """Say what is to be drawn once nothing else is wanted; it takes the place of what was, too."""
        self._later = [one for one in map(self._possible, wanted) if self._lacks(one)]
        self._go_on()

    def stop(self) -> None:
        """Draw nothing more, forget what was drawn, and stop what is: others wait while a page takes long."""
        self._wanted, self._later = [], []
        self._kept.clear()
        self._bytes = 0
        if self._job is not None:
            self._job.cancel()

    def has(self, wanted: Wanted) -> bool:
        """Return whether a page was drawn as it is wanted, or cannot be drawn."""
        return not self._lacks(self._possible(wanted))

    def picture(self, wanted: Wanted) -> QImage | None:
        """Return a page as it was wanted, or as sharp as there is; None if it was never drawn.

        It is to be painted at once: its pixels are kept no longer than its place here.
        """
        exact = self.exactly(wanted)
        others = [kept for kept in self._kept if kept.page == wanted.page] if exact is None else []
        return self._kept[max(others, key=lambda kept: kept.dpi)].painted if others else exact

    def exactly(self, wanted: Wanted) -> QImage | None:
        """Return a page as it was wanted, or None if it was not drawn so; as `picture`."""
        exact = self._possible(wanted)
        if exact not in self._kept:
            return None
        self._kept.move_to_end(exact)
        return self._kept[exact].painted

    def _possible(self, wanted: Wanted) -> Wanted:
        width, height = self._sizes[wanted.page]
        pixels = width * height * (wanted.dpi / _POINTS) ** 2
        shrunk = min(1.0, (_MOST_PIXELS / pixels) ** 0.5) if pixels > 0 else 1.0
        return Wanted(wanted.page, float(f"{min(wanted.dpi * shrunk, _MOST_DPI):.3g}"))

    def _lacks(self, wanted: Wanted) -> bool:
        return wanted not in self._kept and wanted.page not in self._refused

    def _go_on(self) -> None:
        while self._drawing is None and (waiting := self._wanted or self._later):
            wanted = waiting.pop(0)
            if self._lacks(wanted):
                self._draw(wanted)

    def _draw(self, wanted: Wanted) -> None:
        self._drawing = wanted
        self._job = self._desk.run(
            viewing.page(self._desk.office, self._document, self._master, wanted.page + 1, wanted.dpi),
            owner=self,
            done=lambda image: self._keep(wanted, image),
            failed=lambda error: self._refuse(wanted, error),
        )

    def _keep(self, wanted: Wanted, image: Drawn) -> None:
        self._kept[wanted] = _Kept(image, pixels_of(image))
        self._bytes += len(image.pixels)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            _wanted, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone.image.pixels)
        self._drawn(wanted)

    def _refuse(self, wanted: Wanted, error: StrongroomError) -> None:
        self._refused[wanted.page] = error
        self._drawn(wanted)

    def _drawn(self, wanted: Wanted) -> None:
        self._drawing = self._job = None
        self.came.emit(wanted.page)
        self._go_on()
