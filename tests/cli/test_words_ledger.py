"""The ledger said in words: read by what it is about, by whom, and by day, and taken out in three forms."""

from tests.cli.spoken import Desk


def kinds(desk: Desk, *options: str) -> list[str]:
    return [entry["kind"] for entry in desk.json("ledger", "list", *options)["entries"]]


def test_the_entries_about_a_copy_are_listed_and_the_search_is_an_entry(desk: Desk) -> None:
    listed = desk.json("ledger", "list", "--about", "d-0001/2")
    assert [entry["kind"] for entry in listed["entries"]] == ["copies-allotted", "copy-printed"]
    (newest,) = desk.json("ledger", "list", "--last", "1")["entries"]
    assert (newest["number"], newest["said"]) == (
        listed["entry"],
        "The ledger was searched for entries about D-0001/2. Found: 2.",
    )


def test_a_search_can_be_limited_to_its_last_entries_an_operator_and_days(desk: Desk) -> None:
    assert kinds(desk, "--about", "P-0001", "--last", "1") == ["access-decided"]
    assert kinds(desk, "--about", "P-0001", "--by", "O-0001", "--until", "2026-03-01") == []
    assert len(kinds(desk, "--since", "2 March 2026", "--by", "o-0001")) > 5


def test_what_is_in_no_register_is_refused_and_the_refusal_is_an_entry(desk: Desk) -> None:
    refused = desk.refused("ledger", "list", "--about", "D-0099")
    assert refused["error"] == "UnknownReferenceError"
    assert kinds(desk, "--last", "1") == ["act-refused"]
    assert desk.refused("ledger", "list", "--by", "O-0009")["error"] == "UnknownReferenceError"
    crossed = ("--since", "2026-03-03", "--until", "2026-03-02")
    assert desk.refused("ledger", "list", *crossed)["error"] == "ImpossibleDateError"


def test_a_list_of_everything_needs_no_entry(desk: Desk) -> None:
    before = desk.json("ledger", "list")["entries"]
    assert desk.json("ledger", "list")["entries"] == before


def test_a_part_is_exported_as_paper_table_and_json_lines(desk: Desk) -> None:
    held = []
    for kind in ("pdf", "csv", "jsonl"):
        file = desk.papers / f"extract.{kind}"
        held.append(desk.json("ledger", "export", "--about", "R-0001", "--out", file)["entries"])
        assert file.stat().st_size
    assert held == [2, 3, 4], "each export is an entry about it too"
