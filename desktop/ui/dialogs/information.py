"""Dialogs about requests for information: recorded, asked back about, partly withheld, and answered."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from PySide6.QtWidgets import QWidget

from desktop.custody import answering, clocks, disclosing, exemptions, foi, holds, subject_access
from desktop.custody.information import Request
from desktop.custody.information_papers import LAWS, due
from desktop.custody.information_papers import standing as standing_of
from desktop.custody.text import shown
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import CheckList, Choice, DayField, PathField, TextArea

FREEDOM = "freedom of information"
_LONGEST = 300
"""Characters of what was asked that a dialog repeats."""
_CAUSES = {
    FREEDOM: ("clarification", "fee"),
    "subject access": ("clarification", "identity", "fee"),
}
_NEEDS = {
    "clarification": "Clarification",
    "fee": "A fee",
    "identity": "Proof of identity",
}


class OfRequest(ActDialog):
    """A dialog about one request: it says who asked for what, and afterwards how the request stands."""

    def __init__(
        self,
        desk: Desk,
        asked: Request,
        title: str,
        verb: str,
        *,
        intro: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Say who asked for what."""
        who = shown(f"{asked.name}, received {rows.day(asked.received)}: {asked.asked}", _LONGEST)
        super().__init__(desk, f"{title}: {asked.request}", verb, f"{who}\n{intro}".rstrip(), parent)
        self.request = asked.request

    @property
    def asked(self) -> Request:
        """The request, as it stands in the register."""
        return self.desk.register.information(self.request)

    def act(self, act: Any, **facts: Any) -> Procedure[Outcome]:
        """Return an act about this request."""
        return self.desk.office.act(act, at=self.earlier.moment(), request=self.request, **facts)

    def disclosed_fields(self, hint: str) -> tuple[CheckList, TextArea]:
        """Add what is disclosed, and why in that edition."""
        offered = _documents_of(self.desk, self.asked)
        disclosed = self.form.add("What is &disclosed", CheckList(offered), needed=False, hint=hint)
        self.form.hide_field(disclosed, hidden=not offered)
        why = self.form.add(
            "Why in that &edition",
            TextArea(2),
            needed=False,
            hint="Needed for another edition than an anonymised or redacted one: it goes to the public.",
        )
        self.form.hide_field(why, hidden=self.asked.law != FREEDOM)
        return disclosed, why

    def told(self, result: Any) -> Told:
        """Return how the request stands now."""
        return standing(self.desk, self.request, happened(result))

    def folder_field(self, label: str) -> PathField:
        """Add the folder in which a paper is made."""
        field = self.form.add(label, PathField("Folder for the paper", "folder"))
        field.set_path(self.desk.paper_folder)
        return field

    def folder_of(self, field: PathField) -> Path:
        """Return the folder that was given, and remember it."""
        folder = field.path() or Path()
        self.desk.paper_folder = folder
        return folder


class RecordInformation(ActDialog):
    """Record a request for information, under either law."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = (
            "The day of receipt starts the clock. Until the request is closed, nothing that it asks for is"
            " destroyed."
        )
        super().__init__(desk, "Record a request for information", "&Record the request", intro, parent)
        self.law = self.form.add("&Law", Choice(list(LAWS.items())))
        self.name = self.form.line("&Who asks")
        self.asked = self.form.add("Wha&t is asked for, in their words", TextArea(3))
        self.way = self.form.line("How it &came", hint="Such as a letter, or e-mail.")
        self.received = self.form.add("&Day of receipt", DayField("Day of receipt"))
        self.received.set_day(desk.today)
        self.address = self.form.add("&Address", TextArea(2), needed=False, hint="Where the answer goes.")
        self.review = self.form.add(
            "Re&view",
            Choice(rows.reviews_offered(desk.register), prompt="None, or not known yet"),
            needed=False,
        )
        self.documents = self.form.add(
            "D&ocuments",
            CheckList(documents_offered(desk)),
            needed=False,
            hint="With neither review nor document, everything in the vault is held.",
        )
        self.earlier.hide()  # the day of receipt says it

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        act = foi.record if self.law.value() == FREEDOM else subject_access.record
        return self.desk.office.act(
            act,
            name=self.name.text(),
            asked=self.asked.text(),
            way=self.way.text(),
            received=self.received.day(),
            address=self.address.text(),
            review=self.review.value(),
            documents=self.documents.values(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the request and its clock."""
        made = next(
            e for e in result.events if isinstance(e, foi.FoiRecorded | subject_access.SubjectAccessRecorded)
        )
        reference = made.foi if isinstance(made, foi.FoiRecorded) else made.subject_access
        next_ = (
            "Next: copy it to the Chair and the members, and acknowledge it with a letter."
            if isinstance(made, foi.FoiRecorded)
            else "Next: acknowledge it with a letter."
        )
        return standing(self.desk, reference, happened(result), next_)


