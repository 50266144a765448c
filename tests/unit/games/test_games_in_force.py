"""Players play by the definitions that are in force: from turn to turn, with the version in every fact."""

from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from actors.areas import all_areas
from actors.crash.facts import StakeHeld
from actors.crash.messages import CrashBet
from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions, Published
from actors.games.facts import RoundPlayed
from actors.games.gacha.messages import GachaPull
from actors.games.recompute import recompute
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.games.slot.messages import SlotSpin
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.runtime.entity import Decision, Incoming, Rejection
from actors.runtime.entropy import SeededEntropy
from actors.user.kind import UserKind
from actors.user.messages import UserOpen
from actors.user.snapshot import StateGet
from tests.seals import SEALS, secret_seeds

ECONOMY = EconomyConfig()
TABLES = [TableConfig(), TableConfig(name="high", bet_min=5_000)]


@dataclass
class Player:
    """A player with gold, and the registry that he plays by."""

    def __post_init__(self) -> None:
        self.definitions = Definitions(all_areas(ECONOMY, TABLES))
        self.kind = UserKind(ECONOMY, registered_games(ECONOMY), TABLES, self.definitions, seal=SEALS.seeds)
        self.state = self.kind.create("u1")
        self._n = 0
        self._published: list[Published] = []
        self.send(UserOpen(), "system")
        self.state.root.balances["gold"] = 1_000_000

    def send(self, body: msgspec.Struct, origin: str = "user") -> Decision | Rejection:
        self._n += 1
        decision = self.kind.decide(
            self.state, Incoming("c", origin, f"{self._n:032x}", body), 0, SeededEntropy(self._n)
        )
        if isinstance(decision, Decision):
            for fact in decision.facts:
                self.kind.apply(self.state, fact)
        return decision

    def round(self, body: msgspec.Struct) -> RoundPlayed:
        decision = self.send(body)
        assert isinstance(decision, Decision), decision
        (played,) = [fact for fact in decision.facts if isinstance(fact, RoundPlayed)]
        paid = [fact for fact in decision.facts if isinstance(fact, Transferred) and fact.reference == played.round_id]
        assert {fact.config_version for fact in paid} == {played.config_version}
        return played

    def publish(self, area: str, key: str, closed: bool = False, **changed: Any) -> None:
        versions = self.definitions.versions(area, key)
        number = versions[-1].version + 1 if versions else 1
        source = {**(versions[-1].source if versions else {}), **changed}
        self._published.append(Published(area, key, number, source, closed))
        self.definitions.replace(self.definitions.prepare(self._published, prove=True), 0)
        assert self.definitions.refused == ()

    def shown(self) -> dict[str, Any]:
        answer: Any = self.kind.answer(self.state, StateGet(), 0)
        games: dict[str, Any] = msgspec.to_builtins(answer.games)
        return games


@pytest.fixture
def player() -> Player:
    return Player()


SPIN, PULL = SlotSpin(machine="classic", bet=100), GachaPull(banner="standard", count=10)
PLAY = RpsPlay(bet=100, choice="rock")


@pytest.mark.parametrize(
    ("body", "area", "key", "changed"),
    [
        (SPIN, "slot", "classic", {"rtp_band": [0.9, 0.96]}),
        (PULL, "gacha", "standard", {"price": 200}),
        (PLAY, "rps", "standard", {"win_cents": 190}),
    ],
    ids=["slot", "gacha", "rps"],
)
def test_the_next_turn_plays_by_a_new_version_and_says_so(player: Player, body, area: str, key: str, changed) -> None:
    assert player.round(body).config_version == 1
    player.publish(area, key, **changed)
    played = player.round(body)
    assert (played.config_version, played.outcome["version"]) == (2, 2)


@pytest.mark.parametrize(
    ("body", "area", "key", "changed", "named"),
    [
        (SPIN, "slot", "classic", {"rtp_band": [0.9, 0.96]}, "machine"),
        (PULL, "gacha", "standard", {"price": 200}, "banner"),
        (PLAY, "rps", "standard", {"win_cents": 190}, "game"),
    ],
    ids=["slot", "gacha", "rps"],
)
def test_what_has_changed_since_it_was_shown_is_not_played_and_costs_nothing(
    player: Player, body, area: str, key: str, changed, named: str
) -> None:
    shown = msgspec.structs.replace(body, version=1)
    assert player.round(shown).config_version == 1
    player.publish(area, key, **changed)
    gold, nonce = player.state.root.balances["gold"], player.state.root.nonce
    for stale in (shown, msgspec.structs.replace(body, version=3)):
        refused = player.send(stale)
        assert isinstance(refused, Rejection)
        about = "rps" if area == "rps" else key
        assert (refused.code, refused.details) == ("version_conflict", {named: about, "version": 2})
    assert (player.state.root.balances["gold"], player.state.root.nonce) == (gold, nonce)
    assert player.round(msgspec.structs.replace(body, version=2)).config_version == 2


def test_a_closed_machine_is_named_as_such_whatever_version_was_shown(player: Player) -> None:
    player.publish("slot", "classic", closed=True)
    refused = player.send(SlotSpin(machine="classic", bet=100, version=1))
    assert isinstance(refused, Rejection)
    assert refused.code == "item_inactive"


def test_a_version_that_was_not_sent_is_not_encoded_so_that_a_host_of_the_release_before_reads_it() -> None:
    assert msgspec.json.decode(msgspec.json.encode(SPIN)) == {"machine": "classic", "bet": 100}
    assert msgspec.json.decode(msgspec.json.encode(PULL)) == {"banner": "standard", "count": 10}
    assert msgspec.json.decode(msgspec.json.encode(PLAY)) == {"bet": 100, "choice": "rock"}


