"""The disposal of masters: decided by a record review, signed by two people, and only then done (G5, G6, T8).

Rule: a disposal is prepared with a sheet that lists each document, and lapses at the end of the next day.
The code on the sheet that two different people signed, typed back in time, ends the keys of every version and
rendition; holds, copies, review and decision are looked at again inside that act (G4). What the document was
stays for ever: identity, dates, rule, authority, people, digests. "Key removed here" is no more than it says;
"complete" is computed from what still holds the document (`disposal_traces`), and never typed.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import clock, dates, facts, media, sheet_codes
from desktop.custody.disposal_grounds import Item, ground
from desktop.custody.documents import masters_of
from desktop.custody.ending_errors import SheetCodeError
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.keys import renewed
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.documents import Kept
    from desktop.custody.register import Register

DISPOSAL_CODE = "DI1"
"""How the machine-readable code of a sheet begins; then the vault, the disposal, the code."""

LASTS = timedelta(days=1)
"""A sheet can be completed on its day, and on the next."""


class Disposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One disposal: what is disposed of and on what grounds, who signs, and how far it is."""

    disposal: str
    items: tuple[Item, ...]
    operator: str
    """Who prepared it, and signs first, by reference."""
    second: str
    """The second person, who signs too."""
    prepared: date
    entry: int
    code: str
    """The code on the sheet, as it is compared."""
    done: date | None = None
    """When the keys were taken away."""
    done_by: str = ""
    done_entry: int = 0
    generation: int = 0
    """The generation of the keys that were made then."""
    masters: tuple[str, ...] = ()
    """The sealed names of the masters whose keys were taken away."""
    media: tuple[str, ...] = ()
    """The backup media that held them then."""
    recovery: int = 0
    """The recovery set then in force, whose shares open copies from before; 0: none."""
    cleared: date | None = None
    """When nothing of them was left in this vault's folder."""
    former: str = ""
    """Where the former device secret lay, if the new one lies elsewhere: a key file's path, or "keyring"."""
    left: tuple[str, ...] = ()
    """What could not be taken away, in words."""
    abandoned: date | None = None
    reason: str = ""
    replayed: bool = False
    """Whether this vault was restored from a copy that did not know of it."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The references of what is disposed of."""
        return tuple(item.document for item in self.items)

    @property
    def last_day(self) -> date:
        """The last day on which it can be completed."""
        return self.prepared + LASTS

    @property
    def waits(self) -> bool:
        """Whether it is neither done nor given up."""
        return self.done is None and self.abandoned is None

    def lapsed(self, day: date) -> bool:
        """Tell whether its sheet counts for nothing any more, on `day`."""
        return self.waits and day > self.last_day

    def open(self, day: date) -> bool:
        """Tell whether its sheet awaits signature, on `day`."""
        return self.waits and not self.lapsed(day)


class DisposalPrepared(Event, frozen=True, kw_only=True, tag="disposal-prepared"):
    """A disposal was prepared, and its sheet is to be signed by two people."""

    disposal: str
    items: tuple[Item, ...]
    second: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the disposal; the sheet's code comes from this entry's digest."""
        register.disposals[self.disposal] = Disposal(
            self.disposal,
            self.items,
            line.hand.by,
            self.second,
            line.hand.recorded.date(),
            line.number,
            sheet_codes.made(line, "disposal"),
        )

    def said(self) -> str:
        """Return what is to be disposed of, and who signs too."""
        names = ", ".join(item.document for item in self.items)
        return f"Disposal {self.disposal} was prepared: {names}. Second person: {self.second}."


class DisposalAbandoned(Event, frozen=True, kw_only=True, tag="disposal-abandoned"):
    """A disposal was given up before its code was typed; nothing was destroyed."""

    words: ClassVar[str] = "Disposal {disposal} was abandoned: {reason}"

    disposal: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep it as abandoned."""
        _noted(register, self.disposal, abandoned=line.hand.day, reason=self.reason)


class DisposalDone(Event, frozen=True, kw_only=True, tag="disposal-done"):
    """The sheet came back signed by both, and the keys of the masters were taken away."""

    disposal: str
    documents: tuple[str, ...]
    masters: tuple[str, ...]
    media: tuple[str, ...] = ()
    recovery: int = 0
    generation: int
    former: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Keep what the documents were; their masters are no more."""
        _noted(
            register,
            self.disposal,
            done=line.hand.day,
            done_by=line.hand.by,
            done_entry=line.number,
            generation=self.generation,
            masters=self.masters,
            media=self.media,
            recovery=self.recovery,
            former=self.former,
        )
        disposed(register, self.documents, self.disposal)

    def said(self) -> str:
        """Return what was disposed of."""
        names, count = ", ".join(self.documents), len(self.masters)
        held = f" Backup media that held them: {', '.join(self.media)}." if self.media else ""
        return f"Disposal {self.disposal}: the keys of {names} were removed. Masters: {count}.{held}"


class DisposalCleared(Event, frozen=True, kw_only=True, tag="disposal-cleared"):
    """What was left of the masters in the vault's folder was taken away, at once or once it was put back."""

    disposal: str
    files: int
    left: tuple[str, ...] = ()

    def change(self, register: "Register", line: Line) -> None:
        """Note that nothing is left, or what."""
        cleared = None if self.left else line.hand.day
        _noted(register, self.disposal, cleared=cleared, left=self.left)

    def said(self) -> str:
        """Return how many files went, and what is left."""
        left = f" Left: {'; '.join(self.left)}." if self.left else ""
        return f"{self.disposal}: sealed files taken away: {self.files}.{left}"


