"""Dialogs about disclosure: legal advice, and each step on the way to a publication (D4)."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.custody import advice, proceedings, publication, regimes
from desktop.custody.advice import AdviceRecorded
from desktop.office import disclosure
from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import CheckList, Choice, DayField, PathField, TextArea


class RecordAdvice(ActDialog):
    """Record legal advice about documents."""

    def __init__(self, desk: Desk, document: str = "", parent: QWidget | None = None) -> None:
        """Offer the documents, `document` ticked."""
        intro = (
            "Before it is recorded, no overview report, health overview report or Individual Management"
            " Review leaves the process of its review. It is about the version that was current on its day."
        )
        super().__init__(desk, "Record legal advice", "&Record the advice", intro, parent)
        self.about = self.form.add("About which &documents", CheckList(rows.documents_advised(desk.register)))
        self.about.tick([document])
        self.adviser = self.form.line("&Adviser", hint="Name and capacity.")
        self.day = self.form.add("Given &on", DayField("Day of the advice"))
        self.day.set_day(desk.today)
        self.gist = self.form.add("&Gist of the advice", TextArea(4))
        self.consulted = self.form.add(
            "Agencies' advisers &consulted", TextArea(2), needed=False, hint="Whom, and what they said."
        )
        self.earlier.hide()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            advice.record,
            about=self.about.values(),
            adviser=self.adviser.text(),
            gist=self.gist.text(),
            day=self.day.day(),
            consulted=self.consulted.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the advice, with its paper as what may come next."""
        reference = next(e.advice for e in result.events if isinstance(e, AdviceRecorded))
        found = self.desk.register.advice[reference]
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"{reference} is recorded.",
            [("About", found.about), ("Ledger entry", str(result.entry))],
            "Next: have the adviser sign the record of it.",
            follow=[("&Make the form…", lambda: AdviceForm(desk, reference, parent).open())],
        )


