"""What is done with a request for information under either law, from its receipt to its end (D7, D8).

Rule: whoever asks may be asked for more, and the clock stands meanwhile. An answer that withholds names each
passage; none refuses a document as such. What is disclosed passes the gates like everything that leaves
(D4). An open request raises a hold, which never gets smaller without a reason; it is closed when it was
answered, neither review nor complaint is open, and, under the Freedom of Information Act, request and
response were copied to the Chair and the members. What a person asks about themselves is copied only with
a reason.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, get_args

from desktop.custody import clocks, dates, facts, held_after, holds
from desktop.custody.disclosing import checked, disclosure, is_about, relied_on
from desktop.custody.errors import (
    ClockRunOutError,
    FactMissingError,
    PassageMissingError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand
from desktop.custody.information import (
    Cause,
    ClockStarted,
    ClockStopped,
    ComplaintEnded,
    ComplaintMade,
    Law,
    Part,
    Request,
    RequestAnswered,
    RequestClosed,
    RequestCopied,
    RequestReopened,
    Response,
    SubjectNamed,
    held,
)

if TYPE_CHECKING:
    from desktop.custody.register import Register

WITHHOLDING = ("granted in part", "refused")
"""Outcomes that withhold something, so that each passage needs its reasons."""


def subject(register: "Register", review: str, documents: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the review and the documents a request is about, as they are kept."""
    found = tuple(dict.fromkeys(register.document(document).document for document in documents))
    return (register.review(review).review if review else "", found)


def hold(register: "Register", request: str, law: Law, about: tuple[str, ...]) -> Event:
    """Return the event of the hold that a request raises."""
    return holds.raised_by(register, request, about, f"Request {request}", f"An open request ({law})")


def name_subject(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    review: str | None = None,
    documents: Sequence[str] = (),
    narrower: str = "",
) -> list[Event]:
    """Name the review and the documents that a request is about; they take the place of those before.

    Without a `review` that before stays; an empty one is none. `narrower` is why something that was named
    is no longer asked for; nothing that was named falls out of the hold without it.
    """
    found = still_open(register, request, "changed")
    dates.not_before("The day it was named", hand.day, found.received, "the request came later")
    kept, named = subject(register, found.review if review is None else review, documents)
    if (kept, named) == (found.review, found.documents):
        raise FactMissingError(fact="what it is about", why="that is what it is about already")
    now_held = held(kept, named)
    if not now_held:
        raise FactMissingError(fact="what it is about", why="neither a review nor a document would be named")
    lost = _no_longer(register, found, kept, named)
    wanted = facts.needed if lost else facts.optional
    less = wanted(f"why {found.request} is no longer about {', '.join(lost)}", narrower)
    if less and not lost:
        raise FactMissingError(fact="why it is about less", why="it is about no less than before")
    why = less or f"{found.request} is about {holds.named(now_held)}"
    return [
        SubjectNamed(request=found.request, review=kept, documents=named, narrower=less),
        *holds.moved(register, found.request, now_held, why),
    ]


def ask_clarification(register: "Register", hand: Hand, *, request: str, what: str) -> list[Event]:
    """Record that clarification was asked for: the clock stands until it comes."""
    return [stop(register, hand, register.information(request), "clarification", what)]


def ask_fee(register: "Register", hand: Hand, *, request: str, what: str) -> list[Event]:
    """Record that a fee was asked for; `what` says how much and why."""
    return [stop(register, hand, register.information(request), "fee", what)]


def stop(register: "Register", hand: Hand, found: Request, cause: Cause, what: str) -> ClockStopped:
    """Return the event that stops a request's clock; once for one cause, and only while it runs."""
    awaiting_answer(found, "stopped")
    if any(waiting.cause == cause for waiting in found.waiting):
        raise WrongStateError(
            thing=found.request,
            state=found.state,
            act="stopped for it again",
            advice="Record first that it came; then ask for more.",
        )
    dates.not_before("The day it was asked", hand.day, found.received, "the request came later")
    still_running(register, hand, found, "stopped")
    return ClockStopped(request=found.request, cause=cause, what=facts.needed("what was asked for", what))


def came(register: "Register", hand: Hand, *, request: str, what: str) -> list[Event]:
    """Record that what was asked for came: the clock goes on, or begins anew."""
    found = still_open(register, request, "changed")
    known: Cause = facts.one_of("what came", what, get_args(Cause))
    for waiting in found.waiting:
        if waiting.cause == known:
            dates.not_before("The day it came", hand.day, waiting.began, "it was asked for later")
            return [ClockStarted(request=found.request, cause=known)]
    raise WrongStateError(
        thing=found.request,
        state=f"not waiting for it ({known})",
        act="started again",
        advice="See what was asked for, and when.",
    )


