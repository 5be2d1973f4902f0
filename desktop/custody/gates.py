"""The gates (D4): what must be on the record before a document leaves the process of its review.

Rule: a kind with the gate "legal advice" does not leave before advice about that version is recorded; one
with the gate "publication" leaves only while that version is published. Every way out asks here: signing
out, transfer, a view by a holder, an electronic copy, an answer to a request from outside, a submission.
Inside the process, no gate stands.
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import advice, dates, publication
from desktop.custody.errors import GateClosedError

if TYPE_CHECKING:
    from desktop.custody.documents import Document
    from desktop.custody.publication_round import Publication
    from desktop.custody.register import Register

_ADVISE = "Record the legal advice on {document} first: the adviser, the day and the gist."
_PUBLISH = "Record what is missing, then the publication; the review's page on publication shows both."


def check(
    register: "Register",
    document: str,
    *,
    outside: bool,
    day: date,
    version: int | None = None,
    otherwise: str = "",
) -> None:
    """Raise GateClosedError if a document may not leave the process on `day` (D4).

    `outside` says whether it is to leave; `version` is that of the copy at hand, by default the current one;
    `otherwise` is what else the person can do.
    """
    found = register.document(document)
    wanted = version or found.current.version
    missing = closed(register, found.document, day=day, version=wanted) if outside else ""
    if missing:
        remedy = _PUBLISH if _gate(register, found) == "publication" else _ADVISE
        raise GateClosedError(
            document=f"{found.document} (version {wanted})",
            missing=missing,
            remedy=f"{remedy.format(document=found.document)} {otherwise}".rstrip(),
        )


def closed(register: "Register", document: str, *, day: date, version: int | None = None) -> str:
    """Return why a document may not leave the process on `day`, or an empty text if it may."""
    found = register.document(document)
    wanted = version or found.current.version
    match _gate(register, found):
        case "legal advice":
            return _unadvised(register, found, wanted, day)
        case "publication":
            return _unpublished(register, found, wanted, day)
        case _:
            return ""


def check_published(register: "Register", review: str, day: date) -> "Publication":
    """Return the publication under which a review's executive summary is public on `day`.

    Raises GateClosedError naming what is missing: for requests that name a review and no document.
    """
    found = publication.public(register, review, day)
    if found is not None:
        check(register, found.document, outside=True, day=day)
        return found
    name = register.review(review).review
    known = publication.standing(register, name)
    missing = "the Board's decision to publish it is not recorded"
    if known is not None:
        missing = closed(register, known.document, day=day) or missing
    raise GateClosedError(
        document=f"The executive summary of review {name}", missing=missing, remedy=_PUBLISH
    )


def _gate(register: "Register", document: "Document") -> str:
    return register.founded.kind(document.kind).gate


def _unadvised(register: "Register", document: "Document", version: int, day: date) -> str:
    if advice.covering(register, document.document, version, day) is not None:
        return ""
    known = advice.about_document(register, document.document)
    if not known:
        return "no legal advice on it is recorded"
    last = known[-1]
    return f"{last.advice} of {dates.day(last.day)} is about {last.about}, and no other advice by that day"


def _unpublished(register: "Register", document: "Document", version: int, day: date) -> str:
    rounds = [
        known
        for known in register.publications.get(document.review, ())
        if known.document == document.document
    ]
    if not rounds:
        return "the Board's decision to publish it is not recorded"
    public = next((known.published for known in reversed(rounds) if known.public_on(day)), None)
    if public is not None and public.version == version:
        return ""
    last = rounds[-1]
    if last.withdrawn is not None and public is None:
        return f"its publication was withdrawn on {dates.day(last.withdrawn.day)}"
    if last.published is None and last.withdrawn is None:
        return "; ".join([*publication.missing(register, last, day), "it has not been published"])
    if public is not None:
        return f"what was published is version {public.version}"
    return "it had not been published by that day"
