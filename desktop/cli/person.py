"""person: people who may be granted access, how they are reached, and their roles (D1, C6).

Rule: a person without a role in force may not be given anything; the list says whose roles last, on which
day and for which review.
"""

from argparse import Namespace
from datetime import date, timedelta

import msgspec

from desktop.cli import leaving
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import dates, people
from desktop.custody import leaving as leaving_rules
from desktop.custody.people import Contact, Person, PersonAdded, Role
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("person", "People who may be granted access, and their roles.")
    made = group.verb(
        "add",
        add,
        "enter a person with the role under which access may be granted",
        '--vault FOLDER --name "A. Person" --post "Designated Nurse" --agency "Invented Trust"'
        ' --role "panel member"',
    )
    for option, about in (
        ("name", "in full; of an office, its name"),
        ("post", "what the person is"),
        ("agency", "whose they are; Independent, for somebody who is of none"),
    ):
        made.add_argument(f"--{option}", metavar="TEXT", required=True, help=about)
    made.add_argument("--role", metavar="TEXT", required=True, help='such as "panel member"')
    _role_options(made)
    _contact_options(made)
    group.verb(
        "add-standing", add_standing, "enter the standing recipients that are not there yet", "--vault FOLDER"
    )
    made = group.verb(
        "list",
        list_,
        "list the people, or who is an authorised person for one review",
        "--vault FOLDER --review SCR-2026-01 --on 2026-03-02",
        common=NOW,
    )
    made.add_argument(
        "--review", metavar="R", help="only those who may be granted access to its documents that day"
    )
    made.add_argument("--on", metavar="DATE", type=day("The day"), help="on which day; by default today")
    made = group.verb(
        "contact",
        contact,
        "change how a person is reached; what is not given stays",
        '--vault FOLDER P-0001 --telephone "01632 960001"',
    )
    made.add_argument("person", metavar="PERSON", help="such as P-0001")
    _contact_options(made)
    _role_verbs(group)
    return group.parser


def _role_verbs(group: Group) -> None:
    made = group.verb(
        "give-role",
        give_role,
        "give a person a further role",
        '--vault FOLDER P-0001 --role "panel chair" --review SCR-2026-01 --from 2026-03-02',
    )
    made.add_argument("person", metavar="PERSON", help="such as P-0001")
    made.add_argument("--role", metavar="TEXT", required=True)
    _role_options(made)
    made = group.verb("end-role", end_role, "end a role", '--vault FOLDER P-0001 --role "panel member"')
    made.add_argument("person", metavar="PERSON", help="such as P-0001")
    made.add_argument("--role", metavar="TEXT", required=True)
    made.add_argument(
        "--to",
        metavar="DATE",
        dest="end",
        type=day("The last day"),
        help="its last day; by default the day of the act",
    )
    made.add_argument("--review", metavar="R", default="", help="for which review it was given")
    leaving.add(group)


