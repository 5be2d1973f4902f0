"""The pack for wider circulation: numbers alone, the small ones hidden (F5).

Rule: no name of a person or a holder, no words that somebody typed, and no row about one copy, request or
loan. Every number of people or of what they did passes through `small_numbers`, beside all the others that
add up to the same total, in an order that tells no size; charts and tables show those and nothing else. What
changes from day to day, such as the copies that are out, is not drawn: its steps are ones. Months become
quarters, and quarters years, where they would be hidden.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.custody import action_plans, incidents, small_numbers
from desktop.custody.access import MODES
from desktop.custody.blocks import Block, Chart, Column, Paragraph, Series, Table
from desktop.custody.copies import CopyState
from desktop.custody.pack_access import TITLE as ACCESS
from desktop.custody.pack_copies import TITLE as COPIES
from desktop.custody.pack_course import wider_review_chapter
from desktop.custody.pack_interest import OUTCOMES, by_category
from desktop.custody.pack_interest import TITLE as INTEREST
from desktop.custody.pack_matters import HOLDS, INCIDENTS, INFORMATION, SUBMISSIONS, answered_late
from desktop.custody.pack_overdue import TITLE as OVERDUE
from desktop.custody.pack_overdue import overdue_loans
from desktop.custody.pack_plan import TITLE as PLAN
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import MONTHS, by_month, sentence

_TOO_FEW = "The numbers are too small to be told apart."
_QUARTER = 3
_OVER_A_MONTH = 28


class Count(NamedTuple):
    """Some things counted in parts that add up to all of them, as they may be shown; no parts: too few."""

    title: str
    total: int
    parts: Mapping[str, int | str]

    @property
    def chart(self) -> Chart:
        """The parts as bars; one that is hidden has none."""
        numbers = list(self.parts.values())
        words = "; ".join(f"{name}: {_number(number)}" for name, number in self.parts.items())
        empty = _TOO_FEW if self.total else "None."
        labels = [sentence(name) for name in self.parts]
        return Chart(self.title, "bars", labels, [Series("", numbers)], f"{sentence(words)}.", empty=empty)

    def sheet(self, name: str) -> Sheet:
        """Return the parts as a table."""
        parts = [[part, str(number)] for part, number in self.parts.items()]
        return Sheet(name, ("what", "number"), [*parts, ["all", small_numbers.said(self.total)]])


def counted(title: str, numbers: Mapping[str, int]) -> Count:
    """Return the parts of a whole as they may be shown, in the order given.

    Every part that there could be is given, and not by size: else which are left out, or come first, would
    tell of those that are hidden.
    """
    shown = small_numbers.row(list(numbers.values())) if numbers else []
    total = sum(numbers.values())
    return Count(title, total, {} if shown is None else dict(zip(numbers, shown, strict=True)))


def some(count: Count) -> Count:
    """Return a count without the parts of which there are none: its zeros told which these are."""
    return count._replace(parts={name: number for name, number in count.parts.items() if number})


def glance(scope: Scope) -> list[tuple[str, str]]:
    """Return the totals, each as it may be shown."""
    totals = [
        ("Requests for access", len(scope.requests)),
        ("Copies numbered", len(scope.copies)),
        ("Loans", len(scope.loans)),
        ("Requests from outside", len(scope.interest)),
        ("Incidents", len(scope.incidents)),
        ("Holds", len(scope.holds)),
    ]
    return [(name, small_numbers.said(number)) for name, number in totals]


def chapters(scope: Scope) -> list[Chapter]:
    """Return the chapters."""
    return [
        wider_review_chapter(scope),
        _access(scope),
        _copies(scope),
        _overdue(scope),
        _incidents(scope),
        _interest(scope),
        *_rest(scope),
    ]


def _access(scope: Scope) -> Chapter:
    decided = Counter(asked.state for asked in scope.requests)
    by_outcome = {state: decided[state] for state in ("agreed", "refused", "awaiting decision")}
    modes = Counter(MODES[asked.mode] for asked in scope.requests)
    return _chapter(
        ACCESS,
        len(scope.requests),
        ("request for access", "requests for access"),
        [
            ("access-by-decision", counted("Requests for access, by decision", by_outcome)),
            (
                "access-by-mode",
                counted("Requests for access, by mode", {m: modes[m] for m in MODES.values()}),
            ),
        ],
    )


def _copies(scope: Scope) -> Chapter:
    states = Counter(copy.state for copy in scope.copies)
    numbers = {str(state): states[state] for state in CopyState}
    counts = [("copies-by-state", some(counted("Where the copies are", numbers)))]
    return _chapter(COPIES, len(scope.copies), ("numbered copy", "numbered copies"), counts)


def _overdue(scope: Scope) -> Chapter:
    late = [scope.overdue(loan) for _copy, loan in overdue_loans(scope)]
    weeks = sum(days <= _OVER_A_MONTH for days in late)
    numbers = {
        "in time, or not yet due": len(scope.loans) - len(late),
        "up to four weeks overdue": weeks,
        "longer overdue": len(late) - weeks,
    }
    counts = [("loans-by-time", counted("Loans, by when they ended", numbers))]
    return _chapter(OVERDUE, len(scope.loans), ("loan", "loans"), counts)


def _incidents(scope: Scope) -> Chapter:
    known = Counter(found.matter for found in scope.incidents)
    matters = {words: known[matter] for matter, words in incidents.MATTERS.items()}
    still = sum(found.closed is None for found in scope.incidents)
    ends = {"closed": len(scope.incidents) - still, "open": still}
    return _chapter(
        INCIDENTS,
        len(scope.incidents),
        ("incident", "incidents"),
        [
            ("incidents-by-matter", some(counted("Incidents, by matter", matters))),
            ("incidents-by-end", counted("Incidents, by whether they are closed", ends)),
        ],
    )


def _interest(scope: Scope) -> Chapter:
    total, numbers = len(scope.interest), by_category(scope)
    noun = ("request for the executive summary", "requests for the executive summary")
    if not total or small_numbers.few(total):
        return _chapter(INTEREST, total, noun, [])
    shown = small_numbers.table(list(numbers.values()))
    if shown is None:
        chapter = _chapter(INTEREST, total, noun, _margins(scope, numbers))
    else:
        rows = [[name, *map(str, cells)] for name, cells in zip([*numbers, "all"], shown.rows, strict=True)]
        parts = dict(zip(numbers, (line[-1] for line in shown.rows), strict=False))
        heads = [Column("Category", 2), *(Column(sentence(o), 1.3, "right") for o in (*OUTCOMES, "all"))]
        table = Table(heads, [[sentence(row[0]), *row[1:]] for row in rows])
        chapter = Chapter(
            INTEREST,
            [Paragraph(_said(total, *noun)), Count("Requests by category", total, parts).chart, table],
            [Sheet("interest-by-category", ("category", *OUTCOMES, "all"), rows)],
        )
    time = _over_time(scope)
    return Chapter(
        INTEREST, [*chapter.blocks, _columns(time)], [*chapter.sheets, time.sheet("interest-by-time")]
    )


def _margins(scope: Scope, numbers: Mapping[str, Sequence[int]]) -> list[tuple[str, Count]]:
    """Return the requests by category and by outcome, each by itself."""
    everyone = dict.fromkeys((*scope.register.founded.settings.categories, *numbers))
    categories = {category: sum(numbers.get(category, ())) for category in everyone}
    outcomes = {name: sum(one[at] for one in numbers.values()) for at, name in enumerate(OUTCOMES)}
    return [
        ("interest-by-category", some(counted("Requests by category", categories))),
        ("interest-by-outcome", some(counted("Requests by outcome", outcomes))),
    ]


def _over_time(scope: Scope) -> Count:
    """Return the requests by month; by quarter or year where a month would be hidden."""
    months = by_month(asked.received for asked in scope.interest)
    quarters, years = Counter[str](), Counter[str]()
    for (year, month), number in months.items():
        first = (month - 1) // _QUARTER * _QUARTER
        quarters[f"{MONTHS[first]}-{MONTHS[first + _QUARTER - 1]} {year}"] += number
        years[str(year)] += number
    by_name = {f"{MONTHS[month - 1]} {year}": number for (year, month), number in months.items()}
    tried = [
        counted(f"Requests by {unit}", numbers)
        for unit, numbers in (("month", by_name), ("quarter", quarters), ("year", years))
    ]
    whole = [count for count in tried if count.parts and not any(map(_hidden, count.parts.values()))]
    return next(iter(whole), tried[-1])


def _hidden(number: int | str) -> bool:
    return isinstance(number, str)


def _columns(count: Count) -> Chart:
    chart = count.chart
    return Chart(chart.title, "columns", chart.labels, chart.series, chart.words, empty=chart.empty)


def _rest(scope: Scope) -> list[Chapter]:
    review = scope.review.review
    sent = [known for known in scope.register.submissions.values() if known.review == review]
    received = sum(known.receipt is not None for known in sent)
    receipts = counted(
        "Submissions, by receipt", {"received": received, "awaiting receipt": len(sent) - received}
    )
    asked = scope.information(scope.register.foi.values())
    own = scope.information(scope.register.subject_access.values())
    late = sum(answered_late(scope, one) for one in (*asked, *own))
    everyone = len(asked) + len(own)
    laws = {"freedom of information": len(asked), "subject access": len(own)}
    times = {"in time, or not yet due": everyone - late, "late": late}
    lifted = sum(hold.lifted is not None for hold in scope.holds)
    force = {"in force": len(scope.holds) - lifted, "lifted": lifted}
    return [
        _chapter(SUBMISSIONS, len(sent), ("submission", "submissions"), [("submissions", receipts)]),
        _chapter(
            INFORMATION,
            everyone,
            ("request for information", "requests for information"),
            [
                ("information-by-law", counted("Requests, by law", laws)),
                ("information-by-time", counted("Requests, by when they were answered", times)),
            ],
        ),
        _chapter(
            HOLDS,
            len(scope.holds),
            ("hold", "holds"),
            [("holds", counted("Holds, by whether they are in force", force))],
        ),
        _plan(scope),
    ]


def _plan(scope: Scope) -> Chapter:
    """Return the objectives by their state; their words name people."""
    mine = action_plans.objectives(scope.register, scope.review.review)
    states = Counter(one.state for one in mine)
    by_state = {state: states[state] for state in ("open", "met", "withdrawn")}
    counts = [("objectives", counted("Objectives, by state", by_state))]
    return _chapter(PLAN, len(mine), ("objective", "objectives"), counts)


def _chapter(title: str, total: int, noun: tuple[str, str], counts: Sequence[tuple[str, Count]]) -> Chapter:
    """Return a chapter of counts of one thing, with their sheets; its sentence says how many there are."""
    blocks: list[Block] = [Paragraph(_said(total, *noun))]
    if total and not small_numbers.few(total):
        blocks += [count.chart for _name, count in counts]
    return Chapter(title, blocks, [count.sheet(name) for name, count in counts])


def _said(total: int, noun: str, plural: str) -> str:
    if not total:
        return f"There was no {noun}."
    if small_numbers.few(total):
        return f"There were fewer than 5 {plural}; nothing more is shown of them."
    return f"There were {total:,} {plural}."


def _number(number: int | str) -> str:
    return number if isinstance(number, str) else f"{number:,}"
