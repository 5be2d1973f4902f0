"""Requests for information, each with its clock and its working."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import answering, clocks, holds
from desktop.custody.clocks import Clock
from desktop.custody.information import Request
from desktop.custody.information_course import course
from desktop.custody.information_papers import LAWS
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.holds import LookAgain
from desktop.ui.dialogs.information import (
    FREEDOM,
    AnswerInformation,
    AskForMore,
    NameSubject,
    RecordInformation,
    WhatCame,
    WithholdPassage,
    clock_line,
)
from desktop.ui.dialogs.information_course import (
    AnswerReview,
    AskReview,
    CloseInformation,
    Complain,
    CopyToMembers,
    EndComplaint,
    ExtendReview,
    ExtendTime,
    GiveOpinion,
    PrintWorking,
    ReleasePassage,
    WriteLetter,
)
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class InformationScreen(Screen):
    """Requests under the Freedom of Information Act and for subject access."""

    title = "Requests for information"
    noun = "request for information"
    empty_title = "Nobody has asked for information under the law yet."
    empty_hint = (
        "Requests under the Freedom of Information Act, and of people for what is held about them, are"
        " recorded here with the day they came. The time to answer is counted from there."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Request", lambda one: one.request, lambda one: rows.reference_key(one.request)),
            Column("State", lambda one: one.state, whole=True),
            Column("Due", self._due, lambda one: rows.day_key(self._due_day(one))),
            Column("Who asks", lambda one: one.name),
            Column("Received", lambda one: rows.short_day(one.received), lambda one: one.received),
            Column("Asked", lambda one: one.asked),
        ]

    def rows(self) -> Sequence[Request]:
        """Return the requests: the open ones first, those that are due soonest at the head."""
        register = self.desk.register
        every = (*register.foi.values(), *register.subject_access.values())
        return sorted(every, key=lambda one: (one.closed is not None, rows.day_key(self._due_day(one))))

    def identify(self, row: Request) -> str:
        """Return the reference."""
        return row.request

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        offered: list[
            tuple[str, Callable[[Desk, Request, QWidget], QDialog], Callable[[Request | None], str]]
        ] = [
            ("A&nswer…", AnswerInformation, _unanswered),
            ("&Ask for more…", AskForMore, _unanswered),
            ("Wha&t came…", WhatCame, _waited_for),
            ("With&hold a passage…", WithholdPassage, _unanswered),
            ("Cop&y to members…", CopyToMembers, needs_row),
            ("&Write a letter…", WriteLetter, needs_row),
        ]
        rare: list[
            tuple[str, Callable[[Desk, Request, QWidget], QDialog], Callable[[Request | None], str]]
        ] = [
            ("What it is &about…", NameSubject, _open),
            ("&Opinion under section 36…", GiveOpinion, _under_the_act),
            ("&More time…", ExtendTime, _not_extended),
            ("&Internal review…", AskReview, _reviewable),
            ("&Time for the review…", ExtendReview, _under_review),
            ("Answer the &review…", AnswerReview, _under_review),
            ("Re&lease a passage…", ReleasePassage, _releasable),
            ("&Complaint…", Complain, _no_complaint),
            ("&End of the complaint…", EndComplaint, _complained),
            ("&Working on paper…", PrintWorking, needs_row),
            ("Close the re&quest…", CloseInformation, _closable),
        ]
        return [
            Offer(
                "&Record a request…",
                lambda _row: RecordInformation(desk, window()),
                always,
                main=True,
                on_row=False,
            ),
            *(self._offer(label, dialog, unfit) for label, dialog, unfit in offered),
            *(self._offer(label, dialog, unfit, rare=True) for label, dialog, unfit in rare),
        ]

    def details(self, row: Request) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a request, and the working of its clock."""
        register = self.desk.register
        clock = self._clock(row)
        return row.request, [
            ("State", row.state),
            ("Clock", clock_line(clock)),
            ("Law", LAWS[row.law]),
            ("Who asks", row.name),
            ("Address", row.address),
            ("Asked", row.asked),
            ("Received", f"{rows.day(row.received)}, by {row.way}"),
            ("About", ", ".join(row.about) or holds.EVERYTHING),
            ("To copy", ", ".join(answering.uncopied(row)) if row.closed is None else ""),
            *course(register, row),
            ("Working", _working(clock)),
        ]

    def _offer(
        self,
        label: str,
        dialog: Callable[[Desk, Request, QWidget], QDialog],
        unfit: Callable[[Request | None], str],
        *,
        rare: bool = False,
    ) -> Offer:
        return Offer(label, lambda row: dialog(self.desk, row, self.window()), unfit, rare=rare)

    def _clock(self, row: Request) -> Clock:
        return clocks.told(self.desk.register, row)

    def _due_day(self, row: Request) -> date | None:
        return self._clock(row).due if row.clock_matters else None

    def _due(self, row: Request) -> str:
        if not row.clock_matters:
            return ""
        due = self._due_day(row)
        if due is None:
            return "stands" if row.waiting else "not known"
        return f"{rows.short_day(due)}{', overdue' if due < self.desk.today else ''}"


