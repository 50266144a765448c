"""A table in short, and the read that asks for it: all that a player without a socket needs to take part."""

from typing import ClassVar

from msgspec import Struct

from actors.crash.table_messages import Phase, TableQuery
from actors.runtime.payloads import ServerPayload


class RoundResult(Struct, frozen=True):
    """The end of a round: its multiplier (`"3.07"`), empty when the round was voided."""

    round_id: str
    """Id of the round."""
    multiplier: str
    """Multiplier at which it crashed, as text with two decimals: `"3.07"`; empty when it was voided."""


class TableSummary(ServerPayload, frozen=True, omit_defaults=True):
    """A table for whoever asks now and then, with nothing of its bets but how many are open.

    `closes_at` (Unix ms) is there until the curve starts, `started_at` from then on. All players together can win at
    most `profit_max` gold in this round. `last` are the rounds that ended, newest first.
    """

    id: str
    """Name of the crash table."""
    phase: Phase
    """Phase of the round: bets are taken in `betting`, the curve runs in `running`."""
    round_id: str
    """Id of the present round."""
    bet_min: int
    """Smallest stake, in whole gold."""
    bet_max: int
    """Largest stake, in whole gold."""
    profit_max: int
    """Amount that all players together can win in this round at most, in whole gold."""
    bets_open: int
    """Number of bets of this round that have not ended."""
    last: list[RoundResult]
    """Rounds that have ended, newest first."""
    closes_at: int = 0
    """When betting ends, in Unix ms; absent once the curve runs."""
    started_at: int = 0
    """When the curve started, in Unix ms; absent before."""


class TableSummaryGet(TableQuery, frozen=True):
    """The table in short."""

    TYPE: ClassVar[str] = "table.summary"
    REPLY: ClassVar[type[ServerPayload]] = TableSummary
