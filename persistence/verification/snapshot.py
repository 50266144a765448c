"""One REPEATABLE READ READ ONLY transaction: everything that is read of it is of one moment, and play goes on.

What has to be decoded is streamed: the server sorts and joins (on disk if need be), this side holds some thousand rows.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import asyncpg
from msgspec import json

from persistence.errors import StoreError, Unreachable
from persistence.postgres.connections import CONNECT_TIMEOUT_S
from persistence.postgres.entities.retention import RETENTION_HOURS_MIN
from persistence.postgres.errors import TRANSPORT_ERRORS
from persistence.postgres.schema.migrate import heads
from persistence.verification import chains, stakes
from persistence.verification.checks import Check, account_of_entity, signed_amount
from persistence.verification.purchases import (
    DEBTS_SQL,
    RETURNING_SQL,
    SOLD_SQL,
    STANDING_SQL,
    TOLD_SQL,
    PurchaseStanding,
)

EXAMPLES_MAX = 20
"""Violations that are shown of each check; all are counted."""
STREAM_ROWS = 2_000
"""Rows that a stream fetches at a time."""
STREAM_ENTITIES = 200
"""Entities at a time: each comes with all its state."""
WORK_MEMORY_MIB = 64
"""Memory that the server may use for each sort and join before it takes to its disk."""
SETTINGS = {
    "application_name": "pitboss verify",
    "jit": "off",
    "statement_timeout": "0",
    "work_mem": f"{WORK_MEMORY_MIB}MB",
    "enable_partitionwise_join": "on",
    "enable_nestloop": "off",
}
"""A restored database has no statistics yet: no plan may be quadratic because it looks empty."""

PRUNE_MARGIN_HOURS = 1
"""Bounds the clock of a host against the server's, the delay of a commit and the length of a pruning run."""
HORIZON_SQL = f"""
SELECT now()::text, horizon::text, extract(epoch FROM horizon)::float8 FROM (
    SELECT CASE WHEN b.at <= t.at + interval '1 s' THEN '-infinity'
           ELSE least(b.at, now() - interval '{RETENTION_HOURS_MIN} h') + interval '{PRUNE_MARGIN_HOURS} h' END
    FROM (SELECT min(at) AS at FROM commit_batch) b, (SELECT min(at) AS at FROM transfer) t
) AS h (horizon)
"""  # nosec B608  # constants alone
"""From when on no command can have been pruned. Retention deletes batches before commands, of the same age, never
younger than a day: so nothing was pruned since the oldest batch; and nothing at all if that is of the first transfer,
which is never pruned."""
ROWS_SQL = """
SELECT json_object_agg(name, rows ORDER BY name)::text FROM (
    SELECT 'command' AS name, count(*) AS rows FROM command
    UNION ALL SELECT 'transfer', count(*) FROM transfer
    UNION ALL SELECT 'game_round', count(*) FROM game_round
    UNION ALL SELECT 'revealed_seed', count(*) FROM revealed_seed
    UNION ALL SELECT 'outbox', count(*) FROM outbox
    UNION ALL SELECT 'entity_part', count(*) FROM entity_part
    UNION ALL SELECT 'commit_batch', count(*) FROM commit_batch
    UNION ALL SELECT 'shard_history', count(*) FROM shard_history
    UNION ALL SELECT 'tell', count(*) FROM tell
    UNION ALL SELECT 'timer', count(*) FROM timer
) n
"""
ENTITIES_SQL = f"""
WITH parts AS (
    SELECT kind, key, max(version) FILTER (WHERE part = 'root') AS version, array_agg(shard) AS shards,
           array_agg(part) AS names, array_agg(schema) AS schemas, array_agg(data) AS data
    FROM entity_part GROUP BY kind, key
), newest AS (
    SELECT kind, key, max(version) AS command_version FROM command GROUP BY kind, key
), ledger AS (
    SELECT {account_of_entity("t")} AS account, currency, sum({signed_amount("t")}) AS net,
           (max(ARRAY[version, n, balance_after]))[3] AS last
    FROM transfer t GROUP BY 1, 2
), books AS (
    SELECT account, json_object_agg(currency, json_build_array(net, last))::text AS book FROM ledger GROUP BY account
), played AS (
    SELECT 'user:' || user_id AS account, count(*) AS rounds, sum(bet)::bigint AS bet, sum(payout)::bigint AS payout
    FROM game_round GROUP BY user_id
)
SELECT coalesce(kind, split_part(account, ':', 1)), coalesce(key, substr(account, strpos(account, ':') + 1)),
       version, shards, names, schemas, data, command_version, coalesce(book, '{{}}'), coalesce(rounds, 0),
       coalesce(bet, 0), coalesce(payout, 0)
FROM (SELECT kind, key, version, shards, names, schemas, data, command_version, kind || ':' || key AS owner
      FROM parts FULL JOIN newest USING (kind, key)) e
FULL JOIN (SELECT * FROM books FULL JOIN played USING (account)) a ON a.account = e.owner
"""  # nosec B608  # constants alone
COMMANDS_SQL = """
SELECT c.kind, c.key, c.tx, c.shard, c.origin, c.id, c.version, extract(epoch FROM c.at)::float8,
       r.round_id, r.bet, r.payout, extract(epoch FROM r.at)::float8
FROM command c LEFT JOIN game_round r ON r.tx = c.tx AND r.shard = c.shard
ORDER BY (c.kind || '/' || c.key) COLLATE "C", c.version, c.tx, c.shard
"""
EVENTS_SQL = """
SELECT key, event_id, extract(epoch FROM at)::float8, type, payload FROM outbox ORDER BY key COLLATE "C", seq
"""
TELLS_SQL = """
SELECT from_kind || '/' || from_key AS entity, id, extract(epoch FROM at)::float8, type, ''::bytea FROM tell
ORDER BY (from_kind || '/' || from_key) COLLATE "C", at
"""
PULLS_SQL = """
SELECT r.user_id, r.round_id, r.outcome::text FROM game_round r
JOIN transfer t ON t.tx = r.tx AND t.shard = r.shard AND t.n = 0
WHERE r.game = 'gacha' ORDER BY r.user_id COLLATE "C", t.version
"""
DEFINITIONS_SQL = "SELECT area, id, version, body::text FROM definition"
ROUND_SUMS_SQL = """
SELECT game, config_version, bet, count(*), sum(payout)::bigint, min(outcome::text) FROM game_round
WHERE game NOT IN ('crash', 'gacha') GROUP BY game, config_version, outcome ->> 'machine', bet
"""
OUTBOX_STARTS_SQL = """
SELECT coalesce(o.shard, c.shard), extract(epoch FROM CASE WHEN o.seq = 1 THEN '-infinity' WHEN o.seq IS NULL
           THEN 'infinity' ELSE o.at END)::float8
FROM (SELECT DISTINCT ON (shard) shard, seq, at FROM outbox ORDER BY shard, seq) o
FULL JOIN outbox_cursor c ON c.shard = o.shard WHERE o.seq IS NOT NULL OR c.seq > 0
"""


