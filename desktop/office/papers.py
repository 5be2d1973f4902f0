"""Papers as files: a form drawn and written where the person asked for it, and the entry that says so.

Rule: a form is drawn on the bench, never where the window lives; it is written whole or not at all, and
outside the vault. Only a report made anew takes the place of a file that is there.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.custody import loans, observations, slips
from desktop.custody.blocks import Form
from desktop.custody.hand import Hand
from desktop.custody.register import Record, Register, from_bytes
from desktop.office.office import Office
from desktop.office.printing import make_folder
from desktop.office.procedure import Procedure, Step
from desktop.store.durable import DurableFile

if TYPE_CHECKING:
    from desktop.custody.ledger import Row

Compose = Callable[[Register, Hand], Form]


def accession_receipt(office: Office, document: str, folder: Path) -> Procedure[Path]:
    """Make the receipt for what was taken into custody (B1)."""
    office.outside(folder)
    found = office.register.document(document)
    name = f"{found.document}-accession-receipt-{found.current.version}.pdf"
    yield from office.act(observations.paper_made, paper="The accession receipt", about=found.document)
    return (
        yield from made(
            office, lambda reg, hand: slips.accession_receipt(reg, hand, found.document), folder / name
        )
    )


def slip(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the two-part slip of a copy's present loan, with the terms recorded in its entry (C5)."""
    office.outside(folder)
    loan = loans.present_loan(office.register, copy)
    found, entry = office.register.copy(copy), loan.entry
    record: Record = yield from read_entry(office, entry)
    if not isinstance(record.event, loans.CopySignedOut):
        raise TypeError(record)  # the loan was folded from this entry
    terms = record.event.terms
    name = f"{found.copy.replace('/', '-copy-')}-slip-{entry}.pdf"
    return (
        yield from made(
            office, lambda reg, hand: slips.sign_out_slip(reg, hand, found.copy, terms), folder / name
        )
    )


def slip_again(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the slip of a copy's present loan once more, and record it."""
    yield from office.check(loans.check_lent, copy=copy)
    found = office.register.copy(copy)
    yield from office.act(observations.paper_made, paper="The sign-out slip, again,", about=found.copy)
    return (yield from slip(office, found.copy, folder))


def made(office: Office, compose: Compose, file: Path, *, replace: bool = False) -> Procedure[Path]:
    """Draw a form and write it to `file`, whose folder is made where it is not there."""
    office.outside(file)
    form = compose(office.register, office.hand())
    drawn: bytes = yield Step("bench", lambda _progress: _drawn(form), "Drawing")
    yield Step("bench", lambda _progress: put(file, drawn, replace=replace), "Writing")
    return file


def put(file: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file of the person's choosing, durably. Errors as DurableFile."""
    make_folder(file.parent)
    with DurableFile(file, replace=replace) as target:
        target.write(data)


def read_entry(office: Office, number: int) -> Procedure[Record]:
    """Read one entry of the ledger, which was verified when the vault was opened."""
    row: Row = yield Step(
        "vault", lambda _progress: next(office.vault.rows(number - 1)), "Reading the ledger"
    )
    return from_bytes(row.body, row.number)


def _drawn(form: Form) -> bytes:
    from desktop.paper import forms  # noqa: PLC0415 - 100 ms that no start of the program should wait for

    target = io.BytesIO()
    forms.draw(form, target)
    return target.getvalue()
