"""Dialogs about the other ends of a copy, and the closing of a review (F1, F2).

A holder destroys a copy before a witness, keeps it by exception, or a number is accepted as it is; each is
one copy's, with who approved it in writing.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from desktop.custody import approved_exceptions, closing, holder_certificates
from desktop.custody.approved_exceptions import Approval, ApprovedException
from desktop.custody.copies import Copy
from desktop.custody.hand import Event
from desktop.custody.incidents import IncidentOpened
from desktop.office import destruction
from desktop.office.destruction import HolderSheet
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.dialogs.paper_place import folder_of
from desktop.ui.fields import Choice, Count, DayField, TextArea

_MOST_PAGES = 1_000_000
_MOST_NAMED = 12


class _Excepted(ActDialog):
    """Asks who approved an exception of one copy, and how."""

    act: ClassVar[Callable[..., Sequence[Event]]]

    def __init__(self, desk: Desk, copy: Copy, title: str, intro: str, parent: QWidget | None) -> None:
        about = rows.document_line(desk.register, copy.document)
        super().__init__(desk, title, "Record the &exception", f"{about}. {intro}", parent)
        self.copy = copy.copy
        self.approved_by = self.form.line("&Approved by", hint="The name of whoever wrote it.")
        self.authority = self.form.line("A&uthority", hint="By what office or decision they may.")
        self.written = self.form.add("&Written on", DayField("Day it was written"))
        self.reason = self.form.add("&Reason", TextArea(2))
        self.look_again = self.form.add(
            "&Look at it again on", DayField("Day on which it is looked at again"), needed=False
        )

    def facts(self) -> dict[str, Any]:
        """Return what the act is told besides the approval."""
        return {"copy": self.copy}

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        approval = Approval(
            self.approved_by.text(),
            self.authority.text(),
            self.written.day() or date.min,
            self.reason.text(),
            self.look_again.day(),
        )
        return self.desk.office.act(
            type(self).act, at=self.earlier.moment(), approval=approval, **self.facts()
        )

    def told(self, result: Outcome) -> Told:
        """Return how the copy stands."""
        copy = self.desk.register.copies[self.copy]
        facts = [
            ("State", str(copy.state)),
            ("Approved by", self.approved_by.text()),
            ("Ledger entry", str(result.entry)),
        ]
        return Told(f"The exception of {self.copy} is on the record.", facts, "File the writing itself.")


class KeepCopy(_Excepted):
    """Let a copy's holder keep it."""

    act = staticmethod(approved_exceptions.keep)

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask who approved it."""
        title = f"{copy.copy} is kept by its holder"
        intro = "The holder keeps it under its own authority, and goes on answering for it."
        super().__init__(desk, copy, title, intro, parent)


class AcceptCopy(_Excepted):
    """Accept one number as it is."""

    act = staticmethod(approved_exceptions.accept)

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Say that nothing else changes."""
        title = f"Accept {copy.copy} as it is"
        intro = (
            f"It is {copy.state} and stays so on the record; its review can be closed all the same. If it"
            f" turns up, it is taken back and destroyed."
        )
        super().__init__(desk, copy, title, intro, parent)


class AcceptShort(_Excepted):
    """Accept that pages of a copy are lost for good."""

    act = staticmethod(approved_exceptions.accept_short)

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask how many pages are left."""
        title = f"Pages of {copy.copy} are lost for good"
        intro = f"It had {rows.counted(copy.pages or 0, 'page')}. What is left is taken back and destroyed."
        super().__init__(desk, copy, title, intro, parent)
        self.pages = self.form.add("&Pages that are left", Count(-1, _MOST_PAGES, blank="Not counted yet"))

    def facts(self) -> dict[str, Any]:
        """Return the copy and its pages."""
        return {"copy": self.copy, "pages": self.pages.value()}


class LookAtException(ActDialog):
    """Record that an exception was looked at and stands."""

    def __init__(self, desk: Desk, made: ApprovedException, parent: QWidget | None = None) -> None:
        """Ask why it stands and when it is looked at next."""
        intro = f"{rows.capital(made.kind)}: {made.approval.reason} ({made.approval.approver})"
        title = f"Look at the exception of {made.copy} again"
        super().__init__(desk, title, "&Record that it stands", intro, parent)
        self.copy = made.copy
        self.why = self.form.add("&Why it stands", TextArea(2))
        self.again = self.form.add("&Next on", DayField("Day on which it is looked at again"), needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            approved_exceptions.look_again,
            at=self.earlier.moment(),
            copy=self.copy,
            why=self.why.text(),
            again=self.again.day(),
        )

    def told(self, result: Outcome) -> Told:
        """Return when it is looked at next."""
        facts = [("Looked at again", rows.day(self.again.day())), ("Ledger entry", str(result.entry))]
        return Told(f"The exception of {self.copy} stands.", facts)


class EndException(ActDialog):
    """End an exception."""

    def __init__(self, desk: Desk, made: ApprovedException, parent: QWidget | None = None) -> None:
        """Say what follows."""
        kept = made.kind == "kept by holder"
        intro = "The holder is asked for it back at once." if kept else "The number is unaccounted for again."
        super().__init__(desk, f"End the exception of {made.copy}", "&End the exception", intro, parent)
        self.copy = made.copy
        self.authority = self.form.line("&Authority", hint="Who decided it.")
        self.why = self.form.add("&Reason", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            approved_exceptions.end,
            at=self.earlier.moment(),
            copy=self.copy,
            authority=self.authority.text(),
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return how the copy stands."""
        state = str(self.desk.register.copies[self.copy].state)
        facts = [("State", state), ("Ledger entry", str(result.entry))]
        return Told(f"The exception of {self.copy} is ended.", facts)


