"""What is left of a master after its key was taken away: its sealed files, and former device secrets (G5).

Rule: the key goes first, by a renewal that leaves it behind; that is the disposal. What is done here can be
done again after a crash, or when something was put back. A device secret is only ever forgotten when it is
the former one that was named; what could not be taken away is told in words, never passed over.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from desktop.custody.errors import StrongroomError
from desktop.store.device import DeviceSecretPlace
from desktop.store.durable import reading, sync_folder, writing
from desktop.store.errors import DeviceSecretMissingError
from desktop.store.header_keys import fingerprint
from desktop.store.vault_folder import MASTERS


class Shredded(NamedTuple):
    """How many sealed files were taken away, and what could not be, in words."""

    files: int
    left: tuple[str, ...]


def there(masters: Path, names: Iterable[str]) -> list[str]:
    """Return those of these sealed files that lie in the folder `masters`. Raises CannotReadError."""
    with reading(masters):
        found = {path.name for path in masters.iterdir()} if masters.is_dir() else set()
    return sorted(found.intersection(names))


def take_away(masters: Path, names: Iterable[str]) -> Shredded:
    """Take the sealed files of these names out of the folder `masters`, durably."""
    gone, left = 0, list[str]()
    for name in there(masters, names):
        try:
            with writing(masters / name):
                (masters / name).unlink()
            gone += 1
        except StrongroomError:
            left.append(f"the sealed file {name}")
    if gone:
        with writing(masters):
            sync_folder(masters)
    return Shredded(gone, tuple(left))


def forget(place: DeviceSecretPlace, vault: str, devices: Iterable[str]) -> list[str]:
    """Have `place` keep former device secrets no longer; return what it keeps all the same, in words."""
    left = []
    for device in devices:
        try:
            # A key file holds one secret, whichever is asked for: it may be the present one.
            if fingerprint(place.fetch(vault, device), vault) == device:
                place.forget_secret(vault, device)
        except DeviceSecretMissingError:
            continue
        except StrongroomError as error:
            left.append(f"a former device secret ({error.message})")
    return left


def shred(
    folder: Path,
    vault: str,
    places: Iterable[DeviceSecretPlace],
    names: Iterable[str],
    devices: Iterable[str],
) -> Shredded:
    """Take away what is left in the vault at `folder`, and the former device secrets in `places`."""
    done = take_away(folder / MASTERS, names)
    former = list(devices)
    return Shredded(
        done.files, (*done.left, *(one for place in places for one in forget(place, vault, former)))
    )
