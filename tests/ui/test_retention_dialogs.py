"""Retention in the window: a rule is adopted, a date confirmed, two people decide, and holds have a page."""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import children, clock, closing, conclusion, holds, kept_until, record_deciding
from desktop.custody.today import today
from desktop.ui.dialogs.holds import LiftHold, LiftingSheetAgain
from desktop.ui.dialogs.retention import (
    CompareClock,
    ConfirmDate,
    DecideRecord,
    RecordHandedOver,
    RecordSheetAgain,
    ReviewRecord,
    SchedulePaper,
    WithdrawRecord,
)
from desktop.ui.dialogs.retention_rules import AdoptRule, RulesPaper
from desktop.ui.screens.retention import RecordsScreen, RetentionScreen, RulesScreen
from desktop.ui.screens.tasks import tasks
from tests.factory import before_the_conclusion
from tests.ui.hands import REVIEW, Hands
from tests.ui.test_accessible import mnemonics, nameless

if TYPE_CHECKING:
    from desktop.ui.act_dialog import ActDialog


def ended(hands: Hands) -> None:
    """End a review with one document and one child who lives."""
    hands.open_review()
    hands.take_in()
    hands.do(children.add, review=REVIEW, code="Child A", born=date(2012, 2, 29))
    for act, facts in before_the_conclusion(hands.desk.register):
        hands.do(act, **facts)
    hands.do(conclusion.conclude, review=REVIEW, authority="The Board")
    hands.do(closing.close, review=REVIEW, authority="The Board")


def adopted(hands: Hands) -> None:
    dialog = hands.show(AdoptRule(hands.desk))
    dialog.agreed_with.setText("Rory Records")
    dialog.authority.setText("Minutes of the Board")
    assert hands.outcome(dialog) == "Rule 1 is in force."


def confirmed(hands: Hands) -> None:
    dialog = hands.show(ConfirmDate(hands.desk, kept_until.of(hands.desk.register, REVIEW)))
    assert "29 February 2012 and 75 years" in dialog.working.text()
    dialog.agreed_by.setText("Rory Records")
    assert hands.outcome(dialog) == f"The date of {REVIEW} stands."


def sheet(hands: Hands, decision: str) -> ReviewRecord:
    dialog = hands.show(ReviewRecord(hands.desk, kept_until.of(hands.desk.register, REVIEW)))
    dialog.decision.choose(decision)
    dialog.reason.setPlainText("Its time is over")
    dialog.first.setText("Rory Records")
    dialog.second.setText("Hanna Head")
    dialog.folder.set_path(hands.folder / "papers")
    return dialog


def waiting(hands: Hands) -> list[str]:
    return [task.matter for task in tasks(hands.desk) if task.screen == "Retention"]


def whole(hands: Hands) -> RetentionScreen:
    made = RetentionScreen(hands.desk)
    hands.qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def test_a_record_goes_from_its_rule_to_its_date_and_to_the_archive(hands: Hands) -> None:
    ended(hands)
    assert waiting(hands) == ["Rule of retention to confirm"]
    adopted(hands)
    assert waiting(hands) == ["Date of a record to confirm"]
    confirmed(hands)
    assert waiting(hands) == []
    dialog = sheet(hands, "transfer")
    dialog.to_whom.setText("Example Record Office")
    assert hands.outcome(dialog) == "RR-0001 is begun."
    assert waiting(hands) == ["Review of a record to sign"]
    found = hands.desk.register.record_reviews["RR-0001"]
    back = hands.show(DecideRecord(hands.desk, found))
    back.code.setText("0000-0000")
    assert "That is not the code on the sheet of RR-0001." in hands.refused(back)
    back.code.setText(found.code)
    assert hands.outcome(back) == "RR-0001 is decided."
    assert waiting(hands) == ["Record to transfer"]
    handed = hands.show(RecordHandedOver(hands.desk, hands.desk.register.record_reviews["RR-0001"]))
    handed.receipt.setText("A. Archivist, on the receipt")
    assert hands.outcome(handed) == "RR-0001 is transferred."
    assert waiting(hands) == []


def test_a_destruction_before_the_date_asks_for_its_authority_and_can_be_withdrawn(hands: Hands) -> None:
    ended(hands)
    adopted(hands)
    confirmed(hands)
    dialog = sheet(hands, "destroy")
    assert "The authority to destroy the record before 1 March 2087" in hands.refused(dialog)
    dialog.authority.setText("An order of the court")
    assert hands.outcome(dialog) == "RR-0001 is begun."
    again = hands.show(RecordSheetAgain(hands.desk, hands.desk.register.record_reviews["RR-0001"]))
    again.folder.set_path(hands.folder / "papers")
    assert hands.outcome(again).startswith("Sheet saved: RR-0001-review-of-the-record-2")
    gone = hands.show(WithdrawRecord(hands.desk, hands.desk.register.record_reviews["RR-0001"]))
    gone.why.setPlainText("Set aside")
    assert hands.outcome(gone) == "RR-0001 is withdrawn."


