"""What `foi` and `subject-access` have in common: the commands about a request for information (D7, D8).

Rule: every answer about a request has its state and its clock; a clock that cannot be told says why. What
became of a hold is said whenever an act raises, moves or lifts one.
"""

from argparse import Namespace
from collections.abc import Callable

import msgspec

from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table
from desktop.custody import answering, clocks, dates, holds, released
from desktop.custody.clocks import Clock
from desktop.custody.information import Request
from desktop.custody.information_course import course
from desktop.custody.information_papers import standing
from desktop.custody.register import Register
from desktop.office import information
from desktop.office.office import Act, Outcome

Known = Callable[[Register, str], Request]
"""How a noun finds its request: by the reference, among those of its own law."""


def of_request(parser: Parser, letter: str) -> Parser:
    """Add the request that a command is about."""
    parser.add_argument("request", metavar="REQUEST", help=f"such as {letter}-0001")
    return parser


def record_options(parser: Parser) -> None:
    """Add what is recorded of a new request."""
    parser.add_argument("--name", metavar="NAME", required=True, help="who asks")
    parser.add_argument("--asked", metavar="TEXT", required=True, help="for what, in their own words")
    parser.add_argument("--way", metavar="TEXT", required=True, help="how it came, such as e-mail")
    parser.add_argument(
        "--received",
        metavar="DATE",
        type=day("The day of receipt"),
        help="the day of receipt; by default today",
    )
    parser.add_argument("--address", metavar="TEXT", default="", help="where the answer goes")
    _subject_options(parser)


def shared_verbs(group: Group, letter: str, known: Known) -> None:
    """Add the commands that both laws have."""
    example = f"--vault FOLDER {letter}-0001"
    _on_the_way(group, letter, known, example)
    _at_the_end(group, letter, known, example)
    _release(group, letter, known, example)
    _clock(group, letter, known, example)
    _papers(group, letter, known, example)


def record(desk: Desk, act: Act, asked: Namespace) -> Outcome:
    """Record a new request."""
    return desk.do(
        act,
        name=asked.name,
        asked=asked.asked,
        way=asked.way,
        received=asked.received,
        address=asked.address,
        review=asked.review or "",
        documents=asked.document,
    )


def told(desk: Desk, request: str, outcome: Outcome) -> Answer:
    """Return the answer after an act: how the request stands, and its clock."""
    register = desk.office().register
    found = register.information(request)
    due = standing(clocks.told(register, found))
    stopped = bool(found.waiting) and found.clock_matters
    said = "{request}: {due}" if stopped else "{request}: {state}. {due}"
    lines = [
        sentence(said, request=found.request, state=found.state, due=due),
        *(sentence("{said}", said=moved) for moved in holds.told(outcome.events)),
        entered(outcome),
    ]
    return Answer({**summary(register, found), **recorded(outcome)}, "\n".join(lines))


def answered(desk: Desk, request: str, outcome: Outcome) -> Answer:
    """Return the answer after a response was recorded: with the legal advice that it relies on."""
    made, register = told(desk, request, outcome), desk.office().register
    response = register.information(request).response
    relied = [register.advice[one] for one in response.relied_on] if response else []
    lines = [
        sentence("Advice relied on: {advice}, {day}, {gist}", advice=one.advice, day=one.day, gist=one.gist)
        for one in relied
    ]
    fields = [{"advice": one.advice, "day": one.day, "gist": one.gist} for one in relied]
    return Answer({**made.fields, "relied_on": fields}, "\n".join([*lines, made.text]))


def summary(register: Register, found: Request) -> dict[str, object]:
    """Return what a list says of a request."""
    clock = clocks.told(register, found)
    return {
        "request": found.request,
        "name": found.name,
        "asked": found.asked,
        "received": found.received,
        "about": list(found.about),
        "state": found.state,
        "due": clock.due,
        "standing": clock.why,
        "closed": found.closed,
        "holds": [hold.hold for hold in holds.of_cause(register, found.request)],
    }


def listed(register: Register, found: list[Request], *, open_only: bool, empty: str) -> Answer:
    """Return the list of requests."""
    shown = [known for known in found if known.closed is None or not open_only]
    rows = [
        (
            known.request,
            known.name,
            known.received,
            clocks.told(register, known).due,
            known.state,
            known.asked,
        )
        for known in shown
    ]
    text = table(("request", "name", "received", "due", "state", "asked"), rows, empty=empty)
    return Answer({"requests": [summary(register, known) for known in shown]}, text)


