"""The store alone with the rows of a round: `python -m benchmarks.processes.floor URL SECONDS`.

One connection calls `commit_batch()` with the rows that a round of RPS leaves, on a database of its own: one round a
commit, then ROUNDS_A_COMMIT. No gateway, host, link or rule takes part, and the rows are made beforehand. So nothing
that writes these rows by such a commit can be faster, and what the whole platform takes above it is its own. stdout
gets a FloorResult.
"""

import secrets
import sys
import time
from collections.abc import Iterator, Sequence

import asyncpg
import uvloop
from asyncpg.prepared_stmt import PreparedStatement
from msgspec import Struct, json

from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Latency
from persistence.entities.records import CommandRow, CommitRequest, OutboxRow, PartRow, RoundRow, TransferRow
from persistence.postgres.connections import HOT_PATH_PLANNING, session_settings
from persistence.postgres.entities.commits import COMMIT_SQL, arguments
from persistence.postgres.entities.store import PostgresStore

SHARD = 5
PLAYERS = 256
ROUNDS_A_COMMIT = 64
WARM_UP_COMMITS = 200
MADE_AHEAD = 400
"""Commits whose rows are made at a time, outside of what is measured."""
LEASE_MS = 60_000
STATEMENT_TIMEOUT_MS = 10_000
BET, PAYOUT, GOLD = 20, 39, 10_000
REPLY = b'{"round_id":"%032d","outcome":"win","opponent":"scissors","payout":39,"gold":10019}' % 0
OUTCOME = '{"choice": "rock", "opponent": "scissors", "result": "win"}'
EVENT = b'{"user_id":"u","round_id":"r","game":"rps","bet":20,"payout":39,"won":true,"config_version":1,"balances":{}}'
ROOT_BYTES = 180


class FloorResult(Struct, frozen=True):
    """`lone_us` are the latencies of commits of one round; `rounds_per_s` comes from commits of many."""

    lone_us: Latency
    rounds_per_s: float


class Rounds:
    """Makes the rows of rounds that the players win one after the other."""

    def __init__(self, incarnation: int) -> None:
        self._incarnation = incarnation
        self._played = 0

    def commits(self, rounds_each: int) -> Iterator[CommitRequest]:
        """Yield requests of `rounds_each` rounds, without end; at most one round of a player in each."""
        while True:
            request = CommitRequest(secrets.token_hex(16), self._incarnation, {SHARD: 1})
            for _ in range(rounds_each):
                self._add(request)
            yield request

    def _add(self, request: CommitRequest) -> None:
        self._played += 1
        key, version = f"player-{self._played % PLAYERS}", 1 + (self._played - 1) // PLAYERS
        tx, account, house = secrets.token_hex(16), f"user:{key}", "house:bets"
        command = CommandRow(SHARD, tx, "user", key, "user", tx[:26], version, bytes(16), True, REPLY, 1)
        request.commands.append(command)
        for n, (debit, credit, amount, reason) in enumerate(
            ((account, house, BET, "bet"), (house, account, PAYOUT, "payout"))
        ):
            row = TransferRow(SHARD, tx, n, debit, credit, "gold", amount, GOLD, version, reason, tx, 1)
            request.transfers.append(row)
        proof = ("f" * 64, "client seed", version)
        request.rounds.append(RoundRow(SHARD, tx, tx, key, "rps", BET, PAYOUT, True, OUTCOME, 1, *proof))
        event_id = secrets.token_hex(16)
        request.outbox.append(OutboxRow(SHARD, self._played, event_id, "game.round_settled", f"user/{key}", EVENT))
        request.parts.append(PartRow(SHARD, "user", key, "root", version - 1, version, 1, bytes(ROOT_BYTES)))


async def measure(url: str, seconds: float) -> FloorResult:
    """Commit one round after the other for `seconds`, then many at a time for as long."""
    store = await PostgresStore.connect(url, lease_ttl_ms=LEASE_MS)
    try:
        incarnation = await store.register("bench", "host-0", "unix:/nowhere", LEASE_MS)
        await store.claim(incarnation, [SHARD])
        settings = session_settings("floor", STATEMENT_TIMEOUT_MS, HOT_PATH_PLANNING)
        connection = await asyncpg.connect(url, server_settings=settings)
        try:
            statement = await connection.prepare(COMMIT_SQL)
            rounds = Rounds(incarnation)
            await _commit(statement, rounds.commits(1), WARM_UP_COMMITS, 0)
            lone_ns = await _commit(statement, rounds.commits(1), 0, seconds)
            many_ns = await _commit(statement, rounds.commits(ROUNDS_A_COMMIT), 0, seconds)
        finally:
            await connection.close()
    finally:
        await store.close()
    return FloorResult(percentiles(lone_ns), len(many_ns) * ROUNDS_A_COMMIT / sum(many_ns) * 1e9)


async def _commit(
    statement: PreparedStatement, commits: Iterator[CommitRequest], count: int, seconds: float
) -> Sequence[int]:
    """Send `count` commits, or for as many seconds; return the nanoseconds that each took."""
    took_ns: list[int] = []
    while len(took_ns) < count or sum(took_ns) < seconds * 1e9:
        for request in [next(commits) for _ in range(min(MADE_AHEAD, count or MADE_AHEAD))]:
            before_ns = time.perf_counter_ns()
            await statement.fetchval(*arguments(request))
            took_ns.append(time.perf_counter_ns() - before_ns)
    return took_ns


def main() -> None:
    """Measure, and write a FloorResult."""
    url, seconds = sys.argv[1:]
    sys.stdout.buffer.write(json.encode(uvloop.run(measure(url, float(seconds)))))


if __name__ == "__main__":
    main()
