"""The Board's data in words: shown, changed with authority, and at work at once."""

from tests.cli.spoken import REVIEW, Desk, a_pdf

BY = ("--authority", "The Chair, 2 March 2026")


def test_what_the_board_keeps_as_data_is_shown(desk: Desk) -> None:
    shown = desk.json("board", "show")
    assert (shown["board"], shown["marking"], shown["copy_limit"]) == (
        "Invented Board",
        "OFFICIAL-SENSITIVE",
        20,
    )
    (schedule,) = (kind for kind in shown["kinds"] if kind["apart"])
    assert schedule == {
        "kind": "coding-schedule",
        "label": "Coding schedule",
        "per_agency": False,
        "many": False,
        "copied": False,
        "apart": True,
        "gate": None,
    }
    assert "press" in shown["categories"]
    assert "Ofsted" in shown["briefed_bodies"]
    text = desk("board", "show").out
    assert "one for each agency, copied, leaves the process only after legal advice" in text
    assert "Head of Legal Services" in text


def test_a_kind_that_was_added_is_one_a_document_can_be_of(desk: Desk) -> None:
    added = desk.json("board", "add-kind", "Genogram", "--many", *BY)
    assert added["kind"]["kind"] == "genogram"
    file = a_pdf(desk.folder / "genogram.pdf")
    taken = desk.json(
        "document", "take-in", file, "--review", REVIEW, "--kind", "genogram", "--edition", "identified"
    )
    assert desk.json("document", "show", taken["document"])["documents"][0]["label"] == "Genogram"


def test_a_kind_is_changed_and_the_entry_says_from_what_to_what(desk: Desk) -> None:
    gate = ("--gate", "legal advice")
    changed = desk.json("board", "change-kind", "Chronology", "--many", "yes", *gate, *BY)
    assert (changed["kind"]["many"], changed["kind"]["gate"]) == (True, "legal advice")
    assert changed["entry"] == changed["head"]["number"]
    said = desk("ledger", "list").out
    assert "The kind chronology was changed from “Chronology”" in said


def test_a_change_of_nothing_or_of_what_is_neither_yes_nor_no_is_refused(desk: Desk) -> None:
    assert desk.refused("board", "change-kind", "imr", *BY)["error"] == "UsageError"
    assert desk.refused("board", "change-kind", "imr", "--many", "perhaps", *BY)["error"] == "UsageError"
    assert desk.refused("board", "change-kind", "imr", "--many", "no", *BY)["error"] == "WrongStateError"


def test_a_category_and_a_body_come_and_go(desk: Desk) -> None:
    assert desk.json("board", "add-category", "School governor", *BY)["categories"][-1] == "School governor"
    who = ("--name", "A. Reader", "--category", "school governor")
    asked = (*who, "--format", "paper", "--reason", "To learn from it")
    assert desk.json("interest", "record", "--review", REVIEW, *asked)["request"] == "E-0001"
    assert (
        "School governor" not in desk.json("board", "remove-category", "School governor", *BY)["categories"]
    )
    bodies = desk.json("board", "add-briefed-body", "Example Inspectorate", *BY)["briefed_bodies"]
    assert bodies[-1] == "Example Inspectorate"
    assert (
        "Example Inspectorate"
        not in desk.json("board", "remove-briefed-body", "Example Inspectorate", *BY)["briefed_bodies"]
    )
    known = desk.json("board", "add-process-body", "Example Inspectorate", *BY)["submitted_to"]
    assert known[-1] == "Example Inspectorate"
    gone = desk.json("board", "remove-process-body", "example inspectorate", *BY)["submitted_to"]
    assert gone == known[:-1] == desk.json("board", "show")["submitted_to"]


def test_a_standing_recipient_comes_and_goes(desk: Desk) -> None:
    office = ("--post", "Director of Nursing", "--agency", "Example Trust")
    added = desk.json("board", "add-recipient", *office, *BY)["standing_recipients"]
    assert added[-1] == {"post": "Director of Nursing", "agency": "Example Trust"}
    assert added[:-1] == desk.json("board", "remove-recipient", *office, *BY)["standing_recipients"]


def test_the_marking_the_limit_and_the_return_address_are_changed(desk: Desk) -> None:
    assert desk.json("board", "change-marking", "OFFICIAL", *BY)["marking"] == "OFFICIAL"
    assert desk.json("board", "change-copy-limit", "3", *BY)["copy_limit"] == 3
    assert desk.json("board", "change-returns", "1 Example Street", *BY)["returns"] == "1 Example Street"
    shown = desk.json("board", "show")
    assert (shown["marking"], shown["copy_limit"], shown["returns"]) == ("OFFICIAL", 3, "1 Example Street")


def test_a_change_without_authority_is_refused(desk: Desk) -> None:
    assert desk.refused("board", "change-marking", "OFFICIAL")["error"] == "UsageError"
    refused = desk.refused("board", "change-marking", "OFFICIAL", "--authority", " ")
    assert refused["error"] == "FactMissingError"
