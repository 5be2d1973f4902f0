"""copy: print numbered copies, resolve a print that was cut short, list what there is (C1, C2, C15).

Rule: what is done with a copy that was printed is in the modules beside this one; `parser` puts all of it
under the one noun.
"""

from argparse import Namespace

from desktop.cli import copy_chasing, copy_issuing, copy_loans, copy_mishaps, copy_sending, printers
from desktop.cli.arguments import NOW, Group, Parser, UsageError, count, path
from desktop.cli.copy_answers import (
    chased_fields,
    chased_table,
    copy_fields,
    copy_table,
    loan_fields,
    moved,
    responsible,
)
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import closed_days, copies, documents, facts, numbers, remarks
from desktop.custody.copies import Copy, CopyState
from desktop.custody.incidents import Incident
from desktop.office import print_room, printing
from desktop.office.print_room import CopiesOnPaper
from desktop.office.printing import Order

_STATES = tuple(str(state) for state in CopyState)


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("copy", "Print numbered copies, sign them out, take them back.")
    _print_verb(group)
    copy_issuing.add(group)
    copy_loans.add(group)
    copy_mishaps.add(group)
    copy_chasing.add(group)
    copy_sending.add(group)
    _list_verbs(group)
    _resolve_verbs(group)
    return group.parser


