"""Publication of a review's executive summary (D4): the Board's decision, and what must come before it.

Rule: it is published only when the Board decided so, parallel proceedings were considered, every body that
is to be told was briefed or need not be, and the anonymisation of this very version was checked. What is
missing is told by name. A withdrawn or corrected summary goes through all of it again; each round is kept.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, documents, facts
from desktop.custody.errors import FactMissingError, NotPublishableError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.publication_round import (
    Briefing,
    Checked,
    Considered,
    Publication,
    Published,
    Withdrawn,
)
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.documents import Document
    from desktop.custody.register import Register


class PublicationDecided(Event, frozen=True, kw_only=True, tag="publication-decided"):
    """The Board decided to publish."""

    words: ClassVar[str] = "{by} decided on {day} to publish {document} of review {review}."

    review: str
    document: str
    by: str
    day: date

    def change(self, register: "Register", line: Line) -> None:
        """Begin a round."""
        known = register.publications.get(self.review, ())
        begun = Publication(self.review, self.document, self.by, self.day)
        register.publications[self.review] = (*known, begun)


class ProceedingsConsidered(Event, frozen=True, kw_only=True, tag="proceedings-considered"):
    """Parallel proceedings were considered before publication."""

    review: str
    considered: Considered

    def change(self, register: "Register", line: Line) -> None:
        """Note it in the present round."""
        _go_on(register, self.review, considered=self.considered)

    def said(self) -> str:
        """Return who considered them, when, and with what outcome."""
        found = self.considered
        return (
            f"Review {self.review}: {found.by} considered the parallel proceedings on {dates.day(found.day)}."
            f" {found.gist}"
        )


class BodyBriefed(Event, frozen=True, kw_only=True, tag="body-briefed"):
    """A body was told in advance of the publication, or need not be."""

    review: str
    briefing: Briefing

    def change(self, register: "Register", line: Line) -> None:
        """Note it in the present round; the last word on a body counts."""
        known = register.publications[self.review][_present(register, self.review)].briefings
        kept = [told for told in known if folded(told.body) != folded(self.briefing.body)]
        _go_on(register, self.review, briefings=(*kept, self.briefing))

    def said(self) -> str:
        """Return who was briefed, and when or why not."""
        told = self.briefing
        how = f"was briefed on {dates.day(told.day)}" if told.day else "need not be briefed"
        why = f": {told.why}" if told.why else ""
        return f"Review {self.review}: {told.body} {how} in advance of the publication{why}."


class AnonymisationChecked(Event, frozen=True, kw_only=True, tag="anonymisation-checked"):
    """The anonymisation was checked."""

    review: str
    document: str
    checked: Checked

    def change(self, register: "Register", line: Line) -> None:
        """Note it in the present round."""
        _go_on(register, self.review, checked=self.checked)

    def said(self) -> str:
        """Return who checked what, and when."""
        found = self.checked
        return (
            f"{found.by} checked the anonymisation of {self.document} (version {found.version})"
            f" on {dates.day(found.day)}."
        )


class SummaryPublished(Event, frozen=True, kw_only=True, tag="summary-published"):
    """The executive summary was published."""

    review: str
    document: str
    published: Published

    def change(self, register: "Register", line: Line) -> None:
        """Note it in the present round: its gate is open."""
        _go_on(register, self.review, published=self.published)

    def said(self) -> str:
        """Return what was published, when and where."""
        found = self.published
        return (
            f"{self.document} (version {found.version}) of review {self.review} was published on"
            f" {dates.day(found.day)}: {found.where}."
        )


class PublicationWithdrawn(Event, frozen=True, kw_only=True, tag="publication-withdrawn"):
    """It is not to be published, or no longer."""

    review: str
    document: str
    withdrawn: Withdrawn

    def change(self, register: "Register", line: Line) -> None:
        """End the present round: its gate is closed."""
        _go_on(register, self.review, withdrawn=self.withdrawn)

    def said(self) -> str:
        """Return what was withdrawn, when and why."""
        found = self.withdrawn
        return (
            f"The publication of {self.document} of review {self.review} was withdrawn on"
            f" {dates.day(found.day)}. Reason: {found.why}."
        )


def decide(
    register: "Register", hand: Hand, *, review: str, document: str, by: str, day: date | None = None
) -> list[Event]:
    """Record the Board's decision to publish a review's anonymised executive summary, of `day` (D4)."""
    found, wanted = register.review(review), register.document(document)
    if register.founded.kind(wanted.kind).gate != "publication":
        label = register.founded.kind(wanted.kind).label
        raise FactMissingError(fact="the document", why=f"{wanted.document} is of the kind {label}")
    if wanted.review != found.review:
        raise FactMissingError(fact="the document", why=f"{wanted.document} is of review {wanted.review}")
    if wanted.edition != "anonymised":
        why = f"{wanted.document} is the {wanted.edition} edition; only an anonymised one is published"
        raise FactMissingError(fact="the document", why=why)
    decided = dates.not_ahead("The day of the Board's decision", day, hand.day)
    documents.version_on(wanted, "The day of the Board's decision", decided)
    _refuse_second_round(register, found.review, wanted)
    return [
        PublicationDecided(
            review=found.review,
            document=wanted.document,
            by=facts.needed("whose decision it is", by),
            day=decided,
        )
    ]


def consider(
    register: "Register", hand: Hand, *, review: str, by: str, gist: str, day: date | None = None
) -> list[Event]:
    """Record what was considered of parallel proceedings, or that there are none (D4)."""
    found = _under_way(register, review, "considered further")
    considered = Considered(
        facts.needed("who considered them", by),
        _since_the_review(register, hand, found, "The day the proceedings were considered", day),
        facts.needed("what was considered", gist),
    )
    return [ProceedingsConsidered(review=found.review, considered=considered)]


def brief(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    bodies: Sequence[str],
    day: date | None = None,
    why: str = "",
) -> list[Event]:
    """Record that bodies were told in advance on `day`, by default that of the act, or `why` none was.

    A body that is not among the Board's settings may be briefed too.
    """
    found = _under_way(register, review, "told of in advance")
    if not bodies:
        raise FactMissingError(fact="the body", why="none was named")
    why = facts.optional("why it need not be briefed", why)
    if why and day is not None:
        raise FactMissingError(
            fact="the briefing", why="a body was briefed on a day or need not be, not both"
        )
    if not why:
        day = _since_the_review(register, hand, found, "The day of the briefing", day)
    named = dict.fromkeys(_body(register, body) for body in bodies)
    return [BodyBriefed(review=found.review, briefing=Briefing(body, day, why)) for body in named]


def check_anonymisation(
    register: "Register", hand: Hand, *, review: str, by: str, day: date | None = None
) -> list[Event]:
    """Record who checked the anonymisation of the version that was current on `day`."""
    found = _under_way(register, review, "checked again")
    checked = dates.not_ahead("The day of the check", day, hand.day)
    version = documents.version_on(register.documents[found.document], "The day of the check", checked)
    who = facts.needed("who checked the anonymisation", by)
    return [
        AnonymisationChecked(
            review=found.review, document=found.document, checked=Checked(who, checked, version.version)
        )
    ]


def publish(
    register: "Register", hand: Hand, *, review: str, where: str, day: date | None = None
) -> list[Event]:
    """Record the publication of the current version; raise NotPublishableError with all that is missing."""
    found = _under_way(register, review, "published again")
    document = register.documents[found.document]
    documents.may_be_issued(document)
    on = dates.not_ahead("The day of the publication", day, hand.day)
    left = missing(register, found, on)
    if left:
        raise NotPublishableError(review=found.review, missing="; ".join(left))
    published = Published(document.current.version, on, facts.needed("where it was published", where))
    return [SummaryPublished(review=found.review, document=found.document, published=published)]


def withdraw(
    register: "Register", hand: Hand, *, review: str, why: str, day: date | None = None
) -> list[Event]:
    """Record that it is not to be published, or no longer; what was sent out stays on the record."""
    found = standing(register, review)
    if found is None or found.withdrawn is not None:
        raise WrongStateError(
            thing=f"The executive summary of review {register.review(review).review}",
            state="not to be published",
            act="withdrawn",
            advice="There is nothing to withdraw.",
        )
    on = dates.not_ahead("The day of the withdrawal", day, hand.day)
    earliest = found.published.day if found.published else found.decided
    dates.not_before("The day of the withdrawal", on, earliest, "it was decided or published later")
    last = _last_sent(register, found)
    if last is not None:
        dates.not_before("The day of the withdrawal", on, last, "it was sent to somebody later")
    withdrawn = Withdrawn(on, facts.needed("why it was withdrawn", why))
    return [PublicationWithdrawn(review=found.review, document=found.document, withdrawn=withdrawn)]


def standing(register: "Register", review: str) -> Publication | None:
    """Return the present round of a review's publication: the last not withdrawn, else the last, or None."""
    found = register.review(review).review
    rounds = register.publications.get(found, ())
    return rounds[_present(register, found)] if rounds else None


