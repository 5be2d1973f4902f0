"""Finding anything: what a code, a reference and words find, in which order, and what is never found."""

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import (
    finding,
    holds,
    incidents,
    interest,
    loans,
    marks,
    media,
    muster,
    paper_pages,
    sheet_codes,
)
from desktop.custody.errors import FactMissingError
from desktop.custody.findable import NOUNS
from desktop.custody.finding import Found, Index, find
from desktop.custody.register import Register
from tests.factory import REVIEW, Desk, Facts, a_desk

if TYPE_CHECKING:
    from collections.abc import Callable

VAULT = "TEST"


def references(found: list[Found]) -> list[str]:
    return [one.reference for one in found]


def busy_desk() -> Desk:
    """Return a desk with somebody who holds a copy, and others who do not."""
    desk = a_desk()
    desk.lent()
    desk.person("Søren Ångström-Müller")
    desk.person("Anne-Marie O\u2019Example")
    return desk


def slip_payload(desk: Desk, copy: str) -> str:
    return f"SL1 {VAULT} {copy} {desk.register.copies[copy].loans[-1].slip_code}"


def test_a_scanned_page_code_finds_its_copy_alone() -> None:
    desk = busy_desk()
    (found,) = find(desk.register, marks.page_code(VAULT, "D-0001/1", 2))
    assert (found.noun, found.reference, found.why) == ("copy", "D-0001/1", "page 2 of it was scanned")
    assert found.line.startswith("awaiting signature, with Robin Invented: Overview report, anonymised")


def test_the_scanned_page_of_a_paper_finds_what_the_paper_is_about() -> None:
    desk = busy_desk()
    page = paper_pages.of_paper(paper_pages.kept(slip_payload(desk, "D-0001/1")), "A1/2")
    assert page is not None
    (found,) = find(desk.register, page.payload)
    assert (found.reference, found.why) == ("D-0001/1", "part A, page 1 of 2 of its paper was scanned")
    assert find(desk.register, page.payload.replace(VAULT, "ELSE")) == []


def test_a_scanned_code_is_read_whatever_the_scanner_makes_of_capitals_and_spaces() -> None:
    desk = busy_desk()
    code = marks.page_code(VAULT, "D-0001/1", 2)
    assert references(find(desk.register, f"  {code.lower().replace(' ', '  ')}\r\n")) == ["D-0001/1"]


def test_a_misread_code_finds_nothing_and_says_so() -> None:
    desk = busy_desk()
    code = marks.page_code(VAULT, "D-0001/1", 2)
    answer = Index().search(desk.register, code.replace(" 2 ", " 3 "))
    assert (answer.found, answer.advice.endswith("scan it again.")) == ([], True)


def test_a_code_of_another_vault_is_called_so_and_finds_nothing() -> None:
    desk = busy_desk()
    answer = Index().search(desk.register, marks.page_code("ELSE", "D-0001/1", 2))
    assert (answer.found, answer.advice) == ([], "That code is of another vault (ELSE).")


def test_a_page_of_a_copy_that_no_entry_knows_says_that_entries_may_be_lost() -> None:
    answer = Index().search(busy_desk().register, marks.page_code(VAULT, "D-0001/9", 1))
    assert answer.found == []
    assert answer.advice == (
        "That is a page of D-0001/9, of which this vault knows nothing: its entries may have been lost."
    )


def test_a_scanned_slip_finds_its_copy() -> None:
    desk = busy_desk()
    (found,) = find(desk.register, slip_payload(desk, "D-0001/1"))
    assert (found.reference, found.why) == ("D-0001/1", "its present slip has that code")


def test_the_typed_code_of_a_slip_finds_its_copy_however_it_is_typed() -> None:
    desk = busy_desk()
    code = sheet_codes.printed(desk.register.copies["D-0001/1"].loans[-1].slip_code)
    assert references(find(desk.register, code)) == ["D-0001/1"]
    assert references(find(desk.register, " ".join(code.lower().replace("-", "")))) == ["D-0001/1"]


def test_the_slip_of_a_loan_that_ended_still_finds_its_copy_and_says_so() -> None:
    desk = busy_desk()
    payload = slip_payload(desk, "D-0001/1")
    desk.do(loans.take_back, copy="D-0001/1", pages=3, condition="good")
    (found,) = find(desk.register, payload)
    assert found.why == "the slip of its loan of 2 March 2026 has that code"


