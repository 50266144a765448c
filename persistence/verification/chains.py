"""The hash chains of crash tables as they are stored beside their states: commitments, salts, and what was filed."""

from typing import NamedTuple

FILED_SQL = """
SELECT key, once, data::text FROM fact WHERE kind = 'crash' AND type = 'crash_chain_played'
ORDER BY key COLLATE "C", once
"""
COMMITTED_SQL = """
SELECT key, data ->> 'terminating_hash', (data ->> 'length')::bigint FROM fact
WHERE kind = 'crash' AND type = 'crash_chain'
"""
SALTED_SQL = """
SELECT key, data ->> 'terminating_hash', data ->> 'salt', data ->> 'round_id', (data -> 'contributions')::text
FROM fact WHERE kind = 'crash' AND type = 'crash_salt'
"""
VOIDED_SQL = "SELECT key, (data ->> 'n')::bigint FROM fact WHERE kind = 'crash' AND type = 'crash_voided'"
REFUNDED_SQL = "SELECT DISTINCT data ->> 'round_id' FROM fact WHERE type = 'stake_refunded'"


class FiledChain(NamedTuple):
    """A chain that has left the state of its table; `data` is the stored fact (`actors.crash.facts`), JSON."""

    table: str
    place: str
    data: str


class StoredSalt(NamedTuple):
    """The salt of a chain as it was fixed; `contributions` is JSON, `round_id` the first round under it."""

    salt: str
    round_id: str
    contributions: str


class ChainRows(NamedTuple):
    """All of these rows. Commitments are lengths and salts by (table, terminating hash), voided rounds (table, n)."""

    filed: list[FiledChain]
    committed: dict[tuple[str, str], int]
    salted: dict[tuple[str, str], StoredSalt]
    voided: set[tuple[str, int]]
    refunded: list[str]
