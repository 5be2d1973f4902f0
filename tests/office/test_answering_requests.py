"""Those who asked for the executive summary are answered: letters, marked files, passphrases of their own."""

import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop.custody import agency_plans, health, interest, publication
from desktop.custody.errors import FactMissingError, GateClosedError, WrongStateError
from desktop.custody.interest import InterestAnswered
from desktop.custody.letters import LetterWritten
from desktop.custody.observations import ActRefused
from desktop.office import answering, disclosing
from desktop.office.answering import Wanted
from desktop.office.errors import PaperNotWrittenError
from desktop.office.office import Office
from desktop.office.procedure import Progress, Step, quiet, run
from desktop.office.take_in import Accession, take_in
from desktop.paper.errors import CannotReadDocumentError
from tests.factory import REVIEW, Facts, a_small_disk
from tests.office.at_work import agrees_with_the_disk, events, taken_in
from tests.office.test_electronic_copies import text_of, words_of


def published(office: Office, pdf: Path) -> str:
    """Publish an executive summary; return its reference."""
    document = run(take_in(office, pdf, Accession(REVIEW, "executive-summary", "anonymised"))).document
    office.do(publication.decide, review=REVIEW, document=document, by="The Board")
    office.do(publication.consider, review=REVIEW, by="The panel", gist="There are none")
    bodies = office.register.founded.settings.briefed_bodies
    office.do(publication.brief, review=REVIEW, bodies=bodies)
    office.do(publication.check_anonymisation, review=REVIEW, by="Two readers")
    office.do(publication.publish, review=REVIEW, where="The website (invented)")
    return document


def asked(office: Office, name: str = "Sam Reader", form: str = "paper") -> str:
    facts: Facts = {
        "category": "public",
        "format": form,
        "reason": "I live there",
        "address": "1 Invented St",
    }
    office.do(interest.record, review=REVIEW, name=name, **facts)
    return next(reversed(office.register.interest))


def test_all_who_wait_are_answered_each_with_a_letter_a_file_and_where_encrypted_a_slip(
    office: Office, pdf: Path, out: Path
) -> None:
    first, second = asked(office), asked(office, "Alex Reader", "electronic")
    published(office, pdf)
    before = office.register.head.number
    done = run(answering.answer_waiting(office, Wanted(REVIEW, note="With thanks"), out))
    kinds = [type(event) for event in events(office)[before:]]
    assert kinds == [InterestAnswered, InterestAnswered, LetterWritten, LetterWritten]
    paper, electronic = done.papers
    assert (paper.interest, paper.slip, electronic.interest) == (first, None, second)
    assert paper.file is not None
    assert "Sent for E-0001 · page 1 of 2 · Sam Reader" in text_of(paper.file)
    assert electronic.file is not None
    assert electronic.slip is not None
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(electronic.file)
    typed = words_of(electronic.slip)
    assert "Sent for E-0002 · page 1 of 2 · Alex Reader" in text_of(electronic.file, typed)
    assert all(made.letter is not None and "With thanks" in text_of(made.letter) for made in done.papers)
    ledger = b"".join(bytes(body) for _number, _salt, body, _digest in office.vault.rows())
    assert typed.encode() not in ledger
    assert agrees_with_the_disk(office)


def test_a_published_file_may_be_printed_and_is_not_marked_as_confidential(
    office: Office, pdf: Path, out: Path
) -> None:
    published(office, pdf)
    done = run(answering.answer(office, asked(office, form="electronic"), "sent", folder=out))
    (made,) = done.papers
    assert made.file is not None
    assert made.slip is not None
    with pikepdf.open(made.file, password=words_of(made.slip)) as opened:
        assert opened.allow.print_highres
        assert not opened.allow.modify_other
    text = text_of(made.file, words_of(made.slip))
    assert "PUBLISHED" in text
    assert "Published by: " in text
    assert "OFFICIAL-SENSITIVE" not in text


def test_an_answer_without_a_folder_is_an_entry_alone(office: Office) -> None:
    request = asked(office)
    done = run(answering.answer(office, request, "waiting for publication"))
    assert done.papers == []
    assert office.register.letters == {}


@pytest.mark.parametrize(
    ("outcome", "why", "told"),
    [("declined", "It is not published", "for this reason"), ("Waiting-for-publication", "", "on our list")],
)
def test_who_is_declined_or_waits_is_told_so_by_letter(
    office: Office, out: Path, outcome: str, why: str, told: str
) -> None:
    (made,) = run(answering.answer(office, asked(office), outcome, why, folder=out)).papers
    assert (made.file, made.slip) == (None, None)
    assert made.letter is not None
    text = " ".join(text_of(made.letter).split())
    assert told in text
    assert why in text


def test_a_refused_answer_leaves_nothing_behind(office: Office, out: Path) -> None:
    request = asked(office)
    with pytest.raises(FactMissingError, match="Why it was declined"):
        run(answering.answer(office, request, "declined", folder=out))
    with pytest.raises(GateClosedError):
        run(answering.answer_waiting(office, Wanted(REVIEW), out))
    assert office.register.interest[request].answer is None
    assert isinstance(events(office)[-1], ActRefused)
    assert not out.exists()


def test_a_lost_file_is_made_again_with_a_new_passphrase(office: Office, pdf: Path, out: Path) -> None:
    published(office, pdf)
    request = asked(office, form="electronic")
    (first,) = run(answering.answer(office, request, "sent", folder=out)).papers
    again = run(answering.file_again(office, request.lower(), out))
    assert first.slip is not None
    assert again.file is not None
    assert again.slip is not None
    assert (again.file.name, again.slip.name) == ("E-0001-executive-summary-2.pdf", "E-0001-passphrase-2.pdf")
    assert words_of(first.slip) != words_of(again.slip)
    assert "page 1 of 2" in text_of(again.file, words_of(again.slip))
    with pytest.raises(WrongStateError):
        run(answering.file_again(office, asked(office), out))


