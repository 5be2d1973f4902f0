"""The table of bank holidays: against the package that follows the proclamations, and against known facts."""

from datetime import date

import holidays
import pytest

from desktop.custody import calendar
from desktop.custody.calendar import NATIONS, Holiday, Table
from desktop.custody.errors import AlreadyThereError, FactMissingError, HolidaysUnknownError
from desktop.office import shipped
from tests.factory import Desk, Facts

EW, SCOTLAND, NI = NATIONS
CODES = {"ENG": EW, "WLS": EW, "SCT": SCOTLAND, "NIR": NI}
EVERYWHERE = set(NATIONS)
KNOWN = range(2009, 2036)


def table() -> dict[date, Holiday]:
    return {holiday.day: holiday for holiday in shipped.holidays().days}


def test_the_table_has_the_days_of_the_package_for_every_nation_and_no_others() -> None:
    there = {(day, nation) for day, holiday in table().items() for nation in holiday.nations}
    wanted = {
        (day, nation)
        for code, nation in CODES.items()
        for day in holidays.country_holidays("GB", subdiv=code, years=KNOWN)
        if day.weekday() < 5
    }
    assert there == wanted


def test_the_table_says_where_it_comes_from_and_stands_in_order_with_each_day_once() -> None:
    found = shipped.holidays()
    days = [holiday.day for holiday in found.days]
    assert "Banking and Financial Dealings Act 1971" in found.source
    assert days == sorted(set(days))
    assert {day.year for day in days} == set(KNOWN)


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2009, 12, 28), EVERYWHERE),  # for 26 December, a Saturday
        (date(2010, 12, 27), EVERYWHERE),
        (date(2010, 12, 28), EVERYWHERE),
        (date(2011, 4, 29), EVERYWHERE),  # the royal wedding
        (date(2012, 5, 28), set()),  # the spring bank holiday was moved …
        (date(2012, 6, 4), EVERYWHERE),  # … to this day
        (date(2012, 6, 5), EVERYWHERE),  # the Diamond Jubilee
        (date(2020, 5, 4), set()),  # the early May bank holiday was moved …
        (date(2020, 5, 8), EVERYWHERE),  # … to the anniversary of VE Day
        (date(2020, 7, 13), {NI}),  # for 12 July, a Sunday
        (date(2022, 5, 30), set()),
        (date(2022, 6, 2), EVERYWHERE),
        (date(2022, 6, 3), EVERYWHERE),  # the Platinum Jubilee
        (date(2022, 9, 19), EVERYWHERE),  # the state funeral
        (date(2023, 5, 8), EVERYWHERE),  # the coronation
        (date(2026, 1, 2), {SCOTLAND}),
        (date(2023, 1, 2), EVERYWHERE),
        (date(2023, 1, 3), {SCOTLAND}),
        (date(2022, 1, 4), {SCOTLAND}),
        (date(2026, 3, 17), {NI}),
        (date(2024, 3, 18), {NI}),  # for 17 March, a Sunday
        (date(2024, 7, 12), {NI}),
        (date(2026, 4, 3), EVERYWHERE),  # Good Friday
        (date(2026, 4, 6), {EW, NI}),  # Easter Monday is no bank holiday in Scotland
        (date(2026, 6, 15), {SCOTLAND}),  # the World Cup finals
        (date(2026, 8, 3), {SCOTLAND}),
        (date(2026, 8, 31), {EW, NI}),
        (date(2024, 12, 2), {SCOTLAND}),  # for St Andrew's Day, a Saturday
        (date(2026, 11, 30), {SCOTLAND}),
    ],
)
def test_a_day_is_a_bank_holiday_just_where_it_was_one(day: date, nations: set[str]) -> None:
    found = table().get(day)
    assert set(found.nations if found else ()) == nations


