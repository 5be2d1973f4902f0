"""In a pack for the Overview Panel: the review itself, from its notification to its end (E1, E2)."""

from desktop.custody import dates
from desktop.custody.blocks import Block, Column, Facts, Heading, Paragraph, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import some

TITLE = "The review"


def review_chapter(scope: Scope) -> Chapter:
    """Return the review's days, and what is in custody for it."""
    review = scope.review
    days = [
        ("Notified", review.notified),
        ("Decided", review.decided),
        ("Opened here", review.opened),
        ("Concluded", review.concluded),
    ]
    end = f"was concluded on {dates.day(review.concluded)}" if review.concluded else "is not concluded"
    said = (
        f"The review {end}; {some(len(scope.documents), 'document is', 'documents are')} in custody for it."
    )
    blocks: list[Block] = [
        Paragraph(said),
        Facts(
            [
                ("Authority", review.authority),
                *((name, dates.day(day) if day else "Not on the record") for name, day in days),
            ],
            columns=2,
        ),
    ]
    children = [child.words for child in review.children]
    if children:
        blocks += [Heading("Children, by code"), Table([Column("Child")], [[words] for words in children])]
    rows = [[name.lower(), day.isoformat() if day else ""] for name, day in days]
    return Chapter(TITLE, blocks, [Sheet("review", ("what", "day"), rows)])
