"""Short codes that people type: Crockford's base 32, with a check that notices a slip of the finger.

Rule: capitals, spaces and hyphens never matter, I and L read as 1, O as 0; a mistyped code is
noticed by its check before anything is compared.
"""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SEPARATORS = dict.fromkeys(map(ord, " -\u2013\u2014\u00a0\t\r\n."))


def letters(data: bytes, count: int) -> str:
    """Return the first `count` * 5 bits of `data` as `count` letters."""
    number = int.from_bytes(data, "big") >> (len(data) * 8 - count * 5)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range((count - 1) * 5, -1, -5))


def check(body: str, count: int) -> str:
    """Return `count` check letters over `body`."""
    return letters(hashlib.sha256(body.encode()).digest(), count)


def plain(typed: str) -> str:
    """Return what was typed as it would stand in a code: capitals, no separators, no look-alikes."""
    return typed.upper().translate(_SEPARATORS).translate(_LOOK_ALIKE)


def spaced(code: str, group: int = 4) -> str:
    """Return `code` in groups of `group` letters, joined by hyphens, as it is printed."""
    return "-".join(code[at : at + group] for at in range(0, len(code), group))
