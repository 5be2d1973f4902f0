"""The end of reviews: what is in the way of closing, batches that are destroyed, and exceptions (F1 to F4).

Rule: what is in the way is what the rules say it is; each number is seen to by itself.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import approved_exceptions, batches, closing, exception_list, holder_certificates
from desktop.custody.approved_exceptions import ApprovedException
from desktop.custody.closing import InTheWay
from desktop.custody.copies import Copy, CopyState
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.endings import (
    AcceptCopy,
    AcceptShort,
    CloseReview,
    EndException,
    ExceptionList,
    KeepCopy,
    LookAtException,
    ReceiveCertificate,
    SendCertificate,
)
from desktop.ui.dialogs.loans import TakeBack
from desktop.ui.screens.batch import BatchScreen
from desktop.ui.screens.paged import Page, PagedScreen
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column

Unfit = Callable[[InTheWay | None], str]


class ClosingScreen(Screen):
    """Every number that is in the way of closing a concluded review."""

    title = "In the way of closing"
    noun = "number"
    empty_title = "No number is in the way of closing a review."
    empty_hint = (
        "Once a review is concluded, every copy of it that is not at its end stands here, with what is to be"
        " done. When none is left and no incident of it is open, the review can be closed."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Copy", lambda row: row.copy.copy, lambda row: rows.reference_key(row.copy.copy)),
            Column("State", lambda row: str(row.copy.state), whole=True),
            Column("Responsible", lambda row: rows.person_name(register, row.copy.responsible)),
            Column("Batch", lambda row: _batch(self.desk, row.copy)),
            Column("What is to be done", lambda row: row.remedy),
            Column("Review", lambda row: register.documents[row.copy.document].review),
        ]

    def rows(self) -> Sequence[InTheWay]:
        """Return the numbers, review by review."""
        return closing.every_in_the_way(self.desk.register)

    def identify(self, row: InTheWay) -> str:
        """Return the copy."""
        return row.copy.copy

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        dialogs: list[tuple[str, Callable[..., QDialog], Unfit, bool]] = [
            ("&Take back…", TakeBack, _when(_out, _on_paper), False),
            ("&Holder's certificate…", SendCertificate, _when(_out, _on_paper), False),
            ("Certificate is &back…", ReceiveCertificate, _when(self._awaited), False),
            ("&Kept by its holder…", KeepCopy, _when(_out), False),
            ("&Accept it as it is…", AcceptCopy, needs_row, True),
            ("&Pages lost for good…", AcceptShort, _when(_on_paper, _has_pages), True),
        ]
        return [
            Offer(
                "&Close a review…",
                lambda _row: CloseReview(desk, parent=window()),
                self._closable,
                main=True,
                on_row=False,
            ),
            *(
                Offer(label, lambda row, make=make: make(desk, row.copy, window()), unfit, rare=rare)  # type: ignore[misc]
                for label, make, unfit, rare in dialogs
            ),
        ]

    def details(self, row: InTheWay) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a number."""
        register, copy = self.desk.register, row.copy
        sent = holder_certificates.awaited(register, copy)
        review = register.reviews[register.documents[copy.document].review]
        return copy.copy, [
            ("State", str(copy.state)),
            ("Since", rows.day(copy.since)),
            ("Responsible", rows.person_line(register, copy.responsible)),
            ("What is to be done", row.remedy),
            ("Batch", _batch(self.desk, copy)),
            ("Holder's certificate", f"sent {rows.day(sent.sent)}" if sent else ""),
            ("Document", rows.document_line(register, copy.document)),
            ("Pages", f"{copy.pages:,}" if copy.pages else ""),
            ("Review concluded", rows.day(review.concluded)),
            ("Review closed", rows.day(review.closed)),
        ]

    def _awaited(self, copy: Copy) -> str:
        sent = holder_certificates.awaited(self.desk.register, copy)
        return "" if sent else "No certificate of it was sent to its holder."

    def _closable(self, _row: InTheWay | None) -> str:
        known = self.desk.register.reviews.values()
        waits = any(review.concluded and not review.closed for review in known)
        return "" if waits else "There is no concluded review that is not closed."


class Excepted(NamedTuple):
    """An exception with how it stands."""

    made: ApprovedException
    stands: str


