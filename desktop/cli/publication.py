"""publication: what comes before a review's executive summary is published, and its publication (D4).

Rule: every answer says what is still missing.
"""

from argparse import Namespace
from typing import Any

from desktop.cli.arguments import NOW, Group, Job, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table
from desktop.custody import publication
from desktop.custody.publication_round import Publication
from desktop.custody.register import Register
from desktop.office import disclosure
from desktop.office.office import Act

_TEXT: dict[str, Any] = {"metavar": "TEXT", "required": True}


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("publication", "Publication of executive summaries.")
    example = '--document D-0004 --by "Board meeting, minute 7"'
    made = _step(group, decide, "record the Board's decision to publish", example)
    made.add_argument("--document", metavar="D", required=True, help="the anonymised executive summary")
    made.add_argument("--by", help="whose decision it is: the meeting and its minute", **_TEXT)
    example = '--by "The panel" --gist "The inquest is concluded"'
    made = _step(group, consider, "record what was considered of parallel proceedings", example)
    made.add_argument("--by", help="who considered them", **_TEXT)
    made.add_argument("--gist", help="what was considered, or that there are none", **_TEXT)
    about = "record that a body was told in advance, or need not be"
    made = _step(group, brief, about, "--body Ofsted --day 2026-03-02")
    made.add_argument("--body", action="append", help="which body; may be given again", **_TEXT)
    made.add_argument("--not-needed", metavar="WHY", default="", help="why it need not be briefed")
    made = _step(group, check_anonymisation, "record who checked the anonymisation", '--by "A. Checker"')
    made.add_argument("--by", metavar="NAME", required=True, help="who checked it")
    example = '--where "The website of the Board"'
    made = _step(group, publish, "record the publication, once nothing is missing", example)
    made.add_argument("--where", help="where it was published", **_TEXT)
    about = "record that it is not to be published, or no longer"
    made = _step(group, withdraw, about, '--why "A correction is needed"')
    made.add_argument("--why", help="for what reason", **_TEXT)
    example = "--vault FOLDER SCR-2026-01"
    made = group.verb("show", show, "show what is recorded, and what is missing", example, common=NOW)
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    about = "make the record of publication for the Chair's signature"
    made = group.verb("form", form, about, f"{example} --out FOLDER", common=NOW)
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the form goes")
    return group.parser


def _step(group: Group, job: Job, about: str, example: str) -> Parser:
    """Add a command, named as its job is, that records one step with the review and the day."""
    name = job.__name__.replace("_", "-")
    made = group.verb(name, job, about, f"--vault FOLDER SCR-2026-01 {example}")
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument(
        "--day", metavar="DATE", type=day("The day"), help="when it was; by default the day of the act"
    )
    return made


def decide(desk: Desk, asked: Namespace) -> Answer:
    """Record the Board's decision."""
    return _done(desk, asked, publication.decide, document=asked.document, by=asked.by)


def consider(desk: Desk, asked: Namespace) -> Answer:
    """Record that parallel proceedings were considered."""
    return _done(desk, asked, publication.consider, by=asked.by, gist=asked.gist)


def brief(desk: Desk, asked: Namespace) -> Answer:
    """Record a briefing."""
    return _done(desk, asked, publication.brief, bodies=asked.body, why=asked.not_needed)


def check_anonymisation(desk: Desk, asked: Namespace) -> Answer:
    """Record the check of the anonymisation."""
    return _done(desk, asked, publication.check_anonymisation, by=asked.by)


def publish(desk: Desk, asked: Namespace) -> Answer:
    """Record the publication."""
    return _done(desk, asked, publication.publish, where=asked.where)


def withdraw(desk: Desk, asked: Namespace) -> Answer:
    """Record the withdrawal."""
    return _done(desk, asked, publication.withdraw, why=asked.why)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show where the publication stands."""
    register = desk.reading().register
    review = register.review(asked.review).review
    found = publication.standing(register, review)
    if found is None:
        text = sentence("The Board's decision to publish for {review} is not recorded.", review=review)
        return Answer({"review": review, "state": None, "missing": [], "rounds": 0}, text)
    left = _missing(desk, register, found)
    facts = [
        ("Review", found.review),
        ("Document", found.document),
        ("State", found.state),
        ("Decided by", found.by),
        ("Decided", found.decided),
        ("Proceedings", found.considered.gist if found.considered else None),
        ("Anonymisation", f"version {found.checked.version}" if found.checked else None),
        ("Published", found.published.day if found.published else None),
        ("Where", found.published.where if found.published else None),
        ("Withdrawn", found.withdrawn.day if found.withdrawn else None),
    ]
    bodies = table(
        ("body", "told in advance"),
        [(told.body, told.words) for told in found.briefings],
        empty="No body has been briefed.",
    )
    rounds = len(register.publications[review])
    text = "\n".join([pairs(facts), "", bodies, *_left_told(found, left)])
    return Answer({**_fields(found, left), "rounds": rounds}, text)


def form(desk: Desk, asked: Namespace) -> Answer:
    """Make the record for signature."""
    office = desk.office()
    file = desk.run(disclosure.publication_record(office, review=asked.review, folder=asked.out))
    return paper("form", file, office.register.head)


def _done(desk: Desk, asked: Namespace, act: Act, **facts: Any) -> Answer:
    outcome = desk.do(act, review=asked.review, day=asked.day, **facts)
    register = desk.office().register
    found = publication.standing(register, asked.review)
    if found is None:
        raise TypeError(outcome)  # each of these acts leaves a round
    left = _missing(desk, register, found)
    told = sentence("{review}: {document} is {state}.", **_first(found))
    text = "\n".join([told, *_left_told(found, left), entered(outcome)])
    return Answer({**_fields(found, left), **recorded(outcome)}, text)


def _missing(desk: Desk, register: Register, found: Publication) -> list[str]:
    if found.state != "decided":
        return []
    return publication.missing(register, found, desk.clock().date())


def _left_told(found: Publication, left: list[str]) -> list[str]:
    """Return the lines that say what is missing; of what is published or withdrawn nothing is."""
    if found.state != "decided":
        return []
    if not left:
        return ["Nothing is missing: it may be published."]
    return ["Still missing:", *(sentence("  {one}", one=one) for one in left)]


def _first(found: Publication) -> dict[str, object]:
    return {"review": found.review, "document": found.document, "state": found.state}


def _fields(found: Publication, left: list[str]) -> dict[str, object]:
    return {
        **_first(found),
        "by": found.by,
        "decided": found.decided,
        "considered": found.considered.day if found.considered else None,
        "briefings": [
            {"body": told.body, "day": told.day, "why": told.why or None} for told in found.briefings
        ],
        "anonymisation": found.checked.version if found.checked else None,
        "published": found.published.day if found.published else None,
        "where": found.published.where if found.published else None,
        "withdrawn": found.withdrawn.day if found.withdrawn else None,
        "missing": left,
    }
