"""A worker's end of the pipe: answers go out, orders and pieces of the document come in."""

import msgspec

from desktop.paper.messages import Answer, Channel, ConversationError, Data, Need, Order


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

    def piece(self, offset: int, length: int) -> memoryview:
        """Ask for bytes of the document and wait for them."""
        self.tell(Need(offset, length))
        piece = self._channel.receive()
        if not isinstance(piece, Data):
            raise ConversationError
        return memoryview(piece.data)