def test_where_one_paper_finds_no_room_the_answers_stand_and_those_left_are_named(
    office: Office, pdf: Path, tmp_path: Path
) -> None:
    first, second = asked(office), asked(office, "Alex Reader")
    published(office, pdf)
    with a_small_disk(tmp_path / "small", "1m") as disk:

        def on_step(step: Step) -> Progress:
            if step.label == f"Making the file for {second}":
                (disk / "full").write_bytes(bytes(_room(disk)))
            return quiet

        with pytest.raises(PaperNotWrittenError, match=f"what goes to {second} was not written") as missing:
            run(answering.answer_waiting(office, Wanted(REVIEW), disk), on_step)
        assert "All 2 answers are entered." in missing.value.message
        assert (disk / f"{first}-executive-summary.pdf").exists()
    assert [asked.state for asked in office.register.interest.values()] == ["sent", "sent"]
    assert agrees_with_the_disk(office)


def _room(disk: Path) -> int:
    return shutil.disk_usage(disk).free


def test_somebody_with_an_unusual_name_gets_letter_and_file(office: Office, pdf: Path, out: Path) -> None:
    published(office, pdf)
    names = ["<b>Bobby & Co <img src=/etc/passwd>", "X" * 10_000, "\u05e0\u05d5\u05e2\u05d4 \u202e", "a\nb"]
    requests = [asked(office, name, "electronic") for name in names]
    done = run(answering.answer_waiting(office, Wanted(REVIEW), out))
    assert [made.interest for made in done.papers] == requests
    assert done.papers[0].letter is not None
    assert names[0] in text_of(done.papers[0].letter)


def test_a_submission_has_a_sheet_with_a_part_that_comes_back(office: Office, pdf: Path, out: Path) -> None:
    document = run(take_in(office, pdf, Accession(REVIEW, "consolidated-action-plan", "anonymised"))).document
    order = disclosing.Order(REVIEW, [document], "Ofsted", "by hand, sealed", "1 Invented Square")
    done = run(disclosing.submit(office, order, out))
    code = office.register.submissions[done.submission].code
    with pypdfium2.PdfDocument(done.sheet) as sheet:
        pages = [page.get_textpage().get_text_range() for page in sheet]
    assert [f"{code[:4]}-{code[4:]}" in page for page in pages] == [False, True]
    assert all("Ofsted" in page and document in page for page in pages)
    again = run(disclosing.sheet_again(office, done.submission, out))
    assert again.name == "SU-0001-sheet-2.pdf"


@pytest.mark.parametrize(
    "name",
    ["<b>Bobby & Co <img src=/etc/passwd>", "X" * 10_000, "\u05e0\u05d5\u05e2\u05d4 \u202e\u05de", "a\nb"],
)
def test_papers_of_disclosure_are_made_whatever_somebody_is_called(
    office: Office, pdf: Path, out: Path, name: str
) -> None:
    document = run(take_in(office, pdf, Accession(REVIEW, "minutes", "anonymised"))).document
    order = disclosing.Order(REVIEW, [document], name, name, name, name)
    sheet = run(disclosing.submit(office, order, out)).sheet
    case: Facts = dict.fromkeys(("concerned", "holder", "asked_by", "sought", "purpose"), name)
    office.do(health.ask, review=REVIEW, **case)
    office.do(health.decide, health="TH-0001", outcome="disclosed", by=name, reason=name, what=name)
    record = run(disclosing.health_record(office, "TH-0001", out))
    plan: Facts = dict.fromkeys(("agency", "told_by", "chair", "timing"), name)
    office.do(agency_plans.notify, review=REVIEW, **plan)
    office.do(agency_plans.publish, plan="AP-0001", where=name, to_whom=name)
    report = run(disclosing.plan_report(office, "AP-0001", out))
    assert all("Ledger checkpoint" in text_of(paper) for paper in (sheet, record, report))
    if name.startswith("<b>"):
        assert all(name in " ".join(text_of(paper).split()) for paper in (sheet, record, report))


def test_the_record_of_a_health_decision_is_made_once_there_is_one(office: Office, out: Path) -> None:
    facts: Facts = {"concerned": "Adult 2", "holder": "A Trust", "asked_by": "An author", "purpose": "To see"}
    office.do(health.ask, review=REVIEW, sought="Two dates", **facts)
    with pytest.raises(WrongStateError, match="awaiting decision"):
        run(disclosing.health_record(office, "TH-0001", out))
    reason = "Not necessary: the dates are known"
    office.do(health.decide, health="TH-0001", outcome="withheld", by="A guardian", reason=reason)
    text = text_of(run(disclosing.health_record(office, "th-0001", out)))
    assert reason in text
    assert "Why it is withheld" in text


def test_a_document_that_cannot_be_marked_is_refused_before_anybody_is_told_that_it_comes(
    office: Office, pdf: Path, tmp_path: Path, out: Path
) -> None:
    assert taken_in(office, pdf)
    odd = tmp_path / "summary.txt"
    odd.write_bytes(b"no PDF")
    published(office, odd)
    request = asked(office)
    with pytest.raises(CannotReadDocumentError, match="it is not a PDF"):
        run(answering.answer_waiting(office, Wanted(REVIEW), out))
    assert office.register.interest[request].waits
