"""The stored form of a user: golden files of every schema version ever written, and what is refused."""

from pathlib import Path

import pytest
from msgspec import structs

from actors.crash.facts import StakeHeld
from actors.fairness.facts import SeedsCommitted
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.missions.facts import MissionsMoved
from actors.missions.rules import Part
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.player.notices import EventsAcked
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.runtime.entity import StoredPart
from actors.runtime.facts import Fact
from actors.shop.facts import PurchaseChanged
from actors.shop.receipts import Purchases, Receipts, receipts_of
from actors.shop.rules import Content
from actors.standing.facts import StandingChanged
from actors.standing.rules import GOOD
from actors.streak.facts import FreezeBought
from actors.streak.messages import StreakUpdate
from actors.streak.rules import NEVER, STREAK_CONFIG, Streak
from actors.streak.turns import shown
from actors.user.kind import UserKind

GOLDEN = Path(__file__).parents[2] / "golden" / "user"
ECONOMY = EconomyConfig()
SCHEMA = 1
"""The newest schema version of every part."""
KIND = UserKind(ECONOMY, registered_games(ECONOMY))
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
FACTS: tuple[tuple[Fact, set[str]], ...] = (
    (SeedsCommitted(server_seed="1" * 64, next_server_seed="2" * 64, client_seed="bb62964774"), {"seeds"}),
    (OPENING, set()),
    (ROUND, {"memories"}),
    (RewardIssued(grant_id="g1", reward_type="gold", amount=500, source="event:ev7"), {"events"}),
    (StandingChanged(ban_reason="cheated", banned_until=None, excluded_until=1_795_482_825_000), {"standing"}),
    (StakeHeld("cd" * 16, table="main", round_id="main-88", bet=100, auto=250), {"stakes"}),
    (PurchaseChanged(**ASKED, status="pending"), {"purchases"}),
    (BOUGHT, {"purchases", "receipts", "events"}),
    (EventsAcked(ids=("01" * 16,)), {"events"}),
    (MissionsMoved(parts=PARTS, pushes=()), {"missions"}),
    (FreezeBought(streak=STREAK, push=UPDATE, price=500), {"streak"}),
)
"""What has happened to the player of the golden files, each with the parts beside the root that it changes."""


def sample() -> PlayerState:
    """The player of the golden files."""
    state = KIND.create("u1")
    for fact, _ in FACTS:
        KIND.apply(state, fact)
    return state


def golden(schema: int) -> dict[str, StoredPart]:
    files = sorted((GOLDEN / f"schema-{schema}").glob("*.msgpack"))
    return {file.stem: StoredPart(schema, file.read_bytes()) for file in files}


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_every_schema_version_ever_stored_still_loads(schema: int) -> None:
    stored = golden(schema)
    assert set(stored) == set(KIND.parts), "`python -m tests.missing` writes the file of a new part"
    assert KIND.load("u1", stored) == sample()


def test_the_present_encoding_is_that_of_the_newest_golden_files() -> None:
    assert {part: KIND.dump(sample(), part) for part in KIND.parts} == golden(SCHEMA)


@pytest.mark.parametrize("part", KIND.parts)
def test_a_part_of_a_later_program_is_refused(part: str) -> None:
    later = KIND.dump(sample(), part)._replace(schema=SCHEMA + 1)
    with pytest.raises(ValueError, match="schema 2, this program knows 1"):
        KIND.load("u1", {part: later})


@pytest.mark.parametrize("part", KIND.parts)
def test_a_damaged_part_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        KIND.load("u1", {part: StoredPart(SCHEMA, KIND.dump(sample(), part).data[:-1])})


def test_an_unknown_part_is_refused_both_ways() -> None:
    with pytest.raises(ValueError, match="inventory"):
        KIND.dump(sample(), "inventory")
    with pytest.raises(ValueError, match="inventory"):
        KIND.load("u1", {"inventory": StoredPart(SCHEMA, b"\x90")})


def test_a_part_that_was_never_stored_is_as_new() -> None:
    stored = golden(SCHEMA)
    del stored["events"]
    assert KIND.load("u1", stored).events == KIND.create("u1").events


def test_a_player_of_before_there_were_memories_and_standings_loads_without_any() -> None:
    stored = golden(1)
    for part in ("memories", "standing", "stakes", "purchases", "receipts", "missions", "streak"):
        del stored[part]
    loaded = KIND.load("u1", stored)
    assert (loaded.memories.by_game, loaded.standing, loaded.stakes.open) == ({}, GOOD, {})
    assert (loaded.purchases, receipts_of(loaded), loaded.missions.parts) == (Purchases(), Receipts(), {})
    assert loaded.streak == NEVER


def test_a_fact_changes_the_parts_that_it_concerns_and_no_others() -> None:
    assert [KIND.apply(KIND.create("u1"), fact) for fact, _ in FACTS] == [parts for _, parts in FACTS]
    assert KIND.apply(KIND.create("u1"), structs.replace(ROUND, memory=None)) == set(), "a round is in the root"


def test_the_root_of_a_player_of_one_game_is_small() -> None:
    assert len(KIND.dump(sample(), "root").data) < 128
