"""copy send, copy deleted: electronic copies, encrypted for one person, and how they end (D5).

Rule: the passphrase is printed on the slip alone; no answer of the program tells it. The code of the
acknowledgement is told as that of a slip is, and confirmed by `copy confirm`.
"""

from argparse import Namespace

from desktop.cli.arguments import Group, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, words
from desktop.custody import electronic, remarks
from desktop.office import electronic as sending
from desktop.office.electronic import Order


def add(group: Group) -> None:
    """Add these commands to the noun."""
    made = group.verb(
        "send",
        send,
        "make an electronic copy for one person: a marked, encrypted PDF, and the slip with its passphrase",
        "--vault FOLDER D-0001 --person P-0001 --request R-0001 --delete-by 2026-03-20 --out FOLDER",
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument("--person", metavar="P", required=True, help="who is to have it")
    made.add_argument(
        "--request", metavar="R", required=True, help="the agreed request for an electronic copy"
    )
    made.add_argument(
        "--delete-by",
        metavar="DATE",
        type=day("The day it is to be deleted by"),
        required=True,
        help="when it is to be deleted",
    )
    made.add_argument(
        "--out", metavar="FOLDER", type=path, required=True, help="where file and slip are to lie"
    )
    made.add_argument("--authority", metavar="TEXT", default="", help="for going over the document's limit")
    made.add_argument("--reason", metavar="TEXT", default="", help="for going over the document's limit")
    made = group.verb(
        "deleted",
        deleted,
        "record its recipient's declaration that an electronic copy is deleted",
        '--vault FOLDER D-0001/1 --declared-by "B. Nurse, by letter"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--declared-by", metavar="TEXT", required=True, help="who declared it, and how")
    made.add_argument("--other-readers", metavar="TEXT", default="", help="who else read it, as declared")


def send(desk: Desk, asked: Namespace) -> Answer:
    """Make an electronic copy and its slip."""
    order = Order(
        document=asked.document,
        person=asked.person,
        request=asked.request,
        due=asked.delete_by,
        authority=asked.authority,
        reason=asked.reason,
    )
    done = desk.run(sending.send(desk.office(), order, asked.out, at=asked.at))
    copy = desk.office().register.copy(done.copy)
    told = sentence(
        "{copy} is an electronic copy for {person}, to be deleted by {due}.",
        copy=copy.copy,
        person=f"{copy.responsible} {desk.office().register.people[copy.responsible].name}",
        due=copy.due,
    )
    text = pairs(
        [("File", done.file), ("Slip", done.slip), ("Pages", done.pages), ("Slip code", done.slip_code)]
    )
    advice = (
        "Send the file and the page with the passphrase by two different ways. The passphrase is on that page"
        f" alone.\nWhen the signed part is back: copy confirm {copy.copy} --slip-code CODE"
    )
    others = remarks.of_loan(desk.office().register, copy, done.outcome.hand.day)
    fields = {
        "copy": copy.copy,
        "state": str(copy.state),
        "due": copy.due,
        "remarks": others,
        "file": str(done.file),
        "slip": str(done.slip),
        "slip_code": done.slip_code,
        "pages": done.pages,
        **recorded(done.outcome),
    }
    lines = [told, *map(words, others), text, advice, entered(done.outcome)]
    return Answer(fields, "\n".join(lines))


def deleted(desk: Desk, asked: Namespace) -> Answer:
    """Record that an electronic copy is declared deleted."""
    outcome = desk.do(
        electronic.deleted,
        copy=asked.copy,
        declared_by=asked.declared_by,
        other_readers=asked.other_readers,
    )
    copy = desk.office().register.copy(asked.copy)
    told = sentence("{copy} is {state}. File the declaration.", copy=copy.copy, state=copy.state)
    fields = {"copy": copy.copy, "state": str(copy.state), **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")
