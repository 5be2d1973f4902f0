"""The Board whose vault it is: its name, its operators, and what it keeps as data (kinds, marking, limits).

Rule: the first entry of every ledger founds the vault; kinds, standing recipients and the protective
marking are data recorded there, not code (B4, C6). Every entry names an operator (A2); one of the present
operators is the custodian.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AlreadyThereError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register


class Kind(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of document (B4)."""

    kind: str
    label: str
    per_agency: bool = False
    """One for each agency, which must be named."""
    many: bool = False
    """Any number of them may be current in one review (minutes, correspondence, …)."""
    copied: bool = True
    """Numbered copies may be printed (not of the coding schedule, B6)."""


class StandingRecipient(msgspec.Struct, frozen=True):
    """An office that is provided with hard copies in every review (C6)."""

    post: str
    agency: str


class Settings(msgspec.Struct, frozen=True):
    """What the Board keeps as data; shipped with the program, recorded when the vault is founded."""

    marking: str
    copy_limit: int
    kinds: tuple[Kind, ...]
    standing_recipients: tuple[StandingRecipient, ...]


class Board(msgspec.Struct, frozen=True):
    """The Board and its settings."""

    name: str
    vault: str
    """Four letters that tell this vault's codes from another's."""
    returns: str
    """Where a found copy is to be returned."""
    settings: Settings
    custodian: str
    """The operator who answers for the vault; the founder first (A6)."""
    founded_on: date

    def kind(self, name: str) -> Kind:
        """Return the kind of that name or label; capitals, punctuation and spaces do not matter."""
        wanted = folded(name)
        for kind in self.settings.kinds:
            if wanted in {folded(kind.kind), folded(kind.label)}:
                return kind
        raise UnknownReferenceError(noun="kind of document", reference=name)


class Operator(msgspec.Struct, frozen=True):
    """Somebody with a passphrase of their own."""

    operator: str
    name: str
    removed: date | None = None
    """When the passphrase was taken away; what the operator did before stays on the record."""


class VaultFounded(Event, frozen=True, kw_only=True, tag="vault-founded"):
    """The first entry of a ledger."""

    words: ClassVar[str] = "The vault of {board} was founded by {operator_name}."

    board: str
    operator: str
    operator_name: str
    vault: str
    returns: str
    settings: Settings

    def change(self, register: "Register", line: Line) -> None:
        """Set the Board and its first operator, who is the custodian."""
        register.board = Board(
            self.board, self.vault, self.returns, self.settings, self.operator, line.hand.day
        )
        register.operators[self.operator] = Operator(self.operator, self.operator_name)


class OperatorAdded(Event, frozen=True, kw_only=True, tag="operator-added"):
    """Somebody was given a passphrase of their own."""

    words: ClassVar[str] = "{name} was made operator {operator}."

    operator: str
    name: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the operator."""
        register.operators[self.operator] = Operator(self.operator, self.name)


def found(
    hand: Hand, *, board: str, operator: str, vault: str, returns: str, settings: Settings
) -> list[Event]:
    """Found the vault of a Board; `vault` is its four letters."""
    board = facts.needed("the Board's name", board)
    return [
        VaultFounded(
            board=board,
            operator=hand.by,
            operator_name=facts.needed("the operator's name", operator),
            vault=vault,
            returns=facts.optional("the return address", returns) or f"The Administrator, {board}",
            settings=settings,
        )
    ]


def new_name(register: "Register", name: str) -> str:
    """Return an operator's name as it is kept; refuse one that a present operator has.

    A removed operator's name may come back, under a reference of its own.
    """
    name = facts.needed("the operator's name", name)
    if any(folded(known.name) == folded(name) for known in present(register)):
        raise AlreadyThereError(noun="The operator", reference=name, advice="Give the name in full.")
    return name


def present(register: "Register") -> list[Operator]:
    """Return the operators who are not removed."""
    return [operator for operator in register.operators.values() if operator.removed is None]


def still_present(register: "Register", reference: str, act: str) -> Operator:
    """Return the operator of that reference; raise WrongStateError for one who was removed."""
    found = register.operator(reference)
    if found.removed is not None:
        raise WrongStateError(
            thing=f"{found.operator} {found.name}",
            state=f"removed since {dates.day(found.removed)}",
            act=act,
            advice="See who the operators are; a removed one can be added again.",
        )
    return found
