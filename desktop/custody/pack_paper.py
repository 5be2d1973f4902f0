"""The pack for the Overview Panel as one paper with contents, and its tables (F5).

Rule: paper and tables hold the same facts, read from one register at one head. Each chapter begins with a
sentence of what it shows, and one with nothing in it says so. The version for wider circulation is composed
by `pack_wider`, from numbers alone.
"""

from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import pack_wider, slips
from desktop.custody.blocks import Block, Contents, Facts, Form, Heading, Paragraph, Part
from desktop.custody.pack_access import access_chapter
from desktop.custody.pack_copies import copies_chapter
from desktop.custody.pack_course import review_chapter
from desktop.custody.pack_ends import ends_chapter
from desktop.custody.pack_interest import interest_chapter
from desktop.custody.pack_ledger import Account, ledger_chapter
from desktop.custody.pack_matters import (
    holds_chapter,
    incidents_chapter,
    information_chapter,
    submissions_chapter,
)
from desktop.custody.pack_overdue import overdue_chapter, overdue_loans
from desktop.custody.pack_plan import plan_chapter
from desktop.custody.pack_scope import Scope, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.hand import Hand
    from desktop.custody.panel_pack import Pack
    from desktop.custody.register import Register

CHAPTERS = (
    review_chapter,
    access_chapter,
    copies_chapter,
    overdue_chapter,
    ends_chapter,
    incidents_chapter,
    interest_chapter,
    submissions_chapter,
    information_chapter,
    holds_chapter,
    plan_chapter,
)
"""In the order in which they are read; the statement of the ledger follows."""


class Composed(NamedTuple):
    """A pack before it is drawn and written: the paper, and the tables beside it."""

    form: Form
    sheets: "Sequence[Sheet]"


def compose(register: "Register", hand: "Hand", pack: "Pack", account: Account) -> Composed:
    """Return a pack as the register stands."""
    scope = Scope(register, pack.review, hand.recorded.date())
    if pack.wider:
        glance, chapters = pack_wider.glance(scope), pack_wider.chapters(scope)
    else:
        glance, chapters = _glance(scope), [chapter(scope) for chapter in CHAPTERS]
    chapters = [*chapters, ledger_chapter(register, account, chapters, wider=pack.wider)]
    blocks: list[Block] = [
        Paragraph(_told(pack)),
        Heading("At a glance"),
        Facts(glance, columns=2),
        Heading("Contents"),
        Contents([chapter.title for chapter in chapters]),
        *(block for chapter in chapters for block in chapter.whole),
    ]
    title = "Overview Panel pack"
    if pack.wider:
        title = f"{title}, for wider circulation"
    form = slips.form(
        register, hand, title, f"Review {pack.review}, {pack.pack}", [Part("", blocks)], wide=True
    )
    return Composed(form, [sheet for chapter in chapters for sheet in chapter.sheets])


def _told(pack: "Pack") -> str:
    if pack.wider:
        return (
            "This version names nobody and hides small numbers. A total of 1 to 4 is “fewer than 5”; a part"
            " of 1 to 4 is “not shown”, and so are others from which it could be worked out."
        )
    return (
        "Who asked to see the documents of this review and what was decided, where every numbered copy went,"
        " what went wrong, who asked from outside, and how all of it can be checked."
    )


def _glance(scope: Scope) -> list[tuple[str, str]]:
    decided = [asked.decision for asked in scope.requests if asked.decision]
    agreed = sum(decision.agreed for decision in decided)
    facts = [
        ("Requests for access agreed", agreed),
        ("Refused", len(decided) - agreed),
        ("Copies numbered", len(scope.copies)),
        ("Copies with holders", sum(copy.out for copy in scope.copies)),
        ("Loans that ran over their day", len(overdue_loans(scope))),
        ("Incidents open", sum(known.closed is None for known in scope.incidents)),
        ("Requests from outside", len(scope.interest)),
        ("Holds in force", sum(hold.lifted is None for hold in scope.holds)),
    ]
    return [(name, f"{number:,}") for name, number in facts]