class ExceptionList(PaperAgain):
    """Make the list of a review's exceptions."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Ask for the review and the folder."""
        super().__init__(desk, "List of approved exceptions", "list", parent)
        self.review = self.form.add("&Review", Choice(rows.reviews_offered(desk.register)))
        self.review.choose(review)

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return destruction.list_exceptions(self.desk.office, self.review.value(), self.chosen())


class SendCertificate(PaperAgain):
    """Make the certificate with which a holder destroys a copy, or make it once more."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Say to whom it goes."""
        super().__init__(desk, f"Holder's certificate of {copy.copy}", "certificate", parent)
        self.copy = copy.copy
        self.sent = holder_certificates.awaited(desk.register, copy) is not None
        holder = rows.person_name(desk.register, copy.responsible)
        again = " It is the same paper, with the same code, once more." if self.sent else ""
        self.form.say(
            f"{holder} destroys the copy before a witness, both sign, and send it back. Until its code is"
            f" typed, {holder} answers for the copy.{again}"
        )

    def gather(self) -> Procedure[HolderSheet] | Procedure[Made]:
        """Return the procedure."""
        office, folder = self.desk.office, self.chosen()
        if self.sent:
            return destruction.holders_certificate_again(office, self.copy, folder)
        return destruction.send_certificate(office, self.copy, folder)

    def told(self, result: HolderSheet | Made) -> Told:
        """Return where it is."""
        made = result.file if isinstance(result, HolderSheet) else result
        after = "Send it to the holder, on paper. When both have signed, type its code."
        return Told(self.place.said(made), self.place.facts(made), after, folder=folder_of([made]))


class ReceiveCertificate(ActDialog):
    """Enter what holder and witness signed."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask for the code and for what they wrote."""
        holder = rows.person_name(desk.register, copy.responsible)
        intro = f"{holder} and a witness have both signed the certificate. Enter what it says."
        super().__init__(desk, f"{copy.copy} is destroyed by its holder", "&Enter it", intro, parent)
        self.copy = copy.copy
        self.code = self.form.line("&Code on the certificate", hint=rows.SLIP_HINT)
        self.day = self.form.add("&Day it was destroyed", DayField("Day it was destroyed"))
        self.method = self.form.line("&Method", hint="As they wrote.")
        self.witness = self.form.line("&Witness", hint="Another person than the holder.")
        self.pages = self.form.add("&Pages counted", Count(-1, _MOST_PAGES, blank="Not counted"))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            holder_certificates.receive,
            at=self.earlier.moment(),
            copy=self.copy,
            code=self.code.text(),
            destroyed=self.day.day() or date.min,
            method=self.method.text(),
            witness_name=self.witness.text(),
            pages=self.pages.value(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the end of the copy, or the incident."""
        opened = [event.incident for event in result.events if isinstance(event, IncidentOpened)]
        facts = [("Incident", ", ".join(opened)), ("Ledger entry", str(result.entry))]
        if opened:
            after = "Ask the holder about the pages, and close the incident with what was found."
            return Told(f"{self.copy} is not accounted for: the pages do not agree.", facts, after)
        return Told(f"{self.copy} is destroyed by its holder.", facts, "File the signed certificate.")


class CloseReview(ActDialog):
    """Close a review of which every copy is at its end or excepted."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Ask which, and say what is in the way."""
        intro = (
            "A review is closed once every number is at its end or excepted in writing, and no incident of it"
            " is open. Masters stay."
        )
        super().__init__(desk, "Close a review", "&Close the review", intro, parent)
        known = [
            (found.review, found.review)
            for found in reversed(desk.register.reviews.values())
            if found.concluded and not found.closed
        ]
        self.review = self.form.add("&Review", Choice(known))
        self.review.choose(review)
        self.left = self.form.say("")
        self.authority = self.form.line("&Authority", hint="Whose formal act it is, and where it is minuted.")
        self.review.currentIndexChanged.connect(lambda _at: self._tell())
        self._tell()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            closing.close,
            at=self.earlier.moment(),
            review=self.review.value(),
            authority=self.authority.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is closed."""
        (closed,) = (event for event in result.events if isinstance(event, closing.ReviewClosed))
        facts = [
            ("Numbers", f"{closed.numbers:,}"),
            ("Excepted", f"{closed.excepted:,}"),
            ("Ledger entry", str(result.entry)),
        ]
        after = "Its masters stay until their retention is decided. A copy that turns up is taken back."
        return Told(f"Review {closed.review} is closed.", facts, after)

    def _tell(self) -> None:
        review = self.review.value()
        register = self.desk.register
        left = [one.what for one in closing.unsettled(register, review)] if review else []
        left += [one.copy.copy for one in closing.in_the_way(register, review)] if review else []
        named = ", ".join(left[:_MOST_NAMED])
        more = f" and {len(left) - _MOST_NAMED:,} more" if len(left) > _MOST_NAMED else ""
        said = f"In the way: {named}{more}." if left else "Nothing is in the way." if review else ""
        self.left.setText(said)
