"""Ties between accounts of staff in Postgres."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.identity.ties import Tie
from persistence.postgres.schema.staff_tables import staff_tie
from persistence.postgres.schema.timestamps import timestamp, unix_ms


async def write_tie(connection: AsyncConnection, tie: Tie) -> None:
    """Write a tie in the caller's transaction."""
    values = {"actor": tie.actor, "subject": tie.subject, "at": timestamp(tie.at_ms)}
    await connection.execute(sa.insert(staff_tie).values(values))


async def read_ties(connection: AsyncConnection, since_ms: int) -> Sequence[Tie]:
    """Return the newest tie of every two accounts, of those made after `since_ms`."""
    columns = staff_tie.c
    newest = sa.select(columns.actor, columns.subject, sa.func.max(columns.at))
    query = newest.where(columns.at > timestamp(since_ms)).group_by(columns.actor, columns.subject)
    return [Tie(actor, subject, unix_ms(at)) for actor, subject, at in await connection.execute(query)]