class SchemaDiffers(StoreError):
    """The schema of the database is not the one that this program knows."""


class Found(NamedTuple):
    """Violations of a check: their number, and some of them."""

    violations: int
    examples: list[dict[str, Any]]


class EntityRow(NamedTuple):
    """Everything that must agree about one entity.

    `version` is the root's and `command_version` the newest stored command's; None: there is none. `book` is JSON:
    currency to [credits less debits, balance_after of the last transfer]. `shards` to `data`: one item a part, or None.
    """

    kind: str
    key: str
    version: int | None
    shards: list[int] | None
    names: list[str] | None
    schemas: list[int] | None
    data: list[bytes] | None
    command_version: int | None
    book: str
    rounds: int
    bet: int
    payout: int


class CommandEntry(NamedTuple):
    """A command, with its round if it played one. Times are Unix seconds."""

    kind: str
    key: str
    tx: Any
    shard: int
    origin: str
    id: str
    version: int
    at_s: float
    round_id: Any
    bet: int | None
    payout: int | None
    round_at_s: float | None


class SentEntry(NamedTuple):
    """An event or a tell; `entity` is the sender, `kind/key`, and `payload` is an event's."""

    entity: str
    id: Any
    at_s: float
    type: str
    payload: bytes


class PullEntry(NamedTuple):
    """A round of gacha; `outcome` is its record, JSON."""

    user_id: str
    round_id: Any
    outcome: str


class RoundSums(NamedTuple):
    """Rounds of one game, version, machine and stake; `outcome` is the record of one of them, JSON."""

    game: str
    version: int
    bet: int
    rounds: int
    paid: int
    outcome: str


