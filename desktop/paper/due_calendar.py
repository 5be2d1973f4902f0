"""Due dates as iCalendar (RFC 5545), for a calendar program.

Rule: each is an all-day event that takes no time, private, with the same UID every time it is written, so
that a program that reads the file again moves what moved. The same due dates give the same bytes.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from desktop.custody.due_dates import DueDate

_LETTERS = 32


def as_ics(due: Sequence[DueDate], made: date, vault: str) -> bytes:
    """Return the due dates as a calendar; `made` is its day, `vault` the four letters of its vault."""
    calendar = Calendar()
    calendar.add("prodid", "-//Strongroom//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Strongroom: due dates")
    for one in due:
        calendar.add_component(_event(one, made, vault))
    return bytes(calendar.to_ical())


def _event(one: DueDate, made: date, vault: str) -> Event:
    event = Event()
    name = hashlib.sha256(f"{vault} {one.key}".encode()).hexdigest()[:_LETTERS]
    event.add("uid", f"{name}@strongroom.invalid")
    event.add("dtstamp", datetime.combine(made, time(0), UTC))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
