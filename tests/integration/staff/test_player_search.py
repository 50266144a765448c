"""Staff find players by name over a real store, with standing and gold as stored, and wake no entity for it."""

from datetime import datetime
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from tests.integration.cluster import Cluster
from tests.integration.staff.member import Member, a_player, hired

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = ["minji", "Minji_2", "MINA", "김민지"]
STARTING_GOLD = 10_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def players(admin: Member, http: httpx.AsyncClient) -> dict[str, Member]:
    found = {name: await a_player(http, name) for name in NAMES}
    await hired(admin, "minister", "VIEWER")
    return found


async def search(member: Member, query: str = "") -> dict[str, Any]:
    answer = await member.send("GET", f"users{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def names(member: Member, query: str = "") -> list[str]:
    return [each["username"] for each in (await search(member, query))["items"]]


async def test_players_are_found_by_the_beginning_of_their_name_in_any_case_and_staff_are_not(
    admin: Member, players: dict[str, Member]
):
    assert await names(admin) == ["MINA", "minji", "Minji_2", "김민지"]
    assert await names(admin, "?q=MIN") == ["MINA", "minji", "Minji_2"]
    assert await names(admin, "?q=minji_") == ["Minji_2"]
    assert await names(admin, "?q=김") == ["김민지"]
    assert await names(admin, "?q=%25") == await names(admin, "?q=minister") == []


async def test_pages_follow_each_other_without_gap_or_repeat(admin: Member, players: dict[str, Member]):
    seen, cursor = [], ""
    while True:
        page = await search(admin, f"?limit=1{cursor}")
        seen += [each["username"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ["MINA", "minji", "Minji_2", "김민지"]


async def test_a_search_wakes_nobody_and_shows_what_was_stored_last(
    admin: Member, cluster: Cluster, http: httpx.AsyncClient, database: asyncpg.Pool, players: dict[str, Member]
):
    before = set(cluster.hosts[0].host.activations())
    (new,) = (await search(admin, "?q=mina"))["items"]
    assert set(cluster.hosts[0].host.activations()) == before
    assert (new["id"], new["gold"], new["standing"]) == (players["MINA"].id, 0, "active")
    mina = players["MINA"]
    headers = {"Authorization": f"Bearer {mina.token}", "Idempotency-Key": "one"}
    played = await http.post("/api/games/rps/play", json={"bet": 100, "choice": "rock"}, headers=headers)
    assert played.status_code == 200
    assert (await admin.order("ban", mina)).status_code == 200
    (shown,) = (await search(admin, "?q=mina"))["items"]
    assert (shown["gold"], shown["standing"]) == (played.json()["gold"], "banned")
    assert datetime.fromisoformat(shown["created_at"]) <= datetime.fromisoformat(shown["last_seen"])
    assert (await admin.order("unban", mina)).status_code == 200
    (back,) = (await search(admin, "?q=mina"))["items"]
    assert back["standing"] == "active"
    assert shown["last_seen"] >= new["last_seen"]


@pytest.mark.parametrize(("schema", "data"), [(99, b"x"), (1, b"x"), (1, bytes(24) + b"\xc1")])
async def test_a_player_whose_stored_state_cannot_be_read_hides_no_other(
    admin: Member, database: asyncpg.Pool, players: dict[str, Member], schema: int, data: bytes
):
    """A newer version has stored it, or it is damaged."""
    await database.execute(
        """INSERT INTO entity_part (kind, key, part, shard, version, schema, data)
           VALUES ('user', $1, 'root', 1, 1, $2, $3)
           ON CONFLICT (kind, key, part) DO UPDATE SET schema = excluded.schema, data = excluded.data""",
        players["minji"].id,
        schema,
        data,
    )
    shown = {each["username"]: each for each in (await search(admin))["items"]}
    assert set(shown) == set(NAMES)
    assert (shown["minji"]["gold"], shown["minji"]["standing"]) == (None, None)
    assert shown["Minji_2"]["gold"] == 0


@pytest.mark.parametrize(
    "query",
    ["?q=%00", f"?q={'a' * 33}", "?limit=0", "?limit=201", "?cursor=x", "?cursor=WyJwbGF5ZXJzIiwiIl0", "?name=a"],
)
async def test_a_search_that_makes_no_sense_is_refused(admin: Member, query: str):
    assert (await admin.send("GET", f"users{query}")).status_code == 400
