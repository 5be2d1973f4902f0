"""A view here: an authorised person reads a document at the Board's desk, under an agreed request (D2).

Rule: the person is shown it only under a request whose mode is to view it here, while access and gate allow
it (C4, D4); who read what, when and under which request is an entry, and stands among the views (B9).
"""

from typing import TYPE_CHECKING, ClassVar

from desktop.custody import access, dates, documents
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.observations import View

if TYPE_CHECKING:
    from desktop.custody.register import Register


class DocumentShown(Event, frozen=True, kw_only=True, tag="document-shown"):
    """A person was shown a document at the Board's desk."""

    words: ClassVar[str] = "{document} (version {version}) was shown to {person} here, under {request}."

    request: str
    person: str
    document: str
    version: int
    rendition: int = 0

    def change(self, register: "Register", line: Line) -> None:
        """Note the view."""
        person = register.people[self.person]
        register.views.append(
            View(
                self.document,
                self.version,
                self.rendition,
                line.hand.by,
                f"{person.person} {person.name}",
                line.hand.at,
                register.requests[self.request].purpose,
                f"here, under {self.request}",
                line.number,
            )
        )


def show(register: "Register", hand: Hand, *, request: str) -> list[Event]:
    """Record that the person of a request is shown the current version here; see `access.granted`."""
    asked = register.request(request)
    document = register.documents[asked.document]
    documents.may_be_issued(document)
    access.granted(
        register, asked, person=asked.person, document=document.document, mode="view", day=hand.day
    )
    current = document.current
    dates.not_before("The day of the view", hand.day, current.taken_in, "the version came later")
    return [
        DocumentShown(
            request=asked.request,
            person=asked.person,
            document=document.document,
            version=current.version,
            rendition=len(current.renditions),
        )
    ]
