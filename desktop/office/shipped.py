"""What the program ships as the Board's data: kinds, marking, limits, regimes, and the bank holidays.

Rule: it is read once, when a vault is founded, and recorded there; afterwards the ledger is asked. Rules of
retention are offered, and recorded when one is adopted.
"""

import msgspec

from desktop.custody import board, calendar
from desktop.custody.regimes import Regime
from desktop.custody.retention_rules import SUGGESTED, Rule
from desktop.resources import resource


def settings() -> board.Settings:
    """Return the Board's data as shipped."""
    shipped = msgspec.json.decode(resource("board.json").read_bytes(), type=board.Settings)
    known = holidays()
    return msgspec.structs.replace(
        shipped, holidays=known.days, holidays_source=known.source, regimes=regimes()
    )


def regimes() -> tuple[Regime, ...]:
    """Return the regimes under which reviews are held, as shipped (E5)."""
    return msgspec.json.decode(resource("regimes.json").read_bytes(), type=tuple[Regime, ...])


def holidays() -> calendar.Table:
    """Return the bank holidays as shipped."""
    return msgspec.json.decode(resource("holidays.json").read_bytes(), type=calendar.Table)


def retention_rules() -> tuple[Rule, ...]:
    """Return the rules of retention that are offered: the suggested one first. None of them is law."""
    offered = msgspec.json.decode(resource("retention.json").read_bytes(), type=tuple[Rule, ...])
    return (SUGGESTED, *offered)
