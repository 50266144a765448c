"""Command ids rise, whatever the clock does, and the server reads them as rising."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from actors.runtime.clock import ManualClock
from actors.runtime.turns.commands import time_ordered
from pitboss_client.ulid import UlidSource


@given(st.lists(st.integers(min_value=-5_000, max_value=5_000), min_size=1, max_size=50), st.integers())
def test_ids_rise_strictly_when_the_clock_is_set_forth_and_back(steps_ms: list[int], seed: int):
    clock = ManualClock()
    ids = UlidSource(clock, Random(seed))
    made = []
    for step_ms in steps_ms:
        clock.step(step_ms)
        made += [ids.next(), ids.next()]
    assert made == sorted(set(made))
    numbers = [time_ordered(command_id) for command_id in made]
    assert None not in numbers
    assert numbers == sorted(set(numbers))


def test_an_id_carries_the_time_of_its_making():
    clock = ManualClock(1_795_000_000_123)
    number = time_ordered(UlidSource(clock, Random(1)).next())
    assert number is not None
    assert number >> 80 == 1_795_000_000_123
