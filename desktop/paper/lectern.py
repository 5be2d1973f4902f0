"""The one document that the worker keeps open from job to job. Runs inside the worker.

Rule: never more than one; what is asked of any other document, or of none by name, closes it. To open a
document anew for each page costs more than to draw the page, and for a large scan far more.
"""

import contextlib
from types import TracebackType
from typing import BinaryIO, Self

import pypdfium2

from desktop.paper.reading import open_to_draw


class Lectern:
    """Opens documents to be drawn and read, and keeps the last one open where that was asked for."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept = ""
        self._opened: pypdfium2.PdfDocument | None = None
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is kept."""
        self.clear()

    def clear(self) -> None:
        """Close what is kept."""
        self._kept, self._opened = "", None
        self._closing.close()

    def open(self, document: BinaryIO, kept: str) -> pypdfium2.PdfDocument:
        """Return the document that is kept under this name, or else `document`, which then is. May refuse.

        What was opened without a name is open until the next call, or `clear`.
        """
        if self._opened is None or not kept or kept != self._kept:
            self.clear()
            opened = self._closing.enter_context(open_to_draw(document))
            with contextlib.suppress(pypdfium2.PdfiumError):
                opened.init_forms()
            self._kept, self._opened = kept, opened
        return self._opened

    def settle(self) -> None:
        """Close what was opened for one job only."""
        if not self._kept:
            self.clear()
