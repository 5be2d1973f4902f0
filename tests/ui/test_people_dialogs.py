"""The dialogs about a person."""

from datetime import timedelta

from PySide6.QtWidgets import QLabel

from desktop.custody import people
from desktop.ui.dialogs.people import AddPerson, AddStanding, ChangeContact, EndRole, GiveRole
from desktop.ui.screens.people import PeopleScreen
from tests.ui.hands import REVIEW, Hands


def filled(hands: Hands) -> AddPerson:
    dialog = hands.show(AddPerson(hands.desk))
    dialog.name.setText("Amina Sample")
    dialog.post.setText("Designated Nurse")
    dialog.agency.setText("Exampleshire Health")
    dialog.role.role.setText("senior representative")
    return dialog


def test_a_person_is_added_with_a_role_and_contact(hands: Hands) -> None:
    dialog = filled(hands)
    dialog.contact.telephone.setText("01632 960001")
    dialog.contact.address.setPlainText("1 Example Street\nExampleton")
    assert hands.outcome(dialog) == "Amina Sample was entered as P-0001."
    person = hands.desk.register.people["P-0001"]
    assert person.authorised(hands.desk.today)
    assert person.contact.telephone == "01632 960001"
    assert person.contact.address == "1 Example Street\nExampleton"


def test_a_role_that_ends_before_it_begins_is_refused(hands: Hands) -> None:
    dialog = filled(hands)
    dialog.role.start.line.setText("2 March 2026")
    dialog.role.end.line.setText("1 March 2026")
    assert "1 March 2026" in hands.refused(dialog)
    assert not hands.desk.register.people


def test_a_person_without_a_post_is_not_sent_to_the_rules(hands: Hands) -> None:
    dialog = filled(hands)
    dialog.post.clear()
    assert hands.refused(dialog) == "Fill in: Post."


def test_contact_details_are_changed_from_what_they_were(hands: Hands) -> None:
    person = hands.desk.register.people[hands.add_person()]
    dialog = hands.show(ChangeContact(hands.desk, person))
    dialog.contact.email.setText("amina@example.invalid")
    hands.outcome(dialog)
    assert hands.desk.register.people["P-0001"].contact.email == "amina@example.invalid"


def test_a_further_role_is_given(hands: Hands) -> None:
    person = hands.desk.register.people[hands.add_person()]
    dialog = hands.show(GiveRole(hands.desk, person))
    assert hands.refused(dialog) == "Fill in: Role."
    dialog.role.role.setText("agency representative")
    hands.outcome(dialog)
    roles = [role.role for role in hands.desk.register.people["P-0001"].roles]
    assert roles == ["senior representative", "agency representative"]


