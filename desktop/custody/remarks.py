"""What is to be known of a loan though it is no reason to refuse it: told with every copy that goes out.

Rule: it is said in the answer and nobody is stopped by it: that the copy is of a superseded version (B2),
that its holder has another under the same request, and what else of theirs is overdue (C4, C10).
"""

from typing import TYPE_CHECKING

from desktop.custody import closed_days, copies, dates

if TYPE_CHECKING:
    from datetime import date

    from desktop.custody.copies import Copy
    from desktop.custody.register import Register


def superseded(register: "Register", copy: "Copy") -> str:
    """Return in words by what a copy's version is superseded, or an empty text."""
    current = register.documents[copy.document].current
    if copy.version >= current.version:
        return ""
    return f"superseded by version {current.version} on {dates.day(current.taken_in)}"


def of_loan(register: "Register", copy: "Copy", day: "date") -> list[str]:
    """Return what is to be said on `day` of a copy that its holder has; sentences, none for a usual loan."""
    loan = copy.loan
    if loan is None:
        return []
    told = list[str]()
    by = superseded(register, copy)
    if by:
        told.append(f"{copy.copy} is a copy of version {copy.version}, {by}.")
    others = copies.in_order(
        other
        for other in register.copies.values()
        if other.responsible == loan.person and other.copy != copy.copy
    )
    holder = f"{loan.person} {register.people[loan.person].name}"
    told += [
        f"{holder} has {other.copy} under {loan.request} already."
        for other in others
        if other.loan is not None and other.loan.request == loan.request
    ]
    for other in others:
        if other.due is not None and closed_days.overdue(register, other, day):
            told.append(f"{holder} also has {other.copy}, which was due back on {dates.day(other.due)}.")
    return told
