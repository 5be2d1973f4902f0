"""A muster: every copy is counted against the register, by two people, on a sheet without a tick (C13).

Rule: one muster at a time. Each copy is judged by the state it has when its count is entered, so a copy that
moves meanwhile is no discrepancy. The code of the signed sheet ends it; each discrepancy then opens an
incident. Nothing that a muster finds moves a copy: that is for the acts of loans and mishaps.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import copies, counting, dates, facts, incidents, sheet_codes, witness
from desktop.custody.copies import Copy
from desktop.custody.counting import SEEN, Seen
from desktop.custody.errors import (
    FactMissingError,
    MusterCodeError,
    MusterOpenError,
    SameCounterError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

MUSTER_CODE = "MU1"
"""How the machine-readable code of a count sheet begins."""


class Count(msgspec.Struct, frozen=True):
    """What two people found of one copy; `finding` says how the register differs, or is empty."""

    copy: str
    seen: Seen
    pages: int | None
    note: str
    finding: str
    state: str
    """The copy's state when the count was entered."""
    day: date


class Discrepancy(msgspec.Struct, frozen=True):
    """A difference between count and register, as the muster ended; `about` is a copy or the muster."""

    about: str
    finding: str
    incident: str
    note: str = ""


class Muster(msgspec.Struct, frozen=True):
    """One muster: who counts, of what, the copies on its sheet, and what was found."""

    muster: str
    first: str
    second: str
    review: str
    """Of one review only, or empty."""
    place: str
    """Of what lies there only, or empty."""
    begun: date
    entry: int
    code: str
    """The code on the count sheet, as it is compared."""
    listed: tuple[str, ...]
    """The copies on the sheet: those that were in its scope when it began."""
    counts: Mapping[str, Count] = {}
    """The last count of each copy."""
    extras: tuple[str, ...] = ()
    """What was found that is no copy of the register."""
    finished: date | None = None
    finished_in: int = 0
    """The entry that ended it with its code."""
    finished_at: datetime | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    abandoned: date | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.finished is None and self.abandoned is None

    @property
    def whole(self) -> bool:
        """Whether it counts every copy of the Board."""
        return not self.review and not self.place

    @property
    def scope(self) -> str:
        """What is counted, in words."""
        of_review = f"the copies of {self.review}" if self.review else "every copy"
        return f"{of_review}, {counting.at(self.place)}" if self.place else of_review

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.open:
            return "under way"
        return "finished" if self.finished else "abandoned"


class MusterBegun(Event, frozen=True, kw_only=True, tag="muster-begun"):
    """Two people began to count."""

    muster: str
    first: str
    second: str
    review: str = ""
    place: str = ""

    def said(self) -> str:
        """Return who counts what."""
        of = f" of {self.review}" if self.review else ""
        at = f", {counting.at(self.place)}" if self.place else ""
        return f"Muster {self.muster}{of}{at} was begun by {self.first} and {self.second}."

    def change(self, register: "Register", line: Line) -> None:
        """Add the muster with the copies in its scope; the sheet's code comes from this entry's digest."""
        listed = tuple(copy.copy for copy in counting.in_scope(register, self.review, self.place))
        register.musters[self.muster] = Muster(
            self.muster,
            self.first,
            self.second,
            self.review,
            self.place,
            line.hand.day,
            line.number,
            sheet_codes.made(line, "muster"),
            listed,
        )


class MusterCounted(Event, frozen=True, kw_only=True, tag="muster-counted"):
    """One copy was looked for; the last count of a copy is the one that stands."""

    muster: str
    copy: str
    seen: Seen
    pages: int | None = None
    note: str = ""
    finding: str = ""

    def said(self) -> str:
        """Return what was found, and how the register differs."""
        pages = "" if self.pages is None else f", {self.pages} pages"
        differs = f" Discrepancy: {self.finding}." if self.finding else ""
        return f"{self.muster}: {self.copy} was {counting.TOLD[self.seen]}{pages}.{differs}"

    def change(self, register: "Register", line: Line) -> None:
        """Note the count."""
        muster = register.musters[self.muster]
        state = str(register.copies[self.copy].state)
        count = Count(self.copy, self.seen, self.pages, self.note, self.finding, state, line.hand.day)
        _noted(register, self.muster, counts={**muster.counts, self.copy: count})


