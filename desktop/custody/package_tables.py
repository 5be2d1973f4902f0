"""The register and the ledger as a package holds them: tables and JSON lines, under the register's own names.

Rule: every field of a row is a column, so that nothing the register knows is forgotten (but for the codes
that prove a signed paper); lists of rows are tables of their own. In JSON lines a row is whole. An entry
that is left out keeps its digests, with which the chain still verifies.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args, get_origin

import msgspec

from desktop.custody import packages
from desktop.custody.children import Child
from desktop.custody.entries import Record, from_bytes
from desktop.custody.ledger import Stored
from desktop.custody.package_contents import NOUNS, Contents, Noun, references

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
"""The columns of the ledger in words, and of a document's custody history, which are some of its rows."""

NAMES: Mapping[str, str] = {
    "action_plans_amendments": "action_plan_amendments",
    "action_plans_reports": "action_plan_reports",
    "action_plans_sign_ups": "action_plan_sign_ups",
    "advice_documents": "advised",
    "board_settings_holidays": "holidays_at_founding",
    "board_settings_kinds": "kinds",
    "board_settings_ladder": "ladder",
    "board_settings_slip_ladder": "slip_ladder",
    "board_settings_notified": "told_of_each_decision",
    "board_settings_regimes": "regimes",
    "board_settings_standing_recipients": "standing_recipients",
    "copies_loans": "loans",
    "documents_versions": "versions",
    "documents_versions_renditions": "renditions",
    "incidents_assessments": "incident_assessments",
    "incidents_notes": "incident_notes",
    "musters_counts": "muster_counts",
    "musters_discrepancies": "muster_discrepancies",
    "objectives_changes": "objective_changes",
    "objectives_notes": "objective_progress",
    "people_roles": "roles",
    "publications_briefings": "briefings",
    "reviews_agencies": "agencies",
    "reviews_appointments": "appointments",
    "reviews_children": "children",
    "reviews_told": "told_of_decisions",
    "submissions_items": "submitted",
}
"""Shorter names of tables of lists; any other is called by its noun and field."""

_PARTS = {tuple, Mapping}
"""Fields that hold rows of their own, in a table of their own."""
_PROOFS = {"slip_code", "code"}  # typed back when a signed paper is here: told on that paper alone
_CODED: Sequence[type[msgspec.Struct]] = (Child,)
"""Rows whose code proves nothing: it is what a child is called here."""

Row = Sequence[str]
Data = dict[str, Any]
"""A row as JSON has it."""
Kind = type[msgspec.Struct]


class Table(NamedTuple):
    """A table; each row is as long as the headings."""

    name: str
    headings: Row
    rows: Sequence[Row]


class Records(NamedTuple):
    """A noun's rows: as a table with those of its lists, and as JSON lines."""

    name: str
    tables: Sequence[Table]
    lines: bytes


class Account(NamedTuple):
    """The ledger as JSON lines and in words, how many entries are left out, and each document's history."""

    lines: bytes
    entries: int
    withheld: int
    words: Table
    histories: Mapping[str, Table]


def records(found: Contents) -> list[Records]:
    """Return the register as far as a package holds it; `file` is a master's name in the package."""
    writing = _Writing(found)
    return [writing.records(noun) for noun in NOUNS]


def account(found: Contents, operators: Mapping[str, str], rows: Iterable[Stored]) -> Account:
    """Return the verified entries as a package holds them, and what they tell of each document.

    `operators` are the operators' names by reference.
    """
    subjects = _subjects(found)
    histories: dict[str, list[Row]] = {known.document: [] for known in found.documents}
    words: list[Row] = []
    lines, withheld = [], 0
    for number, salt, body, digest in rows:
        mentioned = packages.mentioned(body)
        left_out = found.withholds(mentioned)
        withheld += left_out
        lines.append(line((number, salt, body, digest), left_out=left_out))
        if not left_out:
            told = _told(operators, from_bytes(body, number), number, digest)
            words.append(told)
            for document in {one for reference in mentioned for one in subjects.get(reference, ())}:
                histories[document].append(told)
    return Account(
        b"".join(lines),
        len(lines),
        withheld,
        Table("ledger", HISTORY, words),
        {document: Table(document, HISTORY, told) for document, told in histories.items()},
    )


