"""What is disturbed: the acts of a vault's day, each on a small world with everything it needs.

Rule: an act is the program's own, through the office; only the careless ones, which the rigs must catch, are
written here. Everything lies below one folder, the disk: the vault, its key file and the papers.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress

from desktop.custody import access, reviews
from desktop.office import keys, movements, papers, printing
from desktop.office.take_in import Accession, take_in
from tests.factory import DUE, PASSPHRASE, REVIEW, a_pdf
from tests.faults import against_loss, ending, going_out
from tests.faults.against_loss import ACTS_AGAINST_LOSS
from tests.faults.ending import ACTS_THAT_END, CARELESS_ENDS
from tests.faults.going_out import ACTS_GOING_OUT
from tests.faults.world import MARKER, NEW_PASSPHRASE, STICK, Disk, received

Act = Callable[[Disk], None]


def _create(disk: Disk) -> None:
    disk.create()


def _open(disk: Disk) -> None:
    disk.close()
    disk.open()


def _enter(disk: Disk) -> None:
    disk.person("Alex Invented")


def _take_in(disk: Disk) -> None:
    with received() as file:
        disk.run(take_in(disk.opened, file, Accession(REVIEW, "overview-report", "identified")))


def _take_in_from_a_stick(disk: Disk) -> None:
    file = disk.folder / STICK / "report.pdf"
    disk.run(take_in(disk.opened, file, Accession(REVIEW, "overview-report", "identified")))


def _print(disk: Disk) -> None:
    disk.run(printing.print_copies(disk.opened, printing.Order("D-0001", 2), disk.papers))


def _sign_out(disk: Disk) -> None:
    handover = movements.Handover("D-0001/1", "P-0001", "R-0001", DUE)
    disk.run(movements.sign_out(disk.opened, handover, disk.papers))


def _take_back(disk: Disk) -> None:
    pages = disk.opened.register.copy("D-0001/2").pages or 0
    brought = movements.Return("D-0001/2", pages, "Good", "None")
    disk.run(movements.take_back(disk.opened, brought, disk.papers))


def _receipt(disk: Disk) -> None:
    disk.run(papers.accession_receipt(disk.opened, "D-0001", disk.papers))


def _close(disk: Disk) -> None:
    """Enter, and close at once: the head is kept outside meanwhile."""
    _enter(disk)
    disk.close()


def _add_operator(disk: Disk) -> None:
    disk.run(keys.add_operator(disk.opened, name="Sam Invented", passphrase=f"{PASSPHRASE} of Sam"))


def _change_passphrase(disk: Disk) -> None:
    disk.run(keys.change_passphrase(disk.opened, present=PASSPHRASE, passphrase=NEW_PASSPHRASE))


def _remove_operator(disk: Disk) -> None:
    disk.run(
        keys.remove_operator(disk.opened, operator="O-0002", reason="They left", new_key_file=disk.new_key)
    )


def _careless_paper(disk: Disk) -> None:
    """Write as most programs do: neither synced nor under another name first."""
    disk.papers.mkdir(exist_ok=True)
    (disk.papers / "careless.pdf").write_bytes(a_pdf())


def _deaf_paper(disk: Disk) -> None:
    """Write a paper, and take no notice of what the disk says."""
    disk.papers.mkdir(exist_ok=True)
    with suppress(OSError), (disk.papers / "deaf.pdf").open("wb", buffering=0) as file:
        file.write(a_pdf())
        os.fsync(file.fileno())


def _careless_ledger(disk: Disk) -> None:
    """Enter with the database's own waiting for the disk switched off."""
    disk.opened.vault._ledger._connection.execute("PRAGMA synchronous = OFF")
    _enter(disk)


def _careless_master(disk: Disk) -> None:
    """Take a document in, and leave the plaintext beside the vault's files."""
    (disk.vault / "masters" / "0.partial").write_bytes(a_pdf() + MARKER)
    _take_in(disk)


ACTS: Mapping[str, Act] = (
    {
        "create": _create,
        "open": _open,
        "enter": _enter,
        "take in": _take_in,
        "print": _print,
        "sign out": _sign_out,
        "take back": _take_back,
        "receipt": _receipt,
        "close": _close,
        "add operator": _add_operator,
        "change passphrase": _change_passphrase,
        "remove operator": _remove_operator,
    }
    | ACTS_AGAINST_LOSS
    | ACTS_GOING_OUT
    | ACTS_THAT_END
)
"""Each act of the program, by its name."""

CLOSING, FROM_A_STICK = "closing", "take in from a stick"
PARTS: dict[str, Act] = {CLOSING: Disk.close, FROM_A_STICK: _take_in_from_a_stick}
"""Closing, which ends an act that is recorded whole; and taking in what lies on another disk that fails."""

CARELESS: dict[str, Act] = {
    "careless paper": _careless_paper,
    "deaf paper": _deaf_paper,
    "careless ledger": _careless_ledger,
    "careless master": _careless_master,
    **CARELESS_ENDS,
}
"""What a rig must catch."""


def make_world(disk: Disk) -> None:
    """Make a vault with all that the acts need: D-0001/1 in the safe, D-0001/2 out, and a request."""
    _create(disk)
    disk.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    disk.run(keys.add_operator(disk.opened, name="Dana Invented", passphrase=f"{PASSPHRASE} of Dana"))
    with received() as file:
        disk.run(take_in(disk.opened, file, Accession(REVIEW, "overview-report", "anonymised")))
    disk.person("Robin Invented")
    for number in (1, 2):
        document = "D-0001"
        disk.do(access.ask, person="P-0001", document=document, purpose="A meeting", mode="hard-copy")
        request = f"R-{number:04}"
        disk.do(access.decide, request=request, agreed=True, by="The Chair", reason="On the panel")
    disk.run(printing.print_copies(disk.opened, printing.Order("D-0001", 2), disk.papers))
    handover = movements.Handover("D-0001/2", "P-0001", "R-0002", DUE)
    disk.run(movements.sign_out(disk.opened, handover, disk.papers))
    going_out.prepare(disk)
    ending.prepare(disk)
    against_loss.prepare(disk)
    disk.close()
    (disk.folder / STICK).mkdir()
    (disk.folder / STICK / "report.pdf").write_bytes(a_pdf() + MARKER)
