"""Late entries: what was entered on a later day than it happened shows both days (C7)."""

from desktop.custody import loans
from desktop.custody.register import Register
from tests.factory import DUE, Desk, a_desk, march


def lent_late() -> tuple[Desk, str]:
    """Return a desk at which a copy went out on 2 March, which was entered on 5 March."""
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    desk.sign_out(copy, person, request, due=DUE, on=march(5), happened=march(2))
    return desk, copy


def test_an_entry_of_a_later_day_is_kept_with_its_copy_and_both_days() -> None:
    desk, copy = lent_late()
    (late,) = desk.register.late[copy]
    assert (late.happened, late.entered) == (march(2), march(5))
    assert late.entry == desk.register.head.number
    assert late.said.startswith(f"{copy} was signed out to P-0001")


def test_what_happened_on_the_day_it_was_entered_is_no_late_entry() -> None:
    desk, copy = lent_late()
    desk.do(loans.take_back, march(6), happened=march(6), copy=copy, pages=3, condition="good")
    assert len(desk.register.late[copy]) == 1


def test_several_late_entries_of_a_copy_stand_in_the_order_of_their_entry() -> None:
    desk, copy = lent_late()
    desk.do(loans.take_back, march(9), happened=march(7), copy=copy, pages=3, condition="good")
    assert [late.happened for late in desk.register.late[copy]] == [march(2), march(7)]


def test_a_late_entry_about_no_copy_is_kept_with_none() -> None:
    desk = a_desk()
    desk.document(on=march(3))
    assert desk.register.late == {}


def test_the_late_entries_come_back_when_the_ledger_is_read_again() -> None:
    desk, _copy = lent_late()
    assert Register().fold(desk.rows).late == desk.register.late
