"""A clever player tries to be paid twice, to keep what is over, and to have more than there can be.

Each chapter is played over the public interface on real hosts and a real database, and ends with `pitboss verify`. Days
go by as they do for whoever stays away: in the stored state, between two lives of the platform. (So the days of the
streak's chapter have no rows, and that one ends without.)
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import asyncpg
import httpx
from msgspec import json, msgpack

from actors.areas import all_areas
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import allowance_of
from actors.crash.table_summary import TableSummaryGet
from actors.definitions.book import Definitions
from actors.missions.rules import PARTS_MAX
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.rewards.messages import RewardGrant
from actors.runtime.clock import SystemClock
from actors.runtime.entity import EntityRef
from cluster.verification.run import verify
from gateway.auth.tokens import AccessTokens
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, STARTING_GOLD, User, eventually, new_id, new_user

ECONOMY = EconomyConfig()
TABLE = TableConfig(name="clever", betting_ms=2_500, ended_ms=100, chain_length=50, resume_ms_max=60_000)
OPENS_WITHIN_S = 60
"""A table that is back looks for its numbers every few seconds, and a busy machine can miss its first rounds."""
PATIENT = TableConfig(name="patient", betting_ms=3_600_000, chain_length=50)
"""A table whose bets stay open."""
TITLE = {"ko": "미션", "en": "Mission"}
REWARD = [{"type": "gold", "amount": 50}]
ZONES = ("Pacific/Pago_Pago", "America/New_York", "Asia/Seoul", "Pacific/Kiritimati")


def mission(**changed: Any) -> dict[str, Any]:
    return {"title": TITLE, "kind": "play", "target": 1, "reward": REWARD, **changed}


class Clever:
    """The player, with the platform as they see it."""

    def __init__(self, cluster: Cluster, http: httpx.AsyncClient, user: User) -> None:
        self.cluster, self.http, self.user = cluster, http, user

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The reply's payload, or the error's."""
        headers = self.user.bearer | {"Idempotency-Key": new_id()}
        return (await self.http.post(f"/api/{path}", json=body or {}, headers=headers)).json()

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"/api/{path}", headers=self.user.bearer)).json()

    async def play(self, bet: int = 20) -> Any:
        return await self.post("games/rps/play", {"bet": bet, "choice": "rock"})

    async def bet(self, table: TableConfig, **more: Any) -> Any:
        """Bet on the round that is open, or on the first."""
        summary = await self.cluster.gateway.entities.query(EntityRef("crash", table.name), TableSummaryGet.TYPE, b"{}")
        round_id = json.decode(summary.body)["round_id"] if summary.ok else f"{table.name}-1"
        return await self.post("games/crash/bet", {"table": table.name, "round_id": round_id} | more)

    async def granted(self, amount: int) -> bool:
        body = json.encode(RewardGrant(grant_id=new_id(), reward_type="gold", amount=amount, source="story"))
        answer = await self.cluster.gateway.entities.command(
            EntityRef("user", self.user.id), RewardGrant.TYPE, body, command_id=new_id(), origin="system"
        )
        return answer.ok

    async def gold(self) -> int:
        gold: int = (await self.get("realtime/snapshot"))["payload"]["profile"]["gold"]
        return gold

    async def publish(self, key: str, body: dict[str, Any], follows: int = 0, *, closed: bool = False) -> None:
        """An operator publishes a version of a mission; return when the host has it."""
        token = AccessTokens(CONFIG, SystemClock()).issue("staff1", "OPERATOR", "s1")
        headers = {"Authorization": f"Bearer {token}"}
        path, payload = f"/api/admin/definitions/missions/{key}", {"version": follows, "reason": "a story"}
        if closed:
            answer = await self.http.post(f"{path}/close", json=payload, headers=headers)
        else:
            answer = await self.http.put(path, json={**payload, "body": body}, headers=headers)
        assert answer.status_code in {200, 201}, answer.text

        async def arrived() -> bool:
            loaded = [host._definitions.area("missions").get(key) for host in self.cluster.hosts if host._definitions]
            return all(each is not None and each.version == follows + 1 for each in loaded)

        await eventually(arrived)


