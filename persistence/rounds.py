"""Rounds that were played: by id with the server seed once it is revealed, and as staff look for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import sqlalchemy as sa

from persistence.postgres.schema.tables import command, fact, game_round, revealed_seed, transfer
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 2
CRASH = "crash"
REFUND = "stake_refunded"
"""The type of the facts that say which stakes of a voided round went back."""
EPOCH = datetime.fromtimestamp(0, UTC)


class StoredRound(NamedTuple):
    """A round of one player. `round_id` is 32 hex digits; `server_seed` is None until its player has it revealed.

    The rounds of a crash table are named by `outcome`; there `round_id` is that of the bet. `at` is when it was
    settled.
    """

    round_id: str
    game: str
    bet: int
    payout: int
    outcome: dict[str, Any]
    config_version: int
    server_seed_hash: str
    client_seed: str
    nonce: int
    server_seed: str | None = None
    user_id: str = ""
    at: datetime = EPOCH


class StoredRefund(NamedTuple):
    """A stake that went back to its player because its round was voided."""

    bet_id: str
    user_id: str
    round_id: str
    bet: int
    auto: int
    at: datetime


class RoundFilter(NamedTuple):
    """Which rounds: those that equal every text that is not empty, from `since` on and before `until`."""

    user: str = ""
    game: str = ""
    table: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Place(NamedTuple):
    """The place of a round in the order of all: when it was settled, and its id."""

    at: datetime
    round_id: str


class Rounds(Protocol):
    """Where rounds are looked up. Every method raises Unreachable."""

    async def find(self, round_id: str) -> StoredRound | None:
        """The round of that id, in hex or as a UUID is written; None if there is none."""
        ...

    async def page(self, wanted: RoundFilter, before: Place | None, rows_max: int) -> Sequence[StoredRound]:
        """The newest rounds that `wanted` lets through, newest first; of those before a place if one is given."""
        ...

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """The settled bets on the round of a crash table, in the order in which they were settled."""
        ...

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """The stakes of a voided round of a crash table that went back."""
        ...

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """When the turns `txs` became durable, by tx; one that is not known (any more) is left out."""
        ...


class MemoryRounds:
    """Rounds in memory: those of `stored`, by id; `refunded` and `durable` are what the other methods find."""

    def __init__(self) -> None:
        self.stored: dict[str, StoredRound] = {}
        self.refunded: list[StoredRefund] = []
        self.durable: dict[str, datetime] = {}

    async def find(self, round_id: str) -> StoredRound | None:
        """See `Rounds.find`."""
        key = _key(round_id)
        return self.stored.get(key.hex) if key is not None else None

    async def page(self, wanted: RoundFilter, before: Place | None, rows_max: int) -> Sequence[StoredRound]:
        """See `Rounds.page`."""
        rounds = sorted(self.stored.values(), key=_place, reverse=True)
        return [
            each
            for each in rounds
            if wanted.user in {"", each.user_id}
            and wanted.game in {"", each.game}
            and (not wanted.table or (each.game == CRASH and each.outcome.get("table") == wanted.table))
            and (wanted.since is None or each.at >= wanted.since)
            and (wanted.until is None or each.at < wanted.until)
            and (before is None or _place(each) < before)
        ][:rows_max]

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """See `Rounds.of_table`."""
        rounds = (each for each in self.stored.values() if each.game == CRASH)
        return sorted((each for each in rounds if each.outcome.get("round_id") == round_id), key=_place)

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """See `Rounds.refunds`."""
        return [each for each in self.refunded if each.round_id == round_id]

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """See `Rounds.moments`."""
        return {tx: self.durable[tx] for tx in txs if tx in self.durable}


class PostgresRounds:
    """Rounds in Postgres, over a small pool of its own."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "rounds", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def find(self, round_id: str) -> StoredRound | None:
        """See `Rounds.find`."""
        key = _key(round_id)
        if key is None:
            return None
        found = await self._rounds(_ROUNDS.where(_ROUND.round_id == key))
        return found[0] if found else None

    async def page(self, wanted: RoundFilter, before: Place | None, rows_max: int) -> Sequence[StoredRound]:
        """See `Rounds.page`."""
        query = _ROUNDS.where(*_conditions(wanted, before))
        return await self._rounds(query.order_by(_ROUND.at.desc(), _ROUND.round_id.desc()).limit(rows_max))

    async def of_table(self, round_id: str) -> Sequence[StoredRound]:
        """See `Rounds.of_table`."""
        ours = (_ROUND.game == sa.literal_column(f"'{CRASH}'"), _ROUND.outcome["round_id"].astext == round_id)
        return await self._rounds(_ROUNDS.where(*ours).order_by(_ROUND.at, _ROUND.round_id))

    async def refunds(self, round_id: str) -> Sequence[StoredRefund]:
        """See `Rounds.refunds`."""
        columns = fact.c
        query = sa.select(columns.key, columns.data, columns.at).where(
            columns.type == sa.literal_column(f"'{REFUND}'"), columns.data["round_id"].astext == round_id
        )
        async with self._pool.transaction() as connection:
            rows = await connection.execute(query.order_by(columns.at, columns.tx))
        return [
            StoredRefund(data["bet_id"], key, data["round_id"], data["bet"], data["auto"], at.astimezone(UTC))
            for key, data, at in rows
        ]

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """See `Rounds.moments`."""
        keys = sa.any_(sa.literal([UUID(tx) for tx in txs], sa.ARRAY(sa.Uuid)))
        ledger = sa.select(transfer.c.tx, transfer.c.at).where(transfer.c.tx == keys, transfer.c.n == 0)
        commands = sa.select(command.c.tx, command.c.at).where(command.c.tx == keys)
        async with self._pool.transaction() as connection:
            rows = await connection.execute(commands.union(ledger))
        return {tx.hex: at.astimezone(UTC) for tx, at in rows}

    async def _rounds(self, query: sa.Select[Any]) -> list[StoredRound]:
        async with self._pool.transaction() as connection:
            rows = await connection.execute(query)
        return [StoredRound._make((round_id.hex, *rest, at.astimezone(UTC))) for round_id, *rest, at in rows]


_ROUND = game_round.c
_ROUNDS = sa.select(
    _ROUND.round_id,
    _ROUND.game,
    _ROUND.bet,
    _ROUND.payout,
    _ROUND.outcome,
    _ROUND.config_version,
    _ROUND.server_seed_hash,
    _ROUND.client_seed,
    _ROUND.nonce,
    revealed_seed.c.server_seed,
    _ROUND.user_id,
    _ROUND.at,
).select_from(
    game_round.outerjoin(revealed_seed, revealed_seed.c.server_seed_hash == _ROUND.server_seed_hash),
)


def _conditions(wanted: RoundFilter, before: Place | None) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.user:
        yield _ROUND.user_id == wanted.user
    if wanted.game:
        yield _ROUND.game == wanted.game
    if wanted.table:
        yield _ROUND.game == CRASH
        yield _ROUND.outcome["table"].astext == wanted.table
    if wanted.since is not None:
        yield _ROUND.at >= wanted.since
    if wanted.until is not None:
        yield _ROUND.at < wanted.until
    if before is not None:
        yield sa.tuple_(_ROUND.at, _ROUND.round_id) < sa.tuple_(sa.literal(before.at), UUID(before.round_id))


def _place(stored: StoredRound) -> Place:
    return Place(stored.at, stored.round_id)


def _key(round_id: str) -> UUID | None:
    try:
        return UUID(round_id)
    except ValueError:
        return None
