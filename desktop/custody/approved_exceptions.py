"""Approved exceptions: a copy that its holder keeps, a number that is accepted as it is, pages never found.

Rule (F1, F2): each is one copy's, by a named approver's written authority, with its reason, and may be looked
at again. An exception changes nothing that is true: a lost copy stays lost. It covers a number as it stood;
once the copy turns up, or anything else becomes of it, it covers that no more.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import copies, dates, facts, incidents
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.custody.register import Register

Kind = Literal["kept by holder", "accepted as it is", "pages missing"]

_MISSING: tuple[incidents.Matter, ...] = ("pages", "muster", "damaged")


class Approval(msgspec.Struct, frozen=True):
    """Who approved it in writing, when, and why."""

    approver: str
    authority: str
    """The office or the decision by which the approver may."""
    written: date
    reason: str
    look_again: date | None = None


class ApprovedException(msgspec.Struct, frozen=True):
    """One exception, with the copy as it stood."""

    copy: str
    kind: Kind
    approval: Approval
    since: date
    entry: int
    pages: int | None = None
    """How many pages are left, of a copy with pages missing."""
    looked_at: date | None = None
    why_it_stands: str = ""
    settled: date | None = None
    """The day on which something became of a number that was accepted as it was."""
    ended: date | None = None
    why: str = ""
    """Why it was ended, and by whose authority."""


class ExceptionApproved(Event, frozen=True, kw_only=True, tag="exception-approved"):
    """A named approver made an exception of one copy, in writing."""

    copy: str
    exception: Kind
    approval: Approval
    pages: int | None = None

    def said(self) -> str:
        """Return what was excepted, by whom and why."""
        made = self.approval
        again = f" To be looked at again on {dates.day(made.look_again)}." if made.look_again else ""
        left = f" ({self.pages} left)" if self.pages is not None else ""
        return (
            f"{self.copy}: {self.exception}{left}, by exception of {made.approver} ({made.authority}),"
            f" written on {dates.day(made.written)}. Reason: {made.reason.rstrip('.')}.{again}"
        )

    def change(self, register: "Register", line: Line) -> None:
        """Keep the exception; a copy that is kept is asked for no more, one that is short counts as it is."""
        found = register.copies[self.copy]
        if self.exception == "kept by holder":
            loans = copies.loan_noted(found, kept=line.hand.day)
            copies.moved(register, line, self.copy, loans=loans)
        elif self.pages is not None:
            register.copies[self.copy] = msgspec.structs.replace(found, pages=self.pages)
        made = ApprovedException(
            self.copy, self.exception, self.approval, line.hand.day, line.number, self.pages
        )
        register.exceptions[self.copy] = (*register.exceptions.get(self.copy, ()), made)


class ExceptionLookedAt(Event, frozen=True, kw_only=True, tag="exception-looked-at"):
    """An exception was looked at and stands."""

    copy: str
    why: str
    look_again: date | None = None

    def said(self) -> str:
        """Return why it stands, and until when."""
        again = f" To be looked at again on {dates.day(self.look_again)}." if self.look_again else ""
        return f"The exception of {self.copy} was looked at and stands: {self.why.rstrip('.')}.{again}"

    def change(self, register: "Register", line: Line) -> None:
        """Note the day, and the next one."""
        approval = _covering(register, self.copy).approval
        again = msgspec.structs.replace(approval, look_again=self.look_again)
        _noted(register, self.copy, approval=again, looked_at=line.hand.day, why_it_stands=self.why)


class ExceptionEnded(Event, frozen=True, kw_only=True, tag="exception-ended"):
    """An exception holds no more: a copy that was kept is asked back."""

    words: ClassVar[str] = "The exception of {copy} was ended. Authority: {authority}. Reason: {why}"

    copy: str
    authority: str
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end; the holder of a copy that was kept is asked for it back at once."""
        found = register.copies[self.copy]
        _noted(register, self.copy, ended=line.hand.day, why=f"{self.why} Authority: {self.authority}")
        if found.loan is not None and found.loan.kept:
            day = line.hand.day
            changed: dict[str, object] = {"kept": None, "recalled": day, "recalled_for": day}
            loan = msgspec.structs.replace(found.loan, recall_reason=self.why, **changed)
            copies.noted(register, line, self.copy, loans=(*found.loans[:-1], loan))


Events = ExceptionApproved | ExceptionLookedAt | ExceptionEnded


def keep(register: "Register", hand: Hand, *, copy: str, approval: Approval) -> list[Event]:
    """Let the holder of a copy keep it under its own authority, by a written exception (F2)."""
    found = copies.in_state(register, hand, copy, "kept by its holder", *copies.WITH_HOLDER)
    return [_approved(register, hand, found, "kept by holder", approval)]


def accept(register: "Register", hand: Hand, *, copy: str, approval: Approval) -> list[Event]:
    """Accept one number as it stands, unaccounted for or not destroyed, so that its review can close (F1)."""
    found = register.copy(copy)
    if found.state in copies.ENDS:
        copies.in_state(register, hand, found.copy, "accepted by exception")
    known = standing(register, found.copy)
    if known is not None:
        raise WrongStateError(
            thing=found.copy,
            state="accepted already",
            act="accepted again",
            advice=f"The exception of {dates.day(known.approval.written)} stands. Nothing was changed.",
        )
    return [_approved(register, hand, found, "accepted as it is", approval)]


