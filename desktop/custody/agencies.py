"""The agencies that contribute to a review, and their Individual Management Reviews (E1, E2).

Rule: an agency stands there once. Its report came on the day that was recorded, or else on the day on which
that agency's report was taken into custody: nothing is typed twice. What was entered is put right by an
entry of its own, with the reason and the authority.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ReviewConcludedError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

KIND = "imr"
"""The kind of document that an agency's report is."""
_LONGEST = 120


class Agency(msgspec.Struct, frozen=True, omit_defaults=True):
    """One agency, with the day on which its report was asked for and the day on which it came."""

    agency: str
    requested: date | None = None
    came: date | None = None


class Contributing(Agency, frozen=True):
    """An agency as it stands in a review; the entry that added it tells it from others for good."""

    entry: int = 0


class AgencyAdded(Event, frozen=True, kw_only=True, tag="agency-added"):
    """An agency contributes to a review."""

    words: ClassVar[str] = "{agency} contributes to review {review}."

    review: str
    agency: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the agency."""
        added = Contributing(self.agency, entry=line.number)
        _keep(register, self.review, [*register.reviews[self.review].agencies, added])


class ImrRequested(Event, frozen=True, kw_only=True, tag="imr-requested"):
    """An agency was asked for its report."""

    words: ClassVar[str] = "{agency} was asked on {day} for its Individual Management Review for {review}."

    review: str
    agency: str
    day: date

    def change(self, register: "Register", line: Line) -> None:
        """Note the day, from which its time is counted."""
        _note(register, self.review, self.agency, requested=self.day)


class ImrCame(Event, frozen=True, kw_only=True, tag="imr-came"):
    """An agency's report came."""

    words: ClassVar[str] = "The Individual Management Review of {agency} for {review} came on {day}."

    review: str
    agency: str
    day: date

    def change(self, register: "Register", line: Line) -> None:
        """Note the day."""
        _note(register, self.review, self.agency, came=self.day)


class AgencyCorrected(Event, frozen=True, kw_only=True, tag="agency-corrected"):
    """What was entered of an agency was put right."""

    review: str
    agency: str
    """As it was called until then."""
    after: Agency
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put it right, in its place."""
        known, after = register.reviews[self.review].agencies, self.after
        put_right = {"agency": after.agency, "requested": after.requested, "came": after.came}
        _keep(
            register,
            self.review,
            [
                msgspec.structs.replace(one, **put_right) if one.agency == self.agency else one
                for one in known
            ],
        )

    def said(self) -> str:
        """Return what stands now, and why."""
        asked, came = (
            f"on {dates.day(day)}" if day else "not" for day in (self.after.requested, self.after.came)
        )
        return (
            f"What was entered of {self.agency} for {self.review} was put right: {self.after.agency}, asked"
            f" {asked}, report came {came}. Authority: {self.authority}. Reason: {self.why}"
        )


class AgencyStruckOut(Event, frozen=True, kw_only=True, tag="agency-struck-out"):
    """An agency does not contribute to a review after all."""

    words: ClassVar[str] = (
        "{agency} does not contribute to review {review} after all. Authority: {authority}. Reason: {why}"
    )

    review: str
    agency: str
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Leave it out from now on."""
        known = register.reviews[self.review].agencies
        _keep(register, self.review, [one for one in known if one.agency != self.agency])


Events = AgencyAdded | ImrRequested | ImrCame | AgencyCorrected | AgencyStruckOut


def add(
    register: "Register", hand: Hand, *, review: str, agency: str, requested: date | None = None
) -> list[Event]:
    """Enter an agency that contributes, and the day on which its report was asked for, if it was."""
    found = _open(register, review)
    name = _named(agency)
    _is_free(found, name)
    events: list[Event] = [AgencyAdded(review=found.review, agency=name)]
    if requested is not None:
        day = dates.not_ahead("The day of the request", requested, hand.day)
        events.append(ImrRequested(review=found.review, agency=name, day=day))
    return events


