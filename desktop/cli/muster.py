"""muster: every copy is counted against the register, by two people (C13).

Rule: a muster is under way from its count sheet until the code of the signed sheet is typed.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, count
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import muster as musters
from desktop.custody import muster_missing, muster_schedule
from desktop.custody.counting import SEEN
from desktop.custody.muster import Counted, Muster, MusterCounted
from desktop.custody.register import Register
from desktop.office import muster


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("muster", "Two people count every copy against the register.")
    _begun(group)
    _counted(group)
    _ended(group)
    _read(group)
    return group.parser


def _begun(group: Group) -> None:
    made = group.verb(
        "begin",
        begin,
        "begin a muster, and make its count sheet",
        '--vault FOLDER --first "A. Counter" --second "B. Counter" --out FOLDER',
    )
    made.add_argument("--first", metavar="NAME", required=True, help="who counts")
    made.add_argument("--second", metavar="NAME", required=True, help="who counts too; another person")
    made.add_argument("--review", metavar="R", default="", help="only the copies of this review")
    made.add_argument(
        "--place", metavar="PLACE", default="", help="only what lies there: safe, or the agency of holders"
    )
    printers.add_place(made, "sheet")
    made = group.verb("sheet", sheet, "make the count sheet again", "--vault FOLDER --out FOLDER", common=NOW)
    printers.add_place(made, "sheet")


def _counted(group: Group) -> None:
    made = group.verb(
        "count",
        count_,
        "enter where copies were seen, as the sheet says",
        "--vault FOLDER D-0001/1 D-0001/2 --seen in-the-safe",
    )
    made.add_argument(
        "copies",
        metavar="COPY",
        nargs="+",
        help="such as D-0001/1, or the code of one of its pages as scanned",
    )
    where = ", ".join(seen.replace(" ", "-") for seen in SEEN)
    made.add_argument("--seen", metavar="WHERE", required=True, help=where)
    made.add_argument("--pages", metavar="N", type=count, help="how many pages each of them has")
    made.add_argument("--note", metavar="TEXT", default="", help="the remark on the sheet")
    made = group.verb(
        "extra",
        extra,
        "enter something found that is in no register",
        '--vault FOLDER --what "A copy without a number, in the drawer"',
    )
    made.add_argument("--what", metavar="TEXT", required=True, help="what was found, and where")


def _ended(group: Group) -> None:
    made = group.verb(
        "finish",
        finish,
        "end the muster by the code of the signed sheet; what differs opens incidents",
        "--vault FOLDER --code XXXX-XXXX --out FOLDER",
    )
    made.add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    printers.add_place(made, "list")
    made = group.verb(
        "abandon",
        abandon,
        "give a muster up; it counts for nothing",
        '--vault FOLDER --reason "The fire alarm"',
    )
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "discrepancies",
        discrepancies,
        "make the list of a muster's discrepancies again",
        "--vault FOLDER MU-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("muster", metavar="MUSTER", help="such as MU-0001")
    printers.add_place(made, "list")


def _read(group: Group) -> None:
    made = group.verb("show", show, "show a muster, count by count", "--vault FOLDER MU-0001", common=NOW)
    made.add_argument("muster", metavar="MUSTER", help="such as MU-0001")
    group.verb("list", list_, "list the musters", "--vault FOLDER", common=NOW)
    made = group.verb(
        "schedule",
        schedule,
        "say how many days may pass between two musters of every copy",
        '--vault FOLDER --every 60 --authority "Board minutes, 2 March 2026"',
    )
    made.add_argument("--every", metavar="DAYS", type=count, required=True, help="so many days")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it")


def begin(desk: Desk, asked: Namespace) -> Answer:
    """Begin a muster."""
    done = desk.run(
        muster.begin(
            desk.office(),
            first=asked.first,
            second=asked.second,
            review=asked.review,
            place=asked.place,
            where=printers.place(asked),
            at=asked.at,
        )
    )
    found = desk.office().register.muster_of(done.muster)
    fields = {
        "muster": done.muster,
        **printers.made_fields("sheet", done.sheet),
        "copies": list(found.listed),
        **recorded(done.outcome),
    }
    lines = [
        sentence("Muster {muster} is begun: {scope}.", muster=done.muster, scope=found.scope),
        sentence(
            "Count by the sheet, both sign it, and enter what it says. It is {file}.",
            file=printers.lies(done.sheet),
        ),
        *printers.to_count(desk.office(), done.sheet),
        entered(done.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the count sheet again."""
    office = desk.office()
    return printers.paper("sheet", desk.run(muster.sheet_again(office, printers.place(asked))), office)


def count_(desk: Desk, asked: Namespace) -> Answer:
    """Enter what was counted."""
    counts = [Counted(copy, asked.seen, asked.pages, asked.note) for copy in asked.copies]
    outcome = desk.do(musters.count, counts=counts)
    told = [event for event in outcome.events if isinstance(event, MusterCounted)]
    register = desk.office().register
    left = _left(register, register.muster_of(told[0].muster))
    fields = {
        "muster": told[0].muster,
        "counts": [
            {"copy": one.copy, "seen": one.seen, "pages": one.pages, "discrepancy": one.finding or None}
            for one in told
        ],
        "left": left,
        **recorded(outcome),
    }
    text = table(
        ("copy", "seen", "pages", "discrepancy"),
        [(one.copy, one.seen, one.pages, one.finding or None) for one in told],
        empty="",
    )
    to_count = sentence("Still to be counted: {number}.", number=len(left))
    return Answer(fields, f"{text}\n{to_count}\n{entered(outcome)}")


