"""How rows of an action plan stand in a table: seven columns, the same on paper and in a workbook (E6).

Rule: what a workbook gets is what reading it back compares with, cell by cell, so that a round trip is exact.
Evidence of progress only grows: a cell shows every note in the order in which it was entered.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import dates

if TYPE_CHECKING:
    from desktop.custody.objectives import Objective

REFERENCE, EVIDENCE, AGENCY, STATE = "Reference", "Evidence of Progress", "Agency", "State"
SEVEN = {
    "recommendation": "Recommendation",
    "outcome": "Outcome",
    "action": "Action",
    "target": "Target Date",
    "person": "Person Responsible",
    "evidence": EVIDENCE,
    "cross_reference": "Cross Reference",
}
"""The columns of the plan as agencies know them, by the field that each shows."""
COLUMNS = (REFERENCE, *SEVEN.values(), AGENCY, STATE)
"""Those of a workbook: the seven, with what tells rows apart."""
LONGEST_CELL = 32_767
"""Characters that a workbook takes in one cell."""
EARLIER = "Earlier notes stand in the register."


class SheetRow(NamedTuple):
    """A row as a workbook has it; the target is a real date, everything else is text."""

    reference: str
    recommendation: str
    outcome: str
    action: str
    target: date
    person: str
    evidence: str
    cross_reference: str
    agency: str
    state: str


def sheet_row(found: "Objective") -> SheetRow:
    """Return an objective as a row of a workbook."""
    said = found.wording
    return SheetRow(
        found.objective,
        said.recommendation,
        said.outcome,
        said.action,
        said.target,
        said.person,
        fitting(evidence(found)),
        said.cross_reference,
        said.agency,
        found.state,
    )


def paper_row(found: "Objective") -> list[str]:
    """Return an objective as a row of the seven columns on paper."""
    said = found.wording
    former = list(dict.fromkeys(dates.day(change.before.target) for change in found.changes))
    moved = [day for day in former if day != dates.day(said.target)]
    return [
        f"{found.objective}\n{said.recommendation}",
        said.outcome,
        said.action,
        dates.day(said.target) + "".join(f"\n(was {day})" for day in moved),
        f"{said.person}\n{said.agency}",
        "\n".join(evidence(found)),
        said.cross_reference,
    ]


def evidence(found: "Objective") -> list[str]:
    """Return what is on the record of an objective's progress and end, note by note."""
    told = [f"{dates.day(note.day)}: {note.evidence}" for note in found.notes]
    if found.met:
        told.append(
            f"Met, {dates.day(found.met.day)}: {found.met.evidence} (agreed by {found.met.agreed_by})"
        )
    if found.withdrawn:
        why = f"{found.withdrawn.reason} (authority: {found.withdrawn.authority})"
        told.append(f"Withdrawn, {dates.day(found.withdrawn.day)}: {why}")
    return told


def fitting(told: Sequence[str]) -> str:
    """Return notes as one cell; the latest, where all of them do not fit."""
    kept = list(told)
    while len("\n".join(kept)) > LONGEST_CELL - len(EARLIER):
        kept.pop(0)
    return "\n".join([*([EARLIER] if len(kept) < len(told) else []), *kept])


def as_compared(text: str) -> str:
    """Return a text as cells are compared: line ends alike, without what a workbook does not keep."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = (
        "".join(c for c in line if c == "\t" or c.isprintable() or c in _KEPT).rstrip() for line in lines
    )
    return "\n".join(plain).strip()


_KEPT = {"\u00a0", "\u200c", "\u200d"}
