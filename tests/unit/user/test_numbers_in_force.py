"""The economy and the ladder of the streak change while players play; what is paid names the version."""

from typing import Any

import msgspec
import pytest

from actors.areas import all_areas
from actors.debts.facts import DebtChanged
from actors.definitions.book import DefinitionRefused, Definitions, Published
from actors.definitions.trial import trial
from actors.economy.area import economy_area
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.rewards.messages import RewardGrant
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.streak.area import streak_area
from actors.streak.facts import StreakRungClaimed
from actors.streak.messages import StreakClaim, StreakGet, StreakProtect, StreakTick
from actors.user.kind import UserKind
from actors.user.messages import ProfileGet, UserOpen
from tests.seals import SEALS

SEED = EconomyConfig(starting_gold=700)
NOW_MS, DAY_MS = 1_795_000_000_000, 86_400_000


class Platform:
    """Players, and the registry that all of them live by."""

    def __init__(self) -> None:
        self.definitions = Definitions(all_areas(SEED))
        self.kind = UserKind(SEED, registered_games(SEED), (), self.definitions, seal=SEALS.seeds)
        self.now_ms = NOW_MS
        self._published: list[Published] = []
        self._n = 0

    def publish(self, area: str, key: str, **changed: Any) -> None:
        last = self.definitions.versions(area, key)[-1]
        self._published.append(Published(area, key, last.version + 1, {**last.source, **changed}))
        self.definitions.replace(self.definitions.prepare(self._published, prove=True), self.now_ms)
        assert self.definitions.refused == ()

    def player(self, name: str) -> Any:
        state = self.kind.create(name)
        self.send(state, UserOpen(), "system")
        return state

    def send(self, state: Any, body: msgspec.Struct, origin: str = "user") -> Decision:
        self._n += 1
        command = Incoming("c", origin, f"{self._n:032x}", body)
        decision = self.kind.decide(state, command, self.now_ms, SeededEntropy(self._n))
        assert isinstance(decision, Decision), decision
        for fact in decision.facts:
            self.kind.apply(state, fact)
        return decision

    def ask(self, state: Any, query: msgspec.Struct) -> Any:
        answer = self.kind.answer(state, query, self.now_ms)
        assert not isinstance(answer, Rejection)
        return answer


@pytest.fixture
def platform() -> Platform:
    return Platform()


def transfers(decision: Decision) -> list[tuple[int, int]]:
    return [(fact.amount, fact.config_version) for fact in decision.facts if isinstance(fact, Transferred)]


def with_benefits(tier: str, **benefits: int) -> dict[str, Any]:
    tiers = economy_area(SEED).built_in["main"].source["tiers"]
    return {"tiers": [each | {"benefits": benefits} if each["name"] == tier else each for each in tiers]}


def test_what_a_new_player_begins_with_is_that_of_the_version_in_force(platform):
    first = platform.kind.create("ann")
    assert transfers(platform.send(first, UserOpen(), "system")) == [(700, 1)]
    platform.publish("economy", "main", starting_gold=900)
    second = platform.kind.create("bob")
    assert transfers(platform.send(second, UserOpen(), "system")) == [(900, 2)]
    assert first.root.balances["gold"] == 700


