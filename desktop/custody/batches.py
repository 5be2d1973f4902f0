"""A batch: copies that two people destroy together, from the first item to the certificate (F2, F3).

Rule: an item stands in one open batch at a time, and each was ticked by an entry of its own (F4). The sheet's
code counts for the items as they stood when it was made: whatever is changed in the batch ends it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import copies, dates, sheet_codes
from desktop.custody.copies import CopyState
from desktop.custody.hand import Event, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

BATCH_CODE = "DB1"
"""How the machine-readable code of a destruction sheet begins."""


class How(msgspec.Struct, frozen=True):
    """How a batch is destroyed, and before whom."""

    witness: str
    method: str
    level: str
    """The shred level, P-1 to P-7 of ISO/IEC 21964."""
    place: str
    bag: str = ""
    """The number of the bag or of its seal, or empty: not bagged."""
    contractor: str = ""
    """Who destroys it for the Board, or empty: the two who sign."""
    level_reason: str = ""
    """Why a coarser level than P-5 will do."""


class Item(msgspec.Struct, frozen=True):
    """One copy in a batch, as it was ticked."""

    copy: str
    pages: int
    state: str
    """The copy's state when it was ticked."""
    day: date
    entry: int
    authority: str = ""
    """Who decided it, where its review is not concluded."""
    reason: str = ""

    @property
    def waste(self) -> bool:
        """Whether it is the sheets of a spoilt number."""
        return self.state == CopyState.SPOILT


class Sheet(msgspec.Struct, frozen=True):
    """The sheet that both sign as they destroy: made by whom, when, and its code."""

    by: str
    made: datetime
    entry: int
    code: str
    """The code on the sheet, as it is compared."""


class Batch(msgspec.Struct, frozen=True):
    """One batch."""

    batch: str
    how: How
    begun_by: str
    begun: date
    entry: int
    items: Mapping[str, Item] = {}
    """By copy, in the order in which they were ticked."""
    sheet: Sheet | None = None
    """The sheet whose code counts; none before it is made, and after the batch was changed."""
    destroyed_by: str = ""
    """The operator who signed with the witness."""
    destroyed: datetime | None = None
    """When both signed, as far as was said."""
    completed: datetime | None = None
    """When the code was typed."""
    completed_in: int = 0
    why_late: str = ""
    """Why the code was typed on a later day than the sheet was made."""
    abandoned: date | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.destroyed is None and self.abandoned is None

    @property
    def late(self) -> bool:
        """Whether the code was typed on a later day than the copies were destroyed."""
        both = self.destroyed is not None and self.completed is not None
        return both and self.destroyed.date() < self.completed.date()  # type: ignore[union-attr]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.abandoned:
            return "abandoned"
        if self.destroyed:
            return "destroyed"
        return "awaiting the code of its sheet" if self.sheet else "under way"

    @property
    def pages(self) -> int:
        """How many pages are in it."""
        return sum(item.pages for item in self.items.values())


class BatchBegun(Event, frozen=True, kw_only=True, tag="batch-begun"):
    """Two people began to put copies together that are to be destroyed."""

    batch: str
    how: How

    def said(self) -> str:
        """Return how, where and before whom."""
        return f"Batch {self.batch} was begun. {told(self.how)}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the batch."""
        begun = Batch(self.batch, self.how, line.hand.by, line.hand.day, line.number)
        register.batches[self.batch] = begun


class BatchAmended(Event, frozen=True, kw_only=True, tag="batch-amended"):
    """It was said otherwise how a batch is destroyed, or before whom."""

    batch: str
    how: How

    def said(self) -> str:
        """Return how it is from now on."""
        return f"Batch {self.batch} was amended. {told(self.how)}"

    def change(self, register: "Register", line: Line) -> None:
        """Note it; a sheet that was made says otherwise, so its code counts no more."""
        noted(register, self.batch, how=self.how, sheet=None)


class BatchItemTicked(Event, frozen=True, kw_only=True, tag="batch-item-ticked"):
    """A copy was put in a batch by its own number, with its pages counted."""

    batch: str
    copy: str
    pages: int
    authority: str = ""
    reason: str = ""

    def said(self) -> str:
        """Return what was put in, and by whose decision if its review goes on."""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        decided = f" Authority: {self.authority}. Reason: {self.reason}" if self.authority else ""
        return f"{self.copy} was put in batch {self.batch}: {pages}.{decided}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the item."""
        found = register.batches[self.batch]
        state = str(register.copies[self.copy].state)
        item = Item(self.copy, self.pages, state, line.hand.day, line.number, self.authority, self.reason)
        noted(register, self.batch, items={**found.items, self.copy: item}, sheet=None)


