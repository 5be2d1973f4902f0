"""The code of a sheet that is signed and typed back: made from an entry, printed on that sheet alone.

Rule: a code comes from its entry's digest, apart for each purpose, and is not the digest's own letters, which
stand on every paper. What a scanner reads names vault and subject before the code; both must be these.
"""

import hashlib
from typing import TYPE_CHECKING

from desktop.custody import codes

if TYPE_CHECKING:
    from desktop.custody.hand import Line
    from desktop.custody.register import Register

_LETTERS = 7


def made(line: "Line", purpose: str) -> str:
    """Return the code of the sheet that belongs to an entry; `purpose` tells its kind from others."""
    seed = hashlib.sha256(f"strongroom {purpose} 1\0".encode() + line.digest).digest()
    body = codes.letters(seed, _LETTERS)
    return body + codes.check(body, 1)


def printed(code: str) -> str:
    """Return a code as it is printed."""
    return codes.spaced(code)


def payload(register: "Register", kind: str, subject: str, code: str) -> str:
    """Return the machine-readable code of a sheet; `kind` is how all of its sort begin, such as MU1."""
    return f"{kind} {register.founded.vault} {subject} {code}"


def read(register: "Register", kind: str, subject: str, typed: str) -> str:
    """Return the code that was typed, or scanned from the sheet of this subject, as it is compared.

    A scanned code of another vault or subject stays whole, so it matches no code.
    """
    words = " ".join(typed.split()).upper()
    return codes.plain(words.removeprefix(payload(register, kind, subject, "").upper()))
