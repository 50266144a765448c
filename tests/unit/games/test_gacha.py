"""Gacha: rates, pity, guarantee, duplicates, what is disclosed, what a banner's file may not say."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise, repeat
from math import sqrt
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.floats import floats
from actors.games.contract import OWNED
from actors.games.gacha.banner import (
    MILLION,
    Banner,
    BannerRefused,
    consolidated_rates,
    disclosure,
    expected_pulls,
    read_banner,
)
from actors.games.gacha.gacha import OWNED_MAX, Gacha
from actors.games.gacha.messages import GachaPull
from actors.games.registry import gacha
from actors.money.economy import EconomyConfig

GACHA = gacha(EconomyConfig())
AURORA, STANDARD = GACHA.banners["aurora"], GACHA.banners["standard"]
LONG_AGO, NOW, LATE = 1_700_000_000_000, 1_795_396_400_000, 2_000_000_000_000
ONE, TEN = GachaPull(banner="aurora", count=1), GachaPull(banner="aurora", count=10)
FIVE, FOUR, THREE = 0.0059, 0.0569, 0.9
LOST, WON = 0.5, 0.4999
SMALL: dict[str, Any] = {
    "id": "small",
    "type": "small",
    "version": 1,
    "title": {"ko": "작은", "en": "Small"},
    "change_notice": {"ko": "없음", "en": "None"},
    "price": 100,
    "rarities": [
        {"stars": 5, "rate": 10_000, "items": ["gold"], "shards": 9, "certain_at": 20},
        {"stars": 4, "rate": 90_000, "items": ["silver"], "shards": 3, "certain_at": 5},
        {"stars": 3, "rate": 900_000, "items": ["tin"], "shards": 1},
    ],
}


def pulled(memory: dict[str, int], *fractions: float, command: GachaPull = ONE) -> Any:
    return GACHA.play(command, iter(fractions), memory)


def test_a_five_star_takes_62_297_pulls_on_average() -> None:
    five = AURORA.rarities[0]
    assert expected_pulls(five.table) == pytest.approx(62.297, abs=0.0005)
    assert 1 / expected_pulls(five.table) == pytest.approx(0.01605, abs=0.000005)


def test_the_rate_rises_from_pull_74_and_is_certain_at_90() -> None:
    table = AURORA.rarities[0].table
    assert table[:73] == (6_000,) * 73
    assert (table[73], table[74], table[88], table[89]) == (66_000, 126_000, 966_000, MILLION)
    assert len(table) == 90


@pytest.mark.parametrize(("missed", "hits"), [(72, False), (73, True)])
def test_the_first_pull_of_soft_pity_hits_where_the_one_before_would_not(missed: int, hits: bool) -> None:
    played = pulled({"event:pity:5": missed}, 0.0659, LOST, 0.0)
    assert (played.outcome["pulls"][0]["rarity"] == 5) == hits


def test_the_90th_pull_is_a_five_star_whatever_the_float() -> None:
    played = pulled({"event:pity:5": 89, "event:pity:4": 9}, 0.999999, LOST, 0.0)
    assert played.outcome["pulls"][0]["rarity"] == 5
    assert played.outcome["pity"]["since"] == {"5": 0, "4": 10}


def test_the_tenth_pull_without_a_four_star_is_one() -> None:
    assert pulled({"event:pity:4": 8}, 0.999999, LOST, 0.0).outcome["pulls"][0]["rarity"] == 3
    assert pulled({"event:pity:4": 9}, 0.999999, LOST, 0.0).outcome["pulls"][0]["rarity"] == 4


@pytest.mark.parametrize(("fraction", "rarity"), [(0.0, 5), (FIVE, 5), (0.006, 4), (FOUR, 4), (0.057, 3), (0.99, 3)])
def test_rates_are_taken_from_the_highest_rarity_down(fraction: float, rarity: int) -> None:
    assert pulled({}, fraction, LOST, 0.0).outcome["pulls"][0]["rarity"] == rarity


def test_after_a_lost_fifty_fifty_the_next_five_star_is_featured() -> None:
    lost = pulled({}, FIVE, LOST, 0.0)
    assert lost.outcome["pulls"][0]["item"] not in AURORA.rarities[0].featured
    assert lost.outcome["pity"]["featured_next"] == [5]
    between = pulled(lost.memory, THREE, LOST, 0.0)
    sure = pulled(between.memory, FIVE, 0.999, 0.0)
    assert sure.outcome["pulls"][0]["item"] == "aurora-queen"
    assert sure.outcome["pity"]["featured_next"] == []
    assert pulled(sure.memory, FIVE, LOST, 0.0).outcome["pity"]["featured_next"] == [5]


def test_a_won_fifty_fifty_guarantees_nothing() -> None:
    won = pulled({}, FIVE, WON, 0.0)
    assert won.outcome["pulls"][0]["item"] == "aurora-queen"
    assert won.outcome["pity"]["featured_next"] == []


def test_pity_belongs_to_the_type_of_banner() -> None:
    memory = pulled({"standard:pity:5": 50}, THREE, LOST, 0.0).memory
    assert (memory["standard:pity:5"], memory["event:pity:5"]) == (50, 1)


def test_a_hit_resets_its_own_pity_alone() -> None:
    since = pulled({"event:pity:5": 40, "event:pity:4": 3}, FOUR, LOST, 0.0).outcome["pity"]["since"]
    assert since == {"5": 41, "4": 0}


def test_a_duplicate_becomes_shards_and_a_new_item_does_not() -> None:
    first = pulled({}, FIVE, WON, 0.0)
    assert (first.outcome["pulls"][0]["duplicate"], first.credits) == (False, ())
    second = pulled(first.memory, FIVE, WON, 0.0)
    assert (second.outcome["pulls"][0]["converted"], second.credits) == (50, (("shard", 50),))
    assert second.memory["own:aurora-queen"] == 2


def test_ten_pulls_are_one_round_and_what_ten_single_ones_are() -> None:
    memory: dict[str, int] = {"event:pity:5": 80, "own:felt-mat": 1}
    ten = GACHA.play(TEN, floats("ab", "c", 1), memory)
    stream, pulls, shards = floats("ab", "c", 1), [], 0
    for _ in range(10):
        one = GACHA.play(ONE, stream, memory)
        pulls += one.outcome["pulls"]
        shards += sum(amount for _, amount in one.credits)
        memory = dict(one.memory or {})
    assert (ten.outcome["pulls"], ten.memory) == (pulls, memory)
    assert ten.credits == (("shard", shards),)
    assert GACHA.stake(TEN) == 10 * GACHA.stake(ONE) == 1_600


def test_the_items_of_a_memory_are_bounded_and_what_is_offered_is_never_forgotten() -> None:
    offered = [f"{OWNED}{item}" for item in AURORA.rarities[2].items]
    memory = {**dict.fromkeys(offered, 1), **{f"{OWNED}old-{n}": 1 for n in range(OWNED_MAX)}, "x:pity:5": 3}
    played = pulled(memory, THREE, 0.9, 0.0)
    kept = [key for key in played.memory if key.startswith(OWNED)]
    assert len(kept) == OWNED_MAX
    assert set(offered) <= set(kept)
    assert f"{OWNED}old-0" not in kept
    assert (f"{OWNED}old-{OWNED_MAX - 1}" in kept, played.memory["x:pity:5"]) == (True, 3)
    assert played.outcome["pulls"][0]["duplicate"]


def test_banners_cannot_offer_more_items_than_a_memory_holds() -> None:
    three = msgspec.structs.replace(AURORA.rarities[2], items=[f"tin-{n}" for n in range(OWNED_MAX + 1)])
    banner = msgspec.structs.replace(AURORA, rarities=[three])
    with pytest.raises(BannerRefused, match="items together"):
        Gacha([banner], bet_min=20, bet_max=1_000_000, config_version=1)


def test_playing_leaves_the_memory_it_was_given_alone() -> None:
    memory = {"event:pity:5": 3}
    pulled(memory, THREE, LOST, 0.0)
    assert memory == {"event:pity:5": 3}


@given(seed=st.integers(0, 2**32), banner=st.sampled_from(["aurora", "standard"]), rounds=st.integers(1, 30))
def test_no_pity_is_ever_exceeded(seed: int, banner: str, rounds: int) -> None:
    command, memory = GachaPull(banner=banner, count=10), {}
    rarities: list[int] = []
    featured: list[bool] = []
    for nonce in range(rounds):
        played = GACHA.play(command, floats(f"{seed:064x}", "c", nonce), memory)
        assert played == GACHA.play(command, floats(f"{seed:064x}", "c", nonce), memory)
        memory = dict(played.memory or {})
        for pull in played.outcome["pulls"]:
            rarities.append(pull["rarity"])
            if pull["rarity"] == 5:
                featured.append(pull["item"] == "aurora-queen")
        reply = GACHA.reply(played, "r", 1)
        assert reply.pity.since["5"] <= 89
    assert all(max(rarities[n : n + 10]) >= 4 for n in range(len(rarities) - 9))
    assert all(max(rarities[n : n + 90]) == 5 for n in range(len(rarities) - 89))
    if banner == "aurora":
        assert all(a or b for a, b in pairwise(featured))


def simulated(pulls: int) -> Counter[int]:
    """Rarities of very many pulls, rolled from the banner's own table."""
    chance, misses, hits = np.random.default_rng(5).random(pulls), [0, 0, 0], Counter[int]()
    rates = cache(lambda five, four: AURORA.rates([five, four, 0]))
    for fraction in (chance * MILLION).tolist():
        first, second, _ = rates(misses[0], misses[1])
        hit = 0 if fraction < first else 1 if fraction < first + second else 2
        hits[hit] += 1
        misses = [0 if n == hit else missed + 1 for n, missed in enumerate(misses)]
    return hits


