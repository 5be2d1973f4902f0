"""Whatever is done at the end of a review, nothing that is held or out is destroyed, nor by one person."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.around_endings import AroundEndings as EveryEnd


def test_the_rules_of_the_end_hold_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryEnd, settings=settings(max_examples=100, stateful_step_count=30))


@pytest.mark.long
def test_the_rules_of_the_end_hold_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryEnd, settings=settings(settings.get_profile("long")))
