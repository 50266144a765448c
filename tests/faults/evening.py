"""An evening at crash tables whose host suffers: what was durable when it did, and what must have come of it.

What is expected follows from the rules and from the state that a dead host left behind, bet by bet and round by round:
`contradictions` tells where the ledger, the settlements, the ends of rounds or their proofs are otherwise.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

import asyncpg
from msgspec import json

from actors.crash.rules.curve import GRACE_MS, REFUNDED, curve_hundredths, reached_ms
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.state import TableState, load
from actors.money.economy import EconomyConfig
from actors.runtime.clock import SystemClock
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import StoredPart
from actors.runtime.ownership.shards import TABLES as TABLE_SHARDS
from actors.runtime.ownership.shards import shard_of
from cluster.control.director_spec import DirectorSpec
from cluster.processes.specs import GatewaySpec
from persistence.errors import NotExpired
from tests.faults.bettors import Bettor, Bettors
from tests.faults.players import BET
from tests.faults.short_tables import HASTY, HASTY_MS, PATIENT, TABLES
from tests.faults.timings import Timings
from tests.faults.until import until, until_so
from tests.faults.world import RECOVERY_S_MAX, Affected, World, world
from tests.patient import patient_client

NAMES = (PATIENT, HASTY)
PARTS_SQL = "SELECT part, schema, data FROM entity_part WHERE kind = 'crash' AND key = $1"
ENDS_SQL = "SELECT convert_from(payload, 'UTF8') FROM outbox WHERE type = 'crash.round_ended' ORDER BY shard, seq"
SETTLED_SQL = """
SELECT replace(round_id::text, '-', '') AS bet_id, user_id, bet, payout, outcome FROM game_round WHERE game = 'crash'
"""
STAKES_SQL = """
SELECT reference, count(*) FILTER (WHERE reason = 'hold') AS held, count(*) FILTER (WHERE reason = 'release') AS back
FROM transfer WHERE reason IN ('hold', 'release') GROUP BY reference
"""
ESCROW_SQL = """
SELECT coalesce(sum(CASE WHEN credit = 'house:escrow' THEN amount ELSE -amount END), 0)
FROM transfer WHERE 'house:escrow' IN (debit, credit)
"""
HOUSE_SQL = """
SELECT coalesce(sum(CASE WHEN credit LIKE 'house:%' THEN amount ELSE -amount END), 0)
FROM transfer WHERE reason IN ('bet', 'payout', 'hold', 'release')
"""


class Left(NamedTuple):
    """What a host that died left of a table."""

    table: str
    state: TableState

    @property
    def round_id(self) -> str:
        return self.state.round_id()


class Settled(NamedTuple):
    """What became of one bet, by its player's ledger. `how` refunded: it is no round of his."""

    how: str
    cents: int
    payout: int


class TableWorld(World):
    """A cluster whose first host serves the players; the others serve the tables."""

    def director_spec(self, hosts: int, *arguments: Any, **named: Any) -> DirectorSpec:
        spec = super().director_spec(hosts, *arguments, **named)
        groups = ["users", *["tables"] * (hosts - 1)]
        made = [
            replace(host, serves=group, tables=TABLES, seal_keys=("a secret for tests",))
            for host, group in zip(spec.hosts, groups, strict=True)
        ]
        return replace(spec, hosts=tuple(made))

    def gateway_spec(self, port: int = 0) -> GatewaySpec:
        spec = super().gateway_spec(port)
        return replace(spec, config=replace(spec.config, crash_tables=NAMES))