def copied(
    register: "Register", hand: Hand, *, request: str, what: str, to: Sequence[str], why: str = ""
) -> list[Event]:
    """Record that the request or the response was copied to the Chair and the members.

    `why` is needed for subject access: to hand on what somebody asks about themselves is a disclosure.
    """
    found = register.information(request)
    known: Part = facts.one_of("what was copied", what, get_args(Part))
    names = tuple(dict.fromkeys(facts.needed("to whom it was copied", name) for name in to))
    if not names:
        raise FactMissingError(fact="to whom it was copied", why="nobody is named")
    if known == "response" and found.response is None:
        raise WrongStateError(
            thing=found.request,
            state=found.state,
            act="copied as answered",
            advice="Record the response first.",
        )
    earliest = found.response.day if known == "response" and found.response else found.received
    dates.not_before("The day it was copied", hand.day, earliest, "it was not there yet")
    wanted = facts.needed if found.law == "subject access" else facts.optional
    reason = wanted("why they need it", why)
    return [RequestCopied(request=found.request, what=known, to=names, why=reason)]


def uncopied(found: Request) -> list[Part]:
    """Return what is still to be copied to the Chair and the members; of subject access nothing is (D7)."""
    if found.law == "subject access":
        return []
    parts: list[Part] = ["request", "response"] if found.response else ["request"]
    done = {copy.what for copy in found.copied}
    return [part for part in parts if part not in done]


def to_copy(register: "Register") -> list[Request]:
    """Return the open requests of which the Chair and the members still lack something."""
    return [found for found in register.foi.values() if found.closed is None and uncopied(found)]


def answered(
    register: "Register",
    hand: Hand,
    found: Request,
    *,
    outcome: str,
    reasons: str,
    disclosed: Sequence[str],
) -> RequestAnswered:
    """Return the event that answers a request, once all that must be on the record is."""
    awaiting_answer(found, "answered")
    dates.not_before("The day of the answer", hand.day, _last_step(found), "the work on it went on later")
    given = checked(register, hand, found, disclosed)
    if given and not outcome.startswith("granted"):
        why = f"“{outcome}” discloses nothing, and {', '.join(given)} would be disclosed"
        raise FactMissingError(fact="the outcome", why=why)
    if outcome == "granted" and found.withheld:
        raise FactMissingError(fact="the outcome", why="passages are withheld, so it is granted in part")
    if outcome in WITHHOLDING and not found.withheld:
        raise PassageMissingError(request=found.request, what="anything")
    if outcome == "granted" or outcome in WITHHOLDING:
        withheld = {passage.document for passage in found.withheld}
        neither = [one for one in found.documents if one not in given and one not in withheld]
        if neither:
            raise PassageMissingError(request=found.request, what=", ".join(neither))
    needed = facts.optional if outcome == "granted" else facts.needed
    text = needed("the reasons", reasons)
    relied = relied_on(register, given, hand.day)
    response = Response(outcome, hand.day, text, given, relied_on=relied)
    return RequestAnswered(request=found.request, response=response)


def complain(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    what: str,
    reference: str = "",
    reply_by: date | None = None,
) -> list[Event]:
    """Record a complaint to the Information Commissioner; a closed request is open again."""
    found = register.information(request)
    if found.complaint is not None and found.complaint.ended is None:
        raise WrongStateError(
            thing=found.request, state=found.state, act="taken there again", advice="See the complaint."
        )
    dates.not_before("The day of the complaint", hand.day, found.received, "the request came later")
    if reply_by is not None:
        dates.not_before("The day of the reply", reply_by, hand.day, "it lies before the complaint")
    made = ComplaintMade(
        request=found.request,
        reference=facts.optional("the Commissioner's reference", reference),
        what=facts.needed("what the complaint is about", what),
        reply_by=reply_by,
    )
    return [*reopened(register, found), made]


