"""The Board whose vault it is: its name, its operators, and what it keeps as data (kinds, marking, limits).

Rule: the first entry of every ledger founds the vault; kinds, standing recipients and the protective
marking are data recorded there, not code (B4, C6). Every entry names an operator (A2); one of the present
operators is the custodian.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import calendar, dates, facts
from desktop.custody.errors import AlreadyThereError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.notifications import NOTIFIED, NotifiedBody
from desktop.custody.regimes import POLICY, Regime
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register


Gate = Literal["", "legal advice", "publication"]

LISTED = "the list of what the Board keeps as data"
"""Where kinds, categories, recipients and bodies are listed, as a hint says it."""

CATEGORIES = ("family", "public", "press", "agency", "researcher", "elected member", "other")
BRIEFED_BODIES = (
    "Government Office",
    "Ofsted",
    "Strategic Health Authority",
    "Care Quality Commission",
    "HM Inspectorate of Constabulary",
    "HM Inspectorate of Prisons",
    "HM Inspectorate of Probation",
    "Youth Justice Board (a death in custody)",
    "Prisons and Probation Ombudsman (a death in custody)",
)
SUBMITTED_TO = (
    "Ofsted",
    "Government Office",
    "Strategic Health Authority",
    "Department for Children, Schools and Families",
    "Youth Justice Board",
    "Prisons and Probation Ombudsman",
)
TOLD_OF_CONCLUSION = ("Ofsted", "Government Office")

_FIRST_GATES: dict[str, Gate] = {
    "imr": "legal advice",
    "health-overview-report": "legal advice",
    "overview-report": "legal advice",
    "executive-summary": "publication",
}
"""Of the kinds that the first vaults were founded with; their coding schedule was what is not copied."""


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
    apart: bool = False
    """Kept apart: who is who. Never copied, found or reported by name (B6)."""
    gate: Gate = ""
    """What must be recorded before it leaves the process of the review (D4)."""


class StandingRecipient(msgspec.Struct, frozen=True):
    """An office that is provided with hard copies in every review (C6)."""

    post: str
    agency: str


class Rung(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of a ladder: what is done to have a copy back, and when (C10)."""

    step: str
    after: int
    """Days after the step before, or after the day by which the copy was due back."""
    recalled: int
    """The same for a copy that was recalled."""
    letter: str = ""
    """The wording of its letter; empty: a person decides, and says to whom it is escalated."""


LADDER = (
    Rung("reminder 1", 1, 1, "reminder-1"),
    Rung("reminder 2", 7, 2, "reminder-2"),
    Rung("escalation", 7, 2),
)
SLIP_LADDER = (Rung("slip reminder", 5, 5, "slip-reminder"),)


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the Board keeps as data; shipped with the program, recorded when the vault is founded.

    What has a default is younger than the first vaults: the default is what those rely on, for ever.
    """

    marking: str
    copy_limit: int
    kinds: tuple[Kind, ...]
    standing_recipients: tuple[StandingRecipient, ...]
    categories: tuple[str, ...] = CATEGORIES
    """Of those who ask for the executive summary (D3)."""
    briefed_bodies: tuple[str, ...] = BRIEFED_BODIES
    """Who is told in advance that an executive summary will be published (D4)."""
    submitted_to: tuple[str, ...] = SUBMITTED_TO
    """Bodies of the process: the anonymised papers are submitted to them, and no gate stands there (D6)."""
    holidays: tuple[calendar.Holiday, ...] = ()
    """The bank holidays that were known when the vault was founded; see `Register.holidays` for today's."""
    holidays_source: str = ""
    closed: calendar.Nation = "England and Wales"
    """Whose bank holidays close the office (C10); the clocks of the law count every nation's."""
    muster_days: int = 90
    """How many days may pass between two musters of every copy (C13)."""
    ladder: tuple[Rung, ...] = LADDER
    """What is done about a copy that is overdue, step by step (C10)."""
    slip_ladder: tuple[Rung, ...] = SLIP_LADDER
    """What is done about a slip that is not back signed, counted from the sign-out (C5)."""
    regimes: tuple[Regime, ...] = (POLICY,)
    """Under which rules reviews are held; the first is that of a review which names none (E5)."""
    notified: tuple[NotifiedBody, ...] = NOTIFIED
    """Who is told of the decision that there is a review (E3)."""
    told_of_conclusion: tuple[str, ...] = TOLD_OF_CONCLUSION
    """Bodies that are told that a review is concluded, before it is (E7)."""


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
        for kind in self.settings.kinds:
            if kind.kind == name:
                return kind
        wanted = folded(name)
        for kind in self.settings.kinds:
            if wanted in {folded(kind.kind), folded(kind.label)}:
                return kind
        raise UnknownReferenceError(noun="kind of document", reference=name, listed=LISTED)


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
            self.board,
            self.vault,
            self.returns,
            _with_gates(self.settings),
            self.operator,
            line.hand.day,
        )
        register.operators[self.operator] = Operator(self.operator, self.operator_name)
        register.holidays = calendar.by_day(self.settings.holidays)
        register.holiday_sources = dict.fromkeys(calendar.years(register), self.settings.holidays_source)


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


def _with_gates(settings: Settings) -> Settings:
    """Return the settings; of a vault founded before kinds had gates, with those that its kinds now have."""
    if any(kind.apart or kind.gate for kind in settings.kinds):
        return settings
    kinds = tuple(
        msgspec.structs.replace(kind, apart=not kind.copied, gate=_FIRST_GATES.get(kind.kind, ""))
        for kind in settings.kinds
    )
    return msgspec.structs.replace(settings, kinds=kinds)


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
