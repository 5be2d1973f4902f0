"""copy: print numbered copies, sign them out, confirm the signed slip, take them back (C1-C9).

Rule: the slip's code is told once, at the sign-out, as it is printed; no list and no other answer tells it.
"""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date

from desktop.cli.arguments import NOW, Group, Parser, count, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table, words
from desktop.custody import copies, facts, loans
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.hand import CUSTODIAN
from desktop.custody.register import Register
from desktop.office import movements, papers, printing
from desktop.office.movements import Handover, Return
from desktop.office.office import Outcome
from desktop.office.printing import Order

_STATES = tuple(str(state) for state in CopyState)


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("copy", "Print numbered copies, sign them out, take them back.")
    _print_verb(group)
    _out_verbs(group)
    _back_verb(group)
    _list_verbs(group)
    _resolve_verbs(group)
    return group.parser


def _print_verb(group: Group) -> None:
    made = group.verb(
        "print",
        print_,
        "print numbered copies as PDF files, every page marked",
        "--vault FOLDER D-0001 --number-of-copies 2 --out FOLDER",
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument("--number-of-copies", metavar="N", type=count, required=True, help="how many")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the files are to lie")
    made.add_argument("--for", metavar="P", dest="made_for", default="", help="the holder every page names")
    made.add_argument("--authority", metavar="TEXT", default="", help="for going over the document's limit")
    made.add_argument("--reason", metavar="TEXT", default="", help="for going over the document's limit")


def _out_verbs(group: Group) -> None:
    made = group.verb(
        "sign-out",
        sign_out,
        "sign a copy out to a person, and make the two-part slip",
        "--vault FOLDER D-0001/1 --person P-0001 --request R-0001 --due 2026-03-20 --out FOLDER",
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--person", metavar="P", required=True, help="who is to have it")
    made.add_argument("--request", metavar="R", required=True, help="the agreed request")
    made.add_argument(
        "--due", metavar="DATE", type=day("The day it is due back"), required=True, help="when it is due back"
    )
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the slip is to lie")
    made = group.verb(
        "slip-again",
        slip_again,
        "make the slip of a copy that is out once more",
        "--vault FOLDER D-0001/1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the slip is to lie")
    made = group.verb(
        "confirm",
        confirm,
        "say that the signed slip is back, by the code on it",
        "--vault FOLDER D-0001/1 --slip-code XXXX-XXXX",
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--slip-code", metavar="CODE", required=True, help="as on the signed part of the slip")


def _back_verb(group: Group) -> None:
    made = group.verb(
        "return",
        return_,
        "take a copy back, its pages counted",
        '--vault FOLDER D-0001/1 --pages 12 --condition "Good" --receipt-to FOLDER',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--pages", metavar="N", type=count, required=True, help="as counted by hand")
    made.add_argument("--condition", metavar="TEXT", required=True, help="as seen")
    made.add_argument("--other-readers", metavar="TEXT", default="", help="who else read it, as declared")
    made.add_argument("--receipt-to", metavar="FOLDER", type=path, help="make the return receipt there")
    made = group.verb(
        "receipt",
        receipt,
        "make the receipt of a copy's last return once more",
        "--vault FOLDER D-0001/1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the receipt is to lie")


def _list_verbs(group: Group) -> None:
    made = group.verb(
        "list", list_, "list the copies and who answers for each", "--vault FOLDER --overdue", common=NOW
    )
    made.add_argument("--state", metavar="STATE", help=f"only those that are: {', '.join(_STATES)}")
    made.add_argument("--review", metavar="R", help="only those of this review")
    made.add_argument("--overdue", action="store_true", help="only those that should be back")
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
        '--vault FOLDER D-0001/1 --reason "The paper jammed"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
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
    outcome = desk.do(copies.account_for, document=asked.document, last=asked.last)
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
    done = desk.run(printing.print_copies(desk.office(), order, asked.out, at=asked.at))
    files = [{"copy": made.copy, "file": str(made.file), "pages": made.pages} for made in done.copies]
    text = table(
        ("copy", "pages", "file"), [(made.copy, made.pages, made.file) for made in done.copies], empty=""
    )
    return Answer({"copies": files, **recorded(done.outcome)}, f"{text}\n{entered(done.outcome)}")


def sign_out(desk: Desk, asked: Namespace) -> Answer:
    """Sign a copy out."""
    handover = Handover(asked.copy, asked.person, asked.request, asked.due)
    done = desk.run(movements.sign_out(desk.office(), handover, asked.out, at=asked.at))
    register = desk.office().register
    copy = register.copy(asked.copy)
    told = sentence(
        "{copy} was signed out to {person}, due back on {due}.",
        copy=copy.copy,
        person=_responsible(register, copy),
        due=copy.due,
    )
    text = pairs([("Slip", done.slip), ("Slip code", done.slip_code)])
    advice = f"When the signed slip is back: copy confirm {copy.copy} --slip-code CODE"
    fields = {
        "copy": copy.copy,
        "state": str(copy.state),
        "due": copy.due,
        "slip": str(done.slip),
        "slip_code": done.slip_code,
        **recorded(done.outcome),
    }
    return Answer(fields, f"{told}\n{text}\n{advice}\n{entered(done.outcome)}")


def slip_again(desk: Desk, asked: Namespace) -> Answer:
    """Make the slip of the present loan once more."""
    office = desk.office()
    return paper("slip", desk.run(papers.slip_again(office, asked.copy, asked.out)), office.register.head)


def confirm(desk: Desk, asked: Namespace) -> Answer:
    """Say that the signed slip is back."""
    return _moved(desk, asked, desk.do(loans.confirm, copy=asked.copy, slip_code=asked.slip_code))


def return_(desk: Desk, asked: Namespace) -> Answer:
    """Take a copy back."""
    brought = Return(asked.copy, asked.pages, asked.condition, asked.other_readers)
    done = desk.run(movements.take_back(desk.office(), brought, asked.receipt_to, at=asked.at))
    answer = _moved(desk, asked, done.outcome)
    fields = {
        **answer.fields,
        "incident": done.incident,
        "receipt": str(done.receipt) if done.receipt else None,
    }
    lines = [answer.text]
    if done.incident:
        what = desk.office().register.incident(done.incident).what
        lines.insert(0, sentence("Incident {incident} was opened: {what}", incident=done.incident, what=what))
    if done.receipt:
        lines.append(sentence("The receipt is in {file}.", file=done.receipt))
    return Answer(fields, "\n".join(lines))


def receipt(desk: Desk, asked: Namespace) -> Answer:
    """Make the receipt of the last return once more."""
    office = desk.office()
    file = desk.run(papers.return_receipt_again(office, asked.copy, asked.out))
    return paper("receipt", file, office.register.head)


def printed(desk: Desk, asked: Namespace) -> Answer:
    """Say that an allotted copy is whole."""
    return _moved(desk, asked, desk.do(copies.printed, copy=asked.copy, pages=asked.pages))


def spoil(desk: Desk, asked: Namespace) -> Answer:
    """Say that an allotted copy is not whole."""
    return _moved(desk, asked, desk.do(copies.spoil, copy=asked.copy, reason=asked.reason))


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the copies."""
    state = facts.one_of("the state", asked.state, _STATES) if asked.state else None
    register, on = desk.reading().register, desk.clock().date()
    review = register.review(asked.review).review if asked.review else None
    found = [
        copy
        for copy in register.copies.values()
        if (state is None or copy.state == state)
        and (review is None or register.documents[copy.document].review == review)
        and (not asked.overdue or copy.overdue(on))
    ]
    return Answer({"copies": [copy_fields(copy, on) for copy in found]}, copy_table(register, found, on))


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show one copy and its loans."""
    register, on = desk.reading().register, desk.clock().date()
    copy = register.copy(asked.copy)
    fields = {
        **copy_fields(copy, on),
        "pages": copy.pages,
        "version": copy.version,
        "made_for": copy.made_for or None,
        "loans": [_loan_fields(loan) for loan in copy.loans],
    }
    text = pairs(
        [
            ("Copy", copy.copy),
            ("Version", copy.version),
            ("Pages", copy.pages),
            ("State", copy.state),
            ("Since", copy.since),
            ("Responsible", _responsible(register, copy)),
            ("Due back", copy.due),
        ]
    )
    loaned = table(
        ("holder", "request", "signed out", "due", "confirmed", "returned"),
        [
            (loan.person, loan.request, loan.signed_out, loan.due, loan.confirmed, loan.returned)
            for loan in copy.loans
        ],
        empty="It was never signed out.",
    )
    return Answer(fields, f"{text}\n\n{loaned}")


def copy_fields(copy: Copy, on: date) -> dict[str, object]:
    """Return a copy as lists of copies have it in JSON."""
    return {
        "copy": copy.copy,
        "document": copy.document,
        "state": str(copy.state),
        "since": copy.since,
        "responsible": copy.responsible,
        "due": copy.due,
        "overdue": copy.overdue(on),
    }


def copy_table(register: Register, found: Iterable[Copy], on: date) -> str:
    """Return copies as a table for people."""
    rows = [
        (
            copy.copy,
            copy.state,
            _responsible(register, copy),
            f"{words(copy.due)}, overdue" if copy.overdue(on) else copy.due,
        )
        for copy in found
    ]
    return table(("copy", "state", "responsible", "due back"), rows, empty="There is no such copy.")


def _moved(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    """Return the answer to an act that moved one copy."""
    register = desk.office().register
    copy = register.copy(asked.copy)
    told = sentence(
        "{copy} is {state}; {person} answers for it.",
        copy=copy.copy,
        state=copy.state,
        person="the custodian" if copy.responsible == CUSTODIAN else _responsible(register, copy),
    )
    fields = {"copy": copy.copy, "state": str(copy.state), **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def _responsible(register: Register, copy: Copy) -> str:
    if copy.loan is None:
        return copy.responsible
    return f"{copy.loan.person} {register.people[copy.loan.person].name}"


def _loan_fields(loan: Loan) -> dict[str, object]:
    return {
        "person": loan.person,
        "request": loan.request,
        "signed_out": loan.signed_out,
        "due": loan.due,
        "confirmed": loan.confirmed,
        "returned": loan.returned,
    }
