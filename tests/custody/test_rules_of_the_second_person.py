"""The second person is another than the first, however a name is written."""

import pytest

from desktop.custody import witness
from desktop.custody.errors import FactMissingError, WitnessError
from tests.factory import Desk, a_hand

ONE = "Ann Marie O'Neil"


@pytest.mark.parametrize(
    "other",
    [
        "ANN MARIE O'NEIL",
        "O'Neil, Ann Marie",
        "Añn Maríe O'Néil",
        "Dr Ann Marie O'Neil",
        "Ann Marie O'Neil MBE",
        "Ann O'Neil",
        "Ann M. O'Neil",
        "A. M. O'Neil",
        "O'Neil",
        "Ann-Marie ONeil",
        "AnnMarie O Neil",
        "Ann Marie O'Neil (Head)",
        "\u202eAnn Marie\u200b O'Neil",
    ],
)
def test_a_name_written_otherwise_is_the_same_person(other: str) -> None:
    assert witness.same_person(ONE, other)
    assert witness.same_person(other, ONE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Smith", "J. Smith"),
        ("Jane Smith", "John Smith"),
        ("Jane Mary Smith", "Jane Anne Smith"),
        ("Jane Smith", "Jane Jones"),
        ("Ann Ann", "Ann Lee"),
        ("Dr Who", "Dr No"),
        ("Miss", "Lady"),
    ],
)
def test_people_who_share_part_of_a_name_are_two(one: str, other: str) -> None:
    assert not witness.same_person(one, other)
    assert not witness.same_person(other, one)


def test_letters_that_have_no_accent_to_drop_are_spelt_out() -> None:
    assert witness.same_person("Søren Łuk", "Soren Luk")
    assert witness.same_person("Jürgen Groß", "JURGEN GROSS")


@pytest.mark.parametrize(
    "other",
    [
        "J\u043e Example",
        "\u0408\u043e Ex\u0430mple",
        "JO EXAM\u0420LE",
        "J\u03bf \u0395xample",
        "Jo \u0415x\u0430mpl\u0435",
    ],
)
def test_a_letter_that_only_looks_the_same_makes_no_second_person(other: str) -> None:
    assert witness.same_person("Jo Example", other)
    assert witness.same_person(other, "Jo Example")


@pytest.mark.parametrize(
    ("one", "other"), [("Анна Петрова", "Ольга Петрова"), ("Νίκος Ιωάννου", "Μαρία Ιωάννου")]
)
def test_people_whose_names_are_of_another_alphabet_are_told_apart(one: str, other: str) -> None:
    assert not witness.same_person(one, other)
    assert witness.same_person(one, one.upper())


def test_a_witness_has_a_name() -> None:
    for nobody in ("-", "?", "12", "\U0001f58a"):
        with pytest.raises(FactMissingError, match="is nobody's name"):
            witness.second_person(Desk().register, a_hand(), nobody)


def test_part_of_the_operators_own_name_is_no_witness() -> None:
    register = Desk().register
    name = register.operators["O-0001"].name
    with pytest.raises(WitnessError):
        witness.second_person(register, a_hand(), f"Dr {name.split()[-1]}")
