"""The dialog of an act: fields, one verb, and then what came of it.

Rule: a dialog asks only that nothing needed is left empty; whether the act may be done the rules say, and
their answer is shown at the bottom with everything typed still there. After it is done the dialog shows the
outcome and what to do next. The dialog stays while its job runs.
"""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.custody.errors import StrongroomError
from desktop.office.errors import (
    PaperNotPrintedError,
    PaperNotWrittenError,
    PrintStoppedError,
    RowStoppedError,
)
from desktop.office.procedure import Procedure
from desktop.ui.desk import Desk
from desktop.ui.fields import EarlierField
from desktop.ui.form import Form
from desktop.ui.notices import Complaint, JobBar, heading
from desktop.ui.texts import Facts, harmless, words

if TYPE_CHECKING:
    from desktop.ui.work import Job


_NOT_WHOLE = (PaperNotWrittenError, PrintStoppedError, RowStoppedError, PaperNotPrintedError)
"""Errors after which the act stands, or a part of it."""


class Told(NamedTuple):
    """What came of an act, as the dialog shows it."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    next: str = ""
    folder: Path | None = None
    paper: Path | None = None
    """The paper that was made, to be printed."""
    follow: Sequence[tuple[str, Callable[[], None]]] = ()
    """Buttons for what may come next; each closes this dialog first."""


class ActDialog(QDialog):
    """Gathers the facts of one act, has it done, and shows the outcome. `acted` carries the result."""

    acted = Signal(object)
    across: ClassVar[int] = 62
    """How wide it is, in average characters of its text, so that it grows with the font."""

    def __init__(
        self, desk: Desk, title: str, verb: str, intro: str = "", parent: QWidget | None = None
    ) -> None:
        """Show an empty form; `verb` is the button that does it."""
        super().__init__(parent)
        self.desk = desk
        self._job: Job | None = None
        self._closing = False
        self.said: Told | None = None
        self.setWindowTitle(title.replace("&", ""))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.earlier = EarlierField()
        self.complaint = Complaint()
        self.job_bar = JobBar()
        self.verb = QPushButton(verb)
        self.verb.setObjectName("verb")
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.submit)
        self.cancel = QPushButton("Cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.form = Form()
        self._inner = QWidget()
        self._scroll = QScrollArea()
        self._outcome = QWidget(self)
        self._whole = QVBoxLayout(self)
        self._lay_out(title, intro)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.lock_asked.emit)

    def gather(self) -> Procedure[Any]:
        """Return the procedure of the act with the facts as they stand in the fields."""
        raise NotImplementedError

    def told(self, result: Any) -> Told:
        """Return what is shown when the act is done."""
        raise NotImplementedError

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the buttons for when the act stands but what it makes did not come out."""
        return ()

    def submit(self) -> None:
        """Have the act done, unless something needed is still empty."""
        if self._job is not None:
            return
        self.complaint.clear()
        missing = self.form.missing()
        if missing is not None:
            field, name = missing
            self.send_back(field, f"Fill in: {name}.")
            return
        try:
            procedure = self.gather()
        except StrongroomError as error:
            self._complain(error)
            return
        self._set_busy(busy=True)
        self._job = self.desk.run(
            procedure, owner=self, done=self._done, failed=self._failed, progress=self.job_bar.follow
        )
        self._fit_soon()  # the progress needs its room too

    def send_back(self, field: QWidget, message: str) -> None:
        """Say what is wrong with a field, before anything is asked of the office."""
        self.complaint.say(message, "Nothing was recorded.")
        self._fit_soon()
        field.setFocus()
        QTimer.singleShot(0, field, lambda: self._scroll.ensureWidgetVisible(field))

    def reject(self) -> None:
        """Close; while a job runs, ask it to stop and close when it has."""
        if self._job is not None:
            self._closing = True
            self._job.cancel()
            self.job_bar.follow(self._job)
            return
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Take a size that fits the fields and the screen, and put the cursor in the first field."""
        super().showEvent(event)
        if not event.spontaneous():
            self.fit()
            self._centre()
            if self.form.first is not None:
                self.form.first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let Enter that is still held down from before do nothing: an act cannot be taken back."""
        if event.isAutoRepeat() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return
        super().keyPressEvent(event)

    def fit(self) -> None:
        """Take a size that fits the fields and the screen."""
        available = self.screen().availableGeometry().size()
        width = min(self.fontMetrics().averageCharWidth() * self.across, int(available.width() * 0.95))
        layout = self._whole
        margins = layout.contentsMargins()
        wraps = layout.hasHeightForWidth()
        height = layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height()
        inside = width - margins.left() - margins.right() - 2 * self._scroll.frameWidth()
        needed = self._inner.heightForWidth(inside) if self._inner.hasHeightForWidth() else 0
        if self._inner is not self._outcome:
            needed = max(needed, self._inner.sizeHint().height())
        height += needed - self._scroll.sizeHint().height()
        self.resize(width, min(height, int(available.height() * 0.92)))
        self._stay_on_the_screen()

    def _centre(self) -> None:
        """Stand in the middle of the window behind: Qt placed the dialog before it had its size."""
        parent = self.parentWidget()
        if parent is not None:
            place = self.frameGeometry()
            place.moveCenter(parent.window().frameGeometry().center())
            self.move(place.topLeft())
            self._stay_on_the_screen()

    def _stay_on_the_screen(self) -> None:
        place, available = self.frameGeometry(), self.screen().availableGeometry()
        x = max(min(place.x(), available.right() + 1 - place.width()), available.x())
        y = max(min(place.y(), available.bottom() + 1 - place.height()), available.y())
        if (x, y) != (place.x(), place.y()):
            self.move(x, y)

    def _lay_out(self, title: str, intro: str) -> None:
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, self.fontMetrics().height() // 2, 0)
        column.addWidget(self.form)
        column.addWidget(self.earlier)
        column.addStretch(1)
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields in it are the stops of Tab
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.verb)
        self._heading = heading(title, intro)
        whole = self._whole
        whole.setContentsMargins(*[self.fontMetrics().height() * 5 // 4] * 4)
        whole.setSpacing(self.fontMetrics().height() * 3 // 4)
        for widget in (self._heading, self._scroll, self.complaint, self.job_bar):
            whole.addWidget(widget, 1 if widget is self._scroll else 0)
        whole.addLayout(buttons)
        self._outcome.hide()
        self.form.reshaped.connect(self._fit_soon)
        self.earlier.box.toggled.connect(self._fit_soon)

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self.fit)  # once the layout knows of it

    def _set_busy(self, *, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.earlier.setEnabled(not busy)
        self.verb.setEnabled(not busy)
        if not busy:
            self._job = None
            self.job_bar.follow(None)

    def _done(self, result: object) -> None:
        self._set_busy(busy=False)
        self.acted.emit(result)
        told = self.told(result)
        self._show_outcome(told if told.paper else told._replace(paper=_paper_in(result)))

    def _failed(self, error: StrongroomError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, _NOT_WHOLE):
            # The act stands and must not be repeated, so its fields go; this is said even to who was leaving.
            self._show_outcome(Told("Not everything came out.", follow=self.remedies()))
            self._complain(error)
        elif self._closing:
            self.reject()
        else:
            self._complain(error)

    def _complain(self, error: StrongroomError) -> None:
        self.complaint.tell(error)
        self._fit_soon()

    def _show_outcome(self, told: Told) -> None:
        self.said = told
        column = QVBoxLayout(self._outcome)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.fontMetrics().height())
        title = words(told.title, "heading")
        column.addWidget(title)
        if told.facts:
            facts = Facts()
            facts.tell(told.facts)
            column.addWidget(facts)
        if told.next:
            column.addWidget(words(told.next))
        buttons = QHBoxLayout()
        folder = told.folder
        if folder is not None:
            buttons.addWidget(_button("&Open the folder", lambda: open_folder(folder)))
        if told.paper is not None:
            printing = functools.partial(self._print, told.paper)
            buttons.addWidget(_button("Print &it…", functools.partial(self._follow, printing)))
        for label, then in told.follow:
            buttons.addWidget(_button(label, functools.partial(self._follow, then)))
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self._heading.hide()
        self.verb.hide()
        self._outcome.setAccessibleName(harmless(f"{told.title} {told.next}"))
        self._show_inside(self._outcome)
        self.cancel.setText("&Close")
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self.fit()

    def _show_inside(self, outcome: QWidget) -> None:
        """Let the outcome take the place of the fields, where it scrolls if it is taller than the screen."""
        fields = self._scroll.takeWidget()
        fields.setParent(self)
        fields.hide()
        self._inner = outcome
        self._scroll.setWidget(outcome)
        outcome.setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys move it
        self._scroll.setAccessibleName("What came of it")

    def _print(self, paper: Path) -> None:
        from desktop.ui.dialogs.printing import PrintPaper  # noqa: PLC0415 - it is an ActDialog itself

        PrintPaper(self.desk, paper, self.parentWidget()).open()

    def _follow(self, then: Callable[[], None]) -> None:
        self.accept()
        then()


def _paper_in(result: object) -> Path | None:
    """Return the one paper that a result names, if it is one PDF."""
    parts = result if isinstance(result, tuple) else (result,)
    papers = [part for part in parts if isinstance(part, Path) and part.suffix == ".pdf"]
    return papers[0] if len(papers) == 1 else None


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _button(label: str, act: Callable[[], None]) -> QAbstractButton:
    button = QPushButton(label)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: act())
    return button
