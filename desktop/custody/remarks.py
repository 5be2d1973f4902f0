"""What is to be known of a loan though it is no reason to refuse it: told with every copy that goes out.

Rule: it is said in the answer and nobody is stopped by it: that the copy is of a superseded version (B2),
that its holder has another under the same request, and what else of theirs is overdue (C4, C10). What a copy
lacks of its original, such as a valid signature, is said on each of its papers.
"""

from typing import TYPE_CHECKING

from desktop.custody import closed_days, copies, dates, readable, renditions

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


def not_on_the_copy(register: "Register", copy: "Copy") -> list[tuple[str, str]]:
    """Return what the papers of a copy say that the copy is not, as it came from its master."""
    version = register.documents[copy.document].versions[copy.version - 1]
    made = renditions.of_copy(register, copy.copy)
    shown = made.master if made else version.master
    noted = {note for master in (version.master, shown) for note in master.notes}
    said = []
    if noted & {readable.SIGNED, readable.CERTIFIED}:
        said.append(("Signature", "The original carries a digital signature. It does not cover this copy."))
    if copy.as_pictures:
        pages = "1 page" if copy.as_pictures == 1 else f"{copy.as_pictures:,} pages"
        said.append(("Placed as pictures", f"{pages}, whose content could not be placed as it is"))
    return said
