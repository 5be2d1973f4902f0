"""The ledger as it is read: which entries concern what, and each in words.

Rule: an entry concerns what it names, what that belongs to, and whoever answers for a copy at that moment. Of
a document that is kept apart (the coding schedule) a reading says only that there is one (B6).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from desktop.custody import dates, findable, packages
from desktop.custody.electronic import ElectronicCopyDeleted
from desktop.custody.entries import from_bytes
from desktop.custody.errors import UnknownReferenceError
from desktop.custody.hand import Event
from desktop.custody.holder_certificates import CopyDestroyedByHolder
from desktop.custody.ledger import Stored
from desktop.custody.loans import CopyReturned
from desktop.custody.register import Register

APART = "a document kept apart"
"""All that a reading says of a document that is kept apart."""

_REFERENCE = re.compile(r"(?<![\w/-])[A-Z]{1,2}-\d{4,12}(?:/\d{1,9})?(?![\w-])")
_ENDS_A_LOAN = {
    event.__struct_config__.tag for event in (CopyReturned, ElectronicCopyDeleted, CopyDestroyedByHolder)
}
_FREE_TEXT = {"act-refused": "told", "paper-made": "about"}
"""Where references stand within a sentence, by the kind of entry."""


class View(msgspec.Struct, frozen=True):
    """What is to be read of the ledger; empty: everything. Both days are included."""

    about: str = ""
    """A reference: of a review, a document (with its copies), a copy, a person, or any other noun."""
    by: str = ""
    """An operator's reference."""
    since: date | None = None
    until: date | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the whole ledger."""
        return self == View()

    def words(self, register: Register) -> str:
        """Return what is read, in words; a document kept apart is not named."""
        about = APART if _document_of(self.about) in findable.kept_apart(register) else self.about
        parts = [
            "entries" if any((self.about, self.by, self.since, self.until)) else "every entry",
            f"about {about}" if self.about else "",
            f"by {self.by}" if self.by else "",
            f"from {dates.day(self.since)}" if self.since else "",
            f"to {dates.day(self.until)}" if self.until else "",
        ]
        return " ".join(filter(None, parts))


class Account(NamedTuple):
    """One entry in words. `happened` differs from `recorded` for a late entry."""

    number: int
    recorded: datetime
    happened: datetime
    by: str
    kind: str
    said: str
    digest: bytes
    operator: str = ""
    """The reference of who entered it; `by` is the name."""

    @property
    def late(self) -> bool:
        """Whether it was entered after it happened."""
        return self.happened != self.recorded


class _Hand(msgspec.Struct):
    by: str
    recorded: datetime
    happened: datetime | None = None


class _Outline(msgspec.Struct):
    """An entry's body, as far as every kind of entry is alike."""

    hand: _Hand
    event: dict[str, Any]


_outline = msgspec.json.Decoder(_Outline)


def view(
    register: Register,
    *,
    about: str = "",
    by: str = "",
    since: date | None = None,
    until: date | None = None,
) -> View:
    """Return what is to be read; raise UnknownReferenceError, ImpossibleDateError."""
    if since is not None and until is not None:
        dates.not_before("the last day", until, since, "it lies before the first")
    operator = register.operator(by).operator if by.strip() else ""
    return View(_known(register, about) if about.strip() else "", operator, since, until)


