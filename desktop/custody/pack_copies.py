"""In a pack for the Overview Panel: the copies, their holders over time, and where they are (C7, C15)."""

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.custody import dates
from desktop.custody.access_log import GONE_WORDS, ended
from desktop.custody.blocks import Block, Chart, Column, Heading, Paragraph, Series, Table
from desktop.custody.copies import GONE, CopyState
from desktop.custody.hand import CUSTODIAN
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import bars, grid, months, sentence, some

if TYPE_CHECKING:
    from desktop.custody.copies import Copy, Loan

TITLE = "Copies, and where they went"
COPY_HEADINGS = ("copy", "document", "form", "version", "pages", "state", "since", "responsible", "loans")
LOAN_HEADINGS = ("copy", "holder", "request", "signed_out", "due", "slip_back", "returned", "received_from")
_COPIES = (
    Column("Copy", 1.1),
    Column("Document", 3),
    Column("State", 1.5),
    Column("Since", 1.6),
    Column("Responsible", 3),
)
_LOANS = (
    Column("Copy", 1.1),
    Column("Holder", 3),
    Column("Signed out", 1.6),
    Column("Due back", 1.6),
    Column("Signed slip", 1.6),
    Column("How it ended", 2.2),
)
_DAY = timedelta(days=1)


def copies_chapter(scope: Scope) -> Chapter:
    """Return the chapter."""
    if not scope.copies:
        return Chapter(TITLE, [Paragraph("No copies were numbered.")])
    out = sum(copy.out for copy in scope.copies)
    of = len({copy.document for copy in scope.copies})
    blocks: list[Block] = [
        Paragraph(
            f"{sentence(some(len(scope.copies), 'copy', 'copies'))} of {some(of, 'document')} got a number;"
            f" {some(out, 'copy is', 'copies are')} with holders. No number was used twice."
        ),
        states_chart(scope),
        Heading("Each copy"),
        Table(_COPIES, [_copy_line(scope, copy) for copy in scope.copies]),
    ]
    if scope.loans:
        blocks += [
            _out_chart(scope),
            Paragraph("Copies out at the end of each month:", "small"),
            grid(out_by_month(scope), empty="None."),
        ]
    blocks += [
        Heading("Each loan"),
        Table(_LOANS, [_loan_line(scope, *loan) for loan in scope.loans], empty="No copy was lent."),
    ]
    return Chapter(TITLE, blocks, _sheets(scope))


def in_states(scope: Scope) -> dict[str, int]:
    """Return how many copies are in each state that any is in."""
    counted = Counter(copy.state for copy in scope.copies)
    return {str(state): counted[state] for state in CopyState if counted[state]}


def states_chart(scope: Scope) -> Chart:
    """Return the states of the copies as bars."""
    return bars("Where the copies are", in_states(scope), empty="No copies were numbered.")


def out_over_time(scope: Scope) -> list[tuple[date, int]]:
    """Return the days on which the number of copies out changed, with the number from then on."""
    changes = Counter[date]()
    for _copy, loan in scope.loans:
        changes[loan.signed_out] += 1
        if loan.returned:
            changes[loan.returned] -= 1
    number, told = 0, list[tuple[date, int]]()
    for day in sorted(changes):
        number += changes[day]
        told.append((day, number))
    return told


def out_by_month(scope: Scope) -> dict[tuple[int, int], int]:
    """Return how many copies were out at the end of each month; of the last month, on the day of the pack."""
    told, at, number = out_over_time(scope), 0, 0
    found: dict[tuple[int, int], int] = {}
    for year, month in months(told[0][0], scope.day) if told else []:
        end = date(year + month // 12, month % 12 + 1, 1) - _DAY
        while at < len(told) and told[at][0] <= end:
            number = told[at][1]
            at += 1
        found[year, month] = number
    return found


def _out_chart(scope: Scope) -> Chart:
    told = out_over_time(scope)
    most = max(number for _day, number in told)
    since = next(day for day, number in told if number == most)
    words = (
        f"At most {some(most, 'copy was', 'copies were')} out at once, first on {dates.day(since)};"
        f" {some(told[-1][1], 'is', 'are').replace('no are', 'none is')} out on {dates.day(scope.day)}."
    )
    points = [(told[0][0], 0), *told]
    if scope.day > told[-1][0]:
        points.append((scope.day, told[-1][1]))
    days, numbers = zip(*points, strict=True)
    return Chart(
        "Copies out over time", "steps", [], [Series("copies out", list(numbers))], words, list(days)
    )


def _copy_line(scope: Scope, copy: "Copy") -> list[str]:
    return [
        copy.copy if copy.document not in scope.apart else "—",
        scope.named(copy.document),
        sentence(str(copy.state)),
        dates.day(copy.since),
        _responsible(scope, copy),
    ]


def _responsible(scope: Scope, copy: "Copy") -> str:
    if copy.state in GONE:
        return f"None: {GONE_WORDS[copy.state]}"
    return scope.who(copy.responsible)


def _loan_line(scope: Scope, copy: "Copy", loan: "Loan") -> list[str]:
    end = sentence(str(copy.state))
    if loan.returned:
        end = f"{sentence(ended(copy, loan))} {dates.day(loan.returned)}"
    elif loan.kept:
        end = f"Kept since {dates.day(loan.kept)}"
    handed_on = f", from {scope.who(loan.received_from)}" if loan.received_from else ""
    return [
        copy.copy if copy.document not in scope.apart else "—",
        f"{scope.who(loan.person)}{handed_on}",
        dates.day(loan.signed_out),
        dates.day(loan.back_by),
        dates.day(loan.confirmed) if loan.confirmed else "Not back",
        end,
    ]


def _sheets(scope: Scope) -> list[Sheet]:
    copies = [
        [
            copy.copy if copy.document not in scope.apart else "",
            scope.named(copy.document),
            copy.form,
            str(copy.version),
            "" if copy.pages is None else str(copy.pages),
            str(copy.state),
            copy.since.isoformat(),
            ""
            if copy.state in GONE
            else "custodian"
            if copy.responsible == CUSTODIAN
            else scope.who(copy.responsible),
            str(len(copy.loans)),
        ]
        for copy in scope.copies
    ]
    loans = [
        [
            copy.copy if copy.document not in scope.apart else "",
            scope.who(loan.person),
            loan.request,
            loan.signed_out.isoformat(),
            loan.back_by.isoformat(),
            loan.confirmed.isoformat() if loan.confirmed else "",
            loan.returned.isoformat() if loan.returned else "",
            scope.who(loan.received_from) if loan.received_from else "",
        ]
        for copy, loan in scope.loans
    ]
    out = [[f"{year}-{month:02d}", str(number)] for (year, month), number in out_by_month(scope).items()]
    return [
        Sheet("copies", COPY_HEADINGS, copies),
        Sheet("loans", LOAN_HEADINGS, loans),
        Sheet("copies-out-by-month", ("month", "out_at_its_end"), out),
    ]
