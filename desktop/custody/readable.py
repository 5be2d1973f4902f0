"""Which parts of the work a document takes part in: viewed, marked as copies, searched, or only kept (B8).

Rule: whatever a document is, it is kept byte for byte; what cannot be done with it is said when it comes, not
found out when it is needed.
"""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from desktop.custody.documents import Master

Part = Literal["view", "mark", "text"]
"""A part of the work: it is viewed, marked as copies, searched."""

SIGNED = "signed; the signature does not cover a marked copy"
CERTIFIED = "certified by its author; the certificate does not cover a marked copy"

_TOLD: dict[frozenset[Part], str] = {
    frozenset({"view", "mark", "text"}): "It can be viewed, searched, and marked as numbered copies.",
    frozenset({"view", "mark"}): (
        "It can be viewed and marked as numbered copies. No text was found in it to search: it may be a scan."
    ),
    frozenset(
        {"view", "text"}
    ): "It can be viewed and searched, but not marked: no copies can be made of it.",
    frozenset({"view"}): "It can be viewed, but not marked: no copies can be made of it.",
    frozenset({"mark"}): (
        "It can be marked as numbered copies, but neither viewed here nor searched: the program that draws"
        " pages refuses it."
    ),
    frozenset(): "As it came it can be neither viewed nor marked nor searched. It is kept byte for byte.",
}


def told(master: "Master") -> str:
    """Return what can be done with a master, or nothing if that was not looked at when it came."""
    return "" if master.works is None else _TOLD[frozenset(master.works)]
