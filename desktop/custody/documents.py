"""A document in custody: what it is, its editions and versions, and the master of each version.

Rule: a master never changes; a correction is a new version and the superseded one stays, with the
reason (B2). Editions are documents of their own (B5). There is one current master per review, kind,
agency and edition (B3). A master that does not verify blocks issue (B7). A document kept apart is named
nowhere but where it is kept (B6): whatever lists, reports or finds documents names them by `shown_as`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, get_args

import msgspec

from desktop.custody import dates, facts, reconsideration, reviews
from desktop.custody.ending_errors import DisposedError
from desktop.custody.errors import AlreadyThereError, FactMissingError, OnHoldError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.readable import Part

if TYPE_CHECKING:
    from desktop.custody.board import Kind
    from desktop.custody.register import Register

Edition = Literal["identified", "anonymised", "redacted"]
EDITIONS: tuple[str, ...] = get_args(Edition)

APART = "a document kept apart"
"""All that a list or a paper says of a document kept apart, such as the coding schedule."""


class Master(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sealed original, as it was when it was taken into custody."""

    sealed: str
    """The opaque name of the sealed file."""
    sha256: str
    """Of the document as received, in hexadecimal."""
    size: int
    """Bytes as received."""
    file_name: str
    """The name it came under; only ever shown, never used as a path."""
    format: str = ""
    """What the reading worker found: "pdf" or "other"."""
    pages: int | None = None
    """As counted by the program; None if it cannot count them."""
    notes: tuple[str, ...] = ()
    """What the person should know, such as "signed" or "needs a password"."""
    works: tuple[Part, ...] | None = None
    """Which parts of the work it takes part in (see readable); None: nobody looked when it came."""


class Intake(msgspec.Struct, frozen=True, omit_defaults=True):
    """From whom a document came, how, and what was noticed at once (B1)."""

    received_from: str = ""
    arrived: str = ""
    pages_stated: int | None = None
    """Pages counted by hand."""
    discrepancy: str = ""


class Rendition(msgspec.Struct, frozen=True):
    """A PDF made from a version's master for viewing and printing: a sealed master of its own (B8)."""

    rendition: int
    """Counts from 1 within the version; the last is the one in use."""
    master: Master
    made_by: str
    """The program that made it, or empty: it was made elsewhere and attached."""
    checked_by: str
    """Who compared it with the original; empty: nobody yet."""
    made: date
    entry: int


class Version(msgspec.Struct, frozen=True):
    """One version of a document; the last is current."""

    version: int
    master: Master
    intake: Intake
    taken_in: date
    entry: int
    reason: str = ""
    renditions: tuple[Rendition, ...] = ()

    @property
    def needs_rendition(self) -> bool:
        """Whether the original itself can be neither viewed nor printed."""
        return self.master.format != "pdf" or self.master.pages is None

    @property
    def shown(self) -> Master:
        """What is viewed, marked and printed: the rendition in use, or the original."""
        return self.renditions[-1].master if self.renditions else self.master

    @property
    def pages(self) -> int | None:
        """Pages: counted by the program, or as stated by hand."""
        return self.shown.pages if self.shown.pages is not None else self.intake.pages_stated


class Document(msgspec.Struct, frozen=True):
    """A document of one edition, with all its versions."""

    document: str
    review: str
    kind: str
    agency: str
    edition: Edition
    title: str
    versions: tuple[Version, ...]
    allotted: int = 0
    """The last copy number given."""
    limit: int = 0
    """How many copies may be made without further authority (C2)."""
    blocked: str = ""
    """Why nothing may be issued, or empty."""
    numbers_unsure: bool = False
    """Whether numbers may have been given of which no entry knows: a restore lost entries (C1)."""
    disposed: str = ""
    """The disposal that took the keys of its masters away; what it was stays on record (G6)."""

    @property
    def current(self) -> Version:
        """The version of which copies are made."""
        return self.versions[-1]

    @property
    def pages(self) -> int | None:
        """Pages of the current version."""
        return self.current.pages