def request(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    agencies: "Sequence[str]",
    day: date | None = None,
) -> list[Event]:
    """Record that agencies were asked for their reports, all on one day."""
    found = _open(register, review)
    if not agencies:
        raise FactMissingError(fact="the agency", why="none was named")
    asked = [of(found, agency) for agency in agencies]
    for one in asked:
        if one.requested is not None:
            raise WrongStateError(
                thing=one.agency,
                state=f"asked for its report since {dates.day(one.requested)}",
                act="asked again",
                advice="If that day is wrong, put it right, with the reason.",
            )
    on = dates.not_ahead("The day of the request", day, hand.day)
    named = dict.fromkeys(one.agency for one in asked)
    return [ImrRequested(review=found.review, agency=name, day=on) for name in named]


def receive(
    register: "Register", hand: Hand, *, review: str, agency: str, day: date | None = None
) -> list[Event]:
    """Record that an agency's report came; where it was taken into custody that day stands there already."""
    found = _open(register, review)
    one = of(found, agency)
    if one.requested is None:
        raise WrongStateError(
            thing=one.agency,
            state="not asked for its report yet",
            act="entered as having sent it",
            advice="Record first on which day it was asked.",
        )
    if one.came is not None:
        raise AlreadyThereError(
            noun="The report of",
            reference=one.agency,
            advice=f"It came on {dates.day(one.came)}. If that day is wrong, put it right, with the reason.",
        )
    on = dates.not_ahead("The day it came", day, hand.day)
    dates.not_before("The day it came", on, one.requested, "it was asked for later")
    return [ImrCame(review=found.review, agency=one.agency, day=on)]


def correct(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    agency: str,
    name: str,
    requested: date | None,
    came: date | None,
    why: str,
    authority: str,
) -> list[Event]:
    """Put right what was entered of an agency; everything is given as it stands from now on."""
    found = register.review(review)
    one = of(found, agency)
    for what, day in (("The day of the request", requested), ("The day it came", came)):
        dates.not_ahead(what, day, hand.day)
    if came is not None:
        if requested is None:
            raise FactMissingError(fact="the day of the request", why="a report that came was asked for")
        dates.not_before("The day it came", came, requested, "it was asked for later")
    wanted = Agency(_named(name), requested, came)
    if wanted == Agency(one.agency, one.requested, one.came):
        raise FactMissingError(fact=one.agency, why="what was given is what stands there already")
    if folded(wanted.agency) != folded(one.agency):
        _is_free(found, wanted.agency)
    return [
        AgencyCorrected(
            review=found.review,
            agency=one.agency,
            after=wanted,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def strike_out(
    register: "Register", hand: Hand, *, review: str, agency: str, why: str, authority: str
) -> list[Event]:
    """Record that an agency does not contribute after all; the entries stay."""
    found = register.review(review)
    return [
        AgencyStruckOut(
            review=found.review,
            agency=of(found, agency).agency,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def of(review: "Review", agency: str) -> Contributing:
    """Return the agency of that name; capitals do not matter."""
    for one in review.agencies:
        if folded(one.agency) == folded(agency):
            return one
    raise UnknownReferenceError(noun=f"agency of review {review.review} called", reference=agency)


def came(register: "Register", review: "Review", agency: Agency) -> date | None:
    """Return the day on which an agency's report came: the one recorded, or that of taking it in."""
    if agency.came is not None:
        return agency.came
    taken = [
        known.versions[0].taken_in
        for known in register.documents.values()
        if known.review == review.review
        and known.kind == KIND
        and folded(known.agency) == folded(agency.agency)
    ]
    return min(taken, default=None)


def _named(agency: str) -> str:
    name = " ".join(facts.needed("the agency", agency).split())
    facts.counted("the length of the agency's name", len(name), 1, _LONGEST)
    return name


def _is_free(review: "Review", name: str) -> None:
    if any(folded(one.agency) == folded(name) for one in review.agencies):
        raise AlreadyThereError(
            noun="Agency", reference=f"{name} of review {review.review}", advice="It contributes already."
        )


def _open(register: "Register", review: str) -> "Review":
    found = register.review(review)
    if found.concluded is not None:
        raise ReviewConcludedError(review=found.review, day=dates.day(found.concluded))
    return found


def _note(register: "Register", review: str, agency: str, **changes: object) -> None:
    known = register.reviews[review].agencies
    _keep(
        register,
        review,
        [msgspec.structs.replace(one, **changes) if one.agency == agency else one for one in known],
    )


def _keep(register: "Register", review: str, agencies: list[Contributing]) -> None:
    known = register.reviews[review]
    register.reviews[review] = msgspec.structs.replace(known, agencies=tuple(agencies))
