"""An entity takes commands of its player as fast as its rates say, and refuses the others before their turn."""

import pytest

from actors.games.registry import REGISTRY
from actors.runtime.config import HostConfig
from actors.runtime.meter import Meter, Rate
from actors.velocity import BETS
from tests.unit.runtime.kinds import Add
from tests.unit.runtime.world import LEASE_TTL_MS, quiet, running, ulid

RATES = (Rate("bets", 1, 2, frozenset({Add.TYPE})),)


@pytest.fixture
async def metered():
    async with running(config=HostConfig(lease_ttl_ms=LEASE_TTL_MS, rates=RATES)) as started:
        yield started


async def test_a_command_beyond_the_rate_is_refused_and_may_come_again_with_its_id(metered):
    assert [await metered.add("a", 1, ulid(n)) for n in range(4)] == [1, 2, "rate_limited", "rate_limited"]
    assert metered.metrics.last["rate_limited"] == ("bets",)
    assert metered.activation("a").version == 2, "nothing is stored of a refusal"
    metered.clock.advance(1_000)
    await metered.lease.renew()

    assert await metered.add("a", 1, ulid(2)) == 3
    assert await metered.add("a", 1, ulid(3)) == "rate_limited"


async def test_a_repeat_of_an_answered_command_is_answered_however_fast_it_comes(metered):
    first = await metered.add("a", 1, ulid(1))
    repeats = [await metered.add("a", 1, ulid(1)) for _ in range(20)]

    assert repeats == [first] * 20
    assert await metered.add("a", 1, ulid(2)) == 2, "and repeats spend nothing"


async def test_each_entity_has_its_own_rates_and_only_players_are_metered(metered):
    for key in ("a", "b"):
        assert [await metered.add(key, 1, ulid(n)) for n in range(3)] == [1, 2, "rate_limited"]
    tell = metered.command("a", Add(1), "t1", origin="entity:b")
    await quiet()
    assert metered.total(tell) == 3


async def test_a_refusal_says_when_to_come_again(metered):
    for n in range(2):
        await metered.add("a", 1, ulid(n))
    refused = metered.command("a", Add(1), ulid(2))
    assert b'"retry_after_ms":1000' in metered.answer(refused).body


def test_a_rule_without_types_meters_every_command():
    meter, buckets = Meter([Rate("commands", 1, 2), Rate("bets", 1, 1, frozenset({"bet"}))]), {}
    assert meter.excess(buckets, "bet", 0) is None
    assert meter.excess(buckets, "bet", 0) == ("bets", 1_000)
    assert meter.excess(buckets, "other", 0) == ("commands", 1_000)


def test_every_game_is_metered_as_a_bet():
    assert {each.game.command.TYPE for each in REGISTRY} <= BETS
