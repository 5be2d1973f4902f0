"""Whatever is printed, counted, signed and scanned, in any order: every number and paper has its place."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.around_papers import AroundPapers as EveryPaper


def test_the_rules_of_papers_hold_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(EveryPaper, settings=settings(max_examples=100, stateful_step_count=30))


@pytest.mark.long
def test_the_rules_of_papers_hold_after_very_many_sequences_of_acts() -> None:
    run_state_machine_as_test(EveryPaper, settings=settings(settings.get_profile("long")))
