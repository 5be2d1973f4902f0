"""Letters as files: the entry, in the wording that is in use, and the paper made from it.

Rule: the entry comes first and the paper is made from it; one that could not be made, or was lost, is made
again word for word.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.custody import letters
from desktop.custody.blocks import Table
from desktop.custody.hand import Hand
from desktop.custody.letters import Addressee, LetterWritten
from desktop.office import papers, wordings
from desktop.office.office import Office
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure


def write(
    office: Office,
    name: str,
    to: Addressee,
    about: str,
    facts: Mapping[str, str],
    *,
    where: Place,
    table: Table | None = None,
    at: datetime | None = None,
) -> Procedure[Made]:
    """Write a letter of the wording `name` and make it `where` was said; return it.

    Raises as `papers.place_ready`; nothing is then recorded.
    """
    yield from papers.place_ready(office, where)
    outcome = yield from office.act(
        letters.write,
        at=at,
        wording=wordings.letter(office.register, name),
        to=to,
        about=about,
        facts=facts,
        table=table,
    )
    return (yield from paper(office, written(outcome.events)[0], where))


def paper(office: Office, letter: str, where: Place) -> Procedure[Made]:
    """Make the paper of a letter from its entry."""
    known = office.register.letter(letter)
    hand, event = yield from read(office, known.letter)
    made = Paper(f"{known.letter} is entered.", "the letter", f"{known.letter}-{known.wording}")
    return (
        yield from papers.make(
            office, where, made, lambda register, _now: letters.letter_form(register, hand, event)
        )
    )


def read(office: Office, letter: str) -> Procedure[tuple[Hand, LetterWritten]]:
    """Read a letter's words from its entry, and whose hand it was."""
    record = yield from papers.read_entry(office, office.register.letter(letter).entry)
    if not isinstance(record.event, LetterWritten):
        raise TypeError(record)  # the letter was folded from this entry
    return record.hand, record.event


def again(office: Office, letter: str, where: Place) -> Procedure[Made]:
    """Make the paper of a letter once more, word for word, and record it."""
    known = yield from office.asked("letter again", lambda: office.register.letter(letter))
    yield from papers.placed(office, "The letter, again,", known.letter, where)
    return (yield from paper(office, known.letter, where))


def written(events: Sequence[object]) -> list[str]:
    """Return the references of the letters that an act wrote."""
    return [event.letter for event in events if isinstance(event, LetterWritten)]
