"""destruction holder-certificate, by-holder: a holder destroys a copy before a witness (F2).

Rule: until the code of the signed certificate is typed, the answer says that the holder answers for the copy.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, count, day
from desktop.cli.copy_answers import mishap, moved
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence
from desktop.custody import holder_certificates
from desktop.custody.incidents import IncidentOpened
from desktop.office import destruction

_COPY = "such as D-0001/3"


def add(group: Group) -> None:
    """Add these verbs to the noun."""
    made = group.verb(
        "holder-certificate",
        send,
        "make the certificate with which a copy's holder destroys it before a witness",
        "--vault FOLDER D-0001/3 --out FOLDER",
    )
    made.add_argument("copy", metavar="COPY", help=_COPY)
    printers.add_place(made, "certificate")
    made = group.verb(
        "holder-certificate-again",
        again,
        "make a holder's certificate again, with the same code",
        "--vault FOLDER D-0001/3 --out FOLDER",
        common=NOW,
    )
    made.add_argument("copy", metavar="COPY", help=_COPY)
    printers.add_place(made, "certificate")
    made = group.verb(
        "by-holder",
        receive,
        "enter by the code of the signed certificate that a copy's holder destroyed it",
        "--vault FOLDER D-0001/3 --code XXXX-XXXX --on 2026-09-01 --method Shredded"
        ' --witness "L. Ray" --pages 12',
    )
    made.add_argument("copy", metavar="COPY", help=_COPY)
    made.add_argument("--code", metavar="CODE", required=True, help="the code on the signed certificate")
    made.add_argument(
        "--on",
        metavar="DATE",
        type=day("The day it was destroyed"),
        required=True,
        help="when it was destroyed",
    )
    made.add_argument("--method", metavar="TEXT", required=True, help="how, as they wrote")
    made.add_argument("--witness", metavar="NAME", required=True, help="who signed beside the holder")
    made.add_argument("--pages", metavar="N", type=count, required=True, help="the pages they counted")


def send(desk: Desk, asked: Namespace) -> Answer:
    """Make a holder's certificate."""
    done = desk.run(
        destruction.send_certificate(desk.office(), asked.copy, printers.place(asked), at=asked.at)
    )
    told = sentence("The certificate of {copy} is {file}.", copy=done.copy, file=printers.lies(done.file))
    following = "Its holder answers for the copy until the signed part is back and its code is typed."
    fields = {"copy": done.copy, **printers.made_fields("certificate", done.file), **recorded(done.outcome)}
    count_them = printers.to_count(desk.office(), done.file)
    return Answer(fields, "\n".join([told, *count_them, following, entered(done.outcome)]))


def again(desk: Desk, asked: Namespace) -> Answer:
    """Make a holder's certificate again."""
    office = desk.office()
    made = desk.run(destruction.holders_certificate_again(office, asked.copy, printers.place(asked)))
    return printers.paper("certificate", made, office)


def receive(desk: Desk, asked: Namespace) -> Answer:
    """Enter that a holder destroyed a copy."""
    outcome = desk.do(
        holder_certificates.receive,
        copy=asked.copy,
        code=asked.code,
        destroyed=asked.on,
        method=asked.method,
        witness_name=asked.witness,
        pages=asked.pages,
    )
    opened = any(isinstance(event, IncidentOpened) for event in outcome.events)
    return mishap(desk, asked, outcome) if opened else moved(desk, asked, outcome)
