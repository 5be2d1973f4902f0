"""The type of the printed forms, in the ordinary and in the large print (K5).

Rule: one scale for the whole family. Nothing is told apart by colour: black, and size, and weight.
"""

from dataclasses import dataclass

from reportlab.lib.units import mm

from desktop.paper.passage import Style


@dataclass(frozen=True)
class Sizes:
    """The styles of one print, and its room in points.

    `gap` is the space between blocks, `gutter` that between columns; `to_write` and `to_sign` are the
    height a hand needs for a line of writing and for a signature.
    """

    body: Style
    page: Style
    strong: Style
    small: Style
    label: Style
    clause: Style
    heading: Style
    chapter: Style
    title: Style
    subject: Style
    board: Style
    column: Style
    cell: Style
    typed: Style
    tab: Style
    marking: Style
    foot: Style
    foot_strong: Style
    foot_made: Style
    checkpoint: Style
    gutter: float
    to_write: float
    to_sign: float
    gap: float
    large: bool


ORDINARY = Sizes(
    body=Style(10.5, 14),
    page=Style(10.5, 14, "figures", "right"),
    strong=Style(10.5, 14, "strong"),
    small=Style(9, 12),
    label=Style(8.5, 12),
    clause=Style(9, 11.8, after=2.5),
    heading=Style(12, 16, "strong"),
    chapter=Style(16, 22, "strong"),
    title=Style(22, 26, "strong"),
    subject=Style(13, 18),
    board=Style(10.5, 14),
    column=Style(8.5, 11, "strong"),
    cell=Style(9, 12),
    typed=Style(19, 26, "code", spacing=1.2),
    tab=Style(10.5, 14, "strong"),
    marking=Style(10, 12, "strong", "centre", spacing=0.8),
    foot=Style(8, 10.5),
    foot_strong=Style(8, 10.5, "strong"),
    foot_made=Style(8, 10.5, align="right"),
    checkpoint=Style(8, 10.5, "figures"),
    gutter=20,
    to_write=9 * mm,
    to_sign=13 * mm,
    gap=8,
    large=False,
)

LARGE = Sizes(
    body=Style(16, 21),
    page=Style(16, 21, "figures", "right"),
    strong=Style(16, 21, "strong"),
    small=Style(16, 21),
    label=Style(16, 21),
    clause=Style(16, 21, after=6),
    heading=Style(20, 26, "strong"),
    chapter=Style(24, 30, "strong"),
    title=Style(30, 36, "strong"),
    subject=Style(20, 26),
    board=Style(16, 21),
    column=Style(14, 18, "strong"),
    cell=Style(14, 18.5),
    typed=Style(26, 34, "code", spacing=1.2),
    tab=Style(16, 21, "strong"),
    marking=Style(16, 20, "strong", "centre", spacing=1),
    foot=Style(12, 15.5),
    foot_strong=Style(12, 15.5, "strong"),
    foot_made=Style(12, 15.5, align="right"),
    checkpoint=Style(12, 15.5, "figures"),
    gutter=20,
    to_write=13 * mm,
    to_sign=18 * mm,
    gap=14,
    large=True,
)
