"""A small invented world with good defaults, so that a test reads as the rule it checks.

A `Desk` works by the rules without a disk: its acts become the entries of a chain in memory, read back
from their bytes, as an office's do. Every name here is invented.
"""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.custody import (
    access,
    advice,
    board,
    conclusion,
    documents,
    ledger,
    loans,
    numbers,
    people,
    plan_decisions,
    publication,
    reviews,
)
from desktop.custody.documents import Master
from desktop.custody.entries import to_bytes
from desktop.custody.hand import Event, Hand
from desktop.custody.letters import Wording
from desktop.custody.numbers import CopiesAllotted
from desktop.custody.register import Register
from desktop.office import shipped, wordings
from desktop.store.slots import Bounds, KdfSettings

Act = Callable[..., Sequence[Event]]
Facts = dict[str, Any]
"""The facts of an act, by name."""

REVIEW = "SCR-2026-01"
BOARD = "Example Borough Safeguarding Children Board"
OPERATOR = "Avery Example"
PASSPHRASE = "an invented passphrase"  # noqa: S105 - it opens nothing but what a test made


def wording(name: str) -> Wording:
    """Return the wording of a letter as shipped."""
    return wordings.letter(Register(), name)


def terms() -> loans.Terms:
    """Return the terms of a loan as shipped."""
    return wordings.terms(Register())


TERMS = loans.Terms("invented 1", ("Keep it under lock and key.", "Bring it back."))
ONE_COST = KdfSettings(memory_kib=64, passes=1, lanes=1)
CHEAP = Bounds(floor=ONE_COST, ceiling=ONE_COST)
"""Bounds within which a derivation takes no time."""


def march(day: int) -> date:
    """Return a day of March 2026, the month in which everything here happens."""
    return date(2026, 3, day)


BEGAN, TODAY, DUE = march(1), march(2), march(20)
"""When the review began, when most acts happen, and when copies are due, unless a test says otherwise."""


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def a_hand(day: date = TODAY, *, happened: date | None = None) -> Hand:
    """Return the first operator's hand at noon of `day`; `happened` makes it a late entry."""
    return Hand("O-0001", noon(day), noon(happened) if happened else None)


def a_register(hand: Hand | None = None) -> Register:
    """Return the register of a vault that was just founded."""
    return Desk(hand).register


def the_settings() -> board.Settings:
    """Return what the program ships as the Board's data."""
    return shipped.settings()


