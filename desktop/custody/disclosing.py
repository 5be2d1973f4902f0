"""What is disclosed under either law: by the answer, a review, or after a complaint (D4, D7, D8).

Rule: whatever is disclosed, and by whichever of them, is among what was asked for, is not kept apart, and
passes the gates like everything that leaves. What tells who people are goes to the public only with a reason.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import advice, dates, documents, facts, gates
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Hand
from desktop.custody.information import Disclosure, Request

if TYPE_CHECKING:
    from desktop.custody.register import Register

DISCLOSABLE = ("anonymised", "redacted")
"""The editions that are disclosed to the public without a reason of their own."""


def disclosure(
    register: "Register", hand: Hand, found: Request, disclosed: Sequence[str], why: str
) -> Disclosure | None:
    """Return what is disclosed once it may be, None for nothing; `why` is why in that edition."""
    given = checked(register, hand, found, disclosed)
    if found.law == "freedom of information":
        why = edition_why(register, given, why)
    elif why.strip():
        raise FactMissingError(fact="why another edition is disclosed", why="it goes to nobody else")
    return Disclosure(given, why, relied_on(register, given, hand.day)) if given else None


def checked(register: "Register", hand: Hand, found: Request, disclosed: Sequence[str]) -> tuple[str, ...]:
    """Return the documents that may be disclosed on the day of the act, each once; raise for any other."""
    given = []
    for one in disclosed:
        document = register.document(one)
        if not is_about(register, found, document.document):
            why = f"{document.document} is not among what {found.request} is about"
            raise FactMissingError(fact="what is disclosed", why=why)
        if register.founded.kind(document.kind).apart:
            raise FactMissingError(fact="what is disclosed", why=f"{document.document} is kept apart")
        documents.still_kept(document)
        gates.check(register, document.document, outside=True, day=hand.day)
        came = document.current.taken_in
        dates.not_before("The day of the answer", hand.day, came, f"{document.document} came later")
        given.append(document.document)
    return tuple(dict.fromkeys(given))


def relied_on(register: "Register", disclosed: Sequence[str], day: date) -> tuple[str, ...]:
    """Return the legal advice by which documents behind that gate are disclosed on `day` (D4)."""
    relied = []
    for one in disclosed:
        document = register.documents[one]
        gate = register.founded.kind(document.kind).gate
        known = advice.covering(register, one, document.current.version, day)
        if gate == "legal advice" and known is not None:
            relied.append(known.advice)
    return tuple(dict.fromkeys(relied))


def edition_why(register: "Register", disclosed: Sequence[str], why: str) -> str:
    """Return why other editions than DISCLOSABLE go to the public; it is needed where one does."""
    others = [
        f"{one} ({register.documents[one].edition})"
        for one in disclosed
        if register.documents[one].edition not in DISCLOSABLE
    ]
    if others:
        return facts.needed(f"why {', '.join(others)} is disclosed in that edition", why)
    if why.strip():
        raise FactMissingError(
            fact="why another edition is disclosed", why="nothing is disclosed that needs that reason"
        )
    return ""


def is_about(register: "Register", found: Request, document: str) -> bool:
    """Whether a request is about a document: it names it, or its review, or nothing at all."""
    if not found.about or document in found.documents:
        return True
    return bool(found.review) and register.documents[document].review == found.review


def asked_of(register: "Register", found: Request) -> list[str]:
    """Return the documents in custody that a request is about."""
    return [document for document in register.documents if is_about(register, found, document)]