def test_experience_and_tiers_are_those_of_the_version_in_force(platform):
    ann = platform.player("ann")
    platform.send(ann, RpsPlay(bet=500, choice="rock"))
    assert (platform.ask(ann, ProfileGet()).xp, platform.ask(ann, ProfileGet()).tier) == (50, "BRONZE")
    tiers = [{"name": name, "xp": xp // 100} for name, xp in SEED.tiers]
    platform.publish("economy", "main", xp_divisor=5, tiers=tiers)
    assert (platform.ask(ann, ProfileGet()).xp, platform.ask(ann, ProfileGet()).tier) == (100, "GOLD")


def test_a_rung_pays_what_the_ladder_in_force_says_and_its_transfer_names_it(platform):
    ann = platform.player("ann")
    platform.send(ann, StreakTick())
    assert platform.ask(ann, StreakGet()).next_claim.amount == 100
    platform.publish("streak", "ladder", ladder=[111, 222])
    assert platform.ask(ann, StreakGet()).next_claim.amount == 111
    assert transfers(platform.send(ann, StreakClaim())) == [(111, 2)]


def test_a_tier_brings_more_for_each_day_and_more_freezes(platform):
    ann = platform.player("ann")
    platform.send(ann, StreakTick())
    platform.publish("economy", "main", **with_benefits("BRONZE", streak_percent=150, extra_freezes=1))
    platform.publish("streak", "ladder", freezes_max=0, freeze_price=7)
    shown = platform.ask(ann, StreakGet())
    assert (shown.freezes_max, shown.next_claim.amount) == (1, 150)
    claimed = platform.send(ann, StreakClaim())
    (fact,) = [each for each in claimed.facts if isinstance(each, StreakRungClaimed)]
    assert (fact.amount, fact.config_version, fact.percent, fact.economy_version) == (150, 2, 150, 2)
    assert transfers(platform.send(ann, StreakProtect())) == [(7, 2)]


def test_what_repays_a_debt_names_the_version_of_the_economy_in_force(platform):
    ann = platform.player("ann")
    owed = DebtChanged(currency="shard", change=30, owed=30, why="refund", reference="p1")
    platform.kind.apply(ann, owed)
    platform.publish("economy", "main", xp_divisor=5)
    granted = platform.send(ann, RewardGrant(grant_id="g", reward_type="shard", amount=50, source="test"), "system")
    assert transfers(granted) == [(50, 2), (30, 2)]


def test_a_tier_that_is_not_reached_brings_nothing(platform):
    ann = platform.player("ann")
    platform.send(ann, StreakTick())
    platform.publish("economy", "main", **with_benefits("DIAMOND", streak_percent=1_000, extra_freezes=10))
    shown = platform.ask(ann, StreakGet())
    assert (shown.freezes_max, shown.next_claim.amount) == (2, 100)


BAD = [
    ("economy", "main", {"starting_gold": 0}),
    ("economy", "main", {"bet_min": 19}),
    ("economy", "main", {"bet_max": 1_000_001}),
    ("economy", "main", {"bet_min": 500, "bet_max": 400}),
    ("economy", "main", {"xp_divisor": 0}),
    ("economy", "main", {"tiers": [{"name": "BRONZE", "xp": 0}]}),
    ("economy", "main", {"tiers": [{"name": name, "xp": 7} for name, _ in SEED.tiers]}),
    ("economy", "main", {"gold": 1}),
    ("economy", "second", {}),
    ("streak", "ladder", {"ladder": []}),
    ("streak", "ladder", {"ladder": [0]}),
    ("streak", "ladder", {"freezes_max": -1}),
    ("streak", "ladder", {"freeze_price": 0}),
    ("streak", "ladder", {"reset_hour": 3}),
    ("streak", "second", {}),
]


@pytest.mark.parametrize(("area", "key", "changed"), BAD)
def test_numbers_that_nobody_can_live_by_are_refused(platform, area, key, changed):
    source = {**platform.definitions.areas[area].built_in["main" if area == "economy" else "ladder"].source, **changed}
    with pytest.raises(DefinitionRefused):
        trial(platform.definitions, [Published(area, key, 2, source)], NOW_MS, ())


@pytest.mark.parametrize(("area", "key"), [("economy", "main"), ("streak", "ladder")])
def test_there_is_no_playing_without_them(platform, area, key):
    source = platform.definitions.areas[area].built_in[key].source
    with pytest.raises(DefinitionRefused, match="cannot be closed"):
        trial(platform.definitions, [Published(area, key, 2, source, closed=True)], NOW_MS, ())


def test_what_they_give_away_is_known():
    economy, streak = economy_area(SEED), streak_area()
    assert economy.gives(economy.decode("main", 2, economy.built_in["main"].source)) == {"gold": 700}
    source = {**streak.built_in["ladder"].source, "ladder": [10], "every_seventh": 100, "otherwise": 1}
    assert streak.gives(streak.decode("ladder", 2, source)) == {"gold": 5 * 100 + 25}
