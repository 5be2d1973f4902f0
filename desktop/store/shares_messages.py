"""What the program and the short-lived worker for recovery shares say to each other: one order, one answer.

Rule: typed and checked on both sides, and small. A secret stands in no message's `repr`. The worker
gives no reasons: what it refuses is a single word, so nothing of a share can leak through an error.
"""

from typing import Annotated

import msgspec

LARGEST = 64 * 1024
"""Bytes of one message; more is refused."""
MOST_SHARES = 16

_Count = Annotated[int, msgspec.Meta(ge=2, le=MOST_SHARES)]
_Secret = Annotated[bytes, msgspec.Meta(min_length=16, max_length=32)]
_Text = Annotated[str, msgspec.Meta(max_length=400)]
_Texts = Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1, max_length=MOST_SHARES)]


class _Message(msgspec.Struct, frozen=True, array_like=True, tag=True, forbid_unknown_fields=True):
    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Split(_Message, frozen=True):
    """To the worker: make `of` shares of the secret, any `needed` of which give it back."""

    secret: _Secret
    needed: _Count
    of: _Count


class Combine(_Message, frozen=True):
    """To the worker: give the secret of these shares back. Ours have no passphrase; published vectors do."""

    texts: _Texts
    passphrase: Annotated[bytes, msgspec.Meta(max_length=64)] = b""


class Made(_Message, frozen=True):
    """From the worker: the shares, in the order of their numbers."""

    texts: _Texts


class Combined(_Message, frozen=True):
    """From the worker: the secret."""

    secret: _Secret


class Refused(_Message, frozen=True):
    """From the worker: these shares do not belong together."""


Order = Split | Combine
Answer = Made | Combined | Refused
