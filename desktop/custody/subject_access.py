"""Requests of people for what is held about them (D8): subject access, with its own clock.

Rule: one month from receipt, or from the proof of identity where that was needed; two months more for a
complex request, of which the person is told within the first; the days for clarification do not count.
What is withheld, such as what would tell of somebody else, is withheld passage by passage, with reasons.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Unpack, get_args

from desktop.custody import answering, dates, exemptions, facts
from desktop.custody.answering import awaiting_answer, still_running
from desktop.custody.asking import Asked, RequestRecorded, kept
from desktop.custody.errors import WrongStateError
from desktop.custody.exemptions import Withheld
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.information import Extension, PassageWithheld, Request, TimeExtended

if TYPE_CHECKING:
    from desktop.custody.register import Register

Outcome = Literal[
    "granted",
    "granted in part",
    "refused",
    "not held",
    "identity not shown",
    "manifestly unfounded or excessive",
]


class SubjectAccessRecorded(RequestRecorded, frozen=True, kw_only=True, tag="subject-access-recorded"):
    """Somebody asked for what is held about them."""

    subject_access: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the request."""
        register.subject_access[self.subject_access] = self.request(self.subject_access, "subject access")

    def said(self) -> str:
        """Return who asked, and when it came."""
        return f"{self.subject_access}: {self.name} asked for subject access, {self.came}: {self.asked}"


def record(register: "Register", hand: Hand, **asked: Unpack[Asked]) -> list[Event]:
    """Record a request; it raises a hold."""
    reference = register.next_reference("S", register.subject_access)
    made = SubjectAccessRecorded(subject_access=reference, **kept(register, hand, asked))
    return [made, made.hold(register, reference, "subject access")]


def ask_identity(register: "Register", hand: Hand, *, request: str, what: str) -> list[Event]:
    """Record that proof of identity was asked for: the month begins when it comes."""
    found = register.subject_access_request(request)
    return [answering.stop(register, hand, found, "identity", what)]


def extend(register: "Register", hand: Hand, *, request: str, why: str) -> list[Event]:
    """Extend the time by two months for a complex request; the person is told within the first."""
    found = _awaiting(register, request, "extended")
    if found.extension is not None:
        raise WrongStateError(
            thing=found.request,
            state="extended already",
            act="extended again",
            advice="Three months are the most.",
        )
    dates.not_before("The day of the extension", hand.day, found.received, "the request came later")
    still_running(register, hand, found, "extended")
    return [
        TimeExtended(
            request=found.request, extension=Extension(hand.day, facts.needed("why it is complex", why))
        )
    ]


def withhold(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    passage: str,
    ground: str,
    reasons: str,
    document: str = "",
) -> list[Event]:
    """Withhold one passage; `ground` is the exemption in words, such as what would tell of somebody else."""
    found = _awaiting(register, request, "answered otherwise")
    withheld = Withheld(
        answering.document_of(register, found, document),
        exemptions.passage_of(passage),
        facts.needed("the ground", ground),
        facts.needed("the reasons", reasons),
        hand.day,
    )
    return [PassageWithheld(request=found.request, withheld=withheld)]


def respond(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    outcome: str,
    reasons: str = "",
    disclosed: Sequence[str] = (),
) -> list[Event]:
    """Record the answer: what it withholds was named by passage, what it discloses passes the gates."""
    found = register.subject_access_request(request)
    known = facts.one_of("the outcome", outcome, get_args(Outcome))
    return [answering.answered(register, hand, found, outcome=known, reasons=reasons, disclosed=disclosed)]


def _awaiting(register: "Register", request: str, act: str) -> Request:
    found = register.subject_access_request(request)
    awaiting_answer(found, act)
    return found
