"""review child-…: the children of a review, by code alone (E1).

Rule: what is not given to a correction stays as it was entered; a date is taken away only where that is said.
"""

from argparse import Namespace

from desktop.cli.arguments import Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence
from desktop.custody import children
from desktop.custody.children import RELATIONS, SUBJECT, Child
from desktop.office.office import Outcome

_BY = '--why "The certificate came" --authority "The Chair"'


def add_verbs(group: Group) -> None:
    """Add the verbs about children."""
    made = group.verb(
        "child-add",
        add,
        "enter a child of a review, by code",
        '--vault FOLDER SCR-2026-01 --code "Child A" --born 2012-02-29',
    )
    _review(made)
    made.add_argument("--code", metavar="CODE", required=True, help="such as Child A; never a name")
    _dates(made)
    made.add_argument("--relation", metavar="R", default=SUBJECT, help=_RELATION)
    made.add_argument("--died-in-custody", action="store_true", help="the child died in custody")
    made = group.verb(
        "child-correct",
        correct,
        "put right what was entered of a child; what is not given stays",
        f'--vault FOLDER SCR-2026-01 --child "Child A" --died 2025-11-01 {_BY}',
    )
    _review(made)
    made.add_argument("--child", metavar="CODE", required=True, help="the child's present code")
    made.add_argument("--code", metavar="CODE", help="the right code")
    _dates(made)
    made.add_argument("--born-unknown", action="store_true", help="the date of birth is not known after all")
    made.add_argument("--not-died", action="store_true", help="the child is not known to have died after all")
    made.add_argument("--relation", metavar="R", help=_RELATION)
    made.add_argument("--died-in-custody", action="store_true", help="the child died in custody")
    made.add_argument("--not-in-custody", action="store_true", help="the child did not die in custody")
    _reasoned(made)
    made = group.verb(
        "child-strike-out",
        strike_out,
        "strike out a child that was entered by mistake",
        f'--vault FOLDER SCR-2026-01 --child "Child A" {_BY}',
    )
    _review(made)
    made.add_argument("--child", metavar="CODE", required=True, help="the child's code")
    _reasoned(made)


def add(desk: Desk, asked: Namespace) -> Answer:
    """Enter a child."""
    outcome = desk.do(
        children.add,
        review=asked.review,
        code=asked.code,
        born=asked.born,
        died=asked.died,
        relation=asked.relation,
        in_custody=asked.died_in_custody,
    )
    return _told(desk, asked, outcome)


def correct(desk: Desk, asked: Namespace) -> Answer:
    """Put a child right."""
    known = children.of(desk.office().register.review(asked.review), asked.child)
    died = None if asked.not_died else asked.died or known.died
    outcome = desk.do(
        children.correct,
        review=asked.review,
        child=known.code,
        code=asked.code or known.code,
        born=None if asked.born_unknown else asked.born or known.born,
        died=died,
        relation=asked.relation or known.relation,
        in_custody=died is not None
        and not asked.not_in_custody
        and (asked.died_in_custody or known.in_custody),
        why=asked.why,
        authority=asked.authority,
    )
    return _told(desk, asked, outcome)


def strike_out(desk: Desk, asked: Namespace) -> Answer:
    """Strike a child out."""
    outcome = desk.do(
        children.strike_out,
        review=asked.review,
        child=asked.child,
        why=asked.why,
        authority=asked.authority,
    )
    return _told(desk, asked, outcome)


def child_fields(child: Child) -> dict[str, object]:
    """Return a child as JSON has it."""
    return {
        "code": child.code,
        "born": child.born,
        "died": child.died,
        "relation": child.relation,
        "in_custody": child.in_custody,
    }


def _told(desk: Desk, asked: Namespace, outcome: Outcome) -> Answer:
    review = desk.office().register.review(asked.review)
    fields = {
        "review": review.review,
        "children": [child_fields(child) for child in review.children],
        **recorded(outcome),
    }
    return Answer(fields, f"{sentence('{said}', said=outcome.events[0].said())}\n{entered(outcome)}")


def _review(made: Parser) -> None:
    made.add_argument("review", metavar="REVIEW", help="the review's reference")


def _dates(made: Parser) -> None:
    made.add_argument(
        "--born", metavar="DATE", type=day("The date of birth"), help="date of birth, where known"
    )
    made.add_argument(
        "--died", metavar="DATE", type=day("The date of death"), help="date of death, where the child died"
    )


def _reasoned(made: Parser) -> None:
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")


_RELATION = f"what the child is to the review: {' or '.join(RELATIONS)}"
