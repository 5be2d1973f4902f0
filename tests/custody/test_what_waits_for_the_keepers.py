"""What waits today for those who keep the vault: checks, backups, shares, media, a sheet to sign (K1)."""

from datetime import date

import pytest

from desktop.custody import handover, keys, media, numbers, observations, restores
from desktop.custody.today import Due, Today, today
from tests.custody.keepers import WITNESS, KeepersDesk, at_two
from tests.factory import BEGAN, Facts, march

LATER = march(3)


def waiting(desk: KeepersDesk, day: date = LATER) -> Today:
    return today(desk.register, day)


def test_masters_are_verified_every_thirty_days() -> None:
    desk = at_two()
    assert waiting(desk, date(2030, 1, 1)).check_due is None
    desk.document(on=march(2))
    assert waiting(desk, date(2026, 4, 1)).check_due is None
    assert waiting(desk, date(2026, 4, 2)).check_due == Due("The masters were never verified.", march(2))
    desk.do(observations.vault_verified, march(3), masters=1, problems=0)
    assert waiting(desk, date(2026, 4, 2)).check_due is None
    due = Due("The masters were last verified on 3 March 2026.", date(2026, 4, 2))
    assert waiting(desk, date(2026, 4, 3)).check_due == due


def test_a_vault_with_a_review_needs_a_backup() -> None:
    assert waiting(KeepersDesk()).backup_due is None
    assert waiting(at_two()).backup_due == Due("There is no backup.", BEGAN)


def test_a_backup_is_due_a_week_after_the_last_if_anything_was_entered_since() -> None:
    desk = at_two()
    medium = desk.medium()
    desk.back_up(medium, march(3))
    assert waiting(desk, march(30)).backup_due is None
    desk.document(on=march(4))
    assert waiting(desk, march(10)).backup_due is None
    due = Due("The last backup was made on 3 March 2026.", march(10))
    assert waiting(desk, march(11)).backup_due == due


def test_a_destroyed_mediums_backup_counts_no_more() -> None:
    desk = at_two()
    desk.back_up(desk.medium())
    desk.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    found = waiting(desk).backup_due
    assert found is not None
    assert found.why == "There is no backup."


def test_recovery_shares_are_made_drilled_every_year_and_made_anew_once_used() -> None:
    desk = at_two()

    def why(day: date) -> str | None:
        due = waiting(desk, day).recovery_due
        return due.why if due else None

    assert why(march(3)) == "There are no recovery shares: a lost machine would be a lost vault."
    desk.shares()
    assert why(march(3)) == "The recovery shares were never drilled."
    desk.do(keys.drill_recovery, march(4), shares=[1, 2])
    assert why(date(2027, 3, 4)) is None
    assert why(date(2027, 3, 5)) == "The recovery shares were last drilled on 4 March 2026."
    desk.renew(keys.recover, march(5), shares=[1, 2])
    assert why(march(5)) == "The recovery shares were used: make new ones."
    desk.renew(keys.revoke_recovery, march(6), reason="Used")
    assert why(march(6)) == "There are no recovery shares: a lost machine would be a lost vault."


@pytest.mark.parametrize(
    ("day", "problems", "waits"),
    [(march(5), 0, False), (march(5), 1, True), (date(2027, 3, 4), 0, False), (date(2027, 3, 5), 0, True)],
)
def test_a_backup_is_tested_every_year_and_again_after_a_problem(
    day: date, problems: int, *, waits: bool
) -> None:
    desk = at_two()
    desk.medium("Never written")
    desk.back_up(desk.medium(), march(3))
    assert [medium.medium for medium in waiting(desk).media_to_test] == ["M-0002"]
    desk.do(media.test, march(4), medium="M-0002", number=1, problems=problems, behind=0)
    assert bool(waiting(desk, day).media_to_test) is waits


def test_media_under_former_keys_wait() -> None:
    desk = at_two()
    desk.back_up(desk.medium())
    assert not waiting(desk).under_former_keys
    desk.renew(keys.change_passphrase)
    assert [medium.medium for medium in waiting(desk).under_former_keys] == ["M-0001"]


def test_a_handover_waits_until_it_is_signed() -> None:
    desk = at_two()
    assert waiting(desk).handover is None
    desk.renew(handover.hand_over, operator="O-0002", authority="The Board")
    (last,) = desk.register.handovers
    assert waiting(desk).handover == last
    desk.do(handover.confirm, code=last.code)
    assert waiting(desk).handover is None


def test_copy_numbers_that_a_restore_put_in_doubt_wait() -> None:
    desk = at_two()
    document = desk.document()
    number = desk.register.head.number
    facts: Facts = {"source": "A drive", "reason": "The disk failed", "witness": WITNESS}
    desk.do(restores.restore, march(3), number=number, lost=None, **facts)
    assert [one.document for one in waiting(desk).to_account_for] == [document]
    desk.do(numbers.account_for, march(3), document=document, last=2)
    assert not waiting(desk).to_account_for
    assert [copy.copy for copy in waiting(desk).to_resolve] == ["D-0001/1", "D-0001/2"]


def test_that_no_head_was_kept_outside_is_on_the_record_and_changes_nothing() -> None:
    desk = at_two()
    before = {name: value for name, value in vars(desk.register).items() if name != "head"}
    (told,) = desk.do(observations.head_not_kept, place="the keyring")
    assert {name: value for name, value in vars(desk.register).items() if name != "head"} == before
    assert told.said() == "No head of the ledger was found in the keyring: this opening was not compared."
