"""How a request for information is recorded: the same under both laws (D7, D8).

Rule: it stands in the asker's words with the day of receipt and the way it came, and raises a hold.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from desktop.custody import answering, dates, facts
from desktop.custody.hand import Event, Hand
from desktop.custody.information import Law, Request, held

if TYPE_CHECKING:
    from desktop.custody.register import Register


class Asked(TypedDict):
    """What is said of a request when it is recorded; `received` is by default the day of the act."""

    name: str
    asked: str
    way: str
    received: NotRequired[date | None]
    address: NotRequired[str]
    review: NotRequired[str]
    documents: NotRequired[Sequence[str]]


class RequestRecorded(Event, frozen=True, kw_only=True):
    """Somebody asked for information, under one law or the other."""

    name: str
    asked: str
    received: date
    way: str
    address: str = ""
    review: str = ""
    documents: tuple[str, ...] = ()

    @property
    def came(self) -> str:
        """When and how it came, in words."""
        return f"received on {dates.day(self.received)} by {self.way}"

    def request(self, reference: str, law: Law) -> Request:
        """Return the request as it stands from now on."""
        return Request(
            reference,
            law,
            self.name,
            self.asked,
            self.received,
            self.way,
            self.address,
            self.review,
            self.documents,
        )

    def hold(self, register: "Register", reference: str, law: Law) -> Event:
        """Return the event of the hold that the request raises."""
        return answering.hold(register, reference, law, held(self.review, self.documents))


def kept(register: "Register", hand: Hand, asked: Asked) -> dict[str, Any]:
    """Return what is recorded of a request, by the fields of its event."""
    review, documents = answering.subject(register, asked.get("review", ""), asked.get("documents", ()))
    return {
        "name": facts.needed("the name", asked["name"]),
        "asked": facts.needed("what was asked for", asked["asked"]),
        "received": dates.not_ahead("The day of receipt", asked.get("received"), hand.day),
        "way": facts.needed("how it came", asked["way"]),
        "address": facts.optional("the address", asked.get("address", "")),
        "review": review,
        "documents": documents,
    }
