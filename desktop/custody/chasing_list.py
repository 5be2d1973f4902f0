"""The chasing list of a day, printed: whom to write to, telephone, escalate; with room for what was said.

Rule: it is the ladder of that day and nothing else (C10, C15), so screen, letters and list agree.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import chasing, chasing_letters, dates, slips
from desktop.custody.blocks import Block, Column, Form, Heading, Paragraph, Part, Table
from desktop.custody.chasing import Step
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from datetime import date

    from desktop.custody.register import Register

_COLUMNS = (
    Column("Copy", 1),
    Column("Document", 2.4),
    Column("Holder, how reached", 2.2),
    Column("Where it stands", 3),
    Column("Next", 1.5),
    Column("Spoke to, what was said", 2.4),
)


def chasing_list(register: "Register", hand: Hand, day: "date") -> Form:
    """Return the chasing list of `day`."""
    steps = chasing.ladder(register, day)
    blocks = list[Block]()
    for title, wanted in _sections(steps):
        if wanted:
            rows = [_row(register, step) for step in wanted]
            blocks += [Heading(f"{title} ({len(rows)})"), Table(_COLUMNS, rows)]
    blocks.append(
        Paragraph("Enter every call and every copy that comes back the same day. Nothing returns by itself.")
        if blocks
        else Paragraph("No copy is overdue, recalled or due soon, and no signed slip is missing.", "strong")
    )
    return slips.form(register, hand, "Chasing list", dates.day(day), [Part("", blocks)], wide=True)


def _sections(steps: Sequence[Step]) -> list[tuple[str, list[Step]]]:
    due = [step for step in steps if step.now]
    rest = [step for step in steps if not step.now]
    return [
        ("Letters to write today", [step for step in due if step.letter]),
        ("To be decided today: to whom it is escalated", [step for step in due if not step.letter]),
        ("Overdue: to telephone while the next step waits", [step for step in rest if step.late]),
        ("Due soon, or recalled", [step for step in rest if not step.late]),
    ]


def _row(register: "Register", step: Step) -> list[str]:
    holder = register.people[step.person]
    contact = holder.contact
    reached = [holder.title, contact.telephone, contact.email]
    if contact.out_of_hours:
        reached.append(f"Out of hours: {contact.out_of_hours}")
    return [
        step.copy.copy,
        chasing_letters.described(register, step.copy),
        "\n".join(filter(None, reached)),
        f"{_opening(step.standing)}. {step.why}",
        _opening(chasing.next_words(step)),
        "",
    ]


def _opening(words: str) -> str:
    """Return words as they open a cell; a month's capital stays."""
    return words[:1].upper() + words[1:]