def _print_verb(group: Group) -> None:
    made = group.verb(
        "print",
        print_,
        "print numbered copies on a printer or as PDF files, every page marked",
        "--vault FOLDER D-0001 --number-of-copies 2 --out FOLDER",
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument("--number-of-copies", metavar="N", type=count, required=True, help="how many")
    made.add_argument("--out", metavar="FOLDER", type=path, help="make files there, instead of printing")
    printers.add_setup(made, needed=False)
    made.add_argument("--for", metavar="P", dest="made_for", default="", help="the holder every page names")
    made.add_argument("--authority", metavar="TEXT", default="", help="for going over the document's limit")
    made.add_argument("--reason", metavar="TEXT", default="", help="for going over the document's limit")


def _list_verbs(group: Group) -> None:
    made = group.verb(
        "list", list_, "list the copies and who answers for each", "--vault FOLDER --overdue", common=NOW
    )
    made.add_argument("--state", metavar="STATE", help=f"only those that are: {', '.join(_STATES)}")
    made.add_argument("--review", metavar="R", help="only those of this review")
    made.add_argument("--overdue", action="store_true", help="only those that should be back")
    made.add_argument("--unsigned", action="store_true", help="only those whose signed slip is not back")
    made = group.verb(
        "show", show, "show one copy and where it has been", "--vault FOLDER D-0001/1", common=NOW
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")


def _resolve_verbs(group: Group) -> None:
    made = group.verb(
        "printed",
        printed,
        "say that a copy whose print was cut short is whole",
        "--vault FOLDER D-0001/1 --pages 12",
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--pages", metavar="N", type=count, help="as counted; otherwise the document's")
    made = group.verb(
        "spoil",
        spoil,
        "say that a copy whose print was cut short is not whole; its number stays",
        '--vault FOLDER D-0001/1 --reason "The program was stopped"',
    )
    made.add_argument(
        "copy",
        metavar="COPY",
        help="such as D-0001/3; one whose file was made, but whose paper was ruined, is `copy damaged`",
    )
    made.add_argument("--reason", metavar="TEXT", required=True, help="why it is not whole")
    made = group.verb(
        "account-for",
        account_for,
        "say which number was the last of a document, after a restore that lost entries",
        "--vault FOLDER D-0001 --last 4",
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument("--last", metavar="N", type=count, required=True, help="the highest number ever given")


def account_for(desk: Desk, asked: Namespace) -> Answer:
    """Say which copy number was the last."""
    outcome = desk.do(numbers.account_for, document=asked.document, last=asked.last)
    found = desk.office().register.document(asked.document)
    told = sentence(
        "{document}: the next copy gets number {number}. Resolve the numbers that were missing, if any.",
        document=found.document,
        number=found.allotted + 1,
    )
    fields = {"document": found.document, "last": found.allotted, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def print_(desk: Desk, asked: Namespace) -> Answer:
    """Print numbered copies."""
    order = Order(
        document=asked.document,
        number_of_copies=asked.number_of_copies,
        made_for=asked.made_for,
        authority=asked.authority,
        reason=asked.reason,
    )
    setup = printers.setup(asked)
    if bool(asked.printer) == bool(asked.out):
        raise UsageError(
            "Copies are printed on a printer or as files.", "Say --printer NAME or --out FOLDER."
        )
    if asked.printer:
        return _on_paper(desk, desk.run(print_room.print_copies(desk.office(), order, setup, at=asked.at)))
    done = desk.run(printing.print_copies(desk.office(), order, asked.out, at=asked.at))
    files = [
        {
            "copy": made.copy,
            "file": str(made.file),
            "pages": made.pages,
            "placed_as_pictures": made.as_pictures,
        }
        for made in done.copies
    ]
    text = table(
        ("copy", "pages", "as pictures", "file"),
        [(made.copy, made.pages, made.as_pictures or None, made.file) for made in done.copies],
        empty="",
    )
    return Answer({"copies": files, **recorded(done.outcome)}, f"{text}\n{entered(done.outcome)}")


def _on_paper(desk: Desk, done: CopiesOnPaper) -> Answer:
    """Answer for copies that a printer printed."""
    office, jobs = desk.office(), [made.job for made in done.copies]
    known = office.register.print_jobs
    made = [
        {
            "copy": one.copy,
            "file": None,
            "pages": one.pages,
            "placed_as_pictures": one.as_pictures,
            "job": one.job,
            "sheets": known[one.job].sheets,
        }
        for one in done.copies
    ]
    rows = [(one.copy, one.pages, known[one.job].sheets, one.job) for one in done.copies]
    text = table(("copy", "pages", "sheets", "job"), rows, empty="")
    fields = {"copies": made, "told": print_room.told(office) or None, **recorded(done.outcome)}
    return Answer(fields, f"{text}\n\n{printers.came_out(office, jobs)}\n{entered(done.outcome)}")


def printed(desk: Desk, asked: Namespace) -> Answer:
    """Say that an allotted copy is whole."""
    return moved(desk, asked, desk.do(numbers.printed, copy=asked.copy, pages=asked.pages))


def spoil(desk: Desk, asked: Namespace) -> Answer:
    """Say that an allotted copy is not whole."""
    return moved(desk, asked, desk.do(numbers.spoil, copy=asked.copy, reason=asked.reason))


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the copies."""
    state = facts.one_of("the state", asked.state, _STATES) if asked.state else None
    register, on = desk.reading().register, desk.clock().date()
    review = register.review(asked.review).review if asked.review else None
    found = [
        copy
        for copy in copies.in_order(register.copies.values())
        if (state is None or copy.state == state)
        and (review is None or register.documents[copy.document].review == review)
        and (not asked.overdue or closed_days.overdue(register, copy, on))
        and (not asked.unsigned or copy.unsigned)
    ]
    fields = [copy_fields(register, copy, on) for copy in found]
    return Answer({"copies": fields}, copy_table(register, found, on))


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show one copy and its loans."""
    register, on = desk.reading().register, desk.clock().date()
    copy = register.copy(asked.copy)
    about = [known for known in register.incidents.values() if known.about == copy.copy]
    document = register.documents[copy.document]
    by = remarks.superseded(register, copy)
    fields = {
        **copy_fields(register, copy, on),
        "pages": copy.pages,
        "version": copy.version,
        "placed_as_pictures": copy.as_pictures,
        "made_for": copy.made_for or None,
        "incidents": [known.incident for known in about],
        "loans": [loan_fields(loan) for loan in copy.loans],
        "described": documents.shown_as(register, copy.document),
        "review": document.review,
        "superseded_by": document.current.version if by else None,
        "asked_for": chased_fields(register.chases.get(copy.copy, ())),
    }
    text = pairs(
        [
            ("Copy", copy.copy),
            ("Document", documents.shown_as(register, copy.document)),
            ("Review", document.review),
            ("Version", f"{copy.version}, {by}" if by else copy.version),
            ("Pages", copy.pages),
            *remarks.not_on_the_copy(register, copy),
            ("State", copy.state),
            ("Since", copy.since),
            ("Responsible", responsible(register, copy)),
            ("Due back", copy.due),
            ("Signed slip", _slip(copy)),
            *[(f"Incident {known.incident}", _incident(known)) for known in about],
        ]
    )
    loaned = table(
        ("holder", "request", "signed out", "due", "confirmed", "returned"),
        [
            (
                f"{one.person} {register.people[one.person].name}",
                *(one.request, one.signed_out, one.back_by, one.confirmed, one.returned),
            )
            for one in copy.loans
        ],
        empty="It was never signed out.",
    )
    asked_for = chased_table(register.chases.get(copy.copy, ()))
    return Answer(fields, f"{text}\n\n{loaned}\n\n{asked_for}")


def _incident(known: Incident) -> str:
    """Return an incident about a copy on one line: whether it is closed, and what happened."""
    return f"{'closed' if known.closed else 'open'}: {known.what}"


def _slip(copy: Copy) -> str | None:
    """Return how it stands with the signed slip of the present loan."""
    if copy.loan is None:
        return None
    return "not back" if copy.unsigned else "back"
