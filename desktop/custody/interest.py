"""Requests for the executive summary from outside (D3): who asks, for whom, why, and what they were told.

Rule: the reason stands in the asker's own words; every request has one outcome in the end, and until
then it waits. The executive summary is sent only once it is published (D4); then all who wait may be
answered in one act. They are collated for the Overview Panel. Whose categories there are is the Board's data.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, documents, facts, gates, letters
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.documents import Document
    from desktop.custody.letters import Wording
    from desktop.custody.register import Register

Format = Literal["paper", "electronic"]
Outcome = Literal["sent", "declined", "withdrawn", "waiting for publication"]
WAITING: Outcome = "waiting for publication"


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody who asked was told, and when; `why` when they were not sent it."""

    outcome: Outcome
    day: date
    why: str = ""
    document: str = ""
    """The executive summary that was sent, and its version; empty in answers of before they were kept."""
    version: int = 0


class Interest(msgspec.Struct, frozen=True):
    """One request for the executive summary."""

    interest: str
    review: str
    name: str
    category: str
    format: Format
    reason: str
    received: date
    answer: Answer | None = None
    address: str = ""
    """Where the answer goes, as far as they said."""

    @property
    def state(self) -> str:
        """In words: awaiting an answer, or its outcome."""
        return self.answer.outcome if self.answer else "awaiting an answer"

    @property
    def waits(self) -> bool:
        """Whether the last answer is still to come."""
        return self.answer is None or self.answer.outcome == WAITING

    @property
    def sent(self) -> bool:
        """Whether they were sent the executive summary."""
        return self.answer is not None and self.answer.outcome == "sent"


class InterestRecorded(Event, frozen=True, kw_only=True, tag="interest-recorded"):
    """Somebody asked for the executive summary."""

    words: ClassVar[str] = (
        "{interest}: {name} ({category}) asked for the executive summary of {review}. Reason: {reason}"
    )

    interest: str
    review: str
    name: str
    category: str
    format: Format
    reason: str
    address: str = ""

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
            address=self.address,
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
        answer = self.answer
        what = f" ({answer.document}, version {answer.version})" if answer.document else ""
        why = f" Reason: {answer.why}" if answer.why else ""
        return f"{self.interest}: {answer.outcome}{what}.{why}"


def record(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    name: str,
    category: str,
    format: str,  # noqa: A002 - the word of the trade
    reason: str,
    address: str = "",
) -> list[Event]:
    """Record a request for the executive summary, in the asker's words (D3)."""
    found = register.review(review)
    dates.not_before("The day of the request", hand.day, found.opened, "the review was opened later")
    return [
        InterestRecorded(
            interest=register.next_reference("E", register.interest),
            review=found.review,
            name=facts.needed("the name", name),
            category=facts.one_of("the category", category, register.founded.settings.categories),
            format=facts.one_of("the format", format, get_args(Format)),
            reason=facts.needed("the reason", reason),
            address=facts.optional("the address", address),
        )
    ]


def answer(
    register: "Register",
    hand: Hand,
    *,
    interest: str,
    outcome: str,
    why: str = "",
    letter: "Wording | None" = None,
) -> list[Event]:
    """Record what the asker was told; "waiting for publication" may be followed by a last answer.

    With a `letter` it is written to them in the same act. Raises GateClosedError for "sent" before the
    executive summary is published (D4).
    """
    found, given = check_answer(register, hand, interest=interest, outcome=outcome, why=why)
    return _answered(register, [found], given, letter)


def check_answer(
    register: "Register", hand: Hand, *, interest: str, outcome: str, why: str = ""
) -> tuple[Interest, Answer]:
    """Return the request and the answer that would be recorded."""
    found = register.interest_of(interest)
    _check_waits(found, hand)
    known: Outcome = facts.one_of("the outcome", outcome, get_args(Outcome))
    if known == "sent":
        return found, _sent(_published(register, found.review, hand), hand, why)
    declined = known == "declined"
    why = facts.needed("why it was declined", why) if declined else facts.optional("the note", why)
    return found, Answer(known, hand.day, why)


