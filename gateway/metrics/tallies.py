"""A counter for hot paths: counting costs an addition. `prometheus_client.Counter` takes a lock, about a microsecond.

One thread counts; the thread of a scrape only reads.
"""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector


class Tally(Collector):
    """Counts by the values of `labels`."""

    def __init__(self, name: str, text: str, labels: Sequence[str], registry: CollectorRegistry) -> None:
        self._name = name
        self._text = text
        self._labels = labels
        self._counts: dict[tuple[str, ...], int] = {} if labels else {(): 0}
        registry.register(self)

    def add(self, *labels: str, count: int = 1) -> None:
        """Add `count`."""
        counts = self._counts
        counts[labels] = counts.get(labels, 0) + count

    def count(self, *labels: str) -> int:
        """Return how many there were."""
        return self._counts.get(labels, 0)

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Yield what a scrape shows."""
        family = CounterMetricFamily(self._name, self._text, labels=self._labels)
        for labels, count in list(self._counts.items()):
            family.add_metric(labels, count)
        yield family
