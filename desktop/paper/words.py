"""The words on a page, where they stand, and where a text is found. Runs inside the worker.

Rule: words are what the document says that it writes, which need not be what it shows: a scan has none, and a
hidden layer may have others. Places are those of the page as it is shown, in points from its upper left.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator

import pypdfium2
from pypdfium2 import raw

from desktop.paper.messages import MOST_WORDS, Area, Hit, Word
from desktop.paper.reading import Refusal, page_of

_LONGEST = 400
_MOST_CHARACTERS = 500_000
"""On one page; what comes after is not read."""
_MOST_AREAS = 64
_FINE = 16
"""PDFium tells places in whole units: so many of them are a point."""
_FARTHEST = 1_000_000
_SURROGATES = range(0xD800, 0xE000)

Report = Callable[[int, int], None]
Edges = tuple[float, float, float, float]


class _Sheet:
    """One page that is open for reading."""

    def __init__(self, opened: pypdfium2.PdfDocument, page: int) -> None:
        self._page = page_of(opened, page)
        try:
            self.text = self._page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise Refusal("page", page) from error
        width, height = self._page.get_size()
        self._across, self._down = (
            max(1, min(round(side * _FINE), 2**30)) if side > 0 else 1 for side in (width, height)
        )
        self._x, self._y = ctypes.c_int(), ctypes.c_int()

    def area(self, edges: Edges) -> Area:
        """Return where a rectangle of the page's own coordinates is seen."""
        left, bottom, right, top = edges
        corners = self._seen(left, bottom), self._seen(right, top)
        (x, y), (to_x, to_y) = corners
        return Area(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(
            self._page, 0, 0, self._across, self._down, 0, x, y, ctypes.byref(self._x), ctypes.byref(self._y)
        )
        across, down = self._x.value / _FINE, self._y.value / _FINE
        return max(-_FARTHEST, min(across, _FARTHEST)), max(-_FARTHEST, min(down, _FARTHEST))

    def characters(self) -> Iterator[tuple[str, Edges | None]]:
        """Yield each character with its edges; a space that PDFium only infers has none."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        places = [ctypes.byref(edge) for edge in (left, right, bottom, top)]
        for index in range(min(self.text.count_chars(), _MOST_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(self.text, index)
            if not code or code in _SURROGATES or code > sys.maxunicode:
                continue
            if raw.FPDFText_GetCharBox(self.text, index, *places):
                yield chr(code), (left.value, bottom.value, right.value, top.value)
            else:
                yield chr(code), None

    def close(self) -> None:
        """Let the page go."""
        self.text.close()
        self._page.close()


def words_on(opened: pypdfium2.PdfDocument, page: int) -> list[Word]:
    """Return the words of page `page` (from 1) in the document's own order. Raises `Refusal`."""
    sheet = _Sheet(opened, page)
    found: list[Word] = []
    letters: list[str] = []
    around: Edges | None = None
    for letter, edges in sheet.characters():
        if letter.isspace() or len(letters) == _LONGEST:
            if letters and around:
                found.append(Word("".join(letters), sheet.area(around)))
            letters, around = [], None
            if len(found) == MOST_WORDS:
                break
        if not letter.isspace():
            letters.append(letter)
            around = _together(around, edges)
    if letters and around:
        found.append(Word("".join(letters), sheet.area(around)))
    sheet.close()
    return found[:MOST_WORDS]


def find(opened: pypdfium2.PdfDocument, text: str, first: int, last: int, report: Report) -> Iterator[Hit]:
    """Yield where `text` stands on the pages from `first` to `last`, great and small letters alike.

    A page that cannot be read is passed over.
    """
    pages = range(first, min(last, len(opened)) + 1)
    hits = 0
    for done, page in enumerate(pages):
        report(2 * done, 2 * len(pages))
        try:
            sheet = _Sheet(opened, page)
        except Refusal:
            continue
        for hit in _on(sheet, text, page):
            yield hit
            hits += 1
            if hits == MOST_WORDS:
                return
        sheet.close()


def _on(sheet: _Sheet, text: str, page: int) -> Iterator[Hit]:
    search = sheet.text.search(text)
    sheet.text.count_rects()
    while occurrence := search.get_next():
        places = min(sheet.text.count_rects(*occurrence), _MOST_AREAS)
        yield Hit(page, tuple(sheet.area(sheet.text.get_rect(number)) for number in range(places)))
    search.close()


def _together(one: Edges | None, other: Edges | None) -> Edges | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
