"""The handover of the vault to the next custodian: new keys, and the joint sheet that both sign (A6).

Rule: the custodian changes together with the keys, in one renewal. The sheet is made from the register after
it, and can be made again until its code was typed back.
"""

from pathlib import Path
from typing import Any, NamedTuple

from desktop.custody import handover
from desktop.custody.handover_sheet import handover_sheet
from desktop.office import papers
from desktop.office.keys import new_device_place
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure
from desktop.store.renewal import NewKeys


class HandedOver(NamedTuple):
    """The handover's entry, and its joint sheet."""

    outcome: Outcome
    sheet: Path


def hand_over(
    office: Office,
    *,
    operator: str,
    authority: str,
    folder: Path,
    new_key_file: Path | None = None,
    witness: str = "",
) -> Procedure[HandedOver]:
    """Hand the vault over to another operator, with new keys and a new device secret.

    The one who hands over can still open the vault, until the new custodian removes them. Where it is not
    the custodian who does it, a `witness` stands by.
    """
    facts: dict[str, Any] = {"operator": operator, "authority": authority, "witness": witness}
    yield from office.check(handover.check_hand_over, **facts)
    device = yield from office.asked("hand over", lambda: new_device_place(office, new_key_file))
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(
        handover.hand_over,
        new_keys=NewKeys(device=device),
        generation=office.vault.next_generation,
        new_device_secret=True,
        **facts,
    )
    return HandedOver(outcome, (yield from _sheet(office, folder)))


def sheet_again(office: Office, folder: Path) -> Procedure[Path]:
    """Make the joint sheet of the last handover once more, and record it."""
    last = yield from office.asked("handover sheet", lambda: handover.last_handover(office.register))
    file = folder / "sheet.pdf"
    yield from papers.recorded(
        office, "The handover sheet, again,", f"entry {last.entry}", [file], any_name=True
    )
    return (yield from _sheet(office, folder))


def _sheet(office: Office, folder: Path) -> Procedure[Path]:
    last = handover.last_handover(office.register)
    making = papers.drawn(office, handover_sheet, papers.free_name(folder, f"handover-{last.entry}"))
    return (yield from papers.after(office, "The vault is handed over.", "its sheet", making))
