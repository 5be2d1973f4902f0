"""The acts against loss: shares made and used, backups made, drilled and restored."""

from desktop.office import backing_up, recovery, restoring
from tests.factory import CHEAP, PASSPHRASE
from tests.faults.world import NEW_PASSPHRASE, Disk
from tests.office.share_holders import HOLDERS, words_on

_SHARES = "shares"
"""The file, on no real disk of anybody, that stands for what the holders have."""


def prepare(disk: Disk) -> None:
    """Make shares and a backup, and enter something after it."""
    made = disk.run(
        recovery.make_shares(disk.opened, needed=2, holders=HOLDERS, folder=disk.folder / "sheets")
    )
    (disk.folder / _SHARES).write_text("\n".join(map(words_on, made.sheets)), "ascii")
    for sheet in made.sheets:
        sheet.unlink()
    disk.run(backing_up.back_up(disk.opened, disk.medium, label="Stick 1", place="Safe", keeper="Sam"))
    disk.person("Kim Invented")


def _make_shares(disk: Disk) -> None:
    disk.run(
        recovery.make_shares(
            disk.opened, needed=2, holders=HOLDERS, folder=disk.papers, new_key_file=disk.new_key
        )
    )


def _recover(disk: Disk) -> None:
    disk.close()
    disk.office = recovery.recover(
        disk.vault,
        shares=(disk.folder / _SHARES).read_text("ascii").splitlines()[:2],
        passphrase=NEW_PASSPHRASE,
        operator="O-0001",
        key_file=disk.new_key,
        bounds=CHEAP,
        clock=lambda: disk.now,
    )
    disk.see()


def _first_backup(disk: Disk) -> None:
    folder = disk.folder / "medium2"
    disk.run(backing_up.back_up(disk.opened, folder, label="Stick 2", place="Bank", keeper="Alex"))


def _next_backup(disk: Disk) -> None:
    disk.run(backing_up.back_up(disk.opened, disk.medium))


def _drill(disk: Disk) -> None:
    private = disk.folder / "private"
    private.mkdir(exist_ok=True)
    disk.run(backing_up.drill(disk.opened, disk.medium, private))


def _restore(disk: Disk) -> None:
    disk.close()
    restoring.restore(
        disk.medium,
        disk.vault,
        passphrase=PASSPHRASE,
        key_file=disk.key,
        witness="Robin Invented, Director",
        reason="The disk was changed",
        bounds=CHEAP,
        clock=lambda: disk.now,
    )
    disk.open()


ACTS_AGAINST_LOSS = {
    "make shares": _make_shares,
    "recover": _recover,
    "first backup": _first_backup,
    "next backup": _next_backup,
    "drill": _drill,
    "restore": _restore,
}
