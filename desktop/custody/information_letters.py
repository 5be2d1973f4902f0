"""What the letters about a request for information say: which there are, to whom they go, and their facts.

Rule: a letter says what is on the record, in the words of its wording; one whose facts are not on the record
yet is not offered. Passages that are withheld are listed each with its ground (D7).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import clocks, dates, information_papers, released
from desktop.custody.blocks import Table
from desktop.custody.errors import FactMissingError
from desktop.custody.letters import Addressee

if TYPE_CHECKING:
    from desktop.custody.information import Request
    from desktop.custody.register import Register

_EFFECTS = {
    "clarification": {
        "freedom of information": "Until it comes the time to answer stands; it begins on the day it comes.",
        "subject access": "The days until it comes do not count in the time to answer.",
    },
    "fee": {
        "freedom of information": "The days until it is paid do not count in the time to answer.",
        "subject access": "The time to answer begins when it is paid.",
    },
    "identity": {
        "subject access": "The time to answer begins when we know that it is you who asks.",
    },
}


_BECAME = {
    "answer stands": "Our answer stands.",
    "answer changed in part": "Our answer is changed in part.",
    "answer changed": "Our answer is changed.",
}


class Draft(NamedTuple):
    """A letter that can be written now: its wording, to whom, and what fills the fields."""

    wording: str
    to: Addressee
    facts: Mapping[str, str]
    table: Table | None = None


def kinds(request: "Request") -> list[str]:
    """Return the letters that can be written about a request as it stands, the latest first."""
    reviewed = request.reviewed
    offered = {
        "review response": reviewed is not None and reviewed.answered is not None,
        "review": reviewed is not None,
        "response": request.response is not None,
        "extension": request.extension is not None,
        "question": bool(request.waiting),
        "acknowledgement": True,
    }
    return [kind for kind, there in offered.items() if there]


def draft(register: "Register", request: str, kind: str) -> Draft:
    """Return a letter about a request; raise FactMissingError for one that nothing on record fills.

    Raises HolidaysUnknownError where it tells of a day that cannot be counted.
    """
    found = register.information(request)
    wanted = " ".join(kind.replace("-", " ").split()).casefold()
    if wanted not in kinds(found):
        why = f"{found.request} has nothing for “{kind}”; it has {', '.join(kinds(found))}"
        raise FactMissingError(fact="the kind of letter", why=why)
    law = "foi" if found.law == "freedom of information" else "subject-access"
    wording = "information-question" if wanted == "question" else f"{law}-{wanted.replace(' ', '-')}"
    facts = {
        "request": found.request,
        "received": dates.day(found.received),
        "way": found.way,
        "asked": found.asked,
    }
    facts |= _FACTS[wanted](register, found)
    to = Addressee(found.name, address=found.address)
    table = None
    withheld = released.of_the_answer(found)
    if wanted == "response" and withheld:
        table = information_papers.passages(register, withheld, references=False)
    return Draft(wording, to, facts, table)


def _acknowledgement(register: "Register", found: "Request") -> dict[str, str]:
    clock = clocks.answer_clock(register, found)
    if clock.due is None:
        return {"clock": "The time to answer stands until we have what we asked you for."}
    return {
        "clock": f"You hear from us as soon as we can answer, and by {dates.day(clock.due)} at the latest."
    }


def _question(_register: "Register", found: "Request") -> dict[str, str]:
    wanted = "\n".join(stop.what for stop in found.waiting)
    effects = dict.fromkeys(_EFFECTS[stop.cause][found.law] for stop in found.waiting)
    return {"wanted": wanted, "effect": " ".join(effects)}


def _extension(register: "Register", found: "Request") -> dict[str, str]:
    extension, clock = found.extension, clocks.answer_clock(register, found)
    if extension is None:
        raise LookupError(found.request)
    until = dates.day(clock.due) if clock.due else "the day that we tell you once we have heard from you"
    longer = f"This is longer than usual: {extension.exceptional}" if extension.exceptional else ""
    return {"section": extension.section, "why": extension.why, "until": until, "exceptional": longer}


def _response(register: "Register", found: "Request") -> dict[str, str]:
    response = found.response
    if response is None:
        raise LookupError(found.request)
    withheld = "These passages are withheld:" if released.of_the_answer(found) else ""
    given = information_papers.enclosed(register, response.disclosed, references=False)
    return {
        "outcome": response.outcome,
        "reasons": response.reasons,
        "withheld": withheld,
        "disclosed": "; ".join(given),
    }


def _review(register: "Register", found: "Request") -> dict[str, str]:
    reviewed, clock = found.reviewed, clocks.review_clock(register, found)
    if reviewed is None or clock.due is None:
        raise LookupError(found.request)
    return {
        "review_asked": dates.day(reviewed.asked),
        "grounds": reviewed.grounds,
        "clock": f"You hear from us by {dates.day(clock.due)}.",
        "longer": f"It takes longer than 20 working days: {reviewed.why_longer}"
        if reviewed.why_longer
        else "",
    }


def _review_response(register: "Register", found: "Request") -> dict[str, str]:
    reviewed = found.reviewed
    if reviewed is None:
        raise LookupError(found.request)
    disclosed = reviewed.disclosure.disclosed if reviewed.disclosure else ()
    freed = [one.withheld for one in found.released if one.after_answer]
    return {
        "review_asked": dates.day(reviewed.asked),
        "outcome": _BECAME[reviewed.outcome],
        "reasons": reviewed.reasons,
        "released": "; ".join(information_papers.places(register, freed)),
        "disclosed": "; ".join(information_papers.enclosed(register, disclosed, references=False)),
    }


_FACTS: "dict[str, Callable[[Register, Request], dict[str, str]]]" = {
    "acknowledgement": _acknowledgement,
    "question": _question,
    "extension": _extension,
    "response": _response,
    "review": _review,
    "review response": _review_response,
}