def _role_options(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", default="", help="by whose decision the role was given")
    made.add_argument(
        "--review",
        metavar="R",
        default="",
        help="for whose documents alone it counts; needed on a panel, unless there is only one review",
    )
    made.add_argument(
        "--outside",
        action="store_true",
        help="the role stands outside the process of the review: legal advice or publication comes first",
    )
    made.add_argument("--from", metavar="DATE", dest="start", type=day("The first day"), help="its first day")
    made.add_argument("--to", metavar="DATE", dest="end", type=day("The last day"), help="its last day")


def _contact_options(made: Parser) -> None:
    for option in ("telephone", "email", "address", "out-of-hours"):
        made.add_argument(f"--{option}", metavar="TEXT")


def add(desk: Desk, asked: Namespace) -> Answer:
    """Enter a person."""
    outcome = desk.do(
        people.add,
        name=asked.name,
        post=asked.post,
        agency=asked.agency,
        role=asked.role,
        authority=asked.authority,
        start=asked.start,
        end=asked.end,
        review=asked.review,
        outside=asked.outside,
        contact=_contact(asked, Contact()),
    )
    return _told(desk, outcome, _added(outcome), "{person} {title} was entered.")


def add_standing(desk: Desk, _asked: Namespace) -> Answer:
    """Enter the standing recipients that are missing (C6)."""
    outcome = desk.do(people.add_standing)
    events = [event for event in outcome.events if isinstance(event, people.PersonAdded)]
    added = [desk.office().register.people[event.person] for event in events]
    fields = {"people": [person.person for person in added], **recorded(outcome)}
    text = table(
        ("person", "standing recipient"),
        [(person.person, person.title) for person in added],
        empty="Every standing recipient is there already.",
    )
    return Answer(fields, f"{text}\n{entered(outcome)}" if events else text)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the people, or those authorised for one review."""
    on = asked.on or desk.clock().date()
    register = desk.reading().register
    review = register.review(asked.review).review if asked.review else None
    every = list(register.people.values())
    found = every if review is None else people.panel(register, review, on)
    rows = [
        (
            person.person,
            person.title,
            ", ".join(_role_told(role) for role in person.in_force(on, review)),
            "yes" if person.authorised(on, review) else "no",
        )
        for person in found
    ]
    empty = "No person was entered yet."
    if review is not None:
        empty = sentence("Nobody is an authorised person for {review} on {on}.", review=review, on=on)
    text = table(("person", "who", "role", "authorised"), rows, empty=empty)
    return Answer({"people": [_fields(person, on, review) for person in found]}, text)


def _role_told(role: Role) -> str:
    told = people.named(role.role, role.review)
    return f"{told}, outside the process" if role.outside else told


def _fields(person: Person, on: date, review: str | None) -> dict[str, object]:
    return {
        "person": person.person,
        "name": person.name,
        "post": person.post,
        "agency": person.agency,
        "authorised": person.authorised(on, review),
        "roles": [msgspec.to_builtins(role) for role in person.roles],
        "contact": msgspec.structs.asdict(person.contact),
    }


def contact(desk: Desk, asked: Namespace) -> Answer:
    """Change how a person is reached."""
    known = desk.office().register.people.get(asked.person.strip().upper())
    changed = _contact(asked, known.contact if known else Contact())
    outcome = desk.do(people.change_contact, person=asked.person, contact=changed)
    return _told(desk, outcome, asked.person, "The contact details of {person} {title} were changed.")


def give_role(desk: Desk, asked: Namespace) -> Answer:
    """Give a person a further role."""
    outcome = desk.do(
        people.give_role,
        person=asked.person,
        role=asked.role,
        authority=asked.authority,
        start=asked.start,
        end=asked.end,
        review=asked.review,
        outside=asked.outside,
    )
    return _told(desk, outcome, asked.person, "{person} {title} was given the role {role}.")


def end_role(desk: Desk, asked: Namespace) -> Answer:
    """End a role."""
    outcome = desk.do(
        people.end_role, person=asked.person, role=asked.role, end=asked.end, review=asked.review
    )
    last = asked.end or outcome.hand.day
    told = f"The role {{role}} of {{person}} {{title}} ends on {dates.day(last)}."
    answer = _told(desk, outcome, asked.person, told)
    register = desk.office().register
    person = register.person(asked.person).person
    held = leaving_rules.without_access(register, person, last + timedelta(1) if last < date.max else last)
    rows = [(copy.copy, copy.state, copy.due) for copy in held]
    lines = [answer.text]
    if held:
        lines += [
            sentence("From the day after, no role covers what {person} has:", person=person),
            table(("copy", "state", "due back"), rows, empty=""),
            sentence(
                "Have them back: copy recall --person {person} --reason TEXT --out FOLDER", person=person
            ),
        ]
    fields = [{"copy": copy.copy, "state": str(copy.state), "due": copy.due} for copy in held]
    return Answer({**answer.fields, "copies": fields}, "\n".join(lines))


def _told(desk: Desk, outcome: Outcome, reference: str, template: str) -> Answer:
    person: Person = desk.office().register.person(reference)
    told = sentence(template, person=person.person, title=person.title, role=getattr(desk.asked, "role", ""))
    return Answer({"person": person.person, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _added(outcome: Outcome) -> str:
    return next(event.person for event in outcome.events if isinstance(event, PersonAdded))


def _contact(asked: Namespace, known: Contact) -> Contact:
    given = {
        name: getattr(asked, name) for name in Contact.__struct_fields__ if getattr(asked, name) is not None
    }
    return msgspec.structs.replace(known, **given)
