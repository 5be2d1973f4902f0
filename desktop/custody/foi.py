"""Requests under the Freedom of Information Act 2000 (D7), from receipt to internal review.

Rule: the 20th working day after receipt; more time only for a qualified exemption, the asker told in time;
section 36 only after the qualified person's dated opinion. Exemptions are passage by passage, with the
public interest of a qualified one. What tells who people are is disclosed to the public only with a reason.
Who is not content may ask for an internal review, which has a clock of its own, and complain.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Unpack, get_args

import msgspec

from desktop.custody import answering, clocks, dates, disclosing, exemptions, facts, released, working_days
from desktop.custody.answering import awaiting_answer, reopened, still_open, still_running
from desktop.custody.asking import Asked, RequestRecorded, kept
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    OpinionMissingError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.information import (
    Disclosure,
    Extension,
    OfARequest,
    Opinion,
    PassageWithheld,
    Request,
    Review,
    TimeExtended,
)

if TYPE_CHECKING:
    from desktop.custody.register import Register

Outcome = Literal[
    "granted",
    "granted in part",
    "refused",
    "not held",
    "neither confirmed nor denied",
    "over the cost limit",
    "vexatious or repeated",
]
ReviewOutcome = Literal["answer stands", "answer changed in part", "answer changed"]
SECTION_36 = "36"

_Case = Literal["upheld", "upheld in part", "not upheld"]
_CASES: Mapping[ReviewOutcome, _Case] = {
    "answer stands": "not upheld",
    "answer changed in part": "upheld in part",
    "answer changed": "upheld",
}
"""What an entry says of the asker's case, by what people are told: what became of our answer."""


class FoiRecorded(RequestRecorded, frozen=True, kw_only=True, tag="foi-recorded"):
    """Somebody asked for information under the Act."""

    foi: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the request."""
        register.foi[self.foi] = self.request(self.foi, "freedom of information")

    def said(self) -> str:
        """Return who asked for what, and when it came."""
        return (
            f"{self.foi}: {self.name} asked under the Freedom of Information Act, {self.came}: {self.asked}"
        )


class OpinionGiven(OfARequest, frozen=True, kw_only=True, tag="foi-opinion-given"):
    """The qualified person gave an opinion under section 36."""

    opinion: Opinion

    def change(self, register: "Register", line: Line) -> None:
        """Note the opinion."""
        self._replace(register, opinion=self.opinion)

    def said(self) -> str:
        """Return who gave it, when, and its gist."""
        given = f"{self.opinion.by} on {dates.day(self.opinion.day)}"
        return f"{self.request}: the opinion under section 36 was given by {given}: {self.opinion.gist}"


class ReviewAsked(OfARequest, frozen=True, kw_only=True, tag="foi-review-asked"):
    """The asker asked for an internal review."""

    grounds: str
    received: date

    def change(self, register: "Register", line: Line) -> None:
        """Note the review."""
        self._replace(register, reviewed=Review(self.received, self.grounds))

    def said(self) -> str:
        """Return when it was asked for, and why."""
        return (
            f"{self.request}: an internal review was asked for on {dates.day(self.received)}: {self.grounds}"
        )


class ReviewExtended(OfARequest, frozen=True, kw_only=True, tag="foi-review-extended"):
    """The asker was told that the internal review takes longer."""

    until: date
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Note until when."""
        changed = _changed(register, self.request, until=self.until, why_longer=self.why)
        self._replace(register, reviewed=changed)

    def said(self) -> str:
        """Return until when and why."""
        until = dates.day(self.until)
        return f"{self.request}: the internal review was extended until {until}. Reason: {self.why}"


