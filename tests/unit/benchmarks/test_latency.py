"""Percentiles are those of the latencies, within the histogram's precision."""

import pytest

from benchmarks.reports.latency import percentiles


def test_percentiles_are_given_in_microseconds():
    found = percentiles(ms * 1_000_000 for ms in range(1, 1001))
    expected = (500_000, 950_000, 990_000, 999_000, 1_000_000)
    assert (found.p50, found.p95, found.p99, found.p999, found.max) == pytest.approx(expected, rel=0.002)


def test_no_latencies_are_zero():
    assert percentiles([]).max == 0
