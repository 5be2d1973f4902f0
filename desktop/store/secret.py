"""Keys in memory: whoever keeps one wipes it, and what only passed through is overwritten at the end.

Rule: an object that keeps a key for as long as a vault is open has a copy that nobody else holds, and wipes
it when it is closed. A key on its way from one function to the next, or a text that is taken apart, is left
to Python, which frees memory without overwriting it: where the program goes on after the last key is gone,
`overwrite_freed` does that. It reaches nothing that is still referred to, and of large blocks not all.
"""

import ctypes
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

_SHORTEST = 8
"""Bytes; Python shares the objects of single letters, and no key is nearly as short."""

_HEAD = sys.getsizeof(b"")
"""Bytes of an object of `bytes` that are not its content."""

_SMALL = range(48, 513, 16)
"""Sizes of the blocks that Python keeps lists of, from the least that a key as `bytes` fits in."""

_SMALL_BYTES = 4 * 1024 * 1024
_TINY = (16, 32)
_TINY_COUNT = 4096
_OF_THREAD = range(1040, 8, -16)
_OF_THREAD_COUNT = 32
"""Sizes and number of the blocks that are got from the C library, which has lists for each thread."""


class _Zeros(ctypes.Structure):
    """More of the stack than any cipher uses."""

    _fields_ = (("zeros", ctypes.c_char * (64 * 1024)),)


_ZEROS = _Zeros()
_malloc = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_size_t)(("PyMem_RawMalloc", ctypes.pythonapi))
_free = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(("PyMem_RawFree", ctypes.pythonapi))
_ignore = ctypes.PYFUNCTYPE(ctypes.c_int, _Zeros)(("Py_IsInitialized", ctypes.pythonapi))
_letters_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object)(("PyUnicode_AsUTF8", ctypes.pythonapi))
_content_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object)(("PyBytes_AsString", ctypes.pythonapi))


def own(secret: bytes) -> bytes:
    """Return a copy that nobody else holds, so that it may be wiped."""
    return bytes(bytearray(secret))


def wipe(*secrets: bytes | str | None) -> None:
    """Overwrite each of `secrets` where it lies; each must be one that nobody else holds (`own`).

    A text is wiped if it is of ASCII letters alone.
    """
    for secret in secrets:
        if isinstance(secret, str) and secret.isascii() and len(secret) >= _SHORTEST:
            ctypes.memset(_letters_of(secret), ord("0"), len(secret))
        elif isinstance(secret, bytes) and len(secret) >= _SHORTEST:
            ctypes.memset(_content_of(secret), 0, len(secret))


@contextmanager
def forgetting_errors() -> Iterator[None]:
    """Let an error pass without the keys that were at hand where it was raised."""
    try:
        yield
    except BaseException as error:
        forget(error)
        raise


def forget(error: BaseException) -> None:
    """Let go of what the functions that an error passed through had at hand, and overwrite it."""
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__context__
    overwrite_freed()


def overwrite_stack() -> None:
    """Overwrite what ciphers left on the stack of this thread, below the function that calls this one."""
    _ignore(_ZEROS)  # an argument as large as this is copied to the stack


def overwrite_freed() -> None:
    """Overwrite small blocks that Python freed, and this thread, as far as they can be got hold of.

    Blocks full of zeros are taken, many at once, and given back.
    """
    overwrite_stack()
    for size in _TINY:
        _ = [bytearray(size - 1) for _number in range(_TINY_COUNT)]
    for size in _SMALL:
        _ = [bytes(size - _HEAD) for _number in range(_SMALL_BYTES // size)]
    blocks = [(_malloc(size), size) for size in _OF_THREAD for _number in range(_OF_THREAD_COUNT)]
    for block, size in blocks:
        if block:
            ctypes.memset(block, 0, size)
            _free(block)
