"""Whoever is let in or shut out, whatever is restored: the vault opens for those who may, and nobody else."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.custody import people
from desktop.office import backing_up, handing_over, keys, opening, restoring
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.store.errors import DeviceSecretMissingError, WrongPassphraseError
from tests.factory import BOARD, CHEAP, OPERATOR, Facts, march, noon
from tests.office.at_work import agrees_with_the_disk

FIRST = "O-0001"


class EveryKeeper(RuleBasedStateMachine):
    """Keeps its own list of who may open the vault, with which passphrase, and with which key file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="keepers"))
        self.words = {FIRST: "words of operator one 0"}
        self.former: set[str] = set()
        self.key, self.keys, self.said = self.folder / "key-0", 0, 0
        self.lost_keys: list[Path] = []
        self.backed_up_under: int | None = None

    @initialize()
    def make(self) -> None:
        self.office = opening.create(
            self.folder / "vault",
            passphrase=self.words[FIRST],
            board_name=BOARD,
            operator=OPERATOR,
            key_file=self.key,
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
        shutil.rmtree(self.folder)

    def new_words(self) -> str:
        self.said += 1
        return f"words of an operator {self.said}"

    def new_key(self) -> Path:
        self.keys += 1
        return self.folder / f"key-{self.keys}"

    def moved_to(self, key: Path) -> None:
        self.lost_keys.append(self.key)
        self.key = key

    def opened(self, operator: str, words: str | None = None, key: Path | None = None) -> Office:
        return opening.unlock(
            self.folder / "vault",
            passphrase=words or self.words[operator],
            key_file=key or self.key,
            operator=operator,
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )

    @property
    def others(self) -> list[str]:
        at_work, custodian = self.office.vault.operator, self.office.register.founded.custodian
        return sorted(set(self.words) - {at_work, custodian})

    @rule()
    def act(self) -> None:
        self.said += 1
        facts: Facts = {"post": "Nurse", "agency": "Invented Trust", "role": "panel member"}
        self.office.do(people.add, name=f"Robin Invented {self.said}", **facts)

    @precondition(lambda self: len(self.words) < 4)
    @rule()
    def add(self) -> None:
        words = self.new_words()
        self.words[run(keys.add_operator(self.office, name=f"Deputy {words}", passphrase=words))] = words

    @rule()
    def change_passphrase(self) -> None:
        operator, words = self.office.vault.operator, self.new_words()
        run(keys.change_passphrase(self.office, present=self.words[operator], passphrase=words))
        self.former.add(self.words[operator])
        self.words[operator] = words

    @precondition(lambda self: bool(self.others))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        operator, key = data.draw(st.sampled_from(self.others)), self.new_key()
        run(keys.remove_operator(self.office, operator=operator, reason="Left", new_key_file=key))
        self.former.add(self.words.pop(operator))
        self.moved_to(key)

    @precondition(lambda self: len(self.words) > 1)
    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        custodian = self.office.register.founded.custodian
        operator, key = data.draw(st.sampled_from(sorted(set(self.words) - {custodian}))), self.new_key()
        run(
            handing_over.hand_over(
                self.office,
                operator=operator,
                authority="The Chair",
                folder=self.folder / "papers",
                new_key_file=key,
                witness="Sam Witness",
            )
        )
        self.moved_to(key)

    @rule()
    def back_up(self) -> None:
        label = {} if self.backed_up_under is not None else {"label": "1", "place": "Bank", "keeper": "B"}
        run(backing_up.back_up(self.office, self.folder / "drive", **label))
        self.backed_up_under = self.keys

    @precondition(lambda self: self.backed_up_under is not None)
    @rule()
    def restore(self) -> None:
        operator, before = self.office.vault.operator, self.office.register.head.number
        self.office.close()
        restored = restoring.restore(
            self.folder / "drive",
            self.folder / "vault",
            passphrase=self.words[operator],
            key_file=self.key,
            operator=operator,
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )
        assert (restored.lost, restored.missing) == (0, [])
        assert restored.entries == before + 1
        assert restored.put_aside
        shutil.rmtree(restored.put_aside)
        self.office = self.opened(operator)

    @rule(data=st.data())
    def lock_and_unlock(self, data: st.DataObject) -> None:
        self.office.close()
        for words in sorted(self.former):
            with pytest.raises(WrongPassphraseError):
                self.opened(data.draw(st.sampled_from(sorted(self.words))), words)
        for key in self.lost_keys:
            with pytest.raises(DeviceSecretMissingError):
                self.opened(FIRST, "whatever it is", key)
        self.office = self.opened(data.draw(st.sampled_from(sorted(self.words))))

    @invariant()
    def the_register_knows_who_may_open_the_vault_and_agrees_with_the_disk(self) -> None:
        if not hasattr(self, "office"):
            return
        register = self.office.register
        assert {o.operator for o in register.operators.values() if o.removed is None} == set(self.words)
        assert register.founded.custodian in self.words
        assert set(self.office.vault.header.operators) == set(self.words)
        assert register.generation == self.office.vault.generation
        assert self.office.finding is None
        assert agrees_with_the_disk(self.office)


def test_the_vault_opens_for_those_who_may_and_nobody_else_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryKeeper, settings=settings(max_examples=6, stateful_step_count=12))


@pytest.mark.long
def test_the_vault_opens_for_those_who_may_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryKeeper, settings=settings(max_examples=100, stateful_step_count=30))