class MusterExtra(Event, frozen=True, kw_only=True, tag="muster-extra"):
    """Something was found that is no copy of the register."""

    words: ClassVar[str] = "{muster}: found, and in no register: {what}"

    muster: str
    what: str

    def change(self, register: "Register", line: Line) -> None:
        """Add what was found."""
        _noted(register, self.muster, extras=(*register.musters[self.muster].extras, self.what))


class MusterFinished(Event, frozen=True, kw_only=True, tag="muster-finished"):
    """The count sheet came back signed by both: its code was typed."""

    muster: str
    counted: int
    discrepancies: tuple[Discrepancy, ...] = ()

    def said(self) -> str:
        """Return how it ended."""
        found = len(self.discrepancies)
        return f"Muster {self.muster} was finished: {self.counted} counted, discrepancies: {found}."

    def change(self, register: "Register", line: Line) -> None:
        """Keep the muster with what differed."""
        _noted(
            register,
            self.muster,
            finished=line.hand.day,
            finished_in=line.number,
            finished_at=line.hand.at,
            discrepancies=self.discrepancies,
        )


class MusterAbandoned(Event, frozen=True, kw_only=True, tag="muster-abandoned"):
    """A muster was given up; what was counted stays on the record and settles nothing."""

    words: ClassVar[str] = "Muster {muster} was abandoned: {reason}"

    muster: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep the muster as abandoned."""
        _noted(register, self.muster, abandoned=line.hand.day, reason=self.reason)


class Counted(NamedTuple):
    """A count as it is entered; `copy` is a reference, or the code of one of its pages as scanned."""

    copy: str
    seen: str
    pages: int | None = None
    note: str = ""


class Standing(NamedTuple):
    """How far a muster is: the copies still to be looked for, and how many there were to look for."""

    missing: list[Copy]
    to_count: int


def begin(
    register: "Register", hand: Hand, *, first: str, second: str, review: str = "", place: str = ""
) -> list[Event]:
    """Begin a muster of every copy, of one review's, or of what lies in one place (C13)."""
    known = under_way(register)
    if known is not None:
        raise MusterOpenError(muster=known.muster, day=dates.day(known.begun))
    dates.not_before(
        "the day it was begun", hand.day, register.founded.founded_on, "the vault was founded later"
    )
    first = witness.named(register, "the first counter's name", first)
    second = witness.named(register, "the second counter's name", second)
    if witness.same_person(first, second):
        raise SameCounterError(name=second)
    review = register.review(review).review if review.strip() else ""
    place = counting.place_named(register, place)
    if not counting.in_scope(register, review, place):
        raise FactMissingError(fact="the copies to be counted", why="no copy was numbered there yet")
    reference = register.next_reference("MU", register.musters)
    return [MusterBegun(muster=reference, first=first, second=second, review=review, place=place)]


def count(register: "Register", hand: Hand, *, counts: Sequence[Counted]) -> list[Event]:
    """Enter what was found of copies, each judged by the state it has now.

    A copy of the register that is not on the sheet can be counted too: it was found.
    """
    muster = the_open_one(register, "counted for")
    if not counts:
        raise FactMissingError(fact="the copies that were counted", why="none was named")
    return [_counted(register, hand, muster, one) for one in counts]


def extra(register: "Register", hand: Hand, *, what: str) -> list[Event]:
    """Enter something that was found and is no copy of the register."""
    muster = the_open_one(register, "added to")
    _not_before(muster, hand, "the day it was found")
    return [MusterExtra(muster=muster.muster, what=facts.needed("what was found", what))]