def test_a_slip_whose_code_no_loan_has_says_so() -> None:
    desk = busy_desk()
    other = a_desk()
    other.person("Somebody Else")
    other.lent()
    code = other.register.copies["D-0001/1"].loans[-1].slip_code
    (found,) = find(desk.register, f"SL1 {VAULT} D-0001/1 {code}")
    assert found.why == "its slip was scanned, but no loan of it has that code"


@pytest.mark.parametrize("typed", ["D-0001/1", "d-0001/1", "D1/1", "d 1 / 1"])
def test_a_copy_number_is_found_however_it_is_typed(typed: str) -> None:
    found = find(busy_desk().register, typed)
    assert (found[0].noun, found[0].reference, found[0].why) == ("copy", "D-0001/1", "its reference")


@pytest.mark.parametrize("typed", ["P-0001", "p1", "R-0001", "r1", REVIEW, REVIEW.lower(), "O-0001"])
def test_a_reference_is_found_first_whatever_its_noun(typed: str) -> None:
    found = find(busy_desk().register, typed)
    wanted = {"P-0001": "p", "R-0001": "r", REVIEW: "s", "O-0001": "o"}
    assert found[0].reference in wanted
    assert found[0].reference.lower().startswith(typed[0].lower())
    assert found[0].why == "its reference"


def test_after_a_document_its_copies_and_the_requests_for_it_follow() -> None:
    assert references(find(busy_desk().register, "D-0001")) == ["D-0001", "D-0001/1", "R-0001"]


@pytest.mark.parametrize("typed", ["soren", "SØREN", "ångström", "angstrom muller", "Müller Søren", "strom"])
def test_capitals_accents_and_the_order_of_the_words_do_not_matter(typed: str) -> None:
    assert references(find(busy_desk().register, typed)) == ["P-0002"]


@pytest.mark.parametrize("typed", ["anne marie", "Anne-Marie O'Example", "OExample", "marie o\u2019example"])
def test_punctuation_does_not_matter(typed: str) -> None:
    assert references(find(busy_desk().register, typed)) == ["P-0003"]


def test_every_word_must_match() -> None:
    register = busy_desk().register
    assert references(find(register, "robin example")) != []
    assert find(register, "robin nowhere") == []


def test_whoever_the_words_name_comes_before_what_belongs_to_them() -> None:
    found = find(busy_desk().register, "robin invented")
    assert references(found) == ["P-0001", "D-0001/1", "R-0001"]
    assert [one.why for one in found] == ["its words", "what it belongs to", "what it belongs to"]


def test_words_at_their_beginning_come_before_words_in_the_middle() -> None:
    desk = a_desk()
    desk.person("Norman Placeholder")
    desk.person("Mandy Placeholder")
    assert references(find(desk.register, "man")) == ["P-0002", "P-0001"]


def test_every_noun_of_the_register_is_found() -> None:
    desk = busy_desk()
    asker: Facts = {"category": "press", "format": "paper", "reason": "Our readers ask"}
    desk.do(interest.record, review=REVIEW, name="Gazette Unreal", **asker)
    desk.do(loans.take_back, copy="D-0001/1", pages=2, condition="a page is missing")
    desk.do(media.register_medium, label="Blue drive", place="The bank", keeper="The Chair")
    index = Index()
    for typed, noun in {
        "gazette": "executive-summary request",
        "brought back": "incident",
        "blue drive": "backup medium",
        "avery": "operator",
        "overview anonymised": "document",
        "prepare": "access request",
    }.items():
        assert index.search(desk.register, typed).found[0].noun == noun, typed


def test_nothing_of_a_coding_schedule_is_ever_found() -> None:
    desk = a_desk()
    schedule = desk.document("coding-schedule", "identified")
    person = desk.person()
    desk.request(person, schedule, mode="view")
    what = "The sealed file of the schedule does not verify"
    desk.do(incidents.master_altered, document=schedule, what=what)
    for typed in (
        schedule,
        "coding",
        "schedule",
        "coding schedule",
        "identified",
        "R-0001",
        "I-0001",
        "verify",
    ):
        assert find(desk.register, typed) == [], typed
    assert references(find(desk.register, "robin")) == ["P-0001"]


def test_at_most_fifty_are_returned_and_all_are_counted() -> None:
    desk = a_desk()
    for number in range(60):
        desk.person(f"Invented Person {number}")
    answer = Index().search(desk.register, "invented person")
    assert (len(answer.found), answer.total) == (50, 60)


