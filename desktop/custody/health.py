"""Third-party health information (D10): whether it is disclosed to a review, and why, case by case.

Rule: each case has a decision of its own, made once, and its reasons are written down whether the information
is disclosed or not; what is disclosed must be necessary and proportionate, and the record says why it is.
The person concerned stands here by a code or a relation, never by name.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Outcome = Literal["disclosed", "disclosed in part", "withheld"]


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was decided, by whom and why; `what` is what was disclosed, if anything."""

    outcome: Outcome
    by: str
    reason: str
    day: date
    what: str = ""


class Case(msgspec.Struct, frozen=True):
    """One question: whether information about somebody else may be disclosed to the review."""

    health: str
    review: str
    concerned: str
    """Whose information it is: a code or a relation, never a name."""
    holder: str
    """The body that holds the record."""
    asked_by: str
    sought: str
    purpose: str
    asked: date
    entry: int
    decision: Decision | None = None
    decided: int = 0
    """The entry of the decision."""

    @property
    def state(self) -> str:
        """In words: awaiting decision, or its outcome."""
        return self.decision.outcome if self.decision else "awaiting decision"


class HealthAsked(Event, frozen=True, kw_only=True, tag="third-party-health-asked"):
    """Somebody asked for health information about a third party."""

    words: ClassVar[str] = (
        "{health}: {asked_by} asked {holder} for health information about {concerned} for {review}:"
        " {sought}. Purpose: {purpose}."
    )

    health: str
    review: str
    concerned: str
    holder: str
    asked_by: str
    sought: str
    purpose: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the case."""
        register.health[self.health] = Case(
            self.health,
            self.review,
            self.concerned,
            self.holder,
            self.asked_by,
            self.sought,
            self.purpose,
            line.hand.day,
            line.number,
        )


class HealthDecided(Event, frozen=True, kw_only=True, tag="third-party-health-decided"):
    """It was decided whether that information is disclosed."""

    health: str
    decision: Decision

    def change(self, register: "Register", line: Line) -> None:
        """Note the decision."""
        found = register.health[self.health]
        register.health[self.health] = msgspec.structs.replace(
            found, decision=self.decision, decided=line.number
        )

    def said(self) -> str:
        """Return what was decided and why."""
        made = self.decision
        what = f": {made.what}" if made.what else ""
        return f"{self.health}: {made.outcome}{what}. Decided by {made.by}. Reason: {made.reason}."


def ask(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    concerned: str,
    holder: str,
    asked_by: str,
    sought: str,
    purpose: str,
) -> list[Event]:
    """Record that health information about a third party is wanted for a review (D10)."""
    found = register.review(review)
    dates.not_before("The day of the request", hand.day, found.opened, "the review was opened later")
    return [
        HealthAsked(
            health=register.next_reference("TH", register.health),
            review=found.review,
            concerned=facts.needed("whom it is about", concerned),
            holder=facts.needed("the holder of the record", holder),
            asked_by=facts.needed("who asks", asked_by),
            sought=facts.needed("what is sought", sought),
            purpose=facts.needed("the purpose", purpose),
        )
    ]


def decide(
    register: "Register",
    hand: Hand,
    *,
    health: str,
    outcome: str,
    by: str,
    reason: str,
    what: str = "",
) -> list[Event]:
    """Record the decision on one case, with its reasons either way (D10).

    `what` is what is disclosed; it is needed where anything is.
    """
    found = register.health_case(health)
    if found.decision is not None:
        raise WrongStateError(
            thing=found.health,
            state=f"decided ({found.state})",
            act="decided again",
            advice="A new question is a new case; this decision stays on the record.",
        )
    dates.not_before("The day of the decision", hand.day, found.asked, "it was asked later")
    known: Outcome = facts.one_of("the outcome", outcome, get_args(Outcome))
    disclosed = known != "withheld"
    made = Decision(
        known,
        facts.needed("who decided", by),
        facts.needed("why it is necessary and proportionate" if disclosed else "why it is withheld", reason),
        hand.day,
        facts.needed("what is disclosed", what) if disclosed else "",
    )
    return [HealthDecided(health=found.health, decision=made)]


def undecided(register: "Register") -> list[Case]:
    """Return the cases that await their decision, oldest first."""
    return [found for found in register.health.values() if found.decision is None]