def _on_the_way(group: Group, letter: str, known: Known, example: str) -> None:
    def subject(desk: Desk, asked: Namespace) -> Answer:
        found = _found(desk, known, asked)
        review = "" if asked.review is None and asked.narrower else asked.review
        facts = {"review": review, "documents": asked.document, "narrower": asked.narrower}
        return told(desk, found, desk.do(answering.name_subject, request=found, **facts))

    def ask(act: Act) -> Callable[[Desk, Namespace], Answer]:
        def asking(desk: Desk, asked: Namespace) -> Answer:
            found = _found(desk, known, asked)
            return told(desk, found, desk.do(act, request=found, what=asked.what))

        return asking

    made = group.verb("subject", subject, "name what a request is about", f"{example} --document D-0001")
    of_request(made, letter)
    _subject_options(made)
    made.add_argument(
        "--narrower",
        metavar="TEXT",
        default="",
        help="why something named before, which is not given here, is no longer asked for",
    )
    made = group.verb(
        "clarify",
        ask(answering.ask_clarification),
        "record that clarification was asked for; the clock stands",
        f'{example} --what "Which year?"',
    )
    of_request(made, letter).add_argument("--what", metavar="TEXT", required=True, help="what was asked")
    made = group.verb(
        "fee",
        ask(answering.ask_fee),
        "record that a fee was asked for; the clock stands",
        f'{example} --what "GBP 20 for copying"',
    )
    of_request(made, letter).add_argument("--what", metavar="TEXT", required=True, help="how much, and why")
    made = group.verb(
        "came",
        ask(answering.came),
        "record that what was asked for came; the clock goes on",
        f"{example} --what clarification",
    )
    of_request(made, letter).add_argument(
        "--what", metavar="WHAT", required=True, help="clarification, fee or identity"
    )


def _at_the_end(group: Group, letter: str, known: Known, example: str) -> None:
    def complain(desk: Desk, asked: Namespace) -> Answer:
        found = _found(desk, known, asked)
        facts = {"what": asked.what, "reference": asked.reference, "reply_by": asked.reply_by}
        return told(desk, found, desk.do(answering.complain, request=found, **facts))

    def decided(desk: Desk, asked: Namespace) -> Answer:
        found = _found(desk, known, asked)
        facts = {"outcome": asked.outcome, "disclosed": asked.disclosed, "edition_why": asked.edition_why}
        return told(desk, found, desk.do(answering.complaint_ended, request=found, **facts))

    def close(desk: Desk, asked: Namespace) -> Answer:
        found = _found(desk, known, asked)
        return told(desk, found, desk.do(answering.close, request=found, how=asked.how))

    made = group.verb(
        "complain",
        complain,
        "record a complaint to the Information Commissioner",
        f'{example} --what "The answer was late"',
    )
    of_request(made, letter)
    made.add_argument("--what", metavar="TEXT", required=True, help="what it is about")
    made.add_argument("--reference", metavar="TEXT", default="", help="the Commissioner's reference")
    made.add_argument(
        "--reply-by", metavar="DATE", type=day("The day of the reply"), help="by when we reply to it"
    )
    made = group.verb(
        "complaint-ended",
        decided,
        "record how a complaint ended",
        f'{example} --outcome "Not upheld"',
    )
    of_request(made, letter).add_argument("--outcome", metavar="TEXT", required=True, help="how it ended")
    disclosing_options(made)
    made = group.verb(
        "close",
        close,
        "close a request that was answered, or lapsed; its hold falls, at once or later",
        f'{example} --how "Answered in full"',
    )
    of_request(made, letter).add_argument("--how", metavar="TEXT", required=True, help="how it ended")


def disclosing_options(parser: Parser) -> None:
    """Add what is disclosed."""
    parser.add_argument(
        "--disclosed", metavar="D", action="append", default=[], help="which document; may be given again"
    )
    parser.add_argument(
        "--edition-why",
        metavar="TEXT",
        default="",
        help="why another edition than an anonymised or redacted one is disclosed",
    )


def _release(group: Group, letter: str, known: Known, example: str) -> None:
    def release(desk: Desk, asked: Namespace) -> Answer:
        found = _found(desk, known, asked)
        facts = {"passage": asked.passage, "why": asked.why}
        return told(desk, found, desk.do(released.release, request=found, **facts))

    made = group.verb(
        "release",
        release,
        "withhold a passage no longer, before the answer or in its internal review",
        f'{example} --passage 1 --why "It is on the public record"',
    )
    of_request(made, letter)
    made.add_argument("--passage", metavar="N", type=int, required=True, help="its number, as `show` has it")
    made.add_argument("--why", metavar="TEXT", required=True, help="why it is not withheld")


