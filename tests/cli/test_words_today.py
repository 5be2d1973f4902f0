"""What waits for somebody, in words (K1)."""

from tests.cli.spoken import Desk


def test_a_vault_without_backup_and_shares_waits_for_both(desk: Desk) -> None:
    assert [one["matter"] for one in desk.json("vault", "today")["waiting"]] == ["backup", "recovery shares"]


def test_a_copy_that_is_out_and_a_request_that_waits_are_told_with_what_is_next(desk: Desk) -> None:
    desk.json("copy", "lost", "D-0001/1", "--what", "Left on a train")
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "To read it", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    waiting = {one["reference"]: one for one in desk.json("vault", "today")["waiting"]}
    assert waiting["I-0001"]["matter"] == "72 hours run"
    assert waiting["R-0002"]["what"] == "P-0001 asks for D-0001: To read it"
    assert "72 hours run" in desk("vault", "today").out
