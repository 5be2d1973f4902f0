"""In a pack for the Overview Panel: incidents, submissions, requests for information, holds (C11, D6, G4)."""

from collections import Counter
from typing import TYPE_CHECKING

from desktop.custody import clocks, dates, incidents
from desktop.custody.blocks import Block, Column, Paragraph, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import sentence, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.holds import Hold
    from desktop.custody.incidents import Incident
    from desktop.custody.information import Request

INCIDENTS, SUBMISSIONS = "Incidents", "Submissions"
INFORMATION, HOLDS = "Requests for information under the law", "Holds"


def incidents_chapter(scope: Scope) -> Chapter:
    """Return what went wrong, and how it was closed."""
    found = scope.incidents
    if not found:
        return Chapter(INCIDENTS, [Paragraph("There was no incident.")])
    still = sum(known.closed is None for known in found)
    columns = (
        Column("No.", 0.8),
        Column("Matter", 1.6),
        Column("About", 1.8),
        Column("Became known", 1.7),
        Column("What happened", 3.2),
        Column("What was found", 3.2),
    )
    rows = [_incident(scope, known) for known in found]
    said = f"{sentence(some(len(found), 'incident'))}: {len(found) - still:,} closed, {still:,} open."
    blocks: list[Block] = [Paragraph(said), Table(columns, rows)]
    headings = ("incident", "matter", "about", "known_since", "what", "closed", "found")
    sheet = [
        [
            known.incident,
            incidents.MATTERS[known.matter],
            scope.subject(known.about),
            known.at.isoformat(),
            scope.told(known.about, known.what),
            known.closed.isoformat() if known.closed else "",
            scope.told(known.about, known.found),
        ]
        for known in found
    ]
    return Chapter(INCIDENTS, blocks, [Sheet("incidents", headings, sheet)])


def _incident(scope: Scope, known: "Incident") -> list[str]:
    closed = f"Closed {dates.day(known.closed)}: " if known.closed else "Open"
    return [
        known.incident,
        sentence(incidents.MATTERS[known.matter]),
        scope.subject(known.about),
        dates.moment(known.at),
        scope.told(known.about, known.what),
        f"{closed}{scope.told(known.about, known.found)}",
    ]


def submissions_chapter(scope: Scope) -> Chapter:
    """Return what was submitted to whom, and whether its receipt is in."""
    review = scope.review.review
    sent = [known for known in scope.register.submissions.values() if known.review == review]
    if not sent:
        return Chapter(SUBMISSIONS, [Paragraph("Nothing was submitted.")])
    received = sum(known.receipt is not None for known in sent)
    columns = (
        Column("No.", 0.8),
        Column("To", 2.2),
        Column("What", 3.4),
        Column("Sent", 1.5),
        Column("How", 1.5),
        Column("Receipt", 2.4),
    )
    rows, sheet = list[list[str]](), list[list[str]]()
    for known in sent:
        what = "; ".join(f"{scope.named(item.document)}, version {item.version}" for item in known.items)
        receipt = known.receipt
        told = f"{dates.day(receipt.day)}, {receipt.by}" if receipt else "Outstanding"
        rows.append([known.submission, known.body, what, dates.day(known.sent), known.how, told])
        day, by = (receipt.day.isoformat(), receipt.by) if receipt else ("", "")
        sheet.append([known.submission, known.body, what, known.sent.isoformat(), known.how, day, by])
    of = some(len(sent), "submission")
    return Chapter(
        SUBMISSIONS,
        [
            Paragraph(f"{sentence(of)}; {some(received, 'receipt is', 'receipts are')} in."),
            Table(columns, rows),
        ],
        [Sheet("submissions", ("submission", "to", "what", "sent", "how", "received", "by"), sheet)],
    )


def information_chapter(scope: Scope) -> Chapter:
    """Return the requests under both laws in numbers: nobody who asked is named."""
    laws = {
        "Freedom of information": scope.information(scope.register.foi.values()),
        "Subject access": scope.information(scope.register.subject_access.values()),
    }
    everyone = [one for asked in laws.values() for one in asked]
    if not everyone:
        return Chapter(INFORMATION, [Paragraph("Nobody asked for information under the law.")])
    counted = [(law, state, number) for law, asked in laws.items() for state, number in states(asked).items()]
    late = sum(answered_late(scope, asked) for asked in everyone)
    parts = ", ".join(f"{law}: {len(asked):,}" for law, asked in laws.items())
    columns = (Column("Law", 2), Column("Where it stands", 3), Column("Requests", 1, "right"))
    rows = [[law, sentence(state), f"{number:,}"] for law, state, number in counted]
    were = some(late, "was", "were").replace("no were", "none was")
    said = f"{parts}. Of all these {were} answered late, or not at all by the day that was due."
    return Chapter(
        INFORMATION,
        [Paragraph(said), Table(columns, rows)],
        [Sheet("information", ("law", "state", "requests"), [[*map(str, row)] for row in counted])],
    )


def states(requests: "Sequence[Request]") -> dict[str, int]:
    """Return how many requests stand where, the most first."""
    return dict(Counter(asked.state for asked in requests).most_common())


def answered_late(scope: Scope, asked: "Request") -> bool:
    """Whether a request was answered after its day, or is unanswered past it."""
    clock = clocks.clock(scope.register, asked)
    return clock.what == "answer" and clock.late(clock.done or scope.day)


def holds_chapter(scope: Scope) -> Chapter:
    """Return what may not be destroyed, by whose authority, and what was lifted."""
    if not scope.holds:
        return Chapter(HOLDS, [Paragraph("There was no hold.")])
    force = sum(hold.lifted is None for hold in scope.holds)
    columns = (
        Column("No.", 0.8),
        Column("On", 2.4),
        Column("Authority", 2),
        Column("Reason", 3),
        Column("Raised", 1.5),
        Column("Lifted", 3),
    )
    headings = ("hold", "on", "authority", "reason", "raised", "look_again", "lifted", "why")
    sheet = [_hold(scope, hold) for hold in scope.holds]
    rows = [
        [
            *row[:4],
            dates.day(hold.raised),
            f"{dates.day(hold.lifted)}: {row[-1]}" if hold.lifted else "In force",
        ]
        for row, hold in zip(sheet, scope.holds, strict=True)
    ]
    said = f"{sentence(some(len(rows), 'hold'))}: {force:,} in force, {len(rows) - force:,} lifted."
    return Chapter(HOLDS, [Paragraph(said), Table(columns, rows)], [Sheet("holds", headings, sheet)])


def _hold(scope: Scope, hold: "Hold") -> list[str]:
    about = [scope.subject(one) for one in hold.about if scope.is_of_it(one)] or [hold.subject]
    return [
        hold.hold,
        ", ".join(dict.fromkeys(about)),
        scope.told(hold.about, hold.authority),
        scope.told(hold.about, hold.reason),
        hold.raised.isoformat(),
        hold.look_again.isoformat() if hold.look_again else "",
        hold.lifted.isoformat() if hold.lifted else "",
        scope.told(hold.about, hold.why),
    ]