class ExceptionsScreen(Screen):
    """The approved exceptions."""

    title = "Exceptions"
    noun = "exception"
    empty_title = "No exception was made."
    empty_hint = (
        "An inspectorate may keep its copy, and a lost one may be accepted as lost: each by somebody's"
        " written authority, one copy at a time, on the page of what is in the way."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Copy", lambda row: row.made.copy, lambda row: rows.reference_key(row.made.copy)),
            Column("Exception", lambda row: exception_list.what(row.made), whole=True),
            Column("Approved by", lambda row: row.made.approval.approver),
            Column("Look again", lambda row: rows.short_day(_again(row)), _again_key),
            Column("It stands", lambda row: row.stands),
            Column("Reason", lambda row: row.made.approval.reason),
        ]

    def rows(self) -> Sequence[Excepted]:
        """Return the exceptions, by review and copy."""
        register = self.desk.register
        return [
            Excepted(made, exception_list.stands(register, made))
            for review in register.reviews
            for made in exception_list.of_review(register, review)
        ]

    def identify(self, row: Excepted) -> str:
        """Return the copy and the entry."""
        return f"{row.made.copy} {row.made.entry}"

    def reveal(self, identity: str) -> None:
        """Choose the last exception of a copy."""
        made = self.desk.register.exceptions.get(identity, ())
        super().reveal(f"{identity} {made[-1].entry}" if made else identity)

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer("Look at it a&gain…", lambda row: LookAtException(desk, row.made, window()), self._stands),
            Offer("E&nd it…", lambda row: EndException(desk, row.made, window()), self._stands),
            Offer(
                "Lis&t on paper…",
                lambda row: ExceptionList(desk, _review(desk, row), window()),
                self._any_review,
                on_row=False,
            ),
        ]

    def details(self, row: Excepted) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of an exception."""
        made = row.made
        approval = made.approval
        return made.copy, [
            ("Exception", exception_list.what(made)),
            ("It stands", row.stands),
            ("Approved by", approval.approver),
            ("Authority", approval.authority),
            ("Written on", rows.day(approval.written)),
            ("Reason", approval.reason),
            ("Look again", rows.day(approval.look_again)),
            ("Looked at", f"{rows.day(made.looked_at)}: {made.why_it_stands}" if made.looked_at else ""),
            ("Document", rows.document_line(self.desk.register, made.copy.partition("/")[0])),
        ]

    def _stands(self, row: Excepted | None) -> str:
        if row is None:
            return needs_row(row)
        found = approved_exceptions.standing(self.desk.register, row.made.copy)
        return "" if found == row.made else "It covers nothing any more, or for good."

    def _any_review(self, _row: Excepted | None) -> str:
        return "" if self.desk.register.reviews else "There is no review yet."


class EndScreen(PagedScreen):
    """What is in the way, the batches, and the exceptions."""

    title = "End of review"
    kinds = "The end of reviews: what is in the way, batches, exceptions"
    pages = (
        Page(ClosingScreen, "&In the way of closing"),
        Page(BatchScreen, "Batches to &destroy", "DB-"),
        Page(ExceptionsScreen, "E&xceptions"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show what is in the way first."""
        super().__init__(desk, parent)
        self.desk = desk

    def reveal(self, identity: str) -> None:
        """Show a batch, an exception that is to be looked at, or a number that is in the way."""
        register = self.desk.register
        excepted = identity in register.exceptions and approved_exceptions.standing(register, identity)
        if not excepted:
            super().reveal(identity)
            return
        screen = self.screens[-1][1]
        self.setCurrentWidget(screen)
        screen.reveal(identity)


def _again(row: Excepted) -> date | None:
    return row.made.approval.look_again


def _again_key(row: Excepted) -> str:
    return rows.day_key(_again(row))


def _review(desk: Desk, row: Excepted | None) -> str:
    return desk.register.documents[row.made.copy.partition("/")[0]].review if row else ""


def _batch(desk: Desk, copy: Copy) -> str:
    known = batches.with_copy(desk.register, copy.copy)
    return known.batch if known else ""


def _when(*rules: Callable[[Copy], str]) -> Unfit:
    """Return what says why a number does not fit: there is none, or the first rule that has a reason."""

    def unfit(row: InTheWay | None) -> str:
        if row is None:
            return needs_row(row)
        return next(filter(None, (rule(row.copy) for rule in rules)), "")

    return unfit


def _out(copy: Copy) -> str:
    return "" if copy.out else "No holder has it."


def _on_paper(copy: Copy) -> str:
    return "It is an electronic copy." if copy.form == "electronic" else ""


def _has_pages(copy: Copy) -> str:
    return "It was never printed." if copy.state == CopyState.ALLOTTED else ""