class Evening:
    """Everything around the bettors. Made by `evening`."""

    def __init__(self, running: TableWorld, bettors: Bettors, database: asyncpg.Connection) -> None:
        self.world = running
        self.bettors = bettors
        self.lefts: list[Left] = []
        self._database = database
        self._clock = SystemClock()

    # --- faults ---

    async def still(self) -> None:
        """Return when no shard moves any more: every host is back, and those of the tables have equal shares."""

        async def is_still() -> bool:
            counts = Counter(place.host for place in await self.world.store.shard_map() if place.shard in TABLE_SHARDS)
            return len(counts) == len(self.world.fleet.hosts) - 1 and max(counts.values()) - min(counts.values()) <= 1

        await self.world.levelled()
        await until_so(is_still, RECOVERY_S_MAX)

    async def host_of(self, table: str) -> str:
        places = {place.shard: place for place in await self.world.store.shard_map()}
        return places[shard_of("crash", table)].host

    async def hit(self, name: str, point: str, number: signal.Signals, moment: str) -> Affected:
        """A fault at that point of the next commit of a moment; nobody takes over before `lefts` knows what was left.

        The hasty table is held back until its round is lost.
        """
        fleet = self.world.fleet
        fleet.may_adopt.clear()
        try:
            hit, _ = await self.world.hit_at(name, point, number, moment)
            await until_so(lambda: self._is_buried(hit), RECOVERY_S_MAX)
            lefts = [await self._left(table) for table in NAMES if shard_of("crash", table) in hit.epochs]
            await until_so(lambda: self._is_late(lefts), RECOVERY_S_MAX)
            self.lefts += lefts
        finally:
            fleet.may_adopt.set()
        return hit

    async def _is_buried(self, hit: Affected) -> bool:
        """Then no commit of it can still be under way; one that is frozen must first outlive its lease."""
        with suppress(NotExpired):
            await self.world.store.bury(hit.incarnation, expired_only=True)
        return hit.incarnation not in {lease.incarnation for lease in await self.world.store.hosts()}

    async def _left(self, table: str) -> Left:
        rows = await self._database.fetch(PARTS_SQL, table)
        parts = {row["part"]: StoredPart(row["schema"], row["data"]) for row in rows}
        root = parts["root"]
        return Left(table, load(table, parts | {"root": root._replace(data=unpack_root(root.data).data)}))

    async def _is_late(self, lefts: list[Left]) -> bool:
        roots = [left.state.root for left in lefts if left.table == HASTY and left.state.root.phase == "running"]
        return all(self._clock.now_ms() >= root.started_at + root.beat_ms + HASTY_MS for root in roots)

    async def taken_over(self, hit: Affected) -> None:
        """Return when somebody else serves every shard of the host that was hit, and its tables are heard again."""

        async def is_taken() -> bool:
            return hit.incarnation not in {place.incarnation for place in await self.world.store.shard_map()}

        await until_so(is_taken, RECOVERY_S_MAX)
        topics = {f"crash:{table}" for table in NAMES if shard_of("crash", table) in hit.epochs}
        heard = [len(bettor.heard) for bettor in self.bettors.all]

        def is_heard() -> bool:
            new = [bettor.heard[n:] for bettor, n in zip(self.bettors.all, heard, strict=True)]
            return all(topics <= {message.topic for message in messages} for messages in new)

        await until(is_heard, RECOVERY_S_MAX)

    # --- afterwards ---

    async def finish(self) -> None:
        """Everybody ends his last round; return when no stake lies at a table and each round that was hit is over."""
        async with asyncio.timeout(RECOVERY_S_MAX):
            await self.bettors.finish()

        async def is_over() -> bool:
            ended = (await self.ends()).keys()
            return await self._database.fetchval(ESCROW_SQL) == 0 and {left.round_id for left in self.lefts} <= ended

        await until_so(is_over, RECOVERY_S_MAX)

    async def ends(self) -> dict[str, dict[str, Any]]:
        """How each round ended, as told to the world outside."""
        rows = await self._database.fetch(ENDS_SQL)
        ends = [json.decode(row[0]) for row in rows]
        assert len(ends) == len({end["round_id"] for end in ends}), "a round ended twice"
        return {end["round_id"]: end for end in ends}

    async def contradictions(self) -> list[str]:
        """What is otherwise than it should be."""
        ends = await self.ends()
        found = await self.world.problems(settled=True)
        found += self._rounds(ends)
        found += self._windows()
        found += await self._bets(ends)
        found += await self._gold()
        found += await self._proofs(ends)
        return found + [line for bettor in self.bettors.all for line in bettor.shown_twice()]

    def interrupted(self, table: str) -> dict[str, Left]:
        """The rounds of a table whose curve was interrupted, each as it was left last."""
        return {left.round_id: left for left in self.lefts if (left.table, left.state.root.phase) == (table, "running")}

    def _rounds(self, ends: dict[str, dict[str, Any]]) -> list[str]:
        """A round is void when its curve was interrupted for too long, and only then; others go on where they stood."""
        void = {name for name, end in ends.items() if end["state"] == "voided"}
        wanted = self.interrupted(HASTY).keys()
        found = [f"void are {sorted(void)}, should be {sorted(wanted)}"] if void != wanted else []
        for left in self.lefts:
            end, root = ends.get(left.round_id), left.state.root
            if end is None:
                found.append(f"{left.round_id} was left in {root.phase} and never ended")
            elif root.phase == "running" and end["state"] == "crashed":
                found += self._resumed(end, root.started_at)
        return found

    def _windows(self) -> list[str]:
        """Whoever serves a table that takes bets, it does so until the time that was told first."""
        told = [each.payload for kind in ("round_open", "state") for each in self._heard(kind)]
        windows = {(each["round_id"], each["closes_at"]) for each in told if each.get("phase", "betting") == "betting"}
        counts = Counter(name for name, _ in windows)
        return [f"{name} was to close at {n} times" for name, n in counts.items() if n > 1]

    def _resumed(self, end: dict[str, Any], before_ms: int) -> list[str]:
        """The curve stood still for as long as it was interrupted, and then went its whole way."""
        lasted_ms, shift_ms = end["ended_at"] - end["started_at"], end["started_at"] - before_ms
        holds = shift_ms > 0 and lasted_ms >= reached_ms(end["crash_cents"]) + GRACE_MS
        return [] if holds else [f"{end['round_id']} did not resume: shifted by {shift_ms} ms, lasted {lasted_ms} ms"]

    async def _bets(self, ends: dict[str, dict[str, Any]]) -> list[str]:
        """Each bet that was taken has its one end, by the rule; each that was refused has its stake back."""
        rounds = {row["bet_id"]: row for row in await self._database.fetch(SETTLED_SQL)}
        found = self._lost(rounds)
        stakes = await self._database.fetch(STAKES_SQL)
        found += [f"stake {row['reference']} was held or came back twice" for row in stakes if row[1:] != (1, 1)]
        taken = [(each, name, reply) for each in self.bettors.all for name, reply in each.bets.items() if reply]
        for bettor, name, reply in taken:
            if not reply.ok:
                found += [] if reply.error["code"] == "round_closed" else [f"{bettor.id}, {name}: {reply.error}"]
                continue
            row = rounds.pop(reply.payload["bet_id"], None)
            got = Settled(REFUNDED, 100, BET)
            if row is not None:
                outcome = json.decode(row["outcome"])
                got = Settled(outcome["how"], outcome["cents"], row["payout"])
            if problem := self._judge(bettor, ends[name], got):
                found.append(f"{bettor.id}, {name}: {problem}")
        return found + [f"a round of nobody's bet: {dict(row)}" for row in rounds.values()]

    def _lost(self, rounds: Mapping[str, asyncpg.Record]) -> list[str]:
        """What a dead host left of bets and of their ends counts: no bet was refused, no end became another one."""
        replies = [reply for bettor in self.bettors.all for reply in bettor.bets.values() if reply and reply.ok]
        taken = {reply.payload["bet_id"] for reply in replies}
        found = []
        for left in self.lefts:
            for bet in left.state.bets():
                row = rounds.get(bet.bet_id)
                if bet.bet_id not in taken:
                    found.append(f"{left.round_id} had {bet}, which was refused")
                elif bet.how not in {"", REFUNDED} and (row is None or row["payout"] != bet.payout):
                    found.append(f"{left.round_id} had ended {bet}, which became {row}")
        return found

    def _judge(self, bettor: Bettor, end: dict[str, Any], got: Settled) -> str:
        """Why this is not what becomes of his bet in a round that ended so; empty when it is."""
        left = self.interrupted(end["table"]).get(end["round_id"])
        reach = end["crash_cents"]
        if end["state"] == "voided":
            assert left is not None
            reach = min(reach, curve_hundredths(left.state.root.beat_ms))
        target, told = bettor.target, bettor.cash_outs.get(end["round_id"])
        missed = Settled(REFUNDED, 100, BET) if end["state"] == "voided" else Settled("lost", 0, 0)
        if told is not None and told.ok:
            cents = min(round(float(told.payload["multiplier"]) * 100), end["crash_cents"])
            wanted = Settled("manual", cents, told.payload["payout"])
        elif 0 < target <= reach or (left is not None and self._had_left(left, bettor)):
            wanted = Settled("auto", target, BET * target // 100)
        else:
            wanted = missed
        return "" if got == wanted else f"{got} instead of {wanted} in {end}"

    @staticmethod
    def _had_left(left: Left, bettor: Bettor) -> bool:
        """His target was reached and paid after the last heartbeat."""
        return any(bet.user_id == bettor.id and bet.how == "auto" for bet in left.state.bets())

    async def _gold(self) -> list[str]:
        """All gold there ever was lies with the players or with the house."""
        gold = sum([(await bettor.state())["profile"]["gold"] for bettor in self.bettors.all])
        house = await self._database.fetchval(HOUSE_SQL)
        minted = EconomyConfig().starting_gold * len(self.bettors.all)
        return [] if gold + house == minted else [f"players have {gold}, the house {house}, minted were {minted}"]

    async def _proofs(self, ends: dict[str, dict[str, Any]]) -> list[str]:
        """Each round ends where its hash says, and was committed to, by what anybody may ask and has heard."""
        opened = {each.payload["round_id"]: each.payload for each in self._heard("round_open")}
        found = []
        async with patient_client(base_url=self.world.gateway.url) as client:
            for name, end in ends.items():
                proof = (await client.get(f"/api/fairness/rounds/{name}")).json()
                seed = hashed = proof["game_hash"]
                for _ in range(proof["chain_index"]):
                    hashed = previous_hash(hashed)
                told = opened.get(name, {}).get("commit", previous_hash(seed))
                says = (hashed, previous_hash(seed), crash_hundredths(seed, proof["salt"]), proof["crash_cents"], seed)
                if says != (
                    proof["terminating_hash"],
                    told,
                    proof["crash_cents"],
                    end["crash_cents"],
                    end["game_hash"],
                ):
                    found.append(f"{name} is not proved by {proof}")
        return found

    def _heard(self, message_type: str) -> list[Any]:
        return [each for bettor in self.bettors.all for each in bettor.heard if each.type == message_type]


@asynccontextmanager
async def evening(database_url: str, recovery: Timings, *, hosts: int = 2) -> AsyncIterator[Evening]:
    """Start a cluster with one host for players, the others for tables, and let the bettors play."""
    async with world(database_url, recovery, hosts=hosts, players=0, kind=TableWorld) as running:
        database = await asyncpg.connect(database_url)
        try:
            async with Bettors(running.gateway.url, NAMES) as bettors:
                yield Evening(running, bettors, database)
        finally:
            await database.close()