def complaint_ended(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    outcome: str,
    disclosed: Sequence[str] = (),
    edition_why: str = "",
) -> list[Event]:
    """Record how a complaint to the Information Commissioner ended, and what is disclosed for it."""
    found = register.information(request)
    if found.complaint is None or found.complaint.ended is not None:
        raise WrongStateError(
            thing=found.request,
            state="not before the Information Commissioner",
            act="decided there",
            advice="Record the complaint first.",
        )
    dates.not_before("The day it ended", hand.day, found.complaint.day, "the complaint came later")
    given = disclosure(register, hand, found, disclosed, edition_why)
    ended = facts.needed("how it ended", outcome)
    return [ComplaintEnded(request=found.request, outcome=ended, disclosure=given)]


def close(register: "Register", hand: Hand, *, request: str, how: str) -> list[Event]:
    """Close a request that was answered, lapsed or was withdrawn; its hold falls, at once or later."""
    found = still_open(register, request, "closed again")
    if found.reviewed is not None and found.reviewed.answered is None:
        raise _not_yet(found, "Answer the internal review first.")
    if found.complaint is not None and found.complaint.ended is None:
        raise _not_yet(found, "Record first how the complaint ended.")
    left = uncopied(found)
    if left:
        raise _not_yet(found, f"Copy the {' and the '.join(left)} to the Chair and the members first.")
    kept = facts.needed("how it ended", how)
    dates.not_before("The day it is closed", hand.day, _last_word(found), "it was open later")
    return [
        RequestClosed(request=found.request, how=kept),
        *held_after.closing(register, hand, found, kept),
    ]


def reopened(register: "Register", found: Request) -> list[Event]:
    """Return the events that open a closed request again, with its hold; none for an open one."""
    if found.closed is None:
        return []
    stands = held_after.reopening(register, found)
    raised = [] if stands else [hold(register, found.request, found.law, found.about)]
    return [RequestReopened(request=found.request), *stands, *raised]


def still_open(register: "Register", request: str, act: str) -> Request:
    """Return the request of that reference; raise WrongStateError for one that is closed."""
    found = register.information(request)
    if found.closed is not None:
        raise WrongStateError(
            thing=found.request,
            state=f"closed since {dates.day(found.closed)}",
            act=act,
            advice="A new request is recorded anew; a review or a complaint opens this one again.",
        )
    return found


def awaiting_answer(found: Request, act: str) -> None:
    """Raise WrongStateError for a request that is closed or was answered."""
    if found.closed is not None or found.response is not None:
        raise WrongStateError(
            thing=found.request,
            state=found.state,
            act=act,
            advice="See what was answered. Who is not content may ask for a review, or complain.",
        )


def still_running(register: "Register", hand: Hand, found: Request, act: str) -> None:
    """Raise ClockRunOutError when the time to answer was over before the day of the act."""
    due = clocks.answer_clock(register, found).due
    if due is not None and hand.day > due:
        raise ClockRunOutError(request=found.request, day=dates.day(due), act=act)


def document_of(register: "Register", found: Request, document: str) -> str:
    """Return the document in which a passage stands; it is named wherever the request names documents."""
    if not document and not found.documents:
        return ""
    named = register.document(document).document if document else ""
    if not named or not is_about(register, found, named):
        why = f"{found.request} is about {holds.named(found.about)}"
        raise FactMissingError(fact="the document in which the passage stands", why=why)
    return named


def _no_longer(register: "Register", found: Request, review: str, documents: Sequence[str]) -> list[str]:
    """Return what was named before and would be held no longer."""
    lost = [found.review] if found.review and found.review != review else []
    return lost + [
        one
        for one in found.documents
        if one not in documents and not (review and register.documents[one].review == review)
    ]


def _last_step(found: Request) -> date:
    """Return the last day on which something was asked of whoever asked, came, was withheld or extended."""
    stops = [day for stop in found.stops for day in (stop.began, stop.ended) if day is not None]
    extended = [found.extension.day] if found.extension else []
    return max([found.received, *stops, *_passages(found), *extended])


def _passages(found: Request) -> list[date]:
    """Return the days on which passages were withheld, or released."""
    return [one.day for one in found.withheld] + [one.day for one in found.released]


def _last_word(found: Request) -> date:
    """Return the last day on which anything was done with a request."""
    days = [_last_step(found), *(copied.day for copied in found.copied)]
    if found.response is not None:
        days.append(found.response.day)
    if found.reviewed is not None:
        days.append(found.reviewed.answered or found.reviewed.asked)
    if found.complaint is not None:
        days.append(found.complaint.ended or found.complaint.day)
    return max(days)


def _not_yet(found: Request, advice: str) -> WrongStateError:
    return WrongStateError(thing=found.request, state=found.state, act="closed yet", advice=advice)
