"""The dialogs about what goes out: electronic copies, answers, submissions, health, agencies' plans."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from desktop.custody import access, agency_plans, health, interest, publication, sheet_codes
from desktop.custody.copies import CopyState
from desktop.office import disclosing
from desktop.office.disclosing import Order
from desktop.ui.dialogs.agency_plans import (
    NextBoard,
    NotifyPlan,
    PlanReport,
    PlanReported,
    PublishPlan,
    TellMembers,
    WithdrawPlan,
)
from desktop.ui.dialogs.electronic import DeclareDeleted, SendElectronic
from desktop.ui.dialogs.health import AskHealth, DecideHealth, HealthRecord
from desktop.ui.dialogs.interest import AnswerInterest, AnswerWaiting, FileAgain
from desktop.ui.dialogs.submissions import RecordReceipt, RecordSubmission, SheetAgain
from desktop.ui.screens.agency_plans import AgencyPlansScreen
from desktop.ui.screens.copies import CopiesScreen
from desktop.ui.screens.health import HealthScreen
from desktop.ui.screens.interest import InterestScreen
from desktop.ui.screens.screen import Screen
from desktop.ui.screens.submissions import SubmissionsScreen
from desktop.ui.screens.today import TodayScreen
from tests.office.test_electronic_copies import words_of
from tests.ui.hands import REVIEW, Hands


def electronic_request(hands: Hands, mode: str = "electronic") -> str:
    hands.open_review()
    document, person = hands.take_in(), hands.add_person()
    asked = hands.do(access.ask, person=person, document=document, purpose="To prepare", mode=mode)
    request: str = asked.events[0].request  # type: ignore[attr-defined]
    hands.do(access.decide, request=request, agreed=True, by="The Chair", reason="Needed")
    return request


def sending(hands: Hands, mode: str = "electronic") -> SendElectronic:
    asked = hands.desk.register.requests[electronic_request(hands, mode)]
    dialog = hands.show(SendElectronic(hands.desk, asked))
    dialog.folder.set_path(hands.folder / "out")
    return dialog


def asked_for(hands: Hands, name: str, form: str = "paper") -> str:
    facts = {"name": name, "category": "public", "format": form, "reason": "I live there"}
    done = hands.do(interest.record, review=REVIEW, **facts)
    return done.events[0].interest  # type: ignore[no-any-return, attr-defined]


def published(hands: Hands) -> str:
    document = hands.take_in(2, "executive-summary")
    hands.do(publication.decide, review=REVIEW, document=document, by="The Board")
    hands.do(publication.consider, review=REVIEW, by="The panel", gist="There are none")
    bodies = hands.desk.register.founded.settings.briefed_bodies
    hands.do(publication.brief, review=REVIEW, bodies=bodies)
    hands.do(publication.check_anonymisation, review=REVIEW, by="Two readers")
    hands.do(publication.publish, review=REVIEW, where="The website (invented)")
    return document


def unfit(screen: Screen, label: str, row: object) -> str:
    (offer,) = [one for one in screen.offers if one.label.replace("&", "") == label]
    return offer.unfit(row)


def matters(hands: Hands) -> list[tuple[str, str]]:
    screen = TodayScreen(hands.desk)
    ours = ("SU-", "TH-", "AP-")
    found = [(task.matter, task.reference) for task in screen.tasks() if task.reference.startswith(ours)]
    screen.deleteLater()
    return found


def texts(dialog: SendElectronic) -> str:
    """Return everything that a dialog shows or holds in a field."""
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    typed = [line.text() for line in dialog.findChildren(QLineEdit)]
    written = [area.toPlainText() for area in dialog.findChildren(QPlainTextEdit)]
    return " ".join([*shown, *typed, *written, dialog._outcome.accessibleName()])


def test_an_electronic_copy_is_made_and_its_passphrase_is_shown_on_no_screen(hands: Hands) -> None:
    dialog = sending(hands)
    assert hands.outcome(dialog) == "D-0001/1 is made for Amina Sample."
    typed = words_of(hands.folder / "out" / "D-0001-copy-1-slip.pdf")
    shown = texts(dialog)
    assert "D-0001-copy-1-slip.pdf" in shown
    assert not any(word in shown.split() for word in typed.split("-"))
    assert hands.copy("D-0001/1").form == "electronic"


def test_an_electronic_copy_under_a_request_for_paper_is_refused_with_all_still_there(hands: Hands) -> None:
    dialog = sending(hands, "hard-copy")
    assert "asks for another mode" in hands.refused(dialog)
    assert dialog.folder.path() == hands.folder / "out"


def test_its_recipient_s_declaration_ends_an_electronic_copy(hands: Hands) -> None:
    hands.outcome(sending(hands))
    screen = CopiesScreen(hands.desk)
    copy = hands.copy("D-0001/1")
    assert unfit(screen, "Slip once more…", copy) == "It is an electronic copy."
    assert unfit(screen, "Take back…", copy) == "It is an electronic copy."
    assert unfit(screen, "Declared deleted…", copy) == ""
    screen.deleteLater()
    dialog = hands.show(DeclareDeleted(hands.desk, copy))
    assert hands.refused(dialog) == "Fill in: Declared by."
    dialog.by.setText("Amina Sample, by letter")
    assert hands.outcome(dialog) == "D-0001/1: declared deleted."
    assert hands.copy("D-0001/1").state is CopyState.DELETED


def test_all_who_wait_are_shown_with_what_they_get_and_answered_in_one_go(hands: Hands) -> None:
    hands.open_review()
    first, second = asked_for(hands, "Sam Reader"), asked_for(hands, "Alex Reader", "electronic")
    third = asked_for(hands, "Kim Reader")
    screen = InterestScreen(hands.desk)
    assert "the Board's decision to publish" in unfit(screen, "Answer all who wait…", None)
    published(hands)
    assert unfit(screen, "Answer all who wait…", None) == ""
    dialog = hands.show(AnswerWaiting(hands.desk))
    offered = [dialog.requests.item(at).text() for at in range(dialog.requests.count())]
    assert offered[0].startswith(f"{first} Sam Reader: a letter and a PDF to print; no address")
    assert offered[1].startswith(f"{second} Alex Reader: a letter, an encrypted PDF, and its passphrase")
    assert dialog.requests.values() == [first, second, third]
    dialog.requests.tick([first, second])
    dialog.folder.set_path(hands.folder / "out")
    assert hands.outcome(dialog) == "2 requests answered."
    states = [asked.state for asked in hands.desk.register.interest.values()]
    assert states == ["sent", "sent", "awaiting an answer"]
    assert len(list((hands.folder / "out").iterdir())) == 5
    screen.deleteLater()


def test_nobody_is_answered_when_nobody_is_ticked(hands: Hands) -> None:
    hands.open_review()
    asked_for(hands, "Sam Reader")
    dialog = hands.show(AnswerWaiting(hands.desk))
    dialog.requests.tick([])
    assert hands.refused(dialog) == "Fill in: Who gets what."


def test_one_who_asked_is_sent_the_summary_and_the_file_can_be_made_again(hands: Hands) -> None:
    hands.open_review()
    request = asked_for(hands, "Alex Reader", "electronic")
    published(hands)
    dialog = hands.show(AnswerInterest(hands.desk, hands.desk.register.interest[request]))
    dialog.outcome.choose("sent")
    dialog.folder.set_path(hands.folder / "out")
    assert hands.outcome(dialog) == f"{request}: sent."
    again = hands.show(FileAgain(hands.desk, hands.desk.register.interest[request]))
    again.folder.set_path(hands.folder / "out")
    assert hands.outcome(again) == f"{request}: the file is made."
    assert (hands.folder / "out" / f"{request}-passphrase-2.pdf").is_file()


def test_sending_before_publication_is_refused_in_the_dialog(hands: Hands) -> None:
    hands.open_review()
    request = asked_for(hands, "Sam Reader")
    dialog = hands.show(AnswerInterest(hands.desk, hands.desk.register.interest[request]))
    dialog.outcome.choose("sent")
    assert "may not leave the process of the review" in hands.refused(dialog)


def submitted(hands: Hands) -> str:
    hands.open_review()
    document = hands.take_in(2, "minutes")
    order = Order(REVIEW, [document], "Ofsted", "by hand")
    return hands.finish(disclosing.submit(hands.desk.office, order, hands.folder / "sheets")).submission


def test_a_submission_is_recorded_with_its_sheet(hands: Hands) -> None:
    hands.open_review()
    document = hands.take_in(2, "minutes")
    dialog = hands.show(RecordSubmission(hands.desk))
    assert hands.refused(dialog) == "Fill in: Documents."
    dialog.documents.tick([document])
    dialog.body.setText("Ofsted")
    dialog.how.setText("by hand")
    dialog.folder.set_path(hands.folder / "sheets")
    assert hands.outcome(dialog) == "SU-0001 is recorded."
    assert matters(hands) == [("Receipt outstanding", "SU-0001")]


def test_a_receipt_needs_the_code_or_what_shows_that_it_arrived(hands: Hands) -> None:
    found = hands.desk.register.submissions[submitted(hands)]
    dialog = hands.show(RecordReceipt(hands.desk, found))
    dialog.by.setText("A clerk of Ofsted")
    assert "what shows that it arrived" in hands.refused(dialog)
    dialog.code.setText(sheet_codes.printed(found.code).lower())
    assert hands.outcome(dialog) == "SU-0001: received."
    screen = SubmissionsScreen(hands.desk)
    row = hands.desk.register.submissions["SU-0001"]
    assert unfit(screen, "Receipt…", row) == "Its receipt is on the record."
    assert ("Shown by", "the code of the signed sheet") in screen.details(row)[1]
    screen.deleteLater()
    assert matters(hands) == []


def test_the_sheet_of_a_submission_is_made_again(hands: Hands) -> None:
    found = hands.desk.register.submissions[submitted(hands)]
    dialog = hands.show(SheetAgain(hands.desk, found))
    dialog.folder.set_path(hands.folder / "sheets")
    assert hands.outcome(dialog) == "Saved: SU-0001-sheet-2.pdf."


def test_a_health_case_goes_from_the_question_to_the_signed_record(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(AskHealth(hands.desk))
    for line, text in (
        (dialog.concerned, "Adult 2"),
        (dialog.holder, "A Trust"),
        (dialog.asked_by, "Author"),
    ):
        line.setText(text)
    dialog.sought.setPlainText("Four dates")
    dialog.purpose.setPlainText("To see who knew what")
    assert hands.outcome(dialog) == "TH-0001 is recorded and awaits its decision."
    assert matters(hands) == [("Health information undecided", "TH-0001")]
    decide = hands.show(DecideHealth(hands.desk, hands.desk.register.health["TH-0001"]))
    decide.outcome.choose("withheld")
    assert not decide.what.isVisible()
    decide.by.setText("A guardian")
    assert hands.refused(decide) == "Fill in: Reason."
    decide.reason.setPlainText("Not necessary")
    assert hands.outcome(decide) == "TH-0001: withheld."
    found = hands.desk.register.health["TH-0001"]
    record = hands.show(HealthRecord(hands.desk, found))
    record.folder.set_path(hands.folder / "records")
    assert hands.outcome(record) == "Saved: TH-0001-decision.pdf."
    screen = HealthScreen(hands.desk)
    assert ("Reason", "Not necessary") in screen.details(found)[1]
    screen.deleteLater()


def test_an_agency_s_plan_goes_through_all_its_steps(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(NotifyPlan(hands.desk))
    facts = ((dialog.agency, "A Trust"), (dialog.told_by, "N. Director"), (dialog.chair, "C. Chair"))
    for line, text in facts:
        line.setText(text)
    dialog.timing.setPlainText("After the summary")
    assert hands.outcome(dialog) == "AP-0001 is recorded."
    desk = hands.desk
    assert hands.outcome(hands.show(TellMembers(desk, plan(hands)))) == "AP-0001: members told."
    out = hands.show(PublishPlan(desk, plan(hands)))
    out.where.setText("its website")
    out.to_whom.setText("the public")
    assert hands.outcome(out) == "AP-0001: published, report due."
    assert matters(hands) == [("Report due to the Board", "AP-0001")]
    meeting = hands.show(NextBoard(desk, plan(hands)))
    meeting.next_board.set_day(desk.today)
    assert hands.outcome(meeting) == "AP-0001: published, report due."
    report = hands.show(PlanReport(desk, plan(hands)))
    report.folder.set_path(hands.folder / "reports")
    assert hands.outcome(report) == "Saved: AP-0001-report.pdf."
    reported = hands.show(PlanReported(desk, plan(hands)))
    reported.by.setText("N. Director")
    assert hands.outcome(reported) == "AP-0001: reported to the Board."
    assert matters(hands) == []


def plan(hands: Hands) -> agency_plans.AgencyPlan:
    return hands.desk.register.agency_plans["AP-0001"]


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("Members told…", "It is withdrawn."),
        ("Published…", "It is withdrawn."),
        ("Make the report…", "Record first that it was published."),
        ("Reported…", "Record first that it was published."),
    ],
)
def test_a_plan_that_is_withdrawn_goes_no_further(hands: Hands, label: str, why: str) -> None:
    hands.open_review()
    facts = {"told_by": "N. Director", "chair": "C. Chair", "timing": "Later"}
    hands.do(agency_plans.notify, review=REVIEW, agency="A Trust", **facts)
    dialog = hands.show(WithdrawPlan(hands.desk, plan(hands)))
    dialog.why.setPlainText("Merged with another")
    assert hands.outcome(dialog) == "AP-0001: withdrawn."
    screen = AgencyPlansScreen(hands.desk)
    assert unfit(screen, label, plan(hands)) == why
    screen.deleteLater()


def test_a_case_that_awaits_its_decision_has_no_record_yet(hands: Hands) -> None:
    hands.open_review()
    facts = {"holder": "A Trust", "asked_by": "Author", "sought": "Dates", "purpose": "To see"}
    hands.do(health.ask, review=REVIEW, concerned="Adult 2", **facts)
    screen = HealthScreen(hands.desk)
    row = hands.desk.register.health["TH-0001"]
    assert unfit(screen, "Make the record…", row) == "It awaits its decision."
    assert unfit(screen, "Decide…", row) == ""
    screen.deleteLater()
