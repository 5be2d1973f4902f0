"""Papers as files: a form drawn and written where the person asked for it, and the entry that says so.

Rule: a paper lies outside the vault and never takes the place of a file that is there; that is looked at
before anything is recorded. It is written whole or not at all. The entry comes first, so no paper is out
that the ledger does not know; one that could not be written is made again from its entry.
"""

import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.custody import copies, electronic, loans, observations, slips
from desktop.custody.blocks import Form
from desktop.custody.entries import Record, from_bytes
from desktop.custody.errors import VaultError
from desktop.custody.hand import Hand
from desktop.custody.register import Register
from desktop.custody.restore_record import restore_record
from desktop.custody.transfer_slip import transfer_slip
from desktop.office.errors import FileInTheWayError, PaperNotWrittenError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Result, Step
from desktop.store.durable import DurableFile, writing

Compose = Callable[[Register, Hand], Form]


def accession_receipt(office: Office, document: str, folder: Path) -> Procedure[Path]:
    """Make the receipt for what was taken into custody (B1), and record it."""
    found = yield from office.asked("accession receipt", lambda: office.register.document(document))
    file = free_name(folder, f"{found.document}-accession-receipt-{found.current.version}")
    yield from recorded(office, "The accession receipt", found.document, [file])
    making = drawn(
        office, lambda register, hand: slips.accession_receipt(register, hand, found.document), file
    )
    return (yield from after(office, f"{found.document} is in custody.", "its receipt", making))


