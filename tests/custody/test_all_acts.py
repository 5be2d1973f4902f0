"""All acts together, in any order: what must hold after every one of them (C1, C4, C7, C15, D4)."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.around_disclosure import AroundDisclosure as EveryAct


def test_the_rules_hold_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryAct, settings=settings(max_examples=250, stateful_step_count=50))


@pytest.mark.long
def test_the_rules_hold_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryAct, settings=settings(settings.get_profile("long")))
