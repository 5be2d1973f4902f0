"""The judge: whether a disk after a fault keeps the invariant (T10).

Rule: the vault opens; every act whose receipt was shown is there, and none is half there; what has ended is
gone whole; every master verifies; what no entry names is a stray of a kind a crash may leave; nothing stands
in clear; papers are whole. Whatever is wrong is a BrokenError that says what. The judge may change the disk:
give it a copy.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.custody import observations
from desktop.custody.disposals import DisposalCleared
from desktop.custody.electronic import ElectronicCopySent
from desktop.custody.entries import from_bytes
from desktop.custody.errors import StrongroomError, VaultError
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.store.restore import check_backup
from tests.faults import ending
from tests.faults.orders import Report
from tests.faults.world import MARKER, Disk

_STRAY = re.compile(
    r"""(masters/)?[^/]+\.partial  # a file that had not got its name yet
    | masters/[0-9a-f]{32}\.age    # a master before its entry
    | ledger(-\d+)?\.db(-journal)? # the ledger before or after a renewal
    """,
    re.VERBOSE,
)


_NAMED_BY_CHANCE = re.compile(r"[0-9a-f]{32}|tmp\w{6,8}")
_OF_THE_PROGRAM = (observations.UnlocksFailed, observations.HeadNotKept, DisposalCleared)
"""What the program enters by itself when it opens a vault."""

_RULES = {*range(10, 40), *range(90, 120)}
_WRONG_PASSPHRASE, _TAMPERING = 40, 70
_OPEN_IT_AGAIN = {57, 58}
"""What says that the vault is to be opened anew before it goes on: LedgerMovedError, WriteForbiddenError."""

_IN_THE_WAY = {49, 50, 65}
"""VaultExistsError, KeyFileExistsError, VaultUnfinishedError."""
_DONE_ALREADY = {40, 50}
"""The passphrase is the new one by now, and the key file is in use: the act stood, though it failed."""
_STANDS = "there is a vault in it already"
"""A vault whose making failed at its last sync; the judge has opened it."""


class BrokenError(AssertionError):
    """The invariant does not hold."""


def wrong(disk: Disk, report: Report, *, undone: bool = True) -> list[str]:
    """Return what is wrong with what a person was told, and with the disk.

    `undone`: whether the disk let what was half made be taken away again; else it may be in the way when the
    act is done once more, and a person is told so.
    """
    found, entries = [], 0
    try:
        entries = judge(disk, report, len(report.shown))
    except BrokenError as error:
        found.append(str(error).replace(str(disk.folder), ""))
    began = report.heads[0][0] if report.heads else 0
    try:
        _wrong_words(report, undone=undone, stands=entries > began)
    except BrokenError as error:
        found.append(str(error).replace(str(disk.folder), ""))
    return found


def _wrong_words(report: Report, *, undone: bool, stands: bool) -> None:
    """Raise BrokenError if a person was told anything but what the disk did, or cannot go on afterwards."""
    for told in (report.refusal, report.closing):
        if told and not _WRONG_PASSPHRASE < told.code < _TAMPERING:
            raise BrokenError(f"it was told as {told}")
    again = report.again
    if again is None or again.code in _RULES | _OPEN_IT_AGAIN:
        return
    if again.code in _IN_THE_WAY and (not undone or _STANDS in again.message):
        return
    if again.code in _DONE_ALREADY and stands:
        return
    raise BrokenError(f"the disk is well again, and the act cannot be done: {again}")


def judge(disk: Disk, report: Report, shown: int) -> int:
    """Return how many entries stand; raise BrokenError unless `disk` is as a fault may leave it.

    `shown`: how many receipts had been shown. `report` tells of the acts that were disturbed; its first head
    is the one they began with, unless they began by making the vault.
    """
    began = report.heads[0][0] if report.heads and not report.made else 0
    least = report.shown[shown - 1] if shown else began
    try:
        office = disk.open()
    except StrongroomError as error:
        if not least and isinstance(error, VaultError):
            return 0  # nobody was told that there is a vault
        raise BrokenError(f"the vault does not open: {type(error).__name__}: {error}") from error
    try:
        entries = _judge_head(disk, report, least)
        _judge_backups(disk)
        _judge_sent(disk)
        for what in ending.amiss(disk):
            raise BrokenError(what)
        for problem in run(verify(office)).problems:
            if not (problem.what == "A file that no entry names" and _STRAY.fullmatch(problem.where)):
                raise BrokenError(f"{problem.what}: {problem.where}")
        ending.papers_again(disk)
    except StrongroomError as error:
        raise BrokenError(f"the vault opens, but: {type(error).__name__}: {error}") from error
    finally:
        disk.close()
    _judge_papers(disk, report.papers[shown - 1] if shown else {})
    _judge_clear(disk)
    return entries


def _judge_head(disk: Disk, report: Report, least: int) -> int:
    """Return how many entries of the acts, and before them, stand."""
    office = disk.opened
    stands = max((number for number, digest in report.heads if _is_there(office, number, digest)), default=0)
    if stands < least:
        raise BrokenError(f"entry {least} was shown, and the ledger ends with {stands}")
    if office.finding is not None:
        raise BrokenError(f"what happened passes for tampering: {office.finding}")
    after = [from_bytes(body, number).event for number, _salt, body, _digest in office.vault.rows(stands)]
    after = [event for event in after if not isinstance(event, _OF_THE_PROGRAM)]
    # An act that failed may be in the ledger all the same: its last wait for the disk did not end well.
    if after and not (report.refusal and len(after) in report.sizes):
        raise BrokenError(f"the ledger goes on after {stands}: {after}")
    return stands + len(after)


def _is_there(office: Office, number: int, digest: str) -> bool:
    found = office.vault.digest(number)
    return found is not None and found.hex() == digest


def _judge_backups(disk: Disk) -> None:
    """An interrupted backup does not spoil the one before, and one that is entered is on its medium."""
    for medium in disk.opened.register.media.values():
        if medium.backed_up is None:
            continue
        folder = disk.folder / f"medium{medium.medium.removeprefix('M-000')}"
        checked = check_backup(folder)
        if checked.faults:
            raise BrokenError(f"the backup on {folder.name} is not whole: {checked.faults}")
        if checked.manifest.body.number < medium.number:
            raise BrokenError(
                f"{folder.name} holds a backup up to {checked.manifest.body.number}, not {medium.number}"
            )


def _judge_sent(disk: Disk) -> None:
    """An electronic copy that counts as sent is there as it was entered, with its slip."""
    for number, _salt, body, _digest in disk.opened.vault.rows():
        sent = from_bytes(body, number).event
        if isinstance(sent, ElectronicCopySent):
            stem = sent.copy.replace("/", "-copy-")
            file, slip = disk.papers / f"{stem}.pdf", disk.papers / f"{stem}-slip.pdf"
            if not slip.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != sent.sha256:
                raise BrokenError(f"{sent.copy} counts as sent, and its file or slip is not there")


def _judge_papers(disk: Disk, shown: dict[str, int]) -> None:
    there = {path.name: path.read_bytes() for path in disk.papers.glob("*.pdf")}
    for name, size in shown.items():
        if len(there.get(name, b"")) != size:
            raise BrokenError(f"{name} was given out with {size} bytes, and has {len(there.get(name, b''))}")
    for name, content in there.items():
        if not (content.startswith(b"%PDF-") and content.rstrip().endswith((b"%%EOF", MARKER))):
            raise BrokenError(f"{name} is half written")


def _judge_clear(disk: Disk) -> None:
    for path in files(disk.vault):
        if MARKER in path.read_bytes():
            raise BrokenError(f"{path.name} holds a document in clear")


def expect_none(found: list[str]) -> None:
    """Fail with what is wrong, told once, and where it is ("call 7: …")."""
    places: dict[str, list[str]] = {}
    for text in found:
        place, _, what = text.partition(": ")
        places.setdefault(_NAMED_BY_CHANCE.sub("…", what), []).append(place)
    if places:
        told = [f"{len(at)} times, first at {at[0]}: {what}" for what, at in places.items()]
        pytest.fail("\n".join(told), pytrace=False)


def files(folder: Path) -> Iterator[Path]:
    """Yield each file below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())
