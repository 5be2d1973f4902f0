"""review extension-…, completion-…, evaluation-…: put right or strike out what was entered wrongly (E2).

Rule: what is not given stays as it is; the answer says which deadlines moved by it.
"""

from argparse import Namespace
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from desktop.cli import review_course
from desktop.cli.arguments import Group, Job, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, sentence
from desktop.custody import course_corrections, deadlines
from desktop.custody.course import Completion, Evaluation, Extension
from desktop.office.office import Act

One = TypeVar("One", Extension, Completion, Evaluation)

_WHY = '--why "A slip of the pen" --authority "The Chair"'
_EXTENSION = "--extension 2026-12-01"
_EVALUATION = "--evaluation 2026-10-01"


def add_verbs(group: Group) -> None:
    """Add the verbs that put the course of a review right."""
    _extension_verbs(group)
    made = _verb(
        group,
        "completion-correct",
        correct_completion,
        "put right the completion of a review; what is not given stays",
        "--on 2026-08-27",
    )
    made.add_argument("--on", metavar="DATE", type=day("The day of completion"), help="when it was completed")
    made.add_argument("--minuted", metavar="TEXT", help="where that is minuted")
    about = "strike out a completion that was entered by mistake; the clock runs again"
    _verb(group, "completion-strike-out", strike_out_completion, about, "")
    _evaluation_verbs(group)


def _extension_verbs(group: Group) -> None:
    about = "put right what was entered of more time; what is not given stays"
    which = ("--extension", "until which day it was given, as it stands")
    made = _verb(
        group, "extension-correct", correct_extension, about, f"{_EXTENSION} --until 2026-11-01", which
    )
    made.add_argument(
        "--until", metavar="DATE", type=day("The new day of completion"), help="until which day"
    )
    made.add_argument("--on", metavar="DATE", type=day("The day of the extension"), help="when it was given")
    made.add_argument("--reason", metavar="TEXT", help="why there is more time")
    made.add_argument("--plan", metavar="TEXT", help="the revised plan, and where it is")
    made.add_argument("--decided-by", metavar="TEXT", help="by whose decision there is more time")
    made.add_argument("--told", metavar="WHO", help="who was told of it")
    made.add_argument(
        "--told-on", metavar="DATE", type=day("The day on which they were told"), help="when they were told"
    )
    made.add_argument("--not-told", action="store_true", help="nobody was told of it after all")
    about = "strike out more time that never was given"
    which = ("--extension", "until which day it was given")
    _verb(group, "extension-strike-out", strike_out_extension, about, _EXTENSION, which)


def _evaluation_verbs(group: Group) -> None:
    about = "put right an evaluation, or the answer to it; what is not given stays"
    which = ("--evaluation", "the day of its letter, as it stands")
    made = _verb(
        group, "evaluation-correct", correct_evaluation, about, f"{_EVALUATION} --grade adequate", which
    )
    made.add_argument("--letter", metavar="DATE", type=day("The day of the letter"), help="its letter's day")
    made.add_argument("--grade", metavar="GRADE", help="as the review's regime names them")
    made.add_argument("--by", metavar="WHO", help="whose evaluation it is")
    made.add_argument(
        "--answered", metavar="DATE", type=day("The day of the answer"), help="when it was answered"
    )
    made.add_argument("--how", metavar="TEXT", help="what was answered")
    made.add_argument("--not-answered", action="store_true", help="it was not answered after all")
    about = "strike out an evaluation that is none of this review, with its answer"
    which = ("--evaluation", "the day of its letter")
    _verb(group, "evaluation-strike-out", strike_out_evaluation, about, _EVALUATION, which)


def correct_extension(desk: Desk, asked: Namespace) -> Answer:
    """Put an extension right."""
    before = course_corrections.extension(desk.office().register.review(asked.review), asked.extension)
    given = {
        "until": asked.until,
        "day": asked.on,
        "why": asked.reason,
        "plan": asked.plan,
        "authority": asked.decided_by,
        "told": asked.told,
        "told_on": asked.told_on,
    }
    after = _changed(before, given, {"told": "", "told_on": None} if asked.not_told else {})
    act = course_corrections.correct_extension
    return _done(desk, asked, act, until=asked.extension, after=after)


def strike_out_extension(desk: Desk, asked: Namespace) -> Answer:
    """Strike out an extension."""
    return _done(desk, asked, course_corrections.strike_out_extension, until=asked.extension)


def correct_completion(desk: Desk, asked: Namespace) -> Answer:
    """Put the completion right."""
    known = desk.office().register.review(asked.review).completed
    today = desk.clock().date()
    before = known or Completion(today, "")  # a review that is not completed is refused by the rule
    after = _changed(before, {"day": asked.on, "authority": asked.minuted}, {})
    return _done(desk, asked, course_corrections.correct_completion, after=after)


def strike_out_completion(desk: Desk, asked: Namespace) -> Answer:
    """Strike out the completion."""
    return _done(desk, asked, course_corrections.strike_out_completion)


def correct_evaluation(desk: Desk, asked: Namespace) -> Answer:
    """Put an evaluation right."""
    known = course_corrections.evaluation(desk.office().register.review(asked.review), asked.evaluation)
    given = {
        "letter": asked.letter,
        "grade": asked.grade,
        "by": asked.by,
        "answered": asked.answered,
        "how": asked.how,
    }
    unsaid = {"answered": None, "how": ""} if asked.not_answered else {}
    after = _changed(course_corrections.as_given(known), given, unsaid)
    return _done(desk, asked, course_corrections.correct_evaluation, letter=asked.evaluation, after=after)


def strike_out_evaluation(desk: Desk, asked: Namespace) -> Answer:
    """Strike out an evaluation."""
    return _done(desk, asked, course_corrections.strike_out_evaluation, letter=asked.evaluation)


def _done(desk: Desk, asked: Namespace, act: Act, **facts: object) -> Answer:
    """Do it, and say which deadlines moved by it."""
    on, register = desk.clock().date(), desk.office().register
    before = deadlines.days(register, asked.review, on)
    told = review_course.done(desk, asked, act, why=asked.why, authority=asked.authority, **facts)
    moved = deadlines.moved(before, deadlines.days(register, asked.review, on))
    lines = [sentence("{said}", said=one) for one in moved or ["No deadline moved."]]
    return Answer({**told.fields, "moved": moved}, "\n".join([told.text, *lines]))


def _changed(before: One, given: Mapping[str, object], unsaid: Mapping[str, object]) -> One:
    """Return a fact with what was given in the place of what it said, and without what is unsaid."""
    said = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(before, **{**said, **unsaid})


def _verb(  # noqa: PLR0917 - a verb's own, and what it is about
    group: Group, name: str, job: Job, about: str, example: str, which: tuple[str, str] | None = None
) -> Parser:
    made = group.verb(name, job, about, f"--vault FOLDER SCR-2026-01 {example} {_WHY}".replace("  ", " "))
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    if which:
        made.add_argument(which[0], metavar="DATE", type=day("The day"), required=True, help=which[1])
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision it is put right")
    return made