def a_master(text: str = "an invented document", *, pages: int | None = 3) -> Master:
    """Return a master as it would be after sealing `text`."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    kind = "pdf" if pages is not None else "other"
    return Master(f"{digest[:32]}.age", digest, len(text), "document.pdf", kind, pages)


def before_the_conclusion(register: Register, review: str = REVIEW) -> list[tuple[Act, Facts]]:
    """Return the acts that bring a review to its end, without recommendations."""
    none: Facts = {"authority": "The Board, minute 3", "reason": "There is nothing to recommend"}
    told: Facts = {"whom": "The duty desk", "how": "by letter"}
    bodies = register.founded.settings.told_of_conclusion
    return [
        (plan_decisions.make_none, {"review": review, **none}),
        *((conclusion.inform, {"review": review, "body": body, **told}) for body in bodies),
    ]


class Desk:
    """The rules at work: `do` decides an act, chains its events, and folds what their bytes say."""

    def __init__(self, hand: Hand | None = None) -> None:
        self.register = Register()
        self.rows: list[ledger.Row] = []
        hand = hand or a_hand(march(1))
        events = board.found(
            hand, board=BOARD, operator=OPERATOR, vault="TEST", returns="", settings=the_settings()
        )
        self.enter(hand, events)

    def do(
        self,
        act: Callable[..., Sequence[Event]],
        on: date = TODAY,
        *,
        happened: date | None = None,
        **facts: Any,
    ) -> Sequence[Event]:
        """Run an act at noon of `on`; raise what it raises, with nothing entered."""
        hand = a_hand(on, happened=happened)
        events = act(self.register, hand, **facts)
        self.enter(hand, events)
        return events

    def enter(self, hand: Hand, events: Sequence[Event]) -> None:
        """Chain `events` and fold their bytes. Salts count up: the same acts give the same ledger."""
        bodies = [to_bytes(hand, event) for event in events]
        salts = [(len(self.rows) + n).to_bytes(ledger.SALT_BYTES, "big") for n in range(1, len(bodies) + 1)]
        for row in ledger.chain(self.register.head, bodies, salts):
            self.rows.append(row)
            self.register.fold([row])

    def with_review(self, reference: str = REVIEW, on: date = BEGAN) -> "Desk":
        """Open a review; return this desk."""
        self.do(reviews.open_review, on, reference=reference, authority="The Chair")
        return self

    def person(
        self, name: str = "Robin Invented", *, start: date | None = None, end: date | None = None
    ) -> str:
        """Enter a person with a role; return the reference."""
        self.do(
            people.add,
            name=name,
            post="Head of Service",
            agency="Example Health Trust",
            role="senior representative",
            authority="The Chair",
            start=start,
            end=end,
        )
        return next(reversed(self.register.people))

    def document(
        self,
        kind: str = "overview-report",
        edition: str = "anonymised",
        *,
        agency: str = "",
        pages: int | None = 3,
        review: str = REVIEW,
        on: date = TODAY,
    ) -> str:
        """Take a document in; return its reference."""
        name = f"{review} {kind} {edition} {agency} {len(self.register.documents)}"
        self.do(
            documents.take_in,
            on,
            review=review,
            kind=kind,
            edition=edition,
            agency=agency,
            master=a_master(name, pages=pages),
        )
        return next(reversed(self.register.documents))

    def advise(
        self, *documents: str, on: date = TODAY, day: date | None = None, happened: date | None = None
    ) -> str:
        """Record legal advice about documents; return its reference."""
        facts: Facts = {"adviser": "Kit Counsel", "gist": "It may be shown", "day": day}
        self.do(advice.record, on, happened=happened, about=documents, **facts)
        return next(reversed(self.register.advice))

    def ready_to_publish(self, *, review: str = REVIEW, on: date = TODAY) -> str:
        """Take an executive summary in, and record all that comes before its publication; return it."""
        document = self.document("executive-summary", review=review, on=on)
        bodies = self.register.founded.settings.briefed_bodies
        self.do(publication.decide, on, review=review, document=document, by="The Board, minute 7")
        self.do(publication.consider, on, review=review, by="The panel", gist="There are none")
        self.do(publication.brief, on, review=review, bodies=bodies)
        self.do(publication.check_anonymisation, on, review=review, by="Kit Checker")
        return document

    def published(self, *, review: str = REVIEW, on: date = TODAY) -> str:
        """Publish an executive summary by all steps; return the document."""
        document = self.ready_to_publish(review=review, on=on)
        self.do(publication.publish, on, review=review, where="The Board's website")
        return document

    def ready_to_conclude(self, *, review: str = REVIEW, on: date = TODAY) -> "Desk":
        """Bring a review to its end, without recommendations; return this desk."""
        for act, facts in before_the_conclusion(self.register, review):
            self.do(act, on, **facts)
        return self

    def conclude(self, on: date = TODAY, *, review: str = REVIEW) -> Sequence[Event]:
        """Conclude a review, with all that comes before it."""
        self.ready_to_conclude(review=review, on=on)
        return self.do(conclusion.conclude, on, review=review, authority="The Board")

    def supersede(self, document: str, *, pages: int | None = 3, on: date = TODAY) -> None:
        """Take a new version of a document in."""
        version = len(self.register.documents[document].versions) + 1
        master = a_master(f"{document} {version}", pages=pages)
        self.do(documents.supersede, on, document=document, reason="A page was missing", master=master)

    def request(self, person: str, document: str, *, mode: str = "hard-copy", on: date = TODAY) -> str:
        """Record a request; return its reference."""
        self.do(access.ask, on, person=person, document=document, purpose="To prepare", mode=mode)
        return next(reversed(self.register.requests))

    def agreed(
        self,
        person: str,
        document: str,
        *,
        until: date | None = None,
        mode: str = "hard-copy",
        on: date = TODAY,
    ) -> str:
        """Record a request and its agreement; return its reference."""
        request = self.request(person, document, mode=mode, on=on)
        self.decide(request, agreed=True, until=until, on=on)
        return request

    def decide(
        self, request: str, *, agreed: bool, until: date | None = None, on: date = TODAY
    ) -> Sequence[Event]:
        """Decide a request."""
        facts: Facts = {"by": "The Chair", "reason": "A member of the panel"}
        return self.do(access.decide, on, request=request, agreed=agreed, until=until, **facts)

    def allot(self, document: str, number: int = 1, *, on: date = TODAY, made_for: str = "") -> list[str]:
        """Give the next numbers; return the copies' references."""
        events = self.do(numbers.allot, on, document=document, number_of_copies=number, made_for=made_for)
        (given,) = [event for event in events if isinstance(event, CopiesAllotted)]
        return [f"{given.document}/{n}" for n in range(given.first, given.last + 1)]

    def copy(self, document: str, *, on: date = TODAY, made_for: str = "") -> str:
        """Print a copy; return its reference."""
        (reference,) = self.allot(document, on=on, made_for=made_for)
        self.do(numbers.printed, on, copy=reference)
        return reference

    def sign_out(
        self,
        copy: str,
        person: str,
        request: str,
        *,
        due: date = DUE,
        on: date = TODAY,
        happened: date | None = None,
    ) -> Sequence[Event]:
        """Sign a copy out."""
        facts: Facts = {"copy": copy, "person": person, "request": request, "due": due, "terms": TERMS}
        return self.do(loans.sign_out, on, happened=happened, **facts)

    def lent(self, *, on: date = TODAY) -> str:
        """Return a copy of three pages that is out, awaiting the holder's signature."""
        person, document = self.person(), self.document(on=on)
        request = self.agreed(person, document, on=on)
        copy = self.copy(document, on=on)
        self.sign_out(copy, person, request, on=on)
        return copy


def a_desk() -> Desk:
    """Return a desk with one review open."""
    return Desk().with_review()


def a_pdf(pages: int = 2, text: str = "Invented text") -> bytes:
    """Return a small real PDF."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    for page in range(1, pages + 1):
        canvas.drawString(72, 700, f"{text}, page {page}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@contextmanager
def a_small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a file system of `size` ("1m") at `folder`; skip where that is not possible."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "strongroom-test", str(folder)]
    if (
        sys.platform == "win32"
        or os.geteuid()
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
