"""What still holds a document whose key was removed here, and when its disposal is complete (G5, T16).

Rule: a disposal is complete when every backup medium that held the document was destroyed, or made anew and
tested whole, every package and export of it was accounted for, and nothing of it is left in the vault's
folder. That is computed from entries; nobody types it. What left with somebody else by a decision of the
Board is theirs to keep, and is named.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from desktop.custody import dates, documents, facts, media
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.handed_out import IN_CLEAR
from desktop.custody.observations import View
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.disposals import Disposal
    from desktop.custody.register import Register

Fate = Literal["destroyed", "kept by the recipient", "nothing was there"]
FATES: tuple[Fate, ...] = ("destroyed", "kept by the recipient", "nothing was there")

TEST_IT = "Test it whole"
"""What is left to be done with a medium that was made anew."""

EXPORTED = "as a file in clear"
"""How a view is told that left a file."""


class Settled(msgspec.Struct, frozen=True):
    """What became of something that left the vault with an entry, and who says so."""

    entry: int
    fate: Fate
    how: str
    witness: str
    by: str
    day: date


class Trace(NamedTuple):
    """Something that holds, or held, a disposed document."""

    reference: str
    """Of a medium; or the number of the entry with which it left."""
    what: str
    where: str
    settled: str
    """How it ended; empty while it still holds the document."""
    to_do: str
    """What ends it; empty once it has."""


class TraceSettled(Event, frozen=True, kw_only=True, tag="disposal-trace-settled"):
    """A package or an exported file was accounted for, before a second person."""

    entry: int
    fate: Fate
    how: str
    witness: str

    def change(self, register: "Register", line: Line) -> None:
        """Note what became of it."""
        register.settled[self.entry] = Settled(
            self.entry, self.fate, self.how, self.witness, line.hand.by, line.hand.day
        )

    def said(self) -> str:
        """Return what became of what."""
        return f"What left with entry {self.entry}: {self.fate}. {self.how}. Second person: {self.witness}."


def settle(register: "Register", hand: Hand, *, entry: int, fate: str, how: str, witness: str) -> list[Event]:
    """Account for a package, an exported file or a vault that was put aside, by the entry it left with."""
    listed = {trace.reference for found in _done(register) for trace in _outside(register, found)}
    if str(entry) not in listed:
        raise FactMissingError(
            fact="the entry", why=f"no package, export or restore of a disposed document has entry {entry}"
        )
    if entry in register.settled:
        known = register.settled[entry]
        raise WrongStateError(
            thing=f"What left with entry {entry}",
            state=f"accounted for since {dates.day(known.day)}: {known.fate}",
            act="accounted for again",
            advice="Nothing more is to be done with it.",
        )
    return [
        TraceSettled(
            entry=entry,
            fate=facts.one_of("what became of it", fate, FATES),
            how=facts.needed("how it is known", how),
            witness=second_person(register, hand, witness),
        )
    ]


def traces(register: "Register", disposal: "Disposal") -> list[Trace]:
    """Return all that holds, or held, the documents of a disposal, besides this vault."""
    known = (
        [register.media[one] for one in disposal.media if one in register.media]
        if disposal.done
        else media.holding(register, disposal.documents)
    )
    return [
        *(_medium(medium, disposal) for medium in known),
        *_outside(register, disposal),
    ]


def unsettled(register: "Register", disposal: "Disposal") -> list[Trace]:
    """Return what still holds the documents of a disposal."""
    return [trace for trace in traces(register, disposal) if not trace.settled]


def is_complete(register: "Register", disposal: "Disposal") -> bool:
    """Tell whether nothing that is listed holds the documents any more."""
    return disposal.cleared is not None and not unsettled(register, disposal)


def completed(register: "Register", disposal: "Disposal") -> date | None:
    """Return the day on which the last of what is listed ended, or None while a disposal is not complete."""
    if not is_complete(register, disposal) or disposal.cleared is None:
        return None
    ends = [disposal.cleared]
    for one in disposal.media:
        medium = register.media.get(one)
        if medium:
            ends += [day for day in (medium.destroyed or _tested_whole(medium, disposal),) if day]
    ends += [register.settled[int(trace.reference)].day for trace in _outside(register, disposal)]
    return max(ends)


def left_with_others(register: "Register", disposal: "Disposal") -> bool:
    """Tell whether somebody kept what left the vault: it is accounted for, and holds the documents."""
    known = (register.settled.get(int(trace.reference)) for trace in _outside(register, disposal))
    return any(one.fate == "kept by the recipient" for one in known if one)


def state(register: "Register", disposal: "Disposal", day: date) -> str:
    """Return how far a disposal is, in words."""
    if disposal.abandoned:
        return "abandoned"
    if disposal.done is None:
        return "lapsed" if disposal.lapsed(day) else "awaiting signature"
    return "complete" if is_complete(register, disposal) else "key removed here"


def waiting(register: "Register", day: date) -> "list[Disposal]":
    """Return the disposals that wait for somebody: to be signed, or to become complete."""
    return [
        known
        for known in register.disposals.values()
        if known.open(day) or (known.done and not is_complete(register, known))
    ]


def shares_from_before(register: "Register") -> "Disposal | None":
    """Return the last disposal since which the recovery shares in force were not made anew."""
    present = register.recovery
    later = [known for known in _done(register) if present and known.recovery == present.recovery]
    return later[-1] if later else None


def _done(register: "Register") -> "list[Disposal]":
    return [known for known in register.disposals.values() if known.done]


def _medium(medium: media.Medium, disposal: "Disposal") -> Trace:
    what, where = f"Backup medium {medium.medium} “{medium.label}”", f"{medium.place}, {medium.keeper}"
    if medium.destroyed:
        return Trace(medium.medium, what, where, f"Destroyed on {dates.day(medium.destroyed)}", "")
    tested = _tested_whole(medium, disposal)
    if tested:
        return Trace(medium.medium, what, where, f"Made anew, and tested whole on {dates.day(tested)}", "")
    anew = disposal.done_entry and medium.number >= disposal.done_entry
    to_do = TEST_IT if anew else "Back up to it again and test it, or destroy it"
    return Trace(medium.medium, what, where, "", to_do)


def _tested_whole(medium: media.Medium, disposal: "Disposal") -> date | None:
    """Return when a medium that was made anew was first tested whole; no later backup undoes that."""
    since = disposal.done_entry
    return next((test.day for test in medium.whole if since and test.number >= since), None)


def _outside(register: "Register", disposal: "Disposal") -> list[Trace]:
    """Return the packages and exports of the documents, and each vault that a restore put aside since."""
    until = disposal.done_entry or register.head.number + 1
    found = [
        (made.entry, f"Package of {dates.day(made.made)}", _readable(made.recipient))
        for made in register.packages
        if not set(made.documents).isdisjoint(disposal.documents)
    ]
    found += [
        (view.entry, f"Export of {_shown(register, view)}", view.viewer)
        for view in register.views
        if view.document in disposal.documents and view.how == EXPORTED
    ]
    known = [register.documents[one] for one in disposal.documents if one in register.documents]
    first = min((one.versions[0].entry for one in known), default=0)
    found += [
        (last.entry, f"Vault put aside by the restore of {dates.day(last.day)}", "its folder")
        for last in register.restores
        if last.entry > first
    ]
    return [_left(register, *one) for one in sorted(found) if one[0] < until]


def _readable(recipient: str) -> str:
    return "in clear" if recipient == IN_CLEAR else "sealed for its recipient"


def _shown(register: "Register", view: View) -> str:
    return f"{documents.shown_as(register, view.document)}, {dates.day(view.at.date())}"


def _left(register: "Register", entry: int, what: str, where: str) -> Trace:
    known = register.settled.get(entry)
    if known is None:
        return Trace(str(entry), what, where, "", "Find out what became of it, and record that")
    told = f"{known.fate.capitalize()}, {dates.day(known.day)}: {known.how}"
    return Trace(str(entry), what, where, told, "")
