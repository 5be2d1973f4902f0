"""Dialogs about what the Board keeps as data: added, changed, taken away, with the authority for it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody import limits, regimes, settings
from desktop.custody.board import Kind, StandingRecipient
from desktop.custody.notifications import NotifiedBody
from desktop.custody.regimes import Regime
from desktop.office import wordings
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.office.wordings import Text
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, Count, TextArea

ADDED = (
    ("kind", "Kind of document"),
    ("category", "Category of those who ask for the executive summary"),
    ("briefed body", "Body that is briefed before publication"),
    ("body of the process", "Body of the process, to which papers are submitted"),
    ("body told of the conclusion", "Body that is told before a review is concluded"),
    ("recipient", "Standing recipient of hard copies"),
)
"""What can be added, and how it is called."""


class Setting(NamedTuple):
    """One thing that the Board keeps as data: of what sort it is, its name, and what is known of it."""

    sort: str
    """One of ADDED, or "marking", "limit", "returns", of which there is one each."""
    name: str
    known: str = ""
    value: Kind | StandingRecipient | Text | Regime | NotifiedBody | None = None


class AddSetting(ActDialog):
    """Add a kind, a category, a body or a standing recipient."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "What is recorded already stays as it is."
        super().__init__(desk, "Add to the Board's data", "&Add it", intro, parent)
        self.sort = self.form.add("&What is added", Choice(ADDED))
        self.name = self.form.line("&Name", hint="As it is to be listed; of a recipient, the post.")
        self.agency = self.form.line("A&gency")
        self.per_agency = self.form.add("Each agenc&y has its own", QCheckBox(), needed=False)
        self.many = self.form.add("There may be any num&ber in one review", QCheckBox(), needed=False)
        self.treatment = _Treatment(self)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")
        self.sort.currentIndexChanged.connect(lambda _at: self._shape())
        self._shape()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        act, facts = self._asked()
        return self.desk.office.act(act, at=self.earlier.moment(), authority=self.authority.text(), **facts)

    def told(self, result: Outcome) -> Told:
        """Return what was added."""
        return _told(result, "It is added.")

    def _asked(self) -> tuple[Any, dict[str, Any]]:
        sort, name = self.sort.value(), self.name.text()
        if sort == "kind":
            return settings.add_kind, {
                "label": name,
                "per_agency": self.per_agency.isChecked(),
                "many": self.many.isChecked(),
                **self.treatment.facts(),
            }
        if sort == "recipient":
            return settings.add_recipient, {"post": name, "agency": self.agency.text()}
        return settings.add_name, {"names": sort, "name": name}

    def _shape(self) -> None:
        sort = self.sort.value()
        self.form.hide_field(self.agency, hidden=sort != "recipient")
        for field in (self.per_agency, self.many, *self.treatment.fields):
            self.form.hide_field(field, hidden=sort != "kind")