@asynccontextmanager
async def life(url: str, user: User, tables: Sequence[TableConfig] = ()):
    """One life of the platform, with `tables` in its settings."""
    make = partial(_definitions, tuple(tables))
    async with (
        running_cluster(url, config=CONFIG, make_definitions=make) as cluster,
        httpx.AsyncClient(base_url=cluster.url, trust_env=False, timeout=60) as http,
    ):
        yield Clever(cluster, http, user)


def _definitions(tables: tuple[TableConfig, ...]) -> Definitions:
    return Definitions(all_areas(ECONOMY, tables))


async def change(url: str, user: User, part: str, how: Callable[[Any], None]) -> None:
    """Change a stored part of the player while no host has it."""
    connection = await asyncpg.connect(url)
    try:
        key = (user.id, part)
        data = msgpack.decode(
            await connection.fetchval(
                "SELECT data FROM entity_part WHERE kind = 'user' AND key = $1 AND part = $2", *key
            )
        )
        how(data)
        encoded = msgpack.encode(data)
        await connection.execute(
            "UPDATE entity_part SET data = $3 WHERE kind = 'user' AND key = $1 AND part = $2", *key, encoded
        )
    finally:
        await connection.close()


async def rows(url: str, sql: str, user: User) -> int:
    connection = await asyncpg.connect(url)
    try:
        count: int = await connection.fetchval(sql, user.id)
        return count
    finally:
        await connection.close()


async def assert_sound(url: str) -> None:
    report = await verify(url)
    assert [check.name for check in report.checks if not check.holds] == []


# --- chapters ---------------------------------------------------------------------------------------------------------


async def test_a_bet_at_a_table_that_leaves_the_settings_ends_all_the_same(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user, [TABLE]) as player:
        await eventually(lambda: _bets(player))
        assert await player.gold() == STARTING_GOLD - 100
    ended = "SELECT (SELECT count(*) FROM game_round WHERE user_id = $1)"
    ended += " + (SELECT count(*) FROM stake_refund WHERE user_id = $1)"
    async with life(database_url, user) as player:
        await eventually(lambda: _is(1, rows(database_url, ended, user)))
        assert (await player.bet(TABLE, bet=100))["code"] == "not_found"
        gold = await player.gold()
    await assert_sound(database_url)
    async with life(database_url, user, [TABLE]) as player:
        assert await player.gold() == gold
        await eventually(lambda: _bets(player), OPENS_WITHIN_S)
        await eventually(lambda: _is(2, rows(database_url, ended, user)))
    await assert_sound(database_url)


async def test_a_change_of_the_zone_claims_no_mission_twice(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user) as player:
        for repeat in ("daily", "weekly"):
            await player.publish(repeat, mission(repeat=repeat, auto_join=True))
        await player.play()
        claims = []
        for zone in ZONES:
            claims += [await player.post(f"events/{repeat}/claim") for repeat in ("daily", "weekly")]
            assert (await player.post("streak/time-zone", {"time_zone": zone}))["time_zone"] == zone
            await player.play()
        assert [each.get("claimed", each.get("code")) for each in claims] == [True] * 2 + ["already_claimed"] * 6
    await assert_sound(database_url)


async def test_a_streak_that_has_ended_is_over_in_every_zone(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user) as player:
        assert (await player.post("streak/tick"))["count"] == 1

    def days_later(streak: list[Any]) -> None:
        streak[1] = streak[2] = 5
        streak[3] -= 2

    await change(database_url, user, "streak", days_later)
    async with life(database_url, user) as player:
        assert (await player.get("streak/protection"))["count"] == 0
        moved = await player.post("streak/time-zone", {"time_zone": "Pacific/Pago_Pago"})
        assert (moved["count"], moved["claimable"]) == (0, 0)
        assert (await player.post("streak/claim"))["code"] == "not_claimable"
        begun = await player.post("streak/tick")
        assert (begun["count"], begun["run"], begun["ended"]) == (1, 2, 5)


