"""The day of a round, by which the index of a player's rounds is ordered.

Every round pays for each index of its row, and the index of players' rounds was the dearest: its entries, of player,
moment and id, were all different and 72 bytes long. With the day in place of moment and id the entries of a player's
day are equal, so that the server stores them as one key with a list of rows. Readers sort within a day.
"""

from datetime import UTC, datetime

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The ends of a range that has none."""


def day_of(moment: str) -> str:
    """Return SQL: the beginning of the UTC day of `moment`, SQL for a timestamp, as the index writes it."""
    return f"date_bin('1 day', {moment}, '1970-01-01 00:00:00+00')"
