"""A worker's end of the pipe: answers go out, orders and pieces of the document come in."""

import msgspec

from desktop.paper.messages import Answer, Channel, ConversationError, Need, Order, Piece


class Line:
    """The worker's end of the pipe."""

    def __init__(self, channel: Channel) -> None:
        """Speak over `channel`."""
        self._channel = channel
        self._decoder: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)

    def tell(self, answer: Answer) -> None:
        """Send one answer."""
        self._channel.send(answer)

    def next_order(self) -> Order:
        """Wait for the next order."""
        return self._decoder.decode(self._channel.receive())

    def piece(self, offset: int, length: int) -> bytes:
        """Ask for bytes of the document and wait for them."""
        self.tell(Need(offset, length))
        order = self.next_order()
        if not isinstance(order, Piece):
            raise ConversationError
        return order.data
