"""Whatever befalls copies, in any order, somebody answers for each until a whole count (C7, C11, C15)."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody import chasing, copies, loans, mishaps, transfers
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import RuleError
from desktop.custody.hand import CUSTODIAN, Event
from tests.factory import BEGAN, TERMS, TODAY, Desk, Facts, a_desk, a_hand

COPIES = ("D-0001/1", "D-0001/2")
HOLDERS = {"P-0001": "R-0001", "P-0002": "R-0002"}
GONE = (CopyState.LOST, CopyState.CLAIMED_RETURNED)
ACTS: dict[str, tuple[Callable[..., list[Event]], Facts]] = {
    "sign out": (loans.sign_out, {"terms": TERMS}),
    "transfer": (transfers.transfer, {"pages": 3, "condition": "Good", "terms": TERMS}),
    "confirm": (loans.confirm, {}),
    "whole": (loans.take_back, {"pages": 3, "condition": "Good"}),
    "short": (loans.take_back, {"pages": 2, "condition": "Torn"}),
    "claim": (mishaps.claim_returned, {"said_by": "Robin", "how": "By post"}),
    "lose": (mishaps.lose, {"what": "Gone"}),
    "damage": (mishaps.damage, {"what": "Soaked"}),
    "find": (mishaps.find, {"where": "A cabinet", "found_by": "Robin"}),
    "mend": (mishaps.mend, {"found": "Dried"}),
    "recall": (chasing.recall, {"reason": "The panel meets early"}),
    "escalate": (chasing.escalate, {"to": "The Chief Executive", "reason": "No answer"}),
}
STEPS = [(name, copy, person) for name in sorted(ACTS) for copy in COPIES for person in HOLDERS]


def two_copies() -> Desk:
    desk = a_desk()
    desk.document(on=BEGAN)
    for _person in HOLDERS:
        desk.agreed(desk.person(), "D-0001")
    for _copy in COPIES:
        desk.copy("D-0001")
    return desk


def facts_of(desk: Desk, on: date, step: tuple[str, str, str]) -> Facts:
    """Return the facts with which a step is done on a day."""
    name, copy, person = step
    facts: Facts = {**ACTS[name][1], **({"copies": (copy,)} if name == "recall" else {"copy": copy})}
    if name in {"sign out", "transfer"}:
        facts |= {"person": person, "request": HOLDERS[person], "due": on}
    if name == "confirm":
        loan = desk.register.copies[copy].loan
        facts["slip_code"] = loan.slip_code if loan else ""
    return facts


def possible(desk: Desk, on: date) -> list[tuple[str, str, str]]:
    """Return the steps that no rule refuses on a day."""
    found = []
    for step in STEPS:
        try:
            ACTS[step[0]][0](desk.register, a_hand(on), **facts_of(desk, on, step))
        except RuleError:
            continue
        found.append(step)
    return found


def still_holds(before: Copy, after: Copy, name: str) -> None:
    """The rule that a step may not break."""
    changed_hands = {"sign out", "transfer", "whole"}
    if name not in changed_hands:
        assert after.responsible == before.responsible
        assert len(after.loans) == len(before.loans)
    if name == "find":
        assert before.state in GONE
        assert after.state == before.standing
    if name == "whole":
        assert after.responsible == CUSTODIAN
        assert after.state == (CopyState.DAMAGED if before.unfit else CopyState.IN_SAFE)
    if name == "mend":
        assert (before.out, after.state) == (False, CopyState.IN_SAFE)


@settings(deadline=None)
@given(st.data())
def test_after_any_sequence_each_copy_has_one_who_answers_and_only_a_count_changes_that(
    data: st.DataObject,
) -> None:
    desk, damaged, opened = two_copies(), set[str](), 0
    for day in range(data.draw(st.integers(1, 25))):
        on = TODAY + timedelta(days=day)
        step = data.draw(st.sampled_from(possible(desk, on)))
        name, copy, _person = step
        before = dict(desk.register.copies)
        desk.do(ACTS[name][0], on, **facts_of(desk, on, step))
        after = desk.register.copies
        assert {known for known in after if after[known] != before[known]} == {copy}
        still_holds(before[copy], after[copy], name)
        damaged = (damaged | {copy} if name == "damage" else damaged) - ({copy} if name == "mend" else set())
        for known in after.values():
            assert sum(loan.returned is None for loan in known.loans) == int(known.responsible != CUSTODIAN)
            assert known.state == known.standing or known.state in GONE
            assert known.unfit == (known.copy in damaged)
        assert sum(copies.tally(desk.register, "D-0001").values()) == len(COPIES)
        opened += name in {"lose", "damage", "short"}
        assert [one.closed for one in desk.register.incidents.values()] == [None] * opened