def test_ending_a_role_ends_access_and_lists_the_copies_held(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    person = hands.desk.register.people[copy.responsible]
    dialog = hands.show(EndRole(hands.desk, person))
    yesterday = hands.desk.today - timedelta(days=1)
    dialog.end.set_day(yesterday)
    hands.outcome(dialog)
    assert dialog.said is not None
    assert ("Copies still with them", copy.copy) in dialog.said.facts
    assert not hands.desk.register.people[person.person].authorised(hands.desk.today)


def test_the_last_day_of_a_role_is_needed(hands: Hands) -> None:
    person = hands.desk.register.people[hands.add_person()]
    dialog = hands.show(EndRole(hands.desk, person))
    dialog.end.line.clear()
    assert hands.refused(dialog) == "Fill in: Last day."


def test_a_dialog_without_fields_shows_its_words_whole(hands: Hands) -> None:
    dialog = hands.show(AddStanding(hands.desk))
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_the_standing_recipients_are_entered_once(hands: Hands) -> None:
    assert hands.outcome(hands.show(AddStanding(hands.desk))) == "The standing recipients were entered."
    names = [person.name for person in hands.desk.register.people.values()]
    assert names == ["Ofsted", "Head of Legal Services", "Executive Director of Children's Services"]
    again = hands.outcome(hands.show(AddStanding(hands.desk)))
    assert again == "Every standing recipient is there already."
    assert len(hands.desk.register.people) == 3


def test_a_panel_member_is_given_the_review_for_which_the_role_counts(hands: Hands) -> None:
    hands.open_review()
    hands.open_review("SCR-2026-02")
    person = hands.desk.register.people[hands.add_person()]
    dialog = hands.show(GiveRole(hands.desk, person))
    dialog.role.role.setText("panel member")
    assert "there are 2 reviews" in hands.refused(dialog)
    dialog.role.review.choose("SCR-2026-02")
    hands.outcome(dialog)
    assert hands.desk.register.people["P-0001"].roles[-1].review == "SCR-2026-02"


def test_a_role_may_stand_outside_the_process(hands: Hands) -> None:
    dialog = filled(hands)
    dialog.role.outside.setChecked(True)
    hands.outcome(dialog)
    assert hands.desk.register.people["P-0001"].outside(hands.desk.today, REVIEW)


def test_of_two_memberships_the_chosen_one_is_ended(hands: Hands) -> None:
    reviews = [hands.open_review(), hands.open_review("SCR-2026-02")]
    person = hands.add_person()
    for review in reviews:
        hands.do(people.give_role, person=person, role="panel member", review=review)
    dialog = hands.show(EndRole(hands.desk, hands.desk.register.people[person]))
    offered = [dialog.role.itemText(at) for at in range(dialog.role.count())]
    assert offered == ["senior representative", *(f"panel member (review {review})" for review in reviews)]
    dialog.role.setCurrentIndex(2)
    assert hands.outcome(dialog) == "The role ends: panel member (review SCR-2026-02)."
    ends = [role.end for role in hands.desk.register.people[person].roles]
    assert ends == [None, None, hands.desk.today]


def test_the_list_shows_everybody_or_who_is_authorised_for_a_review_on_a_day(hands: Hands) -> None:
    hands.open_review()
    tomorrow = hands.desk.today + timedelta(days=1)
    person = hands.add_person()
    facts = {"post": "Nurse", "agency": "Invented Trust", "role": "panel member", "start": tomorrow}
    hands.do(people.add, name="Zoe Invented", **facts)
    screen = PeopleScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    assert screen.model.rowCount() == 2
    screen.which.choose(REVIEW)
    assert [row.person for row in screen.rows()] == [person]
    screen.on.set_day(tomorrow)
    assert screen.model.rowCount() == 2
    screen.on.line.setText("nonsense")
    assert "no day" in screen.note.text()
    assert screen.note.isVisible()
    screen.which.choose("")
    screen.on.set_day(tomorrow)
    assert not screen.note.isVisible()


def test_a_review_without_a_panel_says_so_and_the_list_does_not_claim_that_nobody_was_entered(
    hands: Hands,
) -> None:
    hands.open_review()
    person = hands.add_person()
    yesterday = hands.desk.today - timedelta(days=1)
    hands.do(people.end_role, person=person, role="senior representative", end=yesterday)
    screen = PeopleScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    screen.which.choose(REVIEW)
    assert screen.note.text().startswith(f"Nobody is authorised for {REVIEW} on ")
    assert screen.table.isVisible()


def test_the_person_who_was_just_added_is_the_chosen_one(hands: Hands) -> None:
    hands.add_person()
    screen = PeopleScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    screen.table.choose("P-0001")
    next(button for offer, _action, button in screen._actions if not offer.on_row).click()
    (dialog,) = screen.findChildren(AddPerson)
    dialog.name.setText("Brendan Instance")
    dialog.post.setText("Designated Doctor")
    dialog.agency.setText("Exampleshire Health")
    dialog.role.role.setText("senior representative")
    assert hands.outcome(dialog) == "Brendan Instance was entered as P-0002."
    assert screen.table.chosen_row().person == "P-0002"
