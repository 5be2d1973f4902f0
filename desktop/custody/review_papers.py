"""The papers of a review's course: its clock with the timeline (E2), and the checklist of who is told (E3).

Rule: each says what the register says on the day it is made, with the working, and what is still missing. A
child is there by its code alone, without its dates.
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import (
    appointments,
    dates,
    deadlines,
    notifications,
    proceedings,
    regimes,
    slips,
    timeline,
)
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.deadlines import Deadline
    from desktop.custody.notifications import Entry
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_NOT = "Not recorded"
_MOST_STEPS = 6
"""Lines of a working that are printed; of more, the first and the last."""


def clock(register: "Register", hand: Hand, review: str) -> Form:
    """Return the clock of a review: what is due, the working, and its course as a timeline."""
    found = register.review(review)
    day = hand.recorded.date()
    every = deadlines.of_review(register, found, day)
    beside = proceedings.beside(register, found.review)
    doubts = appointments.doubts(register, found, day)
    blocks: list[Block] = [
        Paragraph(_verdict(every, day), "strong"),
        Facts(_about(register, found)),
        Heading("What is due"),
        Table(
            [Column("What", 4), Column("Due", 2), Column("How it stands", 3)],
            [(one.title, dates.day(one.due) if one.due else "-", _standing(one, day)) for one in every],
            empty="This regime sets no time for anything.",
        ),
        Heading("How it was counted"),
        Table(
            [Column("What", 3), Column("Day", 2), Column("What it is", 4)],
            [row for one in every for row in _working(one)],
        ),
        Heading("Proceedings beside the review"),
        Table(
            [Column("Which", 4), Column("Opened", 2), Column("How they stand", 3)],
            [(f"{one.proceedings} {one.title}", dates.day(one.opened), _run(one)) for one in beside],
        ),
        Heading("The course of the review"),
        timeline.of_review(register, found, day),
    ]
    if doubts:
        blocks[2:2] = [Heading("Independence in doubt"), Numbered(doubts)]
    return slips.form(register, hand, "Clock of a review", f"Review {found.review}", [Part("Clock", blocks)])


def checklist(register: "Register", hand: Hand, review: str) -> Form:
    """Return the checklist of who is told of the decision; what is not known yet is filled in by hand."""
    found = register.review(review)
    lines = notifications.checklist(register, found)
    left = sum(line.known is None for line in lines)
    decided = dates.day(found.decided) if found.decided else ""
    blocks: list[Block] = [
        Paragraph(
            f"{left} of {len(lines)} are still to be told." if left else "Everybody has been told.", "strong"
        ),
        Facts([("Decided on", decided), ("Children", _children(found))]),
        Table(
            [
                Column("Who is told", 4),
                Column("By whom", 3),
                Column("On", 2),
                Column("How, or why not", 4),
            ],
            [_row(line) for line in lines],
            by_hand=True,
        ),
        Paragraph(
            "Others may have to be told where a child died, died in custody, or lives: the list follows what"
            " is recorded of the children.",
            "small",
        ),
        Signatures(
            [
                Signature("For the Board: its Chair"),
                Signature("Recorded by", register.operators[hand.by].name),
            ]
        ),
    ]
    title = "Who is told of the decision"
    return slips.form(register, hand, title, f"Review {found.review}", [Part("Checklist", blocks)])


def _verdict(every: "list[Deadline]", day: date) -> str:
    late = [one for one in every if one.state == deadlines.State.OVERDUE]
    if late:
        return f"{len(late)} {'is' if len(late) == 1 else 'are'} overdue on {dates.day(day)}."
    running = [one.due for one in every if one.open and one.due is not None]
    if running:
        return f"Nothing is overdue on {dates.day(day)}. Next: {dates.day(min(running))}."
    return f"Nothing is due on {dates.day(day)}."


def _about(register: "Register", review: "Review") -> list[tuple[str, str]]:
    regime = regimes.of(register, review)
    return [
        ("Authority", review.authority),
        ("Held under", f"{regime.label}{' (in part unconfirmed)' if regime.doubtful else ''}"),
        ("What is published", regime.publication_rule),
        ("Notified", dates.day(review.notified) if review.notified else _NOT),
        ("Decided", dates.day(review.decided) if review.decided else _NOT),
        *((office.capitalize(), _held(register, review, office)) for office in appointments.OFFICES),
        ("Children", _children(review)),
        *(
            (
                f"More time until {dates.day(one.until)}",
                f"{one.why} (revised plan: {one.plan}). {_told_of(one.told, one.told_on)}",
            )
            for one in review.extensions
        ),
    ]


def _held(register: "Register", review: "Review", office: "appointments.Office") -> str:
    held = appointments.present(review, office)
    return register.people[held.person].title if held else "Nobody is appointed"


def _told_of(told: str, on: date | None) -> str:
    return f"Told: {told}, {dates.day(on)}" if told and on else "Nobody is recorded as told"


def _children(review: "Review") -> str:
    return ", ".join(f"{child.code} ({child.relation})" for child in review.children) or "None is entered"


def _standing(one: "Deadline", day: date) -> str:
    said = one.standing(day)
    done = f", {dates.day(one.done)}" if one.done else ""
    doubt = f" ({regimes.UNCONFIRMED})" if one.unconfirmed else ""
    return f"{said[:1].upper()}{said[1:]}{done}{doubt}"


def _working(one: "Deadline") -> list[tuple[str, str, str]]:
    if one.due is None:
        return [(one.title, "-", one.why)]
    steps = one.steps
    if len(steps) > _MOST_STEPS:
        left_out = sum(step.number is None for step in steps[1:-1])
        last = f"Working day {steps[-1].number}; {left_out} days on the way did not count"
        return [
            (one.title, dates.day(steps[0].day), steps[0].said),
            ("", dates.day(steps[-1].day), last),
        ]
    return [(one.title if at == 0 else "", dates.day(step.day), step.said) for at, step in enumerate(steps)]


def _run(one: proceedings.Proceedings) -> str:
    if one.concluded:
        return f"Concluded, {dates.day(one.concluded)}. {one.outcome}"
    following = f", next {dates.day(one.next_on)}" if one.next_on else ""
    return f"Open{following}. {one.note}".strip()


def _row(line: "Entry") -> tuple[str, str, str, str]:
    known = line.known
    if known is None:
        return line.body, line.teller, "", ""
    if known.day is None:
        return line.body, "-", "-", f"Need not be told: {known.why}"
    return line.body, known.teller, dates.day(known.day), known.how
