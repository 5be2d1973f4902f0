"""Papers: a form drawn and written where the person asked for it, or printed, and the entry that says so.

Rule: a paper comes straight out of a printer, with no file of it, or is a file. That lies outside
the vault and never takes the place of a file that is there. Printer and folder are looked at before anything
is recorded; a file is written whole or not at all. The entry comes first, so no paper is out that the ledger
does not know; one that could not be made is made again from its entry.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody import copies, electronic, loans, observations, slips
from desktop.custody.entries import Record, from_bytes
from desktop.custody.errors import StrongroomError, VaultError
from desktop.custody.print_jobs import Setup
from desktop.custody.restore_record import restore_record
from desktop.custody.transfer_slip import transfer_slip
from desktop.office import print_queue
from desktop.office.drawing import Compose, drawing
from desktop.office.errors import FileInTheWayError, PaperNotPrintedError, PaperNotWrittenError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Result, Step
from desktop.store.durable import DurableFile, writing


class Printed(NamedTuple):
    """A paper that came straight out of a printer: its job, and the entry of its end."""

    outcome: Outcome
    job: str


SLIP = "The slip of {}"
"""What the job of a slip is about."""
Place = Path | Setup
"""Where a paper goes: into a folder, or out of a printer."""
Made = Path | Printed
"""A paper that was made: its file, or that it came out."""


def file_of(made: Made) -> Path:
    """Return the file of a paper that was made in a folder. Raises TypeError for one that was printed."""
    if isinstance(made, Printed):
        raise TypeError(made)
    return made


class Paper(NamedTuple):
    """A paper that is made after its act: what is `done`, what it is called in words, and as a file.

    `about` is what its print job is about, where that is looked up later.
    """

    done: str
    called: str
    stem: str
    about: str = ""


def make(office: Office, place: Place, paper: Paper, compose: Compose) -> Procedure[Made]:
    """Make a paper whose act is done; a failure says that the act stands, and is recorded.

    Raises PaperNotWrittenError for a file, PaperNotPrintedError for a printer.
    """
    if isinstance(place, Path):
        making = drawn(office, compose, free_name(place, paper.stem))
        return (yield from after(office, paper.done, paper.called, making))
    try:
        system = yield from print_queue.ready(office, place)
        about = paper.about or f"The paper {paper.stem}"
        job, outcome = yield from print_queue.print_form(office, system, place, about, compose)
    except (StrongroomError, KeyboardInterrupt) as error:
        why = str(error) or "It was interrupted."
        missing = PaperNotPrintedError(done=paper.done, paper=paper.called, why=why)
        yield from office.refused(f"printing of {paper.called}", missing)
        raise missing from error
    return Printed(outcome, job)


def place_ready(office: Office, place: Place) -> Procedure[None]:
    """Look whether a paper can be made in a place; nothing is recorded if not. Errors as `ready`.

    Of a printer, errors as `print_queue.ready`.
    """
    if isinstance(place, Path):
        yield from ready(office, [place / "paper.pdf"], any_name=True)
    else:
        yield from print_queue.ready(office, place)


def placed(office: Office, paper: str, about: str, place: Place) -> Procedure[Outcome]:
    """Look whether a paper can be made in a place, then record that it is. Errors as `place_ready`."""
    yield from place_ready(office, place)
    return (yield from office.act(observations.paper_made, paper=paper, about=about))


def accession_receipt(office: Office, document: str, place: Place) -> Procedure[Made]:
    """Make the receipt for what was taken into custody (B1), and record it."""
    found = yield from office.asked("accession receipt", lambda: office.register.document(document))
    yield from placed(office, "The accession receipt", found.document, place)
    stem = f"{found.document}-accession-receipt-{found.current.version}"
    paper = Paper(f"{found.document} is in custody.", "its receipt", stem)
    return (
        yield from make(
            office,
            place,
            paper,
            lambda register, hand: slips.accession_receipt(register, hand, found.document),
        )
    )


def slip(office: Office, copy: str, place: Place) -> Procedure[Made]:
    """Make the slip of a copy's present loan, with the terms recorded in its entry (C5).

    It has two parts, or three where the loan began with a transfer (C8).
    """
    loan = loans.present_loan(office.register, copy)
    found = office.register.copy(copy)
    compose = yield from slip_of(office, loan)
    stem = f"{_named(found)}-slip-{loan.entry}"
    paper = Paper(f"{found.copy} is signed out.", "its slip", stem, SLIP.format(found.copy))
    return (yield from make(office, place, paper, compose))


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


def slip_again(office: Office, copy: str, place: Place) -> Procedure[Made]:
    """Make the slip of a copy's present loan once more, and record it."""
    yield from office.asked("slip again", lambda: loans.present_loan(office.register, copy))
    found = office.register.copy(copy)
    yield from office.asked("slip again", lambda: electronic.slip_once(found))
    yield from placed(office, "The sign-out slip, again,", found.copy, place)
    return (yield from slip(office, found.copy, place))


def return_receipt(office: Office, copy: str, place: Place) -> Procedure[Made]:
    """Make the receipt of a copy's last return from its entry (C9)."""
    found = office.register.copy(copy)
    entry = copies.brought_back(found)
    record = yield from read_entry(office, entry)
    returned = record.event
    if not isinstance(returned, loans.CopyReturned | loans.ReturnMiscounted):
        raise TypeError(record)  # the return was folded from this entry
    paper = Paper(
        f"The return of {found.copy} is entered.", "its receipt", f"{_named(found)}-return-receipt-{entry}"
    )
    return (
        yield from make(
            office,
            place,
            paper,
            lambda register, _now: slips.return_receipt(register, record.hand, returned),
        )
    )


def return_receipt_again(office: Office, copy: str, place: Place) -> Procedure[Made]:
    """Make the receipt of a copy's last return once more, and record it."""
    yield from office.asked("return receipt again", lambda: copies.brought_back(office.register.copy(copy)))
    found = office.register.copy(copy)
    yield from placed(office, "The return receipt, again,", found.copy, place)
    return (yield from return_receipt(office, found.copy, place))


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
