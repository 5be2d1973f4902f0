"""The wording of terms and letters, in words (C5)."""

from pathlib import Path

from tests.cli.spoken import Desk

BY = ("--authority", "The Chair (invented)")


def test_the_boards_own_terms_stand_in_place_of_the_shipped_ones(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("Keep it locked away.\nBring it back.\n", "utf-8")
    made = desk.json("words", "change", "terms-of-loan", "--text-file", file, *BY)
    assert (made["version"], made["own"]) == ("Board 1", True)
    assert desk.json("words", "show", "terms-of-loan")["text"] == "Keep it locked away.\nBring it back."
    listed = {one["wording"]: one["version"] for one in desk.json("words", "list")["wordings"]}
    assert listed["terms-of-loan"] == "Board 1"
    assert listed["reminder-1"] != "Board 1"
    assert desk.json("words", "restore", "terms-of-loan", *BY)["own"] is False


def test_a_file_that_is_no_wording_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff\xfe")
    refused = desk.refused("words", "change", "reminder-1", "--text-file", file, *BY)
    assert "no plain text" in refused["message"]
    missing = desk.refused("words", "change", "reminder-1", "--text-file", tmp_path / "none.txt", *BY)
    assert "No such file" in missing["message"]
    unknown = desk.refused("words", "change", "reminder-7", "--text-file", file, *BY)
    assert "reminder-7" in unknown["message"]


def test_a_wording_is_shown_whole_so_that_it_can_be_worded_anew_from_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("Keep it\u202e. " + "word " * 1_500 + "end.\n", "utf-8")
    desk.json("words", "change", "terms-of-loan", "--text-file", file, *BY)
    shown = desk("words", "show", "terms-of-loan").out.rstrip()
    assert shown.endswith("word end.")
    assert "Keep it\\u202e." in shown
