"""The office: an open vault with its Register, and the one way in which an act becomes an entry.

Rule: an act is decided on the Register, appended on the head it was decided on, and folded only then.
A refusal is an entry too (H3). The office needs no code for a single act.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.custody import clock as clocks
from desktop.custody import keys, observations
from desktop.custody.entries import to_bytes
from desktop.custody.errors import ImpossibleDateError, RuleError, StrongroomError, TamperError
from desktop.custody.hand import Event, Hand
from desktop.custody.ledger import Head, Row
from desktop.custody.register import Register
from desktop.office.errors import OutputInVaultError
from desktop.office.procedure import Procedure, Progress, Result, Step, run
from desktop.paper.reading_room import ReadingRoom
from desktop.store.renewal import NewKeys
from desktop.store.secret import overwrite_freed
from desktop.store.vault import SealedMaster, Vault

if TYPE_CHECKING:
    from desktop.paper.print_system import PrintSystem

Clock = Callable[[], datetime]
Uptime = Callable[[], timedelta]
"""How long this computer has been up, asleep or awake: a clock that nobody sets."""
Act = Callable[..., Sequence[Event]]
"""A rule of custody: reads the Register and the hand, returns the events that record the act, or raises."""


class Outcome(NamedTuple):
    """What an act recorded: its last entry's number, the head, its events, and when it happened."""

    entry: int
    head: Head
    events: Sequence[Event]
    hand: Hand


class Office:
    """An open vault. It lives where its Register lives; see `procedure` for what runs elsewhere."""

    def __init__(
        self,
        vault: Vault,
        register: Register,
        room: ReadingRoom,
        clock: Clock,
        uptime: Uptime | None = None,
    ) -> None:
        self.vault = vault
        self.register = register
        self.room = room
        self.clock = clock
        self._uptime = uptime
        self._entered: timedelta | None = None
        """The computer's uptime at the last entry, once there was one."""
        self.finding: TamperError | None = None
        """What is amiss with the vault as a whole; it is then open for reading only."""
        self.printers: PrintSystem | None = None
        """What prints on this computer; None: nothing that this program can speak to."""
        self.large_print = False
        """Whether papers are drawn in large print (K5)."""

    def close(self) -> None:
        """Close the vault and the reading room."""
        try:
            self.room.close()
        finally:
            self.vault.close()

    def forget(self) -> None:
        """Overwrite what this thread left in memory, in a program that goes on once the vault is locked."""
        overwrite_freed()

    def outside(self, target: Path) -> Path:
        """Return where something is to be written for a person; raise OutputInVaultError in the vault."""
        if target.resolve().is_relative_to(self.vault.folder.resolve()):
            raise OutputInVaultError(file=target)
        return target

    def hand(self, at: datetime | None = None) -> Hand:
        """Return the operator's hand, now; `at` is when a late entry's act happened."""
        now = self.clock().astimezone()
        try:
            happened = at.astimezone() if at else None
        except (OverflowError, OSError, ValueError):
            raise ImpossibleDateError(
                what="the time of the act", date=str(at), why="no calendar reaches there"
            ) from None
        return Hand(self.vault.operator, now, happened)

    def do(self, act: Act, *, at: datetime | None = None, **facts: Any) -> Outcome:
        """Run an act here and now."""
        return run(self.act(act, at=at, sealed_master=None, **facts))

    def act(
        self,
        act: Act,
        *,
        at: datetime | None = None,
        sealed_master: SealedMaster | None = None,
        new_keys: NewKeys | None = None,
        ended: frozenset[str] = frozenset(),
        **facts: object,
    ) -> Procedure[Outcome]:
        """Decide an act, append its events in one transaction, and fold them.

        `sealed_master` is a master whose key is kept in the same transaction; `ended` are masters whose keys
        are taken away in it. With `new_keys` the events are entered by a renewal. Raises what the act raises
        (the refusal is recorded) and what appending raises (nothing is recorded).
        """
        try:
            hand = self.hand(at)
            events = act(self.register, hand, **facts)
        except RuleError as error:
            yield from self.refused(act.__name__, error)
            raise
        yield from self._append(hand, events, sealed_master, new_keys, ended)
        return Outcome(self.register.head.number, self.register.head, events, hand)

    def check(
        self, rule: Callable[..., object], *, at: datetime | None = None, **facts: object
    ) -> Procedure[None]:
        """Ask a rule whether an act would be refused, before costly work; a refusal is recorded."""
        try:
            rule(self.register, self.hand(at), **facts)
        except RuleError as error:
            yield from self.refused(rule.__name__.removeprefix("check_"), error)
            raise

    def asked(self, act: str, question: Callable[[], Result]) -> Procedure[Result]:
        """Return the answer to a question that a rule may refuse; a refusal is recorded."""
        try:
            return question()
        except RuleError as error:
            yield from self.refused(act, error)
            raise

    def refused(self, act: str, error: StrongroomError) -> Procedure[None]:
        """Record that something was refused (H3)."""
        if self.vault.read_only:
            return
        event = observations.refused(act.replace("_", " "), type(error).__name__, error.message)
        yield from self._append(self.hand(), [event])

    def _append(
        self,
        hand: Hand,
        events: Sequence[Event],
        master: SealedMaster | None = None,
        new_keys: NewKeys | None = None,
        ended: frozenset[str] = frozenset(),
    ) -> Procedure[None]:
        if not events:
            return
        events = [*clocks.look(self.register, hand, elapsed=self._elapsed()), *events]
        if new_keys and new_keys.device:
            events = keys.naming_former(events, self.vault.header.body.device)
        head, bodies = self.register.head, [to_bytes(hand, event) for event in events]

        def write(_progress: Progress) -> list[Row]:
            if new_keys:
                return self.vault.renew(head, bodies, new_keys)
            return self.vault.append(head, bodies, master, ended)

        label = "Making new keys" if new_keys else "Writing the ledger"
        rows: list[Row] = yield Step("vault", write, label)
        self.register.fold(rows)
        self._entered = self._uptime() if self._uptime else None

    def _elapsed(self) -> timedelta | None:
        """Return how long ago the last entry was made, if that is known."""
        if self._uptime is None or self._entered is None:
            return None
        return self._uptime() - self._entered
