"""The clock of the reviews: what is due, and the course of one review as a timeline (E2).

Rule: every deadline is computed when it is shown; its working stands in the details.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from desktop.custody import deadlines, timeline, timetable
from desktop.custody.blocks import Mark, MarkKind
from desktop.custody.deadlines import Deadline
from desktop.custody.reviews import Review
from desktop.ui import rows
from desktop.ui.course import Course
from desktop.ui.desk import Desk
from desktop.ui.dialogs.course_corrections import (
    CorrectCompletion,
    CorrectEvaluation,
    CorrectExtension,
    StrikeOutOfCourse,
    entered,
)
from desktop.ui.dialogs.review_course import (
    AnswerEvaluation,
    ClockPaper,
    CompleteReview,
    CorrectReview,
    DecideReview,
    ExportDue,
    ExtendReview,
    GiveRegime,
    RecordEvaluation,
    TellExtension,
)
from desktop.ui.fields import Choice
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import words


class ClockScreen(Screen):
    """The deadlines of every review."""

    title = "Clock"
    noun = "deadline"
    empty_title = "Nothing is due of any review."
    empty_hint = "Open a review with the days of its notification and decision: its clock counts from these."
    chooses_new = False

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Due", lambda one: rows.short_day(one.due), lambda one: rows.day_key(one.due)),
            Column("How it stands", lambda one: one.standing(self.desk.today), whole=True),
            Column("Review", lambda one: one.review),
            Column("What", lambda one: one.title),
        ]

    def rows(self) -> Sequence[Deadline]:
        """Return the deadlines: those that are open by their day, then the others."""
        register, today = self.desk.register, self.desk.today
        every = [
            one
            for review in register.reviews.values()
            for one in deadlines.of_review(register, review, today)
        ]
        return sorted(every, key=lambda one: (not one.open, rows.day_key(one.due), one.key))

    def identify(self, row: Deadline) -> str:
        """Return what it is known by."""
        return row.key

    def reveal(self, identity: str) -> None:
        """Choose a deadline, or the first of a review."""
        self.refresh()
        found = next((one.key for one in self.model.every if one.key.startswith(f"{identity} ")), identity)
        super().reveal(found)

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done, with the review of the chosen deadline."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "Record the &decision…", lambda row: DecideReview(desk, row.review, window()), self._undecided
            ),
            Offer("More &time…", lambda row: ExtendReview(desk, row.review, window()), self._going_on),
            Offer("Told of &it…", lambda row: TellExtension(desk, row.review, window()), self._untold),
            Offer("&Completed…", lambda row: CompleteReview(desk, row.review, window()), self._going_on),
            Offer("E&valuated…", lambda row: RecordEvaluation(desk, row.review, window()), needs_row),
            Offer("A&nswered…", lambda row: AnswerEvaluation(desk, row.review, window()), self._to_answer),
            Offer("Make the &paper…", lambda row: ClockPaper(desk, row.review, window()), needs_row),
            Offer(
                "Due dates for a calendar…",
                lambda row: ExportDue(desk, row.review if row else "", window()),
                needs_row,
                rare=True,
            ),
            Offer(
                "Put the days right…",
                lambda row: CorrectReview(desk, row.review, window()),
                needs_row,
                rare=True,
            ),
            *self._corrections(),
            Offer(
                "Another regime…", lambda row: GiveRegime(desk, row.review, window()), self._other, rare=True
            ),
        ]

    def details(self, row: Deadline) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the deadline with its working."""
        steps = [f"{rows.day(step.day)}: {step.said}" for step in row.steps if step.number is None]
        days = max((step.number or 0 for step in row.steps), default=0)
        if days:
            steps.append(f"{rows.day(row.due)}: working day {days}")
        return row.title, [
            ("Review", row.review),
            ("Due", rows.day(row.due)),
            ("How it stands", rows.capital(row.standing(self.desk.today))),
            ("Done", rows.day(row.done)),
            ("Why not", row.why),
            ("How it was counted", "\n".join(steps)),
            ("Unconfirmed", "The time itself is to be confirmed." if row.unconfirmed else ""),
        ]

    def _corrections(self) -> Sequence[Offer]:
        """Return what may be done about what was entered wrongly of a review's course."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "Put more time right…",
                lambda row: CorrectExtension(desk, row.review, window()),
                lambda row: self._lacks(row, lambda review: review.extensions, "There is no extension."),
                rare=True,
            ),
            Offer(
                "Put the completion right…",
                lambda row: CorrectCompletion(desk, row.review, window()),
                lambda row: self._lacks(row, lambda review: review.completed, "It is not completed."),
                rare=True,
            ),
            Offer(
                "Put the evaluation right…",
                lambda row: CorrectEvaluation(desk, row.review, window()),
                lambda row: self._lacks(row, lambda review: review.evaluations, "It was not evaluated."),
                rare=True,
            ),
            Offer(
                "Strike out…",
                lambda row: StrikeOutOfCourse(desk, row.review, window()),
                lambda row: self._lacks(row, entered, "There is nothing to be struck out."),
                rare=True,
            ),
        ]

    def _lacks(self, row: Deadline | None, has: Callable[[Review], object], why: str) -> str:
        if row is None:
            return needs_row(row)
        return "" if has(self._of(row)) else why

    def _of(self, row: Deadline) -> Review:
        return self.desk.register.reviews[row.review]

    def _undecided(self, row: Deadline | None) -> str:
        if row is None:
            return needs_row(row)
        return "It is decided; put the day right if it is wrong." if self._of(row).decided else ""

    def _going_on(self, row: Deadline | None) -> str:
        if row is None:
            return needs_row(row)
        review = self._of(row)
        if review.decided is None:
            return "Record the decision first."
        if review.completed is not None:
            return "The review is completed."
        return "The review is concluded." if review.concluded else ""

    def _untold(self, row: Deadline | None) -> str:
        if row is None:
            return needs_row(row)
        return "" if timetable.untold(self._of(row)) else "There is no extension that nobody was told of."

    def _to_answer(self, row: Deadline | None) -> str:
        if row is None:
            return needs_row(row)
        waiting = any(one.to_answer for one in self._of(row).evaluations)
        return "" if waiting else "No evaluation waits for an answer."

    def _other(self, row: Deadline | None) -> str:
        if row is None:
            return needs_row(row)
        others = len(self.desk.register.founded.settings.regimes) > 1
        return "" if others else "There is no other regime; add one to the Board's data."


class TimelineScreen(Screen):
    """The course of one review: drawn, and as a table."""

    title = "Timeline"
    noun = "mark"
    empty_title = "There is no review yet."
    empty_hint = "Open a review; what happens to it, and what is due, appears here as a line of days."
    chooses_new = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen; the review that is chosen first is the newest."""
        self._review = Choice([], prompt="")
        self._review.setAccessibleName("Review")
        self.course = Course()
        super().__init__(desk, parent)
        area = QScrollArea()
        area.setWidget(self.course)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the timeline in it is the stop of Tab
        area.setAccessibleName("Timeline")
        area.setMinimumWidth(self.fontMetrics().averageCharWidth() * 48)
        self._area = area
        self._split.insertWidget(0, area)
        details = self._split.widget(2)
        if details is not None:
            details.hide()  # a mark has nothing but what the table shows of it
        for place, share in enumerate((3, 2, 0)):
            self._split.setStretchFactor(place, share)
        self._split.setSizes([3_000, 2_000, 0])
        self._review.currentIndexChanged.connect(lambda _at: self.refresh())
        self.course.moved.connect(self._go)
        self.table.chosen.connect(self._follow)

    def above(self) -> QWidget:
        """Return the choice of the review."""
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel("Re&view")
        label.setBuddy(self._review)
        row.addWidget(label)
        row.addWidget(self._review)
        row.addSpacing(self.fontMetrics().height() * 2)
        kinds: tuple[MarkKind, ...] = ("happened", "due", "overdue", "today")
        row.addWidget(words("    ".join(f"{timeline.shape(kind)} {kind}" for kind in kinds), "quiet"), 1)
        return strip

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Day", lambda row: rows.short_day(row[1].day), lambda row: row[0]),
            Column("", lambda row: timeline.shape(row[1].kind), whole=True),
            Column("State", lambda row: row[1].kind, whole=True),
            Column("What", lambda row: row[1].label),
        ]

    def rows(self) -> Sequence[tuple[int, Mark]]:
        """Return the marks of the chosen review, earliest first."""
        register = self.desk.register
        review = register.reviews.get(self._review.value())
        marks = timeline.of_review(register, review, self.desk.today).marks if review else ()
        return list(enumerate(marks))

    def refresh(self) -> None:
        """Read the register again, for the table and the picture."""
        with QSignalBlocker(self._review):  # what is chosen is read just below
            self._review.offer(rows.reviews_offered(self.desk.register))
        super().refresh()
        self.course.tell([mark for _place, mark in self.model.every])

    def identify(self, row: tuple[int, Mark]) -> str:
        """Return the mark's place."""
        return str(row[0])

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be made of it."""
        desk = self.desk
        return [
            Offer(
                "Make the &paper…",
                lambda _row: ClockPaper(desk, self._review.value(), self.window()),
                needs_row,
            ),
        ]

    def details(self, row: tuple[int, Mark]) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the mark at length."""
        mark = row[1]
        return mark.label, [("Day", rows.day(mark.day)), ("State", rows.capital(mark.kind))]

    def reveal(self, identity: str) -> None:
        """Show the timeline of a review."""
        self.refresh()
        self._review.choose(identity)
        self.course.setFocus()

    def _go(self, place: int) -> None:
        self.table.choose(str(place))
        self._area.ensureVisible(0, self.course.place_of(place).center().y())

    def _follow(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.course.go(row[0])