@pytest.mark.parametrize("year", KNOWN)
def test_good_friday_is_worked_out_and_agrees_with_the_table(year: int) -> None:
    assert "Good Friday" in table()[calendar.good_friday(year)].name


def test_two_names_of_one_day_stand_together() -> None:
    found = table()[date(2023, 1, 2)]
    assert set(found.name.split("; ")) == {"2 January", "New Year's Day (substitute day)"}
    assert found.title == found.name
    assert table()[date(2026, 7, 13)].title == "Battle of the Boyne (substitute day) (Northern Ireland)"


def a_year(year: int) -> tuple[Holiday, ...]:
    """Return a whole invented year of bank holidays."""
    days = [
        Holiday(date(year, 1 + n, 4 + (date(year, 1 + n, 4).weekday() > 4) * 2), f"Day {n}")
        for n in range(10)
    ]
    return tuple(days)


def test_the_holidays_of_a_later_year_are_imported_and_known() -> None:
    desk = Desk()
    with pytest.raises(HolidaysUnknownError, match="2036"):
        calendar.known(desk.register, 2036)
    desk.do(calendar.import_years, source="An invented list", days=a_year(2036))
    calendar.known(desk.register, 2036)
    assert len([day for day in desk.register.holidays if day.year == 2036]) == 10
    assert list(desk.register.holidays) == sorted(desk.register.holidays)


def test_an_import_takes_the_place_of_the_years_it_has_and_of_no_other() -> None:
    desk = Desk()
    before = dict(desk.register.holidays)
    desk.do(calendar.import_years, source="An invented list", days=a_year(2030))
    after = desk.register.holidays
    assert {day: known for day, known in after.items() if day.year != 2030} == {
        day: known for day, known in before.items() if day.year != 2030
    }
    assert {known.name for day, known in after.items() if day.year == 2030} == {f"Day {n}" for n in range(10)}


def test_part_of_a_year_is_not_imported_as_a_whole_one() -> None:
    desk = Desk()
    with pytest.raises(FactMissingError, match="2036 has 9 of them for Northern Ireland"):
        desk.do(calendar.import_years, source="An invented list", days=a_year(2036)[1:])
    with pytest.raises(FactMissingError, match="no day on a weekday"):
        desk.do(calendar.import_years, source="A list", days=(Holiday(date(2036, 1, 5), "A Saturday"),))


def test_a_holiday_that_is_proclaimed_later_is_added_once() -> None:
    desk = Desk()
    facts: Facts = {"day": date(2027, 6, 8), "name": "An invented jubilee", "source": "Proclamation of 1 May"}
    desk.do(calendar.proclaim, **facts)
    assert desk.register.holidays[date(2027, 6, 8)].title == "An invented jubilee"
    with pytest.raises(AlreadyThereError, match="8 June 2027"):
        desk.do(calendar.proclaim, **facts)
    with pytest.raises(HolidaysUnknownError, match="2036"):
        desk.do(calendar.proclaim, **{**facts, "day": date(2036, 6, 9)})
    with pytest.raises(FactMissingError, match="5 June 2027 is a Saturday"):
        desk.do(calendar.proclaim, **{**facts, "day": date(2027, 6, 5)})


def test_a_day_kept_in_one_nation_can_be_proclaimed_in_the_others() -> None:
    desk = Desk()
    day = date(2027, 11, 30)
    desk.do(
        calendar.proclaim,
        day=day,
        name="Invented Day",
        source="Proclamation",
        nations=(EW, "northern-ireland"),
    )
    assert desk.register.holidays[day] == Holiday(day, "St Andrew's Day; Invented Day")


def test_a_vault_keeps_the_holidays_it_was_founded_with() -> None:
    assert desk_table() == {holiday.day: holiday for holiday in shipped.holidays().days}


def desk_table() -> dict[date, Holiday]:
    return Desk().register.holidays


def test_the_table_reads_as_its_own_form() -> None:
    assert isinstance(shipped.holidays(), Table)
