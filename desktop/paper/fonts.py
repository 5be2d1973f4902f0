r"""Which font draws which character.

Rule: no character is dropped. What the text face lacks is drawn by the fallback; what neither has, and
what would hide itself or turn the line round, is shown as its code point (`\u4e00`). Fonts come from
the program's own files and are embedded; nothing is looked up on the machine.
"""

import math
import unicodedata
from functools import cache
from typing import Literal, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.custody.text import shown
from desktop.resources import resource

Role = Literal["text", "strong", "figures", "code"]
"""strong: titles; figures: checkpoints; code: what is typed back. The last two are monospaced."""

_FILES: dict[Role, tuple[str, str]] = {
    "text": ("AtkinsonHyperlegible-Regular", "DejaVuSans"),
    "strong": ("AtkinsonHyperlegible-Bold", "DejaVuSans-Bold"),
    "figures": ("AtkinsonHyperlegibleMono-Regular", "DejaVuSans"),
    "code": ("AtkinsonHyperlegibleMono-Bold", "DejaVuSans-Bold"),
}
_LAST = 0xFFFF  # beyond it, what a reader copies from the page would not be what is drawn there
_LONGEST_ESCAPE = len("\\u10ffff")


class Run(NamedTuple):
    """Text drawn in one font, by the name ReportLab knows it by."""

    font: str
    text: str


def literal(text: str) -> str:
    """Return `text` composed (NFC), with line breaks as they are and all else that is unseen as escapes."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(shown(line, most=len(line) * _LONGEST_ESCAPE) for line in lines)


def runs(text: str, role: Role) -> list[Run]:
    """Return one line of literal text as runs, changing font only where the role's face lacks a glyph."""
    first = _face(_FILES[role][0])
    if first.glyphs.issuperset(text):
        return [Run(first.name, text)]
    found: list[Run] = []
    for cluster in _clusters(text):
        for run in _drawn(cluster, role):
            if found and found[-1].font == run.font:
                found[-1] = Run(run.font, found[-1].text + run.text)
            else:
                found.append(run)
    return found


def width(text: str, role: Role, size: float) -> float:
    """Return the width of one line of literal text in points."""
    return math.fsum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, role))


def _clusters(text: str) -> list[str]:
    """Split into letters, each with the marks that sit on it: a mark is drawn by its letter's font."""
    found: list[str] = []
    for character in text:
        if found and (unicodedata.combining(character) or unicodedata.category(character) == "Mn"):
            found[-1] += character
        else:
            found.append(character)
    return found


def _drawn(cluster: str, role: Role) -> list[Run]:
    for file in _FILES[role]:
        face = _face(file)
        if face.glyphs.issuperset(cluster):
            return [Run(face.name, cluster)]
    if len(cluster) > 1:
        return [run for character in cluster for run in _drawn(character, role)]
    return [Run(_face(_FILES[role][0]).name, f"\\u{ord(cluster):04x}")]


class _Face(NamedTuple):
    name: str
    glyphs: frozenset[str]


@cache  # ReportLab keeps one list of fonts for the process; a font is read when it is first needed
def _face(file: str) -> _Face:
    name = f"Strongroom-{file}"
    font = TTFont(name, str(resource(f"fonts/{file}.ttf")))
    pdfmetrics.registerFont(font)
    return _Face(name, frozenset(chr(point) for point in font.face.charToGlyph if point <= _LAST))
