"""Reads of a host: state parts, stored replies, the state of a shard for its new owner. Every read is one batch."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from persistence.entities.commits import TELLS_PER_SHARD
from persistence.entities.records import LoadedPart, ShardState, StoredReply, TellRow, TimerPlace, TimerRow
from persistence.postgres.connections import Readers

KEYS_SQL = "SELECT DISTINCT key FROM entity_part WHERE kind = $1 ORDER BY key"
LOAD_SQL = """
SELECT p.kind, p.key, p.part, p.version, p.schema, p.data
FROM unnest($1::text[], $2::text[]) AS r (kind, key) JOIN entity_part p ON p.kind = r.kind AND p.key = r.key
"""
PART_PAGE_SQL = """
SELECT key, version, schema, data FROM entity_part
WHERE kind = $1 AND part = $2 AND key > $3 AND ($4::smallint[] IS NULL OR shard = ANY ($4))
ORDER BY key LIMIT $5
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
SELECT t.shard, t.id, t.from_kind, t.from_key, t.to_kind, t.to_key, t.type, t.body
FROM unnest($1::smallint[]) AS s (shard), LATERAL (
    SELECT * FROM tell WHERE tell.shard = s.shard AND tell.id <> ALL ($2::uuid[]) ORDER BY n LIMIT $3) AS t
ORDER BY t.n
"""
TIMERS_SQL = """
SELECT t.shard, t.kind, t.key, t.name, t.id, t.due_ms, t.type, t.body
FROM unnest($1::smallint[], $2::bigint[], $3::text[]) AS s (shard, due_ms, id), LATERAL (
    SELECT * FROM timer WHERE timer.shard = s.shard
    AND (timer.due_ms, timer.id) > (s.due_ms, s.id) AND (timer.due_ms, timer.id) <= ($4, $5)
    ORDER BY timer.due_ms, timer.id LIMIT $6) AS t
ORDER BY t.due_ms, t.id LIMIT $6
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

    async def part_page(
        self, kind: str, part: str, after: str, rows_max: int, shards: Sequence[int] | None = None
    ) -> Sequence[tuple[str, LoadedPart]]:
        """Return one part of entities of a kind by their keys, in order, from behind the key `after`; all at the end
        are fewer than `rows_max`. With `shards`, those of these alone. Raises Unreachable.
        """
        async with self._readers.connection() as connection:
            rows = await connection.fetch(PART_PAGE_SQL, kind, part, after, shards, rows_max)
        return [(key, LoadedPart(version, schema, data)) for key, version, schema, data in rows]

    async def replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[str, StoredReply]:
        """See `CommitStore.replies`."""
        async with self._readers.connection() as connection:
            rows = await connection.fetch(REPLIES_SQL, [shard for shard, _ in keys], [tx for _, tx in keys])
        return {tx.hex: StoredReply(body_hash, ok, reply) for tx, body_hash, ok, reply in rows}

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        """See `CommitStore.adopt`. The shards are the caller's own, so that several statements see one state."""
        async with self._readers.connection() as connection:
            numbers = await connection.fetch(OUTBOX_SQL, shards)
        tells: defaultdict[int, list[TellRow]] = defaultdict(list)
        for tell in await self.open_tells(shards, ()):
            tells[tell.shard].append(tell)
        return [ShardState(shard, seq, tuple(tells[shard])) for shard, seq in numbers]

    async def open_tells(self, shards: Sequence[int], known: Collection[str]) -> Sequence[TellRow]:
        """See `CommitStore.open_tells`."""
        async with self._readers.connection() as connection:
            rows = await connection.fetch(TELLS_SQL, shards, list(known), TELLS_PER_SHARD)
        return [TellRow(shard, tell_id.hex, *rest) for shard, tell_id, *rest in rows]

    async def timers(self, after: Mapping[int, TimerPlace], until: TimerPlace, rows_max: int) -> Sequence[TimerRow]:
        """See `CommitStore.timers`."""
        times, ids = [place.due_ms for place in after.values()], [place.id for place in after.values()]
        async with self._readers.connection() as connection:
            rows = await connection.fetch(TIMERS_SQL, list(after), times, ids, *until, rows_max)
        return [TimerRow(*row) for row in rows]
