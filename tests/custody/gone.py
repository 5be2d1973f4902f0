"""Everything by which a document goes out, is seen or is changed: all of it ends with the document (G5)."""

from collections.abc import Callable

from desktop.custody import (
    access,
    documents,
    electronic,
    numbers,
    observations,
    renditions,
    showing,
    submissions,
)
from desktop.custody.access import Request
from tests.factory import DUE, TERMS, Facts, a_master


def of_a_document(name: str) -> list[tuple[Callable[..., object], Facts]]:
    """Return the acts by which a document itself goes out, is seen or is changed."""
    return [
        (numbers.allot, {"document": name, "number_of_copies": 1}),
        (documents.supersede, {"document": name, "reason": "A page", "master": a_master("another")}),
        (renditions.check, {"document": name}),
        (renditions.compare, {"document": name, "checked_by": "Bea"}),
        (observations.view, {"document": name, "purpose": "Advice", "how": "in the window"}),
        (submissions.submit, {"documents_sent": [name], "body": "Ofsted", "how": "By courier"}),
    ]


def of_a_request(asked: Request) -> list[tuple[Callable[..., object], Facts]]:
    """Return the acts by which the person of a request gets to see or to have its document."""
    request = {"request": asked.request}
    return [
        (access.decide, {**request, "agreed": True, "by": "The Chair", "reason": "Known"}),
        (showing.show, {**request}),
        (
            electronic.begin,
            {**request, "document": asked.document, "person": asked.person, "due": DUE, "terms": TERMS},
        ),
    ]
