"""board: what the Board keeps as data, and who decided each change of it (B4, C2, C3, C6, D3, D4).

Rule: nothing is changed without the authority for it; the entry says what stood before and what stands now.
"""

from argparse import ArgumentTypeError, Namespace

from desktop.cli import board_regimes
from desktop.cli.arguments import NOW, Group, Job, Parser, UsageError, count
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import regimes, settings
from desktop.custody.board import Kind, Settings
from desktop.custody.register import Register
from desktop.custody.settings import GATES
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("board", "What the Board keeps as data.")
    group.verb("show", show, "show what the Board keeps as data", "--vault FOLDER", common=NOW)
    _kind_verbs(group)
    for noun, job, gone, example in (
        ("category", add_category, remove_category, "School governor"),
        ("briefed-body", add_briefed_body, remove_briefed_body, "Example Inspectorate"),
        ("process-body", add_process_body, remove_process_body, "Example Inspectorate"),
        ("conclusion-body", add_conclusion_body, remove_conclusion_body, "Example Inspectorate"),
    ):
        said = _SAID[noun]
        _named(group, f"add-{noun}", job, f"add {said}", example)
        _named(group, f"remove-{noun}", gone, f"take away {said}", example)
    for verb, job, about in (
        ("add-recipient", add_recipient, "add an office that gets hard copies in every review"),
        ("remove-recipient", remove_recipient, "say that an office gets hard copies no more"),
    ):
        example = '--post "Director of Nursing" --agency "Example Trust"'
        made = group.verb(verb, job, about, f"--vault FOLDER {example} {_BY}")
        made.add_argument("--post", metavar="TEXT", required=True, help="the office that is held")
        made.add_argument("--agency", metavar="TEXT", required=True, help="where")
        _authority(made)
    made = group.verb(
        "change-marking",
        change_marking,
        "change the protective marking of copies and papers made from now on",
        f'--vault FOLDER "OFFICIAL-SENSITIVE" {_BY}',
    )
    made.add_argument("marking", metavar="MARKING", help="as it is to stand on every page")
    _authority(made)
    made = group.verb(
        "change-copy-limit",
        change_copy_limit,
        "change how many copies there may be of documents taken in from now on",
        f"--vault FOLDER 25 {_BY}",
    )
    made.add_argument("copies", metavar="N", type=count, help="of each document")
    _authority(made)
    made = group.verb(
        "change-returns",
        change_returns,
        "change the address to which a found copy is to be returned",
        f'--vault FOLDER "The Administrator, 1 Example Street" {_BY}',
    )
    made.add_argument("returns", metavar="ADDRESS", help="as it is to stand on every page")
    _authority(made)
    board_regimes.add_verbs(group)
    return group.parser


def _kind_verbs(group: Group) -> None:
    made = group.verb("add-kind", add_kind, "add a kind of document", f"--vault FOLDER Genogram {_BY}")
    made.add_argument("label", metavar="LABEL", help="what it is called; its short name is made from that")
    made.add_argument("--per-agency", action="store_true", help="each agency has its own")
    made.add_argument("--many", action="store_true", help="there may be any number in one review")
    made.add_argument("--not-copied", action="store_true", help="no numbered copies are made of it")
    made.add_argument("--apart", action="store_true", help="kept apart, like a coding schedule: never copied")
    made.add_argument("--gate", metavar="G", default="none", help=_GATES)
    _authority(made)
    made = group.verb(
        "change-kind",
        change_kind,
        "change how a kind of document is called or treated; what is not given stays",
        f'--vault FOLDER chronology --gate "legal advice" {_BY}',
    )
    made.add_argument("kind", metavar="KIND", help="its short name or its label")
    made.add_argument("--label", metavar="TEXT", help="what it is to be called")
    made.add_argument("--many", metavar="YES", type=_yes, help="whether there may be any number (yes or no)")
    made.add_argument(
        "--copied", metavar="YES", type=_yes, help="whether numbered copies are made (yes or no)"
    )
    made.add_argument("--apart", metavar="YES", type=_yes, help="whether it is kept apart (yes or no)")
    made.add_argument("--gate", metavar="G", help=_GATES)
    _authority(made)


