"""slip: compare the number and code at the foot of a paper with the ledger (H2).

Rule: anybody with the vault open may ask, and asking changes nothing.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.vault import slip_told
from desktop.cli.wording import Answer
from desktop.office import verification


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("slip", "Compare the number and code of a paper with the ledger.")
    made = group.verb(
        "check",
        check,
        "compare a paper's number and code with the ledger",
        '--vault FOLDER "412: XXXX-XXXX-..."',
        common=NOW,
    )
    made.add_argument("text", metavar="TEXT", help="the number and code, as printed at the foot of the paper")
    return group.parser


def check(desk: Desk, asked: Namespace) -> Answer:
    """Compare what is typed with the ledger."""
    answer = desk.run(verification.check_slip(desk.reading(), asked.text))
    return Answer({"slip": answer}, slip_told(answer))
