"""What the letters say that ask for copies back: their facts and tables, one letter for each holder.

Rule: what is on paper is brought back, what is a file is deleted. A letter names each copy by its number and
document, never a child, and says what was recorded, no more. The words themselves are data
(resources/wording/letters).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import dates, documents, letters
from desktop.custody.blocks import Column, Table
from desktop.custody.chases import history
from desktop.custody.copies import Copy
from desktop.custody.letters import Addressee, LetterWritten, Wording

if TYPE_CHECKING:
    from datetime import date

    from desktop.custody.register import Register

_COLUMNS = (Column("Copy", 0.9), Column("Document", 3), Column("Pages", 0.6, "right"))


_NAMED = 6
"""Copies that the head of a letter names; its table names all."""


def to_holder(
    register: "Register",
    wording: Wording,
    held: Sequence[Copy],
    day: "date",
    *,
    ahead: int = 0,
    **facts: str,
) -> LetterWritten:
    """Return the letter to the one holder of the copies `held`, as they stand on `day`."""
    holder = register.people[held[0].responsible]
    given = {**common_facts(register, held), **facts}
    return letters.written(
        register,
        wording,
        letters.addressee(holder),
        about(held),
        given,
        table=held_table(register, held, day),
        ahead=ahead,
    )


def to_somebody_above(
    register: "Register", wording: Wording, copy: Copy, to: Addressee, reason: str
) -> LetterWritten:
    """Return the letter that tells somebody above a copy's holder that it does not come back."""
    loan = copy.loan
    holder = register.people[copy.responsible]
    given = {
        **common_facts(register, [copy]),
        "copy": copy.copy,
        "document": described(register, copy),
        "holder": holder.title,
        "due": dates.day(loan.back_by) if loan else "",
        "missing": "has not come back" if copy.form == "paper" else "was not declared deleted",
        "given": "signed out" if copy.form == "paper" else "sent",
        "reason": reason,
    }
    done = [(dates.day(step.day), step.told, step.letter) for step in history(register, copy)]
    out = (
        [(dates.day(loan.signed_out), f"Signed out, to be back by {dates.day(loan.due)}", "")] if loan else []
    )
    table = Table((Column("Day", 1.1), Column("What was done", 4), Column("Letter", 0.9)), [*out, *done])
    return letters.written(register, wording, to, copy.copy, given, table=table)


def common_facts(register: "Register", held: Sequence[Copy]) -> dict[str, str]:
    """Return the facts that every letter about copies has."""
    return {
        "what": counted(len(held)),
        "returns": ", ".join(filter(None, map(str.strip, register.founded.returns.splitlines()))),
        "board": register.founded.name,
        **_by_form(held),
    }


def _by_form(held: Sequence[Copy]) -> dict[str, str]:
    """Return what is asked for: paper is brought back and counted, a file is deleted and that declared."""
    paper = any(copy.form == "paper" for copy in held)
    electronic = any(copy.form == "electronic" for copy in held)
    both = paper and electronic
    return {
        "paper": "yes" if paper else "",
        "electronic": "yes" if electronic else "",
        "bring": "bring back or delete" if both else "bring back" if paper else "delete",
        "come": "come back or be deleted" if both else "come back" if paper else "be deleted",
        "by": "To be back or deleted by" if both else "To be back by" if paper else "To be deleted by",
    }


def held_table(register: "Register", held: Sequence[Copy], day: "date") -> Table:
    """Return the copies with the day by which each is to be brought back."""
    rows = [
        (copy.copy, described(register, copy), str(copy.pages or ""), _wanted(copy, day)) for copy in held
    ]
    return Table((*_COLUMNS, Column(_by_form(held)["by"], 1.7)), rows)


def described(register: "Register", copy: Copy) -> str:
    """Return which document a copy is of, with its edition and version; and that it is a file, if it is."""
    document = register.documents[copy.document]
    kind = register.founded.kind(document.kind)
    named = documents.described(kind, document.agency)
    form = ", electronic copy" if copy.form == "electronic" else ""
    return f"{named}, {document.edition} edition, version {copy.version}, review {document.review}{form}"


def counted(number: int) -> str:
    """Return a number of copies in words."""
    return "1 numbered copy" if number == 1 else f"{number} numbered copies"


def about(held: Sequence[Copy]) -> str:
    """Return the references of copies as a letter names what it is about."""
    first = ", ".join(copy.copy for copy in held[:_NAMED])
    return f"{first} and {len(held) - _NAMED} more" if len(held) > _NAMED else first


def _wanted(copy: Copy, day: "date") -> str:
    if copy.due is None:
        return ""
    if copy.due == day:
        return "At once"
    return f"At once: it was due on {dates.day(copy.due)}" if copy.due < day else dates.day(copy.due)
