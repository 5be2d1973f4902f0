"""Making a package for a successor body or an archive (A7): entered, written, and entered as finished.

Rule: the entry comes first, so no package is out that the ledger does not know; the ledger in the package
ends with it. Every master is verified whole while it is written. A recipient that is mistyped is refused,
and a secret key that is given for one is never repeated, kept or recorded.
"""

import hashlib
import io
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import desktop
from desktop.custody import (
    ledger,
    package_contents,
    package_receipt,
    package_tables,
    packages,
)
from desktop.custody.blocks import Form
from desktop.custody.board import Board
from desktop.custody.errors import CancelledError, LedgerAlteredError, RuleError, VaultError
from desktop.custody.handed_out import IN_CLEAR
from desktop.custody.kept import everything
from desktop.custody.ledger import Head, Stored
from desktop.custody.package_contents import Contents
from desktop.custody.package_receipt import HandedOver
from desktop.custody.package_tables import Account, Records, Table
from desktop.custody.packages import PackageMade
from desktop.office import altered, papers
from desktop.office.office import Office, Outcome
from desktop.office.package_readme import Described, readme
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.reports import as_csv
from desktop.store.age import Identity, Recipient, RecipientError
from desktop.store.errors import MasterAlteredError, MasterMissingError
from desktop.store.package import Package

README, RECEIPT = "README.txt", "receipt.pdf"
_SECRET_KEY = "age-secret-key-"  # noqa: S105 - how such a key begins


class RecipientMistypedError(RuleError):
    """A7: what was given names no recipient that a file can be sealed for."""

    sentence = "That is no recipient that a package can be sealed for: {why}."
    hint_text = (
        "Copy the recipient's public key again: age1 and 58 letters and digits, as age-keygen -y prints it."
        " Nothing was made."
    )
    exit_code = 36


class SecretKeyGivenError(RuleError):
    """A7: a secret key was given in place of the recipient."""

    sentence = (
        "What was given is a secret key, not a recipient. It was not used or kept, and is not repeated here."
    )
    hint_text = (
        "Tell whoever gave it that it was shown: they make a new key pair, keep the secret key to themselves,"
        " and give the public key, which begins with age1."
    )
    exit_code = 37


class PackageNotMadeError(VaultError):
    """The entry stands; the package could not be written."""

    sentence = "That a package is made is in the ledger, but it was not written: {why}"
    hint_text = (
        "Nothing of it is left (but where a drive was taken away: delete the folder that ends in .partial)."
        " Mend the cause and make the package again; that is an entry of its own."
    )
    exit_code = 68


class Order(NamedTuple):
    """What is wanted: a package in the new folder `folder`, sealed for `recipient`; None is in clear."""

    folder: Path
    recipient: str | None
    review: str = ""
    coding_schedules: bool = False
    authority: str = ""
    reason: str = ""
    witness: str = ""


class Packaged(NamedTuple):
    """A package that was written; `outcome` is the entry that says it is finished."""

    outcome: Outcome
    folder: Path
    receipt: Path
    handed: HandedOver


class _Master(NamedTuple):
    """A master to be written under `name`; `sealed` is its file in the vault."""

    name: str
    sealed: str
    sha256: str
    size: int
    opener: Identity


class _Plan(NamedTuple):
    """All that writing needs, read where the register lives."""

    recipient: Recipient | None
    masters: Sequence[_Master]
    records: Sequence[Records]
    account: Account
    bag_info: Mapping[str, str]
    readme: bytes
    receipt: Form
    handed: HandedOver
    """As far as it is known before anything is written."""


def make_package(office: Office, order: Order) -> Procedure[Packaged]:
    """Make a package in a new folder outside the vault, with its receipt.

    Raises RecipientMistypedError, SecretKeyGivenError, what the act raises, OutputInVaultError,
    FileInTheWayError; and once the making is entered PackageNotMadeError, CancelledError, or
    MasterAlteredError and MasterMissingError after opening an incident. Nothing is then left of it.
    """
    recipient = yield from office.asked("make package", lambda: _recipient(order.recipient))
    facts: dict[str, Any] = order._asdict()
    facts["recipient"] = recipient.encoded() if recipient else IN_CLEAR
    del facts["folder"]
    yield from office.check(packages.make_package, **facts)
    yield from papers.ready(office, [order.folder])
    made = yield from office.act(packages.make_package, **facts)
    try:
        plan = yield from _planned(office, order, recipient, made)
        handed: HandedOver = yield Step(
            "bench",
            lambda progress: _write(office, plan, order.folder, progress),
            "Writing the package",
            can_stop=True,
        )
    except (MasterAlteredError, MasterMissingError) as error:
        yield from _incident(office, error)
        raise
    except CancelledError as error:
        yield from office.refused("writing of the package", error)
        raise
    except VaultError as error:
        missing = PackageNotMadeError(why=error.message)
        yield from office.refused("writing of the package", missing)
        raise missing from error
    outcome = yield from office.act(
        packages.package_finished,
        made=made.entry,
        files=handed.files,
        size=handed.size,
        manifest=handed.manifest,
    )
    return Packaged(outcome, order.folder, order.folder / RECEIPT, handed)


def _recipient(text: str | None) -> Recipient | None:
    if text is None:
        return None
    typed = text.strip()
    if typed.lower().startswith(_SECRET_KEY):
        raise SecretKeyGivenError
    try:
        return Recipient.parse(typed)
    except RecipientError as error:
        raise RecipientMistypedError(why=error) from None


