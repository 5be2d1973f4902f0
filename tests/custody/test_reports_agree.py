"""Whatever was done, in any order, the access log agrees with register and ledger (C15, D2, D3)."""

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import access, chasing, copies, electronic, interest, loans, mishaps, numbers, transfers
from desktop.custody.access import AccessDecided
from desktop.custody.access_log import HEADINGS, AccessLog, access_log
from desktop.custody.blocks import Facts as FactsBlock
from desktop.custody.blocks import Table
from desktop.custody.copies import CopyState
from desktop.custody.electronic import ElectronicCopyDeleted, ElectronicCopySent
from desktop.custody.entries import from_bytes
from desktop.custody.errors import RuleError
from desktop.custody.hand import Event
from desktop.custody.loans import CopyReturned, CopySignedOut
from tests.factory import REVIEW, TERMS, TODAY, Desk, Facts, a_desk, a_hand

DUE = TODAY + timedelta(days=1)
TOLD_APART = "Child A is Invented Name"
"""What only the coding schedule may tell."""
LENT = {"due": DUE, "terms": TERMS}
Act = tuple[Callable[..., Sequence[Event]], Facts]


def a_busy_desk() -> Desk:
    """Return a desk with requests of each mode, copies, somebody outside, and a coding schedule asked for."""
    desk = a_desk()
    document = desk.document()
    for person in (desk.person(), desk.person("Kim Invented")):
        desk.agreed(person, document)
        desk.agreed(person, document, mode="electronic")
    desk.request("P-0001", document)
    schedule = desk.document(kind="coding-schedule", edition="identified")
    desk.do(access.ask, person="P-0001", document=schedule, purpose=TOLD_APART, mode="view")
    for _copy in range(3):
        desk.copy(document)
    desk.allot(document)
    asked: Facts = {"name": "Sam Reader", "format": "paper", "reason": "Of interest", "review": REVIEW}
    for category in ("press", "family", "press"):
        desk.do(interest.record, category=category, **asked)
    return desk


def acts(copy: str, person: int, asked: int) -> dict[str, Act]:
    """Return what may happen, by name; `person` and `asked` count from 0."""
    who, request = f"P-{person + 1:04d}", f"R-{person * 2 + 1:04d}"
    holder: Facts = {"person": who, "request": request, **LENT}
    number: Facts = {"copy": copy}
    return {
        "spoil": (numbers.spoil, number | {"reason": "Jam"}),
        "print": (numbers.printed, number),
        "sign out": (loans.sign_out, number | holder),
        "transfer": (transfers.transfer, number | holder | {"pages": 3, "condition": "Good"}),
        "take back": (loans.take_back, number | {"pages": 3, "condition": "Good"}),
        "short": (loans.take_back, number | {"pages": 2, "condition": "Torn"}),
        "claim": (mishaps.claim_returned, number | {"said_by": "Robin", "how": "By post"}),
        "lose": (mishaps.lose, number | {"what": "Gone"}),
        "damage": (mishaps.damage, number | {"what": "Soaked"}),
        "find": (mishaps.find, number | {"where": "A cabinet", "found_by": "Robin"}),
        "mend": (mishaps.mend, number | {"found": "Dried"}),
        "recall": (chasing.recall, {"copies": (copy,), "reason": "The panel meets early"}),
        "escalate": (chasing.escalate, number | {"to": "The Chief", "reason": "No answer"}),
        "file": (
            electronic.begin,
            {"document": "D-0001", "person": who, "request": f"R-{person * 2 + 2:04d}", **LENT},
        ),
        "sent": (electronic.sent, number | {"pages": 3, "sha256": "0" * 64, "size": 10}),
        "deleted": (electronic.deleted, number | {"declared_by": "Robin"}),
        "decide": (
            access.decide,
            {
                "request": f"R-{5 + asked % 2:04d}",
                "agreed": bool(asked),
                "by": "The Chair",
                "reason": TOLD_APART,
            },
        ),
        "decline": (
            interest.answer,
            {"interest": f"E-{asked + 1:04d}", "outcome": "declined", "why": "Not yet"},
        ),
        "wait": (
            interest.answer,
            {"interest": f"E-{asked + 1:04d}", "outcome": "waiting for publication"},
        ),
    }


STEPS = st.tuples(
    st.sampled_from(sorted(acts("", 0, 0))), st.integers(1, 6), st.integers(0, 1), st.integers(0, 2)
)


def played(steps: Sequence[tuple[str, int, int, int]]) -> Desk:
    """Return a busy desk at which the steps were tried; what a rule refuses did not happen."""
    desk = a_busy_desk()
    for name, number, person, asked in steps:
        act, facts = acts(f"D-0001/{number}", person, asked)[name]
        with contextlib.suppress(RuleError):
            desk.do(act, **facts)
    return desk


def cover(log: AccessLog) -> dict[str, int]:
    """Return the counts on the first page."""
    facts = next(block for block in log.form.parts[0].blocks if isinstance(block, FactsBlock))
    return {name: int(value) for name, value in facts.rows if value.isdecimal()}


def table(log: AccessLog, first: str) -> Table:
    blocks = log.form.parts[0].blocks
    return next(block for block in blocks if isinstance(block, Table) and block.columns[0].title == first)


def of_section(log: AccessLog, section: str) -> list[dict[str, str]]:
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in log.rows]
    return [row for row in rows if row["section"] == section]


