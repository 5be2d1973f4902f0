"""The main job on the command line, from an empty folder to the access log."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pikepdf

from tests.cli.spoken import REVIEW, Desk, a_pdf, publish, ready_to_conclude


def numbered(answer: dict[str, Any]) -> bool:
    """Whether the answer to an act names its entry and the head."""
    digest = answer["head"]["digest"]
    return 0 < answer["entry"] <= answer["head"]["number"] and len(bytes.fromhex(digest)) == 32


def test_the_whole_job_from_an_empty_folder_to_the_access_log(bare: Desk) -> None:
    made = bare.json("vault", "create", "--board", "Invented Board", "--operator", "A. Keeper")
    assert numbered(made)
    assert made["vault"] == str(bare.vault)
    dates = ("--notified", "2026-01-05", "--decided", "2 February 2026")
    opened = bare.json("review", "open", "--reference", REVIEW, "--authority", "The Chair", *dates)
    assert opened["review"] == REVIEW
    person = ("--name", "B. Nurse", "--post", "Designated Nurse", "--agency", "Invented Trust")
    role = ("--role", "panel member", "--email", "b@example.org")
    assert bare.json("person", "add", *person, *role)["person"] == "P-0001"

    file = a_pdf(bare.folder / "report.pdf", pages=3)
    described = ("--review", REVIEW, "--kind", "overview-report", "--edition", "anonymised")
    taken = bare.json("document", "take-in", file, *described, "--pages", "3", "--receipt-to", bare.papers)
    assert taken["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (taken["document"], taken["version"], taken["pages"]) == ("D-0001", 1, 3)
    assert taken["bytes"] == file.stat().st_size
    assert Path(taken["receipt"]).read_bytes().startswith(b"%PDF-")

    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "A meeting", "--mode", "hard-copy")
    assert bare.json("request", "record", *asked)["request"] == "R-0001"
    decided = bare.json(
        "request", "decide", "R-0001", "--agreed", "--by", "C. Chair", "--reason", "On the panel"
    )
    assert (decided["request"], decided["decision"]) == ("R-0001", "agreed")

    printed = bare.json("copy", "print", "D-0001", "--number-of-copies", "2", "--out", bare.papers)
    assert [(copy["copy"], copy["pages"]) for copy in printed["copies"]] == [("D-0001/1", 3), ("D-0001/2", 3)]
    assert all(Path(copy["file"]).read_bytes().startswith(b"%PDF-") for copy in printed["copies"])

    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", bare.papers)
    lent = bare.json("copy", "sign-out", "D-0001/1", *out)
    assert Path(lent["slip"]).is_file()
    confirmed = bare.json("copy", "confirm", "D-0001/1", "--slip-code", lent["slip_code"].lower())
    assert (confirmed["copy"], confirmed["state"]) == ("D-0001/1", "signed out")
    back = bare.json(
        "copy", "return", "D-0001/1", "--pages", "3", "--condition", "good", "--receipt-to", bare.papers
    )
    assert (back["copy"], back["state"], back["incident"]) == ("D-0001/1", "in safe", None)
    assert Path(back["receipt"]).is_file()

    reader = ("--name", "D. Reader", "--category", "public", "--format", "paper", "--reason", "I live there")
    assert bare.json("interest", "record", *reader)["request"] == "E-0001"
    sent = ("interest", "answer", "E-0001", "--outcome", "sent")
    assert bare.refused(*sent)["error"] == "GateClosedError"
    assert publish(bare)["state"] == "published"
    assert bare.json(*sent)["outcome"] == "sent"

    log = bare.json("report", "access-log", "--review", REVIEW, "--out", bare.papers / "log.pdf")
    with Path(log["csv"]).open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.reader(table))) == log["rows"] + 1
    assert Path(log["file"]).read_bytes().startswith(b"%PDF-")
    acts = (made, opened, taken, decided, printed, lent, confirmed, back, log)
    assert all(numbered(act) for act in acts)

    head = bare("vault", "status").out.rsplit("Ledger entry:", 1)[1].strip()
    verified = bare.json("vault", "verify", "--slip", head)
    assert (verified["ok"], verified["problems"], verified["masters"]) == (True, [], 2)
    assert verified["slip"] == "matches"


def test_a_refused_request_is_kept_and_lends_nothing(desk: Desk) -> None:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "More", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    decided = desk.json("request", "decide", "R-0002", "--refused", "--by", "C. Chair", "--reason", "No need")
    assert decided["decision"] == "refused"
    out = ("--person", "P-0001", "--request", "R-0002", "--due", "2026-03-20", "--out", desk.papers)
    assert desk.refused("copy", "sign-out", "D-0001/1", *out)["error"] == "NotAgreedError"
    assert [asked["decision"] for asked in desk.json("request", "list")["requests"]] == ["agreed", "refused"]


def test_a_miscount_opens_an_incident_that_can_be_closed_and_the_copy_stays_out(desk: Desk) -> None:
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    desk.json("copy", "sign-out", "D-0001/1", *out)
    back = desk.json("copy", "return", "D-0001/1", "--pages", "1", "--condition", "torn")
    assert (back["state"], back["incident"]) == ("awaiting signature", "I-0001")
    assert [copy["copy"] for copy in desk.json("review", "show", REVIEW)["unaccounted"]] == ["D-0001/1"]
    assert desk.json("incident", "close", "I-0001", "--found", "In the folder")["incident"] == "I-0001"
    assert desk.json("incident", "list", "--open")["incidents"] == []
    assert desk.json("incident", "list")["incidents"][0]["found"] == "In the folder"


def test_the_copy_list_can_be_narrowed_to_a_state_a_review_and_what_is_overdue(desk: Desk) -> None:
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    desk.json("copy", "sign-out", "D-0001/1", *out)

    def listed(*words: str) -> list[str]:
        return [copy["copy"] for copy in desk.json("copy", "list", *words)["copies"]]

    assert listed() == ["D-0001/1", "D-0001/2"]
    assert listed("--state", "in-safe") == ["D-0001/2"]
    assert listed("--review", REVIEW.lower()) == ["D-0001/1", "D-0001/2"]
    assert listed("--overdue") == []
    desk.now = desk.now.replace(day=21)
    assert listed("--overdue") == ["D-0001/1"]
    first = desk.json("copy", "list")["copies"][0]
    assert (first["responsible"], first["due"]) == ("P-0001", "2026-03-20")
    assert desk.json("vault", "status")["overdue"] == 1
    assert "20 March 2026, overdue" in desk("copy", "list").out


def test_the_slip_code_is_told_at_the_sign_out_and_nowhere_else(desk: Desk) -> None:
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    code = desk.json("copy", "sign-out", "D-0001/1", *out)["slip_code"]
    plain = code.replace("-", "")
    for words in (
        ("copy", "list"),
        ("copy", "show", "D-0001/1"),
        ("ledger", "list"),
        ("review", "show", REVIEW),
    ):
        assert plain not in json.dumps(desk.json(*words)).replace("-", "")
    again = desk.json("copy", "slip-again", "D-0001/1", "--out", desk.folder / "again")
    assert Path(again["slip"]).is_file()


def test_a_new_version_supersedes_the_one_before_with_its_reason(desk: Desk) -> None:
    file = a_pdf(desk.folder / "better.pdf", pages=4)
    taken = desk.json("document", "take-in", file, "--supersedes", "D-0001", "--reason", "Page 3 was missing")
    assert (taken["document"], taken["version"], taken["pages"]) == ("D-0001", 2, 4)
    (shown,) = desk.json("document", "show", "D-0001")["documents"]
    assert [version["reason"] for version in shown["versions"]] == ["", "Page 3 was missing"]


def test_a_copy_left_allotted_by_a_crash_is_resolved_as_printed_or_spoilt(desk: Desk) -> None:
    from desktop.custody import numbers  # noqa: PLC0415

    office = desk.office()
    office.do(numbers.allot, document="D-0001", number_of_copies=2)  # and then the program was killed
    office.close()
    assert desk.json("vault", "status")["to_resolve"] == 2
    assert desk.json("copy", "printed", "D-0001/3")["state"] == "in safe"
    assert desk.json("copy", "spoil", "D-0001/4", "--reason", "Jammed")["state"] == "spoilt"
    assert desk.json("vault", "status")["to_resolve"] == 0


def test_a_document_goes_out_in_clear_only_to_a_file_that_was_asked_for_and_with_a_warning(
    desk: Desk,
) -> None:
    out = desk.folder / "clear.pdf"
    words = ("document", "view", "D-0001", "--purpose", "Legal advice", "--out", out)
    answer = desk.json(*words)
    assert out.read_bytes() == (desk.folder / "report.pdf").read_bytes()
    assert answer["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert "not protected" in answer["warning"]
    assert desk.json("ledger", "list", "--last", "1")["entries"][0]["kind"] == "document-viewed"
    assert desk.refused(*words)["hint"]
    assert "not protected" in desk(*words[:-1], desk.folder / "another.pdf").err


def test_people_are_added_reached_and_given_roles_and_standing_recipients_come_once(desk: Desk) -> None:
    assert desk.json("person", "add-standing")["people"] == ["P-0002", "P-0003", "P-0004"]
    again = desk.json("person", "add-standing")
    assert again["people"] == []
    desk.json("person", "contact", "P-0001", "--email", "b@example.org")
    desk.json("person", "give-role", "p-0001", "--role", "panel chair", "--from", "2026-03-01")
    desk.json("person", "end-role", "P-0001", "--role", "panel member", "--to", "2026-03-01")
    nurse = desk.json("person", "list")["people"][0]
    assert nurse["contact"]["telephone"] == "01632 960001"
    assert nurse["contact"]["email"] == "b@example.org"
    assert nurse["authorised"] is True
    assert [role["role"] for role in nurse["roles"]] == ["panel member", "panel chair"]


def test_a_deputy_has_a_passphrase_of_their_own_and_acts_under_their_own_name(desk: Desk) -> None:
    file = desk.folder / "deputy"
    file.write_text("a deputy's invented passphrase\n", "utf-8")
    file.chmod(0o600)
    added = desk.json("operator", "add", "--name", "E. Deputy", "--new-passphrase-file", file)
    assert added["operator"] == "O-0002"
    opened = ("--vault", desk.vault, "--key-file", desk.folder / "key", "--passphrase-file", file)
    ready_to_conclude(desk)
    acted = desk.plain(*opened, "--operator", "o-0002", "review", "conclude", REVIEW, "--authority", "Board")
    assert acted.code == 0
    assert desk.json("ledger", "list", "--last", "1")["entries"][0]["by"] == "E. Deputy"
    assert desk.plain(*opened, "--operator", "O-0001", "vault", "status", "--json").refusal["error"] == (
        "WrongPassphraseError"
    )


def test_a_late_entry_keeps_both_times(desk: Desk) -> None:
    desk.now = desk.now.replace(day=5)
    desk.json(
        "copy",
        "print",
        "D-0001",
        "--number-of-copies",
        "1",
        "--out",
        desk.papers,
        "--at",
        "2026-03-04T09:30Z",
    )
    entry = desk.json("ledger", "list", "--last", "1")["entries"][0]
    assert entry["recorded"].startswith("2026-03-05")
    assert entry["happened"].startswith("2026-03-04")
    assert "Late entry: it happened on 4 March 2026" in desk("ledger", "list", "--last", "1").out


def test_the_ledger_is_exported_as_lines_of_json(desk: Desk) -> None:
    file = desk.folder / "ledger.jsonl"
    answer = desk.json("ledger", "export", "--out", file)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert answer["entries"] == len(lines)
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))


def test_a_slip_of_another_vault_is_unknown_and_a_changed_letter_is_noticed(desk: Desk) -> None:
    head = desk.json("vault", "status")["head"]
    said = desk("slip", "check", f"{head['number']} {head['digest']}", "--json")
    assert (said.code, said.json["slip"]) == (0, "matches")
    said = desk("slip", "check", f"{head['number'] + 1} {head['digest']}", "--json")
    assert (said.code, said.json["slip"]) == (0, "unknown")
    said = desk("slip", "check", f"{head['number']} {head['digest'][::-1]}", "--json")
    assert (said.code, said.json["slip"]) == (0, "differs")
    assert desk.refused("slip", "check", "412: ABCD")["error"] == "SlipMistypedError"


def test_verifying_names_a_master_that_was_changed_and_ends_with_its_own_exit_code(desk: Desk) -> None:
    (master,) = (desk.vault / "masters").iterdir()
    data = bytearray(master.read_bytes())
    data[-1] ^= 1
    master.write_bytes(data)
    said = desk("vault", "verify", "--json")
    assert said.code == 3
    assert said.json["ok"] is False
    assert [problem["where"] for problem in said.json["problems"]] == ["D-0001, version 1"]


def test_how_the_vault_stands_is_told_while_another_program_has_it_open(desk: Desk) -> None:
    assert desk.json("vault", "status")["locked_by"] is None
    office = desk.office()
    try:
        status = desk.json("vault", "status")
        assert set(status["locked_by"]) == {"who", "host", "pid", "since"}
        assert status["board"] == "Invented Board"
        assert (status["reviews"], status["documents"], status["copies_out"]) == (1, 1, 0)
        busy = desk("review", "conclude", REVIEW, "--authority", "Board", "--json")
        assert (busy.code, busy.refusal["error"]) == (42, "VaultBusyError")
    finally:
        office.close()


def test_the_worked_example_is_made_with_everything_to_open_it(bare: Desk) -> None:
    folder = bare.folder / "example"
    answer = bare.plain("demo", folder, "--json").json
    assert all(Path(file).is_file() for file in answer["files"])
    opened = ("--vault", answer["vault"], "--key-file", answer["key_file"])
    status = bare.plain(
        *opened, "--passphrase-file", answer["passphrase_file"], "vault", "status", "--json"
    ).json
    assert status["reviews"] == len(["the one that has ended", "the one under way"])
    assert bare.plain("demo", folder, "--json").refusal["error"] == "VaultExistsError"


def test_a_slip_comes_in_large_print_where_that_is_wanted(desk: Desk) -> None:
    lent = (
        "copy",
        "sign-out",
        "D-0001/1",
        "--person",
        "P-0001",
        "--request",
        "R-0001",
        "--due",
        "2026-03-16",
    )
    desk.json(*lent, "--out", desk.papers)
    ordinary = desk.json("copy", "slip-again", "D-0001/1", "--out", desk.folder / "a")["slip"]
    large = desk.json("copy", "slip-again", "D-0001/1", "--out", desk.folder / "b", "--large-print")["slip"]
    with pikepdf.open(ordinary) as small, pikepdf.open(large) as big:
        assert len(big.pages) > len(small.pages)