class ReviewAnswered(OfARequest, frozen=True, kw_only=True, tag="foi-review-answered"):
    """The internal review was answered."""

    outcome: _Case
    """Whether the asker's case for another answer was upheld."""
    reasons: str
    disclosure: Disclosure | None = None

    @property
    def became(self) -> ReviewOutcome:
        """What became of our answer."""
        return next(became for became, case in _CASES.items() if case == self.outcome)

    def change(self, register: "Register", line: Line) -> None:
        """Note the outcome."""
        done = line.hand.day
        changed = _changed(register, self.request, answered=done, outcome=self.became, reasons=self.reasons)
        self._replace(register, reviewed=msgspec.structs.replace(changed, disclosure=self.disclosure))

    def said(self) -> str:
        """Return what came of it."""
        given = f" {self.disclosure.said}" if self.disclosure else ""
        became = f"{self.became}.{given} Reasons: {self.reasons}"
        return f"{self.request}: the internal review was answered: {became}"


Events = FoiRecorded | OpinionGiven | ReviewAsked | ReviewExtended | ReviewAnswered


def record(register: "Register", hand: Hand, **asked: Unpack[Asked]) -> list[Event]:
    """Record a request, in the asker's words; it raises a hold."""
    reference = register.next_reference("F", register.foi)
    made = FoiRecorded(foi=reference, **kept(register, hand, asked))
    return [made, made.hold(register, reference, "freedom of information")]


def give_opinion(
    register: "Register", hand: Hand, *, request: str, by: str, gist: str, day: date | None = None
) -> list[Event]:
    """Record the qualified person's opinion under section 36, with the day it was given."""
    found = _awaiting(register, request, "given an opinion")
    given = dates.not_ahead("The day of the opinion", day, hand.day)
    dates.not_before("The day of the opinion", given, found.received, "the request came later")
    opinion = Opinion(given, facts.needed("who gave the opinion", by), facts.needed("the gist", gist))
    return [OpinionGiven(request=found.request, opinion=opinion)]


def extend(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    section: str,
    until: date,
    why: str,
    exceptional: str = "",
) -> list[Event]:
    """Extend the time to weigh the public interest in a qualified exemption; the asker is told in time.

    An answer after the 40th working day is `exceptional`, and says why.
    """
    found = _awaiting(register, request, "extended")
    if found.extension is not None:
        raise WrongStateError(
            thing=found.request,
            state="extended already",
            act="extended again",
            advice="Answer by the day that was promised, and what can be answered at once.",
        )
    known = exemptions.section_of(section)
    if known.standing == "absolute":
        why_not = f"section {known.section} ({known.about}) is absolute: there is no public interest to weigh"
        raise FactMissingError(fact="the section", why=why_not)
    _opinion_first(hand, found, known.section)
    still_running(register, hand, found, "extended")
    dates.not_before("The day of the extension", hand.day, found.received, "the request came later")
    due = clocks.working_day(register, found, clocks.DAYS)
    dates.not_before("The day by which it is answered", until, due, "the time runs as long without extension")
    late = until > clocks.working_day(register, found, clocks.MOST_DAYS)
    needed = facts.needed if late else facts.optional
    special = f"what is exceptional, to take more than {clocks.MOST_DAYS} working days"
    return [
        TimeExtended(
            request=found.request,
            extension=Extension(
                hand.day,
                facts.needed("the reason", why),
                f"section {known.section}",
                until,
                needed(special, exceptional),
            ),
        )
    ]


def withhold(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    passage: str,
    section: str,
    reasons: str,
    document: str = "",
    standing: str = "",
    public_interest: str = "",
) -> list[Event]:
    """Withhold one passage under a section of the Act, with the reasons.

    `standing` is "absolute" or "qualified"; it need be said only where the section can be either.
    """
    found = _awaiting(register, request, "answered otherwise")
    _opinion_first(hand, found, exemptions.section_of(section).section)
    passage_withheld = exemptions.under_section(
        section,
        standing,
        document=answering.document_of(register, found, document),
        passage=passage,
        reasons=reasons,
        public_interest=public_interest,
        day=hand.day,
    )
    return [PassageWithheld(request=found.request, withheld=passage_withheld)]


