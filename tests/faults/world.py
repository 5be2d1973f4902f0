"""The folder that stands for a disk, and the office on it: what acts are done to, and rigs disturb."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from typing import Any

from desktop.custody import people
from desktop.office import opening
from desktop.office.office import Clock, Office
from desktop.office.procedure import Procedure, Progress, Result, Step, quiet, run
from desktop.store.errors import DeviceSecretMissingError, WrongPassphraseError
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, Facts, a_pdf, march, noon

NEW_PASSPHRASE = "another invented passphrase"  # noqa: S105 - it opens nothing but what a test made
STICK = "stick"
"""The folder that stands for another disk, with a document on it."""

MARKER = b"%an invented sentence that stands in clear nowhere in a vault%"
"""At the end of every document that is taken in."""


class Disk:
    """The folder that stands for a disk, and the office on it; every head it had is remembered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = folder / "vault"
        self.key = folder / "key"
        self.new_key = folder / "new-key"
        self.papers = folder / "papers"
        self.medium = folder / "medium1"
        self.now = noon(march(2))
        self.clock: Clock | None = None
        """The clock that the office looks at, if it is another than one that stands at `now`."""
        self.office: Office | None = None
        self.heads: list[tuple[int, str]] = []

    @property
    def opened(self) -> Office:
        """The open office."""
        assert self.office is not None
        return self.office

    def create(self) -> None:
        """Make the vault."""
        self.office = opening.create(
            self.vault,
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator=OPERATOR,
            key_file=self.key,
            bounds=CHEAP,
            clock=self.clock or (lambda: self.now),
        )
        self.see()

    def open(self, *, read_only: bool = False) -> Office:
        """Open the vault, with what opened it at first or with what an act may have put in its place."""
        try:
            return self._open(PASSPHRASE, self.key, read_only=read_only)
        except (DeviceSecretMissingError, WrongPassphraseError) as error:
            for passphrase, key in product((PASSPHRASE, NEW_PASSPHRASE), (self.key, self.new_key)):
                with suppress(DeviceSecretMissingError, WrongPassphraseError):
                    return self._open(passphrase, key, read_only=read_only)
            raise error from None

    def _open(self, passphrase: str, key: Path, *, read_only: bool) -> Office:
        self.office = opening.unlock(
            self.vault,
            passphrase=passphrase,
            key_file=key,
            read_only=read_only,
            bounds=CHEAP,
            clock=self.clock or (lambda: self.now),
        )
        self.see()
        return self.office

    def close(self) -> None:
        """Close the vault, if it is open."""
        if self.office is not None:
            office, self.office = self.office, None
            office.close()

    def see(self) -> None:
        """Remember the head as it stands."""
        head = self.opened.register.head
        if (head.number, head.digest.hex()) not in self.heads:
            self.heads.append((head.number, head.digest.hex()))

    def run(self, procedure: Procedure[Result]) -> Result:
        """Run a procedure, remembering each head on the way."""

        def on_step(_step: Step) -> Progress:
            self.see()
            return quiet

        try:
            return run(procedure, on_step)
        finally:
            self.see()

    def do(self, act: Callable[..., Any], **facts: Any) -> None:
        """Run an act of custody."""
        self.run(self.opened.act(act, **facts))

    def person(self, name: str) -> None:
        """Enter a member of the panel."""
        facts: Facts = {"post": "Nurse", "agency": "Invented Trust", "role": "panel member"}
        self.do(people.add, name=name, review=REVIEW, **facts)


@contextmanager
def received() -> Iterator[Path]:
    """Give a document that came in; where that can be, it lies on no disk that a rig could disturb."""
    if sys.platform != "linux":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.pdf"
            path.write_bytes(a_pdf() + MARKER)
            yield path
        return
    file = os.memfd_create("report.pdf")
    try:
        os.write(file, a_pdf() + MARKER)
        yield Path(f"/proc/self/fd/{file}")
    finally:
        os.close(file)
