"""The last entry that concerns a review, from which some rules of retention count (G2).

Rule: what is done to a review, a document, a copy or a request for access of it counts, a view too. What only
asks about the record does not, and nothing counts once its destruction is decided: else the destruction of
one document would move the date of the rest.
"""

from functools import cache
from typing import TYPE_CHECKING

from desktop.custody.hand import Event, Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

_TELLING = ("review", "document", "copy", "request")
"""Fields of events that tell to which review an entry belongs, in the order in which they are asked."""
_OF_RETENTION = ("retention-", "record-review-")
"""How the kinds of entries begin that are about the keeping of a record and not about it."""


def note(register: "Register", hand: Hand, event: Event) -> None:
    """Note the day of an entry for the review that it concerns, if it concerns one."""
    field = _telling(type(event))
    if not field:
        return
    review = _review(register, field, getattr(event, field))
    kept = register.kept_until.get(review)
    if review in register.reviews and not (kept and kept.to_destroy):
        day, known = hand.day, register.last_actions.get(review)
        if known is None or day > known:
            register.last_actions[review] = day


@cache
def _telling(kind: type[Event]) -> str:
    if str(kind.__struct_config__.tag).startswith(_OF_RETENTION):
        return ""
    return next((field for field in _TELLING if field in kind.__struct_fields__), "")


def _review(register: "Register", field: str, reference: str) -> str:
    if field == "review":
        return reference
    if field == "request":
        asked = register.requests.get(reference)
        reference = asked.document if asked else ""
    document = register.documents.get(reference.partition("/")[0])
    return document.review if document else ""
