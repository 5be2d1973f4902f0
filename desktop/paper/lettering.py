"""Fonts of the marks inside a PDF: embedded, cut to the characters used, shared by all pages.

Rule: one byte a character in the page's content; ASCII stands for itself, so a content stream stays small
and readable. Text can be searched and copied (ToUnicode). Which font draws which character is decided in
`fonts`.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.paper import fonts
from desktop.paper.fonts import Role

_OTHERS = range(128, 256)
_UNKNOWN = ord("?")
"""Stands for the 129th character of other scripts on, in one copy's marks."""
_SYMBOLIC = 4


class Lettering:
    """The faces that one copy's marks need."""

    def __init__(self, pdf: Pdf, texts: list[tuple[str, Role]]) -> None:
        """Embed in `pdf` what it takes to write `texts`, all literal text, and any digits."""
        needed: dict[str, set[str]] = {}
        for text, role in texts:
            for run in fonts.runs(text + "0123456789…", role):
                needed.setdefault(run.font, set()).update(run.text)
        self._codes: dict[str, tuple[bytes, dict[int, int]]] = {}
        self.resources = pdf.make_indirect(Dictionary())
        """The /Font dictionary for every content stream that holds lettering."""
        for number, (font, characters) in enumerate(sorted(needed.items())):
            codes = _codes(characters)
            by_point = {ord(character): codes.get(character, _UNKNOWN) for character in characters}
            self._codes[font] = (b"/F%d" % number, by_point)
            self.resources[f"/F{number}"] = _embedded(pdf, pdfmetrics.getFont(font), f"SRMARK+{font}", codes)

    def line(self, text: str, role: Role, size: float, x: float, y: float) -> bytes:
        """Return the operators that write one line from (x, y), between BT and ET."""
        return b"1 0 0 1 %g %g Tm\n%s" % (round(x, 2), round(y, 2), self._shown(text, role, size))

    def lines(
        self, texts: Sequence[str], role: Role, size: float, x: float, y: float, *, leading: float
    ) -> bytes:
        """Return the operators that write lines `leading` apart, the first from (x, y), between BT and ET."""
        shown = b"\nT*\n".join(self._shown(text, role, size) for text in texts)
        return b"1 0 0 1 %g %g Tm %g TL\n%s" % (round(x, 2), round(y, 2), round(leading, 2), shown)

    def _shown(self, text: str, role: Role, size: float) -> bytes:
        parts = []
        for run in fonts.runs(text, role):
            name, codes = self._codes[run.font]
            coded = run.text.translate(codes).encode("latin-1", "replace")
            parts.append(b"%s %g Tf %s Tj" % (name, round(size, 2), _string(coded)))
        return b"\n".join(parts)


def fit(text: str, role: Role, size: float, room: float, least: float) -> tuple[str, float, float]:
    """Return text, size and width that fit in `room` points: smaller down to `least`, then cut short."""
    width = fonts.width(text, role, size)
    if width <= room:
        return text, size, width
    if width * least / size <= room:
        return text, size * room / width, room
    while text and fonts.width(text + "…", role, least) > room:
        text = text[:-1]
    return text + "…", least, fonts.width(text + "…", role, least)


def _codes(characters: set[str]) -> dict[str, int]:
    plain = {character: ord(character) for character in characters if " " <= character <= "~"}
    others = sorted(characters - plain.keys())
    return {**plain, **dict(zip(others, _OTHERS, strict=False)), "?": _UNKNOWN}


def _string(coded: bytes) -> bytes:
    return b"(" + coded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _embedded(pdf: Pdf, font: TTFont, name: str, codes: dict[str, int]) -> Object:
    face = font.face
    points = [0] * (max(codes.values()) + 1)
    for character, code in codes.items():
        points[code] = ord(character)
    length, packed = _program(font, tuple(points))
    program = Stream(pdf, packed, Filter=Name.FlateDecode, Length1=length)
    first = min(codes.values())
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/" + name),
            FirstChar=first,
            LastChar=len(points) - 1,
            Widths=Array([round(face.getCharWidth(point)) for point in points[first:]]),
            FontDescriptor=pdf.make_indirect(
                Dictionary(
                    Type=Name.FontDescriptor,
                    FontName=Name("/" + name),
                    Flags=_SYMBOLIC,
                    FontBBox=Array([round(edge) for edge in face.bbox]),
                    ItalicAngle=0,
                    Ascent=round(face.ascent),
                    Descent=round(face.descent),
                    CapHeight=round(face.capHeight),
                    StemV=round(face.stemV),
                    FontFile2=program,
                )
            ),
            ToUnicode=Stream(pdf, zlib.compress(_to_unicode(codes)), Filter=Name.FlateDecode),
        )
    )


@lru_cache(maxsize=16)
def _program(font: TTFont, points: tuple[int, ...]) -> tuple[int, bytes]:
    """Return how long the program of a font is that draws these characters, and the program, compressed.

    Copies of one document need the same ones, and to make them takes longer than to mark thirty pages.
    """
    subset = font.face.makeSubset(list(points))
    return len(subset), zlib.compress(subset)


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [
        f"<{code:02X}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()
    ]
    pairs.sort()
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    mapping = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{mapping}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
