"""Packages for a successor body or an archive (A7): the entries that say that one was made, and its names.

Rule: a package that is not sealed for its recipient needs a reason and a witness who is not the operator.
What one holds is in `package_contents`; no name within it tells more than a reference.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from desktop.custody import facts
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.handed_out import IN_CLEAR, Package
from desktop.custody.package_contents import contents, references
from desktop.custody.scans import KeptScan
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.documents import Kept
    from desktop.custody.register import Register

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
        """Note what is out; nothing in custody moved: the masters stay."""
        register.packages.append(
            Package(line.number, self.documents, self.recipient, line.hand.day, self.coding_schedules)
        )

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
            reviews=tuple(review for review, _known in found.rows["reviews"]),
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


def file_name(kept: "Kept | KeptScan") -> str:
    """Return what a sealed file is called in a package: its reference, never the name it came under."""
    if isinstance(kept, KeptScan):
        return f"{kept.scan.scan}.pdf"
    _stem, dot, ending = kept.master.file_name.lower().rpartition(".")
    known = ending if dot and _ENDING.fullmatch(ending) else "bin"
    name = f"{kept.document.document}-v{kept.version.version}"
    made = f"-rendition-{kept.rendition}" if kept.rendition else ""
    return f"{name}{made}.{'pdf' if kept.master.format == 'pdf' else known}"


def mentioned(body: bytes) -> frozenset[str]:
    """Return every text in an entry's event, and every reference that stands within one."""
    found = set(texts(msgspec.json.decode(body)["event"]))
    return frozenset(found.union(*map(references, found)))


def body_digest(salt: bytes, body: bytes) -> bytes:
    """Return what stands for an entry's body in the chain: with it the chain verifies without the body."""
    return hashlib.sha256(b"strongroom body 1\0" + salt + body).digest()


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a value as JSON has it, however deep."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for part in value:
                yield from texts(part)
        case dict():
            for part in value.values():
                yield from texts(part)
