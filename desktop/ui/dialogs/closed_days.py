"""Dialogs about days: those on which the office is closed (C10), and the bank holidays of the law (D7)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import calendar, clocks, closed_days
from desktop.custody.calendar import NATIONS
from desktop.office import holidays
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import CheckList, Choice, DayField, PathField

_AHEAD = 4
"""How many of the coming bank holidays are told."""


class ClosedDays(ActDialog):
    """Close the office on a day, or open it again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Say which days are closed by hand."""
        nation = desk.register.founded.settings.closed
        intro = (
            f"Weekends and the bank holidays of {nation} are closed anyway. No copy is due on a closed day."
        )
        super().__init__(desk, "Closed days", "&Record it", intro, parent)
        coming = sorted(day for day in desk.register.closed_days if day >= desk.today)
        said = "\n".join(f"{rows.day(day)}: {desk.register.closed_days[day]}" for day in coming)
        self.known = self.form.say(said or "No coming day is closed by hand.")
        offered = [
            ("close", "Close the office on a day"),
            ("open", "Open it on a day that was closed"),
            ("follow", "Follow the bank holidays of another nation"),
        ]
        self.what = self.form.add("&What", Choice(offered, prompt=""))
        self.day = self.form.add("&Day", DayField("Day"))
        self.why = self.form.line("Wh&y")
        others = [(one, one) for one in NATIONS if one != nation]
        self.nation = self.form.add("&Nation", Choice(others))
        self.earlier.hide()
        self.what.currentIndexChanged.connect(self._fit_fields)
        self._fit_fields()

    def _fit_fields(self) -> None:
        follow = self.what.value() == "follow"
        self.form.hide_field(self.nation, hidden=not follow)
        for field in (self.day, self.why):
            self.form.hide_field(field, hidden=follow)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        if self.what.value() == "follow":
            return self.desk.office.act(closed_days.follow, nation=self.nation.value())
        act = closed_days.close_day if self.what.value() == "close" else closed_days.reopen_day
        return self.desk.office.act(act, day=self.day.day() or date.min, why=self.why.text())

    def told(self, result: Outcome) -> Told:
        """Return how the day stands."""
        (event,) = result.events
        closed = [event.day] if isinstance(event, closed_days.DayClosed) else []
        return Told(event.said(), [*_copies_due(self.desk, closed), ("Ledger entry", str(result.entry))])


class BankHolidays(ActDialog):
    """Import the bank holidays of later years, or add one that was proclaimed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Say which years are known."""
        intro = "The clocks of the law count by the bank holidays of every part of the United Kingdom."
        super().__init__(desk, "Bank holidays", "&Record it", intro, parent)
        self.known = self.form.say(_known(desk))
        offered = [("file", "Import whole years from a file"), ("day", "Add one that was proclaimed")]
        self.what = self.form.add("&What", Choice(offered, prompt=""))
        self.file = self.form.add(
            "&File",
            PathField("File of bank holidays", "open", "Bank holidays (*.json)"),
            hint="The list that GOV.UK publishes, as JSON, brought here on a medium.",
        )
        self.day = self.form.add("&Day", DayField("The bank holiday"))
        self.name = self.form.line("&Name")
        self.nations = self.form.add("Where it is &kept", CheckList([(nation, nation) for nation in NATIONS]))
        self.nations.tick(NATIONS)
        self.source = self.form.line(
            "&Source", needed=False, hint="By what authority, or where the file comes from."
        )
        self._before: dict[str, date | None] = {}
        self.earlier.hide()
        self.what.currentIndexChanged.connect(self._fit_fields)
        self._fit_fields()

    def _fit_fields(self) -> None:
        one_day = self.what.value() == "day"
        self.form.hide_field(self.file, hidden=one_day)
        for field in (self.day, self.name, self.nations):
            self.form.hide_field(field, hidden=not one_day)

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure."""
        self._before = clocks.due_days(self.desk.register)
        if self.what.value() == "file":
            file = self.file.path() or Path()
            return holidays.import_file(self.desk.office, file, source=self.source.text())
        return self.desk.office.act(
            calendar.proclaim,
            day=self.day.day() or date.min,
            name=self.name.text(),
            source=self.source.text(),
            nations=tuple(self.nations.values()),
        )

    def told(self, result: Outcome) -> Told:
        """Return what was taken in, and the requests and copies whose day it moves."""
        (event,) = result.events
        moved = [("Request", one.said) for one in clocks.moved(self.desk.register, self._before)]
        added = [event.holiday.day] if isinstance(event, calendar.HolidayProclaimed) else []
        facts = [*moved, *_copies_due(self.desk, added), ("Ledger entry", str(result.entry))]
        return Told(event.said(), facts, "Every clock that runs was counted anew.")


def _copies_due(desk: Desk, days: Sequence[date]) -> list[tuple[str, str]]:
    """Return the copies that are due on days that are closed now, and when they count as due."""
    register = desk.register
    due = [copy for day in days for copy in closed_days.due_on(register, day)]
    return [("Copy", closed_days.told(register, copy)) for copy in due]


def _known(desk: Desk) -> str:
    years = sorted(calendar.years(desk.register))
    if not years:
        return "No bank holidays are known yet."
    coming = [known for day, known in desk.register.holidays.items() if day >= desk.today][:_AHEAD]
    said = "\n".join(f"{rows.day(known.day)}: {known.title}" for known in coming)
    return f"Known from {years[0]} to {years[-1]}. The next are:\n{said}"
