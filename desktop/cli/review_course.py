"""review decide, extend, complete, evaluated, clock, calendar: the course of a review and what is due (E2).

Rule: every deadline is computed when it is asked for; `clock` shows the working.
"""

from argparse import Namespace
from datetime import date

from desktop.cli.arguments import NOW, Group, Job, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, entered, head, recorded, sentence, table
from desktop.custody import deadlines, reviews, timetable
from desktop.custody.deadlines import Deadline
from desktop.custody.reviews import Review
from desktop.office import review_papers
from desktop.office.office import Act

_AUTHORITY = '--authority "Board meeting of 2 March 2026"'
_DECIDED, _NOTIFIED = day("The day of the decision"), day("The day of notification")


def add_verbs(group: Group) -> None:
    """Add the verbs about the course of a review."""
    _decision_verbs(group)
    _time_verbs(group)
    _evaluation_verbs(group)
    about = "show what is due of a review, with the working; with --out its paper is made"
    made = _verb(group, "clock", clock, about, "", now=True)
    made.add_argument("--out", metavar="FOLDER", type=path, help="where the paper goes")
    made = group.verb(
        "calendar",
        calendar,
        "write what is due as iCalendar, by reference and label alone",
        "--vault FOLDER --review SCR-2026-01 --out due.ics",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", default="", help="of one review; without it of all")
    made.add_argument("--out", metavar="FILE.ics", type=path, required=True, help="the file")


def _decision_verbs(group: Group) -> None:
    made = _verb(
        group,
        "decide",
        decide,
        "record the decision that there is a review; what is due counts from its own day",
        f"--decided 2026-03-02 {_AUTHORITY}",
    )
    made.add_argument("--decided", metavar="DATE", type=_DECIDED, help="the day; today unless given")
    _authority(made)
    made = _verb(
        group,
        "correct",
        correct,
        "put the days of the notification and the decision right; what is not given stays",
        f'--decided 2026-03-01 --why "The minute came" {_AUTHORITY}',
    )
    made.add_argument("--notified", metavar="DATE", type=_NOTIFIED, help="when notified")
    made.add_argument("--notified-unknown", action="store_true", help="that day is not known after all")
    made.add_argument("--decided", metavar="DATE", type=_DECIDED, help="when decided")
    made.add_argument("--not-decided", action="store_true", help="it was not decided after all")
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    _authority(made)


def _time_verbs(group: Group) -> None:
    made = _verb(
        group,
        "extend",
        extend,
        "give more time for the completion, by a revised plan",
        f'--until 2026-12-01 --why "A trial" --plan "Plan 2" {_AUTHORITY} --told "Government Office"',
    )
    made.add_argument(
        "--until", metavar="DATE", type=day("The new day of completion"), required=True, help="the new day"
    )
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made.add_argument("--plan", metavar="TEXT", required=True, help="the revised plan, and where it is")
    _authority(made)
    made.add_argument("--told", metavar="WHO", default="", help="who was told of it")
    made.add_argument("--told-on", metavar="DATE", type=_TOLD, help="when; today unless given")
    made = _verb(
        group,
        "extension-told",
        extension_told,
        "record who was told of the last extension",
        '--told "Government Office" --on 2026-03-02',
    )
    made.add_argument("--told", metavar="WHO", required=True, help="who was told")
    made.add_argument("--on", metavar="DATE", type=_TOLD, help="when; today unless given")
    made = _verb(
        group, "complete", complete, "record that a review is completed", f"--on 2026-08-28 {_AUTHORITY}"
    )
    made.add_argument(
        "--on", metavar="DATE", type=day("The day of completion"), help="when; today unless given"
    )
    _authority(made)


def _evaluation_verbs(group: Group) -> None:
    made = _verb(
        group,
        "evaluated",
        evaluated,
        "record a letter of evaluation",
        "--letter 2026-10-01 --grade inadequate --by Ofsted",
    )
    made.add_argument(
        "--letter", metavar="DATE", type=day("The day of the letter"), required=True, help="its own day"
    )
    made.add_argument("--grade", metavar="GRADE", required=True, help="as the review's regime names them")
    made.add_argument("--by", metavar="WHO", required=True, help="whose evaluation it is")
    made = _verb(
        group,
        "evaluation-answered",
        evaluation_answered,
        "record the answer to an evaluation that found the review inadequate",
        '--how "An action plan, submitted" --on 2026-12-01',
    )
    made.add_argument("--how", metavar="TEXT", required=True, help="what was answered")
    made.add_argument("--on", metavar="DATE", type=day("The day of the answer"), help="when; today else")
    made.add_argument(
        "--letter",
        metavar="DATE",
        type=day("The day of the letter"),
        help="which letter it answers; the earliest that waits else",
    )


def decide(desk: Desk, asked: Namespace) -> Answer:
    """Record the decision."""
    return done(desk, asked, reviews.decide, authority=asked.authority, day=asked.decided)


def correct(desk: Desk, asked: Namespace) -> Answer:
    """Put the days right."""
    known = desk.office().register.review(asked.review)
    return done(
        desk,
        asked,
        reviews.correct,
        notified=None if asked.notified_unknown else asked.notified or known.notified,
        decided=None if asked.not_decided else asked.decided or known.decided,
        why=asked.why,
        authority=asked.authority,
    )


def extend(desk: Desk, asked: Namespace) -> Answer:
    """Give more time."""
    return done(
        desk,
        asked,
        timetable.extend,
        until=asked.until,
        why=asked.why,
        plan=asked.plan,
        authority=asked.authority,
        told=asked.told,
        told_on=asked.told_on,
    )


def extension_told(desk: Desk, asked: Namespace) -> Answer:
    """Record who was told of the extension."""
    return done(desk, asked, timetable.tell_of_extension, told=asked.told, day=asked.on)


def complete(desk: Desk, asked: Namespace) -> Answer:
    """Record the completion."""
    return done(desk, asked, timetable.complete, authority=asked.authority, day=asked.on)


def evaluated(desk: Desk, asked: Namespace) -> Answer:
    """Record an evaluation."""
    return done(desk, asked, timetable.evaluate, letter=asked.letter, grade=asked.grade, by=asked.by)


def evaluation_answered(desk: Desk, asked: Namespace) -> Answer:
    """Record the answer to an evaluation."""
    return done(desk, asked, timetable.answer, how=asked.how, day=asked.on, letter=asked.letter)


def clock(desk: Desk, asked: Namespace) -> Answer:
    """Show the clock of a review, or make its paper."""
    office = desk.office() if asked.out else desk.reading()
    review = office.register.review(asked.review)
    on = desk.clock().date()
    every = deadlines.of_review(office.register, review, on)
    told = table(
        ("what", "due", "how it stands", "working"),
        [(one.title, one.due, one.standing(on), _working(one)) for one in every],
        empty="This review's regime sets no time for anything.",
    )
    fields: dict[str, object] = {
        "review": review.review,
        "deadlines": [deadline_fields(one, on) for one in every],
    }
    if not asked.out:
        return Answer(fields, told)
    file = desk.run(review_papers.clock(office, review.review, asked.out))
    last = office.register.head
    fields |= {"file": str(file), "entry": last.number, "head": head(last)}
    return Answer(fields, sentence("The clock is in {file}.", file=file))


def calendar(desk: Desk, asked: Namespace) -> Answer:
    """Write what is due as iCalendar."""
    made = desk.run(review_papers.calendar(desk.office(), asked.review, asked.out))
    told = sentence(
        "{count} in {file}. It names reviews by their references alone, and is not protected.",
        count=counted(len(made.due), "due date"),
        file=made.file,
    )
    fields = {
        "file": str(made.file),
        "due": [{"day": one.day, "title": one.title} for one in made.due],
        **recorded(made.outcome),
    }
    return Answer(fields, f"{told}\n{entered(made.outcome)}")


def deadline_fields(one: Deadline, on: date) -> dict[str, object]:
    """Return a deadline as JSON has it."""
    return {
        "what": one.what,
        "label": one.label,
        "agency": one.agency or None,
        "due": one.due,
        "state": str(one.state),
        "standing": one.standing(on),
        "done": one.done,
        "why": one.why or None,
        "unconfirmed": one.unconfirmed,
        "working": [{"day": step.day, "said": step.said, "number": step.number} for step in one.steps],
    }


def course_fields(review: Review) -> dict[str, object]:
    """Return the course of a review as JSON has it."""
    completed = review.completed
    return {
        "completed": completed.day if completed else None,
        "extensions": [
            {
                "until": one.until,
                "on": one.day,
                "why": one.why,
                "plan": one.plan,
                "told": one.told or None,
                "told_on": one.told_on,
            }
            for one in review.extensions
        ],
        "evaluations": [
            {"letter": one.letter, "grade": one.grade, "by": one.by, "answered": one.answered}
            for one in review.evaluations
        ],
    }


def done(desk: Desk, asked: Namespace, act: Act, **facts: object) -> Answer:
    """Do an act of a review's course, and answer with the course as it stands."""
    outcome = desk.do(act, review=asked.review, **facts)
    register = desk.office().register
    review, on = register.review(asked.review), desk.clock().date()
    fields = {
        "review": review.review,
        "notified": review.notified,
        "decided": review.decided,
        **course_fields(review),
        "deadlines": [deadline_fields(one, on) for one in deadlines.of_review(register, review, on)],
        **recorded(outcome),
    }
    return Answer(fields, f"{sentence('{said}', said=outcome.events[0].said())}\n{entered(outcome)}")


def _working(one: Deadline) -> str:
    if one.due is None:
        return one.why
    said = [sentence("{day}: {said}", day=step.day, said=step.said) for step in one.steps if not step.number]
    return "; ".join(said)


def _verb(group: Group, name: str, job: Job, about: str, example: str, *, now: bool = False) -> Parser:
    common = {"common": NOW} if now else {}
    made = group.verb(name, job, about, f"--vault FOLDER SCR-2026-01 {example}".strip(), **common)
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    return made


def _authority(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")


_TOLD = day("The day on which they were told")
