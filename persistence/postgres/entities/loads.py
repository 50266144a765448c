"""Reads of a host: state parts, stored replies, the state of a shard for its new owner. Every read is one batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from persistence.entities.records import LoadedPart, ShardState, StoredReply, TellRow, TimerRow
from persistence.postgres.connections import Readers

KEYS_SQL = "SELECT DISTINCT key FROM entity_part WHERE kind = $1 ORDER BY key"
LOAD_SQL = """
SELECT p.kind, p.key, p.part, p.version, p.schema, p.data
FROM unnest($1::text[], $2::text[]) AS r (kind, key) JOIN entity_part p ON p.kind = r.kind AND p.key = r.key
"""
REPLIES_SQL = """
SELECT c.tx, c.body_hash, c.ok, c.reply
FROM unnest($1::smallint[], $2::uuid[]) AS r (shard, tx) JOIN command c ON c.tx = r.tx AND c.shard = r.shard
"""
OUTBOX_SQL = """
SELECT s, coalesce(greatest((SELECT max(seq) FROM outbox WHERE shard = s),
                            (SELECT seq FROM outbox_cursor WHERE shard = s)), 0)
FROM unnest($1::smallint[]) AS s
"""
TELLS_SQL = """
SELECT shard, id, from_kind, from_key, to_kind, to_key, type, body FROM tell
WHERE shard = ANY ($1::smallint[]) ORDER BY at, id
"""
TIMERS_SQL = """
SELECT shard, kind, key, name, id, due_ms, type, body FROM timer
WHERE shard = ANY ($1::smallint[]) ORDER BY due_ms, id
"""


class PostgresLoads:
    """The reading half of `CommitStore`."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def load(self, refs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, LoadedPart]]:
        """See `CommitStore.load`."""
        async with self._readers.connection() as connection:
            rows = await connection.fetch(LOAD_SQL, [kind for kind, _ in refs], [key for _, key in refs])
        loaded: defaultdict[tuple[str, str], dict[str, LoadedPart]] = defaultdict(dict)
        for kind, key, part, version, schema, data in rows:
            loaded[kind, key][part] = LoadedPart(version, schema, data)
        return dict(loaded)

    async def keys_of(self, kind: str) -> Sequence[str]:
        """Return the keys of all entities of a kind of which there are few. Raises Unreachable."""
        async with self._readers.connection() as connection:
            return [key for (key,) in await connection.fetch(KEYS_SQL, kind)]

    async def replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[str, StoredReply]:
        """See `CommitStore.replies`."""
        async with self._readers.connection() as connection:
            rows = await connection.fetch(REPLIES_SQL, [shard for shard, _ in keys], [tx for _, tx in keys])
        return {tx.hex: StoredReply(body_hash, ok, reply) for tx, body_hash, ok, reply in rows}

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        """See `CommitStore.adopt`. The shards are the caller's own, so three statements see one state."""
        async with self._readers.connection() as connection:
            numbers = await connection.fetch(OUTBOX_SQL, shards)
            tell_rows = await connection.fetch(TELLS_SQL, shards)
            timer_rows = await connection.fetch(TIMERS_SQL, shards)
        tells: defaultdict[int, list[TellRow]] = defaultdict(list)
        for shard, tell_id, *rest in tell_rows:
            tells[shard].append(TellRow(shard, tell_id.hex, *rest))
        timers: defaultdict[int, list[TimerRow]] = defaultdict(list)
        for row in timer_rows:
            timers[row["shard"]].append(TimerRow(*row))
        return [ShardState(shard, seq, tuple(tells[shard]), tuple(timers[shard])) for shard, seq in numbers]
