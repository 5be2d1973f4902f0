"""Who can open the vault: the operators' passphrases, and the recovery shares of the office holders.

Rule: every change of who can open the vault goes with new keys. Their generations count up and never come
back, so that a backup tells whether its keys are still those of the vault. There is always an operator, and
the custodian is one (A2, A4). An act with new keys takes their `generation` and ends with `KeysRenewed`.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import board, facts
from desktop.custody.errors import FactMissingError, OperatorStaysError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

LEAST_NEEDED = 2
MOST_HOLDERS = 16
_MOST_GENERATIONS = 2**31


class Recovery(msgspec.Struct, frozen=True):
    """One set of recovery shares: any `needed` of its holders together can open the vault (A4).

    Share n is that of the n-th holder. A set that has ended opens nothing.
    """

    recovery: int
    needed: int
    holders: tuple[str, ...]
    made: date
    generation: int
    drilled: date | None = None
    """When enough of its shares last proved that they open the vault."""
    used: date | None = None
    ended: date | None = None
    reason: str = ""
    seen_by: tuple[str, ...] = ()
    """The operators at whose keyboard it was made, drilled or used: its words were in their program."""


class OperatorRemoved(Event, frozen=True, kw_only=True, tag="operator-removed"):
    """An operator's passphrase was taken away."""

    words: ClassVar[str] = "Operator {operator} was removed. Reason: {reason}."

    operator: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day; the name stays with what the operator did."""
        operator = register.operators[self.operator]
        register.operators[self.operator] = msgspec.structs.replace(operator, removed=line.hand.day)


class PassphraseChanged(Event, frozen=True, kw_only=True, tag="passphrase-changed"):
    """An operator changed their own passphrase."""

    words: ClassVar[str] = "The passphrase of {operator} was changed."

    operator: str


class KeysRenewed(Event, frozen=True, kw_only=True, tag="keys-renewed"):
    """The vault was given new keys, and the old ones open nothing that is written from now on."""

    generation: int
    new_device_secret: bool = False
    former_device: str = ""
    """The public fingerprint of the device secret that a new one took the place of."""

    def change(self, register: "Register", line: Line) -> None:
        """Count the generation."""
        register.generation = self.generation
        if self.former_device:
            register.former_devices = (*register.former_devices, self.former_device)

    def said(self) -> str:
        """Return what was renewed."""
        device = "; the device secret is new" if self.new_device_secret else ""
        return f"The keys were renewed: generation {self.generation}{device}."


class RecoveryMade(Event, frozen=True, kw_only=True, tag="recovery-made"):
    """A set of recovery shares was made."""

    recovery: int
    needed: int
    holders: tuple[str, ...]

    def change(self, register: "Register", line: Line) -> None:
        """Keep who holds which share."""
        register.recoveries[self.recovery] = Recovery(
            self.recovery,
            self.needed,
            self.holders,
            line.hand.day,
            register.generation,
            seen_by=(line.hand.by,),
        )

    def said(self) -> str:
        """Return who has a share, and how many are needed."""
        held = "; ".join(f"{share}: {holder}" for share, holder in enumerate(self.holders, 1))
        return (
            f"Recovery set {self.recovery} was made; any {self.needed} of its shares open the vault. {held}."
        )


class RecoveryDrilled(Event, frozen=True, kw_only=True, tag="recovery-drilled"):
    """Shares of a set were put together and proved that they open the vault."""

    recovery: int
    shares: tuple[int, ...]

    def change(self, register: "Register", line: Line) -> None:
        """Note the day of the drill."""
        _noted(register, self.recovery, line, drilled=line.hand.day)

    def said(self) -> str:
        """Return which shares were there."""
        return f"Recovery set {self.recovery} was drilled: {_shares(self.shares)} open the vault."


class RecoveryUsed(Event, frozen=True, kw_only=True, tag="recovery-used"):
    """The vault was opened with shares alone, and an operator was given new keys."""

    recovery: int
    shares: tuple[int, ...]
    operator: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day: the shares were read by those who were there. The operator answers for the vault."""
        _noted(register, self.recovery, line, used=line.hand.day)
        custodian = register.operators[self.operator].operator
        register.board = msgspec.structs.replace(register.founded, custodian=custodian)

    def said(self) -> str:
        """Return which shares opened it, and for whom."""
        shares = _shares(self.shares)
        return (
            f"The vault was recovered with {shares} of recovery set {self.recovery}."
            f" {self.operator} is the custodian."
        )