def respond(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    outcome: str,
    reasons: str = "",
    disclosed: Sequence[str] = (),
    edition_why: str = "",
) -> list[Event]:
    """Record the answer: what it withholds was named by passage, what it discloses passes the gates.

    `edition_why` is why another edition than the anonymised or redacted one goes to the public.
    """
    found = register.foi_request(request)
    known = facts.one_of("the outcome", outcome, get_args(Outcome))
    made = answering.answered(register, hand, found, outcome=known, reasons=reasons, disclosed=disclosed)
    kept = disclosing.edition_why(register, made.response.disclosed, edition_why)
    return [msgspec.structs.replace(made, response=msgspec.structs.replace(made.response, edition_why=kept))]


def ask_review(
    register: "Register", hand: Hand, *, request: str, grounds: str, received: date | None = None
) -> list[Event]:
    """Record that an internal review was asked for; a closed request is open again."""
    found = register.foi_request(request)
    if found.response is None or found.reviewed is not None:
        raise WrongStateError(
            thing=found.request,
            state=found.state if found.response is None else "reviewed already",
            act="reviewed",
            advice="A review follows the answer, and is made once; after it comes the Commissioner.",
        )
    asked = dates.not_ahead("The day of receipt", received, hand.day)
    dates.not_before("The day it was asked for", asked, found.response.day, "the answer came later")
    kept = facts.needed("the grounds", grounds)
    return [*reopened(register, found), ReviewAsked(request=found.request, grounds=kept, received=asked)]


def extend_review(register: "Register", hand: Hand, *, request: str, until: date, why: str) -> list[Event]:
    """Extend the internal review, to the 40th working day at most."""
    found, review = _under_review(register, request, "extended")
    most = working_days.count(review.asked, clocks.MOST_DAYS, register.holidays).day
    first = working_days.count(review.asked, clocks.DAYS, register.holidays).day
    dates.not_before("The day by which it is answered", until, first, "it runs as long without extension")
    if until > most:
        raise ImpossibleDateError(
            what="The day by which it is answered",
            date=dates.day(until),
            why=f"the {clocks.MOST_DAYS}th working day is {dates.day(most)}",
        )
    return [ReviewExtended(request=found.request, until=until, why=facts.needed("the reason", why))]


def answer_review(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    outcome: str,
    reasons: str,
    disclosed: Sequence[str] = (),
    edition_why: str = "",
) -> list[Event]:
    """Record what became of our answer in the internal review, and what it discloses, as `respond` does."""
    found, review = _under_review(register, request, "answered")
    dates.not_before("The day of the answer", hand.day, review.asked, "it was asked for later")
    known = facts.one_of("the outcome", outcome, get_args(ReviewOutcome))
    given = disclosing.disclosure(register, hand, found, disclosed, edition_why)
    released.check_outcome(hand, found, given, stands=known == "answer stands")
    return [
        ReviewAnswered(
            request=found.request,
            outcome=_CASES[known],
            reasons=facts.needed("the reasons", reasons),
            disclosure=given,
        )
    ]


def _awaiting(register: "Register", request: str, act: str) -> Request:
    found = register.foi_request(request)
    awaiting_answer(found, act)
    return found


def _opinion_first(hand: Hand, found: Request, section: str) -> None:
    given = found.opinion.day if found.opinion else None
    if section == SECTION_36 and (given is None or given > hand.day):
        raise OpinionMissingError(request=found.request, day=dates.day(hand.day))


def _under_review(register: "Register", request: str, act: str) -> tuple[Request, Review]:
    found = still_open(register, register.foi_request(request).request, act)
    if found.reviewed is None or found.reviewed.answered is not None:
        raise WrongStateError(
            thing=f"The internal review of {found.request}",
            state="not open",
            act=act,
            advice="Record first that it was asked for.",
        )
    return found, found.reviewed


def _changed(register: "Register", request: str, **changes: object) -> Review:
    review = register.foi[request].reviewed
    if review is None:
        raise LookupError(request)
    return msgspec.structs.replace(review, **changes)
