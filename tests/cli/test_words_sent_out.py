"""What goes out, by words: electronic copies, answers to who asked, submissions, health, agencies' plans."""

from pathlib import Path

import pikepdf
import pytest

from tests.cli.spoken import REVIEW, Desk, publish
from tests.office.test_electronic_copies import text_of, words_of

CASE = ("--about", "Adult 2", "--holder", "A Trust", "--asked-by", "An author", "--purpose", "To see")


def agreed(desk: Desk, mode: str = "electronic") -> str:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "A meeting", "--mode", mode)
    request: str = desk.json("request", "record", *asked)["request"]
    desk.json("request", "decide", request, "--agreed", "--by", "C. Chair", "--reason", "On the panel")
    return request


def sending(desk: Desk, request: str) -> tuple[str | Path, ...]:
    who = ("--person", "P-0001", "--request", request, "--delete-by", "2026-03-20")
    return ("copy", "send", "D-0001", *who, "--out", desk.papers)


def asked(desk: Desk, name: str = "A. Reader", form: str = "paper") -> str:
    facts = ("--name", name, "--category", "public", "--format", form, "--reason", "I live there")
    request: str = desk.json("interest", "record", *facts, "--address", "1 Invented Street")["request"]
    return request


def test_an_electronic_copy_is_sent_confirmed_and_declared_deleted(desk: Desk) -> None:
    sent = desk.json(*sending(desk, agreed(desk)))
    assert (sent["copy"], sent["state"], sent["due"]) == ("D-0001/3", "awaiting signature", "2026-03-20")
    typed = words_of(Path(sent["slip"]))
    assert "Copy 3 of D-0001" in text_of(Path(sent["file"]), typed)
    confirmed = desk.json("copy", "confirm", sent["copy"], "--slip-code", sent["slip_code"])
    assert confirmed["state"] == "signed out"
    ended = desk.json("copy", "deleted", sent["copy"], "--declared-by", "B. Nurse, by letter")
    assert ended["state"] == "declared deleted"
    (listed,) = [copy for copy in desk.json("copy", "list")["copies"] if copy["copy"] == sent["copy"]]
    assert (listed["form"], listed["responsible"]) == ("electronic", "custodian")


def test_no_answer_and_no_list_tells_the_passphrase(desk: Desk) -> None:
    said = desk(*sending(desk, agreed(desk)))
    assert said.code == 0
    typed = words_of(desk.papers / "D-0001-copy-3-slip.pdf")
    ledger = desk.folder / "ledger.jsonl"
    desk("ledger", "export", "--out", ledger)
    shown = [said.out, said.err, desk("copy", "show", "D-0001/3", "--json").out, desk("ledger", "list").out]
    for text in (*shown, ledger.read_text("utf-8")):
        assert typed not in text
        assert typed.replace("-", " ") not in text


def test_the_slip_of_an_electronic_copy_is_not_made_again_and_it_is_not_returned(desk: Desk) -> None:
    desk.json(*sending(desk, agreed(desk)))
    refused = desk.refused("copy", "slip-again", "D-0001/3", "--out", desk.papers)
    assert refused["error"] == "ElectronicSlipError"
    assert "Send a new electronic copy" in refused["hint"]
    back = desk.refused("copy", "return", "D-0001/3", "--pages", "2", "--condition", "Good")
    assert back["error"] == "WrongStateError"


def test_an_electronic_copy_under_a_request_for_paper_is_refused(desk: Desk) -> None:
    refused = desk.refused(*sending(desk, "R-0001"))
    assert refused["error"] == "NotAgreedError"


def test_all_who_wait_for_the_executive_summary_are_answered_once_it_is_published(desk: Desk) -> None:
    first, second = asked(desk), asked(desk, "B. Reader", "electronic")
    early = desk.refused("interest", "answer-waiting", "--out", desk.papers)
    assert early["error"] == "GateClosedError"
    desk.json("interest", "answer", first, "--outcome", "waiting for publication", "--out", desk.papers)
    publish(desk)
    done = desk.json("interest", "answer-waiting", "--out", desk.papers, "--note", "With thanks")
    paper, electronic = done["answered"]
    assert (paper["request"], paper["slip"], electronic["request"]) == (first, None, second)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(electronic["file"])
    assert "Sent for E-0002" in text_of(Path(electronic["file"]), words_of(Path(electronic["slip"])))
    assert desk.json("interest", "list", "--waiting")["requests"] == []
    listed = desk.json("interest", "list", "--review", REVIEW.lower())["requests"]
    assert [(one["outcome"], one["document"]) for one in listed] == [("sent", "D-0002")] * 2
    again = desk.json("interest", "file-again", second, "--out", desk.papers)
    assert again["file"].endswith("E-0002-executive-summary-2.pdf")


