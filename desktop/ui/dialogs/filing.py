"""Filing scanned papers: files are chosen and read, and each page is looked at before it is filed (C14).

Rule: every page is shown beside what it is and where it goes, since only a person sees whether it is signed.
What its code does not say, that person says, or leaves the page out. Nothing is kept before “File them”.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTransform
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.custody import scans
from desktop.custody.errors import StrongroomError
from desktop.office import filing
from desktop.office.filing import Destination, Filed, Sheet
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField
from desktop.ui.notices import Complaint, JobBar, heading
from desktop.ui.pictures import Drawn, pixmap
from desktop.ui.tables import Column, RowsModel, Table
from desktop.ui.texts import words

if TYPE_CHECKING:
    from desktop.ui.work import Job

_KINDS = "Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
_DPI = 100
_LEAVE_OUT = "Left out"
_HIGHEST = 4
"""How often its width a page's picture is high at most."""
_MOST_SAID = 4
"""Missing pages that are named under the list."""


class FileScans(ActDialog):
    """Choose the files of a pile; its pages open when they are read."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the files."""
        intro = (
            "Signed slips, receipts, certificates and sheets, as the scanner saved them: askew, upside down"
            " and both sides will do. Every page is shown before anything is filed."
        )
        super().__init__(desk, "File scanned papers", "&Read them", intro, parent)
        self.files = self.form.add(
            "&Files",
            PathField("Files", "files", _KINDS),
            hint="PDF, JPEG, PNG or TIFF; several files stand apart by a semicolon.",
        )
        self.earlier.hide()
        self.pile: Pile | None = None

    def gather(self) -> Procedure[list[Sheet]]:
        """Return the procedure."""
        return filing.look(self.desk.office, self.files.paths())

    def told(self, result: list[Sheet]) -> Told:
        """Open the pages in the place of this dialog."""
        self.pile = Pile(self.desk, result, self.parentWidget())
        self.pile.open()
        self.accept()
        return Told("The pages are open.")


class Line(NamedTuple):
    """A page as it is listed: where it goes, and what that means or why it goes nowhere."""

    place: int
    sheet: Sheet
    goes: str
    means: str