class NameSubject(OfRequest):
    """Say which review or documents a request is about."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Show what it is about now."""
        intro = "Its hold goes with it, and gets no smaller without a reason."
        super().__init__(desk, asked, "What it is about", "&Record it", intro=intro, parent=parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="None"), needed=False)
        self.review.choose(asked.review)
        self.documents = self.form.add("&Documents", CheckList(documents_offered(desk)), needed=False)
        self.documents.tick(asked.documents)
        self.narrower = self.form.add(
            "&Why it is about less",
            TextArea(2),
            needed=False,
            hint="Needed where something that was named before is no longer asked for.",
        )
        self.form.hide_field(self.narrower, hidden=not asked.about)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(
            answering.name_subject,
            review=self.review.value(),
            documents=self.documents.values(),
            narrower=self.narrower.text(),
        )


class AskForMore(OfRequest):
    """Record what was asked of whoever asked, while the clock stands."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Offer what can be asked for under its law."""
        super().__init__(desk, asked, "Ask for more", "&Record that it was asked", parent=parent)
        offered = [(cause, _NEEDS[cause]) for cause in _CAUSES[asked.law]]
        self.cause = self.form.add("What is &needed", Choice(offered))
        self.what = self.form.add("&What was asked, in our words", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        acts = {
            "clarification": answering.ask_clarification,
            "fee": answering.ask_fee,
            "identity": subject_access.ask_identity,
        }
        return self.act(acts[self.cause.value()], what=self.what.text())


class WhatCame(OfRequest):
    """Record that something that was asked for came."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Offer what is waited for."""
        super().__init__(
            desk, asked, "What came", "&Record that it came", intro="The clock goes on.", parent=parent
        )
        offered = [(stop.cause, f"{_NEEDS[stop.cause]}: {stop.what}") for stop in asked.waiting]
        self.cause = self.form.add(
            "&What came", Choice(offered, prompt="" if len(offered) == 1 else "Choose…")
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(answering.came, what=self.cause.value())


class WithholdPassage(OfRequest):
    """Withhold one passage, with the reasons."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Ask for the passage and its exemption."""
        intro = "One passage at a time: where it is, what it is about, and why it is kept back."
        super().__init__(desk, asked, "Withhold a passage", "&Withhold it", intro=intro, parent=parent)
        offered = _documents_of(desk, asked)
        needed = bool(asked.documents)
        prompt = "Choose…" if needed else "In none that is in custody"
        self.document = self.form.add(
            "&Document", Choice(offered, prompt="" if needed and len(offered) == 1 else prompt), needed=needed
        )
        self.form.hide_field(self.document, hidden=not offered)
        self.passage = self.form.add(
            "&Passage", TextArea(2), hint="Such as: page 4, second paragraph, the address."
        )
        sections = [(one.section, _section(one)) for one in exemptions.SECTIONS]
        self.section = self.form.add("&Section", Choice(sections))
        standings = [("absolute", "Absolute"), ("qualified", "Qualified")]
        self.standing = self.form.add("&Absolute or qualified", Choice(standings))
        self.ground = self.form.line("&Ground, in words", hint="Such as: it would tell of somebody else.")
        self.reasons = self.form.add("&Reasons", TextArea(3))
        self.balance = self.form.add(
            "P&ublic interest", TextArea(3), hint="What speaks for giving it, what against, and the balance."
        )
        under_the_act = asked.law == FREEDOM
        self.form.hide_field(self.section, hidden=not under_the_act)
        self.form.hide_field(self.ground, hidden=under_the_act)
        self.section.currentIndexChanged.connect(self._fit_section)
        self.standing.currentIndexChanged.connect(self._fit_section)
        self._fit_section()

    def _fit_section(self) -> None:
        """Ask only for what the section leaves open."""
        known = {one.section: one for one in exemptions.SECTIONS}.get(self.section.value())
        either = known is not None and known.standing is None
        qualified = (
            self.standing.value() == "qualified"
            if either
            else known is not None and known.standing == "qualified"
        )
        self.form.hide_field(self.standing, hidden=not either)
        self.form.hide_field(self.balance, hidden=not qualified)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        facts = {
            "document": self.document.value(),
            "passage": self.passage.text(),
            "reasons": self.reasons.text(),
        }
        if self.asked.law != FREEDOM:
            return self.act(subject_access.withhold, ground=self.ground.text(), **facts)
        standing_ = "" if self.standing.isHidden() else self.standing.value()
        return self.act(
            foi.withhold,
            section=self.section.value(),
            standing=standing_,
            public_interest=self.balance.text(),
            **facts,
        )

    def told(self, result: Outcome) -> Told:
        """Return how many passages are withheld now."""
        count = rows.counted(len(self.asked.withheld), "passage")
        facts = [("Withheld", count), ("Ledger entry", str(result.entry))]
        return standing(self.desk, self.request, facts)


class AnswerInformation(OfRequest):
    """Record the answer."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Show what is withheld, and ask for the outcome."""
        kept = f"{rows.counted(len(asked.withheld), 'passage')} withheld so far."
        super().__init__(desk, asked, "Answer", "&Record the answer", intro=kept, parent=parent)
        outcomes = foi.Outcome if asked.law == FREEDOM else subject_access.Outcome
        self.outcome = self.form.add("&Outcome", Choice(rows.as_said(get_args(outcomes))))
        hint = "Each document is disclosed, or has its passages named as withheld."
        self.disclosed, self.edition_why = self.disclosed_fields(hint)
        self.reasons = self.form.add(
            "Reaso&ns",
            TextArea(4),
            needed=False,
            hint="Needed unless it is granted. They stand in the letter.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        facts = {
            "outcome": self.outcome.value(),
            "reasons": self.reasons.text(),
            "disclosed": self.disclosed.values(),
        }
        if self.asked.law != FREEDOM:
            return self.act(subject_access.respond, **facts)
        return self.act(foi.respond, edition_why=self.edition_why.text(), **facts)

    def told(self, result: Outcome) -> Told:
        """Return the outcome, and the legal advice it relies on."""
        response = self.asked.response
        advice = [self.desk.register.advice[one] for one in response.relied_on] if response else []
        relied = [("Advice relied on", f"{one.advice}, {rows.day(one.day)}: {one.gist}") for one in advice]
        members = ", and copy the response to the Chair and the members" if self.asked.law == FREEDOM else ""
        next_ = f"Next: write the letter{members}."
        return standing(self.desk, self.request, [*relied, *happened(result)], next_)


def standing(desk: Desk, request: str, facts: Sequence[tuple[str, str]], next_: str = "") -> Told:
    """Return how a request stands, with its clock."""
    found = desk.register.information(request)
    clock = clocks.told(desk.register, found)
    return Told(f"{found.request}: {found.state}.", [("Clock", clock_line(clock)), *facts], next_)


def clock_line(clock: clocks.Clock) -> str:
    """Return a clock on one line."""
    if clock.due is None or clock.done:
        return standing_of(clock)
    return f"{clock.what.capitalize()} due {due(clock)}"


def happened(result: Outcome) -> list[tuple[str, str]]:
    """Return what an act did to holds, and its entry."""
    held = [("Hold", said) for said in holds.told(result.events)]
    return [*held, ("Ledger entry", str(result.entry))]


def documents_offered(desk: Desk) -> list[tuple[str, str]]:
    """Return the documents to choose from."""
    return [(document, rows.document_line(desk.register, document)) for document in desk.register.documents]


def _documents_of(desk: Desk, asked: Request) -> list[tuple[str, str]]:
    """Return the documents that a request is about, to choose from."""
    return [
        (document, rows.document_line(desk.register, document))
        for document in disclosing.asked_of(desk.register, asked)
    ]


def _section(known: exemptions.Section) -> str:
    return f"{known.section}, {known.about} ({known.standing or 'absolute or qualified'})"