class RecoveryRevoked(Event, frozen=True, kw_only=True, tag="recovery-revoked"):
    """A set of shares opens nothing any more."""

    words: ClassVar[str] = "Recovery set {recovery} was revoked. Reason: {reason}."

    recovery: int
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end of the set."""
        _noted(register, self.recovery, line, ended=line.hand.day, reason=self.reason)


def renewed(register: "Register", generation: int, *, new_device_secret: bool = False) -> KeysRenewed:
    """Return the event that ends an act with new keys; refuse a generation that was there."""
    facts.counted("the generation of the keys", generation, register.generation + 1, _MOST_GENERATIONS)
    return KeysRenewed(generation=generation, new_device_secret=new_device_secret)


def naming_former(events: "Sequence[Event]", device: str) -> list[Event]:
    """Return the events with the fingerprint of the device secret that new keys end, to be forgotten (G5).

    Only who has the vault open knows it; the acts do not.
    """
    return [
        msgspec.structs.replace(event, former_device=device) if isinstance(event, KeysRenewed) else event
        for event in events
    ]


def add_operator(register: "Register", hand: Hand, *, name: str, generation: int) -> list[Event]:
    """Give a deputy a passphrase of their own (A2)."""
    name = board.new_name(register, name)
    operator = register.next_reference("O", register.operators)
    return [board.OperatorAdded(operator=operator, name=name), renewed(register, generation)]


def check_add_operator(register: "Register", hand: Hand, *, name: str) -> None:
    """Refuse an operator who cannot be added, before a passphrase is stretched."""
    board.new_name(register, name)


def change_passphrase(register: "Register", hand: Hand, *, generation: int) -> list[Event]:
    """Change the passphrase of the operator whose hand it is."""
    operator = board.still_present(register, hand.by, "given another passphrase").operator
    return [PassphraseChanged(operator=operator), renewed(register, generation)]


def remove_operator(
    register: "Register",
    hand: Hand,
    *,
    operator: str,
    reason: str,
    generation: int,
    new_device_secret: bool = True,
) -> list[Event]:
    """Take an operator's passphrase away: what they knew opens nothing that is written from now on."""
    found = check_remove_operator(register, hand, operator=operator, reason=reason)
    events: list[Event] = [
        OperatorRemoved(operator=found.operator, reason=facts.needed("the reason", reason))
    ]
    if ends_recovery(register, operator) and register.recovery:
        told = f"{found.operator}, who was removed, had seen its words"
        events.append(RecoveryRevoked(recovery=register.recovery.recovery, reason=told))
    return [*events, renewed(register, generation, new_device_secret=new_device_secret)]


def ends_recovery(register: "Register", operator: str) -> bool:
    """Tell whether the present shares end with this operator: they could have kept their words."""
    present = register.recovery
    return present is not None and register.operator(operator).operator in present.seen_by


def check_remove_operator(register: "Register", hand: Hand, *, operator: str, reason: str) -> board.Operator:
    """Return the operator; refuse to remove oneself, the last one, or the custodian."""
    found = board.still_present(register, operator, "removed again")
    facts.needed("the reason", reason)
    told = f"{found.operator} {found.name}"
    if len(board.present(register)) == 1:
        advice = "Add another operator first, who can then remove this one."
        raise OperatorStaysError(operator=told, why="nobody else could open the vault", advice=advice)
    if found.operator == register.founded.custodian:
        advice = "Hand the vault over to another operator first."
        raise OperatorStaysError(operator=told, why="the custodian answers for the vault", advice=advice)
    if found.operator == hand.by:
        advice = "Another operator can do it."
        raise OperatorStaysError(operator=told, why="nobody removes themselves", advice=advice)
    return found


def make_recovery(
    register: "Register",
    hand: Hand,
    *,
    needed: int,
    holders: Sequence[str],
    generation: int,
    new_device_secret: bool = False,
) -> list[Event]:
    """Make a set of shares, one for each holder in that order (A4); it takes the place of any before it."""
    names = check_make_recovery(register, hand, needed=needed, holders=holders)
    number, events = next_recovery(register), list[Event]()
    if register.recovery is not None:
        reason = f"set {number} takes its place"
        events.append(RecoveryRevoked(recovery=register.recovery.recovery, reason=reason))
    made = RecoveryMade(recovery=number, needed=needed, holders=names)
    return [*events, made, renewed(register, generation, new_device_secret=new_device_secret)]