class Pile(QDialog):
    """The pages of a pile, each with its picture; then what became of them."""

    def __init__(self, desk: Desk, sheets: Sequence[Sheet], parent: QWidget | None = None) -> None:
        """List the pages."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("File scanned papers")
        self._desk, self._sheets = desk, list(sheets)
        self._chosen: dict[int, Destination] = {}
        self._left_out: set[int] = {place for place, sheet in enumerate(sheets) if sheet.blank}
        self._filed: dict[int, Filed] = {}
        self._before: set[str] = set()
        """The scanned papers that there were when filing began."""
        self._job: Job | None = None
        self._wanted, self._drawing = -1, False
        self.model = RowsModel(_COLUMNS, lambda line: str(line.place), self)
        self.table = Table(self.model, "Pages of the pile, table")
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setWordWrap(True)
        self.means = words("")
        self.lacking = words("", "strong")
        self.about = QLineEdit()
        self.paper = Choice([(name, rows.capital(name)) for name in scans.BY_HAND], prompt="")
        self.put = QPushButton("&Put it there")
        self.leave = QPushButton("&Leave it out")
        self.verb = QPushButton("&File them")
        self.close_button = QPushButton("Cancel")
        self.by_hand = QWidget()
        self.complaint, self.job_bar = Complaint(), JobBar()
        self._lay_out()
        self.table.chosen.connect(self._show_chosen)
        self._tell()
        self.table.fit()
        first = next((place for place, sheet in enumerate(sheets) if not sheet.blank), 0)
        self.table.choose(str(first))

    def put_there(self) -> None:
        """Have the chosen page filed where the fields say; a page that has a code of its own, too."""
        line = self._line()
        if line is None or not line.sheet.number:
            return
        try:
            about = scans.subject(self._desk.register, self.about.text())
        except StrongroomError as error:
            self.complaint.tell(error)
            self.about.setFocus()
            return
        self.complaint.clear()
        self._left_out.discard(line.place)
        self._chosen[line.place] = Destination(about, self.paper.value())
        self._tell()

    def leave_out(self) -> None:
        """Leave the chosen page out, or take it in again as its code says."""
        line = self._line()
        if line is None:
            return
        self._chosen.pop(line.place, None)
        self._left_out ^= {line.place}
        self._tell()

    def submit(self) -> None:
        """File the pages that go somewhere."""
        self.complaint.clear()
        going = [place for place in range(len(self._sheets)) if self._goes(place)]
        if self._job is not None or not going:
            return
        chosen = {at: self._chosen[place] for at, place in enumerate(going) if place in self._chosen}
        procedure = filing.file_pile(self._desk.office, [self._sheets[place] for place in going], chosen)
        self._before = set(self._desk.register.scans)
        self._set_busy(busy=True)
        self._job = self._desk.run(
            procedure,
            owner=self,
            done=lambda filed: self._done(going, filed),
            failed=lambda error: self._failed(going, error),
            progress=self.job_bar.follow,
        )

    def reject(self) -> None:
        """Close; while pages are filed, ask that to stop first."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def _lay_out(self) -> None:
        self.page.setAccessibleName("The page")
        area = QScrollArea()
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        area.setAccessibleName("The page; the arrow keys move it")
        self._lay_out_fields()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.table, self.means, self.lacking, self.by_hand):
            column.addWidget(widget, 1 if widget is self.table else 0)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(area)
        split.setChildrenCollapsible(False)
        self.table.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        area.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)
        split.setSizes([1, 1])
        split.setStretchFactor(0, 1)
        self._area = area
        whole = QVBoxLayout(self)
        intro = (
            "Look at each page that it is signed. What has no code you put where it belongs, or leave it out."
        )
        whole.addWidget(heading("File scanned papers", intro))
        for widget in (split, self.complaint, self.job_bar):
            whole.addWidget(widget, 1 if widget is split else 0)
        whole.addLayout(self._buttons())
        QShortcut(QKeySequence("Ctrl+L"), self, self._desk.lock_asked.emit)
        self.resize(self.screen().availableGeometry().size() * 0.85)

    def _lay_out_fields(self) -> None:
        fields = QVBoxLayout(self.by_hand)
        fields.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        for label, field in (("&About", self.about), ("Pap&er", self.paper)):
            title = QLabel(label)
            title.setBuddy(field)
            field.setAccessibleName(label.replace("&", ""))
            row.addWidget(title)
            row.addWidget(field, 1)
        self.about.setPlaceholderText("D-0001/3, MU-0001 …")
        self.about.setAccessibleDescription(
            "The reference of the copy, the muster or whatever it belongs to."
        )
        self.about.returnPressed.connect(self.put_there)
        fields.addLayout(row)
        buttons = QHBoxLayout()
        for button, act in ((self.put, self.put_there), (self.leave, self.leave_out)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        fields.addLayout(buttons)

    def _buttons(self) -> QHBoxLayout:
        self.verb.setObjectName("verb")
        self.verb.clicked.connect(self.submit)
        self.verb.setAutoDefault(False)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.close_button)
        end.addWidget(self.verb)
        return end

    def _goes(self, place: int) -> bool:
        if place in self._left_out or place in self._filed:
            return False
        return place in self._chosen or self._sheets[place].ready

    def _tell(self) -> None:
        """List the pages anew."""
        self.model.set_rows([self._listed(place, sheet) for place, sheet in enumerate(self._sheets)])
        going = sum(self._goes(place) for place in range(len(self._sheets)))
        self.verb.setText(f"&File {going}" if going else "&File them")
        self.verb.setEnabled(bool(going) and not self._desk.closed)
        lacking = scans.lacking(self._desk.register, [sheet.reading for sheet in self._sheets])
        more = f" {len(lacking) - _MOST_SAID} more are missing." if len(lacking) > _MOST_SAID else ""
        self.lacking.setText(" ".join(one.said for one in lacking[:_MOST_SAID]) + more)
        self.lacking.setVisible(bool(lacking))
        self._show_chosen()

    def _listed(self, place: int, sheet: Sheet) -> Line:
        done = self._filed.get(place)
        if done is not None:
            goes = f"Filed as {done.scan}" if done.scan else "Not filed"
            return Line(place, sheet, goes, done.told)
        if place in self._left_out:
            return Line(place, sheet, _LEAVE_OUT, "It is blank." if sheet.blank else "You left it out.")
        if place in self._chosen:
            about, paper = self._chosen[place]
            return Line(place, sheet, f"{about}, {paper}", "You put it there; it confirms nothing.")
        reading = sheet.reading
        if sheet.ready:
            return Line(place, sheet, f"{reading.about}, {reading.which}", reading.told)
        return Line(
            place, sheet, "Nowhere yet", f"{rows.capital(reading.why_not).rstrip('.')}. {reading.advice}"
        )

    def _line(self) -> Line | None:
        line: Line | None = self.table.chosen_row()
        return line

    def _show_chosen(self) -> None:
        line = self._line()
        self.means.setText(line.means if line else "")
        open_still = line is not None and line.place not in self._filed and bool(line.sheet.number)
        self.by_hand.setEnabled(open_still and self._job is None)
        out = line is not None and line.place in self._left_out
        self.leave.setText("&Take it in again" if out else "&Leave it out")
        if line is not None and line.sheet.reading.about and not self.about.text():
            self.about.setText(line.sheet.reading.about)
        self._draw(line.place if line else -1)

    def _draw(self, place: int) -> None:
        self._wanted = place
        if self._drawing or place < 0:
            return
        sheet = self._sheets[place]
        self.page.setAccessibleName(f"{sheet.named}, an image")
        if not sheet.number:
            self.page.setText("This file has no page that can be shown.")
            return
        self._drawing = True
        self._desk.run(
            filing.picture(self._desk.office, sheet, _DPI),
            owner=self,
            done=lambda image: self._show(place, image),
            failed=lambda error: self._show_none(place, error),
        )

    def _show(self, place: int, image: Drawn) -> None:
        drawn = pixmap(image).transformed(QTransform().rotate(self._sheets[place].turned))
        across = self._area.viewport().width()
        room = QSize(across, _HIGHEST * across)  # one narrow as a line were as high as a house
        kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.page.setPixmap(drawn.scaled(room, kept, smooth))
        self._drawn(place)

    def _show_none(self, place: int, error: StrongroomError) -> None:
        self.page.setText(error.message)
        self._drawn(place)

    def _drawn(self, place: int) -> None:
        self._drawing = False
        if self._wanted != place:
            self._draw(self._wanted)

    def _set_busy(self, *, busy: bool) -> None:
        self.verb.setEnabled(not busy)
        self.by_hand.setEnabled(not busy)
        if not busy:
            self._job = None
            self.job_bar.follow(None)

    def _done(self, going: Sequence[int], filed: Sequence[Filed]) -> None:
        self._set_busy(busy=False)
        self._filed |= dict(zip(going, filed, strict=True))
        for place in going:
            self._chosen.pop(place, None)
        self.close_button.setText("&Close")
        self._tell()
        self.table.fit()
        count = sum(bool(one.scan) for one in self._filed.values())
        said = "1 page is filed." if count == 1 else f"{count} pages are filed."
        self.means.setText(f"{said} Delete the scanner's files: they are not protected.")

    def _failed(self, going: Sequence[int], error: StrongroomError) -> None:
        """Say why it stopped, and which pages were filed before: in their order, and by this filing alone."""
        self._set_busy(busy=False)
        self.complaint.tell(error)
        new = [scan for scan in self._desk.register.scans.values() if scan.scan not in self._before]
        for place in going:
            sheet = self._sheets[place]
            if new and new[0].master.file_name == sheet.named:
                one = new.pop(0)
                told = "It was filed before the others were stopped."
                self._filed[place] = Filed(sheet, None, one.scan, one.about, one.paper, told)
        self._tell()


_COLUMNS = (
    Column("Page", lambda line: line.sheet.named, lambda line: line.place),
    Column("Goes to", lambda line: line.goes),
    Column("Which means", lambda line: line.means),
)
