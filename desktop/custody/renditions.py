"""Renditions: a PDF made from a master that is no PDF, or attached to it, for viewing and printing (B8).

Rule: the original stays byte for byte; a rendition is a sealed master of its own beside it, and an entry says
what made it. One that is attached was compared with the original by somebody who is named; of one that a
program made, its papers say that nobody did until somebody has. A rendition never changes: a better one takes
its place, and the earlier ones stay.
"""

from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.documents import Document, Master, Rendition, Version, still_kept
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


class RenditionMade(Event, frozen=True, kw_only=True, tag="rendition-made"):
    """A version got a PDF for viewing and printing."""

    document: str
    version: int
    rendition: int
    master: Master
    made_by: str = ""
    """The program that made it; empty when it was attached by hand."""
    checked_by: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Put it beside the original; it is the one in use."""
        document = register.documents[self.document]
        at = self.version - 1
        made = Rendition(
            self.rendition, self.master, self.made_by, self.checked_by, line.hand.day, line.number
        )
        renditions = (*document.versions[at].renditions, made)
        register.documents[self.document] = _with_renditions(document, at, renditions)

    def said(self) -> str:
        """Return what was made, and how."""
        how = (
            f"made by {self.made_by}"
            if self.made_by
            else f"attached; {self.checked_by} compared it with the original"
        )
        return (
            f"Rendition {self.rendition} of {self.document}, version {self.version}, was {how}."
            f" Pages: {self.master.pages}."
        )


class RenditionCompared(Event, frozen=True, kw_only=True, tag="rendition-compared"):
    """Somebody compared a rendition with its original, and found in it what is in that."""

    words: ClassVar[str] = (
        "Rendition {rendition} of {document}, version {version}, was compared with the original by"
        " {checked_by}."
    )

    document: str
    version: int
    rendition: int
    checked_by: str

    def change(self, register: "Register", line: Line) -> None:
        """Note who did."""
        document = register.documents[self.document]
        at = self.version - 1
        made = list(document.versions[at].renditions)
        made[self.rendition - 1] = msgspec.structs.replace(
            made[self.rendition - 1], checked_by=self.checked_by
        )
        register.documents[self.document] = _with_renditions(document, at, tuple(made))


def make(register: "Register", hand: Hand, *, document: str, master: Master, made_by: str) -> list[Event]:
    """Record the rendition that a program made of the current version; `master` is already sealed."""
    found = check(register, hand, document=document)
    return [_made(found, master, made_by=facts.needed("the program that made it", made_by))]


def attach(
    register: "Register", hand: Hand, *, document: str, master: Master, checked_by: str
) -> list[Event]:
    """Record a PDF that was made elsewhere as the rendition of the current version."""
    found = check_attach(register, hand, document=document, checked_by=checked_by)
    return [_made(found, master, checked_by=facts.needed(_CHECKED_BY, checked_by))]


def compare(register: "Register", hand: Hand, *, document: str, checked_by: str) -> list[Event]:
    """Record who compared the rendition in use with its original."""
    found = register.document(document)
    still_kept(found)
    version = found.current
    if not version.renditions:
        raise WrongStateError(
            thing=found.document,
            state="without a rendition",
            act="compared with one",
            advice="Make a rendition, or attach one, and compare it then.",
        )
    last = version.renditions[-1]
    if last.checked_by:
        raise WrongStateError(
            thing=f"rendition {last.rendition} of {found.document}",
            state=f"compared by {last.checked_by}",
            act="compared again",
            advice="A better rendition takes its place: make or attach one.",
        )
    dates.not_before("The day of the comparison", hand.day, last.made, "the rendition was made later")
    return [
        RenditionCompared(
            document=found.document,
            version=version.version,
            rendition=last.rendition,
            checked_by=facts.needed(_CHECKED_BY, checked_by),
        )
    ]


def check_attach(register: "Register", hand: Hand, *, document: str, checked_by: str) -> Document:
    """Return the document; refuse a rendition that cannot be attached, before anything is sealed."""
    found = check(register, hand, document=document)
    facts.needed(_CHECKED_BY, checked_by)
    return found


def check(register: "Register", hand: Hand, *, document: str) -> Document:
    """Return the document if its current version needs a rendition, or refuse."""
    found = register.document(document)
    still_kept(found)
    if not found.current.needs_rendition:
        raise WrongStateError(
            thing=found.document,
            state="a PDF that can be viewed and printed itself",
            act="given a rendition",
            advice="View and print the document as it is; a correction is a new version.",
        )
    dates.not_before("The day of the rendition", hand.day, found.current.taken_in, "the version came later")
    return found


def of_copy(register: "Register", copy: str) -> Rendition | None:
    """Return the rendition that a copy was made from, or would be now; None: the original itself."""
    found = register.copy(copy)
    made = register.documents[found.document].versions[found.version - 1].renditions
    return made[found.rendition - 1] if made else None  # 0 is none yet: the last


def in_use(register: "Register", document: str) -> Rendition:
    """Return the rendition of a document's current version; raise WrongStateError where there is none."""
    found = register.document(document)
    if not found.current.renditions:
        raise WrongStateError(
            thing=found.document,
            state="without a rendition",
            act="seen in one",
            advice="Make a rendition, or attach one; or ask for the original.",
        )
    return found.current.renditions[-1]


def discrepancy(version: Version) -> str:
    """Return how the pages of the rendition in use differ from those counted by hand, or an empty text."""
    stated = version.intake.pages_stated
    if not version.renditions or stated in {None, version.shown.pages}:
        return ""
    return f"{stated} pages were counted by hand; the rendition has {version.shown.pages}."


def origin(rendition: Rendition) -> str:
    """Return where a rendition is from, as a slip says it."""
    how = f"made by {rendition.made_by}" if rendition.made_by else "attached"
    compared = (
        f"compared with the original by {rendition.checked_by}" if rendition.checked_by else _UNCOMPARED
    )
    return f"A rendition of the original, {how}, {compared}"


def _with_renditions(document: Document, at: int, renditions: tuple[Rendition, ...]) -> Document:
    version = msgspec.structs.replace(document.versions[at], renditions=renditions)
    versions = (*document.versions[:at], version, *document.versions[at + 1 :])
    return msgspec.structs.replace(document, versions=versions)


def _made(document: Document, master: Master, made_by: str = "", checked_by: str = "") -> RenditionMade:
    if master.format != "pdf" or not master.pages:
        raise FactMissingError(fact="the rendition", why="it is no PDF with pages that can be shown")
    return RenditionMade(
        document=document.document,
        version=document.current.version,
        rendition=len(document.current.renditions) + 1,
        master=master,
        made_by=made_by,
        checked_by=checked_by,
    )


_CHECKED_BY = "who compared it with the original"
_UNCOMPARED = "not compared with it by anybody"
