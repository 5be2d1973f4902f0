"""Dialogs about the rules of retention: one is adopted; all of them on paper (G1, G7)."""

from typing import get_args

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody import retention_rules
from desktop.custody.retention_rules import MOST_YEARS, TRIGGERS, Combine, DiedYoung, Rule, Source, Term
from desktop.office import retention, shipped
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.fields import Choice, Count, DayField, TextArea

_LABELS = {
    "birth": "Years after &birth",
    "death": "Years after d&eath",
    "conclusion": "Years after the &conclusion",
    "closure": "Years after the clos&ure",
    "last action": "Years after the &last action",
}
_WINS = (("latest", "The latest of these"), ("earliest", "The earliest of these"))
_LEFT_OUT = "Left out"


class AdoptRule(ActDialog):
    """Adopt a rule that was agreed with the records officer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer the rules that ship with the program; each can be changed before it is adopted."""
        intro = (
            "No rule is law. Begin with one of these, change what is agreed otherwise with the records"
            " officer, and adopt it. Dates that were confirmed stay as they are until each is confirmed anew."
        )
        super().__init__(desk, "Adopt a rule of retention", "&Adopt the rule", intro, parent)
        self.offered = {rule.name: rule for rule in shipped.retention_rules()}
        self.preset = self.form.add("Be&gin with", Choice([(name, name) for name in self.offered], prompt=""))
        self.name = self.form.line("&Name of the rule")
        self.version = self.form.line("&Version")
        self.rule_authority = self.form.add("Where the rule comes &from", TextArea(3))
        self.source = self.form.add("That &was", Choice(rows.as_said(get_args(Source)), prompt=""))
        self.years = {
            trigger: self.form.add(label, Count(0, MOST_YEARS, blank=_LEFT_OUT), needed=False)
            for trigger, label in _LABELS.items()
        }
        self.combine = self.form.add("Which date win&s", Choice(_WINS, prompt=""))
        self.young = self.form.add(
            "Years after a death under 18, &instead", Count(0, MOST_YEARS, blank=_LEFT_OUT), needed=False
        )
        self.unless_sibling = self.form.add(
            "&Only where no brother or sister lives", QCheckBox(), needed=False
        )
        self.agreed_with = self.form.line("&Records officer, who agreed")
        self.agreed_on = self.form.add("Agree&d on", DayField("The day it was agreed"))
        self.agreed_on.set_day(desk.today)
        self.authority = self.form.line("Au&thority", hint="Such as minutes of the Board.")
        changed = retention_rules.in_force(desk.register) is not None
        self.why = self.form.add("Why it re&places the rule before", TextArea(2), needed=changed)
        self.form.hide_field(self.why, hidden=not changed)
        self.preset.currentIndexChanged.connect(lambda _at: self._begin_with())
        self._begin_with()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            retention_rules.adopt,
            at=self.earlier.moment(),
            rule=self._rule(),
            agreed_with=self.agreed_with.text(),
            agreed_on=self.agreed_on.day(),
            authority=self.authority.text(),
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the rule in force, and what is to be done with dates."""
        (adopted,) = self.desk.register.retention_rules[-1:]
        facts = [("Kept", adopted.rule.words), ("Ledger entry", str(result.entry))]
        next_ = "Under Records, see which dates differ now, and confirm each with who and why."
        return Told(f"Rule {adopted.number} is in force.", facts, next_)

    def _begin_with(self) -> None:
        """Fill in what the chosen rule says."""
        rule = self.offered[self.preset.value()]
        self.name.setText(rule.name)
        self.version.setText(rule.version)
        self.rule_authority.setPlainText(rule.authority)
        self.source.choose(rule.source)
        terms = {term.trigger: term.years for term in rule.terms}
        for trigger, field in self.years.items():
            field.setValue(next((years for known, years in terms.items() if known == trigger), 0))
        self.combine.choose(rule.combine)
        self.young.setValue(rule.died_young.years if rule.died_young else 0)
        self.unless_sibling.setChecked(rule.died_young is not None and rule.died_young.unless_sibling)

    def _rule(self) -> Rule:
        terms = ((trigger, self.years[trigger].number()) for trigger in TRIGGERS)
        young = self.young.number()
        source = next(one for one in get_args(Source) if one == self.source.value())
        combine: Combine = "earliest" if self.combine.value() == "earliest" else "latest"
        return Rule(
            self.name.text(),
            self.version.text(),
            self.rule_authority.text(),
            source,
            tuple(Term(trigger, years) for trigger, years in terms if years),
            combine,
            DiedYoung(young, self.unless_sibling.isChecked()) if young else None,
        )


class RulesPaper(PaperAgain):
    """Make the paper of the rules."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, "The rules of retention on paper", "paper", parent)

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return retention.rules_paper(self.desk.office, self.chosen())