Events = DisposalPrepared | DisposalAbandoned | DisposalDone | DisposalCleared


def prepare(register: "Register", hand: Hand, *, documents: Sequence[str], witness: str) -> list[Event]:
    """Prepare the disposal of these documents; `witness` is the second person, who signs the sheet too."""
    items = check_prepare(register, hand, documents=documents, witness=witness)
    return [
        DisposalPrepared(
            disposal=register.next_reference("DP", register.disposals),
            items=items,
            second=second_person(register, hand, witness),
        )
    ]


def check_prepare(
    register: "Register", hand: Hand, *, documents: Sequence[str], witness: str
) -> tuple[Item, ...]:
    """Return the grounds of each document; refuse what may not be disposed of."""
    found = tuple(dict.fromkeys(register.document(one).document for one in documents))
    if not found:
        raise FactMissingError(fact="the documents", why="name each by its reference")
    day = clock.latest_day(register, hand)
    for known in register.disposals.values():
        both = [one for one in found if one in known.documents]
        if both and known.open(day):
            raise WrongStateError(
                thing=both[0],
                state=f"on the sheet of {known.disposal}, which awaits signature",
                act="put on another",
                advice=f"Complete {known.disposal} with its code, or abandon it.",
            )
    clock.trusted(register, hand)
    items = tuple(ground(register, one) for one in found)
    second_person(register, hand, witness)
    return items


def complete(
    register: "Register", hand: Hand, *, disposal: str, code: str, generation: int, former: str = ""
) -> list[Event]:
    """End the keys of what the signed sheet lists: its code was typed in time, and nothing forbids it now.

    `former` is where the former device secret lies, if the new one lies elsewhere: it is forgotten there too.
    """
    found = check_complete(register, hand, disposal=disposal, code=code)
    documents = found.documents
    return [
        DisposalDone(
            disposal=found.disposal,
            documents=documents,
            masters=tuple(kept.master.sealed for kept in masters(register, documents)),
            media=tuple(medium.medium for medium in media.holding(register, documents)),
            recovery=register.recovery.recovery if register.recovery else 0,
            generation=generation,
            former=former,
        ),
        renewed(register, generation, new_device_secret=True),
    ]


def check_complete(register: "Register", hand: Hand, *, disposal: str, code: str) -> Disposal:
    """Return the disposal; refuse it unless its code is right, in time, and nothing forbids it any more."""
    found = awaiting(register, hand, disposal, "completed")
    if sheet_codes.read(register, DISPOSAL_CODE, found.disposal, code) != found.code:
        raise SheetCodeError(sheet=found.disposal)
    clock.trusted(register, hand)
    second_person(register, hand, found.second)  # whoever types it is not the one who stands by
    for one in found.documents:
        ground(register, one)
    return found


def abandon(register: "Register", hand: Hand, *, disposal: str, reason: str) -> list[Event]:
    """Give up a disposal that is not done; its code then counts for nothing."""
    found = register.disposal(disposal)
    if not found.waits:
        raise _not_waiting(found, "abandoned")
    return [DisposalAbandoned(disposal=found.disposal, reason=facts.needed("the reason", reason))]


def cleared(
    register: "Register", hand: Hand, *, disposal: str, files: int, left: Sequence[str] = ()
) -> list[Event]:
    """Record that what was left of the masters was taken away, and what was not."""
    return [DisposalCleared(disposal=disposal, files=files, left=tuple(left))]


def awaiting(register: "Register", hand: Hand, reference: str, act: str) -> Disposal:
    """Return a disposal whose sheet awaits signature; raise WrongStateError for any other."""
    found = register.disposal(reference)
    if not found.waits:
        raise _not_waiting(found, act)
    if found.lapsed(clock.latest_day(register, hand)):
        raise WrongStateError(
            thing=found.disposal,
            state=f"lapsed since the end of {dates.day(found.last_day)}",
            act=act,
            advice="Nothing was destroyed. Prepare a new one: its sheet is signed anew.",
        )
    return found


def done(register: "Register", reference: str, act: str) -> Disposal:
    """Return a disposal whose keys are removed; raise WrongStateError for any other."""
    found = register.disposal(reference)
    if found.done is None:
        raise WrongStateError(
            thing=found.disposal,
            state="not done",
            act=act,
            advice="It is done when the code on its signed sheet is typed.",
        )
    return found


def masters(register: "Register", documents: Sequence[str]) -> "list[Kept]":
    """Return every version's and rendition's master of these documents that has a key."""
    return list(masters_of(register.documents[one] for one in documents))


def shredded(register: "Register") -> dict[str, str]:
    """Return the sealed name of every master whose key was taken away, with its disposal."""
    return {
        name: known.disposal for known in register.disposals.values() if known.done for name in known.masters
    }


def disposed(register: "Register", documents: Sequence[str], disposal: str) -> None:
    """Note under which disposal documents ended; part of an event's change."""
    for one in documents:
        register.documents[one] = msgspec.structs.replace(register.documents[one], disposed=disposal)


def _not_waiting(found: Disposal, act: str) -> WrongStateError:
    return WrongStateError(
        thing=found.disposal,
        state="done" if found.done else "abandoned",
        act=act,
        advice="What is done cannot be undone." if found.done else "Prepare a new one.",
    )


def _noted(register: "Register", disposal: str, **changes: object) -> None:
    register.disposals[disposal] = msgspec.structs.replace(register.disposals[disposal], **changes)
