"""The stored form of a user: golden files of every schema version ever written, and what is refused."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from msgspec import structs

from actors.crash.facts import StakeHeld
from actors.debts.facts import DebtChanged
from actors.fairness.messages import SeedsSeal
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.missions.facts import MissionsMoved
from actors.missions.rules import Part
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.player.notices import EventsAcked, Filed, NoticeFiled
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.runtime.entity import Decision, Incoming, StoredPart
from actors.runtime.facts import Fact
from actors.shop.facts import PurchaseChanged
from actors.shop.receipts import Purchases, Receipts, receipts_of
from actors.shop.rules import Content
from actors.standing.facts import StandingChanged
from actors.standing.rules import GOOD
from actors.streak.calendar import NO_CHANGE, Calendar
from actors.streak.facts import FreezeBought, ZoneChanged
from actors.streak.messages import StreakUpdate
from actors.streak.rules import NEVER, STREAK_CONFIG, Streak
from actors.streak.turns import shown
from actors.user.kind import UserKind
from tests.seals import SEALS, FixedEntropy, committed, secret_seeds

GOLDEN = Path(__file__).parents[2] / "golden" / "user"
ECONOMY = EconomyConfig(shop_time_zone="UTC")
SCHEMA = 2
"""The newest schema version of any part."""
KIND = UserKind(ECONOMY, registered_games(ECONOMY), seal=SEALS.seeds)
ASKED = {
    "purchase_id": "ef" * 16,
    "product_id": "gems_10",
    "quantity": 2,
    "created_at": 1_795_482_825_000,
    "at": 1_795_482_826_000,
}
STREAK = Streak(2, 9, 12, 739_943, 1, 3, "America/New_York", 1_795_000_000_000)
UPDATE = StreakUpdate(**structs.asdict(shown(STREAK, STREAK_CONFIG, 1_795_482_825_000)))
ROUND = RoundPlayed(
    round_id="ab" * 16,
    game="rps",
    bet=100,
    payout=195,
    won=True,
    outcome={},
    config_version=1,
    server_seed_hash="",
    client_seed="",
    nonce=1,
    memory={"pity": 73, "guaranteed": 1},
)
BOUGHT = PurchaseChanged(
    **ASKED | {"purchase_id": "01" * 16, "quantity": 1},
    status="success",
    currency="gold",
    amount=1_000,
    contents=(Content(type="gem", amount=10),),
    item_version=3,
    catalog_version=8,
    receipt_code="RC-01",
)
OPENING = Transferred(
    debit="house:mint", credit="user:u1", currency="gold", amount=10_000, balance_after=10_000, reason="opening"
)
PARTS = {"warm-up": Part(0, 3, 1), "daily-wins": Part(739_943, 5, 2, True, 4)}
FORGOTTEN = {"gone": Part(739_940, 2, 1, True, 3)}
RECORDED = frozenset({"mission_records"})
MOVED = ZoneChanged(
    streak=STREAK,
    push=UPDATE,
    old="Asia/Seoul",
    new="America/New_York",
    day="2026-11-24",
    calendar=Calendar(739_944, 1_795_532_400_000),
)
FACTS: tuple[tuple[Fact, set[str]], ...] = (
    (committed("1" * 64, "2" * 64, "bb62964774"), {"seeds"}),
    (OPENING, set()),
    (ROUND, {"memories"}),
    (RewardIssued(grant_id="g1", reward_type="gold", amount=500, source="event:ev7"), {"events"}),
    (StandingChanged(ban_reason="cheated", banned_until=None, excluded_until=1_795_482_825_000), {"standing"}),
    (StakeHeld("cd" * 16, table="main", round_id="main-88", bet=100, auto=250), {"stakes"}),
    (PurchaseChanged(**ASKED, status="pending"), {"purchases"}),
    (BOUGHT, {"purchases", "receipts", "events"}),
    (EventsAcked(ids=("01" * 16,)), {"events"}),
    (NoticeFiled(number=1, notice_id="g0", notice_type="reward_granted", payload={}), {"events", "notices_filed"}),
    (MissionsMoved(parts=PARTS, pushes=()), {"missions"}),
    (MissionsMoved(parts=FORGOTTEN, pushes=(), kinds={"warm-up": "play", "gone": "win"}), {"missions", *RECORDED}),
    (MissionsMoved(parts={}, pushes=(), forgotten=tuple(FORGOTTEN)), {"missions", *RECORDED}),
    (FreezeBought(streak=STREAK, push=UPDATE, price=500), {"streak"}),
    (DebtChanged(currency="shard", change=7, owed=7, why="refund", reference="01" * 16), {"debts"}),
    (MOVED, {"streak", "calendar"}),
)
"""What has happened to the player of the golden files, each with the parts beside the root that it changes."""


def sample() -> PlayerState:
    """The player of the golden files."""
    state = KIND.create("u1")
    for fact, _ in FACTS:
        KIND.apply(state, fact)
    return state


def golden(schema: int) -> dict[str, StoredPart]:
    """Every part at the newest of its versions that is not above `schema`."""
    stored: dict[str, StoredPart] = {}
    for version in range(1, schema + 1):
        for file in sorted((GOLDEN / f"schema-{version}").glob("*.msgpack")):
            stored[file.stem] = StoredPart(version, file.read_bytes())
    return stored


def sealed(state: PlayerState) -> PlayerState:
    """The player after the turn that the host orders when it finds seeds in clear."""
    incoming = Incoming("seal:1", "system", "ab" * 16, SeedsSeal())
    decision = KIND.decide(state, incoming, 0, FixedEntropy())
    assert isinstance(decision, Decision)
    for fact in decision.facts:
        KIND.apply(state, fact)
    return state


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_every_schema_version_ever_stored_still_loads(schema: int) -> None:
    stored = golden(schema)
    assert set(stored) == set(KIND.parts), "`python -m tests.missing` writes the file of a new part"
    assert sealed(KIND.load("u1", stored)) == sample()


def test_the_present_encoding_is_that_of_the_newest_golden_files() -> None:
    assert {part: KIND.dump(sample(), part) for part in KIND.parts} == golden(SCHEMA)


def test_a_root_of_a_later_program_or_a_damaged_one_is_refused() -> None:
    root = KIND.dump(sample(), "root")
    with pytest.raises(ValueError, match="schema 2, this program knows 1"):
        KIND.load("u1", {"root": root._replace(schema=2)})
    with pytest.raises(ValueError, match=r".+"):
        KIND.load("u1", {"root": root._replace(data=root.data[:-1])})


def test_seeds_that_were_stored_in_clear_are_the_same_before_they_are_sealed_and_after() -> None:
    loaded = KIND.load("u1", {"root": golden(1)["root"], "seeds": golden(1)["seeds"]})
    before = secret_seeds(loaded)
    assert before == secret_seeds(sample()) == ("1" * 64, "2" * 64)
    assert secret_seeds(sealed(loaded)) == before


def test_seeds_of_another_player_open_for_nobody_else() -> None:
    stolen = KIND.load("u2", {"root": golden(SCHEMA)["root"], "seeds": golden(SCHEMA)["seeds"]})
    with pytest.raises(InvalidTag):
        secret_seeds(stolen)


def test_an_unknown_part_is_refused_both_ways() -> None:
    with pytest.raises(ValueError, match="inventory"):
        KIND.dump(sample(), "inventory")
    with pytest.raises(ValueError, match="inventory"):
        KIND.load("u1", {"inventory": StoredPart(SCHEMA, b"\x90")})


def test_a_part_that_was_never_stored_is_as_new() -> None:
    stored = golden(SCHEMA)
    del stored["events"], stored["notices_filed"]
    loaded = KIND.load("u1", stored)
    assert (loaded.events, loaded.notices_filed) == (KIND.create("u1").events, Filed())


def test_a_player_of_before_there_were_memories_and_standings_loads_without_any() -> None:
    stored = golden(1)
    for part in (
        "memories",
        "standing",
        "stakes",
        "purchases",
        "receipts",
        "missions",
        "streak",
        "debts",
        "mission_records",
        "calendar",
    ):
        del stored[part]
    loaded = KIND.load("u1", stored)
    assert (loaded.memories.by_game, loaded.standing, loaded.stakes.open) == ({}, GOOD, {})
    assert (loaded.purchases, receipts_of(loaded), loaded.missions.parts) == (Purchases(), Receipts(), {})
    assert (loaded.streak, loaded.calendar) == (NEVER, NO_CHANGE)
    assert loaded.mission_records == KIND.create("u1").mission_records


def test_a_fact_changes_the_parts_that_it_concerns_and_no_others() -> None:
    assert [KIND.apply(KIND.create("u1"), fact) for fact, _ in FACTS] == [parts for _, parts in FACTS]
    assert KIND.apply(KIND.create("u1"), structs.replace(ROUND, memory=None)) == set(), "a round is in the root"


def test_the_root_of_a_player_of_one_game_is_small() -> None:
    assert len(KIND.dump(sample(), "root").data) < 128