class _Paper(ActDialog):
    """Make a paper in a folder."""

    def __init__(self, desk: Desk, title: str, intro: str, parent: QWidget | None) -> None:
        super().__init__(desk, title, "&Make the form", intro, parent)
        self.folder = self.form.add("&Folder", PathField("Folder for the form", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def told(self, result: Path) -> Told:
        """Return the file."""
        return Told(
            f"Saved: {result.name}.",
            [("Folder", str(result.parent))],
            "Print it, have it signed, and keep it with the papers of the review.",
            folder=result.parent,
        )

    def chosen(self) -> Path:
        """Return the folder, and remember it."""
        self.desk.paper_folder = self.folder.path()
        return self.folder.path() or Path()


class AdviceForm(_Paper):
    """Make the record of legal advice for the adviser's signature."""

    def __init__(self, desk: Desk, reference: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "The documents, the day and the gist of the advice, for the adviser's signature."
        super().__init__(desk, f"Record of legal advice {reference}", intro, parent)
        self.reference = reference

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        return disclosure.advice_record(self.desk.office, advice=self.reference, folder=self.chosen())


class PublicationForm(_Paper):
    """Make the record of a publication for the Chair's signature."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = (
            "Every condition of the publication, what is still missing, and a place for the Chair to sign."
        )
        super().__init__(desk, f"Record of publication, {review}", intro, parent)
        self.review = review

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        return disclosure.publication_record(self.desk.office, review=self.review, folder=self.chosen())


class _Step(ActDialog):
    """One step of a publication: its facts, and the day it was."""

    what = ""
    """How the day is named."""

    def __init__(self, desk: Desk, review: str, words: tuple[str, str, str], parent: QWidget | None) -> None:
        title, verb, intro = words
        super().__init__(desk, f"{title}, {review}", verb, intro, parent)
        self.review = review
        self.earlier.hide()

    def ask_day(self, label: str = "O&n which day", *, needed: bool = True, hint: str = "") -> DayField:
        """Add the day of the step, by default today."""
        field = self.form.add(label, DayField("Day"), needed=needed, hint=hint)
        field.set_day(self.desk.today)
        return field

    def act(self, act: Act, **facts: Any) -> Procedure[Outcome]:
        """Return the act of the step."""
        return self.desk.office.act(act, review=self.review, **facts)

    def told(self, result: Outcome) -> Told:
        """Return what is on the record now, and what is still missing."""
        register = self.desk.register
        found = publication.standing(register, self.review)
        done = [event.said() for event in result.events]
        title = done[0] if len(done) == 1 else f"{len(done)} bodies are on the record now."
        entry = ("Ledger entry", str(result.entry))
        if found is None or found.state != "decided":
            return Told(title, [entry])
        left = publication.missing(register, found, self.desk.today)
        facts = [entry, ("Still missing", "\n".join(f"{one[:1].upper()}{one[1:]}." for one in left))]
        return Told(title, facts, "" if left else "Nothing is missing: it may be published.")


class DecideToPublish(_Step):
    """Record the Board's decision to publish."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the anonymised executive summaries of the review."""
        intro = (
            "With the Board's decision the steps begin that come before an executive summary is published."
        )
        super().__init__(desk, review, ("Decision to publish", "&Record the decision", intro), parent)
        regime = regimes.of(desk.register, desk.register.reviews[review])
        self.form.say(f"{regime.label}: {regime.publication_rule}")
        offered = rows.publishable(desk.register, review)
        self.document = self.form.add(
            "&Document", Choice(offered, prompt="" if len(offered) == 1 else "Choose…")
        )
        self.by = self.form.line("Decided &by", hint="The meeting of the Board and its minute.")
        self.day = self.ask_day("Decided o&n")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(
            publication.decide, document=self.document.value(), by=self.by.text(), day=self.day.day()
        )


class ConsiderProceedings(_Step):
    """Record what was considered of parallel proceedings."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the gist."""
        intro = (
            "Inquests, criminal, family and disciplinary proceedings: whether publication may wait for them."
        )
        super().__init__(desk, review, ("Parallel proceedings", "&Record it", intro), parent)
        known = proceedings.open_beside(desk.register, review)
        if known:
            self.form.say("Open: " + "; ".join(f"{one.proceedings} {one.title}" for one in known) + ".")
        self.by = self.form.line("Considered &by")
        self.gist = self.form.add(
            "&What was considered", TextArea(4), hint="Each with how it stands; or that there are none."
        )
        self.day = self.ask_day()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(publication.consider, by=self.by.text(), gist=self.gist.text(), day=self.day.day())


class BriefBodies(_Step):
    """Record which bodies were told in advance, or need not be."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the Board's bodies; those not on the record yet are ticked."""
        intro = "Tick those that were told on one day, or that need not be told for one reason."
        super().__init__(desk, review, ("Bodies told in advance", "&Record it", intro), parent)
        found = publication.standing(desk.register, review)
        known = {told.body: told.words for told in found.briefings} if found else {}
        bodies = dict.fromkeys((*desk.register.founded.settings.briefed_bodies, *known))
        self.bodies = self.form.add(
            "B&odies",
            CheckList([(body, f"{body}: {known[body]}" if body in known else body) for body in bodies]),
            needed=False,
        )
        self.bodies.tick([body for body in bodies if body not in known])
        self.other: QLineEdit = self.form.line(
            "Ano&ther body", needed=False, hint="One that is not in the Board's settings."
        )
        self.how = self.form.add(
            "&How", Choice([("told", "Told in advance"), ("not needed", "Need not be told")], prompt="")
        )
        self.day = self.ask_day("Told o&n")
        self.why = self.form.add("Wh&y not", TextArea(2))
        self.how.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        told = self.how.value() == "told"
        self.form.hide_field(self.day, hidden=not told)
        self.form.hide_field(self.why, hidden=told)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        told = self.how.value() == "told"
        other = self.other.text().strip()
        return self.act(
            publication.brief,
            bodies=[*self.bodies.values(), *([other] if other else [])],
            day=self.day.day() if told else None,
            why="" if told else self.why.text(),
        )


class CheckAnonymisation(_Step):
    """Record who checked the anonymisation."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Name the version that is checked."""
        found = publication.standing(desk.register, review)
        about = rows.document_line(desk.register, found.document) if found else ""
        intro = f"{about}. The check is of the version that was current on its day."
        super().__init__(desk, review, ("Anonymisation checked", "&Record the check", intro), parent)
        self.by = self.form.line("Checked &by", hint="Somebody who did not write it.")
        self.day = self.ask_day()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(publication.check_anonymisation, by=self.by.text(), day=self.day.day())


class Publish(_Step):
    """Record the publication."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask where it was published."""
        intro = "From this day on the executive summary may leave the process of its review."
        super().__init__(desk, review, ("Publication", "&Record the publication", intro), parent)
        self.where = self.form.line("&Where", hint="The address on the website, or the printed report.")
        self.day = self.ask_day("Published o&n")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(publication.publish, where=self.where.text(), day=self.day.day())


class Withdraw(_Step):
    """Record that it is not to be published, or no longer."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask why."""
        intro = "Nothing is sent out any more. What was sent stays on the record; those who have it are told."
        super().__init__(desk, review, ("Publication withdrawn", "&Withdraw it", intro), parent)
        self.why = self.form.add("Wh&y", TextArea(2))
        self.day = self.ask_day("Withdrawn o&n")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(publication.withdraw, why=self.why.text(), day=self.day.day())
