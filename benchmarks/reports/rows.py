"""A check that every command left its rows: speed must not come from leaving rows out."""

from collections.abc import Mapping

import asyncpg

from benchmarks.reports.report import Rows

COUNTS = {
    "command": "SELECT count(*) FROM command",
    "player command": "SELECT count(*) FROM command WHERE origin = 'user'",
    "transfer": "SELECT count(*) FROM transfer",
    "bet transfer": "SELECT count(*) FROM transfer WHERE reason = 'bet'",
    "game_round": "SELECT count(*) FROM game_round",
    "outbox": "SELECT count(*) FROM outbox",
    "round outbox": "SELECT count(*) FROM outbox WHERE type = 'game.round_settled'",
    "entity_part": "SELECT count(*) FROM entity_part",
}
ONE_A_COMMAND = ("player command", "bet transfer", "game_round", "round outbox")
"""Each acknowledged round has at least one row of its own in these; a player's opening is not counted here."""


class RowsMissing(Exception):
    """Commands were acknowledged that left fewer rows than they must."""


async def count_rows(connection: asyncpg.Connection, counts: Mapping[str, str] = COUNTS) -> dict[str, int]:
    """Return the rows by kind; `counts` are the queries of the revision whose tables they are."""
    return {name: await connection.fetchval(query) for name, query in counts.items()}


def check_rows(rows: Rows) -> None:
    """Check the rows. Raises RowsMissing: the message names each table and how many rows it lacks."""
    written = rows.written()
    lacking = [
        f"{name} {rows.commands - written[name]}" for name in rows.one_a_command if written[name] < rows.commands
    ]
    if lacking:
        raise RowsMissing(f"rows missing for {rows.commands} acknowledged commands: {', '.join(lacking)}")
