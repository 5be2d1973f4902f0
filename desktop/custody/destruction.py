"""Destroying copies here: put together one by one, a sheet signed by two, its code typed back (F2 to F4, T8).

Rule: two different people; every copy by its own number, with its pages counted; nothing that is held, out,
short or under inquiry. What is asked of an item when it is ticked is asked again of every one when the code
is typed: holds first. A code typed on a later day than its sheet was made is a late entry, with its reason.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.custody import batches, clock, copies, counting, dates, facts, holds, incidents, sheet_codes
from desktop.custody.batches import Batch, How, Item, Sheet
from desktop.custody.copies import Copy, CopyState
from desktop.custody.ending_errors import DestructionCodeError, LateCodeError
from desktop.custody.errors import FactMissingError, ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.register import Register

LEVELS = ("P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7", "not shredded")
"""Shred levels of ISO/IEC 21964, and what is burnt or pulped instead."""
FINE = ("P-5", "P-6", "P-7")
"""The levels that need no reason."""
DESTROYABLE = (CopyState.IN_SAFE, CopyState.DAMAGED, CopyState.SPOILT)
"""The states of what lies here and may be destroyed; a damaged copy that is out does not."""

_MOST_PAGES = 1_000_000
_NAMED = 4
"""How many things that are in the way are named one by one."""


def begin(register: "Register", hand: Hand, *, how: How) -> list[Event]:
    """Begin a batch with the witness, who is another person than the operator (F3)."""
    reference = register.next_reference("DB", register.batches)
    return [batches.BatchBegun(batch=reference, how=_said_how(register, hand, how))]


def amend(register: "Register", hand: Hand, *, batch: str, how: How) -> list[Event]:
    """Say otherwise how an open batch is destroyed, or before whom; it then needs a new sheet."""
    found = the_open(register, batch, "amended")
    said = _said_how(register, hand, how)
    if said == found.how:
        raise FactMissingError(fact="what is otherwise", why="everything is as it stands already")
    return [batches.BatchAmended(batch=found.batch, how=said)]


def tick(
    register: "Register",
    hand: Hand,
    *,
    batch: str,
    copy: str,
    pages: int,
    authority: str = "",
    reason: str = "",
) -> list[Event]:
    """Put one copy in a batch, by its number or the code of one of its pages, with its pages counted (F4).

    A copy of a review that is not concluded needs an authority and a reason. A count that does not agree
    keeps the copy out of the batch and opens an incident, as at a return.
    """
    found, known = check_tick(register, hand, batch=batch, copy=copy)
    waste = known.state == CopyState.SPOILT
    facts.counted("the number of pages", pages, 1 if waste else 0, _MOST_PAGES)
    if not waste and _goes_on(register, known):
        authority = facts.needed("the authority, as the review is not concluded", authority)
        reason = facts.needed("the reason, as the review is not concluded", reason)
    if known.pages is not None and pages != known.pages:
        what = f"Pages counted for destruction: {pages}; expected: {known.pages}. It was not destroyed."
        return [
            batches.BatchItemMiscounted(
                batch=found.batch, copy=known.copy, pages=pages, expected=known.pages
            ),
            incidents.open_incident(register, matter="pages", about=known.copy, what=what),
        ]
    return [
        batches.BatchItemTicked(
            batch=found.batch,
            copy=known.copy,
            pages=pages,
            authority=facts.optional("the authority", authority),
            reason=facts.optional("the reason", reason),
        )
    ]


def check_tick(register: "Register", hand: Hand, *, batch: str, copy: str) -> tuple[Batch, Copy]:
    """Return the batch and the copy; refuse what may not be put in it, before its pages are counted."""
    found = the_open(register, batch, "added to")
    known = counting.copy_read(register, copy)
    _destroyable(register, hand, found, known)
    return found, known


def take_out(register: "Register", _hand: Hand, *, batch: str, copy: str, reason: str) -> list[Event]:
    """Take a copy out of an open batch; the batch then needs a new sheet."""
    found = the_open(register, batch, "changed")
    known = counting.copy_read(register, copy)
    if known.copy not in found.items:
        raise WrongStateError(
            thing=known.copy,
            state=f"not in {found.batch}",
            act="taken out of it",
            advice="Nothing is to be done: it is not to be destroyed with this batch.",
        )
    why = facts.needed("the reason", reason)
    return [batches.BatchItemRemoved(batch=found.batch, copy=known.copy, reason=why)]


def make_sheet(register: "Register", hand: Hand, *, batch: str) -> list[Event]:
    """Make the sheet of a batch, before anything is destroyed; an earlier sheet's code counts no more."""
    found = the_open(register, batch, "given a sheet")
    if not found.items:
        raise FactMissingError(fact=f"what {found.batch} destroys", why="no copy is in it yet")
    second_person(register, hand, found.how.witness)
    _as_ticked(register, found)
    return [batches.BatchSheetMade(batch=found.batch, items=len(found.items), pages=found.pages)]