class Snapshot:
    """Made by `open_snapshot`. `taken` and `horizon` are times as the server writes them."""

    def __init__(self, connection: asyncpg.Connection, taken: str, horizon: str, horizon_s: float) -> None:
        self._connection = connection
        self.taken = taken
        self.horizon = horizon
        self.horizon_s = horizon_s

    async def violations(self, check: Check) -> Found:
        """Run one check."""
        query = f"SELECT count(*) OVER (), to_json(v)::text FROM ({check.sql}) v LIMIT {EXAMPLES_MAX}"  # nosec B608  # constants alone
        rows = await self._connection.fetch(query, *((self.horizon,) if "$1" in check.sql else ()))
        return Found(rows[0][0] if rows else 0, [json.decode(text) for _, text in rows])

    async def row_counts(self) -> dict[str, int]:
        """Return the number of rows that were looked at, by table."""
        return json.decode(await self._connection.fetchval(ROWS_SQL), type=dict[str, int])

    async def outbox_starts(self) -> dict[int, float]:
        """By shard: the Unix time of its oldest event that is still stored, -inf if none was pruned and inf if all
        were; a shard that is not named never had one."""
        return dict(await self._connection.fetch(OUTBOX_STARTS_SQL))

    async def entities(self) -> AsyncIterator[EntityRow]:
        """Every entity that has a part, a command, a transfer or a round."""
        async for record in self._connection.cursor(ENTITIES_SQL, prefetch=STREAM_ENTITIES):
            yield EntityRow(*record)

    async def commands(self) -> AsyncIterator[CommandEntry]:
        """Every command, by `kind/key` in code-point order, then version."""
        async for record in self._connection.cursor(COMMANDS_SQL, prefetch=STREAM_ROWS):
            yield CommandEntry(*record)

    async def events(self) -> AsyncIterator[SentEntry]:
        """Every event of the outbox, by sender in code-point order, then seq."""
        async for record in self._connection.cursor(EVENTS_SQL, prefetch=STREAM_ROWS):
            yield SentEntry(*record)

    async def tells(self) -> AsyncIterator[SentEntry]:
        """Every open tell, by sender in code-point order."""
        async for record in self._connection.cursor(TELLS_SQL, prefetch=STREAM_ROWS):
            yield SentEntry(*record)

    async def pulls(self) -> AsyncIterator[PullEntry]:
        """Every round of gacha, by player, in the order in which they were played."""
        async for record in self._connection.cursor(PULLS_SQL, prefetch=STREAM_ROWS):
            yield PullEntry(*record)

    async def definitions(self) -> list[tuple[str, str, int, dict[str, Any]]]:
        """Every definition that staff have published: area, id, version, body."""
        rows = await self._connection.fetch(DEFINITIONS_SQL)
        return [(area, key, version, json.decode(body)) for area, key, version, body in rows]

    async def round_sums(self) -> list[RoundSums]:
        """The rounds of solo games that pay gold, summed up by version, machine and stake."""
        return [RoundSums(*record) for record in await self._connection.fetch(ROUND_SUMS_SQL)]

    async def sold(self) -> dict[str, int]:
        """Pieces of each product in purchases that succeeded, without those whose refund let them be sold again."""
        return dict(await self._connection.fetch(SOLD_SQL))

    async def returning(self) -> dict[str, int]:
        """Pieces of each product that the shop is being told to sell again."""
        return dict(await self._connection.fetch(RETURNING_SQL))

    async def debts(self) -> dict[tuple[str, str], int]:
        """Sums of the changes of debts that are not 0, by player and currency."""
        return {(key, currency): owed for key, currency, owed in await self._connection.fetch(DEBTS_SQL)}

    async def purchases(self, held: Sequence[str]) -> list[PurchaseStanding]:
        """All pending purchases, and those whose ids are `held`."""
        return [PurchaseStanding(*record) for record in await self._connection.fetch(STANDING_SQL, held)]

    async def purchase_tells(self) -> set[tuple[str, str]]:
        """Type and purchase id of every open tell about a purchase."""
        return {(kind, purchase_id) for kind, purchase_id in await self._connection.fetch(TOLD_SQL)}

    async def stakes_in_escrow(self) -> list[stakes.StakeInEscrow]:
        """Every stake that was put into escrow and has not come back."""
        return [stakes.StakeInEscrow(*record) for record in await self._connection.fetch(stakes.IN_ESCROW_SQL)]

    async def stake_tells(self) -> frozenset[str]:
        """Bet id of every open tell that takes a stake to its table, answers it or ends it."""
        return frozenset(bet_id for (bet_id,) in await self._connection.fetch(stakes.TOLD_SQL))

    async def chains(self) -> chains.ChainRows:
        """Everything that is stored of the chains of crash tables beside their states."""
        fetch = self._connection.fetch
        return chains.ChainRows(
            [chains.FiledChain(*record) for record in await fetch(chains.FILED_SQL)],
            {(table, ended): length for table, ended, length in await fetch(chains.COMMITTED_SQL)},
            {(table, ended): chains.StoredSalt(*salt) for table, ended, *salt in await fetch(chains.SALTED_SQL)},
            {(table, n) for table, n in await fetch(chains.VOIDED_SQL)},
            [name for (name,) in await fetch(chains.REFUNDED_SQL)],
        )

    async def stepping_tables(self) -> frozenset[str]:
        """Names of the crash tables that have a timer for the end of their phase."""
        return frozenset(key for (key,) in await self._connection.fetch(stakes.STEPS_SQL))


@asynccontextmanager
async def open_snapshot(url: str) -> AsyncIterator[Snapshot]:
    """The database at `url` as it is now, read by a role that may SELECT everything.

    Raises:
        Unreachable: no connection, or it broke.
        SchemaDiffers: another version of the program made this database.
    """
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S, server_settings=SETTINGS)
        try:
            await _check_schema(connection)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield Snapshot(connection, *await connection.fetchrow(HORIZON_SQL))
        finally:
            await connection.close(timeout=CONNECT_TIMEOUT_S)
    except TRANSPORT_ERRORS as error:
        raise Unreachable(f"cannot read the database: {error or type(error).__name__}") from error


async def _check_schema(connection: asyncpg.Connection) -> None:
    known = set(heads())
    migrated = await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
    stored = (
        {row[0] for row in await connection.fetch("SELECT version_num FROM alembic_version")} if migrated else set()
    )
    if stored != known:
        found = ", ".join(sorted(stored)) or "nothing"
        raise SchemaDiffers(f"the schema of the database is {found}, this program knows {', '.join(sorted(known))}")