def _planned(office: Office, order: Order, recipient: Recipient | None, made: Outcome) -> Procedure[_Plan]:
    register, event = office.register, made.events[0]
    if not isinstance(event, PackageMade):
        raise TypeError(event)  # the act was just entered
    found = package_contents.contents(register, review=order.review, coding_schedules=order.coding_schedules)
    names = {known.operator: known.name for known in register.operators.values()}
    board, receipt = register.founded, package_receipt.unfilled(register, made.hand, made.entry)
    rows, masters = yield Step(
        "vault",
        lambda _progress: (_entries(office, made.head), _masters(office, found)),
        "Reading the ledger",
    )
    records, account = yield Step(
        "bench",
        lambda _progress: (package_tables.records(found), package_tables.account(found, names, rows)),
        "Collecting the records",
    )
    key = recipient.encoded() if recipient else ""
    here = [known for known in found.documents if not known.disposed]
    return _Plan(
        recipient,
        masters,
        records,
        account,
        _bag_info(board, made),
        readme(Described(board.name, made.entry, key, made.head)),
        receipt,
        HandedOver(
            entry=made.entry,
            operator=names[made.hand.by],
            documents=len(here),
            versions=sum(len(known.versions) for known in here),
            disposed=len(found.documents) - len(here),
            masters_size=sum(master.size for master in masters),
            recipient=key,
            fingerprint=hashlib.sha256(key.encode()).hexdigest()[:32] if key else "",
            witness=event.witness,
            one_review=bool(found.review),
            coding_schedules=found.coding_schedules,
            with_coding_schedules=event.coding_schedules,
            entries=account.entries,
            withheld=account.withheld,
        ),
    )


def _entries(office: Office, head: Head) -> list[Stored]:
    """Read the ledger again from the disk as far as `head`, and verify that it is the one that stands."""
    rows = list(itertools.islice(ledger.verified(office.vault.rows()), head.number))
    if not rows or rows[-1][3] != head.digest:
        raise LedgerAlteredError(number=head.number, what="is not the one that was entered")
    return rows


def _masters(office: Office, found: Contents) -> list[_Master]:
    """Return every master and rendition, with what opens it: on the ledger's thread."""
    return [
        _Master(
            f"masters/{packages.file_name(kept)}",
            kept.master.sealed,
            kept.master.sha256,
            kept.master.size,
            office.vault.identity(kept.master.sealed),
        )
        for kept in found.masters
    ]


def _bag_info(board: Board, made: Outcome) -> dict[str, str]:
    return {
        "Source-Organization": board.name,
        "Organization-Address": board.returns,
        "External-Description": "Documents in custody, with their records; see README.txt",
        "External-Identifier": f"{board.vault} entry {made.entry}",
        "Bagging-Date": made.hand.recorded.date().isoformat(),
        "Bag-Software-Agent": f"Strongroom {desktop.__version__}",
    }


def _write(office: Office, plan: _Plan, folder: Path, progress: Progress) -> HandedOver:
    whole, before = max(1, plan.handed.masters_size), 0

    def told(done: int) -> None:
        progress((before + done) / whole)

    with Package(folder, plan.recipient) as package:
        for master in plan.masters:
            _put(office, package, master, told)
            before += master.size
        for name, data in _records(plan):
            package.put(name, io.BytesIO(data))
        payload = package.describe(plan.bag_info)
        handed = plan.handed._replace(files=payload.files, size=payload.size, manifest=payload.manifest)
        package.tag(README, plan.readme)
        package.tag(RECEIPT, _drawn(package_receipt.receipt(plan.receipt, handed), large=office.large_print))
        progress(1)  # the last moment at which it can be stopped
        package.finish()
    return handed


def _records(plan: _Plan) -> Iterator[tuple[str, bytes]]:
    """Yield the files that tell of the masters: the register, the ledger, and each document's history."""
    for noun in plan.records:
        for table in noun.tables:
            yield f"register/{table.name}.csv", _csv(table)
        yield f"register/{noun.name}.jsonl", noun.lines
    yield "ledger/ledger.csv", _csv(plan.account.words)
    yield "ledger/ledger.jsonl", plan.account.lines
    for name, table in plan.account.histories.items():
        yield f"custody/{name}.csv", _csv(table)


def _csv(table: Table) -> bytes:
    return as_csv(table.headings, table.rows)


def _put(office: Office, package: Package, master: _Master, told: Callable[[int], None]) -> None:
    """Write one master, and compare its digest with the one that was taken into custody (B7)."""
    with office.vault.reader(master.sealed, master.opener) as source:
        sha256 = package.put(master.name, source, progress=told)
    if sha256 != master.sha256:
        raise MasterAlteredError(file=master.sealed, why="it holds another document")


def _incident(office: Office, error: MasterAlteredError | MasterMissingError) -> Procedure[None]:
    """Open an incident about the master that did not verify."""
    for kept in everything(office.register):
        if kept.master.sealed == error.facts["file"]:
            yield from altered.incident(office, kept, error.message)


def _drawn(form: Form, *, large: bool) -> bytes:
    from desktop.paper import forms  # noqa: PLC0415 - 100 ms that no start of the program should wait for

    target = io.BytesIO()
    forms.draw(form, target, large=large)
    return target.getvalue()