def show(desk: Desk, _asked: Namespace) -> Answer:
    """Show the settings."""
    register = desk.reading().register
    board, data = register.founded, register.founded.settings
    fields = {
        "board": board.name,
        "marking": data.marking,
        "copy_limit": data.copy_limit,
        "returns": board.returns,
        "kinds": [_kind_fields(kind) for kind in data.kinds],
        "standing_recipients": [{"post": one.post, "agency": one.agency} for one in data.standing_recipients],
        "categories": list(data.categories),
        "briefed_bodies": list(data.briefed_bodies),
        "submitted_to": list(data.submitted_to),
        "told_of_conclusion": list(data.told_of_conclusion),
        "regimes": [board_regimes.regime_fields(one) for one in data.regimes],
        "notified": [board_regimes.body_fields(one) for one in data.notified],
    }
    told = pairs(
        [
            ("Board", board.name),
            ("Protective marking", data.marking),
            ("Copies of a document", f"{data.copy_limit}, unless its own limit was changed"),
            ("Found copies go to", board.returns),
        ]
    )
    kinds = table(
        ("kind", "label", "how it is treated"),
        [(kind.kind, kind.label, settings.terms(kind)) for kind in data.kinds],
        empty="There is no kind of document.",
    )
    recipients = table(
        ("standing recipient", "agency"),
        [(one.post, one.agency) for one in data.standing_recipients],
        empty="There is no standing recipient.",
    )
    lists = [
        table((heading,), [(name,) for name in names], empty="")
        for heading, names in (
            ("who asks for the summary", data.categories),
            ("bodies briefed in advance", data.briefed_bodies),
            ("bodies of the process, to which papers are submitted", data.submitted_to),
            ("bodies told of the conclusion of a review", data.told_of_conclusion),
        )
    ]
    return Answer(fields, "\n\n".join([told, kinds, recipients, *lists, *_of_reviews(data)]))


def _of_reviews(data: Settings) -> list[str]:
    """Return under which rules reviews are held, and who is told of them, as tables."""
    return [
        table(
            ("regime", "label", "what it sets"),
            [(one.regime, one.label, regimes.terms(one)) for one in data.regimes],
            empty="",
        ),
        table(
            ("told of a decision", "by whom", "for which reviews"),
            [(one.body, one.teller, one.when) for one in data.notified],
            empty="",
        ),
    ]


def add_kind(desk: Desk, asked: Namespace) -> Answer:
    """Add a kind of document."""
    outcome = desk.do(
        settings.add_kind,
        label=asked.label,
        per_agency=asked.per_agency,
        many=asked.many,
        copied=not asked.not_copied,
        apart=asked.apart,
        gate=asked.gate,
        authority=asked.authority,
    )
    return _kind_answer(desk.office().register, asked.label, outcome)


def change_kind(desk: Desk, asked: Namespace) -> Answer:
    """Change a kind of document."""
    changes = {name: getattr(asked, name) for name in ("label", "many", "copied", "apart", "gate")}
    if all(value is None for value in changes.values()):
        raise UsageError("Nothing of the kind is to be changed.", "See: strongroom board change-kind --help")
    outcome = desk.do(settings.change_kind, kind=asked.kind, authority=asked.authority, **changes)
    event = outcome.events[-1]
    kind = event.after.kind if isinstance(event, settings.KindChanged) else asked.kind
    return _kind_answer(desk.office().register, kind, outcome)


def add_category(desk: Desk, asked: Namespace) -> Answer:
    """Add a category of those who ask for the executive summary."""
    return _list_changed(desk, asked, "category", added=True)


def remove_category(desk: Desk, asked: Namespace) -> Answer:
    """Take a category away."""
    return _list_changed(desk, asked, "category", added=False)


def add_briefed_body(desk: Desk, asked: Namespace) -> Answer:
    """Add a body that is briefed before an executive summary is published."""
    return _list_changed(desk, asked, "briefed body", added=True)


def remove_briefed_body(desk: Desk, asked: Namespace) -> Answer:
    """Take a body away."""
    return _list_changed(desk, asked, "briefed body", added=False)


def add_conclusion_body(desk: Desk, asked: Namespace) -> Answer:
    """Add a body that is told before a review is concluded."""
    return _list_changed(desk, asked, "body told of the conclusion", added=True)


