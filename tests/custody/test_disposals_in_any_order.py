"""Disposal in any order: two decide, nothing held ends, what has ended does not come back (G5, T16)."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.around_disposals import AroundDisposals as EveryDisposal


def test_the_rules_of_disposal_hold_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryDisposal, settings=settings(max_examples=80, stateful_step_count=30))


@pytest.mark.long
def test_the_rules_of_disposal_hold_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryDisposal, settings=settings(settings.get_profile("long")))