def see_to(desk: Desk, clock: Clock, parent: QWidget) -> QDialog:
    """Return the dialog that sees to a clock which runs out."""
    if clock.what == "hold to look at again":
        return LookAgain(desk, desk.register.holds[clock.reference], parent)
    request = desk.register.information(clock.reference)
    if clock.what == "internal review":
        return AnswerReview(desk, request, parent)
    if clock.what == "reply to the Commissioner":
        return EndComplaint(desk, request, parent)
    return WhatCame(desk, request, parent) if request.waiting else AnswerInformation(desk, request, parent)


def _working(clock: Clock) -> str:
    return "\n".join(
        f"{rows.short_day(step.day)}  {step.said}" + (f" ({step.number})" if step.number else "")
        for step in clock.steps
    )


def _open(row: Request | None) -> str:
    if row is None:
        return needs_row(row)
    return "It is closed." if row.closed else ""


def _unanswered(row: Request | None) -> str:
    if row is None or row.closed:
        return _open(row)
    return f"It was answered: {row.response.outcome}." if row.response else ""


def _releasable(row: Request | None) -> str:
    unfit = _open(row) or (_under_review(row) and _unanswered(row))
    return unfit or ("" if row is not None and row.withheld else "Nothing is withheld.")


def _waited_for(row: Request | None) -> str:
    return _open(row) or ("" if row is not None and row.waiting else "Nothing is waited for.")


def _under_the_act(row: Request | None) -> str:
    unfit = _unanswered(row)
    return unfit or (
        "" if row is not None and row.law == FREEDOM else "It is no freedom of information request."
    )


def _not_extended(row: Request | None) -> str:
    return _unanswered(row) or ("It is extended already." if row is not None and row.extension else "")


def _reviewable(row: Request | None) -> str:
    if row is None:
        return needs_row(row)
    if row.law != FREEDOM:
        return "It is no freedom of information request."
    if row.response is None:
        return "It is not answered yet."
    return "It was asked for already." if row.reviewed else ""


def _under_review(row: Request | None) -> str:
    if row is None:
        return needs_row(row)
    open_ = row.reviewed is not None and row.reviewed.answered is None
    return "" if open_ else "No internal review is open."


def _no_complaint(row: Request | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if _complained(row) else "It is before the Commissioner already."


def _complained(row: Request | None) -> str:
    if row is None:
        return needs_row(row)
    open_ = row.complaint is not None and row.complaint.ended is None
    return "" if open_ else "No complaint is open."


def _closable(row: Request | None) -> str:
    if row is None or row.closed:
        return _open(row)
    left = answering.uncopied(row)
    return f"Copy the {' and the '.join(left)} to the Chair and the members first." if left else ""
