"""The marks as they are drawn on each page of a copy (C3).

Rule: what is the same on every page is drawn once for each size of sheet and shared; a page adds only the
line with its number and its code. Marks stand in clean margins; only the copy number crosses the page, light
enough to read through and dark enough for a photocopier.

Top: protective marking; review, kind and edition. Bottom: copy, page, holder and day; return address;
protective marking; the code for a scanner at the right and its text, to be typed, in three lines at the left.
"""

import base64
import math
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast

import msgspec
import zxingcpp
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from desktop.custody.marks import Mark, page_code
from desktop.custody.text import shown
from desktop.paper import fonts
from desktop.paper.fonts import Role
from desktop.paper.lettering import Lettering, fit
from desktop.paper.sheet import Sheet

if TYPE_CHECKING:
    from typing_extensions import Buffer

_EDGE = 14.0
"""Nothing is drawn nearer to the edge: printers cannot reach it."""
_CODE = 34.0
"""Side of the code: at least 1.5 points a module, three pixels at 150 dpi."""
_CODE_ROOM = _CODE + 12.0
_GREY = 0.3
_ALPHA = 0.13
_HALO_ALPHA = 0.5
_WORDS = ("marking", "review", "document", "holder", "day", "returns")
_LONGEST = 400
"""Characters of one fact that are looked at; far more than fit across a sheet."""
_LONGEST_HOLDER = 60
"""So that a long name never pushes the day off its line."""
_ACROSS = 0.5
"""How much of the diagonal the copy number takes."""


_BITS = bytes([ord("1")] + [ord("0")] * 255)
"""A module of the code as a binary digit: black is 0 in zxing's picture."""
_SPARE = (b"", b"0000000", b"000000", b"00000", b"0000", b"000", b"00", b"0")
"""What fills a row of modules up to whole octets, by how many are over."""

Face = tuple[Role, float]
"""A font's role and its size on A4, in points."""


