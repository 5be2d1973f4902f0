"""The numbers of copies: given before printing, printed or spoilt, and accounted for after a restore.

Rule: numbers are gapless for each document and never used again (C1). A print is two acts: the number is
allotted first, then the copy is printed or spoilt.
"""

from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import copies, dates, documents, facts, reviews
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import FactMissingError, LimitReachedError, NumbersUnsureError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

MOST_AT_ONCE = 100
"""Copies in one print."""
MOST_MISSING = 1_000
"""Copies of one document that may be accounted for at once after a restore."""


class CopiesAllotted(Event, frozen=True, kw_only=True, tag="copies-allotted"):
    """The next numbers of a document were given, before printing."""

    document: str
    version: int
    first: int
    last: int
    made_for: str = ""
    authority: str = ""
    """For going over the document's limit (C2), with the reason."""
    reason: str = ""

    def said(self) -> str:
        """Return which numbers were given."""
        one = self.first == self.last
        numbers = f"Number {self.first}" if one else f"Numbers {self.first} to {self.last}"
        return f"{numbers} of {self.document} {'was' if one else 'were'} allotted."

    def change(self, register: "Register", line: Line) -> None:
        """Add the copies."""
        _given(register, line, self, made_for=self.made_for)


class CopyPrinted(Event, frozen=True, kw_only=True, tag="copy-printed"):
    """A copy came out whole."""

    copy: str
    pages: int
    rendition: int = 0
    """From which rendition of its version; 0: from the original itself."""
    as_pictures: int = 0
    """How many pages were placed as pictures of themselves."""

    def said(self) -> str:
        """Return of how many pages it is."""
        pictures = f", {self.as_pictures} placed as pictures" if self.as_pictures else ""
        pages = "page" if self.pages == 1 else "pages"
        return f"{self.copy} was printed: {self.pages} {pages}{pictures}, in safe."

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy in the safe."""
        copies.moved(
            register,
            line,
            self.copy,
            CopyState.IN_SAFE,
            pages=self.pages,
            rendition=self.rendition,
            as_pictures=self.as_pictures,
        )


class CopySpoilt(Event, frozen=True, kw_only=True, tag="copy-spoilt"):
    """A number whose copy was not made; it stays."""

    words: ClassVar[str] = "{copy} is spoilt: {reason}."

    copy: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep the number as spoilt."""
        copies.moved(register, line, self.copy, CopyState.SPOILT)


class CopiesAccountedFor(Event, frozen=True, kw_only=True, tag="copies-accounted-for"):
    """Somebody found out the highest number ever given of a document, after a restore that lost entries."""

    document: str
    version: int
    first: int
    last: int
    """Below `first` when no number was missing."""

    def said(self) -> str:
        """Return which numbers were missing."""
        missing = f"numbers {self.first} to {self.last} are to be resolved"
        found = missing if self.first <= self.last else "no number was missing"
        return f"The copies of {self.document} were accounted for up to number {self.last}: {found}."

    def change(self, register: "Register", line: Line) -> None:
        """Add the missing copies as allotted; nobody knows yet whether they were printed."""
        _given(register, line, self)
        document = register.documents[self.document]
        register.documents[self.document] = msgspec.structs.replace(document, numbers_unsure=False)


def allot(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    number_of_copies: int,
    made_for: str = "",
    authority: str = "",
    reason: str = "",
) -> list[Event]:
    """Give a document's next numbers, before printing (C1).

    Going over the document's limit needs an authority and a reason (C2).
    """
    found = check_allot(
        register,
        hand,
        document=document,
        number_of_copies=number_of_copies,
        made_for=made_for,
        authority=authority,
        reason=reason,
    )
    within = copies.made(register, found.document) + number_of_copies <= found.limit
    return [
        CopiesAllotted(
            document=found.document,
            version=found.current.version,
            first=found.allotted + 1,
            last=found.allotted + number_of_copies,
            made_for=register.person(made_for).person if made_for else "",
            authority="" if within else facts.needed("the authority", authority),
            reason="" if within else facts.needed("the reason", reason),
        )
    ]


