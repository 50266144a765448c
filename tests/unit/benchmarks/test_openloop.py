"""The open loop's schedule, and its refusal of a client that was late itself."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.processes.load import LoadFailed
from benchmarks.processes.openloop import SEND_LAG_MS_MAX, Schedule, check_lag
from benchmarks.reports.report import Latency

STARTED_NS = 5_000_000_000


def lag(p99_ms: float, max_ms: float = 0.0) -> Latency:
    return Latency(100, 100, p99_ms * 1000, max_ms * 1000, max_ms * 1000)


def test_commands_are_due_at_even_intervals_from_the_start():
    schedule = Schedule(per_s=1000, started_ns=STARTED_NS)
    assert schedule.due(STARTED_NS + 2_500_000) == [STARTED_NS + n * 1_000_000 for n in (0, 1, 2)]


def test_no_command_is_handed_out_twice():
    schedule = Schedule(per_s=1000, started_ns=STARTED_NS)
    schedule.due(STARTED_NS + 2_500_000)
    assert schedule.due(STARTED_NS + 2_900_000) == []
    assert schedule.due(STARTED_NS + 3_000_000) == [STARTED_NS + 3_000_000]


def test_a_stalled_client_owes_every_command_at_its_intended_time():
    schedule = Schedule(per_s=100, started_ns=STARTED_NS)
    schedule.due(STARTED_NS)
    late = schedule.due(STARTED_NS + 1_000_000_000)
    assert late == [STARTED_NS + n * 10_000_000 for n in range(1, 101)]


@given(st.floats(1, 50_000), st.lists(st.integers(0, 50_000_000), min_size=1, max_size=30))
def test_the_schedule_does_not_depend_on_when_it_is_asked(per_s: float, pauses_ns: list[int]):
    schedule, now_ns, moments = Schedule(per_s, STARTED_NS), STARTED_NS, []
    for pause_ns in pauses_ns:
        now_ns += pause_ns
        moments += schedule.due(now_ns)
    assert moments == Schedule(per_s, STARTED_NS).due(now_ns)
    for n, moment_ns in enumerate(moments):
        assert abs(moment_ns - STARTED_NS - n * Fraction(10**9) / Fraction(per_s)) <= 1000
        assert moment_ns <= now_ns + 1


def test_a_client_that_keeps_its_schedule_is_believed():
    check_lag(lag(SEND_LAG_MS_MAX, max_ms=80))


def test_a_client_that_is_late_itself_is_refused_with_its_lag():
    with pytest.raises(LoadFailed, match=r"p99 5\.1 ms .* at most 5 ms"):
        check_lag(lag(5.1))
