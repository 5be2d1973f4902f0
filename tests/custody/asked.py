"""Somebody asks for information in an invented Board, and what is done about it; for the tests of that."""

from datetime import date
from typing import Any

from desktop.custody import answering, clocks, foi
from desktop.custody.information import Request
from tests.factory import Desk, Facts, a_desk, march

ASKED: Facts = {
    "name": "Pat Asker",
    "asked": "The overview report, please",
    "way": "e-mail",
    "received": march(2),
}
A_WEEK_ON = march(10)
THE_DUE = date(2026, 3, 31)
"""The 20th working day after 2 March 2026: St Patrick's Day does not count."""


def a_request(desk: Desk, **facts: Any) -> Request:
    desk.do(foi.record, **{**ASKED, **facts})
    return desk.register.foi["F-0001"]


def about_a_report(kind: str = "overview-report") -> Desk:
    desk = a_desk()
    document = desk.document(kind)
    a_request(desk, documents=[document])
    return desk


def request(desk: Desk) -> Request:
    return desk.register.information("f-0001")


def due(desk: Desk) -> date | None:
    return clocks.clock(desk.register, request(desk)).due


def withhold(desk: Desk, section: str = "40(2)", on: int = 4, **facts: Any) -> None:
    desk.do(
        foi.withhold,
        march(on),
        **{
            "request": "F-0001",
            "document": "D-0001",
            "passage": "page 4, second paragraph: the address",
            "section": section,
            "standing": "absolute" if section.startswith("40") else "",
            "reasons": "It tells where somebody lives",
            **facts,
        },
    )


def answer(desk: Desk, outcome: str, on: date = A_WEEK_ON, **facts: Any) -> None:
    desk.do(foi.respond, on, **{"request": "F-0001", "outcome": outcome, "reasons": "As said", **facts})


def copy_all(desk: Desk) -> None:
    for what in answering.uncopied(request(desk)):
        desk.do(answering.copied, march(11), request="F-0001", what=what, to=["The Chair", "M. Member"])
