"""exception: a copy its holder keeps, a number accepted as it is, pages never found; in writing (F1, F2).

Rule: one copy a command, and always who approved it, by what authority, when, and why.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, count, day
from desktop.cli.copy_answers import moved
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, table
from desktop.custody import approved_exceptions, exception_list
from desktop.custody.approved_exceptions import Approval, ApprovedException
from desktop.custody.register import Register
from desktop.office import destruction

_COPY = "such as D-0001/3"


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("exception", "What was excepted in writing from being brought back and destroyed.")
    made = _approved(group, "keep", keep, "let a copy's holder keep it under its own authority")
    made = _approved(group, "accept", accept, "accept one number as it is, so that its review can be closed")
    made = _approved(group, "accept-short", accept_short, "accept that pages of a copy are lost for good")
    made.add_argument("--pages", metavar="N", type=count, required=True, help="how many pages are left")
    made = group.verb(
        "look-again",
        look_again,
        "record that an exception was looked at and stands, and when it is looked at next",
        '--vault FOLDER D-0001/3 --why "The inspection goes on" --on 2027-03-02',
    )
    made.add_argument("copy", metavar="COPY", help=_COPY)
    made.add_argument("--why", metavar="TEXT", required=True, help="why it stands")
    made.add_argument("--on", metavar="DATE", type=day("The day it is looked at again"), help="when next")
    made = group.verb(
        "end",
        end,
        "end an exception: a copy that was kept is asked back, a number is unaccounted for again",
        '--vault FOLDER D-0001/3 --authority "The Chair" --why "The inspection is over"',
    )
    made.add_argument("copy", metavar="COPY", help=_COPY)
    made.add_argument("--authority", metavar="TEXT", required=True, help="who decided it")
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "paper",
        paper_,
        "make the list of a review's exceptions",
        "--vault FOLDER SCR-2026-01 --out FOLDER",
        common=NOW,
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    printers.add_place(made, "list")
    made = group.verb("list", list_, "list the exceptions", "--vault FOLDER --review SCR-2026-01", common=NOW)
    made.add_argument("--review", metavar="R", default="", help="only those of this review")
    return group.parser


def _approved(group: Group, verb: str, job: object, about: str) -> Parser:
    example = (
        '--vault FOLDER D-0001/3 --approved-by "A. Chair" --authority "Chair of the Board"'
        ' --written 2026-09-01 --reason "As its own rules ask"'
    )
    example += " --pages 11" if verb == "accept-short" else ""
    made = group.verb(verb, job, about, example)  # type: ignore[arg-type]
    made.add_argument("copy", metavar="COPY", help=_COPY)
    made.add_argument("--approved-by", metavar="NAME", required=True, help="who approved it in writing")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by what office or decision")
    made.add_argument(
        "--written",
        metavar="DATE",
        type=day("The day it was written"),
        required=True,
        help="when it was written",
    )
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made.add_argument(
        "--look-again", metavar="DATE", type=day("The day it is looked at again"), help="when it is looked at"
    )
    return made


def keep(desk: Desk, asked: Namespace) -> Answer:
    """Let a holder keep a copy."""
    return moved(desk, asked, desk.do(approved_exceptions.keep, copy=asked.copy, approval=_approval(asked)))


def accept(desk: Desk, asked: Namespace) -> Answer:
    """Accept a number as it is."""
    return moved(desk, asked, desk.do(approved_exceptions.accept, copy=asked.copy, approval=_approval(asked)))


def accept_short(desk: Desk, asked: Namespace) -> Answer:
    """Accept that pages are lost."""
    outcome = desk.do(
        approved_exceptions.accept_short, copy=asked.copy, pages=asked.pages, approval=_approval(asked)
    )
    return moved(desk, asked, outcome)


def look_again(desk: Desk, asked: Namespace) -> Answer:
    """Record that an exception stands."""
    outcome = desk.do(approved_exceptions.look_again, copy=asked.copy, why=asked.why, again=asked.on)
    return moved(desk, asked, outcome)


def end(desk: Desk, asked: Namespace) -> Answer:
    """End an exception."""
    outcome = desk.do(approved_exceptions.end, copy=asked.copy, authority=asked.authority, why=asked.why)
    return moved(desk, asked, outcome)


def paper_(desk: Desk, asked: Namespace) -> Answer:
    """Make the list of exceptions."""
    office = desk.office()
    made = desk.run(destruction.list_exceptions(office, asked.review, printers.place(asked)))
    return printers.paper("list", made, office)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the exceptions."""
    register = desk.reading().register
    wanted = [register.review(asked.review).review] if asked.review else list(register.reviews)
    found = [made for review in wanted for made in exception_list.of_review(register, review)]
    text = table(
        ("copy", "exception", "approved by", "look again", "it stands"),
        [
            (
                made.copy,
                exception_list.what(made),
                made.approval.approver,
                made.approval.look_again,
                exception_list.stands(register, made),
            )
            for made in found
        ],
        empty="No exception was made.",
    )
    return Answer({"exceptions": [_fields(register, made) for made in found]}, text)


def _approval(asked: Namespace) -> Approval:
    return Approval(asked.approved_by, asked.authority, asked.written, asked.reason, asked.look_again)


def _fields(register: Register, made: ApprovedException) -> dict[str, object]:
    return {
        "copy": made.copy,
        "kind": made.kind,
        "approved_by": made.approval.approver,
        "authority": made.approval.authority,
        "written": made.approval.written,
        "reason": made.approval.reason,
        "look_again": made.approval.look_again,
        "pages": made.pages,
        "stands": approved_exceptions.standing(register, made.copy) == made or made.kind == "pages missing",
        "entry": made.entry,
    }
