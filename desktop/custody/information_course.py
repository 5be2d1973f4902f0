"""What became of a request for information, fact by fact: what both faces show of one request.

Rule: all that is on record is told: what was asked of the asker, more time, what is withheld and disclosed
and why, the answer with its day, the copies, the review, the complaint, the letters (D7, D8). A fact that
is not on record has no line.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.custody import dates, information_papers, released
from desktop.custody.information import CAUSES

if TYPE_CHECKING:
    from desktop.custody.information import Disclosure, Request, Response
    from desktop.custody.register import Register

Fact = tuple[str, str]


def course(register: "Register", found: "Request") -> list[Fact]:
    """Return what became of a request, in the order in which it comes: a name and a text for each fact."""
    every = (
        *_before_the_answer(found),
        *_answer(register, found),
        *_after_the_answer(register, found),
        *_letters(register, found),
    )
    return [fact for fact in every if fact[1]]


def _before_the_answer(found: "Request") -> Iterator[Fact]:
    for stop in found.stops:
        came = f" It came on {dates.day(stop.ended)}." if stop.ended else " It has not come."
        asked = f"{CAUSES[stop.cause].capitalize()} on {dates.day(stop.began)}"
        yield "Asked of them", f"{asked}: {_ended(stop.what)}{came}"
    if found.opinion:
        yield "Opinion", f"{found.opinion.by}, {dates.day(found.opinion.day)}: {found.opinion.gist}"
    if found.extension:
        longer = found.extension
        until = f", until {dates.day(longer.until)}" if longer.until else ""
        under = f", {longer.section}" if longer.section else ""
        yield "More time", f"{dates.day(longer.day)}{until}{under}: {longer.why}"
        yield "Exceptional", longer.exceptional
    for number, one in released.numbered(found):
        yield f"Withheld, {number}", f"{one.place}: {one.title}"
        yield "Its reasons", information_papers.reasons(one)
    for freed in found.released:
        yield f"Released, {freed.number}", f"{freed.withheld.place}, on {dates.day(freed.day)}: {freed.why}"


def _answer(register: "Register", found: "Request") -> Iterator[Fact]:
    response = found.response
    if response is None:
        return
    yield "Answer", f"{response.outcome}, on {dates.day(response.day)}"
    yield "Reasons", response.reasons
    yield from _disclosed(register, response)


def _disclosed(register: "Register", given: "Response | Disclosure | None") -> Iterator[Fact]:
    if given is None:
        return
    yield "Disclosed", "; ".join(information_papers.enclosed(register, given.disclosed, references=True))
    yield "Why in that edition", given.edition_why
    for advice in given.relied_on:
        known = register.advice[advice]
        yield "Advice relied on", f"{advice}, {known.adviser}, {dates.day(known.day)}: {known.gist}"


def _after_the_answer(register: "Register", found: "Request") -> Iterator[Fact]:
    for copy in found.copied:
        why = f": {copy.why}" if copy.why else ""
        yield f"{copy.what.capitalize()} copied", f"{dates.day(copy.day)}, to {', '.join(copy.to)}{why}"
    reviewed, complaint = found.reviewed, found.complaint
    if reviewed:
        yield "Internal review", f"asked for on {dates.day(reviewed.asked)}: {reviewed.grounds}"
        if reviewed.until:
            yield "Time for the review", f"until {dates.day(reviewed.until)}: {reviewed.why_longer}"
        yield (
            "The review's answer",
            f"{reviewed.outcome}, on {dates.day(reviewed.answered)}: {reviewed.reasons}"
            if reviewed.answered
            else "not given yet",
        )
        yield from _disclosed(register, reviewed.disclosure)
    if complaint:
        named = f" ({complaint.reference})" if complaint.reference else ""
        yield "Complaint", f"made on {dates.day(complaint.day)}{named}: {complaint.what}"
        if complaint.reply_by:
            yield "Our reply to it", f"due by {dates.day(complaint.reply_by)}"
        ended = f"{dates.day(complaint.ended)}: {complaint.outcome}" if complaint.ended else "still open"
        yield "Its end", ended
        yield from _disclosed(register, complaint.disclosure)
    if found.closed:
        yield "Closed", f"{dates.day(found.closed)}: {found.ended}"


def _letters(register: "Register", found: "Request") -> Iterator[Fact]:
    for letter in register.letters.values():
        if letter.about == found.request:
            yield "Letter", f"{letter.letter}, {dates.day(letter.day)}, to {letter.to.name}: {letter.subject}"


def _ended(text: str) -> str:
    """Return a text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
