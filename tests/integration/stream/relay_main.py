"""A relay that stops between the broker's answer and its cursor: `python -m ... DATABASE_URL KAFKA PREFIX PARTITIONS`.

It says `sent` and the number of events when the broker has acknowledged its first batch, and moves no cursor.
"""

import asyncio
import sys
from collections.abc import Mapping

from cluster.processes.relay.process import RelayProcess
from cluster.processes.specs import KafkaConfig, RelaySpec
from persistence.postgres.stream.outbox import PostgresOutbox
from tests.integration.stream.outbox import LEASE_TTL_MS


class StuckOutbox(PostgresOutbox):
    """Its cursors never move."""

    async def advance(self, incarnation: int, cursors: Mapping[int, int]) -> None:
        sys.stdout.write(f"sent {sum(cursors.values())}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


async def main(database_url: str, server: str, prefix: str, partitions: str) -> None:
    kafka = KafkaConfig((server,), idempotence=False, topic_prefix=prefix, partitions=int(partitions))
    spec = RelaySpec("relay-0", "test", database_url, LEASE_TTL_MS, kafka)
    await RelayProcess(spec, make_outbox=StuckOutbox).start()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
