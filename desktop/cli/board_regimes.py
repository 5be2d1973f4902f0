"""board set-regime, add-notified-body: under which rules reviews are held, and who is told of them (E3, E5).

Rule: nothing is changed without the authority for it; what is not given of a regime stays as it is.
"""

from argparse import Namespace

from desktop.cli.arguments import Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence
from desktop.custody import notifications, regimes
from desktop.custody.notifications import WHENS, NotifiedBody
from desktop.custody.regimes import WHATS, Regime, Revision
from desktop.office import shipped
from desktop.office.office import Outcome

_BY = '--authority "The Chair, 2 March 2026"'


def add_verbs(group: Group) -> None:
    """Add the verbs about regimes and about who is told."""
    made = group.verb(
        "set-regime",
        set_regime,
        "add a regime, or change what is given of one",
        f'--vault FOLDER scr-2010 --completion "6 months" --confirmed {_BY}',
    )
    made.add_argument("regime", metavar="REGIME", help="its short name")
    made.add_argument("--shipped", action="store_true", help="begin with what the program ships under it")
    made.add_argument("--label", metavar="TEXT", help="what it is called")
    for what in WHATS:
        said = "such as 6 months or 15 working days; none takes it away"
        made.add_argument(f"--{what}", metavar="TIME", help=said)
    made.add_argument("--publication", metavar="TEXT", help="what is published, in one sentence")
    made.add_argument("--source", metavar="TEXT", help="where it is written")
    made.add_argument("--confirmed", action="store_true", help="nothing of it is unconfirmed any more")
    _authority(made)
    example = f'"Example Inspectorate" --teller "The police" --when "a child died" {_BY}'
    made = group.verb(
        "add-notified-body",
        add_body,
        "add a body that is told of the decision on a review",
        f"--vault FOLDER {example}",
    )
    made.add_argument("body", metavar="BODY", help="who is told")
    made.add_argument("--teller", metavar="WHO", default="", help="who usually tells it")
    made.add_argument("--when", metavar="W", default="always", help=", ".join(WHENS))
    _authority(made)
    made = group.verb(
        "remove-notified-body",
        remove_body,
        "take away a body that is told of the decision on a review",
        f'--vault FOLDER "Example Inspectorate" {_BY}',
    )
    made.add_argument("body", metavar="BODY", help="who is told no longer")
    _authority(made)


def set_regime(desk: Desk, asked: Namespace) -> Answer:
    """Add a regime, or change one."""
    register = desk.office().register
    base = next((one for one in register.founded.settings.regimes if one.regime == asked.regime), None)
    if asked.shipped:
        base = next((one for one in shipped.regimes() if one.regime == asked.regime), base)
    times = {what: getattr(asked, what) for what in WHATS if getattr(asked, what) is not None}
    wanted = Revision(asked.label, times, asked.publication, asked.source, asked.confirmed)
    revised = regimes.revised(base, asked.regime, wanted)
    outcome = desk.do(regimes.set_regime, regime=revised, authority=asked.authority)
    kept = regimes.named(desk.office().register, revised.regime)
    return _told({"regime": regime_fields(kept)}, outcome)


def add_body(desk: Desk, asked: Namespace) -> Answer:
    """Add a body that is told."""
    outcome = desk.do(
        notifications.add_body,
        body=asked.body,
        teller=asked.teller,
        when=asked.when,
        authority=asked.authority,
    )
    return _told({"body": asked.body}, outcome)


def remove_body(desk: Desk, asked: Namespace) -> Answer:
    """Take a body away."""
    outcome = desk.do(notifications.remove_body, body=asked.body, authority=asked.authority)
    return _told({"body": asked.body}, outcome)


def regime_fields(one: Regime) -> dict[str, object]:
    """Return a regime as JSON has it."""
    return {
        "regime": one.regime,
        "label": one.label,
        "times": {term.what: term.words for term in one.terms},
        "publication": one.publication_rule,
        "source": one.source,
        "unconfirmed": one.doubtful,
    }


def body_fields(one: NotifiedBody) -> dict[str, object]:
    """Return a body that is told, as JSON has it."""
    return {"body": one.body, "teller": one.teller or None, "when": one.when}


def _told(fields: dict[str, object], outcome: Outcome) -> Answer:
    told = sentence("{said}", said=outcome.events[0].said())
    return Answer({**fields, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _authority(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
