"""All acts together, as in tests/custody/test_all_acts.py, but through the office and onto the disk."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from desktop.custody.hand import Event, Hand
from desktop.custody.ledger import Row
from desktop.custody.register import Register
from desktop.office import opening
from desktop.office.office import Act
from tests.custody.around_disclosure import AroundDisclosure as EveryAct
from tests.factory import BEGAN, BOARD, CHEAP, OPERATOR, PASSPHRASE, Desk, noon
from tests.office.at_work import agrees_with_the_disk, reopened


class VaultDesk(Desk):
    """A desk whose entries lie in a vault."""

    def __init__(self, folder: Path) -> None:
        self.day = BEGAN
        self.office = opening.create(
            folder / "vault",
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator=OPERATOR,
            key_file=folder / "key",
            bounds=CHEAP,
            clock=lambda: noon(self.day),
        )

    @property
    def register(self) -> Register:  # type: ignore[override]
        return self.office.register

    @property
    def rows(self) -> list[Row]:  # type: ignore[override]
        return [Row._make(row) for row in self.office.vault.rows()]

    def do(
        self, act: Act, on: date = BEGAN, *, happened: date | None = None, **facts: Any
    ) -> Sequence[Event]:
        self.day = on
        return self.office.do(act, at=noon(happened) if happened else None, **facts).events

    def enter(self, hand: Hand, events: Sequence[Event]) -> None:
        """Enter nothing: the office has entered the refusal itself."""
        assert list(events)
        assert hand.day == self.day


class EveryActInAVault(EveryAct):
    """The same custodian, at a real desk."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = VaultDesk(Path(self.folder.name))

    def teardown(self) -> None:
        try:
            super().teardown()
            assert isinstance(self.desk, VaultDesk)
            again = reopened(self.desk.office)
            assert vars(again.register) == vars(self.register)
            assert agrees_with_the_disk(again)
            again.close()
        finally:
            self.folder.cleanup()


def test_the_rules_hold_in_a_vault_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryActInAVault, settings=settings(max_examples=10, stateful_step_count=30))


@pytest.mark.long
def test_the_rules_hold_in_a_vault_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryActInAVault, settings=settings(max_examples=300, stateful_step_count=60))
