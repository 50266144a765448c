"""Players as staff look for them, in Postgres."""

from collections.abc import Sequence

import sqlalchemy as sa

from persistence.identity.players import NAME_END, FoundPlayer, PlayerPart
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.round_days import day_of
from persistence.postgres.schema.timestamps import unix_ms

PAGE = sa.text(
    f"""
    SELECT id, username, username_key, found.at, greatest(
               (SELECT max(greatest(at, rotated_at)) FROM login_session WHERE user_id = found.id),
               (SELECT at FROM game_round WHERE user_id = found.id ORDER BY {day_of("at")} DESC, at DESC LIMIT 1)),
           (SELECT array_agg(part ORDER BY part) FROM entity_part
            WHERE kind = 'user' AND key = found.id AND part = ANY (:parts)),
           (SELECT array_agg(schema ORDER BY part) FROM entity_part
            WHERE kind = 'user' AND key = found.id AND part = ANY (:parts)),
           (SELECT array_agg(data ORDER BY part) FROM entity_part
            WHERE kind = 'user' AND key = found.id AND part = ANY (:parts))
    FROM (SELECT id, username, username_key, at FROM account
          WHERE role = 'PLAYER' AND username_key ~>=~ :first AND username_key ~<~ :end AND username_key ~>~ :after
          ORDER BY username_key USING ~<~ LIMIT :rows_max) AS found
    ORDER BY username_key USING ~<~
    """  # nosec B608  # constants alone
).bindparams(sa.bindparam("parts", type_=sa.ARRAY(sa.Text)))
"""The operators with tildes compare bytes, as the index `account_players_idx` does: a prefix is a range of it."""


class PostgresPlayers(PooledStore):
    """`Players` on Postgres. `url` as asyncpg takes it; connects on first use."""

    pool_name = "players"
    connections_max = 1

    async def page(self, prefix: str, after: str, rows_max: int, parts: Sequence[str]) -> Sequence[FoundPlayer]:
        """See `Players.page`."""
        wanted = page_parameters(prefix, after, rows_max, parts)
        async with self._transaction() as connection:
            rows = await connection.execute(PAGE, wanted)
        return [
            FoundPlayer(
                user_id,
                username,
                key,
                unix_ms(at),
                unix_ms(seen_at),
                {
                    name: PlayerPart(*stored)
                    for name, *stored in zip(names or (), schemas or (), datas or (), strict=True)
                },
            )
            for user_id, username, key, at, seen_at, names, schemas, datas in rows
        ]


def page_parameters(prefix: str, after: str, rows_max: int, parts: Sequence[str]) -> dict[str, object]:
    """Return the parameters of `PAGE`."""
    return {
        "first": prefix,
        "end": prefix + NAME_END,
        "after": after,
        "rows_max": rows_max,
        "parts": list(parts),
    }