def test_an_index_follows_the_register() -> None:
    desk, index = a_desk(), Index()
    assert index.search(desk.register, "robin").found == []
    desk.lent()
    assert len(index.search(desk.register, "robin").found) == 3
    desk.do(loans.take_back, copy="D-0001/1", pages=3, condition="good")
    assert references(index.search(desk.register, "robin").found) == ["P-0001", "R-0001"]
    assert references(index.search(desk.register, "custodian").found) == ["D-0001/1"]


def test_an_index_finds_whatever_a_fresh_one_finds() -> None:
    desk, kept = a_desk(), Index()
    steps: list[Callable[[], str]] = [
        desk.lent,
        lambda: desk.person("Robin Again"),
        lambda: desk.document("minutes", "identified"),
    ]
    for step in steps:
        step()
        for typed in ("robin", "invented", "minutes", "D-0001", "e"):
            assert kept.search(desk.register, typed) == Index().search(desk.register, typed)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\ud800", "x" * 201])
def test_nothing_to_look_for_and_far_too_much_are_refused(typed: str) -> None:
    with pytest.raises(FactMissingError):
        find(busy_desk().register, typed)


def test_a_search_of_nothing_but_punctuation_finds_nothing() -> None:
    assert find(busy_desk().register, "!?") == []


def test_a_search_is_recorded_with_its_words_and_how_much_it_found() -> None:
    desk = busy_desk()
    (event,) = desk.do(finding.searched, sought="robin", found=3)
    assert event.said() == "The register was searched for “robin”. Found: 3."


def test_of_a_slip_code_the_record_says_only_whose_it_is() -> None:
    desk = busy_desk()
    code = desk.register.copies["D-0001/1"].loans[-1].slip_code
    for typed in (slip_payload(desk, "D-0001/1"), code):
        assert Index().search(desk.register, typed).words == "a slip of D-0001/1"


def test_the_number_and_code_of_a_paper_are_sent_to_where_they_are_checked() -> None:
    advice = Index().search(busy_desk().register, "412: ABCD-EFGH-JKMN").advice
    assert "Check a slip" in advice


@given(st.text(min_size=1, max_size=40).filter(lambda text: any(c.isalnum() for c in text)))
def test_a_name_is_found_by_itself_and_by_itself_in_capitals(name: str) -> None:
    folded = finding._folded(name)
    assert finding._folded(folded) == folded
    again = finding._folded(unicodedata.normalize("NFD", name))
    assert again == finding._folded(unicodedata.normalize("NFC", name))


def test_every_noun_that_is_found_is_shown_somewhere() -> None:
    nouns = {noun.noun for noun in NOUNS}
    assert len(nouns) == len(NOUNS)
    assert all(noun.rows(Register()) == {} for noun in NOUNS)


def test_a_request_for_information_is_found_though_it_asks_for_what_is_kept_apart() -> None:
    desk = a_desk()
    schedule = desk.document("coding-schedule", "identified")
    hold: Facts = {"about": (schedule, REVIEW), "authority": "The Chair", "reason": "An inquest"}
    desk.do(holds.raise_hold, **hold)
    (found,) = find(desk.register, "inquest")
    assert (found.noun, found.reference) == ("hold", "H-0001")
    assert "oding" not in found.line
    assert find(desk.register, "coding") == []


def test_a_hold_on_nothing_but_what_is_kept_apart_is_not_found() -> None:
    desk = a_desk()
    schedule = desk.document("coding-schedule", "identified")
    hold: Facts = {"about": (schedule,), "authority": "The Chair", "reason": "An inquest"}
    desk.do(holds.raise_hold, **hold)
    assert find(desk.register, "inquest") == []
    assert find(desk.register, "H-0001") == []


def test_the_scanned_code_of_a_sheet_finds_its_muster_and_another_vaults_does_not() -> None:
    desk = a_desk()
    desk.lent()
    desk.do(muster.begin, first="Avery Example", second="Sam Witness")
    code = desk.register.musters["MU-0001"].code
    (found,) = find(desk.register, f"mu1 test MU-0001 {code}")
    assert (found.noun, found.reference, found.why) == ("muster", "MU-0001", "its sheet was scanned")
    assert find(desk.register, f"MU1 ABCD MU-0001 {code}") == []
    assert find(desk.register, f"SU1 TEST SU-0001 {code}") == []
