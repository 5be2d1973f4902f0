"""review agency-…, imr-…, appoint, regime: who contributes, who is appointed, under which rules (E1, E5).

Rule: one line is one entry, with its authority where something is changed.
"""

from argparse import Namespace
from datetime import date

from desktop.cli.arguments import Group, Job, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence
from desktop.custody import agencies, appointments, deadlines, regimes
from desktop.custody.appointments import OFFICES
from desktop.custody.register import Register
from desktop.custody.reviews import Review
from desktop.office.office import Outcome

_WHY = '--why "A slip of the pen" --authority "The Chair"'
_TRUST = '--agency "Example Health Trust"'


def add_verbs(group: Group) -> None:
    """Add the verbs about agencies, appointments and the regime."""
    _agency_verbs(group)
    _imr_verbs(group)
    made = _verb(
        group,
        "appoint",
        appoint,
        "appoint the chair of the panel or the overview author; the person gets that role for the review",
        '--office overview-author --person P-0001 --independence "Never worked here" --authority "The Chair"',
    )
    made.add_argument("--office", metavar="OFFICE", required=True, help=f"{' or '.join(OFFICES)}")
    made.add_argument("--person", metavar="PERSON", required=True, help="such as P-0001")
    made.add_argument("--independence", metavar="TEXT", required=True, help="how independence was seen")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made = _verb(
        group,
        "end-appointment",
        end_appointment,
        "end an appointment, and the role that came with it",
        f"--office overview-author {_WHY}",
    )
    made.add_argument("--office", metavar="OFFICE", required=True, help=f"{' or '.join(OFFICES)}")
    _reasoned(made)
    made = _verb(
        group,
        "give-regime",
        give_regime,
        "hold a review under another regime; its deadlines are counted by that one",
        f"--regime scr-2010 {_WHY}",
    )
    made.add_argument("--regime", metavar="R", required=True, help="its short name; board show lists them")
    _reasoned(made)


def _agency_verbs(group: Group) -> None:
    made = _verb(
        group,
        "agency-add",
        add_agency,
        "enter an agency that contributes to a review",
        f"{_TRUST} --requested 2026-03-02",
    )
    _agency(made)
    made.add_argument(
        "--requested", metavar="DATE", type=_ASKED, help="when its Individual Management Review was asked for"
    )
    made = _verb(
        group,
        "agency-correct",
        correct_agency,
        "put right what was entered of an agency; what is not given stays",
        f"{_TRUST} --requested 2026-03-01 {_WHY}",
    )
    _agency(made)
    made.add_argument("--name", metavar="NAME", help="what it is called")
    made.add_argument("--requested", metavar="DATE", type=_ASKED, help="when its report was asked for")
    made.add_argument("--not-requested", action="store_true", help="it was not asked after all")
    made.add_argument("--came", metavar="DATE", type=_CAME, help="when its report came")
    made.add_argument("--not-come", action="store_true", help="it did not come after all")
    _reasoned(made)
    made = _verb(
        group,
        "agency-strike-out",
        strike_out_agency,
        "record that an agency does not contribute after all",
        f"{_TRUST} {_WHY}",
    )
    _agency(made)
    _reasoned(made)


def _imr_verbs(group: Group) -> None:
    made = _verb(
        group,
        "imr-request",
        request_imr,
        "record that agencies were asked for their Individual Management Reviews",
        f"{_TRUST} --on 2026-03-02",
    )
    made.add_argument("--agency", metavar="NAME", action="append", required=True, help="may be given again")
    made.add_argument("--on", metavar="DATE", type=_ASKED, help="the day; today unless given")
    made = _verb(
        group,
        "imr-came",
        imr_came,
        "record that an agency's report came; not needed where it was taken into custody that day",
        f"{_TRUST} --on 2026-04-30",
    )
    _agency(made)
    made.add_argument("--on", metavar="DATE", type=_CAME, help="the day; today unless given")


def add_agency(desk: Desk, asked: Namespace) -> Answer:
    """Enter an agency."""
    outcome = desk.do(agencies.add, review=asked.review, agency=asked.agency, requested=asked.requested)
    return _told(desk, asked, outcome)