class Kept(NamedTuple):
    """A sealed master that the register names: a version's original, or one of its renditions."""

    document: Document
    version: Version
    master: Master
    rendition: int = 0
    """Its number among the version's renditions; 0 is the original."""

    @property
    def where(self) -> str:
        """Where it belongs, in words."""
        made = f", rendition {self.rendition}" if self.rendition else ""
        return f"{self.document.document}, version {self.version.version}{made}"

    @property
    def subject(self) -> str:
        """The reference of what is kept."""
        return self.document.document

    @property
    def current(self) -> bool:
        """Whether it is the original of which copies are made now; a rendition can be made again."""
        return self.version is self.document.current and not self.rendition


class DocumentTakenIn(Event, frozen=True, kw_only=True, tag="document-taken-in"):
    """A document was taken into custody."""

    words: ClassVar[str] = "{document}, {label} ({edition}), was taken into custody for review {review}."

    document: str
    review: str
    document_kind: str
    label: str
    edition: Edition
    master: Master
    intake: Intake = Intake()
    agency: str = ""
    title: str = ""
    limit: int

    def change(self, register: "Register", line: Line) -> None:
        """Add the document with its first version."""
        version = Version(1, self.master, self.intake, line.hand.day, line.number)
        register.documents[self.document] = Document(
            self.document,
            self.review,
            self.document_kind,
            self.agency,
            self.edition,
            self.title,
            (version,),
            limit=self.limit,
        )


class VersionTakenIn(Event, frozen=True, kw_only=True, tag="version-taken-in"):
    """A new version superseded the current one, which stays."""

    words: ClassVar[str] = "Version {version} of {document} was taken into custody. Reason: {reason}."

    document: str
    version: int
    reason: str
    master: Master
    intake: Intake = Intake()

    def change(self, register: "Register", line: Line) -> None:
        """Add the version; the document's block, if any, was the superseded master's."""
        document = register.documents[self.document]
        version = Version(self.version, self.master, self.intake, line.hand.day, line.number, self.reason)
        register.documents[self.document] = msgspec.structs.replace(
            document, versions=(*document.versions, version), blocked=""
        )


def take_in(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    kind: str,
    edition: str,
    master: Master,
    agency: str = "",
    title: str = "",
    intake: Intake | None = None,
) -> list[Event]:
    """Take a document into custody (B1); `master` is already sealed."""
    found, known = check_take_in(register, hand, review=review, kind=kind, edition=edition, agency=agency)
    return [
        DocumentTakenIn(
            document=register.next_reference("D", register.documents),
            review=found.review,
            document_kind=known.kind,
            label=described(known, facts.optional("the agency", agency)),
            agency=facts.optional("the agency", agency),
            edition=facts.one_of("the edition", edition, get_args(Edition)),
            title=facts.optional("the title", title),
            master=master,
            intake=_checked(intake or Intake(), master),
            limit=register.founded.settings.copy_limit,
        )
    ]


def check_take_in(
    register: "Register", hand: Hand, *, review: str, kind: str, edition: str, agency: str = ""
) -> tuple[reviews.Review, "Kind"]:
    """Return the review and the kind; refuse what cannot be taken in, before anything is sealed."""
    found = register.review(review)
    reconsideration.check(register, found)
    known = register.founded.kind(kind)
    wanted = facts.one_of("the edition", edition, get_args(Edition))
    agency = facts.optional("the agency", agency)
    if known.per_agency and not agency:
        raise FactMissingError(fact="the agency", why=f"each agency has its own {known.label}")
    dates.not_before("The day of receipt", hand.day, found.opened, "the review was opened later")
    for other in register.documents.values():
        same = (other.review, other.kind, other.edition) == (found.review, known.kind, wanted)
        if (
            same
            and not other.disposed
            and not known.many
            and (not known.per_agency or _folded(other.agency) == _folded(agency))
        ):
            raise AlreadyThereError(
                noun=f"The current {described(known, other.agency)} ({wanted})",
                reference=other.document,
                advice=f"A correction is a new version of {other.document}: take it in as one that supersedes"
                f" {other.document}, with the reason.",
            )
    return found, known


