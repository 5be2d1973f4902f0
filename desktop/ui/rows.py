"""How the rows of the register are named on the screen: one way for tables, details and choices.

Rule: words only; what may be done with a row is for the rules to say. Nothing here changes anything.
"""

from collections.abc import Iterable
from datetime import date, datetime

from desktop.custody import access, closed_days, copies, dates, documents, incidents, people, reconsideration
from desktop.custody.access import Request
from desktop.custody.board import Kind
from desktop.custody.copies import Copy, CopyState
from desktop.custody.documents import Document
from desktop.custody.errors import RuleError
from desktop.custody.hand import CUSTODIAN
from desktop.custody.incidents import Incident
from desktop.custody.letters import Letter
from desktop.custody.media import Medium
from desktop.custody.people import Role
from desktop.custody.register import Register

Pairs = list[tuple[str, str]]

SLIP_HINT = "Spaces, hyphens and capitals do not matter."


def day(value: date | None) -> str:
    """Return a day as it is shown, or nothing."""
    return dates.day(value) if value else ""


def moment(value: datetime) -> str:
    """Return a moment as it is shown, in this computer's time."""
    return dates.moment(value.astimezone())


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


def role_line(role: Role, today: date) -> str:
    """Return a role with its authority and days, and whether it is in force."""
    span = f"from {day(role.start)}" if role.start else ""
    span += f" until {day(role.end)}" if role.end else ""
    state = "in force" if role.in_force(today) else "not in force"
    where = "outside the process" if role.outside else ""
    told = (people.named(role.role, role.review), where, role.authority, span.strip(), state)
    return ", ".join(part for part in told if part)


def copy_state(register: Register, copy: Copy, today: date) -> str:
    """Return a copy's state in words, with whether it is overdue and unsigned for."""
    unsigned = copy.unsigned and copy.state != CopyState.AWAITING_SIGNATURE
    said = f"{copy.state}, awaiting signature" if unsigned else str(copy.state)
    return f"{said}, overdue" if closed_days.overdue(register, copy, today) else said


def letter_line(letter: Letter) -> str:
    """Return a letter on one line."""
    return f"{letter.letter}, {short_day(letter.day)}, to {letter.to.name}: {letter.subject}"


def due_facts(copy: Copy) -> Pairs:
    """Return when a copy is due back, and why on that day if another was asked for."""
    return [("Due back", day(copy.due)), ("Why that day", copy.loan.due_why if copy.loan else "")]


def incident_clock(incident: Incident, now: datetime) -> str:
    """Return what the clock of an incident asks for, and how long is left; nothing where it has none."""
    return incidents.clock_words(incident, now)


def documents_offered(register: Register) -> Pairs:
    """Return every document as an option, newest first."""
    return [(name, document_line(register, name)) for name in reversed(register.documents)]


def documents_advised(register: Register) -> Pairs:
    """Return the documents that legal advice may be about as options: those that wait for it first."""
    known = [document for document in register.documents.values() if not _kind(register, document).apart]
    known.sort(key=lambda document: _kind(register, document).gate != "legal advice")
    return [(document.document, document_line(register, document.document)) for document in known]


def publishable(register: Register, review: str) -> Pairs:
    """Return the documents of a review that may be published as options."""
    return [
        (document.document, document_line(register, document.document))
        for document in register.documents.values()
        if document.review == review
        and document.edition == "anonymised"
        and _kind(register, document).gate == "publication"
    ]


def people_offered(register: Register) -> Pairs:
    """Return every person as an option, by name."""
    people = sorted(register.people.values(), key=lambda person: person.name.casefold())
    return [(person.person, f"{person.title} ({person.person})") for person in people]


def reviews_offered(register: Register, *, concluded: bool = True) -> Pairs:
    """Return the reviews as options, newest first; without the `concluded`, those that go on."""
    found = reversed(register.reviews.values())
    return [
        (review.review, review.review)
        for review in found
        if concluded or reconsideration.going_on(register, review)
    ]


def requests_for(register: Register, copy: Copy, today: date) -> Pairs:
    """Return the requests under which a copy may be signed out today, as options; the rules choose them."""
    return [
        (asked.request, f"{asked.request}: {register.people[asked.person].title}. {asked.purpose}")
        for asked in register.requests.values()
        if copy.made_for in {"", asked.person} and _grants(register, asked, copy, today)
    ]


def requests_for_a_copy(register: Register, document: Document, today: date) -> Pairs:
    """Return the requests under which a copy of a document may be made and signed out today, as options."""
    to_be = Copy(document.document, document.document, 0, document.current.version, CopyState.IN_SAFE, today)
    return requests_for(register, to_be, today)


def has_a_copy(register: Register, asked: Request) -> bool:
    """Tell whether a copy was signed out under a request before."""
    return any(loan.request == asked.request for copy in register.copies.values() for loan in copy.loans)


def tally_line(register: Register, document: str) -> str:
    """Return how many copies of a document are in each state."""
    counts = copies.tally(register, document)
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "none made"


def modes_offered() -> Pairs:
    """Return the modes of access as options."""
    return [(mode, text[0].upper() + text[1:]) for mode, text in access.MODES.items()]


def capital(text: str) -> str:
    """Return text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def as_said(values: Iterable[str]) -> Pairs:
    """Return plain words as options, with a capital."""
    return [(value, capital(value)) for value in values]


def _kind(register: Register, document: Document) -> Kind:
    return register.founded.kind(document.kind)


def _grants(register: Register, asked: Request, copy: Copy, today: date) -> bool:
    try:
        access.granted(
            register,
            asked,
            person=asked.person,
            document=copy.document,
            mode="hard-copy",
            day=today,
            version=copy.version,
        )
    except RuleError:
        return False
    return True