class BatchItemMiscounted(Event, frozen=True, kw_only=True, tag="batch-item-miscounted"):
    """A copy that was to be destroyed has too few or too many pages; it is not in the batch."""

    words: ClassVar[str] = "{copy} was not put in batch {batch}: {pages} pages for {expected}."

    batch: str
    copy: str
    pages: int
    expected: int


class BatchItemRemoved(Event, frozen=True, kw_only=True, tag="batch-item-removed"):
    """A copy was taken out of a batch before it was destroyed."""

    words: ClassVar[str] = "{copy} was taken out of batch {batch}: {reason}"

    batch: str
    copy: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Take the item out."""
        left = {name: item for name, item in register.batches[self.batch].items.items() if name != self.copy}
        noted(register, self.batch, items=left, sheet=None)


class BatchSheetMade(Event, frozen=True, kw_only=True, tag="batch-sheet-made"):
    """The sheet was made that both sign as they destroy."""

    words: ClassVar[str] = "The sheet of batch {batch} was made: {items} numbers, {pages} pages."

    batch: str
    items: int
    pages: int

    def change(self, register: "Register", line: Line) -> None:
        """Keep the sheet; its code comes from this entry's digest."""
        hand = line.hand
        code = sheet_codes.made(line, "destruction")
        noted(register, self.batch, sheet=Sheet(hand.by, hand.recorded, line.number, code))


class CopyDestroyedHere(Event, frozen=True, kw_only=True, tag="copy-destroyed-here"):
    """A copy was destroyed by two people, who both signed."""

    words: ClassVar[str] = "{copy} was destroyed in batch {batch}: {pages} pages."

    copy: str
    batch: str
    pages: int

    def change(self, register: "Register", line: Line) -> None:
        """End the copy; a spoilt number stays spoilt, and its sheets are gone."""
        known = register.copies[self.copy].state
        ended = known if known == CopyState.SPOILT else CopyState.DESTROYED_HERE
        copies.moved(register, line, self.copy, ended, batch=self.batch)


class BatchCompleted(Event, frozen=True, kw_only=True, tag="batch-completed"):
    """The sheet came back signed by both: its code was typed."""

    batch: str
    items: int
    pages: int
    witness: str
    destroyed_by: str
    why_late: str = ""

    def said(self) -> str:
        """Return how much was destroyed, and by whom."""
        late = f" Entered late: {self.why_late}" if self.why_late else ""
        return (
            f"Batch {self.batch} was destroyed by {self.destroyed_by} and {self.witness}:"
            f" {self.items} numbers, {self.pages} pages.{late}"
        )

    def change(self, register: "Register", line: Line) -> None:
        """Keep the batch with its end."""
        noted(
            register,
            self.batch,
            destroyed_by=self.destroyed_by,
            destroyed=line.hand.at,
            completed=line.hand.recorded,
            completed_in=line.number,
            why_late=self.why_late,
        )


class BatchAbandoned(Event, frozen=True, kw_only=True, tag="batch-abandoned"):
    """A batch was given up: nothing in it was destroyed."""

    words: ClassVar[str] = "Batch {batch} was abandoned: {reason}"

    batch: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep the batch as abandoned; its copies are where they were."""
        noted(register, self.batch, abandoned=line.hand.day, reason=self.reason, sheet=None)


Events = (
    BatchBegun
    | BatchAmended
    | BatchItemTicked
    | BatchItemMiscounted
    | BatchItemRemoved
    | BatchSheetMade
    | CopyDestroyedHere
    | BatchCompleted
    | BatchAbandoned
)


def told(how: How) -> str:
    """Return in sentences how a batch is destroyed, and before whom."""
    facts = (
        ("Method", f"{how.method}, {how.level}"),
        ("Why no finer", how.level_reason),
        ("Place", how.place),
        ("Bag", how.bag),
        ("Contractor", how.contractor),
        ("Witness", how.witness),
    )
    return " ".join(f"{name}: {fact.rstrip('.')}." for name, fact in facts if fact)


def opened(register: "Register") -> list[Batch]:
    """Return the batches that are under way, oldest first."""
    return [batch for batch in register.batches.values() if batch.open]


def with_copy(register: "Register", copy: str) -> Batch | None:
    """Return the open batch in which a copy is, or None."""
    return next((batch for batch in opened(register) if copy in batch.items), None)


def when(batch: Batch) -> str:
    """Return when a batch was destroyed, and when that was entered if it was on a later day."""
    if batch.destroyed is None or batch.completed is None:
        return ""
    entered = f"; entered on {dates.moment(batch.completed)}" if batch.late else ""
    return f"{dates.moment(batch.destroyed)}{entered}"


def noted(register: "Register", batch: str, **changes: object) -> None:
    """Note something of a batch; part of an event."""
    register.batches[batch] = msgspec.structs.replace(register.batches[batch], **changes)
