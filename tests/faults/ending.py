"""The acts that end something: copies destroyed by the code of their sheet, masters disposed of (F2, G5).

Rule: whatever happens to the disk, nothing of such an act stands, or it is whole after the next opening; and
the key of what the ledger says is disposed of never comes back.
"""

from collections.abc import Iterator
from pathlib import Path

from desktop.custody import destruction, disposals, reviews, sheet_codes
from desktop.custody.batches import How
from desktop.custody.copies import CopyState
from desktop.custody.errors import StrongroomError
from desktop.office import destruction as destroying
from desktop.office import disposing, printing
from desktop.office.procedure import run
from desktop.office.take_in import Accession, take_in
from desktop.store import shredding
from desktop.store.device import KeyFile
from desktop.store.header_keys import fingerprint
from desktop.store.renewal import NewKeys
from tests.faults.world import Disk, received
from tests.office.disposal_scene import WITNESS, may_go

_ENDED, _PRINTED = "SCR-2020-09", "SCR-2021-04"
_HOW = How(WITNESS, "Shredder", "P-5", "The Board's office")
_DISPOSAL, _BATCH = "DP-0001", "DB-0001"


def prepare(disk: Disk) -> None:
    """Make a disposal and a batch of two copies, each with its sheet, of reviews of their own."""
    office = disk.opened
    for review in (_ENDED, _PRINTED):
        disk.do(reviews.open_review, reference=review, authority="The Chair")
        with received() as file:
            disk.run(take_in(office, file, Accession(review, "minutes", "anonymised")))
    ended, printed = list(office.register.documents)[-2:]
    disk.run(printing.print_copies(office, printing.Order(printed, 2), disk.papers))
    disk.do(destruction.begin, how=_HOW)
    for copy in (f"{printed}/1", f"{printed}/2"):
        pages = office.register.copy(copy).pages
        why = {"authority": "The Chair", "reason": "Superseded"}
        disk.do(destruction.tick, batch=_BATCH, copy=copy, pages=pages, **why)
    disk.run(destroying.sheet(office, _BATCH, disk.papers))
    may_go(office, _ENDED)
    disk.run(disposing.prepare(office, documents=[ended], witness=WITNESS, folder=disk.papers))


def _dispose(disk: Disk) -> None:
    """End the keys of what the sheet lists, with a new device secret, and take away what is left."""
    code, key = _code(disk), disk.new_key
    completing = disposing.complete(
        disk.opened, disposal=_DISPOSAL, code=code, folder=disk.papers, new_key_file=key
    )
    disk.run(completing)


def _destroy(disk: Disk) -> None:
    sheet = disk.opened.register.batches[_BATCH].sheet
    code = sheet_codes.printed(sheet.code if sheet else "")
    disk.run(destroying.complete(disk.opened, batch=_BATCH, code=code, where=disk.papers))


def _hasty_disposal(disk: Disk) -> None:
    """Take the sealed files away first, and end their keys then."""
    shredding.take_away(disk.vault / "masters", _masters(disk))
    _dispose(disk)


def _forgetful_disposal(disk: Disk) -> None:
    """Enter a disposal with new keys, and leave the key of the master where it is."""
    _renewed(disk, frozenset())


def _lazy_disposal(disk: Disk) -> None:
    """End the key, and say without looking that nothing is left."""
    _renewed(disk, frozenset(_masters(disk)))
    disk.do(disposals.cleared, disposal=_DISPOSAL, files=1)


def _renewed(disk: Disk, ended: frozenset[str]) -> None:
    office = disk.opened
    keys = NewKeys(device=KeyFile(disk.new_key), ended=ended)
    act = office.act(
        disposals.complete,
        new_keys=keys,
        generation=office.vault.next_generation,
        disposal=_DISPOSAL,
        code=_code(disk),
    )
    disk.run(act)


def _code(disk: Disk) -> str:
    return sheet_codes.printed(disk.opened.register.disposal(_DISPOSAL).code)


def _masters(disk: Disk) -> list[str]:
    register = disk.opened.register
    return [
        kept.master.sealed for kept in disposals.masters(register, register.disposal(_DISPOSAL).documents)
    ]


def amiss(disk: Disk) -> Iterator[str]:
    """Yield what is wrong with the ends that the ledger tells of; the vault was opened for writing."""
    office, register = disk.opened, disk.opened.register
    for batch in register.batches.values():
        gone = {register.copies[copy].state == CopyState.DESTROYED_HERE for copy in batch.items}
        if gone != {not batch.open}:
            yield f"{batch.batch} is half destroyed"
    ended = disposals.shredded(register)
    if not ended:
        return
    if back := ended.keys() & set(office.vault.masters()):
        yield f"the key of {back} is here, and the ledger says that it was disposed of"
    if left := shredding.there(disk.vault / "masters", ended):
        yield f"of what was disposed of {left} is left after an opening"
    if ledgers := [path.name for path in disk.vault.glob("ledger*") if path != office.vault.ledger_path]:
        yield f"former ledgers are left after an opening: {ledgers}"
    if any(known.cleared is None for known in register.disposals.values() if known.done):
        yield "a disposal that is done was not completed by the next opening"
    for file in (disk.key, disk.new_key):
        if _device(file, office.vault.header.vault) in register.former_devices:
            yield f"the former device secret is in {file.name} after an opening"


def _device(file: Path, vault: str) -> str:
    """Return the fingerprint of the device secret in a key file, or an empty text."""
    try:
        return fingerprint(KeyFile(file).fetch(vault, ""), vault)
    except StrongroomError:
        return ""


def papers_again(disk: Disk) -> None:
    """Make the certificate of everything that ended once more, from its entry. Raises what that raises."""
    office, folder = disk.opened, disk.folder / "again"
    for known in list(office.register.disposals.values()):
        if known.done:
            run(disposing.certificate_again(office, disposal=known.disposal, where=folder))
    for batch in list(office.register.batches.values()):
        if not batch.open:
            run(destroying.certificate_again(office, batch.batch, folder))


ACTS_THAT_END = {"dispose": _dispose, "destroy copies": _destroy}
CARELESS_ENDS = {
    "hasty disposal": _hasty_disposal,
    "forgetful disposal": _forgetful_disposal,
    "lazy disposal": _lazy_disposal,
}
"""What a rig must catch."""
