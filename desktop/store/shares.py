"""Recovery shares: a secret of 16 bytes as k of n sheets of words (SLIP-0039), and back.

Rule: the secret goes through the short-lived worker's pipes and nowhere else: no argument, environment, file
or message holds it. Shares are made only if all of them together were seen to give the secret back. That a
secret is this vault's is not known here: the vault proves it (`Vault.prove_recovery`).
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.custody.errors import FactMissingError, VaultError
from desktop.store.secret import wipe
from desktop.store.share_words import Share, ShareMistypedError, SharesDoNotFitError, read
from desktop.store.shares_messages import (
    LARGEST,
    MOST_SHARES,
    Answer,
    Combine,
    Combined,
    Made,
    Order,
    Refused,
    Split,
)

__all__ = [
    "SECRET_BYTES",
    "Share",
    "ShareMistypedError",
    "SharesDoNotFitError",
    "SharesWorkerError",
    "combine",
    "fitting",
    "read",
    "split",
]

SECRET_BYTES = 16
FEWEST_NEEDED = 2
_SECONDS = 60.0
_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from desktop.store.shares_worker import main; sys.exit(main())"
)


class SharesWorkerError(VaultError):
    """The process that makes and combines shares did not do its work."""

    sentence = "The recovery shares could not be worked out: the process for it {why}."
    hint_text = "Nothing was changed. Try again; if it happens once more, install the program anew."
    exit_code = 63


def split(secret: bytes, needed: int, of: int) -> list[str]:
    """Return the texts of `of` shares of `secret` (16 bytes), any `needed` of which give it back.

    `needed` is 2 at least, and `of` 16 at most: FactMissingError. Raises SharesWorkerError.
    """
    _check(needed, of)
    if len(secret) != SECRET_BYTES:
        raise ValueError(len(secret))
    made = _asked(Split(secret, needed, of))
    if not isinstance(made, Made):
        raise SharesWorkerError(why="did not make them")
    _prove(made, secret, needed, of)
    return list(made.texts)


def combine(texts: Sequence[str]) -> bytes:
    """Return the secret of the shares as people typed them; where there are more than needed, all must agree.

    Raises ShareMistypedError, SharesDoNotFitError, SharesWorkerError.
    """
    shares = fitting(texts)
    match _asked(Combine(tuple(share.text for share in shares))):
        case Combined(secret) if len(secret) == SECRET_BYTES:
            return secret
        case Refused():
            raise SharesDoNotFitError(why="they were not made together")
        case _:
            raise SharesWorkerError(why="gave an answer that was not asked for")


def fitting(texts: Sequence[str]) -> list[Share]:
    """Return the typed shares if they are enough, all different, and of one set. Errors as `combine`."""
    shares = [read(text, f"the share typed in place {place}") for place, text in enumerate(texts, 1)]
    if not shares:
        raise SharesDoNotFitError(why="none was given")
    _refuse_strangers(shares)
    twice = [number for number, times in Counter(share.number for share in shares).items() if times > 1]
    if twice:
        raise SharesDoNotFitError(why=f"share {twice[0]} was given twice")
    needed = shares[0].needed
    if len(shares) < needed:
        given = f"{len(shares)} was" if len(shares) == 1 else f"{len(shares)} were"
        raise SharesDoNotFitError(why=f"{given} given, and {needed} are needed")
    return shares


def _refuse_strangers(shares: Sequence[Share]) -> None:
    """Raise SharesDoNotFitError where not all are of the set that most are of."""
    sets = Counter((share.identifier, share.needed) for share in shares)
    (most, _times), *others = sets.most_common()
    if not others:
        return
    place = next(place for place, share in enumerate(shares, 1) if (share.identifier, share.needed) != most)
    raise SharesDoNotFitError(why=f"the one typed in place {place} is of another set")


def _check(needed: int, of: int) -> None:
    if not FEWEST_NEEDED <= of <= MOST_SHARES:
        why = f"it is not from {FEWEST_NEEDED} to {MOST_SHARES}"
        raise FactMissingError(fact="the number of recovery shares", why=why)
    if not FEWEST_NEEDED <= needed <= of:
        why = "one alone would open the vault" if needed == 1 else f"it is not from {FEWEST_NEEDED} to {of}"
        raise FactMissingError(fact="the number of shares that are needed together", why=why)


def _prove(made: Made, secret: bytes, needed: int, of: int) -> None:
    """Raise SharesWorkerError unless the new shares, as people would type them, give the secret back."""
    try:
        shares = fitting(made.texts)
        proved = combine(made.texts)
    except (ShareMistypedError, SharesDoNotFitError) as error:
        raise SharesWorkerError(why="made shares that do not open anything") from error
    numbers = [share.number for share in shares]
    if proved != secret or shares[0].needed != needed or numbers != list(range(1, of + 1)):
        raise SharesWorkerError(why="made shares that do not open anything")


def _asked(order: Order) -> Answer:
    """Start a worker, give it the order, and return its checked answer."""
    asked = msgspec.msgpack.encode(order)
    done = None
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
            _command(),
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            close_fds=True,
            cwd=Path(sys.executable).anchor,
            env=_environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise SharesWorkerError(why="could not be started") from None
    except subprocess.TimeoutExpired:
        pass  # it holds what the worker said: what is raised while it is handled would keep it as its context
    finally:
        wipe(asked)
    if done is None:
        raise SharesWorkerError(why="did not answer in time")
    if done.returncode or len(done.stdout) > LARGEST:
        raise SharesWorkerError(why="ended before it had answered")
    try:
        answer: Answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    except msgspec.DecodeError:
        raise SharesWorkerError(why="gave an answer that cannot be read") from None
    finally:
        wipe(done.stdout)
    return answer


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--shares-worker"]
    return [sys.executable, "-I", "-B", "-c", _RUN, str(Path(__file__).resolve().parents[2])]


def _environment() -> dict[str, str]:
    """Return next to nothing; Windows cannot start a program without its system folder."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8"}