def extra(desk: Desk, asked: Namespace) -> Answer:
    """Enter something that is in no register."""
    outcome = desk.do(musters.extra, what=asked.what)
    found = musters.the_open_one(desk.office().register, "shown")
    told = sentence("{muster}: entered as found, and in no register.", muster=found.muster)
    return Answer({"muster": found.muster, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def finish(desk: Desk, asked: Namespace) -> Answer:
    """End a muster."""
    done = desk.run(muster.finish(desk.office(), code=asked.code, where=printers.place(asked), at=asked.at))
    register = desk.office().register
    missing = muster_missing.not_seen(register, register.muster_of(done.muster))
    fields = {
        "muster": done.muster,
        "discrepancies": [
            {"about": one.about, "what": one.finding, "incident": one.incident} for one in done.discrepancies
        ],
        **printers.made_fields("list", done.paper),
        "not_seen": missing,
        **recorded(done.outcome),
    }
    text = table(
        ("about", "incident", "discrepancy"),
        [(one.about, one.incident, one.finding) for one in done.discrepancies],
        empty="Count and register agree.",
    )
    sign = sentence("Both sign the list. It is {file}.", file=printers.lies(done.paper))
    count_them = printers.to_count(desk.office(), done.paper)
    told = sentence("Muster {muster} is finished.", muster=done.muster)
    to_do = [muster_missing.to_do(missing)] if missing else []
    to_do += [sentence("Not found by tonight: copy lost {copy} --what TEXT", copy=copy) for copy in missing]
    return Answer(fields, "\n".join([told, text, *to_do, sign, *count_them, entered(done.outcome)]))


def abandon(desk: Desk, asked: Namespace) -> Answer:
    """Give a muster up."""
    outcome = desk.do(musters.abandon, reason=asked.reason)
    found = next(reversed(desk.office().register.musters.values()))
    told = sentence("Muster {muster} is abandoned.", muster=found.muster)
    return Answer({"muster": found.muster, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def discrepancies(desk: Desk, asked: Namespace) -> Answer:
    """Make the list of discrepancies again."""
    office = desk.office()
    return printers.paper(
        "list", desk.run(muster.list_again(office, asked.muster, printers.place(asked))), office
    )


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a muster."""
    register = desk.reading().register
    found = register.muster_of(asked.muster)
    left = _left(register, found)
    differing = musters.differences(register, found) if found.open else list(found.discrepancies)
    counts = [
        {"copy": one.copy, "seen": one.seen, "pages": one.pages, "note": one.note, "day": one.day}
        for one in found.counts.values()
    ]
    fields = {
        **_fields(found),
        "counts": counts,
        "extras": list(found.extras),
        "left": left,
        "discrepancies": [
            {"about": one.about, "what": one.finding, "incident": one.incident or None} for one in differing
        ],
    }
    facts: list[tuple[str, object]] = [
        ("Muster", found.muster),
        ("State", found.state),
        ("Counted", found.scope),
        ("Counters", f"{found.first}, {found.second}"),
        ("Begun", found.begun),
        ("Finished", found.finished),
        *([("Abandoned", f"{found.reason}")] if found.abandoned else []),
        ("Numbers counted", len(found.counts)),
        ("Still to be counted", len(left)),
    ]
    rows = [(one.about, one.incident or None, one.finding) for one in differing]
    text = table(("about", "incident", "discrepancy"), rows, empty="Nothing differs.")
    return Answer(fields, f"{pairs(facts)}\n\n{text}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the musters."""
    every = desk.reading().register.musters.values()
    text = table(
        ("muster", "begun", "finished", "state", "counted", "discrepancies"),
        [(one.muster, one.begun, one.finished, one.state, one.scope, _differing(one)) for one in every],
        empty="No muster was begun yet.",
    )
    return Answer({"musters": [_fields(one) for one in every]}, text)


def schedule(desk: Desk, asked: Namespace) -> Answer:
    """Say how often the copies are mustered."""
    outcome = desk.do(muster_schedule.change_days, days=asked.every, authority=asked.authority)
    told = sentence("A muster is due every {days} days.", days=asked.every)
    return Answer({"every": asked.every, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _left(register: Register, found: Muster) -> list[str]:
    return [copy.copy for copy in musters.standing(register, found).missing] if found.open else []


def _differing(found: Muster) -> int | None:
    return len(found.discrepancies) if found.finished else None


def _fields(found: Muster) -> dict[str, object]:
    return {
        "muster": found.muster,
        "state": found.state,
        "first": found.first,
        "second": found.second,
        "review": found.review or None,
        "place": found.place or None,
        "begun": found.begun,
        "finished": found.finished,
        "abandoned": found.abandoned,
        "reason": found.reason or None,
    }
