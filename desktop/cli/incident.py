"""incident: what went wrong, whether people are at risk, and how it was closed.

Rule: a closed incident stays in the list. Those that something else opened, such as a lost copy, are not
opened here a second time.
"""

from argparse import Namespace
from datetime import datetime

import msgspec

from desktop.cli.arguments import NOW, Group, Parser, moment, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table
from desktop.custody import incidents
from desktop.custody.incidents import Incident
from desktop.office import incidents as papers
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("incident", "What went wrong, and how it was closed.")
    _list_verbs(group)
    _open_verbs(group)
    _assess_verb(group)
    made = group.verb(
        "close", close, "close an incident", '--vault FOLDER I-0001 --found "The page was in the safe"'
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made.add_argument("--found", metavar="TEXT", required=True, help="what was found")
    return group.parser


def _list_verbs(group: Group) -> None:
    made = group.verb("list", list_, "list the incidents", "--vault FOLDER --open", common=NOW)
    made.add_argument("--open", action="store_true", help="only those that are not closed")
    made = group.verb(
        "show", show, "show one incident with its notes and its clock", "--vault FOLDER I-0001", common=NOW
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made = group.verb(
        "report",
        report,
        "make the report of an incident, to be signed",
        "--vault FOLDER I-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the report is to lie")


def _open_verbs(group: Group) -> None:
    made = group.verb(
        "open",
        open_,
        "open an incident by hand; a breach starts the clock of 72 hours",
        '--vault FOLDER --matter breach --about D-0001/1 --what "It was read aloud in a corridor"',
    )
    made.add_argument(
        "--matter", metavar="MATTER", required=True, help=f"one of: {', '.join(incidents.BY_HAND)}"
    )
    made.add_argument("--what", metavar="TEXT", required=True, help="what happened, in words")
    made.add_argument(
        "--about", metavar="REFERENCE", default="", help="the copy, document, batch, person or other"
    )
    made = group.verb(
        "note",
        note,
        "note what was found out or done about an incident",
        '--vault FOLDER I-0001 --text "The lost property office was telephoned"',
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made.add_argument("--text", metavar="TEXT", required=True, help="what was found out or done")


def _assess_verb(group: Group) -> None:
    made = group.verb(
        "assess",
        assess,
        "judge whether people are at risk, and say when the Information Commissioner was told",
        '--vault FOLDER I-0001 --risk --reason "Names are in it" --told-commissioner 2026-03-06T10:00',
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why it was judged so")
    risk = made.add_mutually_exclusive_group(required=True)
    risk.add_argument("--risk", dest="risk", action="store_true", help="people are at risk")
    risk.add_argument("--no-risk", dest="risk", action="store_false", help="nobody is at risk")
    made.add_argument(
        "--told-commissioner", metavar="TIME", type=moment, help="when the Commissioner was told"
    )
    made.add_argument(
        "--why-late",
        metavar="TEXT",
        default="",
        help="the reason of the delay; needed if the Commissioner was told after the 72 hours",
    )


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the incidents."""
    known, now = desk.reading().register.incidents.values(), desk.clock()
    found = [incident for incident in known if incident.closed is None or not asked.open]
    text = table(
        ("incident", "about", "opened", "clock ends", "clock", "closed", "what"),
        [
            (one.incident, one.about, one.opened, _clock(one), _asks(one, now), one.closed, one.what)
            for one in found
        ],
        empty="There is no such incident.",
    )
    return Answer({"incidents": [_fields(incident) for incident in found]}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show one incident."""
    known = desk.reading().register.incident(asked.incident)
    text = pairs(
        [
            ("Incident", known.incident),
            ("Matter", incidents.MATTERS[known.matter]),
            ("About", known.about or None),
            ("What", known.what),
            ("Became known", known.at),
            ("Commissioner by", known.clock_ends),
            ("Clock", _asks(known, desk.clock())),
            ("Closed", known.closed),
            ("Found", known.found or None),
        ]
    )
    judged = table(
        ("judged", "risk", "commissioner told", "why late", "reason"),
        [
            (one.at, one.risk, one.told_commissioner, one.why_late or None, one.reason)
            for one in known.assessments
        ],
        empty="The risk was not judged.",
    )
    noted = table(("noted", "what"), [(one.at, one.text) for one in known.notes], empty="Nothing was noted.")
    return Answer(_fields(known), f"{text}\n\n{judged}\n\n{noted}")


def open_(desk: Desk, asked: Namespace) -> Answer:
    """Open an incident by hand."""
    outcome = desk.do(incidents.open_by_hand, matter=asked.matter, what=asked.what, about=asked.about)
    return _told(desk, next(reversed(desk.office().register.incidents)), outcome)


def note(desk: Desk, asked: Namespace) -> Answer:
    """Note something about an incident."""
    outcome = desk.do(incidents.note, incident=asked.incident, text=asked.text)
    return _told(desk, asked.incident, outcome, "It is noted.")


def assess(desk: Desk, asked: Namespace) -> Answer:
    """Judge whether people are at risk."""
    outcome = desk.do(
        incidents.assess,
        incident=asked.incident,
        risk=asked.risk,
        reason=asked.reason,
        told_commissioner=asked.told_commissioner,
        why_late=asked.why_late,
    )
    judged = "a risk" if asked.risk else "no risk"
    return _told(desk, asked.incident, outcome, f"It is recorded as {judged} to people.")


def close(desk: Desk, asked: Namespace) -> Answer:
    """Close an incident."""
    outcome = desk.do(incidents.close, incident=asked.incident, found=asked.found)
    return _told(desk, asked.incident, outcome)


def report(desk: Desk, asked: Namespace) -> Answer:
    """Make the report of an incident."""
    office = desk.office()
    file = desk.run(papers.report(office, asked.incident, asked.out))
    return paper("report", file, office.register.head)


def _told(desk: Desk, incident: str, outcome: Outcome, first: str = "") -> Answer:
    """Return the answer to an act about an incident: what was done, how it stands, and what is next."""
    known = desk.office().register.incident(incident)
    state = "open" if known.closed is None else "closed"
    lines = [first] if first else []
    lines.append(sentence("Incident {incident} is {state}.", incident=known.incident, state=state))
    judged = known.assessment
    if known.clock_runs:
        lines.append(
            sentence(
                "Where people are at risk, the Information Commissioner is to be told by {until}: {clock}.",
                until=known.clock_ends,
                clock=incidents.clock_words(known, desk.clock()),
            )
        )
    elif judged is not None and judged.told_commissioner is not None:
        lines.append(sentence("{clock}.", clock=incidents.clock_words(known, desk.clock())))
    if known.closed is None and not known.clock_runs:
        lines.append(
            sentence("When it is settled: incident close {incident} --found TEXT", incident=known.incident)
        )
    fields = {
        "incident": known.incident,
        "clock_ends": known.clock_ends,
        "clock_runs": known.clock_runs,
        **recorded(outcome),
    }
    return Answer(fields, "\n".join([*lines, entered(outcome)]))


def _clock(incident: Incident) -> object:
    """Return until when the Commissioner is to be told, while that is open."""
    return incident.clock_ends if incident.clock_runs else None


def _asks(incident: Incident, now: datetime) -> str | None:
    """Return what the clock asks for, and since when it has ended."""
    return (incidents.clock_words(incident, now) or None) if incident.closed is None else None


def _fields(incident: Incident) -> dict[str, object]:
    """Return an incident as JSON has it."""
    return {
        **msgspec.structs.asdict(incident),
        "notes": [msgspec.structs.asdict(one) for one in incident.notes],
        "assessments": [msgspec.structs.asdict(one) for one in incident.assessments],
        "clock_runs": incident.clock_runs,
    }
