"""Answers to those who asked for the executive summary (D3): entries, letters, and a marked file for each.

Rule: all answers and letters are one act, made before a file is; the files are made from those entries, and
one that could not be made is made again. For paper it is a marked PDF to be printed; an electronic one is
encrypted for whoever asked, with the passphrase on a slip of its own, which is new each time.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from desktop.custody import dates, documents, electronic_slip, interest
from desktop.custody.documents import Document
from desktop.custody.errors import CancelledError, VaultError
from desktop.custody.interest import Interest, InterestAnswered
from desktop.custody.letters import LetterWritten
from desktop.custody.marks import Mark
from desktop.office import letters as letter_papers
from desktop.office import papers, passphrases, printing, wordings
from desktop.office.electronic import lock
from desktop.office.errors import PaperNotWrittenError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure

_LETTERS = {
    "sent": "interest-sent",
    "declined": "interest-declined",
    "waiting for publication": "interest-waiting",
}
_PUBLISHED = "PUBLISHED"
"""What stands where other copies carry the protective marking."""


class Wanted(NamedTuple):
    """Who of a review is answered: `requests`, or all who wait; `note` stands in each letter."""

    review: str
    requests: tuple[str, ...] = ()
    note: str = ""


class Papers(NamedTuple):
    """What was made for one who asked: the letter, the marked file, and the slip of an encrypted one."""

    interest: str
    letter: Path | None
    file: Path | None
    slip: Path | None


class Answered(NamedTuple):
    """The act, and the papers of each who was answered."""

    outcome: Outcome
    papers: list[Papers]


def answer(
    office: Office,
    request: str,
    outcome: str,
    why: str = "",
    *,
    folder: Path | None = None,
    at: datetime | None = None,
) -> Procedure[Answered]:
    """Answer one who asked; with a `folder`, with the letter, and the file where it is sent.

    Raises what the rules raise, and PaperNotWrittenError where a paper did not come out.
    """
    facts: dict[str, Any] = {"interest": request, "outcome": outcome, "why": why}
    if folder is None:
        done = yield from office.act(interest.answer, at=at, **facts)
        return Answered(done, [])
    _found, given = yield from office.asked(
        "answer", lambda: interest.check_answer(office.register, office.hand(at), **facts)
    )
    yield from papers.ready(office, [folder / "letter.pdf"], any_name=True)
    if given.document:
        yield from _openable(office, given.document)
    name = _LETTERS.get(given.outcome)
    wording = wordings.letter(office.register, name) if name else None
    done = yield from office.act(interest.answer, at=at, letter=wording, **facts)
    return Answered(done, (yield from _papers(office, done, folder)))


def answer_waiting(
    office: Office, wanted: Wanted, folder: Path, *, at: datetime | None = None
) -> Procedure[Answered]:
    """Answer those who wait with the published executive summary, in one act, with all their papers."""
    facts: dict[str, Any] = {"review": wanted.review, "requests": wanted.requests}
    document, _chosen = yield from office.asked(
        "answer waiting",
        lambda: interest.check_answer_waiting(office.register, office.hand(at), **facts),
    )
    yield from papers.ready(office, [folder / "letter.pdf"], any_name=True)
    yield from _openable(office, document.document)
    wording = wordings.letter(office.register, _LETTERS["sent"])
    done = yield from office.act(interest.answer_waiting, at=at, why=wanted.note, letter=wording, **facts)
    return Answered(done, (yield from _papers(office, done, folder)))


def file_again(office: Office, request: str, folder: Path) -> Procedure[Papers]:
    """Make the file of somebody who was sent the executive summary once more, and record it.

    An encrypted one gets a new passphrase; the one before opens only the file before. Raises GateClosedError
    once the publication was withdrawn, or another version took its place.
    """
    found = yield from office.asked(
        "file again", lambda: interest.check_file_again(office.register, office.hand(), interest=request)
    )
    paper = "The file for a request, again,"
    yield from papers.recorded(office, paper, found.interest, [folder / "file.pdf"], any_name=True)
    making = _file(office, found, folder)
    file, slip = yield from papers.after(office, f"{found.interest} is answered.", "its file", making)
    return Papers(found.interest, None, file, slip)


def _openable(office: Office, document: str) -> Procedure[None]:
    """Refuse what cannot be marked before anybody is told that it comes."""
    master = yield from printing.verified_master(office, document)
    yield from printing.rehearsed(office, document, master)


def _papers(office: Office, done: Outcome, folder: Path) -> Procedure[list[Papers]]:
    """Make the papers of an act, one who asked after the other; all are tried before a failure is told."""
    answered = [event.interest for event in done.events if isinstance(event, InterestAnswered)]
    letter_of = {event.about: event.letter for event in done.events if isinstance(event, LetterWritten)}
    made, why = list[Papers](), ""
    for reference in answered:
        try:
            made.append((yield from _papers_of(office, reference, letter_of.get(reference), folder)))
        except CancelledError as error:
            why = why or error.message
            break
        except VaultError as error:
            why = why or error.message
    left = [reference for reference in answered if reference not in {paper.interest for paper in made}]
    if left:
        told = "The answer is entered." if len(answered) == 1 else f"All {len(answered)} answers are entered."
        missing = PaperNotWrittenError(done=told, paper=f"what goes to {', '.join(left)}", why=why)
        yield from office.refused("writing of answers", missing)
        raise missing
    return made


def _papers_of(office: Office, reference: str, letter: str | None, folder: Path) -> Procedure[Papers]:
    found = office.register.interest[reference]
    written = papers.file_of((yield from letter_papers.paper(office, letter, folder))) if letter else None
    if not found.sent:
        return Papers(reference, written, None, None)
    file, slip = yield from _file(office, found, folder)
    return Papers(reference, written, file, slip)


def _file(office: Office, found: Interest, folder: Path) -> Procedure[tuple[Path, Path | None]]:
    """Make the file for one who was sent the executive summary, and the slip of an encrypted one."""
    _found, document = interest.sent_document(office.register, found.interest)
    given = found.answer
    version = given.version if given else document.current.version
    file = papers.free_name(folder, f"{found.interest}-executive-summary")
    passphrase = passphrases.made() if found.format == "electronic" else None
    yield from printing.marked_file(
        office,
        document.document,
        version,
        _mark(office, found, document, version),
        file,
        label=f"Making the file for {found.interest}",
        lock=lock(passphrase, printing=True) if passphrase else None,
    )
    if passphrase is None:
        return file, None
    words = passphrase.words
    slip = yield from papers.drawn(
        office,
        lambda register, hand: electronic_slip.request_slip(register, hand, found.interest, words, file.name),
        papers.free_name(folder, f"{found.interest}-passphrase"),
    )
    return file, slip


def _mark(office: Office, found: Interest, document: Document, version: int) -> Mark:
    """Return what every page of the file for one who asked carries: no number, but the request."""
    board = office.register.founded
    described = documents.described(board.kind(document.kind), document.agency)
    rendition = ", made from a rendition" if document.versions[version - 1].renditions else ""
    return Mark(
        vault=board.vault,
        copy=found.interest,
        number=0,
        marking=_PUBLISHED,
        review=document.review,
        document=f"{described}, {document.edition} edition, version {version}{rendition}",
        holder=found.name,
        day=dates.day(found.answer.day if found.answer else found.received),
        returns=board.name,
    )
