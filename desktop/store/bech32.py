"""Bech32, the text form of age's keys: a readable prefix, `1`, the data, six characters of check.

Rule: one key has one text (BIP 173, without its limit on length, as age uses it), and a text with
any wrong character is refused, never mended. Nothing here repeats the text in an error: it may be a secret.
"""

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """Return `data` as lower-case Bech32 under `prefix` (lower case)."""
    values = _regroup(data, 8, 5, pad=True)
    remainder = _remainder([*_expanded(prefix), *values, *[0] * _CHECK_LENGTH]) ^ 1
    check = [remainder >> shift & 31 for shift in range(25, -1, -5)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in [*values, *check])


def decode(prefix: str, text: str) -> bytes:
    """Return the data of `text`, lower-case Bech32 under `prefix`; raise ValueError if it is not that."""
    start = f"{prefix}1"
    letters = text.removeprefix(start)
    if letters == text or len(letters) < _CHECK_LENGTH or not set(letters) <= set(_ALPHABET):
        raise ValueError("the text is not Bech32 with the prefix of its kind")
    values = [_ALPHABET.index(letter) for letter in letters]
    if _remainder([*_expanded(prefix), *values]) != 1:
        raise ValueError("the check at the end of the text is wrong")
    return bytes(_regroup(values[:-_CHECK_LENGTH], 5, 8, pad=False))


def _expanded(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _remainder(values: Iterable[int]) -> int:
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                remainder ^= term
    return remainder


def _regroup(values: Iterable[int], width: int, new_width: int, *, pad: bool) -> list[int]:
    """Return the bits of `values`, each `width` bits, as values of `new_width` bits."""
    held = bits = 0
    regrouped = []
    for value in values:
        held = held << width | value
        bits += width
        while bits >= new_width:
            bits -= new_width
            regrouped.append(held >> bits)
            held &= (1 << bits) - 1
    if pad and bits:
        regrouped.append(held << (new_width - bits))
    elif not pad and (bits >= width or held):
        raise ValueError("the text does not end where its data ends")
    return regrouped
