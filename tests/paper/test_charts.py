"""Charts on paper: every number is written, nothing leaves the page, and no colour is needed (K5, F5)."""

import io
import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from desktop.custody.blocks import Block, Chart, Contents, Form, Paragraph, Part, Section, Series
from desktop.paper.charts import picture
from desktop.paper.forms import draw
from desktop.paper.patterns import fill
from desktop.paper.sizes import LARGE, ORDINARY
from desktop.paper.structure import Element
from desktop.paper.ticks import ticks_of_days, ticks_of_numbers

LONG = "a body of the Board's own choosing whose name is longer than anybody would think is possible"
MONTHS = [f"{month} {year}" for year in (2024, 2025, 2026, 2027) for month in ("Jan", "Apr", "Jul", "Oct")]
OUTCOMES = ("sent", "declined", "withdrawn", "waiting", "open", "other")
START = date(2026, 3, 2)


def form(*blocks: Block, wide: bool = True) -> Form:
    parts = [Part("", blocks)]
    return Form(
        "Chart", "SCR-2026-01", "Example Board", "MARKED", "12: XXXX", "2 March 2026", parts, wide=wide
    )


def bars(labels: Sequence[str], *values: Sequence[int | str], style: str = "bars", **facts: object) -> Chart:
    series = [Series(name, one) for name, one in zip(OUTCOMES, values, strict=False)]
    return Chart("Who asked", style, labels, series, "What it shows.", **facts)  # type: ignore[arg-type]


def steps(*changes: int) -> Chart:
    days = [START + timedelta(days=40 * at) for at in range(len(changes))]
    return Chart("Out", "steps", [], [Series("copies", changes)], "What it shows.", days)


def pages(given: Form, *, large: bool = False) -> list[str]:
    made = io.BytesIO()
    draw(given, made, large=large)
    with PdfDocument(made.getvalue()) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pixels(given: Form, *, large: bool = False) -> list[Image.Image]:
    """Return each page in shades of grey, 255 being white."""
    made = io.BytesIO()
    draw(given, made, large=large)
    with PdfDocument(made.getvalue()) as document:
        return [page.render(scale=1).to_pil().convert("L") for page in document]


def ink(page: Image.Image) -> int:
    """Return how many pixels are dark."""
    return sum(page.histogram()[:128])


CHARTS = {
    "one series": bars(["family", LONG, "press"], [3, 0, 1200]),
    "stacked": bars(["family", LONG], *[[n, 2 * n] for n in range(6)]),
    "one row": bars(["family"], [1]),
    "nothing but zeros": bars(["family", "press"], [0, 0]),
    "hidden numbers": bars(["family", "press"], ["fewer than 5", "not shown"]),
    "columns": bars(MONTHS, list(range(0, 160, 10)), style="columns"),
    "stacked columns": bars(MONTHS, list(range(16)), list(range(16)), style="columns"),
    "one column": bars(["Mar 2026"], [7], style="columns"),
    "steps": steps(0, 3, 1, 12, 4),
    "one day": steps(2),
    "never any": steps(0, 0),
}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_stands_within_its_page_and_is_not_empty(name: str, *, wide: bool, large: bool) -> None:
    blank = pixels(form(Paragraph("What it shows."), wide=wide), large=large)[0]
    for page in pixels(form(CHARTS[name], wide=wide), large=large):
        edge = 50  # pixels at 72 dpi: the margin of 20 mm, less a hair
        for left in (0, page.width - edge):
            assert page.crop((left, 0, left + edge, page.height)).getextrema() == (255, 255)
        assert ink(page) > ink(blank)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_every_label_and_number_of_a_chart_is_written(name: str, *, large: bool) -> None:
    chart = CHARTS[name]
    text = " ".join("\n".join(pages(form(chart), large=large)).split())
    words = [word for label in chart.labels if label not in MONTHS for word in label.split()]
    stacks = zip(*(series.values for series in chart.series), strict=True)
    totals = [
        told[0] if (told := [v for v in stack if isinstance(v, str)]) else f"{sum(map(int, stack)):,}"
        for stack in stacks
        if chart.style != "steps"
    ]
    names = [series.name for series in chart.series] if len(chart.series) > 1 else []
    for wanted in [chart.title, chart.words, *words, *totals, *names]:
        assert wanted in text


def test_a_chart_without_numbers_says_so() -> None:
    (page,) = pages(form(bars([], [], empty="Nobody asked.")))
    assert "Nobody asked." in page
    assert "What it shows." not in page


