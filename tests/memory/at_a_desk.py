"""The process that is looked into: somebody's day with a vault, which is locked at its end.

    python -m tests.memory.at_a_desk office|window FOLDER [leak] [keyring]

Rule: it works as the program does, hardened first, and says on standard output what it has done ("open",
"work", each step of it, "locked"); it goes on when a line comes. It is given what a person would type (the
words of shares and passphrases) and nothing else. With "leak" it keeps a key back, to see that it is found;
with "keyring" the device secret lies in the system's keyring, else in the file device.key.
"""

import contextlib
import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from desktop import hardening

if __name__ == "__main__":
    hardening.harden()

from desktop.custody import access, people, reviews
from desktop.custody.errors import StrongroomError
from desktop.office import backing_up, electronic, keys, opening, printing, recovery, verification, viewing
from desktop.office.office import Office
from desktop.office.procedure import Procedure, run
from desktop.office.take_in import Accession, take_in
from desktop.store.device import Keyring
from desktop.store.secret import wipe
from desktop.store.slots import Bounds, KdfSettings

Result = TypeVar("Result")
Finish = Callable[[Procedure[Any]], Any]
COST = KdfSettings(memory_kib=64, passes=1, lanes=1)
CHEAP = Bounds(COST, COST)
REVIEW = "SCR-2026-01"
HOLDERS = ("Robin Invented, Director", "Sam Example, Head of Legal", "Kim Sample, Nurse")


def say(word: str) -> str:
    """Say what was done, and return what is answered."""
    os.write(1, f"{word}\n".encode())
    answer = os.read(0, 4096)
    if not answer.endswith(b"\n"):
        sys.exit(0)
    typed = answer[:-1].decode()
    wipe(answer)
    return typed


def day(office: Office, folder: Path, finish: Finish) -> Iterator[str]:
    """Do a day's work, step by step."""
    finish(office.act(reviews.open_review, reference=REVIEW, authority="The Chair"))
    for name, edition in (("one", "anonymised"), ("two", "redacted")):
        accession = Accession(REVIEW, "overview-report", edition, title=name)
        finish(take_in(office, folder / f"{name}.pdf", accession))
    large = Accession(REVIEW, "integrated-chronology", "anonymised")
    finish(take_in(office, folder / "large.bin", large))
    yield "taken in"
    facts: dict[str, Any] = {"post": "Nurse", "agency": "Invented Trust", "role": "panel member"}
    finish(office.act(people.add, name="Robin Invented", authority="The Chair", **facts))
    finish(office.act(access.ask, person="P-0001", document="D-0001", purpose="To prepare", mode="hard-copy"))
    finish(office.act(access.decide, request="R-0001", agreed=True, by="The Chair", reason="On the panel"))
    finish(printing.print_copies(office, printing.Order("D-0001", 2), folder / "copies"))
    yield "printed"
    finish(office.act(access.ask, person="P-0001", document="D-0001", purpose="To read", mode="electronic"))
    finish(office.act(access.decide, request="R-0002", agreed=True, by="The Chair", reason="On the panel"))
    order = electronic.Order("D-0001", "P-0001", "R-0002", office.hand().day)
    finish(electronic.send(office, order, folder / "copies"))
    yield "sent"
    viewed = finish(viewing.begin(office, "D-0001", "To prepare the meeting"))
    finish(viewing.page(office, "D-0001", viewed.master, 1, 72))
    assert finish(verification.verify(office)).ok
    yield "verified"
    finish(keys.add_operator(office, name="Blake Sample", passphrase=say("the deputy's passphrase")))
    yield "renewed"
    made = finish(
        recovery.make_shares(office, needed=2, holders=HOLDERS, folder=folder / "shares", new_key_file=None)
    )
    assert len(made.sheets) == len(HOLDERS)
    yield "shares made"
    finish(recovery.drill(office, [say("a share"), say("a share")]))
    finish(backing_up.back_up(office, folder / "medium", label="B", place="A safe", keeper="The Chair"))
    finish(backing_up.drill(office, folder / "medium"))
    yield "backed up"
    typed = say("the present passphrase"), say("the new passphrase")
    finish(keys.change_passphrase(office, present=typed[0], passphrase=typed[1]))
    yield "changed"
    new_key_file = None if isinstance(office.vault.place, Keyring) else folder / "new.key"
    finish(keys.remove_operator(office, operator="O-0002", reason="Left", new_key_file=new_key_file))
    assert finish(verification.verify(office)).ok
    yield "removed"


