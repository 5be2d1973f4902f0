"""What a package holds (A7): of each noun of the register the rows that belong to it.

Rule: every noun is handed over, and a test fails where one has no place here. A package of one review takes
the rows that belong to that review; a document kept apart goes only where that was said (B6). What is left
out is named nowhere: not in another row, and no entry that names it is in the package's ledger.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from desktop.custody import (
    access,
    action_plans,
    advice,
    agency_plans,
    approved_exceptions,
    batches,
    board,
    calendar,
    chases,
    conclusion,
    copies,
    disposal_traces,
    disposals,
    documents,
    electronic,
    handed_out,
    handover,
    health,
    holder_certificates,
    holds,
    incidents,
    information,
    interest,
    kept_until,
    keys,
    late,
    letters,
    media,
    muster,
    objectives,
    observations,
    panel_pack,
    people,
    print_jobs,
    printers,
    proceedings,
    publication_round,
    record_reviews,
    retention_rules,
    reviews,
    scans,
    submissions,
    wordings,
)
from desktop.custody.documents import APART, Document, Kept, kept_apart, masters_of
from desktop.custody.scans import KeptScan

if TYPE_CHECKING:
    from desktop.custody.register import Register

ELSEWHERE = "not in this package"
"""All that a package says of what it leaves out; of a document kept apart it says `APART`."""

_REFERENCE = re.compile(r"(?<![\w/-])[A-Z]{1,2}-\d{4,12}(?:/\d{1,9})?(?![\w-])")

_SHORTEST = 4
"""Characters of a review's reference that is looked for within a text."""

Row = tuple[str, Any]
"""A row with the key under which the register has it."""


class ClosedDay(msgspec.Struct, frozen=True):
    """A day that was closed by an act, as a table shows it."""

    day: date
    why: str


class HolidaySource(msgspec.Struct, frozen=True):
    """Where the bank holidays of a year were taken from, as a table shows it."""

    year: int
    source: str


class Noun(NamedTuple):
    """One noun of the register, under the register's own name for it."""

    name: str
    kind: type[msgspec.Struct]
    belongs: Callable[["Register", str, Any], Iterable[str]]
    """The references of what a row belongs to, from its key and itself; none: it is the vault's."""
    key: str = ""
    """What a row's key is called, where it is not the row's own first field."""
    computed: tuple[str, ...] = ()
    """Properties of a row that stand in the table beside its fields."""
    brings: Callable[[Any], Iterable[str]] = lambda _row: ()
    """The people who come with a row."""
    wholly: bool = False
    """Whether a row stays out when any part of what it belongs to does."""
    everywhere: bool = False
    """Whether every package has it, of whatever review: it is the Board's."""

    def rows(self, register: "Register") -> Iterator[Row]:
        """Yield the register's rows of it, each with its key."""
        found = getattr(register, self.name)
        if isinstance(found, msgspec.Struct):
            yield str(getattr(found, self.key)), found
        elif not isinstance(found, Mapping):
            yield from (("", row) for row in found)
        else:
            for key, value in found.items():
                for row in value if isinstance(value, tuple) else (value,):
                    yield str(key), row if isinstance(row, msgspec.Struct) else self.kind(key, row)


def _vault(_register: "Register", _key: str, _row: Any) -> Iterable[str]:
    return ()


def _key(_register: "Register", key: str, _row: Any) -> Iterable[str]:
    return (key,)


