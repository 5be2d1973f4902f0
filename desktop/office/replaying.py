"""Destructions and holds replayed inside a restore, before anybody is given the vault (T16).

Rule: everything at hand is asked: the ledger that the vault does not go on from, replay files that the vault
signed, and what two people type from certificates. What the restored register does not know is entered in
the copy that is being restored, and the keys go in the same transaction; its sealed files are taken out of
it. Only then is it put in its place.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import disposals, documents, replays
from desktop.custody.register import Register
from desktop.custody.replays import BY_HAND, NEWER_LEDGER, Ended, Held
from desktop.office import papers
from desktop.office.ledger_copies import Chosen
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Progress, Step, run
from desktop.store import replay_file, shredding
from desktop.store.vault_folder import MASTERS


class Known(NamedTuple):
    """What one source tells that the restored register does not know."""

    source: str
    ended: tuple[Ended, ...]
    held: tuple[Held, ...] = ()


class Replayed(NamedTuple):
    """What was replayed: documents whose keys went again, and holds that stand again."""

    documents: tuple[str, ...]
    holds: tuple[str, ...]


def write(office: Office, file: Path) -> Procedure[Path]:
    """Write the replay file of this vault as it stands, and record it."""
    yield from papers.recorded(office, "The replay file", "disposals and holds", [file])
    vault, day = office.vault, office.clock().date()
    data: bytes = yield Step(
        "vault",
        lambda _progress: vault.replay_file(replays.told(office.register, vault.header.vault, day)),
        "Signing",
    )

    def put(_progress: Progress) -> None:
        papers.put(file, data)

    yield Step("bench", put, "Writing")
    return file


def known(choice: Chosen, register: Register, files: Sequence[Path], typed: Sequence[str]) -> list[Known]:
    """Return what each source tells that `register` lacks.

    Raises RestoreRefusedError, CannotReadError, UnknownReferenceError.
    """
    header = choice.base.vault.header
    found = [_of(choice, register)]
    if choice.beside is not None:
        there = Register().fold(choice.beside.rows)
        told = replays.told(there, header.vault, datetime.now().astimezone().date())
        found.append(Known("the ledger that was in use", told.disposals, told.holds))
    for file in files:
        told = replay_file.read(file, header.vault, header.body.signer)
        found.append(Known(f"the replay file as of entry {told.number}", told.disposals, told.holds))
    found.append(Known(BY_HAND, tuple(replays.typed(register, typed))))
    return _each_once(register, found)


def ended_masters(every: Sequence[Known]) -> frozenset[str]:
    """Return the sealed names of all whose keys are to go again."""
    return frozenset(name for one in every for ended in one.ended for name in ended.masters)


def enter(office: Office, every: Sequence[Known], witness: str) -> Replayed:
    """Enter what was found in the vault that is being restored; the keys go in the same transaction."""
    gone, raised = list[str](), list[str]()
    for one in every:
        outcome = run(
            office.act(
                replays.replay,
                ended=frozenset(name for ended in one.ended for name in ended.masters),
                replayed=one.ended,
                held=one.held,
                source=one.source,
                witness=witness,
            )
        )
        for event in outcome.events:
            gone += getattr(event, "documents", ())
            raised += [event.hold] if hasattr(event, "hold") else []
    shredding.take_away(office.vault.folder / MASTERS, disposals.shredded(office.register))
    return Replayed(tuple(gone), tuple(raised))


def _of(choice: Chosen, register: Register) -> Known:
    """Return what is known by the keys that a newer ledger has no more."""
    of = {
        kept.document.document: kept
        for kept in documents.masters(register)
        if kept.master.sealed in choice.ended
    }
    return Known(NEWER_LEDGER, tuple(Ended("", (one,), tuple(choice.ended)) for one in of))


def _each_once(register: Register, found: Sequence[Known]) -> list[Known]:
    """Return what the register lacks, each document and hold by the first source that tells of it."""
    documents_seen, holds_seen = set[str](), set[str]()
    every = []
    for one in found:
        ended = replays.lacking(register, one.ended, documents_seen)
        documents_seen.update(name for gone in ended for name in gone.documents)
        held = [hold for hold in one.held if hold.hold not in holds_seen]
        holds_seen.update(hold.hold for hold in held)
        if ended or replays.raised(register, held, one.source):
            every.append(Known(one.source, tuple(ended), tuple(held)))
    return every
