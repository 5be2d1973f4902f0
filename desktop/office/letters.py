"""Letters as files: the entry, in the wording that is in use, and the paper made from it.

Rule: the entry comes first and the paper is made from it; one that could not be made, or was lost, is made
again word for word.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from desktop.custody import letters
from desktop.custody.blocks import Table
from desktop.custody.hand import Hand
from desktop.custody.letters import Addressee, LetterWritten
from desktop.office import papers, wordings
from desktop.office.office import Office
from desktop.office.procedure import Procedure


def write(
    office: Office,
    name: str,
    to: Addressee,
    about: str,
    facts: Mapping[str, str],
    *,
    folder: Path,
    table: Table | None = None,
    at: datetime | None = None,
) -> Procedure[Path]:
    """Write a letter of the wording `name` and make it in `folder`; return its file.

    Raises as `papers.ready`; nothing is then recorded.
    """
    yield from papers.ready(office, [folder / "letter.pdf"], any_name=True)
    outcome = yield from office.act(
        letters.write,
        at=at,
        wording=wordings.letter(office.register, name),
        to=to,
        about=about,
        facts=facts,
        table=table,
    )
    return (yield from paper(office, written(outcome.events)[0], folder))


def paper(office: Office, letter: str, folder: Path) -> Procedure[Path]:
    """Make the paper of a letter from its entry."""
    known = office.register.letter(letter)
    hand, event = yield from read(office, known.letter)
    making = papers.drawn(
        office,
        lambda register, _now: letters.letter_form(register, hand, event),
        papers.free_name(folder, f"{known.letter}-{known.wording}"),
    )
    return (yield from papers.after(office, f"{known.letter} is entered.", "the letter", making))


def read(office: Office, letter: str) -> Procedure[tuple[Hand, LetterWritten]]:
    """Read a letter's words from its entry, and whose hand it was."""
    record = yield from papers.read_entry(office, office.register.letter(letter).entry)
    if not isinstance(record.event, LetterWritten):
        raise TypeError(record)  # the letter was folded from this entry
    return record.hand, record.event


def again(office: Office, letter: str, folder: Path) -> Procedure[Path]:
    """Make the paper of a letter once more, word for word, and record it."""
    known = yield from office.asked("letter again", lambda: office.register.letter(letter))
    file = folder / "letter.pdf"
    yield from papers.recorded(office, "The letter, again,", known.letter, [file], any_name=True)
    return (yield from paper(office, known.letter, folder))


def written(events: Sequence[object]) -> list[str]:
    """Return the references of the letters that an act wrote."""
    return [event.letter for event in events if isinstance(event, LetterWritten)]
