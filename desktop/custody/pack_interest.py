"""In a pack for the Overview Panel: who asked for the executive summary, why and when (D3)."""

from collections import Counter
from typing import TYPE_CHECKING

from desktop.custody import dates
from desktop.custody.blocks import Block, Chart, Column, Heading, Paragraph, Series, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import by_month, columns, grid, sentence, some

if TYPE_CHECKING:
    from desktop.custody.interest import Interest

TITLE = "Interest from outside"
OUTCOMES = ("sent", "declined", "withdrawn", "waiting for publication", "awaiting an answer")
MOST_PRINTED = 400
"""Requests that are printed one by one; all of them are in the table beside the paper."""
HEADINGS = (
    "request",
    "name",
    "category",
    "format",
    "received",
    "reason",
    "outcome",
    "answered",
    "why",
)
_NOBODY = "Nobody asked for the executive summary."
_COLUMNS = (
    Column("No.", 0.8),
    Column("Who asked", 2),
    Column("Category", 1.2),
    Column("Received", 1.4),
    Column("Reason, in their words", 3.6),
    Column("Format", 1),
    Column("Outcome", 2.6),
)


def interest_chapter(scope: Scope) -> Chapter:
    """Return the chapter."""
    asked = scope.interest
    if not asked:
        return Chapter(TITLE, [Paragraph(_NOBODY)])
    outcomes = Counter(one.state for one in asked)
    said = "; ".join(f"{outcomes[outcome]:,} {outcome}" for outcome in OUTCOMES if outcomes[outcome])
    months = by_month(one.received for one in asked)
    blocks: list[Block] = [
        Paragraph(f"{sentence(some(len(asked), 'request'))} for the executive summary: {said}."),
        _category_chart(scope),
        _category_table(scope),
        columns("Requests by month", months, empty=_NOBODY),
        grid(months, empty=_NOBODY),
        Heading("Each request, in the asker's words"),
    ]
    left = len(asked) - MOST_PRINTED
    if left > 0:
        note = f"The first {MOST_PRINTED:,} are printed; all {len(asked):,} are in the table interest.csv."
        blocks.append(Paragraph(note, "strong"))
    blocks.append(Table(_COLUMNS, [_line(scope, one) for one in asked[:MOST_PRINTED]]))
    by_months = [[f"{year}-{month:02d}", str(number)] for (year, month), number in months.items()]
    return Chapter(
        TITLE,
        blocks,
        [
            Sheet("interest", HEADINGS, [_row(scope, one) for one in asked]),
            Sheet("interest-by-category", ("category", *OUTCOMES, "all"), _category_rows(scope)),
            Sheet("interest-by-month", ("month", "requests"), by_months),
        ],
    )


def by_category(scope: Scope) -> dict[str, list[int]]:
    """Return how many asked, by category, for each of OUTCOMES; a category nobody is of is left out."""
    counted = Counter((one.category, one.state) for one in scope.interest)
    known = scope.register.founded.settings.categories
    everyone = dict.fromkeys((*known, *(one.category for one in scope.interest)))
    numbers = {category: [counted[category, outcome] for outcome in OUTCOMES] for category in everyone}
    return {category: one for category, one in numbers.items() if any(one)}


def _category_chart(scope: Scope) -> Chart:
    numbers = by_category(scope)
    used = [at for at in range(len(OUTCOMES)) if any(one[at] for one in numbers.values())]
    series = [Series(sentence(OUTCOMES[at]), [one[at] for one in numbers.values()]) for at in used]
    words = "; ".join(f"{category} {sum(one):,}" for category, one in numbers.items())
    return Chart(
        "Requests by category and outcome",
        "bars",
        [sentence(category) for category in numbers],
        series,
        f"{sentence(words)}.",
        empty=_NOBODY,
    )


def _category_rows(scope: Scope) -> list[list[str]]:
    return [
        [category, *map(str, numbers), str(sum(numbers))] for category, numbers in by_category(scope).items()
    ]


def _category_table(scope: Scope) -> Table:
    heads = [
        Column("Category", 2),
        *(Column(sentence(outcome), 1.3, "right") for outcome in OUTCOMES),
        Column("All", 1, "right"),
    ]
    rows = _category_rows(scope)
    sums = [sum(int(row[at]) for row in rows) for at in range(1, len(heads))]
    return Table(heads, [*([sentence(row[0]), *row[1:]] for row in rows), ["All", *map(str, sums)]])


def _line(scope: Scope, asked: "Interest") -> list[str]:
    outcome = sentence(asked.state)
    if asked.answer:
        why = f": {scope.plain(asked.answer.why)}" if asked.answer.why else ""
        outcome = f"{outcome}, {dates.day(asked.answer.day)}{why}"
    return [
        asked.interest,
        asked.name,
        sentence(asked.category),
        dates.day(asked.received),
        scope.plain(asked.reason),
        sentence(asked.format),
        outcome,
    ]


def _row(scope: Scope, asked: "Interest") -> list[str]:
    answer = asked.answer
    return [
        asked.interest,
        asked.name,
        asked.category,
        asked.format,
        asked.received.isoformat(),
        scope.plain(asked.reason),
        asked.state,
        answer.day.isoformat() if answer else "",
        scope.plain(answer.why) if answer else "",
    ]