def at_the_office(folder: Path, key_file: Path | None, *, leak: bool) -> None:
    """Work as the command line does: one procedure after the other, in one thread."""
    unlock = functools.partial(opening.unlock, folder / "vault", key_file=key_file, bounds=CHEAP)
    with contextlib.suppress(StrongroomError), opening.forgetting_errors():
        unlock(passphrase="not the passphrase")  # noqa: S106 - as it says
    say("refused")
    office = unlock(passphrase=say("the passphrase"))
    say("open")
    for step in day(office, folder, run):
        say(step)
    kept = bytes(bytearray(office.vault._access.key)) if leak else b""
    lock(office)
    say("locked")
    assert bool(kept) == leak
    office = recovery.recover(
        folder / "vault",
        shares=[say("a share"), say("a share")],
        passphrase=say("the new passphrase"),
        operator="O-0001",
        key_file=folder / "recovered.key",
        bounds=CHEAP,
    )
    say("recovered")
    lock(office)
    say("locked again")


def lock(office: Office) -> None:
    """Lock the vault as the window does."""
    office.close()
    gc.collect()
    office.forget()


def at_the_window(folder: Path, key_file: Path | None, *, leak: bool) -> None:
    """Work in the window: on its lanes, and with its dialogs on the screen."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desktop.ui.application import dress  # noqa: PLC0415
    from desktop.ui.main_window import MainWindow  # noqa: PLC0415
    from desktop.ui.work import Lanes  # noqa: PLC0415

    application = QApplication([])
    dress(application)
    lanes = Lanes()
    window = MainWindow(lanes, folder / "vault", key_file, bounds=CHEAP)
    window.show()

    loop, look = QEventLoop(), QTimer()  # for the whole day: they belong to this thread
    look.timeout.connect(loop.quit)
    look.start(5)

    def until(happened: Callable[[], object]) -> None:
        while not happened():
            loop.exec()

    window.unlock_page.passphrase.setText("not the passphrase")
    window.unlock_page.submit()
    until(lambda: window.unlock_page.complaint.isVisible() and not lanes.jobs)
    say("refused")
    window.unlock_page.passphrase.setText(say("the passphrase"))
    window.unlock_page.submit()
    until(lambda: window.shell is not None and not lanes.jobs)
    assert window.desk is not None
    say("open")
    finish = functools.partial(_finished, window.desk, until)
    for step in day(window.desk.office, folder, finish):
        _look_around(window, until)
        say(step)
    kept = bytes(bytearray(window.desk.office.vault._access.key)) if leak else b""
    QTimer.singleShot(0, window, window.lock_vault)
    until(lambda: window.desk is None and not lanes.jobs and not window._locking)
    say("locked")
    assert bool(kept) == leak


def _finished(
    desk: Any, until: Callable[[Callable[[], object]], None], procedure: Procedure[Result]
) -> Result:
    results: list[Result] = []
    errors: list[Exception] = []
    desk.run(procedure, owner=desk, done=results.append, failed=errors.append)
    until(lambda: results or errors)
    if errors:
        raise errors[0]
    return results[0]


def _look_around(window: Any, until: Callable[[Callable[[], object]], None]) -> None:
    """Open the pages of a document, and leave them on the screen."""
    from desktop.ui.dialogs.viewing import ViewDocument  # noqa: PLC0415

    document = window.desk.register.documents["D-0001"]
    dialog = ViewDocument(window.desk, document, window)
    dialog.open()
    dialog.purpose.setPlainText("To prepare the meeting")
    dialog.verb.click()
    until(lambda: dialog.pages is not None and not window.lanes.jobs)


if __name__ == "__main__":
    work = {"office": at_the_office, "window": at_the_window}[sys.argv[1]]
    place, options = Path(sys.argv[2]), sys.argv[3:]
    work(place, None if "keyring" in options else place / "device.key", leak="leak" in options)
