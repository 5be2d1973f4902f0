"""The register and the ledger as a package holds them: tables under the register's own names, and JSON lines.

Rule: every field of a row is a column, so that nothing the register knows is forgotten (but for the codes
that prove a signed paper); lists of rows are tables of their own. An entry that is left out keeps its
digests, with which the chain still verifies.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

import msgspec

from desktop.custody import (
    access,
    board,
    copies,
    documents,
    handover,
    incidents,
    interest,
    keys,
    media,
    packages,
    people,
    reviews,
)
from desktop.custody.ledger import Stored
from desktop.custody.register import Record, from_bytes

if TYPE_CHECKING:
    from desktop.custody.register import Register

HISTORY = (
    "entry",
    "recorded",
    "happened",
    "by",
    "operator",
    "witness",
    "kind",
    "said",
    "digest",
)
"""The columns of a document's custody history; its rows are the entries that tell of the document."""

_PROOFS = {"slip_code", "code"}  # typed back when a signed paper is here: told on that paper alone

Row = Sequence[str]


class Table(NamedTuple):
    """A table; each row is as long as the headings."""

    name: str
    headings: Row
    rows: Sequence[Row]


class Account(NamedTuple):
    """The ledger as JSON lines, how many entries are left out of it, and each document's history."""

    lines: bytes
    entries: int
    withheld: int
    histories: Mapping[str, Table]


def tables(register: "Register", found: packages.Contents) -> list[Table]:
    """Return the register as far as a package holds it; `file` is a master's name in the package."""
    whole = [] if found.review else _of_the_vault(register)
    return [
        _table("reviews", reviews.Review, found.reviews),
        _table("documents", documents.Document, found.documents),
        _versions(found),
        _table(
            "copies",
            copies.Copy,
            found.copies,
            responsible=lambda copy: copy.responsible,
            due=lambda copy: _text(copy.due),
        ),
        _parts("loans", copies.Loan, [(copy.copy, copy.loans) for copy in found.copies], "copy"),
        _table("people", people.Person, found.people),
        _parts("roles", people.Role, [(person.person, person.roles) for person in found.people], "person"),
        _table("requests", access.Request, found.requests, state=lambda asked: asked.state),
        _table("interest", interest.Interest, found.interest, state=lambda asked: asked.state),
        _table("incidents", incidents.Incident, found.incidents),
        _table("operators", board.Operator, tuple(register.operators.values())),
        *whole,
    ]


def account(found: packages.Contents, operators: Mapping[str, str], rows: Iterable[Stored]) -> Account:
    """Return the verified entries as a package holds them, and what they tell of each document.

    `operators` are the operators' names by reference.
    """
    subjects = _subjects(found)
    histories: dict[str, list[Row]] = {known.document: [] for known in found.documents}
    lines, withheld = [], 0
    for number, salt, body, digest in rows:
        mentioned = packages.mentioned(body)
        left_out = found.withholds(mentioned)
        withheld += left_out
        lines.append(_line((number, salt, body, digest), left_out=left_out))
        about = {subjects[reference] for reference in mentioned if reference in subjects}
        if about and not left_out:
            told = _told(operators, from_bytes(body, number), number, digest)
            for document in about:
                histories[document].append(told)
    return Account(
        b"".join(lines),
        len(lines),
        withheld,
        {document: Table(document, HISTORY, told) for document, told in histories.items()},
    )


def _of_the_vault(register: "Register") -> list[Table]:
    """Return what belongs to no review."""
    return [
        _table("media", media.Medium, tuple(register.media.values())),
        _table("recoveries", keys.Recovery, tuple(register.recoveries.values())),
        _table("handovers", handover.Handover, register.handovers),
    ]


def _versions(found: packages.Contents) -> Table:
    rows = [
        [known.document, packages.file_name(known, version), *_cells(documents.Version, version)]
        for known in found.documents
        for version in known.versions
    ]
    return Table("versions", ["document", "file", *_columns(documents.Version)], rows)


def _table(
    name: str, kind: type[msgspec.Struct], rows: Sequence[Any], **computed: Callable[[Any], str]
) -> Table:
    headings = [*_columns(kind), *computed]
    return Table(
        name, headings, [[*_cells(kind, row), *(of(row) for of in computed.values())] for row in rows]
    )


def _parts(
    name: str, kind: type[msgspec.Struct], wholes: Iterable[tuple[str, Sequence[Any]]], of: str
) -> Table:
    rows = [[reference, *_cells(kind, part)] for reference, parts in wholes for part in parts]
    return Table(name, [of, *_columns(kind)], rows)


def _columns(kind: type[msgspec.Struct], before: str = "") -> Iterator[str]:
    for field in _fields(kind):
        inner = _inner(field.type)
        if inner is None:
            yield before + field.name
        elif get_origin(field.type) is not tuple:
            yield from _columns(inner, f"{before}{field.name}_")


def _cells(kind: type[msgspec.Struct], value: Any) -> Iterator[str]:
    for field in _fields(kind):
        inner = _inner(field.type)
        own = None if value is None else getattr(value, field.name)
        if inner is None:
            yield _text(own)
        elif get_origin(field.type) is not tuple:
            yield from _cells(inner, own)


def _fields(kind: type[msgspec.Struct]) -> list[msgspec.structs.FieldInfo]:
    return [field for field in msgspec.structs.fields(kind) if field.name not in _PROOFS]


def _inner(kind: Any) -> type[msgspec.Struct] | None:
    """Return the row that a field holds, or holds a list of."""
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(map(_text, value))
        case _:
            return str(value)


def _subjects(found: packages.Contents) -> dict[str, str]:
    """Return, for each reference of a document, its copies, requests and incidents, the document."""
    subjects = {known.document: known.document for known in found.documents}
    subjects |= {known.copy: known.document for known in found.copies}
    subjects |= {known.request: known.document for known in found.requests}
    return subjects | {known.incident: subjects[known.about] for known in found.incidents}


def _told(operators: Mapping[str, str], record: Record, number: int, digest: bytes) -> Row:
    hand, event = record.hand, record.event
    return (
        str(number),
        hand.recorded.isoformat(),
        hand.at.isoformat(),
        hand.by,
        operators[hand.by],
        hand.witness,
        str(event.__struct_config__.tag),
        event.said(),
        digest.hex(),
    )


def _line(row: Stored, *, left_out: bool) -> bytes:
    number, salt, body, digest = row
    line: dict[str, object] = {"number": number, "digest": digest.hex()}
    if left_out:
        line["withheld"] = packages.body_digest(salt, body).hex()
    else:
        encoded = base64.b64encode(body).decode()
        line |= {"salt": salt.hex(), "entry": msgspec.Raw(body), "body": encoded}
    return msgspec.json.encode(line) + b"\n"