def complete(register: "Register", hand: Hand, *, batch: str, code: str, why_late: str = "") -> list[Event]:
    """End a batch by the code of the sheet that both signed: its copies are destroyed here (F2, F3).

    `batch` is its number as it was typed. Raises DestructionCodeError, LateCodeError; HeldError for a hold
    that was raised meanwhile, and WrongStateError for whatever else is not as the sheet says.
    """
    found = the_open(register, batch, "completed")
    sheet = signed_sheet(found)
    if sheet_codes.read(register, batches.BATCH_CODE, found.batch, code) != sheet.code:
        raise DestructionCodeError(paper="sheet", subject=found.batch)
    second_person(register, hand, found.how.witness)
    _as_ticked(register, found)
    late = _lateness(register, hand, found, sheet, why_late)
    for item in found.items.values():
        moved = register.copies[item.copy].since
        dates.not_before("The day it was destroyed", hand.day, moved, f"{item.copy} was moved later")
    gone = [
        batches.CopyDestroyedHere(copy=item.copy, batch=found.batch, pages=item.pages)
        for item in found.items.values()
    ]
    return [
        *gone,
        batches.BatchCompleted(
            batch=found.batch,
            items=len(found.items),
            pages=found.pages,
            witness=found.how.witness,
            destroyed_by=register.operators[sheet.by].name,
            why_late=late,
        ),
    ]


def abandon(register: "Register", _hand: Hand, *, batch: str, reason: str) -> list[Event]:
    """Give a batch up: nothing in it was destroyed."""
    found = the_open(register, batch, "abandoned")
    return [batches.BatchAbandoned(batch=found.batch, reason=facts.needed("the reason", reason))]


def the_open(register: "Register", batch: str, act: str) -> Batch:
    """Return a batch that is under way; raise WrongStateError for one that has ended."""
    found = register.batch(batch)
    if not found.open:
        raise WrongStateError(
            thing=f"Batch {found.batch}",
            state=found.state,
            act=act,
            advice="Begin another batch for what is still to be destroyed.",
        )
    return found


def signed_sheet(batch: Batch) -> Sheet:
    """Return the sheet whose code counts; raise WrongStateError if there is none."""
    if batch.sheet is None:
        raise WrongStateError(
            thing=f"Batch {batch.batch}",
            state="without a sheet that lists what is in it now",
            act="completed",
            advice="Make its sheet, destroy the copies together, and both sign; then type its code.",
        )
    return batch.sheet


def to_destroy(register: "Register", review: str) -> list[Copy]:
    """Return what lies here of a review's copies, or of every concluded review's, and is to be destroyed."""
    every = copies.of_review(register, review) if review else list(register.copies.values())
    return copies.in_order(
        copy
        for copy in every
        if copy.state in DESTROYABLE
        and copy.state != CopyState.SPOILT
        and not copy.out
        and (review or not _goes_on(register, copy))
    )


def _said_how(register: "Register", hand: Hand, how: How) -> How:
    level = facts.one_of("the shred level", how.level, LEVELS)
    coarse = level not in FINE
    reason = f"the reason why {level} will do, where P-5 or finer is usual"
    return How(
        witness=second_person(register, hand, how.witness),
        method=facts.needed("the method", how.method),
        level=level,
        place=facts.needed("the place", how.place),
        bag=facts.optional("the number of the bag or seal", how.bag),
        contractor=facts.optional("the contractor", how.contractor),
        level_reason=facts.needed(reason, how.level_reason) if coarse else "",
    )


