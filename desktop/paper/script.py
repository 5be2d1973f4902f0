"""Right-to-left words within a line that runs from left to right.

Rule: the letters of a Hebrew or Arabic name stand in the order in which they are read, and Arabic
letters are joined. Marks that would turn a line round are never obeyed: `literal` has shown them as
code points. A simplification of Unicode's UAX 9 and UAX 53, for names and short phrases, not for whole pages.
"""

import re
import unicodedata
from functools import cache

_RIGHT = {"R", "AL"}
_WITHIN = {"R", "AL", "NSM", "BN", "WS", "CS", "ES", "ON", "AN", "EN", "ET"}
_NUMBER = re.compile(r"[^\W\D]+(?:[.,:/-][^\W\D]+)*")


def in_reading_order(line: str) -> str:
    """Return a line of text with its right-to-left stretches as they stand on paper, left to right."""
    if not any(unicodedata.bidirectional(character) in _RIGHT for character in line):
        return line
    drawn, at = "", 0
    while at < len(line):
        end = _stretch(line, at)
        drawn += _turned(_joined(line[at:end])) if end > at else line[at]
        at = max(end, at + 1)
    return drawn


def _stretch(line: str, at: int) -> int:
    """Return where the right-to-left stretch that begins at `at` ends; `at` itself if none does."""
    if unicodedata.bidirectional(line[at]) not in _RIGHT:
        return at
    end = at
    for place in range(at, len(line)):
        direction = unicodedata.bidirectional(line[place])
        if direction not in _WITHIN:
            break
        if direction in _RIGHT or direction == "NSM":
            end = place + 1
    return end


def _turned(text: str) -> str:
    """Turn letters round, each with its marks; numbers within keep their order."""
    pieces: list[str] = []
    for character in text:
        if pieces and unicodedata.bidirectional(character) == "NSM":
            pieces[-1] += character
        else:
            pieces.append(_MIRRORED.get(character, character))
    turned = "".join(reversed(pieces))
    return _NUMBER.sub(lambda number: number[0][::-1], turned)


_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def _joined(text: str) -> str:
    """Return Arabic letters in the shape that their neighbours ask for."""
    shapes = _shapes()
    letters = [place for place, character in enumerate(text) if unicodedata.category(character) != "Mn"]
    drawn = list(text)
    for number, place in enumerate(letters):
        forms = shapes.get(text[place])
        if forms is None:
            continue
        before = number > 0 and "initial" in shapes.get(text[letters[number - 1]], {})
        after = number + 1 < len(letters) and "final" in shapes.get(text[letters[number + 1]], {})
        before, after = before and "final" in forms, after and "initial" in forms
        shape = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (before, after)
        )
        drawn[place] = forms.get(shape or "isolated", text[place])
    return "".join(drawn)


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Read from Unicode's own data which presentation forms each Arabic letter has."""
    found: dict[str, dict[str, str]] = {}
    for point in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEF5)):
        shape, _, letter = unicodedata.decomposition(chr(point)).partition(" ")
        if shape and " " not in letter:
            found.setdefault(chr(int(letter, 16)), {})[shape.strip("<>")] = chr(point)
    return found
