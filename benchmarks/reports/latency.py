"""Latencies as percentiles, by HdrHistogram with three significant digits."""

from collections.abc import Iterable

from hdrh.histogram import HdrHistogram

from benchmarks.reports.report import Latency

NS_MAX = 60_000_000_000
DIGITS = 3


def percentiles(latencies_ns: Iterable[int]) -> Latency:
    """Return the percentiles, in microseconds, of latencies in nanoseconds. All are 0 when there are none."""
    histogram = HdrHistogram(1, NS_MAX, DIGITS)
    for latency_ns in latencies_ns:
        histogram.record_value(latency_ns)
    p50, p95, p99, p999 = (histogram.get_value_at_percentile(percent) / 1000 for percent in (50, 95, 99, 99.9))
    return Latency(p50, p95, p99, p999, histogram.get_max_value() / 1000)
