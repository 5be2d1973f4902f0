"""The list of approved exceptions: which copies are kept, missing or short, by whose writing (F1, F2).

Rule: exceptions that have ended stand on it too, with how. It is the paper for a muster of what is excepted.
"""

from typing import TYPE_CHECKING

from desktop.custody import approved_exceptions, copies, dates, documents, slips
from desktop.custody.approved_exceptions import ApprovedException
from desktop.custody.blocks import Block, Column, Facts, Form, Paragraph, Part, Table
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register


def exception_list(register: "Register", hand: Hand, review: str) -> Form:
    """Return the exceptions of one review, as the register stands."""
    found = register.review(review)
    made = of_review(register, found.review)
    columns = [
        Column("Copy", 1),
        Column("Document", 2.2),
        Column("Exception", 1.5),
        Column("Approved by", 2.2),
        Column("Written", 1.2),
        Column("Reason", 3),
        Column("Look again", 1.2),
        Column("It stands", 2),
    ]
    rows = [
        [
            one.copy,
            documents.shown_as(register, register.copies[one.copy].document),
            what(one),
            f"{one.approval.approver} ({one.approval.authority})",
            dates.day(one.approval.written),
            one.approval.reason,
            dates.day(one.approval.look_again) if one.approval.look_again else "No day",
            stands(register, one),
        ]
        for one in made
    ]
    blocks: list[Block] = [
        Paragraph(
            "Each copy listed here was excepted in writing from being brought back and destroyed. A copy"
            " that is lost stays lost; one that turns up is taken back and destroyed."
        ),
        Facts(
            [
                ("Review", found.review),
                ("Concluded", dates.day(found.concluded) if found.concluded else "Not yet"),
                ("Closed", dates.day(found.closed) if found.closed else "Not yet"),
                ("Exceptions", str(len(made))),
            ],
            columns=2,
        ),
        Table(columns, rows, empty="No exception was made."),
    ]
    title = "Approved exceptions"
    return slips.form(register, hand, title, f"Review {found.review}", [Part("", blocks)], wide=True)


def of_review(register: "Register", review: str) -> list[ApprovedException]:
    """Return the exceptions of a review's copies, in the order of the copies, the oldest of each first."""
    excepted = copies.in_order(
        copy for copy in copies.of_review(register, review) if copy.copy in register.exceptions
    )
    return [made for copy in excepted for made in register.exceptions[copy.copy]]


def what(made: ApprovedException) -> str:
    """Return what was excepted, in words."""
    left = f", {made.pages} left" if made.pages is not None else ""
    return f"{made.kind.capitalize()}{left}"


def stands(register: "Register", made: ApprovedException) -> str:
    """Return whether an exception stands, or how it ended."""
    copy = register.copies[made.copy]
    if made.ended:
        return f"Ended {dates.day(made.ended)}: {made.why}"
    if made.settled:
        return f"Settled {dates.day(made.settled)}: {copy.state} now"
    if made.kind == "pages missing":
        return f"For good: {copy.state}"
    if approved_exceptions.standing(register, made.copy) != made:
        return f"No more: {copy.state} now"
    looked = f", looked at {dates.day(made.looked_at)}" if made.looked_at else ""
    return f"Yes: {copy.state}{looked}"
