"""What a pack for the Overview Panel is made from: one review's rows of the register, and how they are named.

Rule: all of a pack is read from one register at one head, through this. A document kept apart is named
nowhere in it, also not where somebody typed its reference (B6); of what was asked, held or found about one
the pack says that it was, and not what or why.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import closed_days, copies, documents, findable
from desktop.custody.access_log import NOT_SHOWN
from desktop.custody.blocks import Block, Section
from desktop.custody.documents import APART
from desktop.custody.hand import CUSTODIAN

if TYPE_CHECKING:
    from desktop.custody.access import Request
    from desktop.custody.copies import Copy, Loan
    from desktop.custody.documents import Document
    from desktop.custody.holds import Hold
    from desktop.custody.incidents import Incident
    from desktop.custody.information import Request as Asked
    from desktop.custody.interest import Interest
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_REFERENCE = re.compile(r"(?<![\w/-])D-\d{4,12}(?:/\d{1,9})?(?![\w-])", re.IGNORECASE)

Row = Sequence[str]


class Sheet(NamedTuple):
    """A table of the pack as a file of its own; each row is as long as the headings. Days are ISO 8601."""

    name: str
    headings: Row
    rows: Sequence[Row]


class Chapter(NamedTuple):
    """A chapter of the pack: its title, what stands under it, and its tables as files."""

    title: str
    blocks: Sequence[Block]
    sheets: Sequence[Sheet] = ()

    @property
    def whole(self) -> list[Block]:
        """The chapter with its title."""
        return [Section(self.title), *self.blocks]


class Scope:
    """One review as the register stands on `day`."""

    def __init__(self, register: "Register", review: str, day: date) -> None:
        self.register = register
        self.review: Review = register.review(review)
        self.day = day
        self.apart = findable.kept_apart(register)
        self.documents: dict[str, Document] = {
            name: known for name, known in register.documents.items() if known.review == self.review.review
        }

    @cached_property
    def requests(self) -> "list[Request]":
        """The requests for access."""
        return [asked for asked in self.register.requests.values() if asked.document in self.documents]

    @cached_property
    def copies(self) -> "list[Copy]":
        """The copies, as they lie in the safe."""
        return copies.in_order(c for c in self.register.copies.values() if c.document in self.documents)

    @cached_property
    def loans(self) -> "list[tuple[Copy, Loan]]":
        """Every loan of every copy."""
        return [(copy, loan) for copy in self.copies for loan in copy.loans]

    @cached_property
    def _accepted(self) -> dict[int, date]:
        """Since when the copies that are out are accepted as they are, by the entry of the loan."""
        since = ((copy.loan, copies.accepted(self.register, copy)) for copy in self.copies)
        return {loan.entry: day for loan, day in since if loan is not None and day is not None}

    @cached_property
    def interest(self) -> "list[Interest]":
        """The requests for the executive summary."""
        return [asked for asked in self.register.interest.values() if asked.review == self.review.review]

    @cached_property
    def incidents(self) -> "list[Incident]":
        """The incidents about the review, its documents, copies, requests and musters."""
        return [found for found in self.register.incidents.values() if self.is_of_it(found.about)]

    @cached_property
    def holds(self) -> "list[Hold]":
        """The holds on it, and those on everything."""
        return [
            hold
            for hold in self.register.holds.values()
            if not hold.about or any(self.is_of_it(about) for about in hold.about)
        ]

    def information(self, known: "Iterable[Asked]") -> "list[Asked]":
        """Return the requests for information, under one law, that name the review or a document of it."""
        return [asked for asked in known if any(self.is_of_it(about) for about in asked.about)]

    def back_by(self, loan: "Loan") -> date:
        """Return the day on which a loan's copy counted as due."""
        return closed_days.counted_due(self.register, loan.back_by)

    def overdue(self, loan: "Loan") -> int:
        """Return by how many days a loan's copy came, or is, late; 0: it is not.

        One that its holder keeps, or that was accepted as it is, is late no more from that day on.
        """
        until = loan.returned or self.excepted(loan) or self.day
        return max(0, (until - self.back_by(loan)).days)

    def excepted(self, loan: "Loan") -> date | None:
        """Return from which day a loan's copy was to be brought back no more, by an approved exception."""
        return loan.kept or self._accepted.get(loan.entry)

    def named(self, document: str) -> str:
        """Return what the pack calls a document."""
        return documents.shown_as(self.register, document)

    def who(self, person: str) -> str:
        """Return a person with post and agency."""
        return "The custodian" if person == CUSTODIAN else self.register.people[person].title

    def plain(self, text: str) -> str:
        """Return what somebody typed, without the reference of a document kept apart."""
        return _REFERENCE.sub(
            lambda found: APART if found[0].upper().partition("/")[0] in self.apart else found[0], text
        )

    def told(self, about: str | Iterable[str], text: str) -> str:
        """Return words about something, unless they might tell of a document kept apart."""
        references = [about] if isinstance(about, str) else about
        hidden = any(findable.document_of(self.register, one) in self.apart for one in references)
        return NOT_SHOWN if text and hidden else self.plain(text)

    def subject(self, about: str) -> str:
        """Return what something is about: a document or a copy in words, anything else by its reference."""
        if about in self.register.copies:
            copy = self.register.copies[about]
            hidden = copy.document in self.apart
            return APART if hidden else f"Copy {copy.copy}"
        return self.named(about) if about in self.register.documents else about

    def is_of_it(self, about: str) -> bool:
        """Whether a reference is the review, or of something that belongs to it."""
        return findable.review_of(self.register, about) == self.review.review
