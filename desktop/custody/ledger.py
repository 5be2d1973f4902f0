"""The chain: entries as bytes, their digests, the head, and the head as printed (the checkpoint).

Rule: an entry's digest covers everything before it, so an entry that was changed, removed, added or
moved shows. A cut tail and a rewrite by somebody with the keys do not show in the chain itself:
they show against a checkpoint kept outside (H2). The salted digest of the body lets a body be
removed one day with the chain still whole.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Literal, NamedTuple

from desktop.custody import codes
from desktop.custody.errors import LedgerAlteredError, SlipMistypedError

SALT_BYTES = 16
_DIGEST_LETTERS = 26  # 130 bits of the digest: more than anybody can search for a second of
_CHECK_LETTERS = 2
_CODE = r"((?:[0-9A-Za-z][\s\-\u2013\u2014.]*){27}[0-9A-Za-z])(?![0-9A-Za-z])"
_NUMBER = r"(?<![0-9A-Za-z])(?=(\d{1,12})(?!\d)"
_AS_PRINTED = re.compile(_NUMBER + r"\s*:\s*" + _CODE + ")")
_AS_TYPED = re.compile(_NUMBER + r"\W*" + _CODE + ")")
_HEX = re.compile(_NUMBER + r"\W*([0-9A-Fa-f]{32,64})(?![0-9A-Za-z]))")

Answer = Literal["matches", "differs", "unknown"]


class Head(NamedTuple):
    """The last entry's number and digest (32 bytes)."""

    number: int
    digest: bytes


class Row(NamedTuple):
    """An entry as it is stored. `salt` is 16 random bytes, `digest` 32 bytes."""

    number: int
    salt: bytes
    body: bytes
    digest: bytes


Stored = tuple[int, bytes, bytes, bytes]
"""The parts of a Row, in its order, as a file gives them: a whole ledger is read as these, for speed."""


EMPTY = Head(0, sha256(b"strongroom ledger 1").digest())
"""The head of a ledger without entries."""


def digest_of(previous: bytes, number: int, salt: bytes, body: bytes) -> bytes:
    """Return the digest of entry `number`, which follows an entry of digest `previous`."""
    sealed = sha256(b"strongroom body 1\0" + salt + body).digest()
    return sha256(b"strongroom entry 1\0" + previous + number.to_bytes(8, "big") + sealed).digest()


def chain(head: Head, bodies: Iterable[bytes], salts: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows that put `bodies` after `head`, one salt each."""
    for body, salt in zip(bodies, salts, strict=True):
        number = head.number + 1
        head = Head(number, digest_of(head.digest, number, salt, body))
        yield Row(number, salt, body, head.digest)


def verified(rows: Iterable[Stored], head: Head = EMPTY) -> Iterator[Stored]:
    """Yield `rows` as they are found to follow `head`, each once its digest is recomputed.

    Raises LedgerAlteredError at the first row that is not what was written.
    """
    expected, previous = head
    for row in rows:
        number, salt, body, digest = row
        expected += 1
        if number != expected:
            raise LedgerAlteredError(number=expected, what="is missing or out of its place")
        try:
            is_right = digest_of(previous, number, salt, body) == digest
        except (TypeError, AttributeError):  # no bytes: who has the key can put anything into a row
            is_right = False
        if not is_right:
            raise LedgerAlteredError(number=number, what="is not what was written")
        previous = digest
        yield row


def checkpoint(head: Head) -> str:
    """Return the head as it is printed on every paper: "412: XXXX-XXXX-…" (130 bits and a check)."""
    return f"{head.number}: {codes.spaced(_code(head))}"


class Checkpoint(NamedTuple):
    """A head as somebody typed it: its number and the start of its digest."""

    number: int
    start: str
    kind: Literal["letters", "hex"]


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that `text` holds: as printed, or as number and hexadecimal digest.

    Words around it, spaces, hyphens and capitals do not matter. Raises SlipMistypedError when there is
    none or its check is wrong.
    """
    for found in _HEX.finditer(text):
        return Checkpoint(int(found[1]), found[2].lower(), "hex")
    for found in itertools.chain(_AS_PRINTED.finditer(text), _AS_TYPED.finditer(text)):
        number, code = int(found[1]), codes.plain(found[2])
        if code[_DIGEST_LETTERS:] == _check(number, code[:_DIGEST_LETTERS]):
            return Checkpoint(number, code[:_DIGEST_LETTERS], "letters")
    raise SlipMistypedError


def compare(typed: Checkpoint, digest: bytes | None) -> Answer:
    """Compare a typed checkpoint with the digest of the entry of its number (None: there is none).

    `differs`: the ledger was rewritten. `unknown`: its tail was cut, an older vault was put back, or
    the slip is another vault's.
    """
    if digest is None:
        return "unknown"
    ours = digest.hex() if typed.kind == "hex" else codes.letters(digest, _DIGEST_LETTERS)
    return "matches" if ours.startswith(typed.start) else "differs"


def _code(head: Head) -> str:
    body = codes.letters(head.digest, _DIGEST_LETTERS)
    return body + _check(head.number, body)


def _check(number: int, body: str) -> str:
    return codes.check(f"{number} {body}", _CHECK_LETTERS)
