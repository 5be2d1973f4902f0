"""Days, short codes, facts, shown text and page codes: what people type and read."""

import contextlib
import re
import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import codes, dates, facts
from desktop.custody.errors import FactMissingError, ImpossibleDateError
from desktop.custody.marks import PageCode, page_code, read_page_code
from desktop.custody.text import folded, shown

COPIES = st.builds("D-{:04d}/{}".format, st.integers(1, 99_999), st.integers(1, 9_999))
VAULTS = st.text(codes.ALPHABET, min_size=4, max_size=4)


def test_a_day_is_shown_in_words() -> None:
    assert dates.day(date(2026, 3, 2)) == "2 March 2026"
    assert dates.moment(datetime.fromisoformat("2026-03-02T14:05:09+00:00")) == "2 March 2026, 14:05"


@given(st.dates())
def test_a_day_is_read_as_it_is_shown_and_as_it_is_stored(day: date) -> None:
    assert dates.parse_day(dates.day(day), "it") == day
    assert dates.parse_day(f" {day.isoformat()} ", "it") == day
    assert dates.parse_day(dates.day(day).upper(), "it") == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "30 February 2026",
        "02/03/2026",
        "2 Smarch 2026",
        "2 March",
        "March 2026",
        "soon",
        "2 March 99999999999999999999",
        "2 J 2026",
        "2 Ju 2026",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleDateError, match="The due date cannot be"):
        dates.parse_day(text, "the due date")


@given(st.text())
def test_reading_a_day_gives_a_day_or_says_why_not(text: str) -> None:
    with contextlib.suppress(ImpossibleDateError):
        assert isinstance(dates.parse_day(text, "it"), date)


@given(st.binary(min_size=5, max_size=40))
def test_letters_carry_the_bits_in_order(data: bytes) -> None:
    count = len(data) * 8 // 5
    found = codes.letters(data, count)
    number = sum(codes.ALPHABET.index(letter) * 32 ** (count - 1 - at) for at, letter in enumerate(found))
    assert len(found) == count
    assert number == int.from_bytes(data, "big") >> (len(data) * 8 - count * 5)


@given(st.text(codes.ALPHABET, max_size=40), st.integers(1, 7))
def test_a_code_is_read_as_it_is_printed(code: str, group: int) -> None:
    printed = codes.spaced(code, group)
    assert codes.plain(printed) == code
    assert codes.plain(printed.lower().replace("-", " ")) == code
    assert codes.plain(printed.replace("0", "o").replace("1", "l")) == code
    assert codes.plain(printed.replace("0", "O").replace("1", "I").replace("-", "\u2013")) == code


def test_a_fact_is_kept_as_typed_less_white_space_at_its_ends() -> None:
    assert facts.needed("the name", "  Robin \n Invented\t") == "Robin \n Invented"
    assert facts.optional("the note", None) == ""


@pytest.mark.parametrize("text", ["", " ", "\n\t", None])
def test_an_empty_fact_is_refused_where_one_is_needed(text: str | None) -> None:
    with pytest.raises(FactMissingError, match=r"^The reference and date: nothing was given\.$"):
        facts.needed("the reference and date", text)


def test_a_fact_of_letters_that_nobody_sees_is_refused_where_one_is_needed() -> None:
    with pytest.raises(FactMissingError, match=r"^The name: there is nothing to read in what was given\.$"):
        facts.needed("the name", "\u200b")


def test_a_fact_is_refused_when_it_is_too_long_and_never_cut() -> None:
    assert facts.needed("the note", "x" * 10_000) == "x" * 10_000
    with pytest.raises(FactMissingError, match="longer than 10,000 characters"):
        facts.needed("the note", "x" * 10_001)


@pytest.mark.parametrize("text", ["\ud800", "Robin \udfff", "é\udc80"])
def test_a_fact_that_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(FactMissingError, match="cannot be written"):
        facts.optional("the name", text)


@pytest.mark.parametrize("text", ["Robin\0Invented", "<b>", "[[[", "\u202etxt", "\N{GRINNING FACE}", "{x}"])
def test_odd_text_is_kept_as_it_is(text: str) -> None:
    assert facts.needed("the name", text) == text


@pytest.mark.parametrize(
    "said", ["waiting for publication", "Waiting-For_Publication", " WAITING for  publication"]
)
def test_a_choice_is_read_whatever_its_capitals_hyphens_and_spaces(said: str) -> None:
    assert facts.one_of("it", said, ("sent", "waiting for publication")) == "waiting for publication"


@given(st.text(max_size=300))
def test_shown_text_stays_on_its_line_and_hides_nothing(text: str) -> None:
    line = shown(text)
    assert len(line) <= 200
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not [c for c in line if unicodedata.category(c) in hidden and c not in "\u200c\u200d"]


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_no_two_hidden_characters_are_shown_alike() -> None:
    assert shown("\U000e0001") != shown("\ue0001")


def test_a_cut_is_marked() -> None:
    assert shown("x" * 201) == "x" * 199 + "…"
    assert shown("x" * 9, 5) == "xxxx…"


def test_control_characters_line_breaks_and_direction_overrides_become_visible() -> None:
    assert (
        shown("a\nb\0c\u202ed\u2066\u2028e\ud800\u2029") == r"a\u000ab\u0000c\u202ed\u2066\u2028e\ud800\u2029"
    )


@given(VAULTS, COPIES, st.integers(1, 99_999))
def test_a_page_code_names_its_vault_copy_and_page(vault: str, copy: str, page: int) -> None:
    code = page_code(vault, copy, page)
    assert re.fullmatch(r"[ -Z]+", code)
    assert read_page_code(f" {code}\n") == PageCode(vault, copy, page)


@given(COPIES, st.integers(1, 999), st.data())
def test_a_changed_letter_of_a_page_code_is_noticed(copy: str, page: int, data: st.DataObject) -> None:
    code = page_code("TEST", copy, page)
    at = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from(codes.ALPHABET + " -/").filter(lambda c: c != code[at]))
    assert read_page_code(code[:at] + letter + code[at + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "SR1", "SR2 TEST D-0001/1 1 0000", "https://example.org", "SR1 TEST D-0001/1 1"]
)
def test_what_is_no_page_code_is_none(text: str) -> None:
    assert read_page_code(text) is None


def test_a_page_of_more_digits_than_any_is_no_page() -> None:
    body = "SR1 TEST D-0001/1 " + "9" * 5_000
    assert read_page_code(f"{body} {codes.check(body, 4)}") is None


@given(st.text(max_size=60))
def test_any_text_is_a_page_code_or_none(text: str) -> None:
    assert read_page_code(text) is None


@pytest.mark.parametrize(
    "name",
    [
        "avery example",
        " Avery  Example ",
        "AVERY-EXAMPLE",
        "Avery_Example",
        "Avery\u200b Exam\u00adple",
        "\uff21very Example.",
    ],
)
def test_one_name_is_compared_as_one_however_it_is_written(name: str) -> None:
    assert folded(name) == folded("Avery Example") == "avery example"


@pytest.mark.parametrize(
    "name", ["Avery Exemple", "Avery", "Àvery Example", "AveryExample", "Avery Example 2"]
)
def test_different_names_are_compared_as_different(name: str) -> None:
    assert folded(name) != folded("Avery Example")


def test_a_letter_and_its_accent_are_compared_as_one_letter() -> None:
    assert folded("Zoe\u0308") == folded("Zo\u00eb")
    assert folded("Stra\u00dfe") == folded("STRASSE")


@given(st.text(max_size=60))
def test_comparing_a_compared_name_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)