class ChangeKind(ActDialog):
    """Change how a kind of document is called or treated."""

    def __init__(self, desk: Desk, kind: Kind, parent: QWidget | None = None) -> None:
        """Show it as it is."""
        intro = f"{kind.label}: {settings.terms(kind)}. Documents of this kind stay what they are."
        super().__init__(desk, "Change a kind of document", "&Change it", intro, parent)
        self.kind = kind
        self.name = self.form.line("&Name")
        self.name.setText(kind.label)
        self.many = self.form.add("There may be any num&ber in one review", QCheckBox(), needed=False)
        self.many.setChecked(kind.many)
        self.treatment = _Treatment(self, kind)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            settings.change_kind,
            at=self.earlier.moment(),
            kind=self.kind.kind,
            label=self.name.text(),
            many=self.many.isChecked(),
            authority=self.authority.text(),
            **self.treatment.facts(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what it is now."""
        return _told(result, "The kind is changed.")


class ChangeWording(ActDialog):
    """Change the protective marking or the return address."""

    def __init__(self, desk: Desk, setting: Setting, parent: QWidget | None = None) -> None:
        """Show it as it is."""
        marking = setting.sort == "marking"
        what = "protective marking" if marking else "return address"
        intro = f"Now: {setting.name}. Copies and papers made from now on carry the new one."
        super().__init__(desk, f"Change the {what}", "&Change it", intro, parent)
        self.marking = marking
        self.wording = self.form.add(f"&New {what}", TextArea(1 if marking else 3))
        self.wording.setPlainText(setting.name)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        at, authority = self.earlier.moment(), self.authority.text()
        if self.marking:
            return self.desk.office.act(
                settings.change_marking, at=at, marking=self.wording.text(), authority=authority
            )
        return self.desk.office.act(
            settings.change_returns, at=at, returns=self.wording.text(), authority=authority
        )

    def told(self, result: Outcome) -> Told:
        """Return what it is now."""
        return _told(result, "It is changed.")


class ChangeCopyLimit(ActDialog):
    """Change the limit that documents get when they are taken in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show it as it is."""
        limit = desk.register.founded.settings.copy_limit
        intro = (
            f"Now: {limit}. The new limit is for documents taken in from now on; that of a document in"
            " custody is changed on the screen Documents."
        )
        super().__init__(desk, "Change the limit of copies", "&Change it", intro, parent)
        self.copies = self.form.add("Co&pies of a document", Count(0, limits.MOST))
        self.copies.setValue(limit)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            settings.change_copy_limit,
            at=self.earlier.moment(),
            number_of_copies=self.copies.value(),
            authority=self.authority.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what it is now."""
        return _told(result, "The limit is changed.")


class RemoveSetting(ActDialog):
    """Take a category, a body or a standing recipient off its list."""

    def __init__(self, desk: Desk, setting: Setting, parent: QWidget | None = None) -> None:
        """Ask for the authority."""
        intro = f"{setting.name}. What was recorded with it keeps it; from now on it is not offered."
        super().__init__(desk, "Take away from the Board's data", "&Take it away", intro, parent)
        self.setting = setting
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        at, authority = self.earlier.moment(), self.authority.text()
        office, value = self.desk.office, self.setting.value
        if isinstance(value, StandingRecipient):
            return office.act(
                settings.remove_recipient, at=at, post=value.post, agency=value.agency, authority=authority
            )
        return office.act(
            settings.remove_name,
            at=at,
            names=self.setting.sort,
            name=self.setting.name,
            authority=authority,
        )

    def told(self, result: Outcome) -> Told:
        """Return what is gone."""
        return _told(result, "It is taken away.")


def board_data(desk: Desk) -> Sequence[Setting]:
    """Return what the Board keeps as data, row by row."""
    founded = desk.register.founded
    data = founded.settings
    recipients = [Setting("recipient", known.post, known.agency, known) for known in data.standing_recipients]
    return [
        Setting("marking", data.marking),
        Setting("limit", str(data.copy_limit), "of each document, unless its own limit was changed"),
        Setting("returns", founded.returns),
        *(Setting("kind", kind.label, settings.terms(kind), kind) for kind in data.kinds),
        *recipients,
        *(Setting("category", name) for name in data.categories),
        *(Setting("briefed body", name) for name in data.briefed_bodies),
        *(Setting("body of the process", name) for name in data.submitted_to),
        *(
            Setting("wording", text.label, f"Version {text.version}", text)
            for text in (wordings.text(desk.register, name) for name in wordings.names())
        ),
        *(Setting("body told of the conclusion", name) for name in data.told_of_conclusion),
        *(Setting("regime", one.label, regimes.terms(one), one) for one in data.regimes),
        *(Setting("notified body", one.body, _notified(one), one) for one in data.notified),
    ]


def _notified(body: NotifiedBody) -> str:
    """Return how a body is told of decisions, in words."""
    return ", ".join(filter(None, (body.when, f"told by: {body.teller}" if body.teller else "")))


class _Treatment:
    """Whether documents of a kind are copied, kept apart, and held back by a gate."""

    def __init__(self, dialog: ActDialog, kind: Kind | None = None) -> None:
        form = dialog.form
        self._copied = form.add("Numbered copi&es are made", QCheckBox(), needed=False)
        self._copied.setChecked(kind is None or kind.copied)
        self._apart = form.add(
            "Kept apart: never co&pied, found or named in a report", QCheckBox(), needed=False
        )
        self._apart.setChecked(kind is not None and kind.apart)
        gates = [(name, name.capitalize()) for name in settings.GATES]
        self._gate = form.add("Held back un&til", Choice(gates, prompt=""), needed=False)
        self._gate.choose((kind.gate if kind else "") or "none")
        self.fields = (self._copied, self._apart, self._gate)
        self._apart.toggled.connect(self._shape)
        self._shape()

    def facts(self) -> dict[str, Any]:
        apart = self._apart.isChecked()
        return {
            "copied": self._copied.isChecked() and not apart,
            "apart": apart,
            "gate": self._gate.value(),
        }

    def _shape(self) -> None:
        self._copied.setEnabled(not self._apart.isChecked())


def _told(result: Outcome, title: str) -> Told:
    return Told(title, [("Recorded", result.events[-1].said()), ("Ledger entry", str(result.entry))])
