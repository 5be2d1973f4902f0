"""interest: requests for the executive summary from outside, and what the askers were told (D3).

Rule: the reason stands in the asker's own words. A passphrase is printed on its slip and told nowhere else.
"""

from argparse import Namespace
from collections.abc import Sequence
from typing import get_args

from desktop.cli.arguments import NOW, Group, Parser, UsageError, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, entered_at, head, recorded, sentence, table
from desktop.custody import interest, publication
from desktop.custody.interest import Format, Interest, InterestRecorded, Outcome
from desktop.office import answering
from desktop.office.answering import Papers, Wanted

_PAPERS = ("request", "letter", "file", "slip")


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("interest", "Requests for the executive summary from outside.")
    _record_verb(group)
    _answer_verbs(group)
    made = group.verb("list", list_, "list these requests", "--vault FOLDER --waiting", common=NOW)
    made.add_argument("--review", metavar="R", help="only those about this review")
    made.add_argument("--waiting", action="store_true", help="only those whose last answer is still to come")
    return group.parser


def _record_verb(group: Group) -> None:
    made = group.verb(
        "record",
        record,
        "record that somebody asked for the executive summary",
        '--vault FOLDER --name "A. Reader" --category public --format paper --reason "I live there"',
    )
    made.add_argument("--name", metavar="NAME", required=True, help="who asks")
    made.add_argument(
        "--category", metavar="C", required=True, help="one of the Board's, such as family, public or press"
    )
    made.add_argument("--format", metavar="F", required=True, help=f"one of: {', '.join(get_args(Format))}")
    made.add_argument("--reason", metavar="TEXT", required=True, help="in their own words")
    made.add_argument("--address", metavar="TEXT", default="", help="where the answer goes")
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")


def _answer_verbs(group: Group) -> None:
    made = group.verb(
        "answer",
        answer,
        "record what the asker was told",
        "--vault FOLDER E-0001 --outcome sent --out FOLDER",
    )
    made.add_argument("request", metavar="REQUEST", help="such as E-0001")
    made.add_argument("--outcome", metavar="O", required=True, help=f"one of: {', '.join(get_args(Outcome))}")
    made.add_argument(
        "--why", metavar="TEXT", default="", help="why it was declined, or a note for the letter"
    )
    made.add_argument(
        "--out",
        metavar="FOLDER",
        type=path,
        help="make the letter there, and the marked file when it is sent",
    )
    made = group.verb(
        "answer-waiting",
        answer_waiting,
        "send the published executive summary to all who wait, with a letter and a marked file for each",
        "--vault FOLDER --review SCR-2026-01 --out FOLDER",
    )
    made.add_argument(
        "--review", metavar="R", help="of which review; not needed while only one has a published summary"
    )
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the papers are to lie")
    made.add_argument(
        "--request",
        metavar="E-0001",
        action="append",
        default=[],
        dest="requests",
        help="only this one; may be given more than once",
    )
    made.add_argument("--note", metavar="TEXT", default="", help="what stands in each letter besides")
    made = group.verb(
        "file-again",
        file_again,
        "make the file of one who was sent it once more; an encrypted one gets a new passphrase",
        "--vault FOLDER E-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("request", metavar="REQUEST", help="such as E-0001")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the file is to lie")


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a request for the executive summary."""
    outcome = desk.do(
        interest.record,
        review=asked.review or only_review(desk),
        name=asked.name,
        category=asked.category,
        format=asked.format,
        reason=asked.reason,
        address=asked.address,
    )
    request = next(event.interest for event in outcome.events if isinstance(event, InterestRecorded))
    told = sentence("{request} awaits an answer.", request=request)
    return Answer({"request": request, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def answer(desk: Desk, asked: Namespace) -> Answer:
    """Record what the asker was told; with a folder, write it to them too."""
    done = desk.run(
        answering.answer(
            desk.office(), asked.request, asked.outcome, asked.why, folder=asked.out, at=asked.at
        )
    )
    known = desk.office().register.interest_of(asked.request)
    made = done.papers[0] if done.papers else Papers(known.interest, None, None, None)
    fields = {"outcome": known.state, **_papers(made), **recorded(done.outcome)}
    told = sentence("{request}: {state}.", request=known.interest, state=known.state)
    lines = [told, *([_table(done.papers)] if done.papers else []), entered(done.outcome)]
    return Answer(fields, "\n".join(lines))


def answer_waiting(desk: Desk, asked: Namespace) -> Answer:
    """Send the published executive summary to all who wait."""
    wanted = Wanted(asked.review or _published_review(desk), tuple(asked.requests), asked.note)
    done = desk.run(answering.answer_waiting(desk.office(), wanted, asked.out, at=asked.at))
    fields = {"answered": [_papers(made) for made in done.papers], **recorded(done.outcome)}
    told = f"{counted(len(done.papers), 'request')} answered."
    advice = "Send each passphrase by another way than its file: it is on its slip alone."
    return Answer(fields, f"{told}\n{_table(done.papers)}\n{advice}\n{entered(done.outcome)}")


def file_again(desk: Desk, asked: Namespace) -> Answer:
    """Make the file of one who was sent the executive summary once more."""
    office = desk.office()
    made = desk.run(answering.file_again(office, asked.request, asked.out))
    last = office.register.head
    return Answer(
        {**_papers(made), "entry": last.number, "head": head(last)}, f"{_table([made])}\n{entered_at(last)}"
    )


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the requests for the executive summary."""
    register = desk.reading().register
    review = register.review(asked.review).review if asked.review else ""
    found = [
        known
        for known in register.interest.values()
        if review in {"", known.review} and (known.waits or not asked.waiting)
    ]
    rows = [
        (known.interest, known.review, known.name, known.category, known.format, known.received, known.state)
        for known in found
    ]
    columns = ("request", "review", "name", "category", "format", "received", "state")
    empty = "Nobody waits." if asked.waiting else "Nobody asked for the executive summary yet."
    text = table(columns, rows, empty=empty)
    return Answer({"requests": [_fields(known) for known in found]}, text)


def only_review(desk: Desk) -> str:
    """Return the one review there is; with none or several, ask which."""
    reviews = list(desk.office().register.reviews)
    if len(reviews) != 1:
        raise UsageError(f"There are {len(reviews)} reviews.", "Say which one: --review R")
    return reviews[0]


def _published_review(desk: Desk) -> str:
    """Return the one review whose executive summary is public; with none or several, as `only_review`."""
    register, today = desk.office().register, desk.clock().date()
    published = [known for known in register.reviews if publication.public(register, known, today)]
    return published[0] if len(published) == 1 else only_review(desk)


def _papers(made: Papers) -> dict[str, object]:
    files = (made.letter, made.file, made.slip)
    return dict(zip(_PAPERS, (made.interest, *(str(file) if file else None for file in files)), strict=True))


def _table(made: Sequence[Papers]) -> str:
    return table(_PAPERS, made, empty="")


def _fields(known: Interest) -> dict[str, object]:
    given = known.answer
    return {
        "request": known.interest,
        "review": known.review,
        "name": known.name,
        "category": known.category,
        "format": known.format,
        "reason": known.reason,
        "address": known.address,
        "received": known.received,
        "outcome": given.outcome if given else None,
        "answered": given.day if given else None,
        "why": given.why if given else None,
        "document": (given.document or None) if given else None,
        "waits": known.waits,
    }
