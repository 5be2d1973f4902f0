"""What a search may find: each noun of the register, the words it is found by, and the line that shows it.

Rule: nothing about a document that is kept apart is findable: not the document, nor a request, an incident or
a letter about it (B6). Slip codes are not among the words; they are compared whole.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.custody import dates, documents
from desktop.custody.hand import CUSTODIAN

if TYPE_CHECKING:
    from desktop.custody.board import Kind
    from desktop.custody.register import Register


class Noun(NamedTuple):
    """One noun: where its rows are, what a row is found by, and how it is shown."""

    noun: str
    """As people say it, such as "access request"."""
    rows: Callable[["Register"], Mapping[str, Any]]
    own: Callable[["Register", Any], Sequence[str]]
    """Its own words; the reference is one of them already."""
    borrowed: Callable[["Register", Any], Sequence[str]]
    """Words of what it belongs to: they find it too, but later."""
    line: Callable[["Register", Any], str]
    """What it is, in one line, without its reference."""
    about: Callable[[Any], Sequence[str]] = lambda _row: ()
    """What it is about, by reference."""
    lends: bool = False
    """Whether others borrow its words."""
    by_name: bool = False
    """Whether people choose its references themselves."""


def kept_apart(register: "Register") -> frozenset[str]:
    """Return the documents that no search finds (B6)."""
    kinds = {kind.kind for kind in register.founded.settings.kinds if _apart(kind)}
    return frozenset(known.document for known in register.documents.values() if known.kind in kinds)


def _apart(kind: "Kind") -> bool:
    # Vaults of before "apart" know the coding schedule as the one kind that is never copied.
    return kind.apart or not kind.copied


def hidden(register: "Register", noun: Noun, row: Any, apart: frozenset[str]) -> bool:
    """Return whether no search may find a row: all that it is about is kept apart (B6)."""
    about = [document_of(register, reference) for reference in noun.about(row)]
    return bool(about) and apart.issuperset(about)


def document_of(register: "Register", about: str) -> str:
    """Return the document that a reference is about: of a document, a copy, a request or an incident."""
    if about in register.requests:
        return register.requests[about].document
    if about in register.incidents:
        return document_of(register, register.incidents[about].about)
    return about.partition("/")[0]


def review_of(register: "Register", about: str) -> str:
    """Return the review that a reference is, or belongs to: of a document and what it has, or of a muster."""
    if about in register.reviews:
        return about
    if about in register.musters:
        return register.musters[about].review
    known = register.documents.get(document_of(register, about))
    return known.review if known else ""


def name_of(register: "Register", person: str) -> str:
    """Return a person's name, or the custodian."""
    known = register.people.get(person)
    return known.name if known else "the custodian" if person == CUSTODIAN else ""


def described(register: "Register", reference: str) -> str:
    """Return what a document is, with its agency, edition and review; nothing of one that is kept apart."""
    known = register.documents.get(reference.partition("/")[0])
    if known is None:
        return ""
    kind = next(kind for kind in register.founded.settings.kinds if kind.kind == known.kind)
    if _apart(kind):
        return ""
    return f"{documents.described(kind, known.agency)}, {known.edition} ({known.review})"


def _nothing(_register: "Register", _row: Any) -> Sequence[str]:
    return ()


def _copy_line(register: "Register", row: Any) -> str:
    return f"{row.state}, with {name_of(register, row.responsible)}: {described(register, row.copy)}"


def _of_copy(register: "Register", row: Any) -> Sequence[str]:
    return described(register, row.copy), row.responsible, name_of(register, row.responsible)


def _of_request(register: "Register", row: Any) -> Sequence[str]:
    return row.person, name_of(register, row.person), row.document, described(register, row.document)


def _of_several(register: "Register", row: Any) -> Sequence[str]:
    return [word for about in row.about for word in (about, described(register, about))]


def _request_line(register: "Register", row: Any) -> str:
    return f"{row.state}: {name_of(register, row.person)}, {described(register, row.document)}"


def _of_objective(_register: "Register", row: Any) -> Sequence[str]:
    said = row.wording
    texts = (said.recommendation, said.outcome, said.action, said.person, said.agency, said.cross_reference)
    return (*texts, *(note.evidence for note in row.notes))


def _review_line(_register: "Register", row: Any) -> str:
    if row.closed is not None:
        return f"closed on {dates.day(row.closed)}"
    if row.concluded is not None:
        return f"concluded on {dates.day(row.concluded)}"
    return f"opened on {dates.day(row.opened)}"


def _incident_line(_register: "Register", row: Any) -> str:
    return f"{'closed' if row.closed else 'open'}, about {row.about}: {row.what}"


def _medium_line(_register: "Register", row: Any) -> str:
    return f"“{row.label}”, {'destroyed' if row.destroyed else 'kept at ' + row.place}"


def _disposal_line(_register: "Register", row: Any) -> str:
    if row.done:
        return f"keys removed on {dates.day(row.done)}: {', '.join(row.documents)}"
    return f"{'abandoned' if row.abandoned else 'prepared'}: {', '.join(row.documents)}"


def _document_line(register: "Register", row: Any) -> str:
    gone = f"disposed of, {row.disposed}" if row.disposed else ""
    return ": ".join(filter(None, (described(register, row.document), row.title, gone)))


