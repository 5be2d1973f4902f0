"""In a pack for the Overview Panel: how copies came to their end, by which certificates (F1, F2).

Rule: every number is told once: destroyed here in a batch, destroyed by its holder, or excepted by name.
"""

from typing import TYPE_CHECKING

from desktop.custody import batches, dates, disposal_traces
from desktop.custody.blocks import Block, Column, Heading, Paragraph, Table
from desktop.custody.copies import ENDS
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import sentence, some

if TYPE_CHECKING:
    from desktop.custody.approved_exceptions import ApprovedException
    from desktop.custody.batches import Batch
    from desktop.custody.holder_certificates import HolderCertificate

TITLE = "Certificates: how copies came to their end"
_BATCHES = (
    Column("Batch", 1),
    Column("Destroyed", 2),
    Column("Copies, with their pages", 3.4),
    Column("How, where, before whom", 5),
)
_CERTIFICATES = (
    Column("Copy", 1.1),
    Column("Holder", 3),
    Column("Destroyed", 1.8),
    Column("How", 2.4),
    Column("Witness", 2),
)
_EXCEPTIONS = (
    Column("Copy", 1.1),
    Column("What was excepted", 2),
    Column("Approved by", 3),
    Column("Reason", 3.4),
    Column("Ended", 2),
)


def ends_chapter(scope: Scope) -> Chapter:
    """Return the batches that were destroyed, the holders' certificates, and the exceptions."""
    mine = {copy.copy for copy in scope.copies if copy.document not in scope.apart}
    destroyed = [one for one in scope.register.batches.values() if one.destroyed and mine & one.items.keys()]
    certificates = [one for name, one in scope.register.holder_certificates.items() if name in mine]
    exceptions = [one for name, kept in scope.register.exceptions.items() if name in mine for one in kept]
    ended = sum(copy.state in ENDS for copy in scope.copies)
    open_ = len(scope.copies) - ended
    said = f"{sentence(some(ended, 'number is', 'numbers are'))} at the end, {open_:,} not yet."
    blocks: list[Block] = [Paragraph(said if scope.copies else "No copies were numbered.")]
    if destroyed:
        rows = [_batch(one, mine) for one in destroyed]
        blocks += [Heading("Destroyed here, by two people"), Table(_BATCHES, rows)]
    if certificates:
        blocks += [
            Heading("Holders' certificates"),
            Table(_CERTIFICATES, [_certificate(scope, one) for one in certificates]),
        ]
    if exceptions:
        blocks += [
            Heading("Approved exceptions"),
            Table(_EXCEPTIONS, [_exception(scope, one) for one in exceptions]),
        ]
    blocks += _disposed(scope)
    items = [
        [
            item.copy,
            one.batch,
            str(item.pages),
            one.destroyed.isoformat(),
            one.how.method,
            one.how.level,
            one.how.place,
            one.how.bag,
            one.how.witness,
        ]
        for one in destroyed
        for item in one.items.values()
        if item.copy in mine and one.destroyed
    ]
    headings = ("copy", "batch", "pages", "destroyed", "method", "level", "place", "bag", "witness")
    return Chapter(TITLE, blocks, [Sheet("destroyed-here", headings, items)])


def _disposed(scope: Scope) -> list[Block]:
    """Return the disposals of masters of the review; of one kept apart, that there was one."""
    mine = [
        one
        for one in scope.register.disposals.values()
        if one.done and scope.documents.keys() & one.documents
    ]
    if not mine:
        return []
    columns = (Column("No.", 0.8), Column("Masters", 5), Column("Keys removed", 1.8), Column("State", 2))
    rows = [
        [
            one.disposal,
            "; ".join(dict.fromkeys(scope.named(name) for name in one.documents if name in scope.documents)),
            dates.day(one.done) if one.done else "",
            sentence(disposal_traces.state(scope.register, one, scope.day)),
        ]
        for one in mine
    ]
    return [Heading("Masters that were disposed of"), Table(columns, rows)]


def _batch(one: "Batch", mine: set[str]) -> list[str]:
    items = [f"{item.copy} ({item.pages})" for item in one.items.values() if item.copy in mine]
    return [one.batch, batches.when(one), ", ".join(items), batches.told(one.how)]


def _certificate(scope: Scope, one: "HolderCertificate") -> list[str]:
    when = dates.day(one.destroyed) if one.destroyed else f"Not back; sent {dates.day(one.sent)}"
    return [one.copy, scope.who(one.person), when, one.method, one.witness]


def _exception(scope: Scope, one: "ApprovedException") -> list[str]:
    approval = one.approval
    ended = one.ended or one.settled
    return [
        one.copy,
        sentence(one.kind),
        f"{approval.approver}, {approval.authority}, {dates.day(approval.written)}",
        scope.plain(approval.reason),
        dates.day(ended) if ended else "",
    ]