def _goes_on(register: "Register", copy: Copy) -> bool:
    return register.reviews[register.documents[copy.document].review].concluded is None


def _destroyable(register: "Register", hand: Hand, batch: Batch, copy: Copy) -> None:
    """Refuse a copy that may not be put in a batch."""
    found = copies.in_state(register, hand, copy.copy, "destroyed", *DESTROYABLE)
    copies.paper_only(found, "destroyed here")
    known = batches.with_copy(register, found.copy)
    if found.batch or known is not None:
        raise WrongStateError(
            thing=found.copy,
            state=f"destroyed in {found.batch}" if known is None else f"in {known.batch}",
            act=f"put in {batch.batch}",
            advice=_elsewhere(known, batch),
        )
    why = _why_not(register, found)
    if why:
        raise WrongStateError(thing=found.copy, state=why, act="destroyed", advice=_WHAT_TO_DO)
    holds.refuse_destruction(register, found.document, f"The batch may go on without {found.copy}.")


def _elsewhere(other: Batch | None, batch: Batch) -> str:
    if other is None:
        return "Its sheets were listed as waste there. Nothing was changed."
    if other.batch == batch.batch:
        return "It is ticked already; nothing was changed."
    return f"Take it out of {other.batch} first, or abandon that batch."


def _why_not(register: "Register", copy: Copy) -> str:
    """Return why what is in a state to be destroyed may not be, or an empty text."""
    if copy.out:
        return f"{copy.state}, with {copy.responsible}"
    known = open_incident(register, copy.copy)
    return f"the matter of incident {known}, which is open" if known else ""


def open_incident(register: "Register", copy: str) -> str:
    """Return the incident for which a copy is still needed; damage is none: a damaged copy is destroyed."""
    for known in incidents.still_open(register):
        if known.about == copy and known.matter != "damaged":
            return known.incident
    return ""


def _as_ticked(register: "Register", batch: Batch) -> None:
    """Refuse a batch of which anything is not as it was ticked (T8): holds first, then each copy."""
    documents = dict.fromkeys(register.copies[name].document for name in batch.items)
    for document in documents:
        instead = f"The batch may go on without it: take its copies of {document} out, and make a new sheet."
        holds.refuse_destruction(register, document, instead)
    changed = [why for item in batch.items.values() if (why := _changed(register, item))]
    if changed:
        more = f", and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
        raise WrongStateError(
            thing=f"Batch {batch.batch}",
            state=f"not as it was ticked ({'; '.join(changed[:_NAMED])}{more})",
            act="destroyed as it is",
            advice="Take what changed out of the batch, and make a new sheet. Nothing was destroyed.",
        )


def _changed(register: "Register", item: Item) -> str:
    """Return how a copy differs from what was ticked, or an empty text."""
    copy = register.copies[item.copy]
    if copy.state != item.state:
        return f"{copy.copy} is {copy.state}"
    if any(loan.entry > item.entry for loan in copy.loans):
        return f"{copy.copy} was out since"
    if copy.pages is not None and copy.pages != item.pages:
        return f"{copy.copy} has {copy.pages} pages by the register"
    why = _why_not(register, copy)
    return f"{copy.copy} is {why}" if why else ""


def _lateness(register: "Register", hand: Hand, batch: Batch, sheet: Sheet, why_late: str) -> str:
    """Return why a code is entered late, or an empty text on the sheet's own day; refuse what cannot be."""
    if hand.at < sheet.made.replace(second=0, microsecond=0):
        raise ImpossibleDateError(
            what="the time of the destruction",
            date=dates.moment(hand.at),
            why=f"its sheet was made on {dates.moment(sheet.made)}, before anything was destroyed",
        )
    if clock.latest_day(register, hand) <= sheet.made.date():
        return ""
    if hand.happened is None or not why_late.strip():
        raise LateCodeError(batch=batch.batch, day=dates.day(sheet.made.date()))
    return facts.needed("why it is entered late", why_late)


def items_in_order(batch: Batch) -> Sequence[Item]:
    """Return a batch's items by document and number."""
    return sorted(batch.items.values(), key=lambda item: copies.order(item.copy))


_WHAT_TO_DO = (
    "Take it back if it is out. If an incident about it is open, close that first with what was found."
)