def test_declining_needs_why_and_withdrawing_does_not(desk: Desk) -> None:
    request = asked(desk)
    refused = desk.refused("interest", "answer", request, "--outcome", "declined")
    assert refused["error"] == "FactMissingError"
    done = desk.json("interest", "answer", request, "--outcome", "withdrawn", "--out", desk.papers)
    assert (done["outcome"], done["letter"], done["file"]) == ("withdrawn", None, None)


def test_a_submission_is_recorded_with_its_sheet_and_ends_with_its_receipt(desk: Desk) -> None:
    to = ("--to", "Ofsted", "--how", "by hand", "--out", desk.papers)
    elsewhere = ("--to", "Example University", *to[2:])
    gate = desk.refused("submission", "record", "--document", "D-0001", *elsewhere)
    assert gate["error"] == "GateClosedError"
    done = desk.json("submission", "record", "--document", "D-0001", *to)
    assert done["submission"] == "SU-0001"
    assert Path(done["sheet"]).is_file()
    (listed,) = desk.json("submission", "list", "--outstanding")["submissions"]
    assert listed["documents"] == [{"document": "D-0001", "version": 1}]
    wrong = desk.refused("submission", "receipt", "SU-0001", "--by", "A clerk", "--code", "0000-0000")
    assert wrong["error"] == "ReceiptCodeError"
    office = desk.office(read_only=True)
    code = office.register.submissions["SU-0001"].code
    office.close()
    received = desk.json("submission", "receipt", "SU-0001", "--by", "A clerk", "--code", code)
    assert received["state"] == "received"
    assert "No receipt is outstanding." in desk("submission", "list", "--outstanding").out


def test_an_identified_edition_is_not_submitted(desk: Desk) -> None:
    kind = ("--review", REVIEW, "--kind", "minutes", "--edition", "identified")
    document = desk.json("document", "take-in", desk.folder / "report.pdf", *kind)["document"]
    to = ("--to", "Ofsted", "--how", "by hand", "--out", desk.papers)
    refused = desk.refused("submission", "record", "--document", document, *to)
    assert refused["error"] == "EditionRefusedError"
    assert desk.json("submission", "list")["submissions"] == []


def test_health_information_about_somebody_else_is_decided_with_its_reason(desk: Desk) -> None:
    assert desk.json("health", "ask", *CASE, "--sought", "Four dates")["case"] == "TH-0001"
    early = desk.refused("health", "form", "TH-0001", "--out", desk.papers)
    assert early["error"] == "WrongStateError"
    decided = ("--outcome", "disclosed-in-part", "--by", "A guardian", "--reason", "Only these matter")
    assert desk.refused("health", "decide", "TH-0001", *decided)["error"] == "FactMissingError"
    done = desk.json("health", "decide", "TH-0001", *decided, "--what", "Two dates")
    assert done["outcome"] == "disclosed in part"
    form = desk.json("health", "form", "TH-0001", "--out", desk.papers)
    assert "Only these matter" in text_of(Path(form["record"]))
    assert desk.json("health", "list", "--undecided")["cases"] == []
    (listed,) = desk.json("health", "list")["cases"]
    assert (listed["reason"], listed["what"]) == ("Only these matter", "Two dates")


def test_an_agency_s_plan_goes_from_the_chair_to_the_board(desk: Desk) -> None:
    told = ("--told-by", "N. Director", "--chair", "C. Chair", "--timing", "After the summary")
    done = desk.json("agency-plan", "notify", "--agency", "Invented Trust", *told)
    assert (done["plan"], done["state"]) == ("AP-0001", "Chair told")
    assert desk.json("agency-plan", "members-told", "AP-0001")["state"] == "members told"
    out = ("--where", "its website", "--to-whom", "the public")
    assert desk.json("agency-plan", "published", "AP-0001", *out)["state"] == "published, report due"
    meeting = desk.json("agency-plan", "next-board", "AP-0001", "--on", "2026-04-14")
    assert meeting["next_board"] == "2026-04-14"
    file = desk.json("agency-plan", "report", "AP-0001", "--out", desk.papers)["report"]
    assert "14 April 2026" in text_of(Path(file))
    assert len(desk.json("agency-plan", "list", "--report-due")["plans"]) == 1
    desk.json("agency-plan", "reported", "AP-0001", "--by", "N. Director")
    assert desk.json("agency-plan", "list", "--report-due")["plans"] == []
    late = desk.refused("agency-plan", "withdraw", "AP-0001", "--why", "Late")
    assert late["error"] == "WrongStateError"