def public(register: "Register", review: str, day: date) -> Publication | None:
    """Return the round under which a review's executive summary was public on `day`, or None."""
    rounds = register.publications.get(register.review(review).review, ())
    return next((known for known in reversed(rounds) if known.public_on(day)), None)


def missing(register: "Register", publication: Publication, day: date) -> list[str]:
    """Return, one phrase for each, what has to come before a publication on `day`."""
    left = []
    if publication.decided > day:
        left.append(f"the Board decided only on {dates.day(publication.decided)}")
    considered, checked = publication.considered, publication.checked
    if considered is None or considered.day > day:
        left.append("parallel proceedings have not been considered")
    for body in register.founded.settings.briefed_bodies:
        told = publication.briefing(body)
        if told is None or (told.day is not None and told.day > day):
            left.append(f"{body} has not been briefed")
    current = register.documents[publication.document].current.version
    if checked is None or checked.day > day or checked.version != current:
        left.append(f"the anonymisation of version {current} has not been checked")
    return left


def _last_sent(register: "Register", publication: Publication) -> date | None:
    """Return the last day on which somebody who asked was sent what was published, or None."""
    days = [
        asked.answer.day
        for asked in register.interest.values()
        if asked.answer and asked.answer.outcome == "sent" and asked.answer.document == publication.document
    ]
    return max(days, default=None)


