"""The short-lived process that makes and combines recovery shares: one order, one answer, the end.

Rule: `shamir_mnemonic`, which says of itself that it is not hardened, is imported here and nowhere else. The
process can open no file and no socket when the secret comes, leaves no core dump, cannot be looked into by
another program of the same person, and is gone a moment later, with all that its memory held.
"""

import itertools
import logging
import os
import sys

import msgspec
import shamir_mnemonic

from desktop import hardening
from desktop.store.shares_messages import LARGEST, Answer, Combine, Combined, Made, Order, Refused, Split


def main() -> int:
    """Answer the one order on standard input. Returns the exit code of the process."""
    logging.disable(logging.CRITICAL)
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints does not get into the answer
    _confine(descriptors=answers + 1)
    try:
        # It stays open: a descriptor that is given back could be had again, for a file or a socket.
        with os.fdopen(0, "rb", closefd=False) as pipe:
            order = msgspec.msgpack.decode(pipe.read(LARGEST + 1), type=Order)
    except (msgspec.DecodeError, OSError):
        return 2
    body = msgspec.msgpack.encode(answer(order))
    while body:
        body = body[os.write(answers, body) :]
    return 0


def answer(order: Order) -> Answer:
    """Carry out one order."""
    try:
        return _made(order) if isinstance(order, Split) else _combined(order)
    except shamir_mnemonic.MnemonicError:
        return Refused()


def _made(order: Split) -> Made:
    (texts,) = shamir_mnemonic.generate_mnemonics(1, [(order.needed, order.of)], order.secret)
    return Made(tuple(texts))


def _combined(order: Combine) -> Answer:
    """Combine; where there are more shares than needed, each takes part and all must agree."""
    needed = _needed(order.texts)
    secret = shamir_mnemonic.combine_mnemonics(order.texts[:needed], order.passphrase)
    for extra in order.texts[needed:]:
        texts = [*order.texts[: needed - 1], extra]
        if shamir_mnemonic.combine_mnemonics(texts, order.passphrase) != secret:
            return Refused()
    return Combined(secret)


def _needed(texts: tuple[str, ...]) -> int:
    """Return how many to combine at once: what a single group needs, or all of several groups."""
    shares = [shamir_mnemonic.share.Share.from_mnemonic(text) for text in texts]
    pairs = itertools.pairwise(shares)
    alone = all(one.group_parameters() == other.group_parameters() for one, other in pairs)
    return shares[0].member_threshold if alone and shares[0].group_threshold == 1 else len(texts)


def _confine(descriptors: int) -> None:
    """Give up core dumps, and on POSIX files, sockets and programs too. Cannot be undone."""
    hardening.harden()
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    for kind, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, descriptors),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(main())