def correct_agency(desk: Desk, asked: Namespace) -> Answer:
    """Put an agency right."""
    known = agencies.of(desk.office().register.review(asked.review), asked.agency)
    outcome = desk.do(
        agencies.correct,
        review=asked.review,
        agency=known.agency,
        name=asked.name or known.agency,
        requested=None if asked.not_requested else asked.requested or known.requested,
        came=None if asked.not_come else asked.came or known.came,
        why=asked.why,
        authority=asked.authority,
    )
    return _told(desk, asked, outcome)


def strike_out_agency(desk: Desk, asked: Namespace) -> Answer:
    """Strike an agency out."""
    outcome = desk.do(
        agencies.strike_out,
        review=asked.review,
        agency=asked.agency,
        why=asked.why,
        authority=asked.authority,
    )
    return _told(desk, asked, outcome)


def request_imr(desk: Desk, asked: Namespace) -> Answer:
    """Record the requests."""
    outcome = desk.do(agencies.request, review=asked.review, agencies=asked.agency, day=asked.on)
    return _told(desk, asked, outcome)


def imr_came(desk: Desk, asked: Namespace) -> Answer:
    """Record that a report came."""
    outcome = desk.do(agencies.receive, review=asked.review, agency=asked.agency, day=asked.on)
    return _told(desk, asked, outcome)


def appoint(desk: Desk, asked: Namespace) -> Answer:
    """Appoint somebody."""
    outcome = desk.do(
        appointments.appoint,
        review=asked.review,
        office=asked.office,
        person=asked.person,
        independence=asked.independence,
        authority=asked.authority,
    )
    return _told(desk, asked, outcome)


def end_appointment(desk: Desk, asked: Namespace) -> Answer:
    """End an appointment."""
    outcome = desk.do(
        appointments.end, review=asked.review, office=asked.office, why=asked.why, authority=asked.authority
    )
    return _told(desk, asked, outcome)


def give_regime(desk: Desk, asked: Namespace) -> Answer:
    """Hold a review under another regime, and say which deadlines moved by it."""
    on, register = desk.clock().date(), desk.office().register
    before = deadlines.days(register, asked.review, on)
    outcome = desk.do(
        regimes.give, review=asked.review, regime=asked.regime, why=asked.why, authority=asked.authority
    )
    moved = deadlines.moved(before, deadlines.days(register, asked.review, on))
    told = _told(desk, asked, outcome)
    lines = [sentence("{said}", said=one) for one in moved or ["No deadline moved."]]
    return Answer({**told.fields, "moved": moved}, "\n".join([told.text, *lines]))


def part_fields(register: Register, review: Review, on: date) -> dict[str, object]:
    """Return who takes part in a review, as JSON has it."""
    regime = regimes.of(register, review)
    return {
        "regime": regime.regime,
        "regime_label": regime.label,
        "agencies": [
            {
                "agency": one.agency,
                "requested": one.requested,
                "came": agencies.came(register, review, one),
            }
            for one in review.agencies
        ],
        "appointments": [
            {
                "office": one.office,
                "person": one.person,
                "from": one.start,
                "to": one.end,
                "independence": one.independence,
            }
            for one in review.appointments
        ],
        "panel": [person.person for person in appointments.panel(register, review.review, on)],
        "doubts": appointments.doubts(register, review, on),
    }


def _told(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    register = desk.office().register
    review = register.review(asked.review)
    fields = {
        "review": review.review,
        **part_fields(register, review, desk.clock().date()),
        **recorded(outcome),
    }
    lines = "\n".join(sentence("{said}", said=event.said()) for event in outcome.events)
    return Answer(fields, f"{lines}\n{entered(outcome)}")


def _verb(group: Group, name: str, job: Job, about: str, example: str) -> Parser:
    made = group.verb(name, job, about, f"--vault FOLDER SCR-2026-01 {example}")
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    return made


def _agency(made: Parser) -> None:
    made.add_argument("--agency", metavar="NAME", required=True, help="which agency")


def _reasoned(made: Parser) -> None:
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")


_ASKED = day("The day of the request")
_CAME = day("The day it came")