def check_make_recovery(
    register: "Register", hand: Hand, *, needed: int, holders: Sequence[str]
) -> tuple[str, ...]:
    """Return the holders' names; refuse a set that one person could use, or nobody."""
    names = tuple(facts.needed(f"the holder of share {n}", name) for n, name in enumerate(holders, 1))
    if needed < LEAST_NEEDED:
        why = "with one, each sheet alone would open the vault; at least 2 are needed"
        raise FactMissingError(fact="the number of shares needed", why=why)
    facts.counted("the number of holders", len(names), LEAST_NEEDED, MOST_HOLDERS)
    facts.counted("the number of shares needed", needed, LEAST_NEEDED, len(names))
    known = set[str]()
    for name in names:
        if folded(name) in known:
            why = f"“{name}” is named twice; one person has one share, and namesakes are told apart by post"
            raise FactMissingError(fact="the holder of each share", why=why)
        known.add(folded(name))
    return names


def next_recovery(register: "Register") -> int:
    """Return the number that the next set gets; a number is never given twice."""
    return len(register.recoveries) + 1 + register.skipped


def revoke_recovery(
    register: "Register", hand: Hand, *, reason: str, generation: int, new_device_secret: bool = False
) -> list[Event]:
    """Make the present set of shares useless."""
    found = check_revoke_recovery(register, hand, reason=reason)
    revoked = RecoveryRevoked(recovery=found.recovery, reason=facts.needed("the reason", reason))
    return [revoked, renewed(register, generation, new_device_secret=new_device_secret)]


def check_revoke_recovery(register: "Register", hand: Hand, *, reason: str) -> Recovery:
    """Return the present set of shares; refuse when there is none, or no reason."""
    found = _present(register, "revoked")
    facts.needed("the reason", reason)
    return found


def drill_recovery(register: "Register", hand: Hand, *, shares: Sequence[int]) -> list[Event]:
    """Record that these shares, put together, proved that they open the vault."""
    found = check_drill_recovery(register, hand)
    return [RecoveryDrilled(recovery=found.recovery, shares=_enough(found, shares))]


def check_drill_recovery(register: "Register", hand: Hand) -> Recovery:
    """Return the present set of shares; refuse a drill when there is none, before words are typed."""
    return _present(register, "drilled")


def recover(
    register: "Register", hand: Hand, *, shares: Sequence[int], generation: int, name: str = ""
) -> list[Event]:
    """Record that the vault was opened with shares alone, where neither keyring nor passphrase was left.

    The operator whose hand it is gets new keys; with `name`, a new operator of that name does (the hand may
    already be theirs). The other operators' keys went with the device: they are removed, and can be added
    again. Whoever recovered the vault is its custodian, by the authority of the holders.
    """
    found = _present(register, "used")
    enough = _enough(found, shares)
    events = list[Event]()
    operator = hand.by
    if name:
        operator = register.next_reference("O", register.operators)
        events.append(board.OperatorAdded(operator=operator, name=board.new_name(register, name)))
    else:
        board.still_present(register, operator, "given new keys")
    events.append(RecoveryUsed(recovery=found.recovery, shares=enough, operator=operator))
    events += [
        OperatorRemoved(operator=other.operator, reason="the device secret was lost; the vault was recovered")
        for other in board.present(register)
        if other.operator != operator
    ]
    return [*events, renewed(register, generation, new_device_secret=True)]


def _present(register: "Register", act: str) -> Recovery:
    if register.recovery is None:
        raise WrongStateError(
            thing="A set of recovery shares",
            state="not there",
            act=act,
            advice="Make recovery shares first.",
        )
    return register.recovery


def _enough(recovery: Recovery, shares: Sequence[int]) -> tuple[int, ...]:
    for share in shares:
        facts.counted("the number of a share", share, 1, len(recovery.holders))
    together = tuple(sorted(set(shares)))
    if len(together) < recovery.needed:
        why = f"{recovery.needed} different shares are needed, and {len(together)} were put together"
        raise FactMissingError(fact="a share", why=why)
    return together


def _noted(register: "Register", recovery: int, line: Line, **changes: object) -> None:
    found = register.recoveries[recovery]
    seen_by = (*found.seen_by, *({line.hand.by} - set(found.seen_by)))
    register.recoveries[recovery] = msgspec.structs.replace(found, seen_by=seen_by, **changes)


def _shares(numbers: Sequence[int]) -> str:
    *most, last = map(str, numbers)
    return f"shares {', '.join(most)} and {last}" if most else f"share {last}"
