"""The baseline of every ratio: single-row autocommit inserts of one connection to the same server, in the same run.

A row is a bigint primary key, a bigint and a short text: smaller than any row of `command`, so the baseline is rather
too fast than too slow. The statement is prepared, each insert is a transaction of its own that waits for the disk, and
the next one starts when it is durable. The client is asyncpg, which our hosts use too; `docs/performance.md` says how
much faster one in C is.
"""

import time

import asyncpg

from benchmarks.reports.latency import percentiles
from benchmarks.reports.report import Inserts

SCHEMA = "bench_scratch"
WARM_UP_S = 0.5


async def measure_inserts(connection: asyncpg.Connection, seconds: float) -> Inserts:
    """Insert one row after the other for `seconds`; the table is made before and dropped after."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
    try:
        await connection.execute(f"CREATE TABLE {SCHEMA}.single (id bigint PRIMARY KEY, amount bigint, note text)")
        statement = await connection.prepare(f"INSERT INTO {SCHEMA}.single VALUES ($1, $2, $3)")
        done = 0
        end_ns = time.perf_counter_ns() + round(WARM_UP_S * 1e9)
        while time.perf_counter_ns() < end_ns:
            done += 1
            await statement.fetch(done, 100, "warm-up")
        latencies_ns = []
        started_ns = before_ns = time.perf_counter_ns()
        end_ns = started_ns + round(seconds * 1e9)
        while before_ns < end_ns:
            done += 1
            await statement.fetch(done, 100, "one small row")
            after_ns = time.perf_counter_ns()
            latencies_ns.append(after_ns - before_ns)
            before_ns = after_ns
        return Inserts(len(latencies_ns) / (before_ns - started_ns) * 1e9, percentiles(latencies_ns))
    finally:
        await connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
