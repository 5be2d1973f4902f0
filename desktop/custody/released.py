"""A passage that was withheld, and is not to be any more: released while that can still be decided (D7, D8).

Rule: a release takes nothing off the record. The passage keeps its number and its reasons, with the day and
the reason of its release; it is not counted any more. What an answer withheld stays what it withheld, though
the internal review of that answer released it.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, facts
from desktop.custody.answering import awaiting_answer
from desktop.custody.errors import FactMissingError
from desktop.custody.exemptions import Released, Withheld
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.information import Disclosure, OfARequest, Request

if TYPE_CHECKING:
    from desktop.custody.register import Register


class PassageReleased(OfARequest, frozen=True, kw_only=True, tag="information-passage-released"):
    """A passage is no longer withheld."""

    passage: int
    """Its number among all that were ever withheld of the request, from 1."""
    released: Withheld
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Count it no more, and keep it with its release."""
        found = self._found(register)
        left = [one for number, one in numbered(found) if number != self.passage]
        after = found.response is not None
        done = Released(self.passage, self.released, line.hand.day, self.why, after_answer=after)
        self._replace(register, withheld=tuple(left), released=(*found.released, done))

    def said(self) -> str:
        """Return which passage, and why."""
        return f"{self.request}: withheld no longer is {self.released.place}. Reason: {self.why}"


Events = PassageReleased


def numbered(found: Request) -> list[tuple[int, Withheld]]:
    """Return the passages that are withheld, each with its number; a number is never given again."""
    gone = {one.number for one in found.released}
    every = range(1, len(found.withheld) + len(gone) + 1)
    return list(zip((number for number in every if number not in gone), found.withheld, strict=True))


def of_the_answer(found: Request) -> list[Withheld]:
    """Return the passages that the answer withheld, whatever its review released of them."""
    later = [(one.number, one.withheld) for one in found.released if one.after_answer]
    return [one for _number, one in sorted([*numbered(found), *later], key=lambda pair: pair[0])]


def release(register: "Register", hand: Hand, *, request: str, passage: int, why: str) -> list[Event]:
    """Withhold a passage no longer, while the request is unanswered or under internal review.

    `passage` is its number, as it is shown with the request.
    """
    found = register.information(request)
    review = found.reviewed
    if review is None or review.answered is not None or found.closed is not None:
        awaiting_answer(found, "answered otherwise")
    known = dict(numbered(found))
    if passage not in known:
        numbers = ", ".join(map(str, known)) or "none"
        raise FactMissingError(fact="the passage", why=f"the numbers of what is withheld are: {numbers}")
    dates.not_before("The day of the release", hand.day, known[passage].day, "it was withheld later")
    if review is not None:
        dates.not_before("The day of the release", hand.day, review.asked, "the review was asked for later")
    reason = facts.needed("the reason", why)
    return [PassageReleased(request=found.request, passage=passage, released=known[passage], why=reason)]


def check_outcome(hand: Hand, found: Request, given: Disclosure | None, *, stands: bool) -> None:
    """Refuse an outcome of an internal review that what it released or discloses speaks against."""
    done = [one for one in found.released if one.after_answer]
    for one in done:
        dates.not_before("The day of the answer", hand.day, one.day, "a passage was released later")
    if done and stands:
        raise FactMissingError(fact="the outcome", why="passages were released, so the answer is changed")
    if given and stands:
        why = f"the answer stands, and {', '.join(given.disclosed)} would be disclosed"
        raise FactMissingError(fact="the outcome", why=why)