async def test_a_mission_that_was_claimed_is_claimed_for_ever(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user) as player:
        await player.publish("once", mission(auto_join=True))
        await player.play()
        assert (await player.post("events/once/claim"))["claimed"]
        await player.publish("once", {}, 1, closed=True)

    def years_later(missions: list[Any]) -> None:
        missions[0].update({f"old-{n}": [0, 1, 1, True, 1] for n in range(PARTS_MAX)})

    await change(database_url, user, "missions", years_later)
    async with life(database_url, user) as player:
        assert (await player.post("events/warm-up/join"))["joined"]
        await player.publish("once", mission(auto_join=True), 2)
        await player.play()
        assert (await player.post("events/once/claim"))["code"] == "already_claimed"
        await player.publish("next", mission(requires=["once"]))
        assert (await player.post("events/next/join"))["joined"]
    await assert_sound(database_url)


async def test_rounds_are_no_gold_when_a_mission_changes_its_kind(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user) as player:
        await player.publish("changed", mission(kind="wager", target=1_000, auto_join=True))
        await player.play(50)
        await player.publish("changed", mission(kind="play", target=50, auto_join=True), 1)
        refused = await player.post("events/changed/claim")
        assert refused["code"] == "not_claimable"
        (shown,) = [each for each in (await player.get("events/active"))["events"] if each["event_id"] == "changed"]
        assert (shown["progress"], shown["target"]) == (0, 50)
    await assert_sound(database_url)


async def test_a_stake_that_comes_back_is_no_win(database_url: str) -> None:
    user = new_user()
    async with life(database_url, user, [TABLE]) as player:
        await player.publish("wins", mission(kind="win", target=1, auto_join=True))

        async def tied() -> bool:
            placed = await player.bet(TABLE, bet=20, auto_cashout=101)
            if "bet_id" in placed:
                await eventually(lambda: _ended(player, placed["bet_id"]))
                return (await player.get(f"games/crash/bets/{placed['bet_id']}"))["state"] == "tie"
            return False

        await eventually(tied)
        stats = (await player.get("games/stats/me"))["by_game"]["crash"]
        assert (stats["wins"], stats["current_streak"] <= 0) == (0, True)
        assert (await player.post("events/wins/claim"))["code"] == "not_claimable"
    await assert_sound(database_url)


async def test_nobody_has_more_than_there_can_be_and_every_stake_comes_back(database_url: str) -> None:
    user, stake, most = new_user(), 1_000, allowance_of(PATIENT.bankroll)
    async with life(database_url, user, [PATIENT]) as player:
        assert "bet_id" in await player.bet(PATIENT, bet=stake)
        room = AMOUNT_MAX - STARTING_GOLD - most
        assert not await player.granted(room + 1)
        assert await player.granted(room)
        assert (await player.play())["code"] == "limit_exceeded"
        assert (await player.bet(PATIENT, bet=stake))["code"] in {"already_bet", "limit_exceeded"}
        assert await player.gold() == AMOUNT_MAX - most - stake
    await assert_sound(database_url)


async def _bets(player: Clever) -> bool:
    """A bet at the table whose target is reached soon: placed while bets are taken, which they are now and then."""
    return "bet_id" in await player.bet(TABLE, bet=100, auto_cashout=101)


async def _is(expected: int, found: Awaitable[int]) -> bool:
    return await found == expected


async def _ended(player: Clever, bet_id: str) -> bool:
    return (await player.get(f"games/crash/bets/{bet_id}"))["state"] not in {"waiting", "open"}
