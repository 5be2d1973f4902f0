"""review: its conclusion, with what is still missing, and whom it was told (E7).

Rule: a refusal names every condition that does not hold; `ready` says the same beforehand.
"""

from argparse import Namespace
from datetime import date

from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.copy_answers import copy_fields, copy_table
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import conclusion, copies
from desktop.custody.chases import CopyRecalled
from desktop.custody.conclusion import Condition, Telling
from desktop.custody.copies import Copy
from desktop.custody.register import Register
from desktop.custody.reviews import Review
from desktop.office import concluding
from desktop.office.concluding import Concluded


def add(group: Group) -> None:
    """Add these verbs to the noun `review`."""
    made = group.verb(
        "conclude",
        conclude,
        "conclude a review formally and recall every copy; nothing is printed or signed out afterwards",
        '--vault FOLDER SCR-2026-01 --authority "Board meeting of 2 March 2026" --out FOLDER',
    )
    _review(made)
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made.add_argument(
        "--by",
        metavar="DATE",
        type=day("The day the copies are to be back"),
        help="when the copies are to be back; by default at once",
    )
    made.add_argument("--out", metavar="FOLDER", type=path, help="where the letters of recall go")
    made.add_argument(
        "--told",
        nargs=3,
        metavar=("BODY", "WHOM", "HOW"),
        action="append",
        default=[],
        help="a body that is told with this act; may be repeated",
    )
    made = group.verb(
        "ready", ready, "say what a review's conclusion still lacks", "--vault FOLDER SCR-2026-01", common=NOW
    )
    _review(made)
    made = group.verb(
        "inform",
        inform,
        "record that a body was told of the conclusion",
        '--vault FOLDER SCR-2026-01 --body Ofsted --whom "The duty desk" --how "by letter"',
    )
    _review(made)
    made.add_argument("--body", metavar="NAME", required=True, help="as the Board's data has it: board show")
    made.add_argument("--whom", metavar="NAME", required=True, help="whom of that body")
    made.add_argument("--how", metavar="TEXT", required=True, help="by letter, by telephone, …")


def _review(made: Parser) -> None:
    made.add_argument("review", metavar="REVIEW", help="the review's reference")


def conclude(desk: Desk, asked: Namespace) -> Answer:
    """Conclude a review."""
    telling = [Telling(*told) for told in asked.told]
    done = desk.run(
        concluding.conclude(
            desk.office(),
            asked.review,
            asked.authority,
            telling=telling,
            by=asked.by,
            folder=asked.out,
            at=asked.at,
        )
    )
    register, on = desk.office().register, done.outcome.hand.day
    review = register.review(asked.review)
    left = copies.unaccounted(register, review.review)
    undecided = conclusion.undecided(register, review.review)
    lines = [
        sentence("Review {review} was concluded.", review=review.review),
        left_told(register, left, on),
        *([sentence("Still to be decided: {requests}.", requests=", ".join(undecided))] if undecided else []),
        *_letters_told(done),
        entered(done.outcome),
    ]
    fields = {
        **review_fields(review),
        "unaccounted": [copy_fields(register, copy, on) for copy in left],
        "recalled": [event.copy for event in done.outcome.events if isinstance(event, CopyRecalled)],
        "undecided": undecided,
        "letters": _letters(done),
        **recorded(done.outcome),
    }
    return Answer(fields, "\n".join(lines))


def ready(desk: Desk, asked: Namespace) -> Answer:
    """Say what a conclusion still lacks."""
    register, on = desk.reading().register, desk.clock().date()
    review = register.review(asked.review)
    left = copies.unaccounted(register, review.review)
    found = conclusion.conditions(register, review.review)
    rows = [
        (
            condition.what,
            "met" if condition.met else "not met",
            condition.told if condition.met else condition.remedy,
        )
        for condition in found
    ]
    text = table(("condition", "state", "by what, or what to do"), rows, empty="")
    fields = {
        "review": review.review,
        "concluded": review.concluded,
        "ready": conclusion.ready(register, review.review),
        "conditions": [_condition(condition) for condition in found],
        "unaccounted": [copy_fields(register, copy, on) for copy in left],
        "undecided": conclusion.undecided(register, review.review),
    }
    return Answer(fields, f"{text}\n\n{left_told(register, left, on)}")


def inform(desk: Desk, asked: Namespace) -> Answer:
    """Record that a body was told."""
    outcome = desk.do(conclusion.inform, review=asked.review, body=asked.body, whom=asked.whom, how=asked.how)
    register = desk.office().register
    review = register.review(asked.review).review
    missing = [
        condition.missing for condition in conclusion.conditions(register, review) if not condition.met
    ]
    told = sentence("{what}", what=outcome.events[-1].said())
    left = f"Still missing: {'; '.join(missing)}." if missing else "Every condition of the conclusion holds."
    fields = {
        "review": review,
        "ready": not missing,
        "missing": missing,
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{left}\n{entered(outcome)}")


def left_told(register: Register, left: list[Copy], on: date) -> str:
    """Return which copies are not accounted for, or that all are."""
    if not left:
        return "Every copy is accounted for."
    return f"Not yet accounted for:\n{copy_table(register, left, on)}"


def review_fields(review: Review) -> dict[str, object]:
    """Return what is known of a review itself."""
    return {
        "review": review.review,
        "authority": review.authority,
        "notified": review.notified,
        "decided": review.decided,
        "opened": review.opened,
        "concluded": review.concluded,
        "closed": review.closed,
    }


def _condition(condition: Condition) -> dict[str, object]:
    return {
        "condition": condition.what,
        "met": condition.met,
        "told": condition.told or None,
        "missing": None if condition.met else condition.missing,
        "to_do": None if condition.met else condition.remedy,
    }


def _letters(done: Concluded) -> list[dict[str, object]]:
    files: list[str | None] = [str(file) for file in done.letters] or [None] * len(done.references)
    return [{"letter": letter, "file": file} for letter, file in zip(done.references, files, strict=True)]


def _letters_told(done: Concluded) -> list[str]:
    if not done.references:
        return []
    named = ", ".join(done.references)
    if done.letters:
        return [
            sentence("Letters of recall: {named}, in {folder}.", named=named, folder=done.letters[0].parent)
        ]
    return [
        sentence(
            "Letters of recall to be sent: {named}. Make each: letter again {first} --out FOLDER",
            named=named,
            first=done.references[0],
        )
    ]