NOUNS: tuple[Noun, ...] = (
    Noun(
        "person",
        lambda register: register.people,
        lambda _register, row: (row.name, row.post, row.agency, row.contact.telephone, row.contact.email),
        _nothing,
        lambda _register, row: row.title,
        lends=True,
    ),
    Noun(
        "review",
        lambda register: register.reviews,
        lambda _register, row: (row.review,),
        _nothing,
        _review_line,
        by_name=True,
    ),
    Noun(
        "document",
        lambda register: register.documents,
        lambda register, row: (described(register, row.document), row.title),
        _nothing,
        _document_line,
        lambda row: (row.document,),
        lends=True,
    ),
    Noun(
        "copy",
        lambda register: register.copies,
        lambda _register, row: (f"copy {row.number}",),
        _of_copy,
        _copy_line,
        lambda row: (row.copy,),
    ),
    Noun(
        "access request",
        lambda register: register.requests,
        lambda _register, row: (row.purpose,),
        _of_request,
        _request_line,
        lambda row: (row.document,),
    ),
    Noun(
        "executive-summary request",
        lambda register: register.interest,
        lambda _register, row: (row.name, row.category, row.reason),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.name} ({row.category}), {row.review}",
    ),
    Noun(
        "submission",
        lambda register: register.submissions,
        lambda _register, row: (row.body, row.how, row.note),
        lambda register, row: (row.review, *(described(register, item.document) for item in row.items)),
        lambda _register, row: f"{row.state}: to {row.body} on {dates.day(row.sent)}, {row.review}",
        lambda row: [item.document for item in row.items],
    ),
    Noun(
        "case of third-party health information",
        lambda register: register.health,
        lambda _register, row: (row.concerned, row.holder, row.asked_by),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.concerned}, {row.holder}, {row.review}",
    ),
    Noun(
        "agency action plan",
        lambda register: register.agency_plans,
        lambda _register, row: (row.agency, row.told_by, row.chair),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.agency}, {row.review}",
    ),
    Noun(
        "objective",
        lambda register: register.objectives,
        _of_objective,
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.wording.action} ({row.wording.person}), {row.review}",
    ),
    Noun(
        "legal advice",
        lambda register: register.advice,
        lambda _register, row: (row.adviser, row.gist),
        lambda register, row: [described(register, on.document) for on in row.documents],
        lambda _register, row: f"of {row.adviser}, {dates.day(row.day)}, about {row.about}",
        lambda row: [on.document for on in row.documents],
    ),
    Noun(
        "incident",
        lambda register: register.incidents,
        lambda _register, row: (row.what, row.found),
        lambda register, row: (row.about, described(register, row.about)),
        _incident_line,
        lambda row: (row.about,) if row.about else (),
    ),
    Noun(
        "request for information",
        lambda register: {**register.foi, **register.subject_access},
        lambda _register, row: (row.name, row.asked),
        _of_several,
        lambda _register, row: f"{row.state}: {row.name}, received on {dates.day(row.received)}",
    ),
    Noun(
        "hold",
        lambda register: register.holds,
        lambda _register, row: (row.authority, row.reason),
        _of_several,
        lambda _register, row: f"{'lifted' if row.lifted else 'in force'}: {row.reason}",
        lambda row: row.about,
    ),
    Noun(
        "proceedings",
        lambda register: register.proceedings,
        lambda _register, row: (row.title, row.contact, row.note),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.title}, beside {row.review}",
    ),
    Noun(
        "disposal",
        lambda register: register.disposals,
        lambda _register, row: (row.second,),
        lambda register, row: [word for one in row.documents for word in (one, described(register, one))],
        _disposal_line,
        lambda row: row.documents,
    ),
    Noun(
        "review of a record",
        lambda register: register.record_reviews,
        lambda _register, row: (row.first, row.second, row.reason, row.to_whom),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.state}: {row.decides}, {row.review}",
    ),
    Noun(
        "muster",
        lambda register: register.musters,
        lambda _register, row: (row.first, row.second, row.place),
        lambda _register, row: (row.review,),
        lambda _register, row: f"begun on {dates.day(row.begun)} by {row.first} and {row.second}",
    ),
    Noun(
        "Overview Panel pack",
        lambda register: register.packs,
        lambda _register, _row: ("panel pack",),
        lambda _register, row: (row.review,),
        lambda _register, row: f"{row.version}, {row.state} on {dates.day(row.made)}, {row.review}",
    ),
    Noun(
        "destruction batch",
        lambda register: register.batches,
        lambda _register, row: (row.how.witness, row.how.place, row.how.bag, row.how.contractor),
        lambda _register, row: list(row.items),
        lambda _register, row: f"{row.state}: {len(row.items)} numbers, with {row.how.witness}",
        lambda row: list(row.items),
    ),
    Noun(
        "scanned paper",
        lambda register: register.scans,
        lambda _register, row: (row.paper,),
        lambda register, row: (row.about, described(register, row.about)),
        lambda _register, row: f"{row.paper} of {row.about}, filed on {dates.day(row.filed)}",
        lambda row: (row.about,),
    ),
    Noun(
        "print job",
        lambda register: register.print_jobs,
        lambda _register, row: (row.setup.printer,),
        lambda register, row: (row.about, described(register, row.about)),
        lambda _register, row: f"{row.state}: {row.about} on {row.setup.printer}, {dates.day(row.sent)}",
        lambda row: (row.about,),
    ),
    Noun(
        "letter",
        lambda register: register.letters,
        lambda _register, row: (row.to.name, row.to.agency, row.subject, row.wording),
        lambda register, row: (row.about, described(register, row.about)),
        lambda _register, row: f"to {row.to.name} on {dates.day(row.day)}: {row.subject}",
        lambda row: (row.about,) if row.about else (),
    ),
    Noun(
        "operator",
        lambda register: register.operators,
        lambda _register, row: (row.name,),
        _nothing,
        lambda _register, row: f"{row.name}{', removed' if row.removed else ''}",
    ),
    Noun(
        "backup medium",
        lambda register: register.media,
        lambda _register, row: (row.label, row.place, row.keeper),
        _nothing,
        _medium_line,
    ),
)
"""In the order in which they are shown, where nothing else tells them apart."""