def accept_short(
    register: "Register", hand: Hand, *, copy: str, pages: int, approval: Approval
) -> list[Event]:
    """Accept that pages of a copy are lost for good: what is left can be taken back and destroyed."""
    found = register.copy(copy)
    copies.paper_only(found, "accepted with pages missing")
    if found.state in copies.GONE or found.pages is None:
        copies.in_state(register, hand, found.copy, "accepted with pages missing")
    known = [one for one in register.incidents.values() if one.about == found.copy and one.matter in _MISSING]
    if not known:
        raise WrongStateError(
            thing=found.copy,
            state="whole by the register",
            act="accepted with pages missing",
            advice="Count its pages first: at its return, at a muster or for a batch.",
        )
    facts.counted("the number of pages that are left", pages, 0, (found.pages or 1) - 1)
    return [_approved(register, hand, found, "pages missing", approval, pages=pages)]


def look_again(
    register: "Register", hand: Hand, *, copy: str, why: str, again: date | None = None
) -> list[Event]:
    """Record that an exception was looked at and stands, and when it is looked at next."""
    found = _the_standing(register, hand, copy, "looked at")
    if again is not None:
        dates.not_before("The day it is looked at again", again, hand.day, "it lies before today")
    return [ExceptionLookedAt(copy=found.copy, why=facts.needed("why it stands", why), look_again=again)]


def end(register: "Register", hand: Hand, *, copy: str, authority: str, why: str) -> list[Event]:
    """End an exception: a copy that was kept is asked back, a number is unaccounted for again."""
    found = _the_standing(register, hand, copy, "ended")
    review = register.reviews[register.documents[register.copies[found.copy].document].review]
    if found.kind != "kept by holder" and review.closed is not None:
        raise WrongStateError(
            thing=f"The exception of {found.copy}",
            state=f"what review {review.review} was closed on",
            act="ended",
            advice="If the copy turns up, say so: take it back, or say that it was found; then destroy it.",
        )
    return [
        ExceptionEnded(
            copy=found.copy,
            authority=facts.needed("the authority", authority),
            why=facts.needed("the reason", why),
        )
    ]


def standing(register: "Register", copy: str) -> ApprovedException | None:
    """Return the exception that covers a copy as it is now, or None."""
    kept = register.copies[copy].state == CopyState.KEPT_BY_HOLDER
    for made in reversed(register.exceptions.get(copy, ())):
        if made.ended is None and made.settled is None and made.kind != "pages missing":
            covers = kept if made.kind == "kept by holder" else True
            if covers:
                return made
    return None


def every_standing(register: "Register") -> "Iterator[ApprovedException]":
    """Yield the exceptions that cover a copy as it is now, in the order of the copies."""
    for copy in copies.in_order(register.copies[name] for name in register.exceptions):
        found = standing(register, copy.copy)
        if found is not None:
            yield found


def to_look_at(register: "Register", day: date) -> list[ApprovedException]:
    """Return the exceptions that are to be looked at again by `day`, those that wait longest first."""
    due = [
        (made.approval.look_again, made)
        for made in every_standing(register)
        if made.approval.look_again is not None and made.approval.look_again <= day
    ]
    return [made for _day, made in sorted(due, key=lambda one: one[0])]


def _the_standing(register: "Register", hand: Hand, copy: str, act: str) -> ApprovedException:
    name = register.copy(copy).copy
    found = standing(register, name)
    if found is None:
        raise WrongStateError(
            thing=name, state="under no exception", act=act, advice="See the list of exceptions."
        )
    dates.not_before("The day of the act", hand.day, found.since, "the exception was entered later")
    return found


def _approved(
    register: "Register",
    hand: Hand,
    copy: Copy,
    kind: Kind,
    approval: Approval,
    *,
    pages: int | None = None,
) -> ExceptionApproved:
    dates.not_before(
        "The day of the act", hand.day, copy.since, f"{copy.copy} was moved on {dates.day(copy.since)}"
    )
    again = approval.look_again
    if again is not None:
        dates.not_before("The day it is looked at again", again, hand.day, "it lies before today")
    made = Approval(
        approver=facts.needed("the approver", approval.approver),
        authority=facts.needed("the authority", approval.authority),
        written=dates.not_ahead("The day it was written", approval.written, hand.day),
        reason=facts.needed("the reason", approval.reason),
        look_again=again,
    )
    opened = register.reviews[register.documents[copy.document].review].opened
    dates.not_before("The day it was written", made.written, opened, "the review was opened later")
    return ExceptionApproved(copy=copy.copy, exception=kind, approval=made, pages=pages)


def _covering(register: "Register", copy: str) -> ApprovedException:
    found = standing(register, copy)
    if found is None:
        raise LookupError(copy)  # an event tells of an exception, so one stands
    return found


def _noted(register: "Register", copy: str, **changes: object) -> None:
    found = _covering(register, copy)
    register.exceptions[copy] = tuple(
        msgspec.structs.replace(made, **changes) if made is found else made
        for made in register.exceptions[copy]
    )
