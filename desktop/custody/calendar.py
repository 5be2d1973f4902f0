"""The bank holidays of the United Kingdom, as data: which day, what it is called, and where it is kept.

Rule: they are shipped with the program, recorded when the vault is founded, and imported for later years; a
year whose holidays are not known is never guessed (D7). What is counted by them is computed anew each
time, so a day that is proclaimed later moves every clock that still runs.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AlreadyThereError, FactMissingError, HolidaysUnknownError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Nation = Literal["England and Wales", "Scotland", "Northern Ireland"]
NATIONS: tuple[Nation, ...] = get_args(Nation)

_FEWEST: Mapping[Nation, int] = {"England and Wales": 8, "Scotland": 9, "Northern Ireland": 10}
"""Bank holidays a year, without those that are proclaimed for one year alone: fewer is no whole year."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5


class Holiday(msgspec.Struct, frozen=True, omit_defaults=True):
    """One bank holiday; where two nations call the day by two names, both stand in `name`."""

    day: date
    name: str
    nations: tuple[Nation, ...] = NATIONS

    @property
    def where(self) -> str:
        """In words, the nations that keep it; empty when all do."""
        return "" if len(self.nations) == len(NATIONS) else ", ".join(self.nations)

    @property
    def title(self) -> str:
        """Its name, and where it is kept unless that is everywhere."""
        return f"{self.name} ({self.where})" if self.where else self.name


class Table(msgspec.Struct, frozen=True):
    """Bank holidays of whole years, and where they were taken from."""

    source: str
    days: tuple[Holiday, ...]


class HolidaysImported(Event, frozen=True, kw_only=True, tag="holidays-imported"):
    """The bank holidays of whole years were imported; they take the place of those known for these years."""

    source: str
    days: tuple[Holiday, ...]

    def change(self, register: "Register", line: Line) -> None:
        """Take the days in, year by year."""
        years = {holiday.day.year for holiday in self.days}
        kept = {day: known for day, known in register.holidays.items() if day.year not in years}
        register.holidays = dict(sorted((kept | by_day(self.days)).items()))
        register.holiday_sources |= dict.fromkeys(years, self.source)

    def said(self) -> str:
        """Return which years they are of."""
        years = sorted({holiday.day.year for holiday in self.days})
        which = ", ".join(map(str, years))
        return f"The bank holidays of {which} were imported: {len(self.days)} days. Source: {self.source}"


class HolidayProclaimed(Event, frozen=True, kw_only=True, tag="holiday-proclaimed"):
    """One bank holiday was added to a year that is known."""

    holiday: Holiday
    source: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the day; one that is a bank holiday elsewhere already is kept in more nations."""
        register.holidays = by_day([*register.holidays.values(), self.holiday])
        year, day = self.holiday.day.year, dates.day(self.holiday.day)
        register.holiday_sources[year] = f"{register.holiday_sources[year]} {day}: {self.source}"

    def said(self) -> str:
        """Return the day, its name and the authority."""
        day = dates.day(self.holiday.day)
        return f"{day} was added as a bank holiday: {self.holiday.title}. Source: {self.source}"


Events = HolidaysImported | HolidayProclaimed


def import_years(register: "Register", hand: Hand, *, source: str, days: tuple[Holiday, ...]) -> list[Event]:
    """Take the bank holidays of whole years in; those known for the same years are replaced."""
    kept = tuple(_checked(day) for day in by_day(days).values() if not weekend(day.day))
    if not kept:
        raise FactMissingError(fact="the bank holidays", why="there is no day on a weekday among them")
    for year in sorted({holiday.day.year for holiday in kept}):
        for nation, fewest in _FEWEST.items():
            found = sum(1 for day in kept if day.day.year == year and nation in day.nations)
            if found < fewest:
                why = f"{year} has {found} of them for {nation}, and a whole year has at least {fewest}"
                raise FactMissingError(fact="the bank holidays", why=why)
    return [HolidaysImported(source=facts.needed("the source", source), days=kept)]


def proclaim(
    register: "Register",
    hand: Hand,
    *,
    day: date,
    name: str,
    source: str,
    nations: tuple[str, ...] = NATIONS,
) -> list[Event]:
    """Add one bank holiday that was proclaimed after its year was imported; `source` is the authority."""
    known(register, day.year)
    kept = tuple(facts.one_of("the nation", nation, NATIONS) for nation in nations)
    where = tuple(nation for nation in NATIONS if nation in kept)
    there = register.holidays.get(day)
    if weekend(day):
        raise FactMissingError(fact="the bank holiday", why=f"{dates.day(day)} is a {weekday(day)}")
    if not where:
        raise FactMissingError(fact="the nation", why="a bank holiday is kept somewhere")
    if there is not None and set(where) <= set(there.nations):
        advice = f"It is {there.title}. Nothing was changed."
        raise AlreadyThereError(noun="The bank holiday of", reference=dates.day(day), advice=advice)
    holiday = Holiday(day, facts.needed("the name of the bank holiday", name), where)
    return [HolidayProclaimed(holiday=holiday, source=facts.needed("the source", source))]


def by_day(holidays: Iterable[Holiday]) -> dict[date, Holiday]:
    """Return the holidays by their day, in order; those of one day become one with all its names."""
    found: dict[date, Holiday] = {}
    for holiday in sorted(holidays, key=lambda holiday: holiday.day):
        there = found.get(holiday.day)
        found[holiday.day] = _joined(there, holiday) if there else holiday
    return found


def known(register: "Register", year: int) -> None:
    """Raise HolidaysUnknownError unless the bank holidays of `year` are known."""
    if year not in years(register):
        raise HolidaysUnknownError(year=year)


def weekday(day: date) -> str:
    """Return the name of the day of the week."""
    return _WEEKDAYS[day.weekday()]


def weekend(day: date) -> str:
    """Return "Saturday" or "Sunday", or an empty text for every other day."""
    return weekday(day) if day.weekday() >= _SATURDAY else ""


def good_friday(year: int) -> date:
    """Return Good Friday, two days before Easter Sunday (the anonymous Gregorian computus)."""
    golden, century = year % 19, year // 100
    leap = century // 4
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday_shift = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * weekday_shift) // 451
    month, day = divmod(moon + weekday_shift - 7 * late + 114, 31)
    return date(year, month, day + 1) - timedelta(days=2)


def sources(register: "Register", of: Iterable[int]) -> str:
    """Return where the bank holidays of these years were taken from, each source once."""
    return " ".join(dict.fromkeys(register.holiday_sources.get(year, "") for year in of)).strip()


def years(register: "Register") -> set[int]:
    """Return the years whose bank holidays are known."""
    return {day.year for day in register.holidays}


def _joined(one: Holiday, other: Holiday) -> Holiday:
    names = dict.fromkeys(name for text in (one.name, other.name) for name in text.split("; "))
    nations = tuple(nation for nation in NATIONS if nation in {*one.nations, *other.nations})
    return Holiday(one.day, "; ".join(names), nations)


def _checked(holiday: Holiday) -> Holiday:
    nations = tuple(nation for nation in NATIONS if nation in holiday.nations)
    if not nations:
        raise FactMissingError(fact="the nation", why=f"{dates.day(holiday.day)} is kept nowhere")
    return Holiday(holiday.day, facts.needed("the name of the bank holiday", holiday.name), nations)
