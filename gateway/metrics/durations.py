"""A histogram for hot paths: an observation costs a search and two additions.

`prometheus_client.Histogram` takes a lock and walks its buckets for each observation, some microseconds that a turn or
a reply can do without. Here one thread observes; the thread of a scrape only reads.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector


class Durations(Collector):
    """Seconds, or what its name says, by the values of `labels`; `bounds` are the ends of the buckets, ascending."""

    def __init__(
        self, name: str, text: str, labels: Sequence[str], bounds: Sequence[float], registry: CollectorRegistry
    ) -> None:
        self._name = name
        self._text = text
        self._labels = labels
        self._bounds = tuple(map(float, bounds))
        self._counts: dict[tuple[str, ...], list[int]] = {} if labels else {(): [0] * (len(bounds) + 1)}
        self._sums: dict[tuple[str, ...], float] = {} if labels else {(): 0.0}
        registry.register(self)

    def observe(self, labels: tuple[str, ...], seconds: float) -> None:
        """Count one duration."""
        counts = self._counts.get(labels)
        if counts is None:
            counts = self._counts[labels] = [0] * (len(self._bounds) + 1)
            self._sums[labels] = 0.0
        counts[bisect_left(self._bounds, seconds)] += 1
        self._sums[labels] += seconds

    def count(self, *labels: str) -> int:
        """Return how many were observed."""
        return sum(self._counts.get(labels, ()))

    def describe(self) -> Iterable[HistogramMetricFamily]:
        """Return the name alone, by which the registry refuses a second one."""
        return [HistogramMetricFamily(self._name, self._text, labels=self._labels)]

    def collect(self) -> Iterable[HistogramMetricFamily]:
        """Yield what a scrape shows."""
        (family,) = self.describe()
        for labels, counts in list(self._counts.items()):
            total, buckets = 0, []
            for bound, count in zip((*self._bounds, float("inf")), counts, strict=True):
                total += count
                buckets.append(("+Inf" if bound == float("inf") else str(bound), total))
            family.add_metric(labels, buckets, self._sums[labels])
        yield family
