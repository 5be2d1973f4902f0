"""What a worker's reasons and notes are to a person (T11).

Rule: every word is ours. A worker gives a reason from a list, and never a text, so that nothing a document
contains can put words in the program's mouth.
"""

from desktop.custody import readable
from desktop.custody.errors import StrongroomError
from desktop.paper.errors import (
    CannotMarkError,
    CannotReadDocumentError,
    DocumentTooLargeError,
    NoRenditionError,
)
from desktop.paper.messages import (
    LARGEST,
    MOST_ENTRIES,
    MOST_UNPACKED,
    Limits,
    Note,
    Reason,
    Refused,
)

NOTES: dict[Note, str] = {
    "not-pdf": "no PDF; it is kept as it is, and viewed and printed from a rendition",
    "no-pages": "has no pages",
    "unreadable": "damaged; it cannot be opened as a PDF",
    "password": "needs a password",
    "encrypted": "encrypted, but opens without a password",
    "signed": readable.SIGNED,
    "certified": readable.CERTIFIED,
    "scripts": "has scripts; they do not travel into copies",
    "actions": "has actions that open programs, files or addresses; they do not travel into copies",
    "attachments": "has attachments; they do not travel into copies",
    "xfa": "form (XFA); only its printed pages can be copied",
    "portfolio": "portfolio; only its cover pages can be copied",
    "damaged": "damaged, repaired while reading",
    "as-pictures": "damaged in its structure; copies carry pictures of its pages",
    "not-drawn": "refused by the program that draws pages; copies can be made, but it cannot be viewed here",
    "counts-differ": "damaged: two ways of reading it count different numbers of pages; count them by eye",
}

_UNREADABLE: dict[Reason, tuple[str, str]] = {
    "not-pdf": ("it is not a PDF", "Make a rendition of it, or attach one: that is viewed and printed."),
    "password": ("it needs a password", "Ask for the document without its password and take that in."),
    "no-pages": ("it has no pages", "Ask for it again."),
    "damaged": ("it is damaged beyond repair", "Ask for it again, or scan a print of it."),
    "no-such-page": ("it has no such page", "Choose a page that it has."),
}

_NO_RENDITION: dict[Reason, str] = {
    "no-rendition": "it is neither a picture (PNG, JPEG, TIFF) nor a Word, RTF or OpenDocument file",
    "not-converted": "LibreOffice did not make a PDF of it",
    "not-secluded": "LibreOffice cannot be shut off here from the network and the disk",
}


def refusal(refused: Refused, name: str, limits: Limits, *, marking: bool = False) -> StrongroomError:
    """Return what a person is told when a worker refused, `marking` a copy or reading."""
    too_large = {
        "memory": f"{limits.memory_bytes // 2**20} MiB of memory",
        "pages": f"{limits.pages:,} pages",
        "pixels": f"{limits.pixels // 10**6} million pixels a page",
        "size": f"{LARGEST // 2**20} MiB for a conversion",
        "entries": f"{MOST_ENTRIES:,} parts in one document",
        "unpacked": f"{MOST_UNPACKED // 2**20} MiB, unpacked",
    }
    if refused.reason in too_large:
        return DocumentTooLargeError(document=name, limit=too_large[refused.reason])
    if refused.reason == "page":
        why = f"page {refused.page} can be neither read nor drawn"
        if marking:
            return CannotMarkError(document=name, why=why)
        return CannotReadDocumentError(document=name, why=why, advice="Its other pages may be sound.")
    if refused.reason in _NO_RENDITION:
        return NoRenditionError(document=name, why=_NO_RENDITION[refused.reason])
    why, advice = _UNREADABLE[refused.reason]
    return CannotReadDocumentError(document=name, why=why, advice=advice)