@pytest.mark.parametrize("large", [False, True])
def test_three_hundred_bars_go_over_pages_and_each_is_there_once(*, large: bool) -> None:
    labels = [f"D-0001/{number}" for number in range(1, 301)]
    found = pages(form(bars(labels, list(range(100, 400)))), large=large)
    assert len(found) > 5
    assert all("Who asked" in page for page in found)
    printed = [word for page in found for word in page.split() if word.startswith("D-0001/")]
    assert sorted(printed) == sorted(labels)


def test_bars_have_one_measure_on_all_their_pages() -> None:
    labels = [f"D-0001/{number}" for number in range(1, 101)]
    first, *_others, last = pixels(form(bars(labels, [100] + [50] * 99)))
    boxes = [ImageChops.invert(page.crop((60, 90, 780, 480))).getbbox() for page in (first, last)]
    longest = [box[2] for box in boxes if box]
    assert longest[0] > longest[1] + 200


def test_forty_months_stand_side_by_side_in_print_and_lie_in_large_print() -> None:
    chart = bars([f"Jan {2000 + year}" for year in range(40)], [120] * 40, style="columns")
    width = 720.0
    assert type(picture(chart, width, ORDINARY, Element("Sect"))).__name__ == "Columns"
    assert type(picture(chart, width, LARGE, Element("Sect"))).__name__ == "Bars"


def test_patterns_are_told_apart_without_colour() -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(600, 100))
    for pattern in range(6):
        fill(canvas, (100 * pattern, 0, 99, 99), pattern)
    canvas.save()
    with PdfDocument(made.getvalue()) as document:
        page = document[0].render(scale=2).to_pil().convert("RGB")
    red, green, blue = page.split()
    assert ImageChops.difference(red, green).getbbox() is ImageChops.difference(red, blue).getbbox() is None
    areas = [red.crop((200 * n + 20, 20, 200 * n + 180, 180)) for n in range(6)]
    looks = [(ImageStat.Stat(area).mean[0], _grain(area), _grain(area.rotate(90))) for area in areas]
    for one, other in itertools.combinations(looks, 2):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 12
    for one, other in pairwise(looks):
        assert abs(one[0] - other[0]) > 25  # what lies side by side differs in how dark it is


def _grain(area: Image.Image) -> float:
    """Return how much the lines of an area differ from each other."""
    return float(ImageStat.Stat(area.resize((1, area.height), Image.Resampling.BOX)).stddev[0])


def test_a_number_that_is_not_shown_has_no_bar() -> None:
    def of(value: int | str) -> int:
        return ink(pixels(form(bars(["family", "press"], [value, 40])))[0])

    assert of("fewer than 5") < of(3) + 200
    assert of(20) > of("fewer than 5") + 500


@pytest.mark.parametrize("large", [False, True])
def test_the_contents_name_the_page_on_which_each_chapter_begins(*, large: bool) -> None:
    titles = [f"Chapter about {letter}" for letter in "abcdefghijklmno"]
    words = Paragraph("Words. " * 200)
    told: list[Block] = [block for title in titles for block in (Section(title), words, words)]
    found = pages(form(Contents(titles), *told), large=large)
    listed = "".join("".join(found[:2]).split())
    for title in titles:
        begins = max(number for number, page in enumerate(found, start=1) if title in page)
        assert f"{title}{begins}".replace(" ", "") in listed


@pytest.mark.parametrize("most", [0, 1, 4, 5, 6, 9, 10, 11, 49, 300, 2000])
def test_ticks_are_round_and_few(most: int) -> None:
    ticks = ticks_of_numbers(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most > ticks[-2] or most == 0
    assert len(ticks) <= 6


def test_days_are_marked_by_months_then_quarters_then_years() -> None:
    assert [label for _day, label in ticks_of_days(START, date(2026, 6, 3), 8)] == [
        "Apr 2026",
        "May 2026",
        "Jun 2026",
    ]
    assert [label for _day, label in ticks_of_days(START, date(2027, 3, 1), 5)] == [
        "Apr 2026",
        "Jul 2026",
        "Oct 2026",
        "Jan 2027",
    ]
    assert [label for _day, label in ticks_of_days(START, date(2031, 3, 1), 6)] == [
        "2027",
        "2028",
        "2029",
        "2030",
        "2031",
    ]
