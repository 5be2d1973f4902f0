"""How an answer tells of copies: in lists, after an act, and loan by loan.

Rule: no list and no answer but that of a sign-out or a transfer tells a slip's code.
"""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date

from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table, words
from desktop.custody import closed_days, remarks
from desktop.custody.chases import Chased
from desktop.custody.copies import GONE, Copy, Loan
from desktop.custody.hand import CUSTODIAN
from desktop.custody.incidents import IncidentOpened
from desktop.custody.register import Register
from desktop.office.office import Outcome


def copy_fields(register: Register, copy: Copy, on: date) -> dict[str, object]:
    """Return a copy as lists of copies have it in JSON."""
    return {
        "copy": copy.copy,
        "document": copy.document,
        "state": str(copy.state),
        "since": copy.since,
        "responsible": copy.responsible,
        "due": copy.due,
        "overdue": closed_days.overdue(register, copy, on),
        "form": copy.form,
        "unsigned": copy.unsigned,
    }


def copy_table(register: Register, found: Iterable[Copy], on: date) -> str:
    """Return copies as a table for people."""
    rows = [
        (
            copy.copy,
            f"{copy.state}, superseded version" if remarks.superseded(register, copy) else copy.state,
            responsible(register, copy),
            f"{words(copy.due)}, overdue" if closed_days.overdue(register, copy, on) else copy.due,
        )
        for copy in found
    ]
    return table(("copy", "state", "responsible", "due back"), rows, empty="There is no such copy.")


def chased_fields(done: Iterable[Chased]) -> list[dict[str, object]]:
    """Return what was done to have a copy back as JSON has it."""
    return [
        {"day": one.day, "what": one.what, "told": one.told, "letter": one.letter or None, "entry": one.entry}
        for one in done
    ]


def chased_table(done: Iterable[Chased], empty: str = "Nothing was done to have it back.") -> str:
    """Return what was done to have a copy back as a table for people, with its letters and calls."""
    rows = [(one.day, one.letter or None, one.told) for one in done]
    return table(("day", "letter", "what was done"), rows, empty=empty)


def moved(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    """Return the answer to an act that moved one copy."""
    register = desk.office().register
    copy = register.copy(asked.copy)
    told = sentence(
        "{copy} is {state}: that is its end."
        if copy.state in GONE
        else "{copy} is {state}; {person} answers for it.",
        copy=copy.copy,
        state=copy.state,
        person="the custodian" if copy.responsible == CUSTODIAN else responsible(register, copy),
    )
    fields = {"copy": copy.copy, "state": str(copy.state), **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def mishap(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    """Return the answer to an act that opened an incident about a copy."""
    answer = moved(desk, asked, outcome)
    register = desk.office().register
    (opened,) = [event.incident for event in outcome.events if isinstance(event, IncidentOpened)]
    known = register.incident(opened)
    lines = [sentence("Incident {incident} was opened: {what}", incident=opened, what=known.what)]
    if known.clock_ends:
        lines.append(
            sentence(
                "Judge by {until} whether people are at risk: incident assess {incident}",
                until=known.clock_ends,
                incident=opened,
            )
        )
    fields = {**answer.fields, "incident": opened, "clock_ends": known.clock_ends}
    return Answer(fields, "\n".join([*lines, answer.text]))


def responsible(register: Register, copy: Copy) -> str:
    """Return who answers for a copy: a person's reference and name, or "custodian"."""
    if copy.loan is None:
        return copy.responsible
    return f"{copy.loan.person} {register.people[copy.loan.person].name}"


def loan_fields(loan: Loan) -> dict[str, object]:
    """Return a loan as JSON has it, without the code of its slip."""
    return {
        "person": loan.person,
        "request": loan.request,
        "signed_out": loan.signed_out,
        "due": loan.due,
        "confirmed": loan.confirmed,
        "returned": loan.returned,
        "due_why": loan.due_why or None,
        "received_from": loan.received_from or None,
        "recalled": loan.recalled,
        "recall_reason": loan.recall_reason or None,
        "recalled_for": loan.recalled_for,
        "escalated": loan.escalated,
        "kept": loan.kept,
    }
