"""What is elsewhere of a document that is disposed of, and what stays here: told, and no condition (G5, G6).

Rule: a certificate is not to be believed to say more than is so. What others were given by a decision of the
Board is theirs; what was declared deleted nobody here saw; what was never found stays so. The papers that
were signed about a document are evidence, and outlive it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import approved_exceptions, copies, dates, documents
from desktop.custody.copies import CopyState

if TYPE_CHECKING:
    from desktop.custody.information import Request
    from desktop.custody.register import Register

KEPT = (
    "The ledger stays, with what these documents were, and so do the certificates. They do not tell what was"
    " in the documents."
)


def told(register: "Register", names: Sequence[str]) -> list[str]:
    """Return a sentence for each sort of thing that is elsewhere of these documents, where there is any."""
    return [
        f"{what}: {'; '.join(found)}."
        for what, found in (
            ("Given to others by the Board", _given(register, names)),
            (
                "Declared deleted by whom the file was sent to, which nobody here saw",
                _deleted(register, names),
            ),
            ("Not accounted for, and accepted as that in writing", _accepted(register, names)),
        )
        if found
    ]


def staying(register: "Register", names: Sequence[str]) -> str:
    """Return in sentences what of these documents stays here, with the scans of papers about their copies."""
    kept = [scan.scan for scan in register.scans.values() if scan.about.partition("/")[0] in names]
    if not kept:
        return KEPT
    count = "1 scan" if len(kept) == 1 else f"{len(kept)} scans"
    return f"{KEPT} Kept as evidence, too: {count} of signed papers about them ({_span(kept)})."


def _given(register: "Register", names: Sequence[str]) -> list[str]:
    sent = [
        f"{one.submission}, to {one.body} on {dates.day(one.sent)}"
        for one in register.submissions.values()
        if any(item.document in names for item in one.items)
    ]
    kept = [
        f"copy {one.copy}, kept by its holder, approved by {one.approval.approver}"
        for one in approved_exceptions.every_standing(register)
        if one.kind == "kept by holder" and register.copies[one.copy].document in names
    ]
    return [*sent, *_published(register, names), *_disclosed(register, names), *kept]


def _published(register: "Register", names: Sequence[str]) -> list[str]:
    """Return how many who asked were sent each executive summary: there may be hundreds."""
    answers = [
        one.answer for one in register.interest.values() if one.answer and one.answer.outcome == "sent"
    ]
    counts = {name: sum(answer.document == name for answer in answers) for name in names}
    return [
        f"{documents.shown_as(register, name)}, to {count} who asked for it"
        for name, count in counts.items()
        if count
    ]


def _disclosed(register: "Register", names: Sequence[str]) -> list[str]:
    asked = [*register.foi.values(), *register.subject_access.values()]
    return [
        f"{one.request}, in answer to a request for information"
        for one in asked
        if not set(_given_by(one)).isdisjoint(names)
    ]


def _given_by(asked: "Request") -> list[str]:
    later = [one.disclosure for one in (asked.reviewed, asked.complaint) if one and one.disclosure]
    first = asked.response.disclosed if asked.response else ()
    return [*first, *(name for one in later for name in one.disclosed)]


def _deleted(register: "Register", names: Sequence[str]) -> list[str]:
    found = [
        copy
        for copy in register.copies.values()
        if copy.document in names and copy.state == CopyState.DELETED
    ]
    return [f"copy {copy.copy}, by {_declared(register, copy.copy)}" for copy in copies.in_order(found)]


def _declared(register: "Register", copy: str) -> str:
    sent = register.electronic.get(copy)
    return sent.declared if sent and sent.declared else "its recipient"


def _accepted(register: "Register", names: Sequence[str]) -> list[str]:
    return [
        f"copy {one.copy}, {register.copies[one.copy].state}, accepted by {one.approval.approver}"
        for one in approved_exceptions.every_standing(register)
        if one.kind == "accepted as it is" and register.copies[one.copy].document in names
    ]


def _span(scans: Sequence[str]) -> str:
    return scans[0] if len(scans) == 1 else f"{scans[0]} to {scans[-1]}"
