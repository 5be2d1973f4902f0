"""The pack for the Overview Panel as a folder: one paper and its tables, made in one action (F5).

Rule: the making is entered first, and paper and tables are computed from the register as it then stands while
no other act moves it; the ledger is read again and verified for its statement. The folder has its name only
when all of it is there: what is cancelled or fails leaves nothing, and that is an entry too. The last entry
names each file with its digest.
"""

import errno
import io
import itertools
import os
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from desktop.custody import ledger, pack_paper, panel_pack
from desktop.custody.account import Reader
from desktop.custody.blocks import Form
from desktop.custody.errors import CancelledError, LedgerAlteredError, VaultError
from desktop.custody.pack_ledger import Account
from desktop.custody.pack_paper import Composed
from desktop.custody.panel_pack import File, Pack
from desktop.office.errors import PaperNotWrittenError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.reports import as_csv
from desktop.store.durable import writing
from desktop.store.folder import NewFolder, is_empty

_DRAWN = 0.95
"""Part of the whole that is done when the paper is drawn."""
_BETWEEN_REPORTS = 1_000


class Order(NamedTuple):
    """What is wanted: the pack of `review` in `folder`; `large` is the large print, None: as the office."""

    folder: Path
    review: str
    wider: bool = False
    large: bool | None = None


class Packed(NamedTuple):
    """A pack that was written; `outcome` is the entry that names its files."""

    outcome: Outcome
    pack: Pack
    folder: Path
    paper: Path
    files: Sequence[Path]
    pages: int


class _Written(NamedTuple):
    files: Sequence[File]
    pages: int


def make_pack(office: Office, order: Order) -> Procedure[Packed]:
    """Make the pack of a review in a new folder, or in an empty one; in one with files, in a new one within.

    Raises what the act raises and OutputInVaultError; once the making is entered PaperNotWrittenError,
    CancelledError or LedgerAlteredError. Nothing is then left of it.
    """
    yield from office.check(panel_pack.make_pack, review=order.review, wider=order.wider)
    yield from office.asked("panel pack", lambda: office.outside(order.folder))
    review = office.register.review(order.review).review
    folder: Path = yield Step(
        "bench",
        lambda _progress: _free(order.folder, _stem(review, wider=order.wider)),
        "Looking at the folder",
    )
    made = yield from office.act(panel_pack.make_pack, review=order.review, wider=order.wider)
    pack = next(reversed(office.register.packs.values()))
    try:
        written = yield from _written(office, order, made, pack, folder)
    except CancelledError as error:
        yield from office.refused("writing of the pack", error)
        raise
    except VaultError as error:
        missing = PaperNotWrittenError(
            done=f"{pack.pack} was asked for.", paper="the pack", why=error.message
        )
        yield from office.refused("writing of the pack", missing)
        raise missing from error
    outcome = yield from office.act(panel_pack.pack_finished, pack=pack.pack, files=written.files)
    files = [folder / file.name for file in written.files]
    return Packed(outcome, office.register.packs[pack.pack], folder, files[0], files, written.pages)


def _written(office: Office, order: Order, made: Outcome, pack: Pack, folder: Path) -> Procedure[_Written]:
    composed: Composed = yield Step(
        "vault", lambda progress: _composed(office, made, pack, progress), "Reading the ledger", can_stop=True
    )
    large = office.large_print if order.large is None else order.large
    name = _stem(pack.review, wider=pack.wider)
    written: _Written = yield Step(
        "bench",
        lambda progress: _write(composed, folder, name, progress, large=large),
        "Drawing the pack",
        can_stop=True,
    )
    return written


def _composed(office: Office, made: Outcome, pack: Pack, progress: Progress) -> Composed:
    """Read the ledger as far as the making of the pack, and compose the pack; nothing moves meanwhile."""
    reader, entries, of_review = Reader(office.register), 0, 0
    for row in itertools.islice(ledger.verified(office.vault.rows()), made.head.number):
        entries, digest = row[0], row[3]
        of_review += pack.review in reader.concerns(row)
        if entries % _BETWEEN_REPORTS == 0:
            progress(entries / made.head.number)
    if entries != made.head.number or digest != made.head.digest:
        raise LedgerAlteredError(number=made.head.number, what="is not the one that was entered")
    return pack_paper.compose(office.register, made.hand, pack, Account(entries, of_review))


def _write(composed: Composed, folder: Path, name: str, progress: Progress, *, large: bool) -> _Written:
    paper, pages = _drawn(composed.form, progress, large=large)
    data = {f"{name}.pdf": paper}
    data |= {f"{sheet.name}.csv": as_csv(sheet.headings, sheet.rows) for sheet in composed.sheets}
    with NewFolder(folder) as new:
        for file, content in data.items():
            new.put(file, content)
            progress(_DRAWN)
        progress(1)  # the last moment at which it can be stopped
        new.finish()
    files = [File(file, sha256(content).hexdigest(), len(content)) for file, content in data.items()]
    return _Written(files, pages)


def _drawn(form: Form, progress: Progress, *, large: bool) -> tuple[bytes, int]:
    from desktop.paper import forms  # noqa: PLC0415 - 100 ms that no start of the program should wait for

    target = io.BytesIO()
    pages = forms.draw(form, target, large=large, told=lambda part: progress(part * _DRAWN))
    return target.getvalue(), pages


def _stem(review: str, *, wider: bool) -> str:
    """Return what the paper is called; a review's reference may hold what no file's name may."""
    named = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in review)
    return f"{named}-panel-pack{'-wider' if wider else ''}"


def _free(folder: Path, stem: str) -> Path:
    """Return where the pack goes: `folder` if that is new or empty, or else a new one in it.

    Raises CannotWriteError or DiskFullError where nothing can be written: better now than once it is entered.
    """
    with writing(folder):
        found = folder
        if os.path.lexists(folder) and not is_empty(folder):
            if not folder.is_dir():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            found, number = folder / stem, 1
            while os.path.lexists(found):
                number += 1
                found = folder / f"{stem}-{number}"
        found.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=found.parent):
            return found
