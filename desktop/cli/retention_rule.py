"""The commands of `retention` about its rules: what is offered, what was adopted (G1, G7)."""

from argparse import Namespace
from typing import get_args

import msgspec

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, count, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import retention_papers, retention_rules
from desktop.custody.errors import UnknownReferenceError
from desktop.custody.retention_rules import TRIGGERS, Adopted, Combine, DiedYoung, Rule, Source, Term
from desktop.office import retention, shipped

_MATURE = 18


def verbs(group: Group) -> None:
    """Add these commands."""
    group.verb("rule", rule, "show the rule in force, and those before it", "--vault FOLDER", common=NOW)
    group.verb(
        "presets",
        presets,
        "list the rules that are offered; none of them is law",
        "--vault FOLDER",
        common=NOW,
    )
    made = group.verb(
        "adopt",
        adopt,
        "adopt a rule that was agreed with the records officer",
        '--vault FOLDER --preset 1 --agreed-with "R. Officer" --authority "Board minutes, 2 March 2026"',
    )
    made.add_argument("--preset", metavar="N", type=count, help="begin with this one of the rules offered")
    for trigger in TRIGGERS:
        after = "on this birthday" if trigger == "birth" else f"years after the {trigger}"
        made.add_argument(
            f"--{trigger.replace(' ', '-')}", metavar="YEARS", type=count, help=f"{after}; 0 leaves it out"
        )
    made.add_argument("--combine", metavar="WHICH", default="", help=" or ".join(get_args(Combine)))
    made.add_argument(
        "--died-under-18", metavar="YEARS", type=count, help="years after such a death instead; 0: none"
    )
    made.add_argument("--unless-sibling", action="store_true", help="only where no brother or sister lives")
    made.add_argument("--name", metavar="TEXT", default="", help="what the rule is called")
    made.add_argument("--rule-version", metavar="TEXT", default="", help="which version of it")
    made.add_argument("--rule-authority", metavar="TEXT", default="", help="where the rule comes from")
    made.add_argument("--source", metavar="S", default="", help=f"that was: {', '.join(get_args(Source))}")
    made.add_argument("--agreed-with", metavar="NAME", required=True, help="the records officer")
    made.add_argument(
        "--agreed-on", metavar="DATE", type=day("The day it was agreed"), help="when; by default today"
    )
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it")
    made.add_argument("--why", metavar="TEXT", default="", help="why it replaces the rule before")
    made = group.verb(
        "rules-paper", rules_paper, "make the paper of the rules", "--vault FOLDER --out FOLDER", common=NOW
    )
    printers.add_place(made, "paper")


def rule(desk: Desk, _asked: Namespace) -> Answer:
    """Show the rule in force."""
    register = desk.reading().register
    adopted = retention_rules.in_force(register)
    fields = {
        "confirmed": adopted is not None,
        "rule": _rule(retention_rules.the_rule(register)),
        "adopted": [_adopted(one) for one in register.retention_rules],
    }
    rows = [
        (one.number, one.adopted, one.rule.name, one.agreed_with, one.why or None)
        for one in register.retention_rules
    ]
    history = table(("no.", "adopted", "rule", "agreed with", "why"), rows, empty="No rule was adopted yet.")
    return Answer(fields, f"{pairs(retention_papers.rule_facts(register))}\n\n{history}")


def presets(_desk: Desk, _asked: Namespace) -> Answer:
    """List the rules offered."""
    offered = shipped.retention_rules()
    rows = [(number, one.name, one.words, one.source) for number, one in enumerate(offered, 1)]
    text = table(("no.", "rule", "kept", "its authority was"), rows, empty="")
    named = "\n".join(
        sentence("{number}: {authority}", number=number, authority=one.authority)
        for number, one in enumerate(offered, 1)
    )
    return Answer({"presets": [_rule(one) for one in offered]}, f"{text}\n\n{named}")


def adopt(desk: Desk, asked: Namespace) -> Answer:
    """Adopt a rule."""
    outcome = desk.do(
        retention_rules.adopt,
        rule=_given(asked),
        agreed_with=asked.agreed_with,
        agreed_on=asked.agreed_on,
        authority=asked.authority,
        why=asked.why,
    )
    (adopted,) = desk.office().register.retention_rules[-1:]
    told = sentence("Rule {number} is in force: {words}", number=adopted.number, words=adopted.rule.words)
    return Answer({**_adopted(adopted), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def rules_paper(desk: Desk, asked: Namespace) -> Answer:
    """Make the paper of the rules."""
    office = desk.office()
    return printers.paper("paper", desk.run(retention.rules_paper(office, printers.place(asked))), office)


def _given(asked: Namespace) -> Rule:
    """Return the rule that was typed: the one it begins with, with what was said instead."""
    base = _preset(asked.preset)
    terms = {term.trigger: term.years for term in base.terms}
    said = {one: getattr(asked, one.replace(" ", "_")) for one in TRIGGERS}
    terms |= {trigger: years for trigger, years in said.items() if years is not None}
    young = base.died_young
    if asked.died_under_18 is not None:
        young = DiedYoung(asked.died_under_18, age=_MATURE) if asked.died_under_18 else None
    if young is not None and asked.unless_sibling:
        young = msgspec.structs.replace(young, unless_sibling=True)
    return Rule(
        asked.name or base.name,
        asked.rule_version or base.version,
        asked.rule_authority or base.authority,
        asked.source or base.source,
        tuple(Term(trigger, terms[trigger]) for trigger in TRIGGERS if terms.get(trigger)),
        asked.combine or base.combine,
        young,
    )


def _preset(number: int | None) -> Rule:
    """Return the rule to begin with; without a number one that says nothing yet."""
    if number is None:
        return Rule("", "1", "", "to be checked", ())
    offered = shipped.retention_rules()
    if not 1 <= number <= len(offered):
        raise UnknownReferenceError(noun="preset", reference=str(number), listed="retention presets")
    return offered[number - 1]


def _adopted(one: Adopted) -> dict[str, object]:
    return {
        "number": one.number,
        "rule": _rule(one.rule),
        "agreed_with": one.agreed_with,
        "agreed_on": one.agreed_on,
        "authority": one.authority,
        "why": one.why or None,
        "adopted": one.adopted,
    }


def _rule(found: Rule) -> dict[str, object]:
    return {**msgspec.to_builtins(found), "words": found.words}
