"""How text from outside is shown: literally, on one line, and harmlessly.

Rule: a name can never hide itself, turn the line round, or break a layout. Control characters,
line breaks and the direction overrides (U+202A-202E, U+2066-2069) are shown as visible escapes.
"""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # real letters of Persian and Indic names depend on them


def shown(text: str, most: int = 200) -> str:
    """Return `text` safe to show on one line, at most `most` characters long (an ellipsis marks a cut)."""
    plain = text[: most + 1]
    if not plain.isprintable():  # most is, and tables show a great deal of it
        plain = "".join(
            _escaped(c) if unicodedata.category(c) in _HIDDEN and c not in _JOINERS else c for c in plain
        )
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def folded(name: str) -> str:
    """Return a name as it is compared: capitals, accents' spelling, punctuation, spaces do not matter."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(_compared(c) for c in unicodedata.normalize("NFKC", plain))
    return " ".join(kept.split())


def _compared(character: str) -> str:
    kind = unicodedata.category(character)[0]
    if kind == "C":
        return " " if character.isspace() else ""
    return " " if kind in "PZ" else character


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the first plane
