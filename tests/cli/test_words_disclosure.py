"""Roles for one review, access under an order, legal advice and publication, on the command line."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from tests.cli.spoken import REVIEW, Desk, a_pdf, publish

OTHER = "SCR-2026-02"
ORDER = ("--under", "court-order", "--order", "Family Court, invented order 12 of 1 March 2026")
DECIDED = ("--agreed", "--by", "C. Chair", "--reason", "Ordered")


def ordered(desk: Desk, mode: str = "hard-copy") -> dict[str, object]:
    """Record and agree a request under a court order; return what the decision answered."""
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "Ordered", "--mode", mode)
    made = desk.json("request", "record", *asked, *ORDER, "--asked-by", "The clerk")
    return desk.json("request", "decide", made["request"], *DECIDED)


def advise(desk: Desk, *more: str) -> dict[str, object]:
    words = ("--document", "d-0001", "--adviser", "K. Counsel", "--gist", "It may be shown to the court")
    return desk.json("advice", "record", *words, *more)


def sign_out(desk: Desk, request: str) -> tuple[str, ...]:
    out = ("--person", "P-0001", "--request", request, "--due", "2026-03-20", "--out", str(desk.papers))
    return ("copy", "sign-out", "D-0001/1", *out)


def test_a_panel_is_listed_by_review_and_day(desk: Desk) -> None:
    desk.json("review", "open", "--reference", OTHER, "--authority", "The Chair")
    lawyer = ("--name", "L. Lawyer", "--post", "Solicitor", "--agency", "Invented Council")
    panel = ("--role", "panel chair", "--review", OTHER.lower(), "--from", "2026-03-02", "--to", "2026-03-05")
    desk.json("person", "add", *lawyer, *panel)

    def listed(review: str, day: str) -> list[str]:
        words = ("person", "list", "--review", review, "--on", day)
        return [person["person"] for person in desk.json(*words)["people"]]

    assert (listed(REVIEW, "2026-03-05"), listed(OTHER, "2026-03-05")) == (["P-0001"], ["P-0002"])
    assert listed(OTHER, "2026-03-06") == []
    assert (
        "Nobody is an authorised person for SCR-2026-02"
        in desk("person", "list", "--review", OTHER, "--on", "2026-03-06").out
    )
    every = desk.json("person", "list")["people"]
    assert [person["roles"][0]["review"] for person in every] == [REVIEW, OTHER]


def test_with_several_reviews_a_panel_member_names_the_review(desk: Desk) -> None:
    desk.json("review", "open", "--reference", OTHER, "--authority", "The Chair")
    words = ("person", "give-role", "P-0001", "--role", "panel member")
    assert "there are 2 reviews" in desk.refused(*words)["message"]
    desk.json(*words, "--review", OTHER)
    ended = ("person", "end-role", "P-0001", "--role", "panel member")
    assert desk.refused(*ended)["error"] == "FactMissingError"
    desk.json(*ended, "--review", REVIEW)


def test_a_panel_member_of_one_review_is_refused_another_reviews_document(desk: Desk) -> None:
    desk.json("review", "open", "--reference", OTHER, "--authority", "The Chair")
    file = a_pdf(desk.folder / "other.pdf")
    desk.json("document", "take-in", file, "--review", OTHER, "--kind", "minutes", "--edition", "identified")
    asked = ("--person", "P-0001", "--document", "D-0002", "--purpose", "More", "--mode", "hard-copy")
    request = desk.json("request", "record", *asked)["request"]
    refused = desk.refused(
        "request", "decide", request, "--agreed", "--by", "C. Chair", "--reason", "Why not"
    )
    assert refused["error"] == "AccessEndedError"
    assert OTHER in refused["message"]


def test_a_court_order_without_its_reference_is_refused(desk: Desk) -> None:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "Ordered", "--mode", "hard-copy")
    refused = desk.refused("request", "record", *asked, "--under", "court order")
    assert refused["error"] == "FactMissingError"
    assert refused["message"] == "The reference and date of the order: nothing was given."


def test_under_an_order_nothing_goes_out_before_advice_is_recorded_and_the_decision_says_so(
    desk: Desk,
) -> None:
    decided = ordered(desk)
    assert "no legal advice on it is recorded" in str(decided["awaits"])
    request = str(decided["request"])
    refused = desk.refused(*sign_out(desk, request))
    assert refused["error"] == "GateClosedError"
    assert "D-0001" in refused["hint"]
    given = advise(desk)
    assert (given["advice"], given["documents"]) == ("LA-0001", [{"document": "D-0001", "version": 1}])
    assert Path(desk.json(*sign_out(desk, request))["slip"]).is_file()
    (shown,) = [asked for asked in desk.json("request", "list")["requests"] if asked["request"] == request]
    assert (shown["under"], shown["asked_by"]) == ("court order", "The clerk")
    assert shown["order"].startswith("Family Court")


def test_a_request_of_the_review_waits_for_nothing(desk: Desk) -> None:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "More", "--mode", "hard-copy")
    request = desk.json("request", "record", *asked)["request"]
    decided = desk.json("request", "decide", request, *DECIDED)
    assert (decided["decision"], decided["awaits"]) == ("agreed", None)


def test_a_view_here_is_recorded_under_its_request(desk: Desk) -> None:
    request = str(ordered(desk, "view")["request"])
    assert desk.refused("request", "view-here", request)["error"] == "GateClosedError"
    advise(desk)
    shown = desk.json("request", "view-here", request)
    assert (shown["request"], shown["document"], shown["version"]) == (request, "D-0001", 1)
    assert desk.json("ledger", "list", "--last", "1")["entries"][0]["kind"] == "document-shown"
    assert desk.refused("request", "view-here", "R-0001")["error"] == "NotAgreedError"


def test_advice_is_listed_with_both_days_and_its_form_is_made(desk: Desk) -> None:
    desk.now = desk.now.replace(day=6)
    advise(desk, "--day", "2026-03-04", "--consulted", "The Trust's adviser")
    (known,) = desk.json("advice", "list", "--document", "D-0001")["advice"]
    assert (known["day"], known["recorded"]) == ("2026-03-04", "2026-03-06")
    assert "K. Counsel" in desk("advice", "list").out
    file = desk.json("advice", "form", "la-0001", "--out", desk.papers / "signed")["form"]
    with PdfDocument(file) as pdf:
        assert len(pdf) == 1
    assert desk.refused("advice", "form", "LA-0002", "--out", desk.papers)["error"] == "UnknownReferenceError"


@pytest.mark.parametrize("step", ["consider", "brief", "check-anonymisation", "publish", "withdraw"])
def test_no_step_of_a_publication_comes_before_the_boards_decision(desk: Desk, step: str) -> None:
    facts = {
        "consider": ("--by", "The panel", "--gist", "None"),
        "brief": ("--body", "Ofsted"),
        "check-anonymisation": ("--by", "E. Checker"),
        "publish": ("--where", "The website"),
        "withdraw": ("--why", "An error"),
    }
    refused = desk.refused("publication", step, REVIEW, *facts[step])
    assert refused["error"] == ("WrongStateError" if step == "withdraw" else "NotPublishableError")


def test_a_publication_is_shown_with_what_is_missing_and_goes_step_by_step(desk: Desk) -> None:
    assert desk.json("publication", "show", REVIEW)["state"] is None
    assert publish(desk)["missing"] == []
    shown = desk.json("publication", "show", REVIEW.lower())
    assert (shown["state"], shown["document"], shown["rounds"]) == ("published", "D-0002", 1)
    assert (shown["published"], shown["where"]) == ("2026-03-02", "The website of the Board")
    text = desk("publication", "show", REVIEW).out
    assert "Ofsted" in text
    assert "2 March 2026" in text
    file = desk.json("publication", "form", REVIEW, "--out", desk.papers / "signed")["form"]
    with PdfDocument(file) as pdf:
        assert len(pdf) == 1
    withdrawn = desk.json("publication", "withdraw", REVIEW, "--why", "A name was found")
    assert (withdrawn["state"], withdrawn["withdrawn"]) == ("withdrawn", "2026-03-02")


def test_a_publication_with_one_body_not_briefed_is_refused_and_a_body_may_need_no_briefing(
    desk: Desk,
) -> None:
    file = a_pdf(desk.folder / "summary.pdf")
    kind = ("--review", REVIEW, "--kind", "executive-summary", "--edition", "anonymised")
    desk.json("document", "take-in", file, *kind)
    begun = desk.json("publication", "decide", REVIEW, "--document", "D-0002", "--by", "The Board")
    bodies = [one.removesuffix(" has not been briefed") for one in begun["missing"] if "briefed" in one]
    desk.json("publication", "consider", REVIEW, "--by", "The panel", "--gist", "There are none")
    desk.json("publication", "check-anonymisation", REVIEW, "--by", "E. Checker", "--day", "2 March 2026")
    named = [word for body in bodies[1:] for word in ("--body", body)]
    left = desk.json("publication", "brief", REVIEW, *named)
    assert left["missing"] == [f"{bodies[0]} has not been briefed"]
    refused = desk.refused("publication", "publish", REVIEW, "--where", "The website")
    assert refused["error"] == "NotPublishableError"
    assert bodies[0] in refused["message"]
    done = desk.json("publication", "brief", REVIEW, "--body", bodies[0], "--not-needed", "Not concerned")
    assert done["missing"] == []
    assert done["briefings"][-1] == {"body": bodies[0], "day": None, "why": "Not concerned"}
    assert desk.json("publication", "publish", REVIEW, "--where", "The website")["state"] == "published"


def test_the_words_of_a_refused_publication_list_every_body(desk: Desk) -> None:
    file = a_pdf(desk.folder / "summary.pdf")
    kind = ("--review", REVIEW, "--kind", "executive-summary", "--edition", "anonymised")
    desk.json("document", "take-in", file, *kind)
    begun = desk("publication", "decide", REVIEW, "--document", "D-0002", "--by", "The Board").out
    assert "Still missing:" in begun
    refused = desk.refused("publication", "publish", REVIEW, "--where", "The website")["message"]
    assert "…" not in refused
    assert refused.count("has not been briefed") > 5


def test_hostile_and_endless_words_are_kept_and_printed_as_they_are(desk: Desk) -> None:
    gist = "<b>unclosed & \u202eturned \u05d0\u05d1 " + "x" * 9_900
    words = ("--document", "D-0001", "--adviser", "<img src='/etc/passwd'>", "--gist", gist)
    assert desk.json("advice", "record", *words)["gist"] == gist.strip()
    file = desk.json("advice", "form", "LA-0001", "--out", desk.papers / "signed")["form"]
    with PdfDocument(file) as pdf:
        text = "".join(pdf[page].get_textpage().get_text_range() for page in range(len(pdf)))
    assert "<b>unclosed & \\u202eturned" in text
    assert text.count("x") >= 9_900
    out = desk("advice", "list").out
    assert "\u202e" not in out
    assert max(len(line) for line in out.splitlines()) < 2_000


def test_what_is_published_or_withdrawn_is_told_once(desk: Desk) -> None:
    publish(desk)
    told = desk("publication", "withdraw", REVIEW, "--why", "An error").out
    assert told.count("withdrawn") == 1
    assert "missing" not in told
    assert "missing" not in desk("publication", "show", REVIEW).out


def test_each_review_has_a_record_of_publication_of_its_own_name_in_one_folder(desk: Desk) -> None:
    publish(desk)
    names = [
        Path(desk.json("publication", "form", REVIEW, "--out", desk.papers)["form"]).name for _ in range(2)
    ]
    assert names == [f"{REVIEW}-publication-record.pdf", f"{REVIEW}-publication-record-2.pdf"]


def test_with_several_reviews_the_one_with_a_published_summary_answers_all_who_wait(desk: Desk) -> None:
    desk.json("review", "open", "--reference", OTHER, "--authority", "The Chair")
    asked = ("--name", "A. Reader", "--category", "public", "--format", "paper", "--reason", "I live there")
    desk.json("interest", "record", "--review", REVIEW, *asked)
    waiting = ("interest", "answer-waiting", "--out", desk.papers)
    assert "--review" in desk.refused(*waiting)["hint"]
    publish(desk)
    assert [made["request"] for made in desk.json(*waiting)["answered"]] == ["E-0001"]


def test_a_paper_s_answer_names_its_ledger_entry(desk: Desk) -> None:
    advise(desk)
    told = desk("advice", "form", "LA-0001", "--out", desk.papers).out
    made = desk.json("ledger", "list", "--last", "1")["entries"][0]
    assert f"Ledger entry {made['number']}: " in told


def test_an_unknown_kind_of_document_is_told_with_where_kinds_are_listed(desk: Desk) -> None:
    file = a_pdf(desk.folder / "memo.pdf")
    kind = ("--review", REVIEW, "--kind", "memo", "--edition", "identified")
    refused = desk.refused("document", "take-in", file, *kind)
    assert refused["message"] == "There is no kind of document memo in this vault."
    assert "the list of what the Board keeps as data" in refused["hint"]
