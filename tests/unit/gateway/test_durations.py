"""Histograms of hot paths show what the client library's own would show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from gateway.metrics.durations import Durations

BOUNDS = (0.001, 0.01, 0.1)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([0.0005, 0.001, 0.0011, 0.05, 0.1, 7.0]))))
def test_a_scrape_is_that_of_the_library_s_histogram(observed):
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    durations = Durations("turn_seconds", "One turn", ["command"], BOUNDS, ours)
    histogram = Histogram("turn_seconds", "One turn", ["command"], buckets=BOUNDS, registry=theirs)
    for command, seconds in observed:
        durations.observe((command,), seconds)
        histogram.labels(command).observe(seconds)
    assert samples(ours) == samples(theirs)


def test_it_counts_what_was_observed():
    durations = Durations("turn_seconds", "One turn", ["command"], BOUNDS, CollectorRegistry())
    durations.observe(("a",), 3.0)
    assert (durations.count("a"), durations.count("b")) == (1, 0)


def test_without_labels_it_is_there_before_anything_was_observed():
    registry = CollectorRegistry()
    Durations("turn_seconds", "One turn", [], BOUNDS, registry)
    assert registry.get_sample_value("turn_seconds_count") == 0
    assert registry.get_sample_value("turn_seconds_bucket", {"le": "+Inf"}) == 0


def test_a_name_is_given_once():
    registry = CollectorRegistry()
    Durations("turn_seconds", "One turn", [], BOUNDS, registry)
    with pytest.raises(ValueError, match="Duplicated"):
        Durations("turn_seconds", "One turn", [], BOUNDS, registry)


def samples(registry):
    lines = generate_latest(registry).decode().splitlines()
    return sorted(line for line in lines if not line.startswith("#") and "_created" not in line)
