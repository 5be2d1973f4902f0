"""How the rows of the register are named on the screen: one way for tables, details and choices.

Rule: words only; what may be done with a row is for the rules to say. Nothing here changes anything.
"""

from collections.abc import Iterable
from datetime import date

from desktop.custody import access, copies, dates, documents
from desktop.custody.access import Request
from desktop.custody.copies import Copy
from desktop.custody.documents import Document
from desktop.custody.errors import RuleError
from desktop.custody.hand import CUSTODIAN
from desktop.custody.media import Medium
from desktop.custody.people import Role
from desktop.custody.register import Register

Pairs = list[tuple[str, str]]

SLIP_HINT = "Spaces, hyphens and capitals do not matter."


def day(value: date | None) -> str:
    """Return a day as it is shown, or nothing."""
    return dates.day(value) if value else ""


def short_day(value: date | None) -> str:
    """Return a day as a column of a table shows it, or nothing."""
    if value is None:
        return ""
    number, month, year = dates.day(value).split()
    return f"{number} {month[:3]} {year}"


def day_key(value: date | None) -> str:
    """Return what a day is sorted by: no day comes last."""
    return value.isoformat() if value else "9999"


def reference_key(reference: str) -> tuple[str, int, int]:
    """Return what a reference such as D-0001/12 is sorted by: numbers as numbers."""
    head, _, number = reference.partition("/")
    letter, _, digits = head.rpartition("-")
    return letter, int(digits) if digits.isdigit() else 0, int(number) if number.isdigit() else 0


def kind_of(register: Register, document: Document) -> str:
    """Return a document's kind in words, with its agency."""
    return documents.described(register.founded.kind(document.kind), document.agency)


def document_line(register: Register, reference: str) -> str:
    """Return a document on one line: reference, kind, edition, review."""
    document = register.documents[reference]
    return f"{reference}: {kind_of(register, document)}, {document.edition} ({document.review})"


def person_line(register: Register, reference: str) -> str:
    """Return a person on one line, or the custodian."""
    if reference == CUSTODIAN:
        return "The custodian"
    return f"{reference}: {register.people[reference].title}" if reference else ""


def person_name(register: Register, reference: str) -> str:
    """Return a person's name, or the custodian."""
    return "The custodian" if reference == CUSTODIAN else register.people[reference].name


def medium_line(medium: Medium) -> str:
    """Return a backup medium on one line: its reference, and the label written on it."""
    return f"{medium.medium} “{medium.label}”"


def size(count: int) -> str:
    """Return so many bytes as people say it."""
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "KB")):
        if count >= unit:
            return f"{count / unit:,.1f} {name}"
    return f"{count:,} bytes"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return so many of a noun; its plural takes an s unless another is given."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def request_line(register: Register, reference: str) -> str:
    """Return an access request on one line."""
    asked = register.requests[reference]
    return f"{reference}: {person_name(register, asked.person)}, {asked.document}, {asked.state}"


def role_line(role: Role, today: date) -> str:
    """Return a role with its authority and days, and whether it is in force."""
    span = f"from {day(role.start)}" if role.start else ""
    span += f" until {day(role.end)}" if role.end else ""
    state = "in force" if role.in_force(today) else "not in force"
    return ", ".join(part for part in (role.role, role.authority, span.strip(), state) if part)


def copy_state(copy: Copy, today: date) -> str:
    """Return a copy's state in words, with whether it is overdue."""
    return f"{copy.state}, overdue" if copy.overdue(today) else str(copy.state)


def documents_offered(register: Register) -> Pairs:
    """Return every document as an option, newest first."""
    return [(name, document_line(register, name)) for name in reversed(register.documents)]


def people_offered(register: Register) -> Pairs:
    """Return every person as an option, by name."""
    people = sorted(register.people.values(), key=lambda person: person.name.casefold())
    return [(person.person, f"{person.title} ({person.person})") for person in people]


def reviews_offered(register: Register, *, concluded: bool = True) -> Pairs:
    """Return the reviews as options, newest first."""
    found = reversed(register.reviews.values())
    return [(review.review, review.review) for review in found if concluded or review.concluded is None]


def requests_for(register: Register, copy: Copy, today: date) -> Pairs:
    """Return the requests under which a copy may be signed out today, as options; the rules choose them."""
    return [
        (asked.request, f"{asked.request}: {register.people[asked.person].title}. {asked.purpose}")
        for asked in register.requests.values()
        if copy.made_for in {"", asked.person} and _grants(register, asked, copy.document, today)
    ]


def tally_line(register: Register, document: str) -> str:
    """Return how many copies of a document are in each state."""
    counts = copies.tally(register, document)
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none made"


def modes_offered() -> Pairs:
    """Return the modes of access as options."""
    return [(mode, text[0].upper() + text[1:]) for mode, text in access.MODES.items()]


def as_said(values: Iterable[str]) -> Pairs:
    """Return plain words as options, with a capital."""
    return [(value, value[0].upper() + value[1:]) for value in values]


def _grants(register: Register, asked: Request, document: str, today: date) -> bool:
    try:
        access.granted(register, asked, person=asked.person, document=document, mode="hard-copy", day=today)
    except RuleError:
        return False
    return True