class _Writing:
    """Writes the rows of one package."""

    def __init__(self, found: Contents) -> None:
        self._found = found
        self._files = {kept.master.sealed: packages.file_name(kept) for kept in found.masters}

    def records(self, noun: Noun) -> Records:
        """Return the rows of a noun, as tables and as lines."""
        heading = noun.key or noun.kind.__struct_fields__[0]
        beside = [] if heading in noun.kind.__struct_fields__ else [heading]
        rows = []
        for key, row in self._found.rows[noun.name]:
            computed = {name: self._data(getattr(row, name)) for name in noun.computed}
            rows.append({**dict.fromkeys(beside, key), **self._row(row), **computed})
        keyed = [([str(row[heading])], row) for row in rows]
        whole = _table(noun.name, noun.kind, [([], row) for row in rows], beside=beside, after=noun.computed)
        parts = _tables_of_lists(noun.name, noun.kind, keyed, [heading])
        return Records(noun.name, [whole, *parts], b"".join(msgspec.json.encode(row) + b"\n" for row in rows))

    def _row(self, row: msgspec.Struct) -> Data:
        """Return a row without its proofs, and without the references of what is left out.

        A master that was disposed of has no file.
        """
        data = {field.name: self._data(getattr(row, field.name)) for field in _fields(type(row))}
        master = getattr(row, "master", None)
        return data if master is None else {"file": self._files.get(master.sealed, ""), **data}

    def _data(self, value: object) -> Any:
        match value:
            case None | bool() | int():
                return value
            case date():  # or a time
                return value.isoformat()
            case msgspec.Struct():
                return self._row(value)
            case tuple():
                return [self._data(one) for one in value if self._is_of_it(one)]
            case Mapping():
                return [self._data(one) for one in value.values()]
            case _:
                return self._found.shown(str(value))

    def _is_of_it(self, part: object) -> bool:
        """Whether a part of a row, such as a role, is of no other review than the package."""
        return not self._found.review or getattr(part, "review", "") in {"", self._found.review}


def _table(
    name: str,
    kind: Kind,
    rows: Sequence[tuple[Row, Data]],
    *,
    beside: Row = (),
    after: Row = (),
    above: Row = (),
) -> Table:
    """Return a table; each row comes with the cells that stand before it, under the headings `above`."""
    paths = [*((one,) for one in beside), *_columns(kind), *((one,) for one in after)]
    cells = [[*before, *(_cell(row, path) for path in paths)] for before, row in rows]
    return Table(name, [*above, *map("_".join, paths)], cells)


def _tables_of_lists(name: str, kind: Kind, rows: Sequence[tuple[Row, Data]], above: Row) -> Iterator[Table]:
    """Yield a table for each list in the rows of a kind, and for each list in those."""
    for path, inner in _lists(kind):
        called = "_".join((name, *path))
        parts = [(before, part) for before, row in rows for part in _at(row, path) or ()]
        yield _table(NAMES.get(called, called), inner, parts, above=above)
        first = inner.__struct_fields__[0]
        deeper = [([*before, str(part[first])], part) for before, part in parts]
        yield from _tables_of_lists(called, inner, deeper, [*above, first])


def _columns(kind: Kind, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield where a row has what its table shows: its own fields, and those of a row within it."""
    if "master" in kind.__struct_fields__:
        yield (*before, "file")
    for field in _fields(kind):
        inner = _inner(field.type)
        if inner is None:
            yield (*before, field.name)
        elif get_origin(field.type) not in _PARTS:
            yield from _columns(inner, (*before, field.name))


def _lists(kind: Kind, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Kind]]:
    """Yield where a row has rows of another kind, and of which."""
    for field in _fields(kind):
        inner = _inner(field.type)
        if inner is not None and get_origin(field.type) in _PARTS:
            yield (*before, field.name), inner
        elif inner is not None:
            yield from _lists(inner, (*before, field.name))


def _fields(kind: Kind) -> list[msgspec.structs.FieldInfo]:
    proofs = _PROOFS - {"code"} if kind in _CODED else _PROOFS
    return [field for field in msgspec.structs.fields(kind) if field.name not in proofs]


def _inner(kind: Any) -> Kind | None:
    """Return the row that a field holds, or holds a list of."""
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _at(row: Data, path: Iterable[str]) -> Any:
    value: Any = row
    for name in path:
        value = None if value is None else value[name]
    return value


def _cell(row: Data, path: Iterable[str]) -> str:
    match _at(row, path):
        case None:
            return ""
        case bool(value):
            return "yes" if value else "no"
        case list(values):
            return "; ".join(map(str, values))
        case value:
            return str(value)


def _subjects(found: Contents) -> dict[str, set[str]]:
    """Return, for each reference, the documents that are told of wherever it stands."""
    subjects = {known.document: {known.document} for known in found.documents}
    for noun in NOUNS:
        for key, row in found.rows[noun.name]:
            if references(key) == [key] and noun.name != "people":
                named = packages.texts(msgspec.to_builtins(row))
                about = {reference for text in named for reference in references(text)}
                subjects.setdefault(key, set()).update(*(subjects.get(one, ()) for one in about))
    return subjects


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


def line(row: Stored, *, left_out: bool) -> bytes:
    """Return an entry as a line of JSON: its body as it was chained, or only what keeps the chain whole."""
    number, salt, body, digest = row
    said: dict[str, object] = {"number": number, "digest": digest.hex()}
    if left_out:
        said["withheld"] = packages.body_digest(salt, body).hex()
    else:
        encoded = base64.b64encode(body).decode()
        said |= {"salt": salt.hex(), "entry": msgspec.Raw(body), "body": encoded}
    return msgspec.json.encode(said) + b"\n"
