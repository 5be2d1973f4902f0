"""The worked example (K6): two reviews of invented children, told through the same acts as real work.

Rule: everything in it is invented and says so. It is made by the office as a person would make it, in a new
folder, dated back from today: one review from its notification to its end and the date until which it is
kept, and one that is under way, so that every screen has something to show.
"""

from pathlib import Path
from typing import NamedTuple

from desktop.office import opening
from desktop.office.example_desk import Clock, Telling
from desktop.office.example_ended import Ended
from desktop.office.example_running import Running
from desktop.office.invented import BOARD, ENDED, OPERATOR, PASSPHRASE, REVIEW
from desktop.store.durable import write_durably, writing
from desktop.store.vault_folder import refuse_used_folder

README = f"""A worked example of Strongroom. Everything in it is invented.

vault/              the vault: open it with the passphrase and the key file
passphrase.txt      the passphrase: {PASSPHRASE}
device-secret.key   the key file (the second part of the key)
received/           the documents as they came, before they were taken into custody
papers/             those of {REVIEW}, which is under way: slips, receipts, numbered copies, letters, a count
                    sheet, the access log with its table, and the pack for the Overview Panel so far
papers/{ENDED}/  those of a review that has ended: its clock, checklist and action plan, the letters of its
                    conclusion, the certificates of its copies, its packs, in full and for wider circulation,
                    and its retention schedule
"""


class Example(NamedTuple):
    """Where everything lies."""

    vault: Path
    passphrase_file: Path
    key_file: Path
    passphrase: str
    files: list[Path]


def make(folder: Path, *, bounds: opening.Bounds = opening.STANDARD_BOUNDS) -> Example:
    """Make the worked example in a new or empty folder. Errors as `opening.create`."""
    folder = folder.absolute()
    refuse_used_folder(folder)
    found = described(folder)
    clock = Clock(opening.now())
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    office = opening.create(
        found.vault,
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        returns=f"The Administrator, {BOARD}, 1 Example Street, Exampleton",
        key_file=found.key_file,
        bounds=bounds,
        clock=clock,
    )
    received, papers = folder / "received", folder / "papers"
    try:
        Ended(Telling(office, clock, ENDED, received / ENDED, papers / ENDED)).tell()
        Running(Telling(office, clock, REVIEW, received, papers)).tell()
    finally:
        office.close()
    write_durably(found.passphrase_file, f"{PASSPHRASE}\n".encode())
    write_durably(folder / "README.txt", README.encode())
    return found._replace(files=sorted(path for path in folder.rglob("*") if _is_paper(path, found.vault)))


def described(folder: Path) -> Example:
    """Return where everything lies in an example made in `folder`, without its list of files."""
    return Example(folder / "vault", folder / "passphrase.txt", folder / "device-secret.key", PASSPHRASE, [])


def _is_paper(path: Path, vault: Path) -> bool:
    return path.is_file() and not path.is_relative_to(vault)
