"""A vault with something of everything in it, what is true of it, and how it reads once somebody changed it.

Rule: after any change the person either is told by a class of error that fits, or sees exactly what was there
before. `found` is the judge: it fails the test when a wrong document or a wrong entry is shown.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.custody import access, people, reviews
from desktop.custody.entries import from_bytes
from desktop.custody.errors import StrongroomError
from desktop.custody.ledger import Stored
from desktop.custody.observations import UnlocksFailed
from desktop.office import backing_up, keys, opening
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.take_in import Accession, supersede, take_in
from desktop.office.verification import verify
from desktop.store.manifest import load_manifest
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf, march, noon

DOCUMENTS = {
    "overview-report": ("report.pdf", a_pdf(2)),
    "integrated-chronology": (
        "chronology.txt",
        b"an invented chronology\n" * 7_000,
    ),  # three chunks of 64 KiB
    "minutes": ("minutes.txt", b"invented minutes"),
}
CORRECTED = b"invented minutes, corrected"
RENEWED = "another invented passphrase"
PEOPLE = 40
"""How many are entered on each of the two days, so that the ledger has many pages."""

Told = type[StrongroomError]
Master = tuple[str, int]
"""A document's reference and a version of it."""


@dataclass(frozen=True)
class Scene:
    """A folder with a vault, its key file and what lies beside it; and what is true of them."""

    place: Path
    rows: Sequence[Stored]
    masters: Mapping[Master, bytes]
    passphrase: str = PASSPHRASE
    key_name: str = "key"

    @property
    def vault(self) -> Path:
        return self.place / "vault"

    @property
    def key(self) -> Path:
        return self.place / self.key_name

    @property
    def header(self) -> Path:
        return self.vault / "header.json"

    @property
    def ledger(self) -> Path:
        """The one file of the ledger, whatever its generation."""
        (file,) = self.vault.glob("ledger*.db")
        return file

    def files(self) -> list[Path]:
        """Return every file with something in it, relative to the place."""
        found = (path for path in self.place.rglob("*") if path.is_file() and path.stat().st_size)
        return sorted(path.relative_to(self.place) for path in found)

    def copied(self, to: Path) -> "Scene":
        """Return the same in a folder of its own."""
        shutil.copytree(self.place, to)
        return replace(self, place=to)

    def office(self, *, read_only: bool = False) -> Office:
        """Open the vault, as a person does who suspects nothing."""
        return opening.unlock(
            self.vault, passphrase=self.passphrase, key_file=self.key, read_only=read_only, bounds=CHEAP
        )

    def sealed(self, document: str, version: int = 1) -> Path:
        """Return where a master lies."""
        events = (from_bytes(body, number).event for number, _salt, body, _digest in self.rows)
        taken = (event for event in events if getattr(event, "document", "") == document)
        names = [event.master.sealed for event in taken if hasattr(event, "master")]
        return self.vault / "masters" / names[version - 1]


def found(scene: Scene, *, read_only: bool = False) -> Told | None:
    """Return what somebody who opens and reads everything is told, or None when all is as it was."""
    try:
        office = scene.office(read_only=read_only)
    except StrongroomError as error:
        return type(error)
    try:
        finding = getattr(office, "finding", None)
        told = [] if finding is None else [type(finding)]
        told += _read_all(office, scene)
        report = run(verify(office))
        assert told or report.ok, report.problems
        if not told:
            _is_as_it_was(scene, office.vault.rows())
            assert report.masters == len(scene.masters)
    except StrongroomError as error:
        return type(error)
    finally:
        office.close()
    return told[0] if told else None


def _read_all(office: Office, scene: Scene) -> list[Told]:
    """Read every master of the register, in the way that the program verifies and then shows one."""
    told: list[Told] = []
    for document in office.register.documents.values():
        for version in document.versions:
            master, which = version.master, (document.document, version.version)
            try:
                identity = office.vault.identity(master.sealed)
                office.vault.verify(master.sealed, identity, master.sha256)
                with office.vault.reader(master.sealed, identity) as reader:
                    shown = reader.read()
            except StrongroomError as error:
                told.append(type(error))
            else:
                assert shown == scene.masters[which], f"a wrong document was shown for {which}"
    return told


def _is_as_it_was(scene: Scene, rows: Iterable[Stored]) -> None:
    now = list(rows)
    assert now[: len(scene.rows)] == list(scene.rows), "entries changed and nobody was told"
    for number, _salt, body, _digest in now[len(scene.rows) :]:
        event = from_bytes(body, number).event
        assert isinstance(event, UnlocksFailed) or type(event).__name__ in {"VaultVerified", "HeadNotKept"}


# --- how it is made


def made(place: Path) -> Office:
    """Make a vault with one review and three documents; return it open."""
    place.mkdir(parents=True)
    office = opening.create(
        place / "vault",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=place / "key",
        bounds=CHEAP,
        clock=lambda: noon(march(2)),
    )
    office.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    for kind, (name, content) in DOCUMENTS.items():
        file = place.parent / name
        file.write_bytes(content)
        run(take_in(office, file, Accession(REVIEW, kind, "anonymised")))
    enter_people(office, "first")
    return office


def enter_people(office: Office, day: str) -> None:
    for number in range(PEOPLE):
        name = f"{day.title()} Invented {number}"
        office.do(people.add, name=name, post="Nurse", agency="Invented Trust", role="panel member")


def another_day(office: Office, file: Path) -> None:
    """Correct the minutes, agree a request, and enter more people."""
    file.write_bytes(CORRECTED)
    run(supersede(office, file, document="D-0003", reason="A name was wrong"))
    office.do(access.ask, person="P-0001", document="D-0001", purpose="A meeting", mode="hard-copy")
    office.do(access.decide, request="R-0001", agreed=True, by="The Chair", reason="On the panel")
    enter_people(office, "second")


def as_it_stands(office: Office, *, corrected: bool = False) -> Scene:
    """Return the scene of an open office."""
    masters = {(f"D-{n:04}", 1): content for n, (_, content) in enumerate(DOCUMENTS.values(), 1)}
    if corrected:
        masters["D-0003", 2] = CORRECTED
    return Scene(office.vault.folder.parent, tuple(office.vault.rows()), masters)


def renewed(scene: Scene) -> Scene:
    """Change the operator's passphrase, and with it the keys of the vault."""
    office = scene.office()
    run(keys.change_passphrase(office, present=scene.passphrase, passphrase=RENEWED))
    rows = tuple(office.vault.rows())
    office.close()
    return replace(scene, rows=rows, passphrase=RENEWED)


def rekeyed(scene: Scene) -> Scene:
    """Add an operator and remove them again, and with them the device secret."""
    office = scene.office()
    deputy = run(keys.add_operator(office, name="Blake Example", passphrase=RENEWED))
    new = scene.place / "new key"
    run(keys.remove_operator(office, operator=deputy, reason="Left the Board", new_key_file=new))
    rows = tuple(office.vault.rows())
    office.close()
    return replace(scene, rows=rows, key_name=new.name)


def back_up(office: Office) -> Sequence[Stored]:
    """Back the vault up to the folder `backup` beside it; return the entries that the backup holds."""
    folder = office.vault.folder.with_name("backup")
    run(backing_up.back_up(office, folder, label="Drive 1", place="A bank", keeper="C. Keeper"))
    number = load_manifest(folder).body.number
    return tuple(office.vault.rows())[:number]
