"""Finds words that should be nowhere in clear: as they are, as UTF-16, in base64, or compressed."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST = 1024 * 1024


def files_with(word: str, folders: Iterable[Path], *, apart: Iterable[Path] = ()) -> list[str]:
    """Return the files in `folders` that hold `word` in any form, but for those in or under `apart`."""
    left_out = list(apart)
    return [
        str(file)
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and not any(file.is_relative_to(out) for out in left_out)
        and holds(file.read_bytes(), word)
    ]


def holds(data: bytes, word: str) -> bool:
    """Tell whether `data` holds `word`, as it is or in a stream that zlib opens."""
    forms = list(_forms(word))
    return any(form in part for part in (data, *opened(data)) for form in forms)


def _forms(word: str) -> Iterator[bytes]:
    yield from (word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
    for lead in range(3):  # base64 writes the same bytes in three ways, by where they stand
        padded = base64.b64encode(bytes(lead) + word.encode())
        yield padded[4 if lead else 0 : -4]


def opened(data: bytes) -> Iterator[bytes]:
    """Yield what each stream in `data` holds that zlib opens."""
    for start in _ZLIB.finditer(data):
        opening = zlib.decompressobj()
        try:
            yield opening.decompress(memoryview(data)[start.start() :], _MOST)
        except zlib.error:
            continue