def slip(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the slip of a copy's present loan, with the terms recorded in its entry (C5).

    It has two parts, or three where the loan began with a transfer (C8).
    """
    loan = loans.present_loan(office.register, copy)
    found = office.register.copy(copy)
    compose = yield from slip_of(office, loan)
    making = drawn(office, compose, free_name(folder, f"{_named(found)}-slip-{loan.entry}"))
    return (yield from after(office, f"{found.copy} is signed out.", "its slip", making))


def slip_of(office: Office, loan: copies.Loan) -> Procedure[Compose]:
    """Return what composes a loan's slip from its entry; a transfer's return is the entry before it."""
    record = yield from read_entry(office, loan.entry)
    issued, entry = record.event, record.hand
    if not isinstance(issued, loans.CopySignedOut):
        raise TypeError(record)  # the loan was folded from this entry
    if not issued.received_from:
        return lambda register, hand: slips.sign_out_slip(register, hand, issued.copy, entry, issued.terms)
    before = yield from read_entry(office, loan.entry - 1)
    returned = before.event
    if not isinstance(returned, loans.CopyReturned):
        raise TypeError(before)  # a transfer is these two entries
    return lambda register, hand: transfer_slip(register, hand, entry, returned, issued)


def slip_again(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the slip of a copy's present loan once more, and record it."""
    yield from office.asked("slip again", lambda: loans.present_loan(office.register, copy))
    found = office.register.copy(copy)
    yield from office.asked("slip again", lambda: electronic.slip_once(found))
    yield from recorded(office, "The sign-out slip, again,", found.copy, [folder / "slip.pdf"], any_name=True)
    return (yield from slip(office, found.copy, folder))


def return_receipt(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the receipt of a copy's last return from its entry (C9)."""
    found = office.register.copy(copy)
    entry = copies.brought_back(found)
    record = yield from read_entry(office, entry)
    returned = record.event
    if not isinstance(returned, loans.CopyReturned | loans.ReturnMiscounted):
        raise TypeError(record)  # the return was folded from this entry
    making = drawn(
        office,
        lambda register, _now: slips.return_receipt(register, record.hand, returned),
        free_name(folder, f"{_named(found)}-return-receipt-{entry}"),
    )
    return (yield from after(office, f"The return of {found.copy} is entered.", "its receipt", making))


def return_receipt_again(office: Office, copy: str, folder: Path) -> Procedure[Path]:
    """Make the receipt of a copy's last return once more, and record it."""
    yield from office.asked("return receipt again", lambda: copies.brought_back(office.register.copy(copy)))
    found = office.register.copy(copy)
    yield from recorded(office, "The return receipt, again,", found.copy, [folder / "r.pdf"], any_name=True)
    return (yield from return_receipt(office, found.copy, folder))


def recorded(
    office: Office, paper: str, about: str, files: Sequence[Path], *, any_name: bool = False
) -> Procedure[Outcome]:
    """Look whether `files` can be made, then record that the paper is.

    With `any_name` only their folder matters. Raises OutputInVaultError, FileInTheWayError,
    DiskFullError or CannotWriteError; nothing is then recorded.
    """
    yield from ready(office, files, any_name=any_name)
    return (yield from office.act(observations.paper_made, paper=paper, about=about))


def restore_paper(office: Office, folder: Path) -> Procedure[Path]:
    """Make the record of the last restore, which operator and witness sign, and record it (A5)."""
    yield from office.asked("restore record", lambda: restore_record(office.register, office.hand()))
    file = free_name(folder, "restore-record")
    yield from recorded(office, "The restore record", "the last restore", [file])
    return (
        yield from after(office, "The vault is restored.", "its record", drawn(office, restore_record, file))
    )


def ready(office: Office, files: Sequence[Path], *, any_name: bool = False) -> Procedure[None]:
    """Make the folders that `files` go into, and look that nothing is in their way. Errors as `recorded`."""
    yield from office.asked("paper", lambda: [office.outside(file) for file in files])

    def look(_progress: object) -> None:
        for file in files:
            with writing(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                in_the_way = file.exists() or file.is_symlink()
                with tempfile.TemporaryFile(dir=file.parent):  # better now than once the act stands
                    pass
            if in_the_way and not any_name:
                raise FileInTheWayError(file=file)

    yield Step("bench", look, "Looking at the folder")


def drawn(office: Office, compose: Compose, file: Path) -> Procedure[Path]:
    """Draw a form on the bench and write it to `file`."""
    data = yield from drawing(office, compose)
    yield Step("bench", lambda _progress: put(file, data), "Writing")
    return file


def drawing(office: Office, compose: Compose) -> Procedure[bytes]:
    """Draw a form on the bench; nothing is written."""
    form = compose(office.register, office.hand())
    large = office.large_print
    data: bytes = yield Step("bench", lambda _progress: _drawn(form, large=large), "Drawing")
    return data


def after(office: Office, done: str, paper: str, making: Procedure[Result]) -> Procedure[Result]:
    """Write a paper whose act is done; a failure says that the act stands, and is recorded."""
    try:
        return (yield from making)
    except VaultError as error:
        missing = PaperNotWrittenError(done=done, paper=paper, why=error.message)
        yield from office.refused(f"writing of {paper}", missing)
        raise missing from error


def put(file: Path, data: bytes) -> None:
    """Write a file of the person's choosing, durably. Errors as DurableFile."""
    with DurableFile(file, replace=False) as target:
        target.write(data)


def free_name(folder: Path, stem: str) -> Path:
    """Return `folder`/`stem`.pdf, or the first of stem-2.pdf, stem-3.pdf … that is not there.

    Raises CannotWriteError where its disk does not tell.
    """
    file, number = folder / f"{stem}.pdf", 1
    with writing(file):
        while file.exists():
            number += 1
            file = folder / f"{stem}-{number}.pdf"
    return file


def read_entry(office: Office, number: int) -> Procedure[Record]:
    """Read one entry of the ledger, which was verified when the vault was opened."""
    _number, _salt, body, _digest = yield Step(
        "vault", lambda _progress: next(office.vault.rows(number - 1)), "Reading the ledger"
    )
    return from_bytes(body, number)


def _named(copy: copies.Copy) -> str:
    return copy.copy.replace("/", "-copy-")


def _drawn(form: Form, *, large: bool) -> bytes:
    from desktop.paper import forms  # noqa: PLC0415 - 100 ms that no start of the program should wait for

    target = io.BytesIO()
    forms.draw(form, target, large=large)
    return target.getvalue()
