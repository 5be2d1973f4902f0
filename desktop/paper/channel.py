"""How messages and data cross the pipe between the reading room and its worker.

Rule: a frame is four bytes of length (big-endian) and one msgpack value, or, where the highest bit of the
length is set, bytes as they are. No frame is longer than a piece, and no call waits for ever.
"""

import os
import select
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.paper.messages import PIECE, Answer, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LENGTH = 4
_RAW = 0x8000_0000
"""Set in the length of a frame that holds data and no message."""
_ASKED_EVERY = 0.1
"""Seconds in which a job that is no longer wanted is noticed."""

_encoder = msgspec.msgpack.Encoder()


class ConversationError(Exception):
    """The other side closed the pipe, or said something that is no message."""


class DeadlineError(Exception):
    """The other side did not read or answer in time."""


class Data(NamedTuple):
    """Bytes of a document, when they were needed, or of a result; they cross the pipe as they are."""

    data: bytes | bytearray | memoryview


class Channel:
    """Frames over a pair of pipes.

    With a deadline (a time of `time.monotonic`) no call waits beyond it, and while one waits, `waiting` is
    called ten times a second: it may raise, which ends the call. Windows cannot wait on a pipe; there the
    worker's own watchdog ends it, which closes the pipe and so ends the call.
    """

    def __init__(self, receive_from: int, send_to: int) -> None:
        """Take the two descriptors; the caller closes them."""
        self._in = receive_from
        self._out = send_to
        self.deadline: float | None = None
        self.waiting: Callable[[], None] = _nobody_asks
        if sys.platform != "win32":
            os.set_blocking(receive_from, False)
            os.set_blocking(send_to, False)

    def send(self, message: Order | Answer | Data) -> None:
        """Send one message, or data, whole."""
        if isinstance(message, Data):
            self._write([(len(message.data) | _RAW).to_bytes(_LENGTH, "big"), message.data])
        else:
            body = _encoder.encode(message)
            self._write([len(body).to_bytes(_LENGTH, "big") + body])

    def receive(self, into: memoryview | None = None) -> bytes | bytearray | Data:
        """Return the body of the next message, or the data that came instead, read `into` a place if given.

        Data that is longer than its place ends the conversation.
        """
        length = int.from_bytes(self._exactly(_LENGTH), "big")
        raw, length = bool(length & _RAW), length & ~_RAW
        if length > PIECE:
            raise ConversationError
        if not raw:
            return self._exactly(length)
        if into is None:
            return Data(self._exactly(length))
        if length > len(into):
            raise ConversationError
        self._fill(into[:length])
        return Data(into[:length])

    def _write(self, parts: "Sequence[bytes | bytearray | memoryview]") -> None:
        left = [memoryview(part) for part in parts if part]
        while left:
            try:
                done = os.write(self._out, left[0]) if sys.platform == "win32" else os.writev(self._out, left)
            except BlockingIOError:
                self._wait(self._out, writing=True)
                continue
            except OSError as error:
                raise ConversationError from error
            while left and done >= len(left[0]):
                done -= len(left.pop(0))
            if done:
                left[0] = left[0][done:]

    def _exactly(self, count: int) -> bytearray:
        body = bytearray(count)
        self._fill(memoryview(body))
        return body

    def _fill(self, place: memoryview) -> None:
        filled = 0
        while filled < len(place):
            self._wait(self._in, writing=False)
            try:
                got = self._read(place[filled:])
            except BlockingIOError:
                continue
            except OSError as error:
                raise ConversationError from error
            if not got:
                raise ConversationError
            filled += got

    def _read(self, into: memoryview) -> int:
        if sys.platform != "win32":
            return os.readv(self._in, [into])
        got = os.read(self._in, len(into))
        into[: len(got)] = got
        return len(got)

    def _wait(self, descriptor: int, *, writing: bool) -> None:
        if sys.platform == "win32":
            return
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT if writing else select.POLLIN)
        if self.deadline is None:
            poll.poll()
            return
        while (left := self.deadline - time.monotonic()) > 0:
            if poll.poll(1000 * min(left, _ASKED_EVERY)):
                return
            self.waiting()
        raise DeadlineError


def _nobody_asks() -> None:
    """Wait on."""
