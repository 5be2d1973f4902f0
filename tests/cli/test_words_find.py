"""Finding anything on the command line."""

from desktop.custody import marks
from tests.cli.spoken import Desk


def test_whoever_searches_is_told_what_is_found_and_the_search_is_an_entry(desk: Desk) -> None:
    answer = desk.json("find", "nurse")
    assert answer["found"][0] == {
        "noun": "person",
        "reference": "P-0001",
        "line": "B. Nurse, Designated Nurse, Invented Trust",
        "why": "its words",
    }
    said = desk.json("ledger", "list", "--last", "1")["entries"][0]
    assert said["number"] == answer["entry"]
    assert said["said"] == f"The register was searched for “nurse”. Found: {answer['total']}."


def test_the_code_of_a_page_finds_its_copy(desk: Desk) -> None:
    vault = desk.office(read_only=True)
    code = marks.page_code(vault.register.founded.vault, "D-0001/2", 1)
    vault.close()
    assert [one["reference"] for one in desk.json("find", code)["found"]] == ["D-0001/2"]
    assert "page 1 of it was scanned" in desk("find", code).out


def test_a_search_that_finds_nothing_says_so_and_is_an_entry_too(desk: Desk) -> None:
    said = desk("find", "nobody at all")
    assert said.code == 0
    assert said.out.startswith("Nothing is found.\nLedger entry ")


def test_nothing_to_look_for_is_refused(desk: Desk) -> None:
    assert desk.refused("find", " ")["error"] == "FactMissingError"
