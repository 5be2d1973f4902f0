"""The head of the ledger, kept outside it (T4, T5): where the device secret lies, and once more in the vault.

Rule: what is kept is never ahead of what is durable: it is written after the entry, in a thread of its own,
so that no act waits for it. A crash may leave it behind by the last acts; an older one that lies in the chain
is no finding. The note outside is authenticated by the device secret; the one inside only helps to name what
happened: where it is ahead of the ledger too, the ledger alone was changed.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from desktop.custody.errors import StrongroomError, TamperError
from desktop.custody.ledger import Head
from desktop.store.device import DeviceSecretPlace
from desktop.store.durable import write_durably
from desktop.store.errors import (
    KeptHeadAlteredError,
    LedgerRewrittenError,
    OlderVaultError,
    TailCutError,
)
from desktop.store.header import fingerprint
from desktop.store.slots import subkey
from desktop.store.smallfile import read_small

KEPT_NAME = "head"
"""The file in the vault."""

_LARGEST = 256
_INSIDE = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})\Z")
_OUTSIDE = re.compile(r"([0-9]{1,12}):([0-9a-f]{64}):([0-9a-f]{64})\Z")


class KeptHead:
    """The notes of one vault's head under one device secret."""

    def __init__(self, folder: Path, place: DeviceSecretPlace, vault: str, secret: bytes) -> None:
        self._inside = folder / KEPT_NAME
        self._place = place
        self._vault = vault
        self._device = fingerprint(secret, vault)
        self._key = subkey(secret, "kept-head", vault)
        self._writer = ThreadPoolExecutor(1, "head")  # starts its thread with the first note
        self._latest: Head | None = None
        self._written: Head | None = None
        self.trouble: StrongroomError | None = None
        """Why the last note could not be kept outside, if it could not."""

    def note(self, head: Head) -> None:
        """Keep `head`, soon. Of several in a row only the last need be written."""
        self._latest = head
        self._writer.submit(self._write_latest)

    def close(self) -> None:
        """Wait until the last note is kept."""
        self._writer.shutdown()

    def keep(self, head: Head) -> None:
        """Keep `head` outside, now. Raises what the place raises."""
        text = _text(head)
        self._place.keep_head(self._vault, self._device, f"{text}:{self._mac(text)}")

    def compare(self, head: Head, digest: Callable[[int], bytes | None]) -> bool:
        """Compare the note outside with a ledger that ends with `head`; return whether there is one.

        `digest` gives that of an entry. Raises KeptHeadAlteredError, TailCutError, OlderVaultError,
        LedgerRewrittenError, and what the place raises.
        """
        text = self._place.kept_head(self._vault, self._device)
        if text is None:
            return False
        kept = self._read(text)
        ours = digest(kept.number) if kept.number <= head.number else None
        if kept.number and ours is not None and ours != kept.digest:
            raise LedgerRewrittenError(kept=kept.number, place=self._place.name)
        if kept.number > head.number:
            raise self._shorter(head, kept)
        return True

    def _shorter(self, head: Head, kept: Head) -> TamperError:
        found = _INSIDE.match(_content(self._inside))
        kind = TailCutError if found and int(found[1]) > head.number else OlderVaultError
        return kind(ends=head.number, kept=kept.number, place=self._place.name)

    def _read(self, text: str) -> Head:
        found = _OUTSIDE.match(text)
        if found is None or not hmac.compare_digest(found[3], self._mac(f"{found[1]}:{found[2]}")):
            raise KeptHeadAlteredError(place=self._place.name)
        return Head(int(found[1]), bytes.fromhex(found[2]))

    def _write_latest(self) -> None:
        head = self._latest
        if head is None or head == self._written:
            return
        try:
            self.keep(head)
        except StrongroomError as error:
            self.trouble = error
        else:
            self.trouble = None
            self._written = head
        with suppress(StrongroomError):  # it only helps to name a finding
            write_durably(self._inside, f"{_text(head)}\n".encode())

    def _mac(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def _text(head: Head) -> str:
    return f"{head.number}:{head.digest.hex()}"


def _content(path: Path) -> str:
    try:
        return read_small(path, _LARGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""
