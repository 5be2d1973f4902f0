"""Verifying the vault: the chain anew from its first entry, every master whole, and a slip against the head.

Rule: a problem is named with where it is, never hidden behind another; a master that does not verify opens
an incident and blocks its document (B7). The chain is read again from the disk, not from memory.
"""

from collections.abc import Mapping
from typing import NamedTuple

from desktop.custody import disposals, ledger, observations
from desktop.custody.documents import Kept
from desktop.custody.errors import TamperError
from desktop.custody.kept import everything
from desktop.custody.ledger import Answer
from desktop.custody.scans import KeptScan
from desktop.office import altered
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.store.errors import CannotReadError, MasterAlteredError, MasterMissingError
from desktop.store.vault_folder import MASTERS


class Problem(NamedTuple):
    """What is wrong, and where: an entry, a document's version, or a file."""

    what: str
    where: str


class Verification(NamedTuple):
    """What was checked and found; `outcome` is None when the vault is open for reading only."""

    entries: int
    masters: int
    problems: list[Problem]
    slip: Answer | None
    outcome: Outcome | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong, and the slip, if there was one, matches."""
        return not self.problems and self.slip in {None, "matches"}


def verify(office: Office, slip: str | None = None) -> Procedure[Verification]:
    """Verify the ledger and every master; compare a slip's number and code if one is given."""
    answer = (yield from check_slip(office, slip)) if slip is not None else None
    amiss = [Problem(office.finding.message, "the vault as a whole")] if office.finding else []
    problems: list[Problem] = yield Step(
        "vault", lambda _progress: amiss + _chain_problems(office), "Checking the ledger"
    )
    masters, checked = list(everything(office.register)), office.register.head.number
    for number, kept in enumerate(masters):
        problem = yield from _master_problem(office, kept, number, len(masters))
        if problem:
            problems.append(problem)
    names = frozenset(kept.master.sealed for kept in masters)
    strays: list[str] = yield Step(
        "bench", lambda _progress: office.vault.strays(names), "Looking for strays"
    )
    ended = disposals.shredded(office.register)
    problems += [_stray_problem(stray, ended) for stray in strays]
    outcome = None
    if not office.vault.read_only:
        outcome = yield from office.act(
            observations.vault_verified, masters=len(masters), problems=len(problems)
        )
    return Verification(checked, len(masters), problems, answer, outcome)


def check_slip(office: Office, text: str) -> Procedure[Answer]:
    """Compare the number and code at the foot of a paper with the ledger (H2).

    Raises SlipMistypedError when the text holds none.
    """
    typed = ledger.read_checkpoint(text)
    digest: bytes | None = yield Step(
        "vault", lambda _progress: office.vault.digest(typed.number), "Looking in the ledger"
    )
    return ledger.compare(typed, digest)


def _stray_problem(stray: str, ended: Mapping[str, str]) -> Problem:
    disposal = ended.get(stray.removeprefix(f"{MASTERS}/"))
    if disposal:
        what = f"A sealed file of {disposal} was put back; its key is gone, and it goes with the next opening"
        return Problem(what, stray)
    return Problem("A file that no entry names", stray)


def _chain_problems(office: Office) -> list[Problem]:
    head = ledger.EMPTY
    try:
        for number, _salt, _body, digest in ledger.verified(office.vault.rows()):
            head = ledger.Head(number, digest)
    except TamperError as error:
        return [Problem(error.message, f"entry {head.number + 1}")]
    if head != office.register.head:
        return [Problem("The ledger on the disk is not the one that was opened", f"entry {head.number}")]
    return []


def _master_problem(
    office: Office, kept: Kept | KeptScan, number: int, count: int
) -> Procedure[Problem | None]:
    master = kept.master

    def work(progress: Progress) -> None:
        office.vault.verify(
            master.sealed,
            opener,
            master.sha256,
            lambda done: progress((number + done / max(master.size, 1)) / count),
        )

    try:
        opener = yield Step(
            "vault", lambda _progress: office.vault.identity(master.sealed), "Finding the key"
        )
        yield Step("bench", work, f"Checking master {number + 1} of {count}", can_stop=True)
    except (MasterAlteredError, MasterMissingError) as error:
        if not office.vault.read_only:
            yield from altered.incident(office, kept, error.message)
        return Problem(error.message, kept.where)
    except CannotReadError as error:
        return Problem(error.message, kept.where)
    return None
