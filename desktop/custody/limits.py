"""The limit on a document's copies (C2): how many may be made without further authority.

Rule: a document has the limit that the Board had set when it was taken into custody, until somebody with
authority changes it; the entry says from what to what, and why. It is never below what was already made.
"""

from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import copies, dates, facts, reviews
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

MOST = 10_000
"""Copies of one document."""


class LimitChanged(Event, frozen=True, kw_only=True, tag="limit-changed"):
    """More or fewer copies of a document may be made."""

    words: ClassVar[str] = (
        "The limit of {document} was changed from {before} to {after} copies."
        " Authority: {authority}. Reason: {reason}."
    )

    document: str
    before: int
    after: int
    authority: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Set the limit."""
        document = register.documents[self.document]
        register.documents[self.document] = msgspec.structs.replace(document, limit=self.after)


def limit(
    register: "Register", hand: Hand, *, document: str, number_of_copies: int, authority: str, reason: str
) -> list[Event]:
    """Set how many copies of a document may be made, by whose authority and why (C2)."""
    found = register.document(document)
    reviews.still_open(register.reviews[found.review])
    wanted = facts.counted("the number of copies", number_of_copies, 0, MOST)
    if wanted == found.limit:
        raise WrongStateError(
            thing=found.document,
            state=f"limited to {wanted} copies already",
            act="limited to the same number",
            advice="Give another number, or leave the limit as it is.",
        )
    made = copies.made(register, found.document)
    if wanted < made:
        raise FactMissingError(fact="the number of copies", why=f"{made} were made already")
    dates.not_before(
        "The day of the change", hand.day, found.versions[0].taken_in, "the document was not in custody then"
    )
    return [
        LimitChanged(
            document=found.document,
            before=found.limit,
            after=wanted,
            authority=facts.needed("the authority", authority),
            reason=facts.needed("the reason", reason),
        )
    ]
