"""The papers of a request for information: the working of its clock, and the copy to the Chair and members.

Rule: the working shows every day that was counted and every day that was not, and why (D7). A paper says what
the register says on the day it is made; the words of the asker stand as they were written.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import calendar, clocks, dates, documents, released, slips
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.clocks import Clock
from desktop.custody.exemptions import Withheld
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.information import Request
    from desktop.custody.register import Register

LAWS = {
    "freedom of information": "Freedom of Information Act 2000",
    "subject access": "UK GDPR, article 15 (subject access)",
}
_RULES = {
    "freedom of information": (
        "An answer is due promptly, and by the 20th working day after the day of receipt. Saturdays, Sundays,"
        " Christmas Day, Good Friday and bank holidays in any part of the United Kingdom do not count, nor do"
        " the days while a fee was awaited. After clarification the days are counted from the day it came."
    ),
    "subject access": (
        "An answer is due without delay, and within one month: by the corresponding date, or the month's last"
        " day where there is none, counted from the proof of identity where that came later. The days while"
        " clarification was awaited do not count. An end at a weekend or on a bank holiday moves to the next"
        " working day."
    ),
}


def working(register: "Register", hand: Hand, request: str) -> Form:
    """Return the working of a request's clock, to be kept with it.

    Raises HolidaysUnknownError where it runs into a year whose bank holidays are not known.
    """
    found = register.information(request)
    clock = clocks.clock(register, found)
    blocks: list[Block] = [
        Facts([*_identified(found), ("What is due", clock.what), ("Due", due(clock))], columns=2),
        Paragraph(_RULES[found.law]),
        Heading("The working"),
        Table(
            (
                Column("Date", 1.4),
                Column("Day", 1.0),
                Column("What it is", 3.4),
                Column("Counts as", 0.8, "right"),
            ),
            [
                (dates.day(step.day), calendar.weekday(step.day), step.said, str(step.number or ""))
                for step in clock.steps
            ],
        ),
        Paragraph(f"Bank holidays: {calendar.sources(register, _years(clock))}", "small"),
    ]
    return slips.form(register, hand, "Working of a time limit", found.request, [Part("Working", blocks)])


def copy_to_members(register: "Register", hand: Hand, request: str, what: str, to: Sequence[str]) -> Form:
    """Return the request, or the request with its response, as it goes to the Chair and the members."""
    found = register.information(request)
    blocks: list[Block] = [
        Paragraph("For the Chair and the members: for information. Do not answer whoever asked yourself."),
        Facts([*_identified(found), ("How it came", found.way), ("State", found.state)], columns=2),
        Heading("What was asked"),
        Paragraph(found.asked),
    ]
    if what == "response" and found.response is not None:
        response = found.response
        given = ", ".join(enclosed(register, response.disclosed, references=True))
        blocks += [
            Heading("What was answered"),
            Facts(
                [
                    ("Outcome", response.outcome),
                    ("Day", dates.day(response.day)),
                    ("Disclosed", given or "Nothing"),
                    *([("Why in that edition", response.edition_why)] if response.edition_why else []),
                    *([("Advice relied on", ", ".join(response.relied_on))] if response.relied_on else []),
                ]
            ),
            *([Paragraph(response.reasons)] if response.reasons else []),
        ]
        withheld = released.of_the_answer(found)
        if withheld:
            blocks += [Heading("What was withheld"), passages(register, withheld, references=True)]
    blocks += [
        Heading("Sent to"),
        Signatures([Signature("Read by", name) for name in to[:2]])
        if len(to) <= _SIDE_BY_SIDE
        else Table(
            (Column("Name", 2), Column("Read on", 1), Column("Initials", 1)),
            [(name, "", "") for name in to],
            by_hand=True,
        ),
    ]
    sent = [copy for copy in found.copied if copy.why and copy.what == what and copy.to == tuple(to)]
    if sent:
        blocks += [Heading("Why they have it"), Paragraph(sent[-1].why)]
    title = f"Copy of a {what}" + ("" if sent else " to the Chair and members")
    return slips.form(register, hand, title, found.request, [Part("", blocks)])


def enclosed(register: "Register", disclosed: Sequence[str], *, references: bool) -> list[str]:
    """Return what is disclosed, each with its edition; `references` are for the Board's own eyes."""
    return [
        f"{_document(register, one, reference=references)}, {register.documents[one].edition} edition"
        for one in disclosed
    ]


def passages(register: "Register", withheld: Sequence[Withheld], *, references: bool) -> Table:
    """Return the passages that are withheld, with their grounds and reasons.

    `references` are for the Board's own eyes; whoever asked is told which kind of document it is.
    """
    rows = [
        (
            ", ".join(
                filter(None, [_document(register, passage.document, reference=references), passage.passage])
            ),
            passage.title,
            reasons(passage),
        )
        for passage in withheld
    ]
    return Table((Column("Passage", 1.4), Column("Ground", 1.2), Column("Reasons", 2)), rows)


def places(register: "Register", withheld: Sequence[Withheld]) -> list[str]:
    """Return where passages stand, as whoever asked is told it."""
    return [
        ", ".join(filter(None, [_document(register, one.document, reference=False), one.passage]))
        for one in withheld
    ]


def standing(clock: Clock) -> str:
    """Return in a sentence when an answer is due, whether it was in time, or why that cannot be told."""
    if clock.due is None:
        return f"{clock.why}."
    if clock.done is None:
        return f"Due {due(clock)}."
    return f"{clock.why}, {'late' if clock.late(clock.done) else 'in time'}: it was due {due(clock)}."


def due(clock: Clock) -> str:
    """Return when a clock runs out, or why that cannot be told."""
    if clock.due is None:
        return clock.why
    return f"{dates.day(clock.due)} ({calendar.weekday(clock.due)})"


_SIDE_BY_SIDE = 2


def reasons(passage: Withheld) -> str:
    """Return the reasons as a sentence, and the public interest as another."""
    if not passage.public_interest:
        return passage.reasons
    stop = "" if passage.reasons.endswith((".", "!", "?")) else "."
    return f"{passage.reasons}{stop} Public interest: {passage.public_interest}"


def _document(register: "Register", document: str, *, reference: bool) -> str:
    if not document:
        return ""
    found = register.documents[document]
    kind = register.founded.kind(found.kind)
    described = "A document kept apart" if kind.apart else documents.described(kind, found.agency)
    return f"{document}, {described}" if reference else described


def _years(clock: Clock) -> list[int]:
    return sorted({step.day.year for step in clock.steps})


def _identified(found: "Request") -> list[tuple[str, str]]:
    return [
        ("Request", found.request),
        ("Law", LAWS[found.law]),
        ("From", found.name),
        ("Received", f"{dates.day(found.received)} ({calendar.weekday(found.received)})"),
        ("About", ", ".join(found.about) or "Not named yet"),
    ]
