"""In a pack for the Overview Panel: the review itself, its clock, and who was told of it (E1 to E4).

Rule: what was due and when is computed as the clock of the review computes it; nothing is counted twice.
"""

from desktop.custody import dates, deadlines, kept_until, notifications, regimes
from desktop.custody.blocks import Block, Column, Facts, Heading, Paragraph, Table
from desktop.custody.deadlines import Deadline
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import sentence, some

TITLE = "The review, and its clock"
_NOT = "Not on the record"


def review_chapter(scope: Scope) -> Chapter:
    """Return the review's days, its deadlines, who was told, and the proceedings beside it."""
    review = scope.review
    terms = deadlines.of_review(scope.register, review, scope.day)
    late = sum(one.state in {deadlines.State.OVERDUE, deadlines.State.LATE} for one in terms)
    kept = sentence(some(len(scope.documents), "document is", "documents are"))
    missed = some(late, "was", "were").replace("no were", "none was")
    counted = f" Of {some(len(terms), 'deadline')}, {missed} missed." if terms else ""
    said = f"{_end(scope)} {kept} in custody for it.{counted}"
    blocks: list[Block] = [Paragraph(said), Facts(facts(scope), columns=2), *_people(scope)]
    blocks += [
        Heading("Deadlines"),
        Table(
            [Column("What", 4), Column("Due", 1.6), Column("Done", 1.6), Column("How it stands", 2.4)],
            [_deadline(scope, one) for one in terms],
            empty="None runs yet.",
        ),
        *_told(scope),
        *_beside(scope),
    ]
    days = [
        [
            one.title,
            one.due.isoformat() if one.due else "",
            one.done.isoformat() if one.done else "",
            str(one.state),
        ]
        for one in terms
    ]
    return Chapter(TITLE, blocks, [Sheet("deadlines", ("what", "due", "done", "state"), days)])


def facts(scope: Scope) -> list[tuple[str, str]]:
    """Return the days of the review, and until when its record is kept."""
    review = scope.review
    kept = kept_until.of(scope.register, review.review).kept
    days = [
        ("Notified", review.notified),
        ("Decided", review.decided),
        ("Opened here", review.opened),
        ("Completed", review.completed.day if review.completed else None),
        ("Concluded", review.concluded),
        ("Closed: every copy at its end", review.closed),
        ("Record kept until", kept.day if kept else None),
    ]
    return [
        ("Authority", review.authority),
        ("Regime", regimes.of(scope.register, review).label),
        *((name, dates.day(day) if day else _NOT) for name, day in days),
    ]


def wider_review_chapter(scope: Scope) -> Chapter:
    """Return the days and the review's own deadlines: no agency, nobody who was told, no proceedings."""
    own = [one for one in deadlines.of_review(scope.register, scope.review, scope.day) if not one.agency]
    rows = [_deadline(scope, one) for one in own]
    columns = [Column("What", 4), Column("Due", 1.6), Column("Done", 1.6), Column("How it stands", 2.4)]
    shown = [(name, fact) for name, fact in facts(scope) if name != "Authority"]
    blocks: list[Block] = [Paragraph(_end(scope)), Facts(shown, columns=2)]
    if rows:
        blocks += [Heading("Deadlines"), Table(columns, rows)]
    return Chapter(TITLE, blocks)


def _end(scope: Scope) -> str:
    review = scope.review
    if review.closed:
        return f"The review was closed on {dates.day(review.closed)}."
    if review.concluded:
        return f"The review was concluded on {dates.day(review.concluded)}."
    return "The review is not concluded."


def _deadline(scope: Scope, one: Deadline) -> list[str]:
    return [
        one.title,
        dates.day(one.due) if one.due else one.why,
        dates.day(one.done) if one.done else "",
        sentence(one.standing(scope.day)),
    ]


def _people(scope: Scope) -> list[Block]:
    """Return the children by code, and who was appointed."""
    review, blocks = scope.review, list[Block]()
    if review.children:
        words = [[child.words] for child in review.children]
        blocks += [Heading("Children, by code"), Table([Column("Child")], words)]
    if review.appointments:
        rows = [
            [
                sentence(one.office),
                scope.who(one.person),
                dates.day(one.start),
                dates.day(one.end) if one.end else "",
            ]
            for one in review.appointments
        ]
        columns = [Column("Office", 2), Column("Who", 4), Column("From", 1.6), Column("Until", 1.6)]
        blocks += [Heading("Appointments"), Table(columns, rows)]
    return blocks


def _told(scope: Scope) -> list[Block]:
    """Return who was told of the decision, and who was not yet."""
    entries = notifications.checklist(scope.register, scope.review) if scope.review.decided else []
    if not entries:
        return []
    rows = [[one.body, one.known.words if one.known else "Not yet told"] for one in entries]
    return [Heading("Who was told of the decision"), Table([Column("Body", 3), Column("Told", 6)], rows)]


def _beside(scope: Scope) -> list[Block]:
    """Return the proceedings beside the review."""
    found = [one for one in scope.register.proceedings.values() if one.review == scope.review.review]
    if not found:
        return []
    columns = [Column("No.", 0.8), Column("What", 4), Column("Opened", 1.6), Column("How it stands", 3)]
    rows = [
        [
            one.proceedings,
            one.title,
            dates.day(one.opened),
            f"Concluded {dates.day(one.concluded)}" if one.concluded else "Open",
        ]
        for one in found
    ]
    return [Heading("Proceedings beside it"), Table(columns, rows)]
