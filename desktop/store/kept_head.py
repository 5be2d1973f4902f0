"""The head of the ledger, kept outside it (T4, T5): where the device secret lies, and once more in the vault.

Rule: what is kept is never ahead of what is durable: it is written after the entry, in a thread of its own,
so that no act waits for it. A crash may leave it behind by the last acts; an older one that lies in the chain
is no finding. While a restored vault takes the place of another, the note outside knows the heads of both,
and either is right. It is sealed by the vault's signing key, which no renewal changes; the note inside only
helps to name what happened: where it is ahead of the ledger too, the ledger alone was changed.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from desktop.custody.errors import StrongroomError, TamperError
from desktop.custody.ledger import EMPTY, Head
from desktop.store.device import DeviceSecretPlace
from desktop.store.errors import (
    FormerKeysError,
    KeptHeadAlteredError,
    LedgerRewrittenError,
    OlderVaultError,
    TailCutError,
)
from desktop.store.header import Header
from desktop.store.secret import wipe
from desktop.store.slots import subkey
from desktop.store.smallfile import private, read_small

KEPT_NAME = "head"
"""The file in the vault."""

_GATHER = 1.0
"""Seconds in which acts that follow one another share a note."""

_PATIENCE = 5.0
"""Seconds after which closing a vault no longer waits for its note."""

_MOST = 8
"""Heads in one note: more restores than that are not cut short one after the other."""

_LARGEST = 256
_INSIDE = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})\Z")
_HEAD = re.compile(r"([0-9]{1,12}):([0-9a-f]{64}):")
_FORMER = "former:"
_OUTSIDE = re.compile(rf"((?:{_FORMER})?(?:[0-9]{{1,12}}:[0-9a-f]{{64}}:){{1,{_MOST}}})([0-9a-f]{{64}})\Z")


class KeptHead:
    """The notes of one vault's head, where the device secret of `header` lies."""

    def __init__(self, folder: Path, place: DeviceSecretPlace, header: Header, signing: bytes) -> None:
        self._inside = folder / KEPT_NAME
        self._place = place
        self._vault = header.vault
        self._device = header.body.device
        self._key = subkey(signing, "kept-head", header.vault)
        self._writer = ThreadPoolExecutor(1, "head")  # starts its thread with the first note
        self._closing = Event()
        self._ended: Future[None] | None = None
        self._latest: Head | None = None
        self._written: Head | None = None
        self._deferred = False
        self._unsettled = False
        self._settling = False
        self.trouble: StrongroomError | None = None
        """Why the last note could not be kept outside, if it could not."""

    def note(self, head: Head) -> None:
        """Keep `head`, soon. Of several in a row only the last need be written."""
        if self._deferred:
            return
        self._latest = head
        self._writer.submit(self._write_latest)

    def close(self) -> None:
        """Keep the last note now; wait for that, but not for a keyring that does not answer."""
        if self._deferred:
            return
        self._closing.set()
        if self._latest is None:
            wipe(self._key)
            return
        if self._ended is None:  # after all notes: one that Ctrl-C interrupted still needs the key
            self._ended = self._writer.submit(wipe, self._key)
        self._writer.shutdown(wait=False)
        wait([self._ended], _PATIENCE)

    def keep(self, head: Head) -> None:
        """Keep `head` outside, now. Raises what the place raises."""
        self._keep(head)

    def end(self, head: Head) -> None:
        """Keep outside that these keys were renewed at `head`, so that a vault under them is found out."""
        text = f"{_FORMER}{_text(head)}"
        self._place.keep_head(self._vault, self._device, f"{text}:{self._mac(text)}")

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Note nothing meanwhile but what is asked for, and outlive the vault: it stands in no place yet."""
        self._deferred = True
        try:
            yield
        finally:
            self._deferred = False
            self.close()

    def expect(self, head: Head) -> None:
        """Keep outside that a vault which ends with `head` is as right as the one of which it is kept now.

        So a crash in the step that puts one in the place of the other makes no finding of either. A note that
        was altered stays as it is: it is a finding for both. Raises what the place raises.
        """
        text = self._place.kept_head(self._vault, self._device)
        with suppress(KeptHeadAlteredError):
            first, *others = [EMPTY] if text is None else self._read(text)
            self._keep(first, *others[2 - _MOST :], head)
        self._write_inside(head)

    def settle(self, head: Head) -> None:
        """Keep `head` alone where the note was found to know more than one."""
        if self._unsettled:
            self._unsettled = False
            self._settling = True
            self.note(head)

    def compare(self, head: Head, digest: Callable[[int], bytes | None]) -> bool:
        """Compare the note outside with a ledger that ends with `head`; return whether there is one.

        `digest` gives that of an entry. Raises KeptHeadAlteredError, TailCutError, OlderVaultError,
        LedgerRewrittenError, and what the place raises.
        """
        text = self._place.kept_head(self._vault, self._device)
        if text is None:
            return False
        heads = self._read(text)
        if text.startswith(_FORMER):
            raise FormerKeysError(ends=head.number, kept=heads[-1].number, place=self._place.name)
        self._unsettled = len(heads) > 1
        findings = [self._finding(kept, head, digest) for kept in heads]
        # What the vault before a restore knew is what tells of a vault that is neither.
        if (first := findings[0]) and all(findings):
            raise first
        return any(kept != EMPTY for kept, finding in zip(heads, findings, strict=True) if not finding)

    def _finding(self, kept: Head, head: Head, digest: Callable[[int], bytes | None]) -> TamperError | None:
        ours = digest(kept.number) if 0 < kept.number <= head.number else None
        if ours is not None and ours != kept.digest:
            return LedgerRewrittenError(kept=kept.number, place=self._place.name)
        return self._shorter(head, kept) if kept.number > head.number else None

    def _shorter(self, head: Head, kept: Head) -> TamperError:
        found = _INSIDE.match(_content(self._inside))
        kind = TailCutError if found and int(found[1]) > head.number else OlderVaultError
        return kind(ends=head.number, kept=kept.number, place=self._place.name)

    def _keep(self, *heads: Head) -> None:
        text = ":".join(map(_text, heads))
        self._place.keep_head(self._vault, self._device, f"{text}:{self._mac(text)}")

    def _read(self, text: str) -> list[Head]:
        found = _OUTSIDE.match(text)
        if found is None or not hmac.compare_digest(found[2], self._mac(found[1][:-1])):
            raise KeptHeadAlteredError(place=self._place.name)
        return [Head(int(number), bytes.fromhex(digest)) for number, digest in _HEAD.findall(found[1])]

    def _write_latest(self) -> None:
        if self._latest == self._written:
            return
        self._closing.wait(_GATHER)
        head = self._latest
        if head is None:
            return
        try:
            if not self._knows_more(head):
                self.keep(head)
        except StrongroomError as error:
            self.trouble = error
        else:
            self.trouble = None
            self._written = head
        self._write_inside(head)

    def _knows_more(self, head: Head) -> bool:
        """Tell whether the note is ahead already: a place that was slow may answer after the next opening."""
        if self._settling:
            return False
        text = self._place.kept_head(self._vault, self._device)
        with suppress(KeptHeadAlteredError):
            return text is not None and all(kept.number > head.number for kept in self._read(text))
        return False

    def _write_inside(self, head: Head) -> None:
        # It only helps to name a finding, so it need not be durable either.
        with suppress(OSError), open(self._inside, "w", encoding="ascii", opener=private) as file:
            file.write(f"{_text(head)}\n")

    def _mac(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def _text(head: Head) -> str:
    return f"{head.number}:{head.digest.hex()}"


def _content(path: Path) -> str:
    try:
        return read_small(path, _LARGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""
