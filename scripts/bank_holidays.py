"""Writes resources/holidays.json anew: `python scripts/bank_holidays.py`, with the test packages installed.

Rule: the days come from the `holidays` package, whose maintainers follow the proclamations; the tests compare
the table with it, and with days that are known to be right. Saturdays and Sundays are left out: a bank
holiday that falls on one has its substitute day, and nobody works on them anyway.
"""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import holidays

FILE = Path(__file__).resolve().parents[1] / "resources" / "holidays.json"
FIRST, LAST = 2009, 2035
TUESDAY, SATURDAY = 1, 5
NATIONS = {
    "ENG": "England and Wales",
    "WLS": "England and Wales",
    "SCT": "Scotland",
    "NIR": "Northern Ireland",
}
NAMES = {
    "Coronation of Charles III": "Coronation of King Charles III",
    "Diamond Jubilee of Elizabeth II": "The Queen's Diamond Jubilee",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "May Day": "Early May bank holiday",
    "New Year Holiday": "2 January",
    "Platinum Jubilee of Elizabeth II": "The Queen's Platinum Jubilee",
    "Saint Andrew's Day": "St Andrew's Day",
    "Saint Patrick's Day": "St Patrick's Day",
    "Scotland's participation in the FIFA World Cup final": "Scotland's part in the World Cup finals",
    "Spring Bank Holiday": "Spring bank holiday",
    "State Funeral of Queen Elizabeth II": "State funeral of Queen Elizabeth II",
    "Summer Bank Holiday": "Summer bank holiday",
    "Wedding of William and Catherine": "Royal wedding",
}
SOURCE = (
    "The Banking and Financial Dealings Act 1971, and the proclamations and orders under it; the government"
    " publishes the list at www.gov.uk/bank-holidays. Later years as the law stands, until their list is"
    " imported."
)


def table(first: int = FIRST, last: int = LAST) -> dict[date, dict[str, set[str]]]:
    """Return each bank holiday on a weekday with its names, and the nations that keep it under each."""
    found: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, nation in NATIONS.items():
        for day, names in holidays.country_holidays("GB", subdiv=code, years=range(first, last + 1)).items():
            if day.weekday() < SATURDAY:
                for name in names.split("; "):
                    found[day][_named(name, day)].add(nation)
    return found


def _named(name: str, day: date) -> str:
    plain = name.removesuffix(" (observed)")
    if plain != name and (day.month, day.day) == (1, 3) and day.weekday() == TUESDAY:
        plain = "New Year's Day"  # in Scotland, where 2 January is itself a bank holiday
    return NAMES.get(plain, plain) + (" (substitute day)" if plain != name else "")


def _row(day: date, names: dict[str, set[str]]) -> dict[str, object]:
    kept = set().union(*names.values())
    row: dict[str, object] = {"day": day.isoformat(), "name": "; ".join(sorted(names))}
    if len(kept) < len(set(NATIONS.values())):
        row["nations"] = [nation for nation in dict.fromkeys(NATIONS.values()) if nation in kept]
    return row


def main() -> None:
    """Write the table, a day on each line."""
    rows = [json.dumps(_row(day, names)) for day, names in sorted(table().items())]
    days = ",\n    ".join(rows)
    FILE.write_text(f'{{\n  "source": {json.dumps(SOURCE)},\n  "days": [\n    {days}\n  ]\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