def supersede(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    reason: str,
    master: Master,
    intake: Intake | None = None,
) -> list[Event]:
    """Take in a new version of a document; the superseded one stays, with the reason (B2)."""
    found = check_supersede(register, hand, document=document, reason=reason)
    return [
        VersionTakenIn(
            document=found.document,
            version=found.current.version + 1,
            reason=facts.needed("the reason for the new version", reason),
            master=master,
            intake=_checked(intake or Intake(), master),
        )
    ]


def check_supersede(register: "Register", hand: Hand, *, document: str, reason: str) -> Document:
    """Return the document; refuse a new version that cannot be taken in, before anything is sealed."""
    found = register.document(document)
    still_kept(found)
    reconsideration.check(register, register.reviews[found.review])
    facts.needed("the reason for the new version", reason)
    earlier = found.current.taken_in
    dates.not_before("The day of receipt", hand.day, earlier, "the version it supersedes came later")
    return found


def version_on(document: Document, what: str, day: date) -> Version:
    """Return the version that was current on `day`; `what` is how a refusal names the day.

    Raises ImpossibleDateError for a day before the document was taken into custody.
    """
    dates.not_before(what, day, document.versions[0].taken_in, f"{document.document} was not in custody then")
    return next(known for known in reversed(document.versions) if known.taken_in <= day)


def described(kind: "Kind", agency: str) -> str:
    """Return a document's kind in words, with the agency whose it is."""
    return f"{kind.label} of {agency}" if agency else kind.label


def masters(register: "Register") -> Iterator[Kept]:
    """Yield every sealed master that the register names and that has a key, renditions after their original.

    Those of a disposed document have none.
    """
    return masters_of(register.documents.values())


def masters_of(documents: Iterable[Document]) -> Iterator[Kept]:
    """Yield every sealed master of these documents that has a key."""
    for document in documents:
        for version in () if document.disposed else document.versions:
            yield Kept(document, version, version.master)
            for made in version.renditions:
                yield Kept(document, version, made.master, made.rendition)


def kept_apart(register: "Register", document: str) -> bool:
    """Whether the document of that reference is of a kind that is kept apart (B6)."""
    return register.founded.kind(register.document(document).kind).apart


def shown_as(register: "Register", document: str) -> str:
    """Return what a list, a report or a paper may call a document, by its reference.

    That is "D-0001 Overview report, anonymised", or only "a document kept apart" (B6).
    """
    found = register.document(document)
    kind = register.founded.kind(found.kind)
    return APART if kind.apart else f"{found.document} {described(kind, found.agency)}, {found.edition}"


def may_be_issued(document: Document) -> None:
    """Raise OnHoldError while the master does not verify (B7), DisposedError once it is no more."""
    still_kept(document)
    if document.blocked:
        raise OnHoldError(thing=document.document, why=document.blocked)


def still_kept(document: Document) -> None:
    """Raise DisposedError if the document's masters were disposed of (G5)."""
    if document.disposed:
        raise DisposedError(document=document.document, disposal=document.disposed)


def _folded(agency: str) -> str:
    return " ".join(agency.casefold().split())


def _checked(intake: Intake, master: Master) -> Intake:
    stated = intake.pages_stated
    found = facts.optional("the discrepancy", intake.discrepancy)
    if stated is not None:
        facts.counted("the number of pages", stated)
        if master.pages is not None and stated != master.pages:
            count = f"{stated} pages were counted by hand, {master.pages} by the program."
            found = f"{found} {count}".strip()
    return Intake(
        facts.optional("from whom it was received", intake.received_from),
        facts.optional("how it arrived", intake.arrived),
        stated,
        found,
    )
