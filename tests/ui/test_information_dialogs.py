"""The dialogs and pages about requests for information, holds, closed days and bank holidays."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import advice, answering, foi, hold_lifting, holds, subject_access
from desktop.custody.information import Request
from desktop.custody.today import today
from desktop.ui import rows
from desktop.ui.dialogs.closed_days import BankHolidays, ClosedDays
from desktop.ui.dialogs.holds import (
    HoldLiftedDialog,
    HoldRegister,
    HoldRunsOut,
    LiftHold,
    LookAgain,
    RaiseHold,
)
from desktop.ui.dialogs.information import (
    AnswerInformation,
    AskForMore,
    NameSubject,
    RecordInformation,
    WhatCame,
    WithholdPassage,
)
from desktop.ui.dialogs.information_course import (
    AnswerReview,
    AskReview,
    CloseInformation,
    Complain,
    CopyToMembers,
    EndComplaint,
    ExtendReview,
    ExtendTime,
    GiveOpinion,
    PrintWorking,
    ReleasePassage,
    WriteLetter,
)
from desktop.ui.screens.holds import HoldsScreen
from desktop.ui.screens.information import see_to
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.today import TodayScreen
from tests.ui.hands import REVIEW, Hands
from tests.ui.test_accessible import mnemonics, nameless

if TYPE_CHECKING:
    from desktop.ui.act_dialog import ActDialog

ASKED = {"name": "Pat Asker (invented)", "asked": "The report of the review", "way": "e-mail"}


def request(hands: Hands, reference: str = "F-0001") -> Request:
    return hands.desk.register.information(reference)


def about_a_report(hands: Hands) -> Request:
    hands.open_review()
    document = hands.take_in()
    hands.do(foi.record, **ASKED, documents=[document])
    return request(hands)


def subject_access_of(hands: Hands) -> Request:
    hands.do(subject_access.record, **ASKED)
    return request(hands, "S-0001")


def answered(hands: Hands) -> Request:
    about_a_report(hands)
    hands.do(foi.respond, request="F-0001", outcome="not held", reasons="We have none")
    return request(hands)


def test_a_request_is_recorded_with_its_clock_and_its_hold(hands: Hands) -> None:
    hands.open_review()
    hands.take_in()
    dialog = hands.show(RecordInformation(hands.desk))
    dialog.name.setText("Pat Asker (invented)")
    dialog.asked.setPlainText("The report of the review")
    dialog.way.setText("e-mail")
    assert hands.refused(dialog) == "Fill in: Law."
    dialog.law.choose("freedom of information")
    dialog.documents.tick(["D-0001"])
    assert hands.outcome(dialog) == "F-0001: open."
    assert dialog.said is not None
    assert dict(dialog.said.facts)["Clock"].startswith("Answer due ")
    assert [hold.about for hold in holds.on(hands.desk.register, "D-0001")] == [("D-0001",)]


def test_a_request_for_subject_access_is_recorded_too(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(RecordInformation(hands.desk))
    dialog.law.choose("subject access")
    for field, text in ((dialog.name, "Kim"), (dialog.way, "letter")):
        field.setText(text)
    dialog.asked.setPlainText("What you hold about me")
    dialog.review.choose(REVIEW)
    assert hands.outcome(dialog) == "S-0001: open."
    assert request(hands, "S-0001").about == (REVIEW,)


def test_what_a_request_is_about_is_named_later(hands: Hands) -> None:
    hands.open_review()
    hands.take_in()
    hands.do(foi.record, **ASKED)
    dialog = hands.show(NameSubject(hands.desk, request(hands)))
    dialog.documents.tick(["D-0001"])
    hands.outcome(dialog)
    assert request(hands).documents == ("D-0001",)


def test_more_is_asked_for_and_comes(hands: Hands) -> None:
    dialog = hands.show(AskForMore(hands.desk, about_a_report(hands)))
    assert dialog.cause.findData("identity") < 0
    dialog.cause.choose("clarification")
    dialog.what.setPlainText("Which chapter?")
    assert hands.outcome(dialog) == "F-0001: stopped: clarification was asked for."
    came = hands.show(WhatCame(hands.desk, request(hands)))
    assert hands.outcome(came) == "F-0001: open."


def test_proof_of_identity_is_asked_for_where_it_is_subject_access(hands: Hands) -> None:
    dialog = hands.show(AskForMore(hands.desk, subject_access_of(hands)))
    dialog.cause.choose("identity")
    dialog.what.setPlainText("A passport")
    assert hands.outcome(dialog) == "S-0001: stopped: proof of identity was asked for."


def test_a_passage_is_withheld_and_only_what_its_section_leaves_open_is_asked(hands: Hands) -> None:
    dialog = hands.show(WithholdPassage(hands.desk, about_a_report(hands)))
    assert dialog.ground.isHidden() or not dialog.ground.isVisible()
    dialog.passage.setPlainText("the whole document")
    dialog.reasons.setPlainText("It tells where somebody lives")
    dialog.section.choose("41")
    assert (dialog.standing.isVisible(), dialog.balance.isVisible()) == (False, False)
    assert hands.refused(dialog).startswith("The passage: ")
    dialog.passage.setPlainText("page 4, the address")
    dialog.section.choose("40")
    assert (dialog.standing.isVisible(), dialog.balance.isVisible()) == (True, False)
    dialog.standing.choose("qualified")
    assert dialog.balance.isVisible()
    dialog.standing.choose("absolute")
    hands.outcome(dialog)
    (withheld,) = request(hands).withheld
    assert (withheld.standing, withheld.document) == ("absolute", "D-0001")


def test_a_passage_is_withheld_from_subject_access_by_its_ground(hands: Hands) -> None:
    dialog = hands.show(WithholdPassage(hands.desk, subject_access_of(hands)))
    assert not dialog.section.isVisible()
    dialog.passage.setPlainText("page 2, a name")
    dialog.ground.setText("It would tell of somebody else")
    dialog.reasons.setPlainText("No consent")
    hands.outcome(dialog)
    assert request(hands, "S-0001").withheld[0].ground == "It would tell of somebody else"


def test_a_passage_is_released_by_its_number(hands: Hands) -> None:
    withhold = hands.show(WithholdPassage(hands.desk, about_a_report(hands)))
    withhold.passage.setPlainText("page 4, the address")
    withhold.section.choose("41")
    withhold.reasons.setPlainText("It was told in confidence")
    hands.outcome(withhold)
    dialog = hands.show(ReleasePassage(hands.desk, request(hands)))
    dialog.passage.choose("1")
    assert hands.refused(dialog).startswith("Fill in: Why")
    dialog.why.setPlainText("It is on the public record")
    hands.outcome(dialog)
    assert request(hands).withheld == ()
    assert [one.number for one in request(hands).released] == [1]


def test_an_answer_needs_its_passages_and_its_gates(hands: Hands) -> None:
    dialog = hands.show(AnswerInformation(hands.desk, about_a_report(hands)))
    dialog.outcome.choose("refused")
    dialog.reasons.setPlainText("No")
    assert "no passage of it is named" in hands.refused(dialog)
    dialog.outcome.choose("granted")
    dialog.disclosed.tick(["D-0001"])
    assert "no legal advice" in hands.refused(dialog)
    hands.do(advice.record, about=["D-0001"], adviser="L. Adviser", gist="It may be given")
    assert hands.outcome(dialog) == "F-0001: answered: granted."


def test_section_36_waits_for_its_opinion_and_then_gives_time(hands: Hands) -> None:
    dialog = hands.show(ExtendTime(hands.desk, about_a_report(hands)))
    dialog.section.choose("36")
    dialog.until.set_day(hands.desk.today + timedelta(days=35))
    dialog.why.setPlainText("To weigh it")
    assert "no opinion" in hands.refused(dialog)
    opinion = hands.show(GiveOpinion(hands.desk, request(hands)))
    opinion.by.setText("The Chief Executive")
    opinion.gist.setPlainText("It would inhibit advice")
    hands.outcome(opinion)
    hands.outcome(dialog)
    assert request(hands).extension is not None


def test_subject_access_is_extended_by_saying_why(hands: Hands) -> None:
    dialog = hands.show(ExtendTime(hands.desk, subject_access_of(hands)))
    assert not dialog.until.isVisible()
    dialog.why.setPlainText("Four agencies")
    hands.outcome(dialog)
    assert request(hands, "S-0001").extension is not None


def test_a_review_is_asked_for_extended_and_answered(hands: Hands) -> None:
    dialog = hands.show(AskReview(hands.desk, answered(hands)))
    dialog.grounds.setPlainText("You must have it")
    assert hands.outcome(dialog) == "F-0001: internal review."
    longer = hands.show(ExtendReview(hands.desk, request(hands)))
    longer.until.set_day(hands.desk.today + timedelta(days=35))
    longer.why.setPlainText("Four agencies")
    hands.outcome(longer)
    answer = hands.show(AnswerReview(hands.desk, request(hands)))
    answer.outcome.choose("answer stands")
    answer.reasons.setPlainText("There is none")
    assert hands.outcome(answer) == "F-0001: answered: not held; reviewed: answer stands."


def test_a_review_and_the_end_of_a_complaint_disclose_what_the_answer_did_not(hands: Hands) -> None:
    asked = about_a_report(hands)
    hands.do(foi.respond, request="F-0001", outcome="vexatious or repeated", reasons="It was asked before")
    hands.do(foi.ask_review, request="F-0001", grounds="It was not")
    review = hands.show(AnswerReview(hands.desk, request(hands)))
    review.outcome.choose("answer changed")
    review.reasons.setPlainText("It was not")
    review.disclosed.tick(asked.documents)
    assert "advice" in hands.refused(review).lower()
    hands.do(answering.complain, request="F-0001", what="Delay")
    end = hands.show(EndComplaint(hands.desk, request(hands)))
    end.outcome.setPlainText("Disclosure was ordered")
    end.disclosed.tick(asked.documents)
    assert "advice" in hands.refused(end).lower()


def test_a_complaint_is_recorded_and_ends(hands: Hands) -> None:
    dialog = hands.show(Complain(hands.desk, answered(hands)))
    dialog.what.setPlainText("The answer was late")
    assert hands.outcome(dialog) == "F-0001: before the Information Commissioner."
    end = hands.show(EndComplaint(hands.desk, request(hands)))
    end.outcome.setPlainText("Not upheld")
    hands.outcome(end)
    complaint = request(hands).complaint
    assert complaint is not None
    assert complaint.outcome == "Not upheld"


def test_copies_letters_and_the_working_are_made_and_the_request_is_closed(hands: Hands) -> None:
    answered(hands)
    folder = hands.folder / "papers"
    for _part in ("request", "response"):
        copy = hands.show(CopyToMembers(hands.desk, request(hands)))
        copy.to.setPlainText("C. Chair\n\nM. Member")
        copy.folder.set_path(folder)
        assert hands.outcome(copy) == "The copy is made."
    letter = hands.show(WriteLetter(hands.desk, request(hands)))
    letter.folder.set_path(folder)
    assert hands.outcome(letter) == "The letter is made."
    working = hands.show(PrintWorking(hands.desk, request(hands)))
    working.folder.set_path(folder)
    assert hands.outcome(working) == "The working is made."
    assert len(list(folder.glob("*.pdf"))) == 4
    close = hands.show(CloseInformation(hands.desk, request(hands)))
    close.how.setPlainText("Answered")
    assert hands.outcome(close) == "F-0001: closed."
    (hold,) = holds.in_force(hands.desk.register)
    assert hold.stands_to is not None
    page = holds_page(hands)
    assert page.details_facts.told()["Stands until the end of"] == rows.day(hold.stands_to)
    (why,) = [action.toolTip() for offer, action in page._rare if "last day" in offer.label]
    assert why == f"It stands until the end of {rows.day(hold.stands_to)}."
    passed = hands.show(HoldRunsOut(hands.desk, hold))
    assert "may be asked for" in hands.refused(passed)


def test_holds_are_raised_looked_at_again_and_lifted(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    dialog = hands.show(RaiseHold(hands.desk))
    dialog.about.tick([REVIEW])
    dialog.authority.setText("The coroner")
    dialog.reason.setPlainText("An inquest")
    assert hands.outcome(dialog) == f"H-0001 is on {REVIEW}."
    again = hands.show(LookAgain(hands.desk, hands.desk.register.holds["H-0001"]))
    again.day.set_day(hands.desk.today + timedelta(days=3))
    again.why.setPlainText("Adjourned")
    assert hands.outcome(again) == "H-0001 stands."
    lift = hands.show(LiftHold(hands.desk, hands.desk.register.holds["H-0001"]))
    lift.authority.setText("The coroner")
    lift.why.setPlainText("It is over")
    lift.witness.setText("Wendy Witness")
    lift.folder.set_path(tmp_path)
    assert hands.outcome(lift) == "The sheet to lift H-0001 is made."
    back = hands.show(HoldLiftedDialog(hands.desk, hands.desk.register.holds["H-0001"]))
    back.code.setText(hold_lifting.awaiting(hands.desk.register, "H-0001")[1].code)
    assert hands.outcome(back) == "H-0001 is lifted."


def an_open_day(hands: Hands) -> str:
    register = hands.desk.register
    day = hands.desk.today + timedelta(days=1)
    while day.weekday() > 4 or day in register.holidays:
        day += timedelta(days=1)
    return day.isoformat()


def test_a_day_is_closed_and_opened_again(hands: Hands) -> None:
    day = an_open_day(hands)
    dialog = hands.show(ClosedDays(hands.desk))
    dialog.day.line.setText(day)
    dialog.why.setText("Training")
    assert hands.outcome(dialog).endswith(": Training.")
    dialog = hands.show(ClosedDays(hands.desk))
    assert "Training" in dialog.known.text()
    dialog.what.choose("open")
    dialog.day.line.setText(day)
    dialog.why.setText("It fell through")
    hands.outcome(dialog)
    assert hands.desk.register.closed_days == {}
    dialog = hands.show(ClosedDays(hands.desk))
    dialog.what.choose("follow")
    assert not dialog.day.isVisible()
    dialog.nation.choose("Scotland")
    assert hands.outcome(dialog) == "The office is closed on the bank holidays of Scotland."


def test_a_bank_holiday_is_added_and_whole_years_are_imported(hands: Hands) -> None:
    dialog = hands.show(BankHolidays(hands.desk))
    assert "Known from 2009 to 2035" in dialog.known.text()
    dialog.what.choose("day")
    assert not dialog.file.isVisible()
    dialog.day.line.setText(an_open_day(hands))
    dialog.name.setText("An invented jubilee")
    dialog.source.setText("Proclamation")
    assert "An invented jubilee" in hands.outcome(dialog)
    dialog = hands.show(BankHolidays(hands.desk))
    file = hands.folder / "bank-holidays.json"
    file.write_text("[]", "utf-8")
    dialog.file.set_path(file)
    assert "list of bank holidays in bank-holidays.json" in hands.refused(dialog)
    days = [
        {"day": f"2036-{month:02}-0{7 + (month in {6, 9, 12})}", "name": "Invented"} for month in range(1, 13)
    ]
    file.write_text(json.dumps({"source": "An invented list", "days": days}), "utf-8")
    assert "2036" in hands.outcome(dialog)


def screens(hands: Hands) -> RequestsScreen:
    whole = RequestsScreen(hands.desk)
    hands.qtbot.addWidget(whole)
    whole.resize(1200, 700)
    whole.show()
    return whole


def holds_page(hands: Hands) -> HoldsScreen:
    """Return the page of the holds, with the first one chosen."""
    page = HoldsScreen(hands.desk)
    hands.qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.reveal("H-0001")
    return page


def test_a_request_stands_on_its_page_with_its_working_and_its_hold_on_the_other(hands: Hands) -> None:
    about_a_report(hands)
    whole = screens(hands)
    whole.reveal("F-0001")
    page = whole.information
    assert whole.currentWidget() is page
    facts = page.details_facts.told()
    assert facts["Clock"].startswith("Answer due ")
    assert "Does not count" in facts["Working"]
    assert facts["To copy"] == "request"
    held = holds_page(hands)
    assert held.details_facts.told()["Raised by"] == "F-0001"


def test_what_does_not_fit_a_request_is_disabled_and_says_why(hands: Hands) -> None:
    answered(hands)
    whole = screens(hands)
    whole.reveal("F-0001")
    page = whole.information
    why = {
        action.text().replace("&", ""): action.toolTip()
        for _offer, action in page._rare
        if not action.isEnabled()
    }
    assert why["Opinion under section 36…"] == "It was answered: not held."
    assert why["Time for the review…"] == "No internal review is open."
    assert (
        why["Close the request…"] == "Copy the request and the response to the Chair and the members first."
    )
    assert "Internal review…" not in why
    (lift,) = [button for offer, _action, button in holds_page(hands)._actions if "Li&ft" in offer.label]
    assert lift.toolTip() == "It stands until F-0001 is closed, or longer."


def test_the_page_can_be_used_from_the_keyboard_alone(hands: Hands) -> None:
    about_a_report(hands)
    whole = screens(hands)
    page = whole.information
    whole.setCurrentWidget(page)
    tabs = [whole.tabText(at).partition("&")[2][0].lower() for at in range(whole.count())]
    keys = [*mnemonics(page), *tabs, "m", "u", "l"]
    assert sorted(keys) == sorted(set(keys))
    menu = [action.text().partition("&")[2][0].lower() for _offer, action in page._rare]
    assert sorted(menu) == sorted(set(menu))
    assert nameless(page) == []


def test_an_empty_page_says_what_belongs_there(hands: Hands) -> None:
    whole = screens(hands)
    whole.setCurrentWidget(whole.information)
    assert whole.information._pages.currentIndex() == 0
    whole.enter()
    hands.qtbot.waitUntil(whole.information._actions[0][2].hasFocus)


def test_every_dialog_has_names_and_keys_of_its_own(hands: Hands) -> None:
    about_a_report(hands)
    hands.do(answering.ask_clarification, request="F-0001", what="Which?")
    subject_access_of(hands)
    hold = hands.desk.register.holds["H-0001"]
    of_a_request = [
        AnswerInformation,
        AnswerReview,
        AskForMore,
        AskReview,
        CloseInformation,
        Complain,
        CopyToMembers,
        EndComplaint,
        ExtendReview,
        ExtendTime,
        GiveOpinion,
        NameSubject,
        PrintWorking,
        ReleasePassage,
        WhatCame,
        WithholdPassage,
        WriteLetter,
    ]
    dialogs: list[ActDialog] = [
        *(make(hands.desk, request(hands, one)) for make in of_a_request for one in ("F-0001", "S-0001")),
        RecordInformation(hands.desk),
        RaiseHold(hands.desk),
        LookAgain(hands.desk, hold),
        LiftHold(hands.desk, hold),
        HoldRegister(hands.desk),
        ClosedDays(hands.desk),
        BankHolidays(hands.desk),
    ]
    for dialog in dialogs:
        hands.show(dialog)
        name = type(dialog).__name__
        assert nameless(dialog) == [], name
        assert sorted(mnemonics(dialog)) == sorted(set(mnemonics(dialog))), name
        dialog.close()


def test_a_clock_that_runs_out_is_on_today_and_leads_to_what_sees_to_it(hands: Hands) -> None:
    about_a_report(hands)
    screen = TodayScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    tasks = {task.matter: task for task in screen.tasks()}
    assert tasks["Request for information"].when.startswith("due ")
    for matter, kind in (
        ("Request for information", AnswerInformation),
        ("To be copied to the members", CopyToMembers),
    ):
        assert tasks[matter].reference == "F-0001"
        dialog = screen._see_to(tasks[matter])
        assert isinstance(dialog, kind)
        hands.show(dialog)


def test_each_clock_leads_to_its_own_dialog(hands: Hands) -> None:
    about_a_report(hands)
    parent = QWidget()
    hands.qtbot.addWidget(parent)

    def leads_to() -> list[type[QDialog]]:
        found = [
            see_to(hands.desk, clock, parent) for clock in today(hands.desk.register, hands.desk.today).clocks
        ]
        kinds = [type(dialog) for dialog in found]
        for dialog in found:
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return kinds

    assert leads_to() == [AnswerInformation]
    hands.do(answering.ask_clarification, request="F-0001", what="Which?")
    assert leads_to() == [WhatCame]
    hands.do(foi.respond, request="F-0001", outcome="not held", reasons="None")
    hands.do(foi.ask_review, request="F-0001", grounds="There must be")
    assert leads_to() == [AnswerReview]
    hands.do(foi.answer_review, request="F-0001", outcome="answer changed", reasons="There is")
    hands.do(answering.complain, request="F-0001", what="Delay", reply_by=hands.desk.today)
    assert leads_to() == [EndComplaint]
    facts = {"authority": "The coroner", "reason": "An inquest", "look_again": hands.desk.today}
    hands.do(holds.raise_hold, about=[], **facts)
    assert leads_to() == [EndComplaint, LookAgain]


def test_less_is_named_only_with_a_reason(hands: Hands) -> None:
    about_a_report(hands)
    dialog = hands.show(NameSubject(hands.desk, request(hands)))
    dialog.documents.tick([])
    dialog.review.choose(REVIEW)
    hands.outcome(dialog)
    dialog = hands.show(NameSubject(hands.desk, request(hands)))
    dialog.review.choose("")
    dialog.documents.tick(["D-0001"])
    assert f"no longer about {REVIEW}" in hands.refused(dialog)
    dialog.narrower.setPlainText("They want the report alone")
    hands.outcome(dialog)
    assert dialog.said is not None
    assert dict(dialog.said.facts)["Hold"] == "Hold H-0001 is now on D-0001."
    assert request(hands).about == ("D-0001",)


def test_a_passage_of_any_document_of_the_review_can_be_chosen(hands: Hands) -> None:
    hands.open_review()
    hands.take_in()
    hands.do(foi.record, **ASKED, review=REVIEW)
    dialog = hands.show(WithholdPassage(hands.desk, request(hands)))
    dialog.document.choose("D-0001")
    dialog.passage.setPlainText("page 4, the address")
    dialog.section.choose("41")
    dialog.reasons.setPlainText("It was told in confidence")
    hands.outcome(dialog)
    assert [one.document for one in request(hands).withheld] == ["D-0001"]
    assert request(hands).about == (REVIEW,)


def test_what_somebody_asks_about_themselves_is_copied_by_saying_why(hands: Hands) -> None:
    copy = hands.show(CopyToMembers(hands.desk, subject_access_of(hands)))
    copy.to.setPlainText("C. Chair")
    copy.folder.set_path(hands.folder / "papers")
    assert hands.refused(copy) == "Fill in: Why they need it."
    copy.why.setPlainText("She decides on the answer")
    assert hands.outcome(copy) == "The copy is made."
    close = hands.show(CloseInformation(hands.desk, request(hands, "S-0001")))
    close.how.setPlainText("Withdrawn")
    assert hands.outcome(close) == "S-0001: closed."


def test_a_letter_without_an_address_is_to_be_handed_over(hands: Hands) -> None:
    letter = hands.show(WriteLetter(hands.desk, subject_access_of(hands)))
    letter.folder.set_path(hands.folder / "papers")
    hands.outcome(letter)
    assert letter.said is not None
    assert letter.said.next == "No address is on record: hand it over."


def test_a_holiday_that_is_added_names_the_requests_that_it_moves(hands: Hands) -> None:
    about_a_report(hands)
    dialog = hands.show(BankHolidays(hands.desk))
    dialog.what.choose("day")
    dialog.day.line.setText(an_open_day(hands))
    dialog.name.setText("An invented jubilee")
    dialog.source.setText("Proclamation")
    hands.outcome(dialog)
    assert dialog.said is not None
    assert dict(dialog.said.facts)["Request"].startswith("F-0001 is due on another day now: ")
