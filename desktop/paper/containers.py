"""What an office document is, and whether it is safe to unpack. Runs inside the worker.

Rule: a document is known by what is in it, not by its name. What is packed is unpacked here once and only
counted, without trust in the sizes it states: a file that would fill memory or disk is refused before the
program that converts it sees it (T11).
"""

import codecs
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from desktop.paper.messages import LARGEST, MOST_ENTRIES, MOST_UNPACKED, OfficeFormat
from desktop.paper.reading import Refusal

_PIECE = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s2xHH16xHH")
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Made now: the encoding is a file of Python's, and the worker can open none once it is shut off.
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLE_WORD = "WordDocument".encode("utf-16-le")
_MIMETYPE_LONGEST = 200
_MANIFEST_LONGEST = 4 * 1024 * 1024
_OPEN_DOCUMENT: dict[bytes, OfficeFormat] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
}
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    EOFError,
)


def warm_up() -> None:
    """Load what names in a ZIP file are read with, while files can still be opened."""
    codecs.lookup("cp437")


def format_of(document: BinaryIO) -> OfficeFormat | None:
    """Return what an office document is, or None for any other file.

    Raises `Refusal` for one that is too large, damaged or locked with a password.
    """
    size = document.seek(0, io.SEEK_END)
    document.seek(0)
    head = document.read(8)
    if head.startswith(b"PK\3\4"):
        return _in_a_zip(document, size)
    if head == _OLE:
        return _in_ole(document, size)
    if head.startswith(b"{\\rtf"):
        return _small_enough("rtf", size)
    return None


def _in_a_zip(document: BinaryIO, size: int) -> OfficeFormat | None:
    try:
        with zipfile.ZipFile(document) as opened:
            parts = opened.infolist()
            found = _open_document(opened) or _word(parts)
            if found is None:
                return None
            if len(parts) > MOST_ENTRIES:
                raise Refusal("entries")
            if any(part.flag_bits & _ENCRYPTED for part in parts) or _is_locked(opened):
                raise Refusal("password")
    except DAMAGE as error:
        raise Refusal("damaged") from error
    _small_enough(found, size)
    count_unpacked(document, parts, MOST_UNPACKED)
    return found


def count_unpacked(document: BinaryIO, parts: list[zipfile.ZipInfo], most: int) -> None:
    """Unpack what is packed, only to count it. Raises `Refusal` beyond `most` bytes, and for damage."""
    left = most
    try:
        for part in parts:
            left = _unpacked(document, part, left)
    except DAMAGE as error:
        raise Refusal("damaged") from error


def _open_document(opened: zipfile.ZipFile) -> OfficeFormat | None:
    try:
        with opened.open("mimetype") as part:
            return _OPEN_DOCUMENT.get(part.read(_MIMETYPE_LONGEST).strip())
    except KeyError:
        return None


def _word(parts: list[zipfile.ZipInfo]) -> OfficeFormat | None:
    names = {part.filename for part in parts}
    return "docx" if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names) else None


def _is_locked(opened: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file says that its parts are encrypted."""
    try:
        with opened.open("META-INF/manifest.xml") as part:
            return b"encryption-data" in part.read(_MANIFEST_LONGEST)
    except KeyError:
        return False


def _unpacked(document: BinaryIO, part: zipfile.ZipInfo, left: int) -> int:
    """Return how many bytes are left of what may be unpacked after this part. Raises `Refusal`."""
    document.seek(part.header_offset)
    magic, _flags, method, name, extra = _LOCAL_HEADER.unpack(document.read(_LOCAL_HEADER.size))
    if magic != b"PK\3\4":
        raise Refusal("damaged")
    document.seek(name + extra, io.SEEK_CUR)
    if method == _STORED:
        left -= part.compress_size
    elif method == _DEFLATED:
        left = _inflated(document, part.compress_size, left)
    else:
        raise Refusal("damaged")  # no program writes office documents so
    if left < 0:
        raise Refusal("unpacked")
    return left


def _inflated(document: BinaryIO, packed: int, left: int) -> int:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not unpacking.eof and left >= 0:
        data = document.read(min(packed, _PIECE))
        if not data:
            raise Refusal("damaged")
        packed -= len(data)
        while data and left >= 0:
            left -= len(unpacking.decompress(data, _PIECE))
            data = unpacking.unconsumed_tail
    return left


def _in_ole(document: BinaryIO, size: int) -> OfficeFormat | None:
    """Look for the streams' names: they stand in UTF-16 in the directory, wherever that lies."""
    is_word = False
    for block in _blocks(document):
        if _OLE_LOCKED in block:
            raise Refusal("password")
        is_word = is_word or _OLE_WORD in block
    return _small_enough("doc", size) if is_word else None


def _blocks(document: BinaryIO) -> Iterator[bytes]:
    document.seek(0)
    before = b""
    while data := document.read(_PIECE):
        yield before + data
        before = data[-64:]


def _small_enough(found: OfficeFormat, size: int) -> OfficeFormat:
    if size > LARGEST:
        raise Refusal("size")
    return found
