"""What a count says against the register: where each copy is to be found, and how a finding is judged (C13).

Rule: what is out is to be found with its holder, what was printed in the safe, and nothing else anywhere.
A lost copy, or one claimed returned, agrees with the register only while nobody sees it.
"""

from typing import TYPE_CHECKING, Literal, get_args

from desktop.custody import facts, marks
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import FactMissingError
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

Seen = Literal["in the safe", "with its holder", "not seen"]
SEEN: tuple[Seen, ...] = get_args(Seen)
SAFE = "the safe"
"""The place of a muster of what no holder has; any other place is the agency of holders."""

TOLD = {"in the safe": "seen in the safe", "with its holder": "seen with a holder", "not seen": "not seen"}
"""How each is said of a copy."""

_LONGEST = 8
"""Digits in a number of pages that is typed."""

_RESOLVE = "recorded as allotted, and nobody has said whether it was printed"


def copy_read(register: "Register", text: str) -> Copy:
    """Return the copy that was typed, or whose page was scanned.

    Raises UnknownReferenceError, or FactMissingError for a page of another vault's copy.
    """
    page = marks.read_page_code(text)
    if page is None:
        return register.copy(text)
    if page.vault != register.founded.vault:
        raise FactMissingError(fact="the copy", why="the page that was scanned is of another vault's copy")
    return register.copy(page.copy)


def line_read(text: str, document: str) -> tuple[str, int | None]:
    """Return the copy and the pages that a line says, as it is typed or scanned.

    "D-0001/3 12": the copy and its pages; "3 12" or "3": a number of `document`, which was counted before.
    Anything else is left for `copy_read` to judge.
    """
    first, *rest = text.split() or [""]
    pages = int(rest[0]) if len(rest) == 1 and rest[0].isdecimal() and len(rest[0]) < _LONGEST else None
    if rest and pages is None:
        return text.strip(), None
    return f"{document}/{first}" if document and first.isdecimal() else first, pages


def in_scope(register: "Register", review: str, place: str) -> list[Copy]:
    """Return every number that may turn up in the scope of a muster, spoilt ones too, in their order."""
    return [
        copy
        for copy in register.copies.values()
        if (not review or register.documents[copy.document].review == review)
        and (not place or _where(register, copy) == folded(place))
    ]


def judged(copy: Copy, seen: Seen, pages: int | None) -> str:
    """Return how the register differs from what was seen of a copy now, or nothing."""
    if copy.state == CopyState.ALLOTTED:
        return f"{_RESOLVE}; {TOLD[seen]}"
    differs = []
    if seen != _expected(copy):
        differs.append(f"recorded as {_recorded(copy)}, but {TOLD[seen]}")
    if pages is not None and copy.pages is not None and pages != copy.pages:
        differs.append(f"{pages} {'page' if pages == 1 else 'pages'} counted, {copy.pages} recorded")
    return "; ".join(differs)


def unlooked_for(copy: Copy) -> str:
    """Return what a copy is reported as that nobody looked for; nothing if none was to be found.

    A copy that its holder keeps by exception is at its end: nobody has to look for it again and again.
    """
    if copy.state == CopyState.ALLOTTED:
        return _RESOLVE
    if copy.state == CopyState.KEPT_BY_HOLDER:
        return ""
    return "" if _expected(copy) == "not seen" else f"recorded as {_recorded(copy)}, but not counted"


def at(place: str) -> str:
    """Return a place in words."""
    return "in the safe" if place == SAFE else f"with holders of {place}"


def place_named(register: "Register", place: str) -> str:
    """Return a place as it is recorded: the safe, or an agency whose people have copies."""
    place = facts.optional("the place", place)
    if not place or folded(place) in {folded(SAFE), "safe"}:
        return SAFE if place else ""
    for copy in register.copies.values():
        if copy.loan is not None and _where(register, copy) == folded(place):
            return register.people[copy.loan.person].agency
    raise FactMissingError(fact="the place", why="it is neither the safe nor an agency that has a copy")


def _expected(copy: Copy) -> Seen:
    """Return where a copy is to be found by the register; nowhere if it was never made, or is gone."""
    if copy.state in {CopyState.LOST, CopyState.CLAIMED_RETURNED}:
        return "not seen"
    if copy.loan is not None:
        return "with its holder"
    kept = copy.form == "paper" and copy.state in {CopyState.IN_SAFE, CopyState.DAMAGED}
    return "in the safe" if kept else "not seen"


def _recorded(copy: Copy) -> str:
    return f"{copy.state} ({copy.loan.person})" if copy.loan else str(copy.state)


def _where(register: "Register", copy: Copy) -> str:
    return folded(SAFE if copy.loan is None else register.people[copy.loan.person].agency)
