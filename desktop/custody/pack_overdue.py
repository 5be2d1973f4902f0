"""In a pack for the Overview Panel: every copy that was overdue, for how long, and what was done (C10)."""

from typing import TYPE_CHECKING

from desktop.custody import dates
from desktop.custody.blocks import Block, Column, Heading, Paragraph, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import bars, sentence, some

if TYPE_CHECKING:
    from desktop.custody.chases import Chased
    from desktop.custody.copies import Copy, Loan

TITLE = "Copies that were overdue"
HEADINGS = ("copy", "holder", "due", "returned", "days_overdue", "what_was_done")
_COLUMNS = (
    Column("Copy", 1.1),
    Column("Holder", 2.4),
    Column("Due back", 1.5),
    Column("Came back", 1.5),
    Column("Days", 0.7, "right"),
    Column("What was done", 4.4),
)


def overdue_chapter(scope: Scope) -> Chapter:
    """Return the chapter."""
    late = overdue_loans(scope)
    if not late:
        return Chapter(TITLE, [Paragraph("No copy was ever overdue.")])
    still = sum(loan.returned is None and scope.excepted(loan) is None for _copy, loan in late)
    longest = scope.overdue(late[0][1])
    said = (
        f"{sentence(some(len(late), 'loan', 'loans'))} of {len(scope.loans):,} ran over the day it was due;"
        f" the longest by {some(longest, 'day')}."
        f" {sentence(some(still, 'copy is', 'copies are'))} overdue still."
    )
    days = {_label(scope, copy, loan): scope.overdue(loan) for copy, loan in late}
    blocks: list[Block] = [
        Paragraph(said),
        bars("Days overdue, the longest first", days, empty="None."),
        Heading("What was done"),
        Table(_COLUMNS, [_line(scope, *one) for one in late]),
    ]
    return Chapter(TITLE, blocks, [Sheet("overdue", HEADINGS, [_row(scope, *one) for one in late])])


def overdue_loans(scope: Scope) -> "list[tuple[Copy, Loan]]":
    """Return the loans that ran over their day, the longest first."""
    late = [(copy, loan) for copy, loan in scope.loans if scope.overdue(loan)]
    return sorted(late, key=lambda one: -scope.overdue(one[1]))


def _label(scope: Scope, copy: "Copy", loan: "Loan") -> str:
    name = scope.register.people[loan.person].name
    return f"{_copy(scope, copy)}, {name}, {dates.day(loan.signed_out)}"


def _copy(scope: Scope, copy: "Copy") -> str:
    return "A document kept apart" if copy.document in scope.apart else copy.copy


def _done(scope: Scope, copy: "Copy", loan: "Loan") -> "list[Chased]":
    return [done for done in scope.register.chases.get(copy.copy, ()) if done.loan == loan.entry]


def _line(scope: Scope, copy: "Copy", loan: "Loan") -> list[str]:
    done = [f"{dates.day(one.day)}: {scope.told(copy.copy, one.told)}" for one in _done(scope, copy, loan)]
    return [
        _copy(scope, copy),
        scope.who(loan.person),
        dates.day(scope.back_by(loan)),
        _came_back(scope, loan),
        str(scope.overdue(loan)),
        "\n".join(done) or "Nothing is on the record.",
    ]


def _came_back(scope: Scope, loan: "Loan") -> str:
    if loan.returned:
        return dates.day(loan.returned)
    excepted = scope.excepted(loan)
    if excepted is None:
        return "Not yet"
    return f"{'Kept' if loan.kept else 'Accepted as it is'} since {dates.day(excepted)}"


def _row(scope: Scope, copy: "Copy", loan: "Loan") -> list[str]:
    done = [f"{one.day.isoformat()} {scope.told(copy.copy, one.told)}" for one in _done(scope, copy, loan)]
    return [
        _copy(scope, copy),
        scope.who(loan.person),
        scope.back_by(loan).isoformat(),
        loan.returned.isoformat() if loan.returned else "",
        str(scope.overdue(loan)),
        "; ".join(done),
    ]
