"""Chasing: what is next for every copy that should come back, and the acts that ask for it.

Rule: the ladder is data (`Settings.ladder`), its steps are entries, and due soon and overdue are computed
from the date, never stored (C10). One query, `ladder`, feeds screen, letters and the printed list (C15).
Nothing returns by itself: only a return ends a loan. No step falls on a day on which the office is closed,
and a copy due on one that was closed later counts as due on the next open day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.custody import access, chasing_letters, closed_days, copies, dates, facts, letters
from desktop.custody.chases import (
    Chased,
    CopyEscalated,
    CopyRecalled,
    HolderCalled,
    HolderReminded,
    history,
)
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import AccessEndedError, FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.letters import Addressee, Wording

if TYPE_CHECKING:
    from desktop.custody.board import Rung
    from desktop.custody.register import Register

SOON = timedelta(days=5)
"""How long before its day a copy is due soon."""
_CHASED = (*copies.WITH_HOLDER, CopyState.DAMAGED)
"""States of a copy that is asked for; one that is lost or said to be back has an incident instead."""


class Step(NamedTuple):
    """A copy on the ladder: where it stands, and what is next."""

    copy: Copy
    person: str
    """Its holder."""
    due: date
    days: int
    """Days past `due`; none or fewer until then."""
    standing: str
    """In words: due soon, recalled, overdue, escalated, access ended, or slip not back."""
    step: str
    """What is next, such as "reminder 1"; empty when no step is left or the copy is not overdue."""
    letter: str
    """The wording of the letter that is the step; empty: somebody decides to whom it is escalated."""
    on: date | None
    """The day from which the step is due."""
    now: bool
    """Whether the step is due."""
    done: Sequence[Chased]
    why: str

    @property
    def late(self) -> bool:
        """Whether the copy is overdue."""
        return self.days > 0


def ladder(register: "Register", day: date) -> list[Step]:
    """Return every copy that is to be chased on `day`, the most pressing first.

    Those are the copies with a holder that are recalled, escalated, overdue or due soon, whose signed slip
    is not back in time, or whose holder's access has ended; not those that are lost, said to be back, or
    accepted as they are by an exception.
    """
    steps = [step for copy in register.copies.values() if (step := rung(register, copy, day)) is not None]
    return sorted(steps, key=lambda step: (not step.now, -step.days, step.copy.document, step.copy.number))


def rung(register: "Register", copy: Copy, day: date) -> Step | None:
    """Return what is next for one copy on `day` and why, or None while there is nothing to chase."""
    loan = copy.loan
    if loan is None or copy.state not in _CHASED or copies.accepted(register, copy):
        return None
    done, settings = history(register, copy), register.founded.settings
    due = closed_days.due_back(register, copy) or loan.back_by
    late = due < day
    slip_late = copy.unsigned and not late
    if late:
        start = max(filter(None, (_open_day(register, due), loan.recalled)))
        step, on = _next(register, settings.ladder, done, start, recalled=loan.recalled is not None)
    else:
        step, on = _next(register, settings.slip_ladder if slip_late else (), done, loan.signed_out)
    now = on is not None and on <= day
    ended = _access_ended(register, loan.request, day)
    if not (late or now or ended or loan.recalled or loan.escalated or due - SOON <= day):
        return None
    if not now and not late:
        step, on = None, None
    standing = _standing(copy, late=late, slip=now and slip_late, ended=bool(ended))
    return Step(
        copy,
        loan.person,
        due,
        (day - due).days,
        standing,
        step.step if step else "",
        step.letter if step else "",
        on,
        now,
        done,
        f"{_why(copy, due, done, day)} {ended}".rstrip(),
    )


def next_words(step: Step) -> str:
    """Return what is next for a copy, and from which day."""
    if not step.step or step.on is None:
        return "telephone" if step.late else "nothing yet"
    return f"{step.step}, {'today' if step.now else f'from {dates.day(step.on)}'}"


def held_by(register: "Register", person: str) -> tuple[str, ...]:
    """Return the copies that a person is to bring back, whatever is said of them; not one that is kept."""
    holder = register.person(person).person
    return tuple(copy.copy for copy in copies.to_come_back(register) if copy.responsible == holder)


def to_write(register: "Register", day: date) -> list[list[Step]]:
    """Return the steps that are letters due on `day`, grouped as letters: by holder and step."""
    return _letters(step for step in ladder(register, day) if step.now and step.letter)


def recall(
    register: "Register",
    hand: Hand,
    *,
    copies: Sequence[str],
    reason: str,
    by: date | None = None,
    wording: Wording | None = None,
) -> list[Event]:
    """Ask the holders of one or many copies to bring them back by a day; without one, at once.

    The day is one on which the office is open, and never later than the day by which the copy is due back
    already. With a `wording`, a letter to each holder is part of the act.
    """
    wanted = by or hand.day
    dates.not_before("The day it is to be back", wanted, hand.day, "it lies before the day of the recall")
    found = [_held(register, hand, copy, "recalled") for copy in _once(register, copies)]
    if not found:
        raise FactMissingError(fact="the copies to recall", why="none was named")
    return recalled(
        register, found, wanted, hand.day, wording, reason=facts.needed("the reason", reason), last=""
    )


def remind(
    register: "Register", hand: Hand, *, copies: Sequence[str], wordings: Mapping[str, Wording]
) -> list[Event]:
    """Write the next letter of the ladder about each of some copies, one letter for each holder and step.

    `wordings` are the wordings of the letters by their names.
    """
    steps = [_to_remind(register, hand, copy) for copy in _once(register, copies)]
    return _reminded(register, hand, _letters(steps), wordings)


def chase(register: "Register", hand: Hand, *, wordings: Mapping[str, Wording]) -> list[Event]:
    """Write every letter of the ladder that is due; no letter and no entry when none is."""
    return _reminded(register, hand, to_write(register, hand.day), wordings)


def call(register: "Register", hand: Hand, *, copy: str, spoke_to: str, said: str) -> list[Event]:
    """Enter a telephone call about a copy that is out: with whom, and what was said.

    A call moves nothing, so it may be entered late: behind a recall or a slip that came after it.
    """
    found = register.copy(copy)
    if not found.out or found.loan is None:
        found = _held(register, hand, copy, "asked for by telephone")
    else:
        out = found.loan.signed_out
        dates.not_before("The day of the call", hand.day, out, f"{found.copy} was signed out later")
    return [
        HolderCalled(
            copy=found.copy,
            spoke_to=facts.needed("who was spoken to", spoke_to),
            said_there=facts.needed("what was said", said),
        )
    ]


def escalate(
    register: "Register",
    hand: Hand,
    *,
    copy: str,
    to: str,
    reason: str,
    address: str = "",
    wording: Wording | None = None,
) -> list[Event]:
    """Tell somebody above its holder that a recalled or overdue copy does not come back.

    `to` is a person of the register or anybody else by name and post; with a `wording` the letter to them
    is part of the act.
    """
    found = _held(register, hand, copy, "escalated")
    if not (closed_days.overdue(register, found, hand.day) or (found.loan and found.loan.recalled)):
        raise WrongStateError(
            thing=found.copy,
            state="neither recalled nor overdue",
            act="escalated",
            advice="Recall it first, or wait until the day by which it is due back is past.",
        )
    above = _addressee(register, to, address)
    reason = facts.needed("the reason", reason)
    events, letter = list[Event](), ""
    if wording is not None:
        words = chasing_letters.to_somebody_above(register, wording, found, above, reason)
        events, letter = [words], words.letter
    return [*events, CopyEscalated(copy=found.copy, to=above.title, reason=reason, letter=letter)]


def _once(register: "Register", copies: Sequence[str]) -> list[str]:
    """Return the references of copies as they are kept, each once."""
    return list(dict.fromkeys(register.copy(copy).copy for copy in copies))


def _held(register: "Register", hand: Hand, copy: str, act: str) -> Copy:
    return copies.asked_back(register, hand, copy, act)


def _by_holder(held: Iterable[Copy]) -> list[list[Copy]]:
    groups: dict[str, list[Copy]] = {}
    for copy in held:
        groups.setdefault(copy.responsible, []).append(copy)
    return list(groups.values())


def recalled(
    register: "Register",
    found: Sequence[Copy],
    wanted: date,
    day: date,
    wording: Wording | None,
    **facts: str,
) -> list[Event]:
    """Return the events that recall copies on `day`, with a letter to each holder; part of an act.

    `facts` are those of the letter; `reason` is one.
    """
    events = list[Event]()
    for ahead, held in enumerate(_by_holder(found)):
        asked = [_as_recalled(copy, _asked_back(register, copy, wanted, day)) for copy in held]
        words = None
        if wording is not None:
            words = chasing_letters.to_holder(register, wording, asked, day, ahead=ahead, **facts)
            events.append(words)
        events += [
            CopyRecalled(
                copy=copy.copy,
                by=copy.due or wanted,
                reason=facts["reason"],
                letter=words.letter if words else "",
                late=(copy.due or wanted) < day,
            )
            for copy in asked
        ]
    return events


def _asked_back(register: "Register", copy: Copy, wanted: date, day: date) -> date:
    """Return the day a copy is recalled for: a recall never puts off the day by which it is due."""
    due = copy.due or wanted
    return due if due < day else _open_day(register, min(due, wanted))


def _as_recalled(copy: Copy, by: date) -> Copy:
    loans = copies.loan_noted(copy, recalled_for=by)
    return msgspec.structs.replace(copy, loans=loans)


def _reminded(
    register: "Register", hand: Hand, groups: Sequence[Sequence[Step]], wordings: Mapping[str, Wording]
) -> list[Event]:
    events = list[Event]()
    for ahead, group in enumerate(groups):
        held = [step.copy for step in group]
        words = chasing_letters.to_holder(register, wordings[group[0].letter], held, hand.day, ahead=ahead)
        events.append(words)
        events += [HolderReminded(copy=step.copy.copy, step=step.step, letter=words.letter) for step in group]
    return events


def _to_remind(register: "Register", hand: Hand, copy: str) -> Step:
    found = copies.in_state(register, hand, copy, "asked for by letter", *_CHASED)
    step = rung(register, found, hand.day)
    if step is None or not step.letter:
        overdue = closed_days.overdue(register, found, hand.day)
        raise WrongStateError(
            thing=found.copy,
            state="overdue, and the letters of the ladder went" if overdue else "not overdue",
            act="reminded of by letter",
            advice="Telephone, or escalate it." if overdue else "Recall it, if it is wanted before its day.",
        )
    return step


def _letters(steps: Iterable[Step]) -> list[list[Step]]:
    """Group steps as letters; the order of the first of each stays."""
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        groups.setdefault((step.person, step.step), []).append(step)
    return list(groups.values())


def _next(
    register: "Register",
    rungs: Sequence["Rung"],
    done: Sequence[Chased],
    start: date,
    *,
    recalled: bool = False,
) -> tuple["Rung | None", date | None]:
    """Return the rung after the last that was taken, and the day from which it is due."""
    taken = {chased.what: chased.day for chased in done}
    at = max((place for place, step in enumerate(rungs, 1) if step.step in taken), default=0)
    if at == len(rungs):
        return None, None
    last = max(start, taken[rungs[at - 1].step]) if at else start
    step = rungs[at]
    return step, _open_day(register, _later(last, step.recalled if recalled else step.after))


def _open_day(register: "Register", day: date) -> date:
    return day if day == date.max else closed_days.due_day(register, day)[0]


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:  # the calendar ends there
        return date.max


def _access_ended(register: "Register", request: str, day: date) -> str:
    """Return in a sentence that the holder may no longer have access, or an empty text (C12)."""
    try:
        access.still_authorised(register, register.requests[request], day)
    except AccessEndedError:
        return "The holder's access has ended: recall it."
    return ""


def _standing(copy: Copy, *, late: bool, slip: bool, ended: bool) -> str:
    loan = copy.loan
    if loan and loan.escalated:
        return "escalated"
    if loan and loan.recalled:
        return "recalled, overdue" if late else "recalled"
    if late:
        return "overdue"
    if ended:
        return "access ended"
    return "slip not back" if slip else "due soon"


def _why(copy: Copy, due: date, done: Sequence[Chased], day: date) -> str:
    """Say in sentences since when a copy is due, and what was done last."""
    loan = copy.loan
    if loan is None:
        return ""
    told = [_due_words(due, day)]
    if copy.unsigned:
        told.append(f"The slip of {dates.day(loan.signed_out)} is not back signed.")
    if done:
        last = done[-1]
        letter = f" ({last.letter})" if last.letter else ""
        told.append(f"Last, on {dates.day(last.day)}: {last.told}{letter}.")
    return " ".join(told)


def _due_words(due: date, day: date) -> str:
    days = abs((day - due).days)
    count = "1 day" if days == 1 else f"{days} days"
    if due == day:
        return "It is due back today."
    if due > day:
        return f"It is due back on {dates.day(due)}, in {count}."
    return f"It was due back on {dates.day(due)}, {count} ago."


def _addressee(register: "Register", to: str, address: str) -> Addressee:
    """Return a person of the register by reference, or whoever is named."""
    name = facts.needed("to whom it is escalated", to)
    known = register.people.get(name.upper())
    found = letters.addressee(known) if known else Addressee(name, office=True)
    return msgspec.structs.replace(found, address=address) if address.strip() else found
