"""A small number of random lives; the whole campaign is `python -m tests.statemachine --runs 2000`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.statemachine.machine import Lives


def test_random_lives_are_what_the_model_says() -> None:
    size = settings(
        max_examples=16,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lives, settings=size)
