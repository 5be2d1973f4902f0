"""Requests for the executive summary from outside (D3): who asks, for whom, why, and what they were told.

Rule: the reason stands in the asker's own words; every request has one outcome in the end, and until
then it waits. They are collated for the Overview Panel.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Category = Literal["family", "public", "press", "agency", "researcher", "elected member", "other"]
Format = Literal["paper", "electronic"]
Outcome = Literal["sent", "declined", "waiting for publication"]


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody who asked was told, and when; `why` when they were not sent it."""

    outcome: Outcome
    day: date
    why: str = ""


class Interest(msgspec.Struct, frozen=True):
    """One request for the executive summary."""

    interest: str
    review: str
    name: str
    category: Category
    format: Format
    reason: str
    received: date
    answer: Answer | None = None

    @property
    def state(self) -> str:
        """In words: awaiting an answer, or its outcome."""
        return self.answer.outcome if self.answer else "awaiting an answer"


class InterestRecorded(Event, frozen=True, kw_only=True, tag="interest-recorded"):
    """Somebody asked for the executive summary."""

    words: ClassVar[str] = (
        "{interest}: {name} ({category}) asked for the executive summary of {review}. Reason: {reason}"
    )

    interest: str
    review: str
    name: str
    category: Category
    format: Format
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the request."""
        register.interest[self.interest] = Interest(
            self.interest,
            self.review,
            self.name,
            self.category,
            self.format,
            self.reason,
            line.hand.day,
        )


class InterestAnswered(Event, frozen=True, kw_only=True, tag="interest-answered"):
    """Somebody who asked was answered."""

    interest: str
    answer: Answer

    def change(self, register: "Register", line: Line) -> None:
        """Note the answer."""
        asked = register.interest_of(self.interest)
        register.interest[self.interest] = msgspec.structs.replace(asked, answer=self.answer)

    def said(self) -> str:
        """Return what they were told."""
        why = f" Reason: {self.answer.why}" if self.answer.why else ""
        return f"{self.interest}: {self.answer.outcome}.{why}"


def record(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    name: str,
    category: str,
    format: str,  # noqa: A002 - the word of the trade
    reason: str,
) -> list[Event]:
    """Record a request for the executive summary, in the asker's words (D3)."""
    found = register.review(review)
    dates.not_before("The day of the request", hand.day, found.opened, "the review was opened later")
    return [
        InterestRecorded(
            interest=register.next_reference("E", register.interest),
            review=found.review,
            name=facts.needed("the name", name),
            category=facts.one_of("the category", category, get_args(Category)),
            format=facts.one_of("the format", format, get_args(Format)),
            reason=facts.needed("the reason", reason),
        )
    ]


def answer(register: "Register", hand: Hand, *, interest: str, outcome: str, why: str = "") -> list[Event]:
    """Record what the asker was told; "waiting for publication" may be followed by a last answer."""
    found = register.interest_of(interest)
    if found.answer is not None and found.answer.outcome != "waiting for publication":
        raise WrongStateError(
            thing=found.interest,
            state=f"answered ({found.state})",
            act="answered again",
            advice="A new request is recorded anew.",
        )
    earliest = found.answer.day if found.answer else found.received
    dates.not_before("The day of the answer", hand.day, earliest, "it was asked later")
    known: Outcome = facts.one_of("the outcome", outcome, get_args(Outcome))
    why = facts.needed("why it was declined", why) if known == "declined" else facts.optional("the note", why)
    return [InterestAnswered(interest=found.interest, answer=Answer(known, hand.day, why))]
