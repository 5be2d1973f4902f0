"""A worker's end of the pipe: answers go out, orders and pieces of the document come in."""

import msgspec

from desktop.paper.channel import Channel, ConversationError, Data
from desktop.paper.messages import Answer, Need, Order


class Line:
    """The worker's end of the pipe."""

    def __init__(self, channel: Channel) -> None:
        """Speak over `channel`."""
        self._channel = channel
        self._decoder: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)

    def tell(self, answer: Answer | Data) -> None:
        """Send one answer, or a piece of the result."""
        self._channel.send(answer)

    def next_order(self) -> Order:
        """Wait for the next order."""
        order = self._channel.receive()
        if isinstance(order, Data):
            raise ConversationError
        return self._decoder.decode(order)

    def fill(self, offset: int, place: memoryview) -> None:
        """Fill `place` with the bytes of the document from `offset`: ask for them, and wait."""
        self.tell(Need(offset, len(place)))
        piece = self._channel.receive(place)
        if not isinstance(piece, Data) or len(piece.data) != len(place):
            raise ConversationError
