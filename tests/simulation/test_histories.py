"""Whatever fails, whenever: every history keeps every promise."""

from collections import Counter

import pytest

from tests.simulation.history import Plan, World, run_history

REPLAY = ".venv/bin/python -m pytest tests/simulation/test_histories.py --sim-seed"


@pytest.mark.timeout(1800)
def test_every_history_keeps_every_promise(seeds):
    for seed in seeds:
        broken = run_history(seed)
        if broken:
            pytest.fail("\n".join([f"seed {seed}: {Plan.draw(seed)}", *broken, f"{REPLAY} {seed}"]), pytrace=False)


def fingerprint(seed):
    world = World(Plan.draw(seed))
    assert world.run() == []
    tables = world.store.tables
    seen = [(sent.id, sent.outcome, sent.replies) for player in world.players for sent in player.sent]
    return world.loop.steps, world.loop.time(), list(tables.commands), world.store.journal, tables.history, seen


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_plays_the_same_history_each_time(seed):
    assert fingerprint(seed) == fingerprint(seed)


def test_histories_are_not_idle():
    """Commands succeed and are refused, tells and timers arrive, hosts die and shards move: all of it happens often."""
    seen = Counter()
    for seed in range(40):
        world = World(Plan.draw(seed))
        assert world.run() == []
        tables = world.store.tables
        seen += Counter(sent.outcome for player in world.players for sent in player.sent)
        seen += Counter(row.origin.partition(":")[0] for row in tables.commands.values())
        seen += Counter("dead" for host in tables.hosts.values() if not host.alive)
        seen += Counter("aborted" for state in tables.batches.values() if state == "aborted")
        seen["moves"] += len(tables.history)
    assert min(seen[what] for what in ("dead", "aborted", "moves", "entity", "timer", "insufficient_gold")) >= 10, seen
    assert seen["ok"] >= 300
