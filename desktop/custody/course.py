"""What is on the record of the course of a review: more time for it, its completion, its evaluation (E2).

Rule: each keeps who, when and why; nothing that can be computed is kept.
"""

from datetime import date

import msgspec

from desktop.custody.regimes import INADEQUATE


class Extension(msgspec.Struct, frozen=True, omit_defaults=True):
    """More time for the completion: until when, why, by what plan, and who was told when."""

    until: date
    day: date
    why: str
    plan: str
    authority: str
    told: str = ""
    told_on: date | None = None


class Completion(msgspec.Struct, frozen=True):
    """The review was completed: on which day, and where that is minuted."""

    day: date
    authority: str


class Evaluation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A letter of evaluation, and what was answered."""

    letter: date
    grade: str
    by: str
    answered: date | None = None
    how: str = ""

    @property
    def to_answer(self) -> bool:
        """Whether it still waits for an answer."""
        return self.grade == INADEQUATE and self.answered is None


class Evaluated(Evaluation, frozen=True):
    """An evaluation as it stands in a review; the entry it came with tells it from others for good."""

    entry: int = 0