def _review(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return (row.review,) if row.review else ()


def _document(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return (row.document,)


def _advised(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return [on.document for on in row.documents]


def _reviews(register: "Register", _key: str, row: Any) -> Iterable[str]:
    # By the review, so that a duty towards a document kept apart is handed over, and does not name it.
    known = register.documents
    return {known[about].review if about in known else about for about in row.about}


def _held(register: "Register", key: str, row: Any) -> Iterable[str]:
    return _reviews(register, key, row) if row.about else register.reviews


def _about(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return _REFERENCE.findall(row.about) or ([row.about] if row.about else [])


def _listed(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return [str(copy) for copy in row.items]


def _disposed(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return [item.document for item in row.items]


def _packed(_register: "Register", _key: str, row: Any) -> Iterable[str]:
    return list(row.documents)


_STATE = ("state",)

NOUNS: tuple[Noun, ...] = (
    Noun("board", board.Board, _vault, key="vault", everywhere=True),
    Noun("operators", board.Operator, _vault, everywhere=True),
    Noun("holidays", calendar.Holiday, _vault, everywhere=True),
    Noun("holiday_sources", HolidaySource, _vault, everywhere=True),
    Noun("closed_days", ClosedDay, _vault, everywhere=True),
    Noun("wordings", wordings.BoardWording, _vault, everywhere=True),
    Noun(
        "reviews",
        reviews.Review,
        _review,
        brings=lambda review: [held.person for held in review.appointments],
    ),
    Noun("documents", documents.Document, _review),
    Noun(
        "copies",
        copies.Copy,
        _document,
        computed=("responsible", "due"),
        brings=lambda copy: (copy.made_for, *(loan.person for loan in copy.loans)),
    ),
    Noun(
        "requests",
        access.Request,
        _document,
        computed=_STATE,
        brings=lambda asked: (asked.person,),
    ),
    Noun("people", people.Person, _key),
    Noun("electronic", electronic.Dispatch, _key),
    Noun("late", late.Late, _key, key="copy"),
    Noun("chases", chases.Chased, _key, key="copy"),
    Noun("views", observations.View, _document),
    Noun("advice", advice.Advice, _advised, computed=("about",), wholly=True),
    Noun("publications", publication_round.Publication, _document, computed=_STATE),
    Noun("interest", interest.Interest, _review, computed=_STATE),
    Noun("submissions", submissions.Submission, _review, computed=_STATE),
    Noun("health", health.Case, _review, computed=_STATE),
    Noun("agency_plans", agency_plans.AgencyPlan, _review, computed=_STATE),
    Noun("objectives", objectives.Objective, _review, computed=_STATE),
    Noun("action_plans", action_plans.ActionPlan, _review, computed=_STATE),
    Noun("informed", conclusion.Informed, _key, key="review"),
    Noun("foi", information.Request, _reviews, computed=_STATE),
    Noun("subject_access", information.Request, _reviews, computed=_STATE),
    Noun("proceedings", proceedings.Proceedings, _review, computed=_STATE),
    Noun("holds", holds.Hold, _held, computed=("subject",)),
    Noun("retention_rules", retention_rules.Adopted, _vault, everywhere=True),
    Noun("kept_until", kept_until.KeptUntil, _review),
    Noun("record_reviews", record_reviews.RecordReview, _review, computed=_STATE),
    Noun("musters", muster.Muster, _review),
    Noun("batches", batches.Batch, _listed, computed=("state", "pages")),
    Noun("holder_certificates", holder_certificates.HolderCertificate, _key),
    Noun("exceptions", approved_exceptions.ApprovedException, _key, key="copy"),
    Noun("packs", panel_pack.Pack, _review, computed=_STATE),
    Noun("media", media.Medium, _vault),
    Noun("disposals", disposals.Disposal, _disposed),
    Noun("settled", disposal_traces.Settled, _vault),
    Noun("packages", handed_out.Package, _packed),
    Noun("incidents", incidents.Incident, _about),
    Noun("letters", letters.Letter, _about),
    Noun("printers", printers.Excepted, _vault),
    Noun("print_jobs", print_jobs.PrintJob, _about, computed=_STATE),
    Noun("scans", scans.Scan, _about),
    Noun("recoveries", keys.Recovery, _vault),
    Noun("handovers", handover.Handover, _vault),
)
"""In an order in which a row comes after what it belongs to."""


class Contents(NamedTuple):
    """What a package holds, as the register stands; `inside` and `outside` are references."""

    review: str
    """The one review it is limited to, or empty: everything in custody."""
    rows: Mapping[str, tuple[Row, ...]]
    """By noun."""
    inside: frozenset[str]
    outside: frozenset[str]
    apart: frozenset[str]
    """The documents kept apart that are left out."""
    others: re.Pattern[str]
    """Finds the reviews that are left out, in any text."""
    coding_schedules: int
    """How many coding schedules there are, in the package or left out of it."""

    def of(self, noun: str) -> list[Any]:
        """Return its rows of a noun."""
        return [row for _key, row in self.rows[noun]]

    @property
    def documents(self) -> list[Document]:
        """The documents that are handed over."""
        return self.of("documents")

    @property
    def masters(self) -> Iterator[Kept | KeptScan]:
        """Every master and rendition of its documents, and every scanned paper."""
        yield from masters_of(self.documents)
        yield from (KeptScan(scan, scan.master) for scan in self.of("scans"))

    def withholds(self, mentioned: Collection[str]) -> bool:
        """Whether an entry is left out in which these texts and references stand."""
        if not self.outside.isdisjoint(mentioned) or any(map(self.others.search, mentioned)):
            return True
        return bool(self.review) and self.inside.isdisjoint(mentioned)

    def shown(self, text: str) -> str:
        """Return a text of a row without the references of what is left out."""
        if text in self.outside:
            return self._instead(text)
        text = self.others.sub(ELSEWHERE, text)
        return _REFERENCE.sub(
            lambda found: self._instead(found[0]) if found[0] in self.outside else found[0], text
        )

    def _instead(self, reference: str) -> str:
        return APART if reference.partition("/")[0] in self.apart else ELSEWHERE


def contents(register: "Register", *, review: str = "", coding_schedules: bool = False) -> Contents:
    """Return what a package of one review, or of everything, holds."""
    only = register.review(review).review if review else ""
    schedules = {
        known.document
        for known in register.documents.values()
        if kept_apart(register, known.document) and only in {"", known.review}
    }
    apart = frozenset() if coding_schedules else frozenset(schedules)
    sorting = _Sorting(register, only, apart)
    rows = {noun.name: tuple(sorting.kept(noun)) for noun in NOUNS}
    return Contents(
        only,
        rows,
        frozenset(sorting.inside),
        frozenset(sorting.outside),
        apart,
        _named(known for known in register.reviews if known in sorting.outside),
        len(schedules),
    )


def _named(reviews: Iterable[str]) -> re.Pattern[str]:
    """Return what finds these reviews in a text; one of a few letters could be any word."""
    names = [re.escape(name) for name in reviews if len(name) >= _SHORTEST]
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(names) or '(?!)'})(?![\w/-])")


def references(text: str) -> list[str]:
    """Return the references that stand in a text."""
    return _REFERENCE.findall(text)


class _Sorting:
    """Which rows a package takes, noun by noun."""

    def __init__(self, register: "Register", only: str, apart: Collection[str]) -> None:
        self._register = register
        self._only = only
        self._apart = apart
        self._with = {only} if only else set()
        """What a row of the one review may belong to."""
        self.inside: set[str] = set()
        self.outside: set[str] = set()

    def kept(self, noun: Noun) -> Iterator[Row]:
        """Yield the rows of a noun that the package takes."""
        for key, row in noun.rows(self._register):
            # A row whose first field is its key has it as its own reference.
            own = {key} & {getattr(row, noun.kind.__struct_fields__[0])}
            if self._takes(noun, key, row):
                self.inside |= own
                self._with |= {*own, *noun.brings(row)}
                yield key, row
            else:
                self.outside |= own - self.inside

    def _takes(self, noun: Noun, key: str, row: Any) -> bool:
        if noun.everywhere:
            return True
        if key in self._apart:
            return False
        about = set(noun.belongs(self._register, key, row))
        there = about & self._with if self._only else about - self.outside
        if noun.wholly:
            return there == about
        return bool(there) or not (about or self._only)
