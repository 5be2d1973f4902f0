"""destruction: copies are destroyed by two people, or by their holder before a witness (F2 to F4).

Rule: one copy a command: nothing takes a list of copies, and nothing destroys all of them.
"""

from argparse import Namespace

from desktop.cli import destruction_by_holder, printers
from desktop.cli.arguments import NOW, Group, Parser, count
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, pairs, recorded, sentence, table
from desktop.custody import batches, destruction
from desktop.custody.batches import Batch, BatchItemMiscounted, How
from desktop.custody.incidents import IncidentOpened
from desktop.office import destruction as office_destruction

_BATCH = "such as DB-0001"
_HOW = (
    ("witness", "NAME", "who is there and signs too; another person"),
    ("method", "TEXT", "how it is destroyed, such as by a cross-cut shredder"),
    ("level", "P-5", f"the shred level of ISO/IEC 21964: {', '.join(destruction.LEVELS)}"),
    ("place", "TEXT", "where"),
    ("bag", "TEXT", "the number of the bag or of its seal, if it is bagged"),
    ("contractor", "NAME", "who destroys it for the Board, if somebody does"),
    ("level-reason", "TEXT", "why a coarser level than P-5 will do"),
)
_NEEDED = ("witness", "method", "place")


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("destruction", "Two people destroy copies, or a holder does before a witness.")
    _gathered(group)
    _ended(group)
    destruction_by_holder.add(group)
    _read(group)
    return group.parser


