"""copy sign-out, confirm, transfer, return: a copy goes out against a slip and comes back (C4-C9).

Rule: the slip's code is told once, as it is printed, when the copy is handed over.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, count, day
from desktop.cli.copy_answers import moved, responsible
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, words
from desktop.custody import loans, remarks
from desktop.office import movements, papers
from desktop.office.movements import Handover, Return, SignedOut, Transfer


def add(group: Group) -> None:
    """Add these verbs to the noun."""
    _out_verbs(group)
    _transfer_verb(group)
    _back_verb(group)


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
    printers.add_place(made)
    made = group.verb(
        "slip-again",
        slip_again,
        "make the slip of a copy that is out once more",
        "--vault FOLDER D-0001/1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    printers.add_place(made)
    made = group.verb(
        "confirm",
        confirm,
        "say that the signed slip is back, by the code on it",
        "--vault FOLDER D-0001/1 --slip-code XXXX-XXXX",
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--slip-code", metavar="CODE", required=True, help="as on the signed part of the slip")


def _transfer_verb(group: Group) -> None:
    made = group.verb(
        "transfer",
        transfer,
        "hand a copy on from its holder to the next, its pages counted, and make the three-part slip",
        "--vault FOLDER D-0001/1 --person P-0002 --request R-0002 --due 2026-03-20 --pages 12"
        ' --condition "Good" --out FOLDER',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--person", metavar="P", required=True, help="who is to have it next")
    made.add_argument("--request", metavar="R", required=True, help="that person's agreed request")
    made.add_argument(
        "--due", metavar="DATE", type=day("The day it is due back"), required=True, help="when it is due back"
    )
    made.add_argument("--pages", metavar="N", type=count, required=True, help="as counted by hand")
    made.add_argument("--condition", metavar="TEXT", required=True, help="as seen")
    printers.add_place(made)
    made.add_argument("--other-readers", metavar="TEXT", default="", help="who else read it, as declared")


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
    printers.add_place(made, "receipt", "--receipt-to")
    made = group.verb(
        "receipt",
        receipt,
        "make the receipt of a copy's last return once more",
        "--vault FOLDER D-0001/1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    printers.add_place(made, "receipt")


def sign_out(desk: Desk, asked: Namespace) -> Answer:
    """Sign a copy out."""
    handover = Handover(asked.copy, asked.person, asked.request, asked.due)
    done = desk.run(movements.sign_out(desk.office(), handover, printers.place(asked), at=asked.at))
    return _handed_over(desk, asked, done, "{copy} was signed out to {person}, due back on {due}.")


def transfer(desk: Desk, asked: Namespace) -> Answer:
    """Hand a copy on to its next holder."""
    handed_on = Transfer(
        asked.copy,
        asked.person,
        asked.request,
        asked.due,
        asked.pages,
        asked.condition,
        asked.other_readers,
    )
    done = desk.run(movements.transfer(desk.office(), handed_on, printers.place(asked), at=asked.at))
    return _handed_over(desk, asked, done, "{copy} was transferred to {person}, due back on {due}.")


def slip_again(desk: Desk, asked: Namespace) -> Answer:
    """Make the slip of the present loan once more."""
    office = desk.office()
    return printers.paper(
        "slip", desk.run(papers.slip_again(office, asked.copy, printers.place(asked))), office
    )


def confirm(desk: Desk, asked: Namespace) -> Answer:
    """Say that the signed slip is back."""
    return moved(desk, asked, desk.do(loans.confirm, copy=asked.copy, slip_code=asked.slip_code))


def return_(desk: Desk, asked: Namespace) -> Answer:
    """Take a copy back."""
    brought = Return(asked.copy, asked.pages, asked.condition, asked.other_readers)
    place = printers.place_if_any(asked)
    done = desk.run(movements.take_back(desk.office(), brought, place, at=asked.at))
    answer = moved(desk, asked, done.outcome)
    fields = {
        **answer.fields,
        "incident": done.incident,
        **printers.made_fields("receipt", done.receipt),
    }
    lines = [answer.text]
    if done.incident:
        what = desk.office().register.incident(done.incident).what
        lines.insert(0, sentence("Incident {incident} was opened: {what}", incident=done.incident, what=what))
    if done.receipt:
        lines += [sentence("The receipt is {file}.", file=printers.lies(done.receipt))]
        lines += printers.to_count(desk.office(), done.receipt)
    return Answer(fields, "\n".join(lines))


def receipt(desk: Desk, asked: Namespace) -> Answer:
    """Make the receipt of the last return once more."""
    office = desk.office()
    made = desk.run(papers.return_receipt_again(office, asked.copy, printers.place(asked)))
    return printers.paper("receipt", made, office)


def _handed_over(desk: Desk, asked: Namespace, done: SignedOut, template: str) -> Answer:
    """Return the answer to an act that gave a copy to a holder: where the slip is, and its code."""
    register = desk.office().register
    copy = register.copy(asked.copy)
    loan = loans.present_loan(register, copy.copy)
    told = remarks.of_loan(register, copy, done.outcome.hand.day)
    lines = [
        sentence(template, copy=copy.copy, person=responsible(register, copy), due=copy.due),
        *([words(loan.due_why)] if loan.due_why else []),
        *map(words, told),
        pairs([("Slip", printers.lies(done.slip)), ("Slip code", done.slip_code)]),
        *printers.to_count(desk.office(), done.slip),
        f"When the signed slip is back: copy confirm {copy.copy} --slip-code CODE",
        entered(done.outcome),
    ]
    fields = {
        "copy": copy.copy,
        "state": str(copy.state),
        "due": copy.due,
        "due_why": loan.due_why or None,
        **printers.made_fields("slip", done.slip),
        "slip_code": done.slip_code,
        "remarks": told,
        **recorded(done.outcome),
    }
    return Answer(fields, "\n".join(lines))
