"""A vault that is backed up, comes to harm, and is restored: what tests of the restore share."""

from pathlib import Path
from typing import Any

from desktop.custody import ledger, people
from desktop.office import restoring
from desktop.office.backing_up import back_up
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.restoring import Restored
from desktop.office.take_in import Accession, take_in
from desktop.office.verification import verify
from desktop.store.manifest import load_manifest
from tests.factory import CHEAP, PASSPHRASE, REVIEW, a_pdf, march, noon
from tests.office.at_work import unlocked

OTHER = "other invented words"
SEEN: dict[str, Any] = {"witness": "Robin Invented", "reason": "the disk failed"}


class Scene:
    """A vault that was backed up, and went on."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.vault = office.vault.folder
        self.here = self.vault.parent
        self.key = self.here / "key"
        self.backup = self.here / "backup"
        self.again = self.here / "again"

    def back_up(self, folder: Path | None = None, label: str = "Blue drive") -> int:
        """Make a backup; return its last entry."""
        folder = folder or self.backup
        run(back_up(self.office, folder, label=label, place="the bank", keeper="The Chair"))
        return load_manifest(folder).body.number

    def take_in(self) -> str:
        file = self.here / "letter.pdf"
        file.write_bytes(a_pdf(3))
        return run(take_in(self.office, file, Accession(REVIEW, "other", "identified"))).document

    def add(self, name: str = "Robin Invented") -> None:
        self.office.do(people.add, name=name, post="Nurse", agency="Invented Trust", role="panel member")

    def head(self) -> ledger.Head:
        return self.office.register.head

    def end(self) -> None:
        self.office.vault.close()

    def restore(self, target: Path | None = None, **facts: Any) -> Restored:
        """Restore; at the end of the day, and with the vault closed."""
        self.end()
        asked: dict[str, Any] = {"source": self.backup, "passphrase": PASSPHRASE, "key_file": self.key}
        asked |= facts
        return restoring.restore(
            asked.pop("source"),
            target or self.again,
            bounds=CHEAP,
            clock=lambda: noon(march(5)),
            **asked,
        )

    def lose_the_head(self) -> None:
        """Come to a new computer: the head that was kept outside is not there."""
        self.end()
        self.key.with_name("key.head").unlink()

    def break_entry(self, number: int) -> None:
        """Alter an entry as only somebody with the keys, or a fault of the disk, can."""
        self.office.vault._ledger._connection.execute(
            "UPDATE entry SET body = ? WHERE number = ?", (b"altered", number)
        )


def left(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vault.lock"
    }


def opened(folder: Path, passphrase: str = PASSPHRASE) -> Office:
    """Open a restored vault as the next morning; nothing is amiss with it."""
    office = unlocked(folder, passphrase)
    assert office.finding is None
    assert run(verify(office)).problems == []
    return office


def no_folder_but(scene: Scene, *names: str) -> bool:
    """Tell whether nothing but the known folders lies beside the vault."""
    known = {"vault", "backup", *names}
    return {path.name for path in scene.here.iterdir() if path.is_dir()} <= known
