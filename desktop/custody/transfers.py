"""A transfer: a copy goes from one holder to the next through the administrator, in one act.

Rule: it is a return and an issue together, so there is no moment without a responsible person; the new holder
needs an agreed decision of their own (C4), and both holders sign (C8). Only a whole copy is handed on:
one that is short is taken back first, and stays with its holder (C9).
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import copies, facts, loans
from desktop.custody.errors import PagesDisagreeError, WrongStateError
from desktop.custody.hand import Event, Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def transfer(
    register: "Register",
    hand: Hand,
    *,
    copy: str,
    person: str,
    request: str,
    due: date,
    pages: int,
    condition: str,
    terms: loans.Terms,
    other_readers: str = "",
) -> list[Event]:
    """Count a copy back from its holder and give it to the next, under that person's agreed request (C8)."""
    found = copies.in_state(register, hand, copy, "transferred", *copies.WITH_HOLDER)
    copies.paper_only(found, "transferred")
    former = found.responsible
    if register.person(person).person == former:
        raise WrongStateError(
            thing=found.copy,
            state=f"with {former}",
            act="transferred to the same person",
            advice="Take it back and sign it out again, with a new day on which it is due.",
        )
    facts.counted("the number of pages", pages, 0)
    if pages != found.pages:
        raise PagesDisagreeError(copy=found.copy, expected=found.pages, pages=pages)
    returned = loans.CopyReturned(
        copy=found.copy,
        pages=pages,
        condition=facts.needed("the condition", condition),
        other_readers=facts.optional("the other readers", other_readers),
    )
    issue = loans.issued(
        register,
        hand,
        found,
        person=person,
        request=request,
        due=due,
        terms=terms,
        received_from=former,
    )
    return [returned, issue]