def answer_waiting(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    requests: Sequence[str] = (),
    why: str = "",
    letter: "Wording | None" = None,
) -> list[Event]:
    """Answer those who wait with "sent", in one act, once the executive summary is published (D3, D4).

    `requests` are some of them; without, all who wait. With a `letter` it is written to each.
    """
    document, chosen = check_answer_waiting(register, hand, review=review, requests=requests)
    return _answered(register, chosen, _sent(document, hand, why), letter)


def check_answer_waiting(
    register: "Register", hand: Hand, *, review: str, requests: Sequence[str] = ()
) -> "tuple[Document, list[Interest]]":
    """Return the published executive summary, and who would be sent it, each once."""
    found = register.review(review)
    document = _published(register, found.review, hand)
    named = [register.interest_of(one) for one in requests]
    chosen = list({one.interest: one for one in named or waiting(register, found.review)}.values())
    if not chosen:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state="without anybody who waits for its executive summary",
            act="answered in one go",
            advice="See who asked; each was answered.",
        )
    for one in chosen:
        if one.review != found.review:
            raise WrongStateError(
                thing=one.interest,
                state=f"a request about {one.review}",
                act=f"answered with those about {found.review}",
                advice="Answer each review's requests by themselves.",
            )
        _check_waits(one, hand)
    return document, chosen


def waiting(register: "Register", review: str = "") -> list[Interest]:
    """Return the requests whose last answer is still to come, of one review or of all, oldest first."""
    return [known for known in register.interest.values() if known.waits and review in {"", known.review}]


def sent_document(register: "Register", interest: str) -> "tuple[Interest, Document]":
    """Return a request and the document it was sent; raise WrongStateError for one that was sent none."""
    found = register.interest_of(interest)
    if found.answer is None or not found.answer.document:
        raise WrongStateError(
            thing=found.interest,
            state=found.state,
            act="given a file",
            advice="Only a request that was sent the executive summary has one.",
        )
    return found, register.document(found.answer.document)


def check_file_again(register: "Register", hand: Hand, *, interest: str) -> Interest:
    """Return a request whose file may be made once more: what it was sent is public still (D4)."""
    found, document = sent_document(register, interest)
    version = found.answer.version if found.answer else document.current.version
    gates.check(register, document.document, outside=True, day=hand.day, version=version)
    return found


def letter_facts(found: Interest, given: Answer) -> dict[str, str]:
    """Return what fills the wording of the letter to somebody who asked."""
    electronic = "goes to you as an encrypted file; the passphrase that opens it comes by another way"
    return {
        "review": found.review,
        "received": dates.day(found.received),
        "how": electronic if found.format == "electronic" else "is enclosed on paper",
        "note": given.why,
    }


def _check_waits(found: Interest, hand: Hand) -> None:
    """Refuse a second last answer, and one dated before the question or the answer before it."""
    if not found.waits:
        raise WrongStateError(
            thing=found.interest,
            state=f"answered ({found.state})",
            act="answered again",
            advice="A new request is recorded anew.",
        )
    earliest = found.answer.day if found.answer else found.received
    dates.not_before("The day of the answer", hand.day, earliest, "it was asked later")


def _published(register: "Register", review: str, hand: Hand) -> "Document":
    document = register.document(gates.check_published(register, review, hand.day).document)
    documents.may_be_issued(document)
    return document


def _sent(document: "Document", hand: Hand, why: str) -> Answer:
    note = facts.optional("the note", why)
    return Answer("sent", hand.day, note, document.document, document.current.version)


def _answered(
    register: "Register", chosen: Sequence[Interest], given: Answer, letter: "Wording | None"
) -> list[Event]:
    events: list[Event] = [InterestAnswered(interest=found.interest, answer=given) for found in chosen]
    if letter is not None:
        events += [
            letters.written(
                register,
                letter,
                letters.Addressee(found.name, address=found.address),
                found.interest,
                letter_facts(found, given),
                ahead=ahead,
            )
            for ahead, found in enumerate(chosen)
        ]
    return events
