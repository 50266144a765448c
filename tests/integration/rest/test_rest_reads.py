"""What a player reads: profile, statistics, seeds, and the snapshot with its ETag."""

import pytest

from actors.fairness.messages import FairnessCommitment
from actors.user.messages import Profile, StatsSnapshot

SNAPSHOT = "/api/realtime/snapshot"
STATE = {"profile": {"gold": 1, "gold_balance": 1}, "games": {}}


@pytest.fixture
async def headers(gateway):
    gateway.entities.replies = {
        "profile.get": Profile(gold=1200, gold_balance=1200, gems=3, xp=1340, tier="SILVER"),
        "stats.get": StatsSnapshot(games_played=51, win_rate=0.43),
        "fairness.get": FairnessCommitment(server_seed_hash="a", next_server_seed_hash="b", client_seed="c", nonce=4),
        "state.get": STATE,
    }
    return await gateway.bearer()


async def test_the_profile_carries_both_names_of_gold_and_the_version(gateway, headers):
    answer = (await gateway.client.get("/api/users/me", headers=headers)).json()

    assert answer.pop("id")
    assert answer == {
        "username": "mina",
        "gold": 1200,
        "gold_balance": 1200,
        "gems": 3,
        "shards": 0,
        "debts": {},
        "xp": 1340,
        "tier": "SILVER",
        "version": 7,
    }


async def test_statistics_are_the_entitys_own(gateway, headers):
    answer = await gateway.client.get("/api/games/stats/me", headers=headers)

    assert answer.json().items() >= {"games_played": 51, "win_rate": 0.43, "by_game": {}}.items()


async def test_seeds_show_commitments_only(gateway, headers):
    answer = await gateway.client.get("/api/fairness/seeds", headers=headers)

    assert answer.json() == {"server_seed_hash": "a", "next_server_seed_hash": "b", "client_seed": "c", "nonce": 4}


async def test_the_snapshot_is_the_initial_state_with_an_etag(gateway, headers):
    answer = await gateway.client.get(SNAPSHOT, headers=headers)

    assert answer.json() == {"type": "initial_state", "seq": 3, "version": 7, "payload": STATE}
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("tags", ["{}", "W/{}", '"u-6", {}', "*"])
async def test_an_unchanged_snapshot_is_not_sent_again(gateway, headers, tags):
    tag = (await gateway.client.get(SNAPSHOT, headers=headers)).headers["ETag"]
    answer = await gateway.client.get(SNAPSHOT, headers={**headers, "If-None-Match": tags.format(tag)})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag


async def test_the_tags_of_two_players_differ(gateway, headers):
    other = await gateway.bearer("juno")
    tags = [(await gateway.client.get(SNAPSHOT, headers=each)).headers["ETag"] for each in (headers, other)]

    assert tags[0] != tags[1]


async def test_a_snapshot_is_sent_again_after_midnight_although_nobody_has_acted(gateway, headers):
    tag = (await gateway.client.get(SNAPSHOT, headers=headers)).headers["ETag"]
    gateway.entities.replies["state.get"] = STATE | {"streak": {"ticked_today": False}}
    answer = await gateway.client.get(SNAPSHOT, headers={**headers, "If-None-Match": tag})

    assert (answer.status_code, answer.json()["version"]) == (200, 7)


async def test_a_changed_snapshot_is_sent(gateway, headers):
    tag = (await gateway.client.get(SNAPSHOT, headers=headers)).headers["ETag"]
    gateway.entities.version = 8
    answer = await gateway.client.get(SNAPSHOT, headers={**headers, "If-None-Match": tag})

    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


@pytest.mark.parametrize("path", ["/api/users/me", "/api/games/stats/me", "/api/fairness/seeds", SNAPSHOT])
async def test_an_unavailable_entity_is_a_503_with_a_delay(gateway, headers, path):
    gateway.entities.refuse("unavailable", retry_after_ms=200)
    answer = await gateway.client.get(path, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "1"
