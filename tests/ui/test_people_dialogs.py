"""The dialogs about a person."""

from datetime import timedelta

from desktop.ui.dialogs.people import AddPerson, AddStanding, ChangeContact, EndRole, GiveRole
from tests.ui.hands import Hands


def filled(hands: Hands) -> AddPerson:
    dialog = hands.show(AddPerson(hands.desk))
    dialog.name.setText("Amina Sample")
    dialog.post.setText("Designated Nurse")
    dialog.agency.setText("Exampleshire Health")
    dialog.role.role.setText("panel member")
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
    assert roles == ["panel member", "agency representative"]


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


def test_the_standing_recipients_are_entered_once(hands: Hands) -> None:
    assert hands.outcome(hands.show(AddStanding(hands.desk))) == "The standing recipients were entered."
    names = [person.name for person in hands.desk.register.people.values()]
    assert names == ["Ofsted", "Head of Legal Services", "Executive Director of Children's Services"]
    again = hands.outcome(hands.show(AddStanding(hands.desk)))
    assert again == "Every standing recipient is there already."
    assert len(hands.desk.register.people) == 3
