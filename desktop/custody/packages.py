"""Packages for a successor body or an archive (A7): what goes into one, and the entries that say so.

Rule: a package that is not sealed for its recipient needs a reason and a witness who is not the operator. The
coding schedule goes only where that was said, since it has its own access decision (B6). What a package
leaves out it leaves out everywhere, in the ledger too, and the chain still verifies.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec

from desktop.custody import facts
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.access import Request
    from desktop.custody.copies import Copy
    from desktop.custody.documents import Document, Version
    from desktop.custody.incidents import Incident
    from desktop.custody.interest import Interest
    from desktop.custody.people import Person
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

IN_CLEAR = "in clear"
"""In place of a recipient: nothing in the package is sealed."""

_ENDING = re.compile(
    r"csv|doc[mx]?|eml|gif|html?|jpe?g|m4a|mov|mp[34]|msg|od[pst]|pdf|png|pptx?|rtf|tiff?|txt|wav|xls[mx]?|xml|zip"
)
"""Ends of a received file's name that tell what it is and nothing else; any other could be a name."""


class PackageMade(Event, frozen=True, kw_only=True, tag="package-made"):
    """Documents and their records were handed out as a package; it is entered before it is written."""

    recipient: str
    """The recipient's public key (age1…), or "in clear"."""
    documents: tuple[str, ...]
    reviews: tuple[str, ...]
    authority: str = ""
    reason: str = ""
    witness: str = ""
    coding_schedules: bool = False

    def change(self, register: "Register", line: Line) -> None:
        """Nothing in custody moved: the masters stay."""

    def said(self) -> str:
        """Return how much was handed out, and to whom it can be read."""
        how = IN_CLEAR if self.recipient == IN_CLEAR else f"for the recipient {self.recipient}"
        told = [f"A package was made {how}. Documents: {len(self.documents)}; reviews: {len(self.reviews)}."]
        told += ["Coding schedules are in it."] if self.coding_schedules else []
        facts = (("Authority", self.authority), ("Reason", self.reason), ("Witness", self.witness))
        return " ".join([*told, *(f"{name}: {fact}." for name, fact in facts if fact)])


class PackageFinished(Event, frozen=True, kw_only=True, tag="package-finished"):
    """A package was written whole. `made` is the entry of its making, `manifest` its manifest's SHA-256."""

    words: ClassVar[str] = (
        "The package of entry {made} was written: {files} files, {size} bytes, manifest {manifest}."
    )

    made: int
    files: int
    size: int
    manifest: str

    def change(self, register: "Register", line: Line) -> None:
        """Nothing in custody moved."""


class Contents(NamedTuple):
    """What a package holds, as the register stands; `inside` and `outside` are references."""

    review: str
    """The one review it is limited to, or empty: everything in custody."""
    reviews: "tuple[Review, ...]"
    documents: "tuple[Document, ...]"
    copies: "tuple[Copy, ...]"
    people: "tuple[Person, ...]"
    requests: "tuple[Request, ...]"
    interest: "tuple[Interest, ...]"
    incidents: "tuple[Incident, ...]"
    inside: frozenset[str]
    outside: frozenset[str]
    coding_schedules: int
    """How many coding schedules there are, in the package or left out of it."""

    def withholds(self, mentioned: frozenset[str]) -> bool:
        """Whether an entry that mentions these references is left out."""
        return bool(mentioned & self.outside) or bool(self.review and not mentioned & self.inside)


def contents(register: "Register", *, review: str = "", coding_schedules: bool = False) -> Contents:
    """Return what a package of one review, or of everything, holds."""
    only = register.review(review).review if review else ""
    here = {
        known.document: known for known in register.documents.values() if not only or known.review == only
    }
    schedules = {known.document for known in here.values() if not register.founded.kind(known.kind).copied}
    if not coding_schedules:
        here = {reference: known for reference, known in here.items() if reference not in schedules}
    copies = tuple(known for known in register.copies.values() if known.document in here)
    requests = tuple(known for known in register.requests.values() if known.document in here)
    about = {*here, *(known.copy for known in copies)}
    incidents = tuple(known for known in register.incidents.values() if known.about in about)
    interest = tuple(known for known in register.interest.values() if only in {"", known.review})
    reviews = tuple(known for known in register.reviews.values() if only in {"", known.review})
    known_here = {
        *(asked.person for asked in requests),
        *(copy.made_for for copy in copies),
        *(loan.person for copy in copies for loan in copy.loans),
    }
    people = tuple(known for known in register.people.values() if not only or known.person in known_here)
    inside = {
        *about,
        *(known.request for known in requests),
        *(known.incident for known in incidents),
        *(known.interest for known in interest),
        *(known.review for known in reviews),
        *(known.person for known in people),
    }
    return Contents(
        review=only,
        reviews=reviews,
        documents=tuple(here.values()),
        copies=copies,
        people=people,
        requests=requests,
        interest=interest,
        incidents=incidents,
        inside=frozenset(inside | set(register.operators)),
        outside=frozenset(_references(register) - inside),
        coding_schedules=len(schedules),
    )


def make_package(
    register: "Register",
    hand: Hand,
    *,
    recipient: str,
    review: str = "",
    coding_schedules: bool = False,
    authority: str = "",
    reason: str = "",
    witness: str = "",
) -> list[Event]:
    """Record that a package is made; in clear it needs a reason and a witness, another person (A7)."""
    found = contents(register, review=review, coding_schedules=coding_schedules)
    if not found.documents:
        raise FactMissingError(fact="a document to hand out", why="none is in custody for this package")
    clear = recipient == IN_CLEAR
    return [
        PackageMade(
            recipient=recipient,
            documents=tuple(known.document for known in found.documents),
            reviews=tuple(known.review for known in found.reviews),
            authority=facts.optional("the authority", authority),
            reason=facts.needed("the reason", reason) if clear else facts.optional("the reason", reason),
            witness=second_person(register, hand, witness) if clear or witness.strip() else "",
            coding_schedules=coding_schedules and bool(found.coding_schedules),
        )
    ]


def package_finished(
    register: "Register", hand: Hand, *, made: int, files: int, size: int, manifest: str
) -> list[Event]:
    """Record that the package of entry `made` was written whole."""
    return [PackageFinished(made=made, files=files, size=size, manifest=manifest)]


def file_name(document: "Document", version: "Version") -> str:
    """Return what a master is called in a package: its reference, never the name it came under."""
    _stem, dot, ending = version.master.file_name.lower().rpartition(".")
    known = ending if dot and _ENDING.fullmatch(ending) else "bin"
    return f"{document.document}-v{version.version}.{'pdf' if version.master.format == 'pdf' else known}"


def mentioned(body: bytes) -> frozenset[str]:
    """Return every text in an entry's event: the references it names are among them."""
    return frozenset(_texts(msgspec.json.decode(body)["event"]))


def body_digest(salt: bytes, body: bytes) -> bytes:
    """Return what stands for an entry's body in the chain: with it the chain verifies without the body."""
    return hashlib.sha256(b"strongroom body 1\0" + salt + body).digest()


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for part in value:
                yield from _texts(part)
        case dict():
            for part in value.values():
                yield from _texts(part)


def _references(register: "Register") -> set[str]:
    kept = (register.reviews, register.people, register.documents, register.requests, register.copies)
    return {reference for rows in (*kept, register.interest, register.incidents) for reference in rows}
