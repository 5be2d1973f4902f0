"""The Board's own wording of terms and letters (C5, C10): kept whole, with its version, without a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import wordings
from desktop.custody.errors import FactMissingError, UnknownReferenceError, WrongStateError
from desktop.custody.letters import Addressee, written
from desktop.custody.loans import Terms
from desktop.office import wordings as shipped_wordings
from tests.factory import Desk, Facts, a_desk

LETTER = shipped_wordings.shipped("escalation").text
TERMS = shipped_wordings.shipped("terms-of-loan").text


def changing(wording: str = "escalation", **facts: str) -> Facts:
    ours = shipped_wordings.shipped(wording).text
    given = {"text": "subject: Copy {copy}\nPlease bring {copy} back.", "authority": "The Chair (invented)"}
    return {"wording": wording, "shipped": ours, **given, **facts}


def change(desk: Desk, wording: str = "escalation", **facts: str) -> None:
    desk.do(wordings.change, **changing(wording, **facts))


def test_a_wording_of_the_boards_own_stands_in_place_of_the_shipped_one() -> None:
    desk = a_desk()
    change(desk)
    found = shipped_wordings.letter(desk.register, "escalation")
    assert (found.version, found.subject) == ("Board 1", "Copy {copy}")
    assert found.paragraphs == ("Please bring {copy} back.",)
    assert shipped_wordings.letter(desk.register, "reminder-2").version != "Board 1"


def test_terms_of_the_boards_own_stand_on_the_next_slip_with_their_version() -> None:
    desk = a_desk()
    change(desk, "terms-of-loan", text="\n Keep it.  \n\nBring it back.\n")
    assert shipped_wordings.terms(desk.register) == Terms("Board 1", ("Keep it.", "Bring it back."))


def test_the_shipped_wording_is_taken_up_again_and_versions_go_on_counting() -> None:
    desk = a_desk()
    change(desk)
    desk.do(wordings.restore, wording="escalation", authority="The Chair")
    assert shipped_wordings.text(desk.register, "escalation").text == LETTER
    change(desk)
    assert shipped_wordings.letter(desk.register, "escalation").version == "Board 2"


def test_a_wording_of_each_shipped_letter_fits_its_own_form() -> None:
    for name in shipped_wordings.names():
        desk = a_desk()
        text = shipped_wordings.shipped(name).text + "\nOne line more."
        change(desk, name, text=text)
        assert shipped_wordings.text(desk.register, name).text == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The wording: nothing"),
        ("Please bring it back.", "subject"),
        ("subject:\nPlease bring it back.", "subject"),
        ("subject: Copy {copy}", "no paragraph"),
        ("subject: Copy {copy}\nmarking: none", "no paragraph"),
        ("subject: Copy\nPlease.\nmarking: none", "right under the subject"),
        ("subject: Copy\nmarking: none\nmarking: none\nPlease.", "right under the subject"),
        ("subject: Copy\nmarking: About {copy}\nPlease.", "no fact is filled into the marking"),
        ("subject: Copy {table}\nPlease.", "on a line of its own"),
        ("subject: Copy\nThese: {table}", "on a line of its own"),
        ("subject: Copy\n{table}\nPlease.\n{table}", "once"),
        ("subject: Copy\n[table] These.", "on a line of its own"),
        ("subject: Copy\n[paper] {table}", "on a line of its own"),
        ("subject: [copy] Copy\nPlease.", "subject"),
        ("subject: Copy\nPlease, {colour}.", "nothing fills colour"),
        ("subject: Copy\n[colour] Please.", "nothing fills colour"),
        ("subject: Copy\nPlease, {copy.__class__}.", "nothing fills"),
        ("subject: Copy\nPlease, {copy!r:>9999999}.", "nothing fills"),
        ("subject: Copy\nPlease, {}.", "nothing fills"),
        ("subject: Copy\nPlease, {0}.", "nothing fills"),
        ("subject: Copy\nPlease, {copy.", "a brace"),
        ("subject: Copy\nPlease, {{copy}}.", "a brace"),
        ("subject: Copy\n" + "x" * 20_000, "longer than"),
    ],
)
def test_a_wording_that_would_leave_a_gap_is_refused_and_nothing_changes(text: str, why: str) -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match=why):
        change(desk, text=text)
    assert desk.register.wordings == {}


PIECES = st.sampled_from(["{copy}", "{table}", "[paper]", "[table]", "marking:", *"{}[]!:.copy \n"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_accepted_can_be_filled_in(text: str) -> None:
    desk = a_desk()
    given = dict.fromkeys(set(wordings.fields(LETTER)) - {"table"}, "a fact {braces}")
    try:
        change(desk, text=f"subject: About {{copy}}\n{text}")
    except FactMissingError:
        return
    worded = shipped_wordings.letter(desk.register, "escalation")
    assert written(desk.register, worded, Addressee("A. Sample"), "D-0001/1", given).version == "Board 1"


@pytest.mark.parametrize("line", ["[electronic] Delete it.", "[electronic]Delete it.", "[electronic]"])
def test_a_paragraph_stands_only_with_its_fact_however_it_is_spaced(line: str) -> None:
    desk = a_desk()
    change(desk, text=f"subject: Copy\nPlease.\n{line}")
    worded = shipped_wordings.letter(desk.register, "escalation")
    letter = written(desk.register, worded, Addressee("A. Sample"), "D-0001/1", {"electronic": ""})
    assert letter.paragraphs == ("Please.",)


def test_a_letter_has_no_marking_where_the_board_says_none_in_any_letters() -> None:
    desk = a_desk()
    change(desk, text="subject: Copy\nmarking: None\nPlease.")
    assert shipped_wordings.letter(desk.register, "escalation").marking == ""


def test_the_same_wording_again_is_no_change() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError):
        change(desk, text=LETTER)
    change(desk)
    with pytest.raises(WrongStateError):
        change(desk)


def test_the_shipped_wording_is_not_taken_up_twice() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError):
        desk.do(wordings.restore, wording="escalation", authority="The Chair")
    change(desk)
    desk.do(wordings.restore, wording="escalation", authority="The Chair")
    with pytest.raises(WrongStateError):
        desk.do(wordings.restore, wording="escalation", authority="The Chair")


def test_nobody_words_anything_without_authority() -> None:
    with pytest.raises(FactMissingError):
        change(a_desk(), authority=" ")


def test_a_wording_that_nobody_ships_is_unknown() -> None:
    with pytest.raises(UnknownReferenceError):
        shipped_wordings.shipped("../board")