def finish(register: "Register", hand: Hand, *, code: str) -> list[Event]:
    """End the muster by the code of the sheet that both signed, and open an incident for what differs."""
    muster = the_open_one(register, "finished")
    if sheet_codes.read(register, MUSTER_CODE, muster.muster, code) != muster.code:
        raise MusterCodeError(muster=muster.muster)
    _not_before(muster, hand, "the day it was finished")
    last = max((one.day for one in muster.counts.values()), default=muster.begun)
    dates.not_before("the day it was finished", hand.day, last, f"the last count was on {dates.day(last)}")
    opened: list[Event] = []
    found: list[Discrepancy] = []
    references = list(register.incidents)
    for differs in differences(register, muster):
        known = _open_incident(register, differs.about)
        if known is None:
            known = register.next_reference("I", references)
            references.append(known)
            what = f"Muster {muster.muster}: {differs.finding}."
            opened.append(
                incidents.IncidentOpened(incident=known, matter="muster", about=differs.about, what=what)
            )
        found.append(msgspec.structs.replace(differs, incident=known))
    ended = MusterFinished(muster=muster.muster, counted=len(muster.counts), discrepancies=tuple(found))
    return [*opened, ended]


def abandon(register: "Register", hand: Hand, *, reason: str) -> list[Event]:
    """Give a muster up; it then counts for nothing, and is due as before."""
    muster = the_open_one(register, "abandoned")
    _not_before(muster, hand, "the day it was abandoned")
    return [MusterAbandoned(muster=muster.muster, reason=facts.needed("the reason", reason))]


def under_way(register: "Register") -> Muster | None:
    """Return the muster that is not finished, or None."""
    last = next(reversed(register.musters.values()), None)
    return last if last is not None and last.open else None


def the_open_one(register: "Register", act: str) -> Muster:
    """Return the muster under way; raise WrongStateError if there is none."""
    muster = under_way(register)
    if muster is None:
        last = next(reversed(register.musters.values()), None)
        raise WrongStateError(
            thing=f"Muster {last.muster}" if last else "A muster",
            state=last.state if last else "not begun",
            act=act,
            advice="Begin a muster first, and print its count sheet.",
        )
    return muster


def standing(register: "Register", muster: Muster) -> Standing:
    """Return how far the count of an open muster is."""
    listed = [register.copies[name] for name in muster.listed]
    missing = [copy for copy in listed if copy.copy not in muster.counts and counting.unlooked_for(copy)]
    done = sum(name in muster.counts for name in muster.listed)
    return Standing(missing, done + len(missing))


def differences(register: "Register", muster: Muster) -> list[Discrepancy]:
    """Return how count and register differ as they stand; no incident is named yet."""
    found = [
        Discrepancy(count.copy, count.finding, "", count.note)
        for count in muster.counts.values()
        if count.finding
    ]
    found += [
        Discrepancy(name, finding, "")
        for name in muster.listed
        if name not in muster.counts and (finding := counting.unlooked_for(register.copies[name]))
    ]
    found += [Discrepancy(muster.muster, f"found, and in no register: {what}", "") for what in muster.extras]
    return sorted(found, key=lambda one: (one.about not in register.copies, copies.order(one.about)))


def _counted(register: "Register", hand: Hand, muster: Muster, one: Counted) -> MusterCounted:
    copy = counting.copy_read(register, one.copy)
    _not_before(muster, hand, "the day of the count")
    moved = f"{copy.copy} was moved on {dates.day(copy.since)}: count it again"
    dates.not_before("the day of the count", hand.day, copy.since, moved)
    seen: Seen = facts.one_of("where it was seen", one.seen, SEEN)
    pages = one.pages
    if pages is not None:
        facts.counted("the number of pages", pages, 0)
        if seen == "not seen":
            raise FactMissingError(fact="where it was seen", why="pages were counted, so it was seen")
    return MusterCounted(
        muster=muster.muster,
        copy=copy.copy,
        seen=seen,
        pages=pages,
        note=facts.optional("the remark", one.note),
        finding=counting.judged(copy, seen, pages),
    )


def _open_incident(register: "Register", about: str) -> str | None:
    """Return the incident that an earlier muster opened about the same thing, while it is open."""
    for known in register.incidents.values():
        if (known.about, known.matter, known.closed) == (about, "muster", None):
            return known.incident
    return None


def _not_before(muster: Muster, hand: Hand, what: str) -> None:
    dates.not_before(what, hand.day, muster.begun, f"{muster.muster} was begun on {dates.day(muster.begun)}")


def _noted(register: "Register", muster: str, **changes: object) -> None:
    register.musters[muster] = msgspec.structs.replace(register.musters[muster], **changes)
