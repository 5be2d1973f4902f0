"""A row of copies that is to go out in one action: whether each may, before the first number is given.

Rule: each copy of the row is for the person of one agreed request (C4). All of them are judged before
anything is printed, so a refusal leaves no number behind. The row itself is no entry: the numbers, jobs and
loans that it is made of are.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import loans, numbers
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def check_issue(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    requests: Sequence[str],
    due: date,
    authority: str = "",
    reason: str = "",
) -> None:
    """Refuse a row of which any copy could not be printed, or not be signed out to its person afterwards."""
    if not requests:
        raise FactMissingError(fact="the agreed requests", why="a row needs one for each copy")
    asked = [register.request(request) for request in requests]
    twice = {one.request for one in asked if asked.count(one) > 1}
    if twice:
        raise FactMissingError(
            fact="the agreed requests", why=f"{', '.join(sorted(twice))} stands twice, and each gets one copy"
        )
    found = numbers.check_allot(
        register,
        hand,
        document=document,
        number_of_copies=len(asked),
        authority=authority,
        reason=reason,
    )
    for place, request in enumerate(asked, start=found.allotted + 1):
        to_be = Copy(
            f"{found.document}/{place}",
            found.document,
            place,
            found.current.version,
            CopyState.IN_SAFE,
            hand.day,
            made_for=request.person,
        )
        loans.issued(
            register,
            hand,
            to_be,
            person=request.person,
            request=request.request,
            due=due,
            terms=loans.Terms("", ()),
        )