def _gathered(group: Group) -> None:
    made = group.verb(
        "begin",
        begin,
        "begin a batch of copies that two people destroy together",
        '--vault FOLDER --witness "C. Ray" --method "Cross-cut shredder" --level P-5 --place "Room 2"',
    )
    for name, metavar, text in _HOW:
        default = "P-5" if name == "level" else ""
        made.add_argument(
            f"--{name}",
            metavar=metavar,
            help=text,
            **({"required": True} if name in _NEEDED else {"default": default}),
        )
    made = group.verb(
        "amend",
        amend,
        "say otherwise how a batch is destroyed, or before whom; only what is given changes",
        '--vault FOLDER DB-0001 --bag "Seal 0012"',
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    for name, metavar, text in _HOW:
        made.add_argument(f"--{name}", metavar=metavar, help=text)
    made = group.verb(
        "tick",
        tick,
        "put one copy in a batch, with its pages counted",
        "--vault FOLDER DB-0001 D-0001/3 --pages 12",
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3, or the code of a page as scanned")
    made.add_argument("--pages", metavar="N", type=count, required=True, help="how many pages were counted")
    made.add_argument("--authority", metavar="TEXT", default="", help="who decided it, if its review goes on")
    made.add_argument("--reason", metavar="TEXT", default="", help="why, if its review goes on")
    made = group.verb(
        "take-out",
        take_out,
        "take one copy out of a batch",
        '--vault FOLDER DB-0001 D-0001/3 --reason "The court asks for it"',
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")


def _ended(group: Group) -> None:
    made = group.verb(
        "sheet",
        sheet,
        "make the sheet that both sign as they destroy; before anything is destroyed",
        "--vault FOLDER DB-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    printers.add_place(made, "sheet")
    made = group.verb(
        "complete",
        complete,
        "end a batch by the code of the signed sheet; its copies are then destroyed",
        "--vault FOLDER DB-0001 --code XXXX-XXXX --out FOLDER",
    )
    made.add_argument("batch", metavar="BATCH", help="the number of the batch, as on the sheet")
    made.add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    made.add_argument(
        "--why-late",
        metavar="TEXT",
        default="",
        help="why it is entered on a later day than the sheet was made; --at says when it was destroyed",
    )
    printers.add_place(made, "certificate")
    made = group.verb(
        "certificate",
        certificate,
        "make the certificate of a batch that was destroyed again",
        "--vault FOLDER DB-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    printers.add_place(made, "certificate")
    made = group.verb(
        "abandon",
        abandon,
        "give a batch up; nothing in it was destroyed",
        '--vault FOLDER DB-0001 --reason "The shredder broke"',
    )
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")


def _read(group: Group) -> None:
    made = group.verb("show", show, "show a batch, copy by copy", "--vault FOLDER DB-0001", common=NOW)
    made.add_argument("batch", metavar="BATCH", help=_BATCH)
    group.verb("list", list_, "list the batches", "--vault FOLDER", common=NOW)
    made = group.verb(
        "due",
        due,
        "list the copies that are to be destroyed",
        "--vault FOLDER --review SCR-2026-01",
        common=NOW,
    )
    made.add_argument(
        "--review", metavar="R", default="", help="of this review; without it of every concluded one"
    )


def begin(desk: Desk, asked: Namespace) -> Answer:
    """Begin a batch."""
    outcome = desk.do(destruction.begin, how=_how(asked, None))
    found = next(reversed(desk.office().register.batches.values()))
    told = sentence("Batch {batch} is begun, with {witness}.", batch=found.batch, witness=found.how.witness)
    following = "Put copies in it one by one; then make its sheet."
    return Answer({**_fields(found), **recorded(outcome)}, f"{told}\n{following}\n{entered(outcome)}")


def amend(desk: Desk, asked: Namespace) -> Answer:
    """Amend a batch."""
    before = desk.office().register.batch(asked.batch)
    outcome = desk.do(destruction.amend, batch=asked.batch, how=_how(asked, before.how))
    found = desk.office().register.batch(asked.batch)
    told = sentence("Batch {batch} is amended. {how}", batch=found.batch, how=batches.told(found.how))
    return Answer({**_fields(found), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def tick(desk: Desk, asked: Namespace) -> Answer:
    """Put a copy in a batch."""
    outcome = desk.do(
        destruction.tick,
        batch=asked.batch,
        copy=asked.copy,
        pages=asked.pages,
        authority=asked.authority,
        reason=asked.reason,
    )
    found = desk.office().register.batch(asked.batch)
    first = outcome.events[0]
    opened = [event.incident for event in outcome.events if isinstance(event, IncidentOpened)]
    copy = getattr(first, "copy", "")
    if isinstance(first, BatchItemMiscounted):
        told = sentence(
            "{copy} is not in {batch}: {pages} pages for {expected}. Incident {incident} is open.",
            copy=copy,
            batch=found.batch,
            pages=first.pages,
            expected=first.expected,
            incident=opened[0],
        )
    else:
        told = sentence(
            "{copy} is in {batch}, which has {items}, {pages}.",
            copy=copy,
            batch=found.batch,
            items=counted(len(found.items), "number"),
            pages=counted(found.pages, "page"),
        )
    fields = {
        "copy": copy,
        "ticked": not opened,
        "incident": opened[0] if opened else None,
        **_fields(found),
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{entered(outcome)}")


def take_out(desk: Desk, asked: Namespace) -> Answer:
    """Take a copy out of a batch."""
    outcome = desk.do(destruction.take_out, batch=asked.batch, copy=asked.copy, reason=asked.reason)
    found = desk.office().register.batch(asked.batch)
    told = sentence("It is not in {batch} any more.", batch=found.batch)
    return Answer({**_fields(found), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the sheet."""
    done = desk.run(office_destruction.sheet(desk.office(), asked.batch, printers.place(asked)))
    told = sentence("The sheet of {batch} is {file}.", batch=done.batch, file=printers.lies(done.file))
    following = "Destroy the copies together, tick each, and both sign at once. Then type its code."
    fields = {"batch": done.batch, **printers.made_fields("sheet", done.file), **recorded(done.outcome)}
    count_them = printers.to_count(desk.office(), done.file)
    return Answer(fields, "\n".join([told, *count_them, following, entered(done.outcome)]))


def complete(desk: Desk, asked: Namespace) -> Answer:
    """End a batch."""
    done = desk.run(
        office_destruction.complete(
            desk.office(),
            batch=asked.batch,
            code=asked.code,
            why_late=asked.why_late,
            where=printers.place(asked),
            at=asked.at,
        )
    )
    found = desk.office().register.batch(done.batch)
    told = sentence(
        "{batch} is destroyed: {items}, {pages}. Both sign the certificate. It is {file}.",
        batch=found.batch,
        items=counted(len(found.items), "number"),
        pages=counted(found.pages, "page"),
        file=printers.lies(done.certificate),
    )
    certificate_at = printers.made_fields("certificate", done.certificate)
    count_them = printers.to_count(desk.office(), done.certificate)
    fields = {**_fields(found), **certificate_at, **recorded(done.outcome)}
    return Answer(fields, "\n".join([told, *count_them, entered(done.outcome)]))


def certificate(desk: Desk, asked: Namespace) -> Answer:
    """Make the certificate again."""
    office = desk.office()
    made = desk.run(office_destruction.certificate_again(office, asked.batch, printers.place(asked)))
    return printers.paper("certificate", made, office)


def abandon(desk: Desk, asked: Namespace) -> Answer:
    """Give a batch up."""
    outcome = desk.do(destruction.abandon, batch=asked.batch, reason=asked.reason)
    found = desk.office().register.batch(asked.batch)
    told = sentence("Batch {batch} is abandoned. Nothing was destroyed.", batch=found.batch)
    return Answer({**_fields(found), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a batch."""
    register = desk.reading().register
    found = register.batch(asked.batch)
    facts: list[tuple[str, object]] = [
        ("Batch", found.batch),
        ("State", found.state),
        ("Begun", found.begun),
        ("How", batches.told(found.how)),
        ("Destroyed", batches.when(found) or None),
        *([("Why late", found.why_late)] if found.why_late else []),
        *([("Why abandoned", found.reason)] if found.reason else []),
        ("Pages", found.pages),
    ]
    rows = [
        (item.copy, "waste" if item.waste else item.state, item.day, item.pages)
        for item in destruction.items_in_order(found)
    ]
    text = table(("copy", "was", "ticked", "pages"), rows, empty="No copy is in it yet.")
    return Answer(_fields(found), f"{pairs(facts)}\n\n{text}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the batches."""
    every = desk.reading().register.batches.values()
    text = table(
        ("batch", "begun", "state", "numbers", "pages", "witness"),
        [(one.batch, one.begun, one.state, len(one.items), one.pages, one.how.witness) for one in every],
        empty="No batch was begun yet.",
    )
    return Answer({"batches": [_fields(one) for one in every]}, text)


def due(desk: Desk, asked: Namespace) -> Answer:
    """List what is to be destroyed."""
    register = desk.reading().register
    review = register.review(asked.review).review if asked.review else ""
    found = destruction.to_destroy(register, review)
    rows = []
    for copy in found:
        batch = batches.with_copy(register, copy.copy)
        rows.append((copy.copy, str(copy.state), batch.batch if batch else None, copy.pages))
    fields = [{"copy": one[0], "state": one[1], "batch": one[2], "pages": one[3]} for one in rows]
    text = table(("copy", "state", "in batch", "pages"), rows, empty="No copy is to be destroyed.")
    return Answer({"copies": fields}, text)


def _how(asked: Namespace, before: How | None) -> How:
    """Return what was given, with what stood before in place of what was not."""
    given = {}
    for name, _metavar, _text in _HOW:
        field = name.replace("-", "_")
        value = getattr(asked, field)
        given[field] = getattr(before, field) if before is not None and value is None else value
    return How(**given)


def _fields(found: Batch) -> dict[str, object]:
    how = found.how
    return {
        "batch": found.batch,
        "state": found.state,
        "begun": found.begun,
        "witness": how.witness,
        "method": how.method,
        "level": how.level,
        "place": how.place,
        "bag": how.bag or None,
        "contractor": how.contractor or None,
        "copies": [
            {"copy": item.copy, "pages": item.pages, "waste": item.waste}
            for item in destruction.items_in_order(found)
        ],
        "pages": found.pages,
        "destroyed": found.destroyed,
        "entered": found.completed,
        "why_late": found.why_late or None,
        "reason": found.reason or None,
    }
