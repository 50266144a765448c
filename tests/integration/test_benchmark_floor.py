"""The floor of `make bench` on a real database."""

import asyncpg

from benchmarks.processes.floor import measure
from benchmarks.reports.rows import count_rows


async def test_the_store_takes_them(database_url):
    result = await measure(database_url, 0.05)
    assert result.rounds_per_s > 0
    assert result.lone_us.p50 > 0
    connection = await asyncpg.connect(database_url)
    try:
        rows = await count_rows(connection)
    finally:
        await connection.close()
    assert rows["game_round"] == rows["round outbox"] == rows["bet transfer"] > 0