def _clock(group: Group, letter: str, known: Known, example: str) -> None:
    def clock(desk: Desk, asked: Namespace) -> Answer:
        register = desk.reading().register
        return _clock_told(clocks.told(register, known(register, asked.request)))

    def working(desk: Desk, asked: Namespace) -> Answer:
        office, found = desk.office(), _found(desk, known, asked)
        return paper("working", desk.run(information.working(office, found, asked.out)), office.register.head)

    made = group.verb("clock", clock, "show a request's clock and its working", example, common=NOW)
    of_request(made, letter)
    made = group.verb(
        "working", working, "make the working of the clock", f"{example} --out FOLDER", common=NOW
    )
    of_request(made, letter).add_argument(
        "--out", metavar="FOLDER", type=path, required=True, help="where the paper goes"
    )


def _papers(group: Group, letter: str, known: Known, example: str) -> None:
    def copied(desk: Desk, asked: Namespace) -> Answer:
        office, found = desk.office(), _found(desk, known, asked)
        why = asked.why if letter == "S" else ""
        making = information.copy_to_members(
            office, found, asked.what, asked.to, asked.out, why=why, at=asked.at
        )
        done = desk.run(making)
        fields = {"request": found, "copy": str(done.file), **recorded(done.outcome)}
        line = sentence("The copy for the Chair and the members is in {file}.", file=done.file)
        return Answer(fields, f"{line}\n{entered(done.outcome)}")

    def letter_(desk: Desk, asked: Namespace) -> Answer:
        office, found = desk.office(), _found(desk, known, asked)
        file = desk.run(information.letter(office, found, asked.kind, asked.out, at=asked.at))
        made = paper("letter", file, office.register.head)
        address = office.register.information(found).address
        by_hand = "" if address else "\nNo address is on record: hand it over."
        return Answer({**made.fields, "address": address}, f"{made.text}{by_hand}")

    made = group.verb(
        "copied",
        copied,
        "copy the request or the response to the Chair and the members"
        if letter == "F"
        else "copy the request or the response to a named few, with the reason",
        f'{example} --what request --to "C. Chair" --out FOLDER'
        + (' --why "She decides on the answer"' if letter == "S" else ""),
    )
    of_request(made, letter)
    made.add_argument("--what", metavar="WHAT", required=True, help="request or response")
    made.add_argument("--to", metavar="NAME", action="append", required=True, help="may be given again")
    if letter == "S":
        made.add_argument("--why", metavar="TEXT", required=True, help="why they need what the person asks")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the copy goes")
    made = group.verb(
        "letter",
        letter_,
        "write a letter about a request, as it stands on the record",
        f"{example} --kind acknowledgement --out FOLDER",
    )
    of_request(made, letter)
    kinds = "acknowledgement, question, extension, response"
    more = ", review or review-response" if letter == "F" else ""
    made.add_argument("--kind", metavar="KIND", required=True, help=f"{kinds}{more}")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the letter goes")


def _found(desk: Desk, known: Known, asked: Namespace) -> str:
    """Return the reference of the request; one that is not of this law is refused, and recorded as such."""
    office = desk.office()
    return desk.run(office.asked("look for a request", lambda: known(office.register, asked.request))).request


def _subject_options(parser: Parser) -> None:
    parser.add_argument("--review", metavar="R", help="about which review")
    parser.add_argument(
        "--document",
        metavar="D",
        action="append",
        default=[],
        help="about which document; may be given again",
    )


def shown(register: Register, found: Request) -> Answer:
    """Return all that is on record about a request."""
    fields: dict[str, object] = msgspec.to_builtins(found)
    held = ", ".join(hold.hold for hold in holds.of_cause(register, found.request))
    facts: list[tuple[str, object]] = [
        ("Request", f"{found.request}, {found.law}"),
        ("From", found.name),
        ("Address", found.address),
        ("Asked", found.asked),
        ("Received", f"{dates.day(found.received)}, by {found.way}"),
        ("About", ", ".join(found.about) or f"Not named yet, so {holds.EVERYTHING}"),
        ("Hold", held),
        ("State", found.state),
        ("Clock", standing(clocks.told(register, found))),
        *course(register, found),
    ]
    return Answer({**fields, **summary(register, found)}, pairs([fact for fact in facts if fact[1]]))


def _clock_told(clock: Clock) -> Answer:
    fields = {
        "request": clock.reference,
        "what": clock.what,
        "due": clock.due,
        "standing": clock.why,
        "steps": [{"day": step.day, "what": step.said, "number": step.number} for step in clock.steps],
    }
    rows = [(step.day, step.number, step.said) for step in clock.steps]
    steps = table(("day", "counts as", "what it is"), rows, empty="")
    head = sentence("{request}, {what}: {due}", request=clock.reference, what=clock.what, due=standing(clock))
    return Answer(fields, f"{head}\n\n{steps}".rstrip())
