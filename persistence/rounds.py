"""Rounds that were played, by id, with the server seed once it is revealed: what anybody needs to check one."""

from typing import Any, NamedTuple, Protocol
from uuid import UUID

import sqlalchemy as sa

from persistence.small_pool import SmallPool
from persistence.tables import game_round, revealed_seed

CONNECTIONS_MAX = 2


class StoredRound(NamedTuple):
    """A solo round. `round_id` is 32 hex digits; `server_seed` is None until its player has it revealed."""

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


class Rounds(Protocol):
    """Where rounds are looked up."""

    async def find(self, round_id: str) -> StoredRound | None:
        """The round of that id, in hex or as a UUID is written; None if there is none. Raises Unreachable."""
        ...


class MemoryRounds:
    """Rounds in memory: those of `stored`, by id."""

    def __init__(self) -> None:
        self.stored: dict[str, StoredRound] = {}

    async def find(self, round_id: str) -> StoredRound | None:
        """See `Rounds.find`."""
        key = _key(round_id)
        return self.stored.get(key.hex) if key is not None else None


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
        async with self._pool.transaction() as connection:
            row = (await connection.execute(_OF_ID, {"round_id": key})).first()
        return StoredRound._make((key.hex, *row[1:])) if row is not None else None


_ROUND = game_round.c
_OF_ID = (
    sa.select(
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
    )
    .select_from(
        game_round.outerjoin(revealed_seed, revealed_seed.c.server_seed_hash == _ROUND.server_seed_hash),
    )
    .where(_ROUND.round_id == sa.bindparam("round_id", type_=sa.Uuid))
)


def _key(round_id: str) -> UUID | None:
    try:
        return UUID(round_id)
    except ValueError:
        return None