def test_a_million_pulls_hit_at_the_consolidated_rates() -> None:
    """Pity makes hits more even than independent ones, so that their deviation is a bound."""
    pulls = 1_000_000
    hits = simulated(pulls)
    for n, share in enumerate(consolidated_rates(AURORA)):
        assert abs(hits[n] / pulls - share) < 3 * sqrt(share * (1 - share) / pulls)


def test_the_game_itself_hits_at_the_consolidated_rates() -> None:
    chance, hits = Random(3), Counter[int]()
    memory: dict[str, int] = {}
    fractions = iter(chance.random, None)
    for _ in range(3_000):
        played = GACHA.play(TEN, fractions, memory)
        hits.update(pull["rarity"] for pull in played.outcome["pulls"])
        memory = dict(played.memory or {})
    for stars, share in zip((5, 4, 3), consolidated_rates(AURORA), strict=True):
        assert abs(hits[stars] / 30_000 - share) < 3 * sqrt(share * (1 - share) / 30_000)


def brute_force(banner: Banner, pulls: int) -> list[float]:
    """Shares of the rarities after `pulls` pulls, by the whole distribution of both misses."""
    states, shares = {(0, 0): 1.0}, [0.0, 0.0, 0.0]
    for pull in range(pulls):
        after: Counter[tuple[int, int]] = Counter()
        for (a, b), share in states.items():
            rates = [rate / MILLION * share for rate in banner.rates([a, b, 0])]
            grown = min(a + 1, 19), min(b + 1, 4)
            after[0, grown[1]] += rates[0]
            after[grown[0], 0] += rates[1]
            after[grown] += rates[2]
            if pull >= pulls // 2:
                shares = [total + rate for total, rate in zip(shares, rates, strict=True)]
        states = dict(after)
    return [total / (pulls - pulls // 2) for total in shares]


def test_consolidated_rates_are_those_of_the_whole_chain_of_pities() -> None:
    banner = read_banner(json.dumps(SMALL).encode())
    assert consolidated_rates(banner) == pytest.approx(brute_force(banner, 2_000), rel=1e-3)
    assert sum(consolidated_rates(banner)) == pytest.approx(1)


@pytest.mark.parametrize("banner", [AURORA, STANDARD], ids=lambda banner: banner.id)
def test_the_disclosure_is_the_table_that_the_roller_uses(banner: Banner) -> None:
    shown = disclosure(banner)
    for n, rarity in enumerate(shown["rates"][:2]):
        for missed, rate in enumerate(rarity["rate_by_pull"]):
            misses = [0, 0, 0]
            misses[n] = missed
            left = 1 - (banner.rates(misses)[0] / MILLION if n else 0)
            assert banner.rates(misses)[n] / MILLION == pytest.approx(min(rate, left))
    assert sum(rarity["rate"] for rarity in shown["rates"]) == pytest.approx(1)
    assert sum(rarity["consolidated_rate"] for rarity in shown["rates"]) == pytest.approx(1)
    for rarity in shown["rates"]:
        assert sum(item["share"] for item in rarity["items"]) == pytest.approx(1)
    assert shown.keys() >= {"version", "period", "change_notice", "price"}
    assert msgspec.json.encode(shown)


def test_the_disclosed_rate_changes_with_the_banner() -> None:
    other = msgspec.structs.replace(AURORA.rarities[0], rate=7_000)
    last = msgspec.structs.replace(AURORA.rarities[2], rate=942_000)
    changed = msgspec.structs.replace(AURORA, rarities=[other, AURORA.rarities[1], last])
    assert disclosure(changed)["rates"][0]["rate"] == 0.007
    assert disclosure(changed)["rates"][0]["consolidated_rate"] > disclosure(AURORA)["rates"][0]["consolidated_rate"]


@pytest.mark.parametrize(
    ("command", "now_ms", "code"),
    [
        (ONE, NOW, None),
        (ONE, LONG_AGO, "item_inactive"),
        (ONE, LATE, "item_inactive"),
        (ONE, AURORA.starts_at, None),
        (ONE, AURORA.ends_at, "item_inactive"),
        (GachaPull(banner="standard", count=1), LATE, None),
        (GachaPull(banner="gone", count=10), NOW, "not_found"),
    ],
)
def test_a_banner_can_be_pulled_within_its_window(command: GachaPull, now_ms: int, code: str | None) -> None:
    refusal = GACHA.refusal(command, now_ms)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize("count", [0, 2, 9, 11, -1, "10", 10.5, None])
def test_only_one_or_ten_pulls_decode(count: Any) -> None:
    with pytest.raises(msgspec.ValidationError, match="count"):
        msgspec.json.decode(json.dumps({"banner": "aurora", "count": count}).encode(), type=GachaPull)


def test_nobody_computes_a_return_of_gold_that_never_comes_back() -> None:
    assert (GACHA.rtp(), GACHA.odds(TEN), GACHA.payout_max(TEN)) == (None, None, 0)


def rarity(n: int, **changes: Any) -> dict[str, Any]:
    rarities = [dict(each) for each in SMALL["rarities"]]
    rarities[n] = {key: value for key, value in (rarities[n] | changes).items() if value is not None}
    return SMALL | {"rarities": rarities}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (rarity(0, rate=20_000), "the rates add up to 1010000 millionths, not to 1000000"),
        (rarity(0, rate=-1), "rate"),
        (SMALL | {"prize": 1}, "unknown field `prize`"),
        (rarity(0, stars=4), "rarities must fall"),
        (rarity(0, certain_at=None), "the first must be certain"),
        (rarity(2, certain_at=9), "only the first two rarities may have a pity"),
        (rarity(0, items=["silver"]), r"items are there twice: \['silver'\]"),
        (rarity(0, items=[]), "5 stars: name items"),
        (rarity(0, featured=["ruby"]), "featured items and featured_share go together"),
        (rarity(0, featured_share=5), "featured items and featured_share go together"),
        (rarity(0, pity_from=9), "pity_from and pity_step go together"),
        (rarity(0, pity_from=20, pity_step=10), "pity_from must come before certain_at"),
        (rarity(0, items=[f"i{n}" for n in range(199)]), "more than 200"),
        (SMALL | {"starts_at": 5, "ends_at": 5}, "it ends before it starts"),
    ],
)
def test_a_wrong_banner_file_is_refused_with_what_to_fix(data: dict[str, Any], says: str) -> None:
    with pytest.raises(BannerRefused, match=says):
        read_banner(json.dumps(data).encode())


def test_a_price_that_is_no_stake_is_refused() -> None:
    banner = read_banner(json.dumps(SMALL).encode())
    with pytest.raises(BannerRefused, match="must be stakes of 20 to 500 gold, not 100 and 1000"):
        Gacha([banner], bet_min=20, bet_max=500, config_version=1)
    with pytest.raises(BannerRefused, match="id of its own"):
        Gacha([banner, banner], bet_min=20, bet_max=5_000, config_version=1)


def endless(fraction: float) -> Iterator[float]:
    return chain(repeat(fraction))


def test_the_worst_luck_gets_a_five_star_every_90_pulls() -> None:
    played = GACHA.play(TEN, endless(0.999_999), {"event:pity:5": 85, "event:pity:4": 2})
    assert [pull["rarity"] for pull in played.outcome["pulls"]] == [3, 3, 3, 4, 5, 3, 3, 3, 3, 3]