def remove_conclusion_body(desk: Desk, asked: Namespace) -> Answer:
    """Take a body away."""
    return _list_changed(desk, asked, "body told of the conclusion", added=False)


def add_process_body(desk: Desk, asked: Namespace) -> Answer:
    """Add a body to which papers are submitted in the course of a review."""
    return _list_changed(desk, asked, "body of the process", added=True)


def remove_process_body(desk: Desk, asked: Namespace) -> Answer:
    """Take such a body away."""
    return _list_changed(desk, asked, "body of the process", added=False)


def add_recipient(desk: Desk, asked: Namespace) -> Answer:
    """Add a standing recipient."""
    outcome = desk.do(settings.add_recipient, post=asked.post, agency=asked.agency, authority=asked.authority)
    return _recipients(desk.office().register, outcome)


def remove_recipient(desk: Desk, asked: Namespace) -> Answer:
    """Take a standing recipient away."""
    outcome = desk.do(
        settings.remove_recipient, post=asked.post, agency=asked.agency, authority=asked.authority
    )
    return _recipients(desk.office().register, outcome)


def change_marking(desk: Desk, asked: Namespace) -> Answer:
    """Change the protective marking."""
    outcome = desk.do(settings.change_marking, marking=asked.marking, authority=asked.authority)
    return _changed({"marking": desk.office().register.founded.settings.marking}, outcome)


def change_copy_limit(desk: Desk, asked: Namespace) -> Answer:
    """Change the limit that documents get when they are taken in."""
    outcome = desk.do(settings.change_copy_limit, number_of_copies=asked.copies, authority=asked.authority)
    return _changed({"copy_limit": asked.copies}, outcome)


def change_returns(desk: Desk, asked: Namespace) -> Answer:
    """Change the return address."""
    outcome = desk.do(settings.change_returns, returns=asked.returns, authority=asked.authority)
    return _changed({"returns": desk.office().register.founded.returns}, outcome)


def _named(group: Group, verb: str, job: Job, about: str, example: str) -> None:
    made = group.verb(verb, job, about, f'--vault FOLDER "{example}" {_BY}')
    made.add_argument("name", metavar="NAME", help="as it is to be listed")
    _authority(made)


def _authority(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it, and when")


def _yes(text: str) -> bool:
    try:
        return {"yes": True, "no": False}[text.casefold()]
    except KeyError:
        raise ArgumentTypeError(f"{text!r} is neither yes nor no") from None


def _list_changed(desk: Desk, asked: Namespace, names: settings.List, *, added: bool) -> Answer:
    act = settings.add_name if added else settings.remove_name
    outcome = desk.do(act, names=names, name=asked.name, authority=asked.authority)
    data = desk.office().register.founded.settings
    field = settings.FIELDS[names]
    return _changed({field: list(getattr(data, field))}, outcome)


def _recipients(register: Register, outcome: Outcome) -> Answer:
    known = register.founded.settings.standing_recipients
    return _changed(
        {"standing_recipients": [{"post": one.post, "agency": one.agency} for one in known]}, outcome
    )


def _kind_answer(register: Register, kind: str, outcome: Outcome) -> Answer:
    return _changed({"kind": _kind_fields(register.founded.kind(kind))}, outcome)


def _changed(fields: dict[str, object], outcome: Outcome) -> Answer:
    told = sentence("{what}", what=outcome.events[-1].said())
    return Answer({**fields, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _kind_fields(kind: Kind) -> dict[str, object]:
    return {
        "kind": kind.kind,
        "label": kind.label,
        "per_agency": kind.per_agency,
        "many": kind.many,
        "copied": kind.copied,
        "apart": kind.apart,
        "gate": kind.gate or None,
    }


_BY = '--authority "The Chair, 2 March 2026"'
_GATES = f"what must be recorded before it leaves the process of the review: {', '.join(GATES)}"
_SAID = {
    "category": "a category of those who ask for the executive summary",
    "briefed-body": "a body that is briefed before an executive summary is published",
    "process-body": "a body of the process, to which papers are submitted without a gate",
    "conclusion-body": "a body that is told before a review is concluded",
}