class Reader:
    """Reads entries against the register as it stands. `tells` is asked in order, from the first entry."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._apart = findable.kept_apart(register)
        self._names = {known.operator: known.name for known in register.operators.values()}
        self._rows = _rows(register)
        self._reviews = {
            review: re.compile(rf"(?<![\w./-]){re.escape(review)}(?![\w/-])") for review in register.reviews
        }
        self._belongs: dict[str, frozenset[str]] = {}
        self._back: set[int] = set()
        """The entries that began the loans which have ended so far."""

    def tells(self, row: Stored, wanted: View) -> bool:
        """Tell whether an entry is one of those wanted."""
        number, _salt, body, _digest = row
        outline = _outline.decode(body)
        by, recorded, happened = outline.hand.by, outline.hand.recorded, outline.hand.happened
        days = {recorded.date(), (happened or recorded).date()}
        first, last = wanted.since or date.min, wanted.until or date.max
        is_wanted = wanted.by in {"", by} and any(first <= day <= last for day in days)
        if not wanted.about:
            return is_wanted
        return wanted.about in self._concerns(number, outline.event) and is_wanted

    def concerns(self, row: Stored) -> frozenset[str]:
        """Return the references that an entry concerns, in the order of `tells`."""
        return self._concerns(row[0], _outline.decode(row[2]).event)

    def account(self, row: Stored) -> Account:
        """Return an entry in words."""
        number, _salt, body, digest = row
        record = from_bytes(body, number)
        hand, event = record.hand, record.event
        kind = str(event.__struct_config__.tag)
        return Account(
            number,
            hand.recorded,
            hand.at,
            self._names.get(hand.by, hand.by),
            kind,
            _ended(self._said(kind, event, body)),
            digest,
            hand.by,
        )

    def tells_of_apart_alone(self, row: Stored) -> bool:
        """Tell whether nothing of an entry may be read but that it tells of a document kept apart."""
        if not self._apart:
            return False
        documents = self._documents(row[2])
        return bool(documents) and documents <= self._apart

    def _said(self, kind: str, event: Event, body: bytes) -> str:
        apart = self._documents(body) if self._apart else frozenset()
        if not apart & self._apart:
            return event.said()
        if apart <= self._apart:
            return f"{kind.replace('-', ' ').capitalize()}: {APART}."
        return _REFERENCE.sub(
            lambda found: APART if _document_of(found[0]) in self._apart else found[0], event.said()
        )

    def _documents(self, body: bytes) -> frozenset[str]:
        """Return the documents that an entry concerns."""
        named = self._named(_outline.decode(body).event)
        found = frozenset().union(*map(self._with_what_it_belongs_to, named))
        return frozenset(name for name in found if name in self._register.documents)

    def _concerns(self, number: int, event: Mapping[str, Any]) -> frozenset[str]:
        found = set().union(*map(self._with_what_it_belongs_to, self._named(event)))
        for name in [name for name in found if "/" in name]:
            loan = self._loan(name, number)
            if loan is not None:
                found.add(loan[0])
                if event["kind"] in _ENDS_A_LOAN:
                    self._back.add(loan[1])
        return frozenset(found)

    def _loan(self, copy: str, number: int) -> tuple[str, int] | None:
        """Return who answered for a copy when entry `number` was made, and the entry that began it."""
        known = self._register.copies.get(copy)
        begun = [loan for loan in known.loans if loan.entry <= number] if known else []
        if not begun or begun[-1].entry in self._back:
            return None
        return begun[-1].person, begun[-1].entry

    def _named(self, event: Mapping[str, Any]) -> set[str]:
        """Return the references that an event names, in a field or within its words."""
        texts = set(packages.texts(event))
        named = {text for text in texts if text in self._rows or text in self._reviews}
        words = event.get(_FREE_TEXT.get(str(event["kind"]), ""), "")
        if words:
            named |= {found for found in _REFERENCE.findall(words) if found in self._rows}
            named |= {review for review, stands in self._reviews.items() if stands.search(words)}
        if "first" in event and "last" in event and "document" in event:
            numbers = range(event["first"], event["last"] + 1)
            named |= {f"{event['document']}/{number}" for number in numbers} & self._rows.keys()
        return named

    def _with_what_it_belongs_to(self, reference: str) -> frozenset[str]:
        known = self._belongs.get(reference)
        if known is None:
            self._belongs[reference] = frozenset({reference})  # what belongs to itself ends here
            parents = self._parents(reference)
            known = frozenset({reference}).union(*map(self._with_what_it_belongs_to, parents))
            self._belongs[reference] = known
        return known

    def _parents(self, reference: str) -> Iterable[str]:
        if "/" in reference:
            return [reference.partition("/")[0]]
        row = self._rows.get(reference)
        if row is None or reference in self._register.people or reference in self._register.operators:
            return []
        if reference in self._register.documents:
            return [row.review]
        texts = {text for value in msgspec.structs.asdict(row).values() for text in _own_texts(value)}
        operators = self._register.operators
        return {
            text for text in texts if (text in self._rows or text in self._reviews) and text not in operators
        }


def _rows(register: Register) -> dict[str, Any]:
    """Return every row that has a reference, whatever its noun."""
    return {
        name: row
        for rows in vars(register).values()
        if isinstance(rows, dict)
        for name, row in rows.items()
        if isinstance(name, str) and isinstance(row, msgspec.Struct) and _REFERENCE.fullmatch(name)
    }


def _ended(said: str) -> str:
    """Return what was said with its full stop, whatever was typed at its end."""
    return said if said.endswith((".", "!", "?", "”", "…")) else f"{said}."


def _own_texts(value: object) -> Iterable[str]:
    """Return the texts of a field itself; rows within it tell of other things."""
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, tuple) else []


def _known(register: Register, about: str) -> str:
    """Return a reference as the register has it."""
    wanted = about.strip()
    if wanted.upper() in _rows(register):
        return wanted.upper()
    try:
        return register.review(wanted).review
    except UnknownReferenceError:
        raise UnknownReferenceError(noun="reference", reference=about) from None


def _document_of(reference: str) -> str:
    return reference.partition("/")[0]
