"""One round of publication of a review's executive summary: what is on the record of it.

Rule: each step keeps who, when and what; a step that names a version holds for that version alone (D4).
"""

from datetime import date

import msgspec

from desktop.custody import dates
from desktop.custody.text import folded


class Considered(msgspec.Struct, frozen=True):
    """What was considered of inquests, criminal and other proceedings, by whom and when."""

    by: str
    day: date
    gist: str


class Briefing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A body that was told in advance on `day`, or `why` it need not be."""

    body: str
    day: date | None = None
    why: str = ""

    @property
    def words(self) -> str:
        """What is known, in words."""
        return f"On {dates.day(self.day)}" if self.day else f"Need not be: {self.why}"


class Checked(msgspec.Struct, frozen=True):
    """Who checked the anonymisation of which version, and when."""

    by: str
    day: date
    version: int


class Published(msgspec.Struct, frozen=True):
    """Which version was published, when and where."""

    version: int
    day: date
    where: str


class Withdrawn(msgspec.Struct, frozen=True):
    """When and why it was decided not to publish it, or to publish it no longer."""

    day: date
    why: str


class Publication(msgspec.Struct, frozen=True):
    """One round of publication of a review's executive summary, from the Board's decision on."""

    review: str
    document: str
    by: str
    decided: date
    considered: Considered | None = None
    briefings: tuple[Briefing, ...] = ()
    checked: Checked | None = None
    published: Published | None = None
    withdrawn: Withdrawn | None = None

    @property
    def state(self) -> str:
        """In words: decided, published or withdrawn."""
        if self.withdrawn is not None:
            return "withdrawn"
        return "published" if self.published is not None else "decided"

    def public_on(self, day: date) -> bool:
        """Whether it was public on `day`; on the day of its withdrawal it is no longer."""
        return (
            self.published is not None
            and self.published.day <= day
            and (self.withdrawn is None or day < self.withdrawn.day)
        )

    def briefing(self, body: str) -> Briefing | None:
        """Return what is known of a body's briefing, or None."""
        return next((known for known in self.briefings if folded(known.body) == folded(body)), None)