def test_the_papers_of_retention_are_made(hands: Hands) -> None:
    ended(hands)
    adopted(hands)
    for dialog in (SchedulePaper(hands.desk, REVIEW), RulesPaper(hands.desk)):
        hands.show(dialog)
        dialog.folder.set_path(hands.folder / "papers")
        assert hands.outcome(dialog).split(" saved: ")[0] in {"Schedule", "Paper", "Rules"}
    assert len(list((hands.folder / "papers").glob("*.pdf"))) == 2


def test_a_clock_that_is_in_doubt_is_compared(hands: Hands) -> None:
    now = hands.desk.office.clock()
    hands.desk.register.clock_doubt = clock.ClockChanged(before=now, now=now, how="jumped ahead")
    dialog = hands.show(CompareClock(hands.desk))
    dialog.against.setText("The speaking clock")
    assert hands.outcome(dialog) == "The computer's date is right."
    assert hands.desk.register.clock_doubt is None


def test_the_page_of_records_says_how_each_stands_and_what_may_be_done(hands: Hands) -> None:
    ended(hands)
    screen = whole(hands)
    records = screen.first
    assert isinstance(records, RecordsScreen)
    screen.reveal(REVIEW)
    facts = records.details_facts.told()
    assert (facts["State"], facts["Kept until"]) == ("to be confirmed", "No date is confirmed")
    assert "Child A, 75th birthday: 1 March 2087" in facts["Working"]
    (confirm,) = [button for offer, _action, button in records._actions if "&date" in offer.label]
    assert confirm.toolTip() == "Adopt a rule of retention first, under Rules."
    adopted(hands)
    confirmed(hands)
    screen.reveal(REVIEW)
    assert records.details_facts.told()["Kept until"] == "1 March 2087"


def test_each_page_can_be_used_from_the_keyboard_alone(hands: Hands) -> None:
    ended(hands)
    adopted(hands)
    hands.do(holds.raise_hold, about=[], authority="The coroner", reason="An inquest")
    screen = whole(hands)
    tabs = [screen.tabText(at).partition("&")[2][0].lower() for at in range(screen.count())]
    for at, (_page, page) in enumerate(screen.screens):
        screen.setCurrentIndex(at)
        keys = [*mnemonics(page), *tabs, "l"]
        assert sorted(keys) == sorted(set(keys)), page.title
        menu = [action.text().partition("&")[2][0].lower() for _offer, action in page._rare]
        assert sorted(menu) == sorted(set(menu)), page.title
        assert nameless(page) == [], page.title


def test_the_rules_have_their_page_with_what_is_in_force(hands: Hands) -> None:
    screen = whole(hands)
    screen.reveal("Rule")
    page = screen.currentWidget()
    assert isinstance(page, RulesScreen)
    assert page._pages.currentIndex() == 0
    adopted(hands)
    screen.reveal("Rule")
    page.table.choose("1")
    facts = page.details_facts.told()
    assert (facts["State"], facts["Its authority was"]) == ("in force", "to be checked")


def test_every_dialog_has_names_and_keys_of_its_own(hands: Hands) -> None:
    ended(hands)
    adopted(hands)
    confirmed(hands)
    hands.do(holds.raise_hold, about=[], authority="The coroner", reason="An inquest")
    begun = {"first": "A", "second": "B", "reason": "R", "decision": "transfer", "to_whom": "Archive"}
    hands.do(record_deciding.begin, review=REVIEW, **begun)
    register = hands.desk.register
    standing, found = kept_until.of(register, REVIEW), register.record_reviews["RR-0001"]
    assert today(register, hands.desk.today).retention.to_sign == [found]
    dialogs: list[ActDialog] = [
        AdoptRule(hands.desk),
        ConfirmDate(hands.desk, standing),
        ReviewRecord(hands.desk, standing),
        DecideRecord(hands.desk, found),
        WithdrawRecord(hands.desk, found),
        RecordHandedOver(hands.desk, found),
        CompareClock(hands.desk),
        SchedulePaper(hands.desk, REVIEW),
        RulesPaper(hands.desk),
        LiftHold(hands.desk, register.holds["H-0001"]),
        LiftingSheetAgain(hands.desk, register.holds["H-0001"]),
    ]
    for dialog in dialogs:
        hands.show(dialog)
        name = type(dialog).__name__
        assert nameless(dialog) == [], name
        assert sorted(mnemonics(dialog)) == sorted(set(mnemonics(dialog))), name
        dialog.close()
