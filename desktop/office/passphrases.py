"""Passphrases that the program makes: words for a person to type, from the list that is shipped.

Rule: a passphrase is made from the system's own source of chance, and what holds it never shows it. Eight of
1,024 words are 80 bits.
"""

import secrets
from typing import NamedTuple

from desktop.resources import resource

WORDS = 8
_OWNER_BYTES = 24


class Passphrase(NamedTuple):
    """The words of one passphrase, and a second one that nobody is told: it would lift the restrictions."""

    words: tuple[str, ...]
    owner: str

    @property
    def typed(self) -> str:
        """How it is typed: in small letters, with a hyphen between the words."""
        return "-".join(self.words)

    def __repr__(self) -> str:
        """Return nothing of it."""
        return f"<passphrase of {len(self.words)} words>"


def made() -> Passphrase:
    """Return a new passphrase of eight words."""
    known = resource("slip39/words.txt").read_text("ascii").split()
    words = tuple(secrets.choice(known) for _ in range(WORDS))
    return Passphrase(words, secrets.token_urlsafe(_OWNER_BYTES))
