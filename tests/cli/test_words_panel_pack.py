"""The pack for the Overview Panel from the command line: what is answered, and what is refused."""

from hashlib import sha256
from pathlib import Path

from tests.cli.spoken import REVIEW, Desk


def test_a_pack_is_answered_with_its_files_the_paper_first(desk: Desk, tmp_path: Path) -> None:
    answer = desk.json("report", "panel-pack", "--review", REVIEW, "--out", tmp_path / "pack")
    files = [Path(file) for file in answer["files"]]
    assert files[0] == Path(answer["paper"])
    assert files[0].suffix == ".pdf"
    assert set(files) == set((tmp_path / "pack").iterdir())
    assert answer["sha256"] == {file.name: sha256(file.read_bytes()).hexdigest() for file in files}
    assert answer["entry"] == answer["head"]["number"] == answer["made"] + 1
    assert (answer["wider"], answer["folder"]) == (False, str(tmp_path / "pack"))


def test_a_pack_for_wider_circulation_is_asked_for_by_a_word(desk: Desk, tmp_path: Path) -> None:
    answer = desk.json("report", "panel-pack", "--review", REVIEW, "--out", tmp_path / "pack", "--wider")
    assert answer["wider"]
    assert answer["paper"].endswith("-wider.pdf")


def test_the_pack_of_no_review_is_refused_and_nothing_is_made(desk: Desk, tmp_path: Path) -> None:
    said = desk("report", "panel-pack", "--review", "SCR-1999-99", "--out", tmp_path / "pack")
    assert said.code > 0
    assert "SCR-1999-99" in said.err
    assert not (tmp_path / "pack").exists()


def test_a_pack_that_was_made_is_found_and_read_in_the_ledger(desk: Desk, tmp_path: Path) -> None:
    made = desk.json("report", "panel-pack", "--review", REVIEW, "--out", tmp_path / "pack")
    found = desk.json("find", made["pack"])
    assert [one["noun"] for one in found["found"]] == ["Overview Panel pack"]
    told = desk("ledger", "list", "--about", made["pack"])
    assert all(digest in told.out for digest in made["sha256"].values())
