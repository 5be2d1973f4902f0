"""An electronic copy whose last entry may stand although the disk said no: file and slip are kept."""

from pathlib import Path

import pytest

from desktop.custody.electronic import ElectronicCopySent
from desktop.custody.entries import from_bytes
from desktop.custody.errors import StrongroomError
from desktop.office import electronic
from desktop.office.electronic import Sent
from desktop.office.office import Office
from desktop.office.procedure import Procedure, quiet
from desktop.store.errors import CannotWriteError, LedgerMovedError
from tests.office.test_electronic_copies import agreed


def stands(office: Office) -> bool:
    """Tell whether the ledger on the disk says that the copy was sent, and the office does not know it."""
    *_others, (number, _salt, body, _digest) = office.vault.rows()
    last = from_bytes(body, number).event
    return isinstance(last, ElectronicCopySent) and number > office.register.head.number


def run_with_a_failing_sync(office: Office, procedure: Procedure[Sent]) -> None:
    """Run a procedure on a disk that says no once, after it kept the entry of the copy that is sent."""
    failed, step = False, next(procedure)
    while True:
        try:
            result = step.work(quiet)
            if not failed and stands(office):
                failed = True
                raise CannotWriteError(file="the ledger", why="the last sync failed")
        except StrongroomError as error:
            step = procedure.throw(error)
        else:
            step = procedure.send(result)


def test_a_copy_that_may_count_as_sent_keeps_its_file_and_its_slip(
    office: Office, document: str, out: Path
) -> None:
    sending = electronic.send(office, agreed(office, document), out)
    with pytest.raises(LedgerMovedError):
        run_with_a_failing_sync(office, sending)
    assert {file.name for file in out.iterdir()} == {"D-0001-copy-1.pdf", "D-0001-copy-1-slip.pdf"}
