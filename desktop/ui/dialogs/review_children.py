"""Dialogs about the children of a review: entered by code, put right, struck out (E1)."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody import children
from desktop.custody.children import RELATIONS, Child
from desktop.office.office import Act
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog
from desktop.ui.desk import Desk
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import Choice, DayField

_CODE = "Such as Child A, Sibling 2 or B1; never a name. Who is who stands in the coding schedule alone."


class _ChildFields:
    """What is known of a child."""

    def __init__(self, dialog: ActDialog, child: Child | None = None) -> None:
        form = dialog.form
        self.code = form.line("&Code", hint=_CODE)
        self.relation = form.add("&Relation", Choice(rows.as_said(RELATIONS), prompt=""))
        self.born = form.add(
            "Date of &birth",
            DayField("Date of birth"),
            needed=False,
            hint="Left empty, it is not known; it can be entered later.",
        )
        self.died = form.add(
            "Date of &death",
            DayField("Date of death"),
            needed=False,
            hint="Left empty, the child is not known to have died.",
        )
        self.in_custody = form.add("Died in c&ustody", QCheckBox(), needed=False)
        if child is not None:
            self.code.setText(child.code)
            self.relation.choose(child.relation)
            self.born.set_day(child.born)
            self.died.set_day(child.died)
            self.in_custody.setChecked(child.in_custody)

    def facts(self) -> dict[str, Any]:
        return {
            "code": self.code.text(),
            "relation": self.relation.value(),
            "born": self.born.day(),
            "died": self.died.day(),
            "in_custody": self.in_custody.isChecked(),
        }


class AddChild(RecordAct):
    """Enter a child of a review."""

    headline = "The child is entered."
    after = "Who is told of the decision follows what is known of the children: see the page Told."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "What is kept of the review, and how long, is counted from these dates."
        super().__init__(desk, f"A child of review {review}", "&Enter the child", intro, parent)
        self.review = review
        self.child = _ChildFields(self)

    def act(self) -> Act:
        """Return the act."""
        return children.add

    def facts(self) -> dict[str, Any]:
        """Return the child."""
        return {"review": self.review, **self.child.facts()}


class CorrectChild(RecordAct):
    """Put right what was entered of a child."""

    headline = "It is put right."

    def __init__(self, desk: Desk, review: str, child: Child, parent: QWidget | None = None) -> None:
        """Show the child as it is entered."""
        intro = "What stood there stays in the ledger, with the reason for the change."
        super().__init__(desk, f"{child.code} of review {review}", "&Put it right", intro, parent)
        self.review, self.before = review, child.code
        self.child = _ChildFields(self, child)
        self.why = self.form.line("Rea&son")
        self.authority = self.form.line("&Authority", hint="Who decided it, and when.")

    def act(self) -> Act:
        """Return the act."""
        return children.correct

    def facts(self) -> dict[str, Any]:
        """Return the child as it is now, and why."""
        return {
            "review": self.review,
            "child": self.before,
            "why": self.why.text(),
            "authority": self.authority.text(),
            **self.child.facts(),
        }


class StrikeOutChild(RecordAct):
    """Strike out a child that was entered by mistake."""

    headline = "The child is struck out."

    def __init__(self, desk: Desk, review: str, child: Child, parent: QWidget | None = None) -> None:
        """Ask for the reason."""
        intro = "For a child that was entered by mistake. The entries stay; nothing counts from its dates."
        super().__init__(desk, f"Strike out {child.code} of review {review}", "&Strike out", intro, parent)
        self.review, self.code = review, child.code
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint="Who decided it, and when.")

    def act(self) -> Act:
        """Return the act."""
        return children.strike_out

    def facts(self) -> dict[str, Any]:
        """Return which child, and why."""
        return {
            "review": self.review,
            "child": self.code,
            "why": self.why.text(),
            "authority": self.authority.text(),
        }
