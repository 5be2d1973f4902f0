import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.paper.fonts import literal, runs, width
from desktop.paper.script import in_reading_order
from desktop.resources import resource


def drawn(text: str) -> list[tuple[str, str]]:
    return [(run.font.removeprefix("Strongroom-"), run.text) for run in runs(text, "text")]


def test_plain_english_is_one_run_of_the_text_face() -> None:
    assert drawn("Copy D-0001/3") == [("AtkinsonHyperlegible-Regular", "Copy D-0001/3")]


def test_only_what_the_text_face_lacks_falls_back() -> None:
    assert drawn("For Ελένη") == [("AtkinsonHyperlegible-Regular", "For "), ("DejaVuSans", "Ελένη")]


def test_a_character_that_no_font_draws_is_shown_as_its_code_point() -> None:
    assert "".join(text for _, text in drawn("Li \u4e2d\U0002070e")) == "Li \\u4e2d\\u2070e"


def test_a_mark_is_drawn_by_the_font_of_its_letter() -> None:
    assert drawn(literal("x\u0323")) == [("DejaVuSans", "x\u0323")]


def test_a_letter_and_its_accent_are_composed() -> None:
    assert literal("Ame\u0301lie") == "Amélie"


@pytest.mark.parametrize("hidden", ["\x00", "\t", "\u202e", "\u2066", "\u2028", "\ufeff", "\ud800"])
def test_what_hides_itself_or_turns_the_line_is_shown(hidden: str) -> None:
    assert literal(f"a{hidden}b") == f"a\\u{ord(hidden):04x}b"


def test_a_line_break_stays_a_line_break() -> None:
    assert literal("12 Lark Rise\r\nFernbrook\nFB1") == "12 Lark Rise\nFernbrook\nFB1"


@given(st.text(st.characters()))
def test_no_character_is_dropped(text: str) -> None:
    for line in literal(text).split("\n"):
        shown = "".join(run.text for run in runs(line, "text"))
        assert len(shown) >= len(line)
        assert width(line, "text", 10) > 0 or not line.strip("\u200c\u200d") or shown


def test_figures_are_all_as_wide() -> None:
    for role in ("figures", "code"):
        assert len({width(figure, role, 10) for figure in "0123456789abcdef"}) == 1


@given(st.text(st.characters(codec="utf-8")))
def test_reading_order_loses_nothing_of_a_line(text: str) -> None:
    assert len(in_reading_order(text)) == len(text)


def test_a_hebrew_name_stands_in_reading_order() -> None:
    assert in_reading_order("For שלום עולם, today") == "For םלוע םולש, today"


def test_a_number_within_hebrew_keeps_its_order() -> None:
    assert in_reading_order("א 123 ב") == "ב 123 א"


def test_brackets_within_hebrew_still_enclose() -> None:
    assert in_reading_order("א (ב) ג") == "ג (ב) א"


def test_arabic_letters_are_joined() -> None:
    assert in_reading_order("محمد") == "\ufeaa\ufee4\ufea4\ufee3"


def test_a_letter_that_does_not_join_leaves_the_next_one_initial() -> None:
    assert in_reading_order("دب") == "\ufe8f\ufea9"


def test_each_font_has_its_licence_beside_it() -> None:
    readme = resource("fonts/README.md").read_text("utf-8")
    for font in resource("fonts").glob("*.ttf"):
        (line,) = [line for line in readme.splitlines() if f"`{font.name}`" in line]
        assert resource(f"fonts/{line.split('`')[-2]}").is_file()