def _go_on(register: "Register", review: str, **changes: object) -> None:
    rounds, at = register.publications[review], _present(register, review)
    changed = msgspec.structs.replace(rounds[at], **changes)
    register.publications[review] = (*rounds[:at], changed, *rounds[at + 1 :])


def _present(register: "Register", review: str) -> int:
    """Return the place of the round that acts go on with: the last not withdrawn, else the last."""
    rounds = register.publications[review]
    return next(
        (at for at in range(len(rounds) - 1, -1, -1) if rounds[at].withdrawn is None), len(rounds) - 1
    )


def _under_way(register: "Register", review: str, act: str) -> Publication:
    """Return the round that is decided and neither published nor withdrawn."""
    found = standing(register, review)
    name = register.review(review).review
    if found is None or found.withdrawn is not None:
        raise NotPublishableError(review=name, missing="the Board's decision to publish is not recorded")
    if found.published is not None:
        raise WrongStateError(
            thing=f"The executive summary of review {name}",
            state=f"published on {dates.day(found.published.day)}",
            act=act,
            advice="To publish a corrected version, record the Board's decision on it first.",
        )
    return found


def _refuse_second_round(register: "Register", review: str, document: "Document") -> None:
    found = standing(register, review)
    if found is None or found.withdrawn is not None:
        return
    if found.published is not None and (found.document, found.published.version) != (
        document.document,
        document.current.version,
    ):
        return
    raise WrongStateError(
        thing=f"The publication of {found.document}",
        state=found.state,
        act="decided again",
        advice="Go on with what is missing, or withdraw it first.",
    )


def _body(register: "Register", name: str) -> str:
    """Return a body's name as the Board's settings have it, or as it was given."""
    name = facts.needed("the body", name)
    known = register.founded.settings.briefed_bodies
    return next((one for one in known if folded(one) == folded(name)), name)


def _since_the_review(
    register: "Register", hand: Hand, publication: Publication, what: str, day: date | None
) -> date:
    on = dates.not_ahead(what, day, hand.day)
    opened = register.reviews[publication.review].opened
    dates.not_before(what, on, opened, "the review was opened later")
    return on