class Stamp:
    """Draws one copy's marks into the PDF that is being marked."""

    def __init__(self, pdf: Pdf, mark: Mark, pages: int) -> None:
        """Prepare the faces for `mark` on `pages` pages."""
        self._pdf = pdf
        self._mark = mark = msgspec.structs.replace(
            mark,
            **{name: fonts.literal(getattr(mark, name)[:_LONGEST]) for name in _WORDS},
        )
        self._pages = pages
        self._holder = shown(mark.holder, _LONGEST_HOLDER)
        self._number = mark.across
        self._about = f"{mark.review} · {mark.document}"
        self._returns = mark.foot
        self._lettering = Lettering(
            pdf,
            [
                (mark.marking, "strong"),
                (self._number, "strong"),
                (self._about, "text"),
                (self._returns, "text"),
                (self._copy_line(pages), "text"),
                (page_code(mark.vault, mark.copy, pages) + "0123456789ABCDEFGHJKMNPQRSTVWXYZ", "figures"),
            ],
        )
        self._shared: dict[Sheet, Object] = {}
        self._lines: dict[tuple[Sheet, int], bytes] = {}
        self._codes: dict[Sheet, tuple[bytes, bytes]] = {}
        self._light = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=_ALPHA, CA=_HALO_ALPHA))

    @property
    def fonts(self) -> Object:
        """The /Font dictionary for pages that carry `on_page`."""
        return self._lettering.resources

    def for_sheet(self, sheet: Sheet) -> Object:
        """Return the form XObject with what is the same on every page of this size."""
        if sheet not in self._shared:
            self._shared[sheet] = Stream(
                self._pdf,
                self._draw(sheet),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, sheet.width, sheet.height]),
                Resources=Dictionary(Font=self.fonts, ExtGState=Dictionary(L=self._light)),
            )
        return self._shared[sheet]

    def on_page(self, sheet: Sheet, page: int) -> bytes:
        """Return the content that is this page's alone: its line, its code, and the code's text."""
        text = page_code(self._mark.vault, self._mark.copy, page)
        before, after = self._typed(sheet)
        typed = text[-5 - len(str(page)) :].encode()
        line = self._line_of(sheet, page)
        return b"0 g BT\n%s\n%s(%s)%s\nET\n%s\n%s\nQ" % (
            line,
            before,
            typed,
            after,
            _corner(sheet),
            _modules(text),
        )

    def _line_of(self, sheet: Sheet, page: int) -> bytes:
        """Return the page's own line, placed as for a wide number of as many figures: it stands still."""
        figures = len(str(page))
        like = int("8" * figures)
        known = self._lines.get((sheet, figures))
        if known is None:
            known = self._centred(sheet, self._copy_line(like), ("text", 8.5), 41, _CODE_ROOM)
            self._lines[sheet, figures] = known
        before, number, after = known.partition(b"page %d of" % like)
        if not number:  # it was cut short, or is written in pieces
            return self._centred(sheet, self._copy_line(page), ("text", 8.5), 41, _CODE_ROOM)
        return b"%spage %d of%s" % (before, page, after)

    def _typed(self, sheet: Sheet) -> tuple[bytes, bytes]:
        """Return what stands before and after a page's number and check where its code is to be typed."""
        if sheet not in self._codes:
            first, vault, copy, *_ = page_code(self._mark.vault, self._mark.copy, 1).split(" ")
            lines = self._lettering.lines(
                [f"{first} {vault}", copy, "1 1"],
                "figures",
                6 * sheet.scale,
                _EDGE * sheet.scale,
                41 * sheet.scale,
                leading=11 * sheet.scale,
            )
            before, _, after = lines.rpartition(b"(1 1)")
            self._codes[sheet] = before, after
        return self._codes[sheet]

    def _copy_line(self, page: int) -> str:
        named, holder, day = self._mark.named, self._holder, self._mark.day
        return f"{named} · page {page} of {self._pages} · {holder} · {day}"

    def _draw(self, sheet: Sheet) -> bytes:
        centred = partial(self._centred, sheet)
        top = sheet.height / sheet.scale
        words = [
            centred(self._mark.marking, ("strong", 11), top - 23, 0),
            centred(self._about, ("text", 8.5), top - 34, 0),
            centred(self._returns, ("text", 7.5), 30, _CODE_ROOM),
            centred(self._mark.marking, ("strong", 11), 14.5, _CODE_ROOM),
        ]
        return b"0 g BT\n" + b"\n".join(words) + b"\nET\n" + self._across(sheet)

    def _centred(self, sheet: Sheet, text: str, face: Face, up: float, aside: float) -> bytes:
        """Return one line in the middle, `up` from the bottom, the edge and `aside` free on both sides."""
        role, size = face
        scale = sheet.scale
        room = sheet.width - 2 * (_EDGE + aside) * scale
        text, fitted, width = fit(text, role, size * scale, room, size * scale * 0.7)
        return self._lettering.line(text, role, fitted, (sheet.width - width) / 2, up * scale)

    def _across(self, sheet: Sheet) -> bytes:
        diagonal = math.hypot(sheet.width, sheet.height)
        size = _ACROSS * diagonal / fonts.width(self._number, "strong", 1)
        size = min(size, 0.24 * min(sheet.width, sheet.height))
        half = fonts.width(self._number, "strong", size) / 2
        cos, sin = sheet.width / diagonal, sheet.height / diagonal
        turned = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {sheet.width / 2:.2f} {sheet.height / 2:.2f} cm"
        number = self._lettering.line(self._number, "strong", size, -half, -0.35 * size)
        halo = f"1 G {size / 90:.2f} w 2 Tr"  # a thin light edge shows the number on dark pictures
        return f"q /L gs {_GREY} g {turned}\n{halo} BT ".encode() + number + b" ET Q"


@lru_cache(maxsize=64)
def _corner(sheet: Sheet) -> bytes:
    """Return the operators after which the code is drawn as a unit square in the lower right corner."""
    side = round(_CODE * sheet.scale, 2)
    left, bottom = round(sheet.width - _EDGE * sheet.scale - side, 2), round(_EDGE * sheet.scale, 2)
    return b"q %g 0 0 %g %g %g cm" % (side, side, left, bottom)


def _modules(text: str) -> bytes:
    """Return the code as an inline picture one unit square: black modules, nothing drawn between."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    picture = memoryview(cast("Buffer", code.to_image(scale=1, add_quiet_zones=False)))
    height, width = picture.shape or (0, 0)
    bits, spare = picture.tobytes().translate(_BITS), _SPARE[width % 8]
    digits = spare.join([bits[start : start + width] for start in range(0, width * height, width)]) + spare
    rows = int(digits, 2).to_bytes(len(digits) // 8, "big")
    return b"BI/W %d/H %d/IM true/D[1 0]/F/A85 ID %s~> EI" % (width, height, base64.a85encode(rows))
