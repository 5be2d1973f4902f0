"""plan: the plan as a paper (E6)."""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, path
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.wording import Answer
from desktop.cli.wording import paper as made_paper
from desktop.office import action_plans


def add(group: Group) -> None:
    """Add these verbs to the noun `plan`."""
    made = group.verb(
        "paper",
        paper,
        "make the plan as a paper, in its seven columns",
        "--vault FOLDER --out FOLDER",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the paper goes")


def paper(desk: Desk, asked: Namespace) -> Answer:
    """Make the plan as a paper."""
    office = desk.office()
    review = asked.review or only_review(desk)
    return made_paper("plan", desk.run(action_plans.paper(office, review, asked.out)), office.register.head)