def happened(desk: Desk, *kinds: type[Event]) -> list[Event]:
    """Return the ledger's events of some kinds: a second witness beside the register."""
    events = [from_bytes(row.body, row.number).event for row in desk.rows]
    return [event for event in events if isinstance(event, kinds)]


@given(st.lists(STEPS, max_size=25))
def test_the_access_log_agrees_with_the_register_and_the_ledger(
    steps: list[tuple[str, int, int, int]],
) -> None:
    desk = played(steps)
    register = desk.register
    log = access_log(register, a_hand(), REVIEW)
    counts = cover(log)
    decided = {
        event.request: event for event in happened(desk, AccessDecided) if isinstance(event, AccessDecided)
    }
    agreed = sum(event.decision.agreed for event in decided.values())
    assert counts["Requests agreed"] == agreed
    assert counts["Requests refused"] == len(decided) - agreed
    assert counts["Requests awaiting decision"] == len(register.requests) - len(decided)
    began = happened(desk, CopySignedOut, ElectronicCopySent)
    ended = happened(desk, CopyReturned, ElectronicCopyDeleted)
    assert counts["Copies with holders"] == len(began) - len(ended)
    assert counts["Copies numbered"] == len(register.copies) == register.documents["D-0001"].allotted
    states = Counter(row[2].casefold() for row in table(log, "Copy").rows)
    tally = {str(state): count for state, count in copies.tally(register, "D-0001").items() if count}
    assert states == tally
    loans_of = Counter(row["reference"] for row in of_section(log, "copy"))
    assert loans_of == {copy.copy: max(len(copy.loans), 1) for copy in register.copies.values()}
    returned = [row for row in of_section(log, "copy") if row["returned"]]
    assert len(returned) == len(ended)


@given(st.lists(STEPS, max_size=25))
def test_the_counts_by_category_are_those_of_the_single_requests(
    steps: list[tuple[str, int, int, int]],
) -> None:
    desk = played(steps)
    log = access_log(desk.register, a_hand(), REVIEW)
    kinds = table(log, "Category")
    single = Counter((row["subject"], row["outcome"]) for row in of_section(log, "executive summary"))
    outcomes = [column.title.casefold() for column in kinds.columns[1:-1]]
    printed = Counter(
        {
            (row[0].casefold(), outcome): int(cell)
            for row in kinds.rows
            for outcome, cell in zip(outcomes, row[1:-1], strict=True)
            if int(cell)
        }
    )
    assert printed == single
    assert sum(int(row[-1]) for row in kinds.rows) == cover(log)["Requests from outside"] == 3


@given(st.lists(STEPS, max_size=25))
def test_nothing_in_the_access_log_tells_of_what_is_kept_apart(
    steps: list[tuple[str, int, int, int]],
) -> None:
    desk = played([*steps, ("decide", 1, 0, 1)])
    log = access_log(desk.register, a_hand(), REVIEW)
    apart = [row for row in of_section(log, "access request") if row["reference"] == "R-0006"]
    assert len(apart) == 1
    assert "D-0002" not in str(apart)
    assert TOLD_APART not in str(apart)
    assert "oding schedule" not in str([log.rows, log.form])


def test_a_copy_that_is_lost_or_said_to_be_back_stays_with_its_holder_in_the_log() -> None:
    desk = played([("sign out", 1, 0, 0), ("claim", 1, 0, 0), ("sign out", 2, 1, 0), ("lose", 2, 0, 0)])
    log = access_log(desk.register, a_hand(), REVIEW)
    shown = {row[0]: (row[2].casefold(), row[3]) for row in table(log, "Copy").rows}
    assert shown["D-0001/1"][0] == CopyState.CLAIMED_RETURNED
    assert shown["D-0001/1"][1].startswith("Robin Invented")
    assert shown["D-0001/2"][0] == CopyState.LOST
    assert shown["D-0001/2"][1].startswith("Kim Invented")


def test_a_transfer_is_two_loans_in_the_log_and_a_deleted_file_is_returned() -> None:
    desk = played(
        [
            ("sign out", 1, 0, 0),
            ("transfer", 1, 1, 0),
            ("file", 1, 1, 0),
            ("sent", 5, 0, 0),
            ("deleted", 5, 0, 0),
        ]
    )
    log = access_log(desk.register, a_hand(), REVIEW)
    rows = of_section(log, "copy")
    assert [row["outcome"] for row in rows if row["reference"] == "D-0001/1"] == [
        "returned",
        "awaiting signature",
    ]
    (file,) = [row for row in rows if row["reference"] == "D-0001/5"]
    assert (file["outcome"], file["returned"]) == ("declared deleted", TODAY.isoformat())
    assert {row[0]: row[3] for row in table(log, "Copy").rows}["D-0001/5"] == "None: deleted, as declared"


def test_a_copy_that_is_lost_from_the_safe_says_so_in_the_table_with_its_incident() -> None:
    desk = played([("sign out", 1, 0, 0), ("take back", 1, 0, 0), ("lose", 1, 0, 0), ("lose", 2, 0, 0)])
    rows = {row["reference"]: row for row in of_section(access_log(desk.register, a_hand(), REVIEW), "copy")}
    assert rows["D-0001/1"]["outcome"] == "returned, now lost"
    assert rows["D-0001/2"]["outcome"] == "lost"
    assert all("Open." in rows[name]["incident"] for name in ("D-0001/1", "D-0001/2"))
