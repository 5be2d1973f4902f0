"""copy claim-returned, lost, damaged, found, mend: what may befall a copy (C11).

Rule: none of these ends custody; the answer says who goes on answering for the copy.
"""

from argparse import Namespace

from desktop.cli.arguments import Group
from desktop.cli.copy_answers import mishap, moved
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer
from desktop.custody import mishaps

_WHAT = "what happened, in words"


def add(group: Group) -> None:
    """Add these verbs to the noun."""
    _missing_verbs(group)
    _damage_verbs(group)


def _missing_verbs(group: Group) -> None:
    made = group.verb(
        "claim-returned",
        claim_returned,
        "record that somebody says a copy was brought back, though nobody counted it back",
        '--vault FOLDER D-0001/1 --said-by "Robin Invented" --how "Left with the front desk on 5 March"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--said-by", metavar="NAME", required=True, help="who says so")
    made.add_argument("--how", metavar="TEXT", required=True, help="how it was brought back, as they say")
    made = group.verb(
        "lost",
        lost,
        "record that nobody knows where a copy is; this opens an incident with a clock of 72 hours",
        '--vault FOLDER D-0001/1 --what "Left on a train on 5 March"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--what", metavar="TEXT", required=True, help=_WHAT)
    made = group.verb(
        "found",
        found,
        "record that a copy that was missing was found where it belongs",
        '--vault FOLDER D-0001/1 --where "In the holder\'s locked cabinet" --found-by "Robin Invented"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--where", metavar="TEXT", required=True, help="where it was found")
    made.add_argument("--found-by", metavar="NAME", required=True, help="who found it")


def _damage_verbs(group: Group) -> None:
    made = group.verb(
        "damaged",
        damaged,
        "record that a copy is damaged; this opens an incident",
        '--vault FOLDER D-0001/1 --what "Pages 3 and 4 are soaked"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--what", metavar="TEXT", required=True, help=_WHAT)
    made = group.verb(
        "mend",
        mend,
        "record that a damaged copy in the safe is whole and fit again",
        '--vault FOLDER D-0001/1 --found "Dried, all pages legible"',
    )
    made.add_argument("copy", metavar="COPY", help="such as D-0001/3")
    made.add_argument("--found", metavar="TEXT", required=True, help="what was found and done")


def claim_returned(desk: Desk, asked: Namespace) -> Answer:
    """Record the claim that a copy was brought back."""
    outcome = desk.do(mishaps.claim_returned, copy=asked.copy, said_by=asked.said_by, how=asked.how)
    return moved(desk, asked, outcome)


def lost(desk: Desk, asked: Namespace) -> Answer:
    """Record that a copy is lost."""
    return mishap(desk, asked, desk.do(mishaps.lose, copy=asked.copy, what=asked.what))


def found(desk: Desk, asked: Namespace) -> Answer:
    """Record that a copy was found."""
    outcome = desk.do(mishaps.find, copy=asked.copy, where=asked.where, found_by=asked.found_by)
    return moved(desk, asked, outcome)


def damaged(desk: Desk, asked: Namespace) -> Answer:
    """Record that a copy is damaged."""
    return mishap(desk, asked, desk.do(mishaps.damage, copy=asked.copy, what=asked.what))


def mend(desk: Desk, asked: Namespace) -> Answer:
    """Record that a damaged copy is whole again."""
    return moved(desk, asked, desk.do(mishaps.mend, copy=asked.copy, found=asked.found))
