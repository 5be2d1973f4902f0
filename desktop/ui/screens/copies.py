"""Copies: every number, where its copy is, who answers for it, and what was done to have it back.

Rule: what is done every day has a button; what befalls a copy seldom stands under “More…” and in the menu of
the row.
"""

import functools
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import chases, chasing, closed_days, exception_list, remarks
from desktop.custody.copies import MAY_BE_LOST, WITH_HOLDER, Copy, CopyState
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.chasing import (
    CallHolder,
    ChaseAll,
    EscalateCopy,
    LetterAgain,
    MakeChasingList,
    RecallCopies,
    RemindHolder,
)
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.electronic import DeclareDeleted
from desktop.ui.dialogs.incidents import OpenIncident
from desktop.ui.dialogs.loans import ConfirmSlip, ReceiptAgain, SignOut, SlipAgain, TakeBack
from desktop.ui.dialogs.mishaps import ClaimReturned, DamageCopy, FindCopy, LoseCopy, MendCopy
from desktop.ui.dialogs.transfers import TransferCopy
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column

Unfit = Callable[[Copy | None], str]


class CopiesScreen(Screen):
    """The numbered copies."""

    title = "Copies"
    noun = "copy"
    empty_title = "No copy has been made yet."
    empty_hint = "Choose a document under Documents, and print numbered copies of it."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen; what is due is read with the register."""
        self._chasing: list[chasing.Step] = []
        self._letters_due = False
        self._day = desk.today
        super().__init__(desk, parent)

    def refresh(self) -> None:
        """Read the register again, and what is due of it today."""
        self._day = self.desk.today  # once for all rows
        self._chasing = chasing.ladder(self.desk.register, self._day)
        self._letters_due = any(step.now and step.letter for step in self._chasing)
        super().refresh()

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Copy", lambda copy: copy.copy, lambda copy: rows.reference_key(copy.copy)),
            Column("State", lambda copy: rows.copy_state(self.desk.register, copy, self._day), whole=True),
            Column("Responsible", lambda copy: rows.person_name(register, copy.responsible)),
            Column("Due back", lambda copy: rows.short_day(copy.due), lambda copy: rows.day_key(copy.due)),
            Column("Document", self._kind),
            Column("Pages", lambda copy: str(copy.pages or ""), lambda copy: copy.pages or 0, right=True),
            Column("Since", lambda copy: rows.short_day(copy.since), lambda copy: copy.since),
        ]

    def rows(self) -> Sequence[Copy]:
        """Return the copies in the order of their references."""
        return sorted(self.desk.register.copies.values(), key=lambda copy: rows.reference_key(copy.copy))

    def identify(self, row: Copy) -> str:
        """Return the reference."""
        return row.copy

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        return [*self._daily(), *self._of_chasing(), *self._of_mishaps(), *self._of_papers()]

    def _daily(self) -> list[Offer]:
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Sign out…",
                lambda copy: SignOut(desk, copy, window()),
                _only(_on_paper, CopyState.IN_SAFE),
                main=True,
            ),
            Offer("&Confirm the slip…", lambda copy: ConfirmSlip(desk, copy, window()), _when(_unsigned)),
            Offer("&Take back…", lambda copy: TakeBack(desk, copy, window()), _when(_out, _on_paper)),
            Offer("&Recall…", self._recall, _when(_out)),
            Offer("Tele&phone call…", lambda copy: CallHolder(desk, copy, window()), _when(_out)),
            Offer(
                "&Write the letters due…",
                lambda _copy: ChaseAll(desk, window()),
                self._no_letter_due,
                on_row=False,
            ),
        ]

    def _of_chasing(self) -> list[Offer]:
        desk, window = self.desk, self.window
        return [
            Offer(
                "Re&mind by letter…",
                lambda copy: RemindHolder(desk, copy, window()),
                _when(_out, self._no_letter_next),
                rare=True,
            ),
            Offer(
                "Escal&ate…",
                lambda copy: EscalateCopy(desk, copy, window()),
                _when(_out, self._not_late),
                rare=True,
            ),
            Offer(
                "Trans&fer to another holder…",
                lambda copy: TransferCopy(desk, copy, window()),
                _only(_on_paper, *WITH_HOLDER),
                rare=True,
            ),
        ]

    def _of_mishaps(self) -> list[Offer]:
        desk, window = self.desk, self.window
        dialogs: list[tuple[str, Callable[..., QDialog], Unfit]] = [
            ("Said to be &back…", ClaimReturned, _only(_out, *WITH_HOLDER, CopyState.DAMAGED)),
            ("&Lost…", LoseCopy, _only(_any, *MAY_BE_LOST)),
            ("&Damaged…", DamageCopy, _only(_on_paper, CopyState.IN_SAFE, *WITH_HOLDER)),
            ("Fo&und…", FindCopy, _only(_any, CopyState.CLAIMED_RETURNED, CopyState.LOST)),
            ("Me&nded…", MendCopy, _only(_in_safe, CopyState.DAMAGED)),
            ("&How the print ended…", ResolveCopy, _only(_any, CopyState.ALLOTTED)),
        ]
        offers = [
            Offer(label, functools.partial(self._befallen, make), unfit, rare=True)
            for label, make, unfit in dialogs
        ]
        incident = Offer(
            "Open an &incident about it…",
            lambda copy: OpenIncident(desk, copy.copy, window()),
            needs_row,
            rare=True,
        )
        return [*offers, incident]

    def _of_papers(self) -> list[Offer]:
        desk, window = self.desk, self.window
        return [
            Offer(
                "Declared deleted…",
                lambda copy: DeclareDeleted(desk, copy, window()),
                _when(_out, _electronic),
                rare=True,
            ),
            Offer(
                "Slip &once more…",
                lambda copy: SlipAgain(desk, copy, window()),
                _when(_out, _on_paper),
                rare=True,
            ),
            Offer(
                "R&eturn receipt once more…",
                lambda copy: ReceiptAgain(desk, copy, window()),
                _when(_brought_back),
                rare=True,
            ),
            Offer(
                "Ma&ke a letter again…",
                lambda copy: LetterAgain(desk, self._letters(copy), window()),
                _when(lambda copy: "" if self._letters(copy) else "No letter was written about it."),
                rare=True,
            ),
            Offer(
                "Chasin&g list…",
                lambda _copy: MakeChasingList(desk, window()),
                lambda _copy: "" if self._chasing else "No copy is to be asked for today.",
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: Copy) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a copy, with every loan and what was done to have it back."""
        register, loan = self.desk.register, row.loan
        sent = register.electronic.get(row.copy)
        step = chasing.rung(register, row, self.desk.today)
        return row.copy, [
            ("State", rows.copy_state(self.desk.register, row, self.desk.today)),
            ("Since", rows.day(row.since)),
            ("Responsible", rows.person_line(register, row.responsible)),
            ("Due back", rows.day(row.due)),
            ("Why that day", loan.due_why if loan else ""),
            ("Next", rows.capital(chasing.next_words(step)) if step else ""),
            (
                "Recalled",
                f"{rows.day(loan.recalled)}: {loan.recall_reason}" if loan and loan.recalled else "",
            ),
            ("Escalated", rows.day(loan.escalated) if loan else ""),
            ("Document", rows.document_line(register, row.document)),
            ("Version", ", ".join(filter(None, (str(row.version), remarks.superseded(register, row))))),
            ("Form", "electronic" if row.form == "electronic" else ""),
            ("Deleted, as said by", sent.declared if sent else ""),
            ("Pages", f"{row.pages:,}" if row.pages else "not known"),
            *remarks.not_on_the_copy(register, row),
            ("Destroyed in", row.batch),
            ("Exceptions", self._exceptions(row)),
            ("Printed for", rows.person_line(register, row.made_for)),
            ("Asked for", "\n".join(f"{rows.day(done.day)}: {done.told}" for done in self._chases(row))),
            ("Letters", "\n".join(map(self._letter, reversed(self._letters(row))))),
            ("Loans", self._loans(row)),
            ("Incidents", self._incidents(row)),
            ("Late entries", self._late(row)),
        ]

    def _befallen(self, make: Callable[..., QDialog], copy: Copy) -> QDialog:
        return make(self.desk, copy, self.window())

    def _recall(self, copy: Copy) -> QDialog:
        return RecallCopies(self.desk, [copy.copy], self.window())

    def _no_letter_due(self, _copy: Copy | None) -> str:
        return "" if self._letters_due else "No letter is due today."

    def _no_letter_next(self, copy: Copy) -> str:
        step = chasing.rung(self.desk.register, copy, self.desk.today)
        return "" if step is not None and step.letter else "No letter of the ladder is next for it."

    def _not_late(self, copy: Copy) -> str:
        late = closed_days.overdue(self.desk.register, copy, self.desk.today)
        asked = late or (copy.loan is not None and copy.loan.recalled is not None)
        return "" if asked else "It is neither recalled nor overdue."

    def _chases(self, copy: Copy) -> list[chases.Chased]:
        """Return what was done to have a copy back, of every loan, newest first."""
        return list(reversed(self.desk.register.chases.get(copy.copy, ())))

    def _letters(self, copy: Copy) -> list[str]:
        """Return the letters about a copy, oldest first."""
        return list(dict.fromkeys(done.letter for done in reversed(self._chases(copy)) if done.letter))

    def _letter(self, letter: str) -> str:
        return rows.letter_line(self.desk.register.letters[letter])

    def _loans(self, copy: Copy) -> str:
        register = self.desk.register
        return "\n".join(
            f"{register.people[loan.person].name} under {loan.request}: out {rows.day(loan.signed_out)},"
            f" {'signed for ' + rows.day(loan.confirmed) if loan.confirmed else 'not signed for'},"
            f" {'back ' + rows.day(loan.returned) if loan.returned else 'due ' + rows.day(loan.back_by)}"
            for loan in reversed(copy.loans)
        )

    def _incidents(self, copy: Copy) -> str:
        now = self.desk.office.clock()
        return "\n".join(
            f"{one.incident}: {one.what}"
            f" {'Closed: ' + one.found if one.closed else f'Open. {rows.incident_clock(one, now)}'}".rstrip()
            for one in self.desk.register.incidents.values()
            if one.about == copy.copy
        )

    def _exceptions(self, copy: Copy) -> str:
        made = self.desk.register.exceptions.get(copy.copy, ())
        return "\n".join(
            f"{exception_list.what(one)}, by {one.approval.approver}. "
            f"{exception_list.stands(self.desk.register, one)}"
            for one in reversed(made)
        )

    def _late(self, copy: Copy) -> str:
        return "\n".join(
            f"Happened {rows.day(one.happened)}, entered {rows.day(one.entered)}: {one.said}"
            for one in self.desk.register.late.get(copy.copy, ())
        )

    def _kind(self, copy: Copy) -> str:
        document = self.desk.register.documents[copy.document]
        return f"{rows.kind_of(self.desk.register, document)}, {document.edition}"