def check_allot(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    number_of_copies: int,
    made_for: str = "",
    authority: str = "",
    reason: str = "",
) -> documents.Document:
    """Return the document that may be printed; refuse a print that may not, before the master is opened."""
    found = register.document(document)
    reviews.still_open(register.reviews[found.review])
    documents.may_be_issued(found)
    if found.numbers_unsure:
        raise NumbersUnsureError(document=found.document)
    facts.counted("the number of copies", number_of_copies, 1, MOST_AT_ONCE)
    if not register.founded.kind(found.kind).copied:
        raise WrongStateError(
            thing=found.document,
            state="of a kind that is not copied",
            act="printed as a numbered copy",
            advice="Its access is decided on its own; which kinds are copied is the Board's data.",
        )
    dates.not_before("The day of printing", hand.day, found.current.taken_in, "the version came later")
    if made_for:
        register.person(made_for)
    wanted = copies.made(register, found.document) + number_of_copies
    if wanted > found.limit and not (authority.strip() and reason.strip()):
        raise LimitReachedError(document=found.document, limit=found.limit, wanted=wanted)
    return found


def printed(
    register: "Register", hand: Hand, *, copy: str, pages: int | None = None, as_pictures: int = 0
) -> list[Event]:
    """Say that an allotted copy came out whole, with so many pages, and how many of them as pictures.

    One whose job on a printer is known to have ended otherwise is spoilt: what came out of it is in doubt.
    """
    found = copies.in_state(register, hand, copy, "printed", CopyState.ALLOTTED)
    job = next((job for job in reversed(register.print_jobs.values()) if job.about == found.copy), None)
    if job is not None and job.end not in {None, "completed"}:
        raise WrongStateError(
            thing=found.copy,
            state=f"of a job that did not come out ({job.job}: {job.end})",
            act="printed",
            advice="Say that it is spoilt, destroy what came out of it, and print another.",
        )
    if found.form == "electronic":
        advice = "Say that it is spoilt, delete what was made of it, and send a new one."
        raise WrongStateError(
            thing=found.copy, state="to be an electronic copy", act="printed", advice=advice
        )
    version = register.documents[found.document].versions[found.version - 1]
    count = pages if pages is not None else version.pages
    if count is None:
        raise FactMissingError(fact="the number of pages", why="the program cannot count this document's")
    if version.pages not in {None, count}:
        raise FactMissingError(
            fact="the number of pages",
            why=f"the document has {version.pages}; a copy with another number is spoilt",
        )
    pages = facts.counted("the number of pages", count)
    pictures = facts.counted("the number of pages placed as pictures", as_pictures, 0, pages)
    return [
        CopyPrinted(copy=found.copy, pages=pages, rendition=len(version.renditions), as_pictures=pictures)
    ]


def spoil(register: "Register", hand: Hand, *, copy: str, reason: str) -> list[Event]:
    """Say that an allotted copy was not made, or not whole; its number stays (C1)."""
    found = copies.in_state(register, hand, copy, "spoilt", CopyState.ALLOTTED)
    return [CopySpoilt(copy=found.copy, reason=facts.needed("the reason", reason))]


def account_for(register: "Register", hand: Hand, *, document: str, last: int) -> list[Event]:
    """Say which number was the highest ever given of a document, after a restore that lost entries (C1).

    The missing ones become allotted, of the current version, to be resolved as printed or spoilt.
    """
    found = register.document(document)
    if not found.numbers_unsure:
        raise WrongStateError(
            thing=found.document,
            state="sure of its copy numbers",
            act="accounted for",
            advice="Only a restore that lost entries puts its numbers in doubt.",
        )
    facts.counted("the highest number", last, found.allotted, found.allotted + MOST_MISSING)
    dates.not_before("The day of the act", hand.day, found.current.taken_in, "the version came later")
    return [
        CopiesAccountedFor(
            document=found.document, version=found.current.version, first=found.allotted + 1, last=last
        )
    ]


def _given(
    register: "Register", line: Line, event: CopiesAllotted | CopiesAccountedFor, made_for: str = ""
) -> None:
    for number in range(event.first, event.last + 1):
        reference = f"{event.document}/{number}"
        register.copies[reference] = Copy(
            reference,
            event.document,
            number,
            event.version,
            CopyState.ALLOTTED,
            line.hand.day,
            made_for=made_for,
        )
    found = register.documents[event.document]
    register.documents[event.document] = msgspec.structs.replace(found, allotted=event.last)