def test_a_changed_price_is_what_the_next_pull_costs(player: Player) -> None:
    assert player.round(PULL).bet == 1_600
    player.publish("gacha", "standard", price=200)
    assert player.round(PULL).bet == 2_000


def test_games_whose_definitions_have_not_changed_go_on_as_they_were(player: Player) -> None:
    player.publish("slot", "classic", rtp_band=[0.9, 0.96])
    assert player.round(PLAY).config_version == 1
    assert player.round(SlotSpin(machine="fortune", bet=100)).config_version == 1


def test_a_closed_machine_takes_no_bets_and_leaves_the_snapshot_until_it_is_open_again(player: Player) -> None:
    player.publish("slot", "classic", closed=True)
    refused = player.send(SPIN)
    assert isinstance(refused, Rejection)
    assert refused.code == "item_inactive"
    assert "classic" not in player.shown()["slot"]["machines"]
    player.publish("slot", "classic")
    assert player.round(SPIN).config_version == 3
    assert player.shown()["slot"]["machines"]["classic"]["version"] == 3


def test_a_closed_banner_takes_no_pulls(player: Player) -> None:
    player.publish("gacha", "standard", closed=True)
    refused = player.send(PULL)
    assert isinstance(refused, Rejection)
    assert refused.code == "item_inactive"
    assert "standard" not in player.shown()["gacha"]["banners"]


def test_a_machine_that_is_new_at_run_time_is_played_at_once(player: Player) -> None:
    source = dict(player.definitions.area("slot")["classic"].source)
    player.publish("slot", "garden", **source)
    assert player.round(SlotSpin(machine="garden", bet=100)).outcome["machine"] == "garden"
    assert "garden" in player.shown()["slot"]["machines"]


def test_a_round_is_recomputed_by_the_version_that_it_was_played_by(player: Player) -> None:
    old, before = player.definitions.area("slot")["classic"], player.round(SPIN)
    paytable = {**old.source["paytable"], "LEMON": {"3": 100}}
    player.publish("slot", "classic", paytable=paytable, rtp_band=[0.5, 0.96])
    slot: Any = next(game for game in registered_games(ECONOMY) if game.name == "slot")
    for version, played in ((1, before), (2, player.round(SPIN))):
        body = player.definitions.version("slot", "classic", version)
        assert body is not None
        assert slot.played_by(played.outcome) == ("classic", version)
        again = recompute(
            slot.defined({"classic": body.body}, (), version),
            played.bet,
            played.outcome,
            server_seed=secret_seeds(player.state).server_seed,
            client_seed=played.client_seed,
            nonce=played.nonce,
        )
        assert (again.outcome, again.payout) == (played.outcome, played.payout)


def test_what_rps_pays_and_its_published_return_change_together(player: Player) -> None:
    player.publish("rps", "standard", win_cents=150)
    shown = player.shown()["rps"]
    assert (shown["win_cents"], shown["config_version"]) == (150, 2)
    assert shown["rtp"] == pytest.approx((30 / 20 + 1) / 3, abs=0.02)
    won = next(played for played in (player.round(PLAY) for _ in range(50)) if played.won)
    assert (won.payout, won.expected) == (150, pytest.approx(250 / 3))
    player.publish("rps", "standard", closed=True)
    refused = player.send(PLAY)
    assert isinstance(refused, Rejection)
    assert refused.code == "item_inactive"


def test_a_round_of_rps_is_recomputed_by_the_pays_that_it_names(player: Player) -> None:
    rps: Any = next(game for game in registered_games(ECONOMY) if game.name == "rps")
    before = [player.round(PLAY) for _ in range(20)]
    player.publish("rps", "standard", win_cents=150)
    for played in (*before, *(player.round(PLAY) for _ in range(20))):
        key, version = rps.played_by(played.outcome)
        pays = player.definitions.version("rps", key, version)
        assert pays is not None
        again = recompute(
            rps.defined({key: pays.body}, (), version),
            played.bet,
            played.outcome,
            server_seed=secret_seeds(player.state).server_seed,
            client_seed=played.client_seed,
            nonce=played.nonce,
        )
        assert (again.outcome, again.payout) == (played.outcome, played.payout)
        assert version == played.config_version


def test_stakes_are_those_in_force_and_returns_shown_hold_for_them(player: Player) -> None:
    player.publish("economy", "main", bet_min=33, bet_max=500_000)
    refused = player.send(RpsPlay(bet=32, choice="rock"))
    assert isinstance(refused, Rejection)
    assert refused.details == {"field": "bet", "min": 33, "max": 500_000}
    shown = player.shown()
    assert {(each["bet_min"], each["bet_max"]) for name, each in shown.items() if name != "crash"} == {(33, 500_000)}
    assert shown["rps"]["rtp"] <= (33 * 195 // 100 / 33 + 1) / 3


def test_the_limits_of_a_table_change_and_a_new_table_takes_bets(player: Player) -> None:
    player.publish("crash", "main", bet_min=500)
    refused = player.send(CrashBet(table="main", round_id="main-1", bet=499))
    assert isinstance(refused, Rejection)
    assert refused.details["min"] == 500
    source = dict(player.definitions.area("crash")["main"].source)
    player.publish("crash", "garden", **source)
    held = player.send(CrashBet(table="garden", round_id="garden-1", bet=500))
    assert isinstance(held, Decision)
    assert any(isinstance(fact, StakeHeld) for fact in held.facts)
    assert set(player.shown()["crash"]) == {"main", "high", "garden"}