def _any(_copy: Copy) -> str:
    return ""


def _out(copy: Copy) -> str:
    return "" if copy.out else "No holder has it."


def _in_safe(copy: Copy) -> str:
    return "Take it back first." if copy.out else ""


def _unsigned(copy: Copy) -> str:
    return "" if copy.unsigned else f"The copy is {copy.state}; no slip of it is awaited."


def _on_paper(copy: Copy) -> str:
    return "It is an electronic copy." if copy.form == "electronic" else ""


def _electronic(copy: Copy) -> str:
    return "" if copy.form == "electronic" else "It is on paper: take it back."


def _brought_back(copy: Copy) -> str:
    return "" if copy.brought_back else "The copy was never brought back."


def _when(*rules: Callable[[Copy], str]) -> Unfit:
    """Return what says why a copy does not fit: there is none, or the first rule that has a reason."""

    def unfit(copy: Copy | None) -> str:
        if copy is None:
            return needs_row(copy)
        return next(filter(None, (rule(copy) for rule in rules)), "")

    return unfit


def _only(rule: Callable[[Copy], str], *states: CopyState) -> Unfit:
    """Return what says why a copy that is in none of `states`, or whom `rule` forbids it, does not fit."""
    return _when(lambda copy: "" if copy.state in states else f"The copy is {copy.state}.", rule)
