"""The public proof of a round of a crash table."""

from typing import ClassVar

from actors.crash.messages import RoundId
from actors.crash.table_messages import TableQuery
from actors.runtime.payloads import ServerPayload


class TableRoundProof(ServerPayload, frozen=True, omit_defaults=True):
    """What proves a round; `game_hash` and `crash_cents` once it is over."""

    round_id: str
    """Id of the round."""
    table: str
    """Name of the crash table."""
    salt: str
    """Salt under which the round is played, in hex: SHA-256 over `terminating_hash` and `salt_contributions`, with `:`
    between. While bets are taken on a chain without a salt, that of no contributions."""
    terminating_hash: str
    """Last hash of the table's chain, in hex: the commitment to all of its rounds."""
    chain_index: int
    """Place of the round in the chain, a number counted from the end that was committed to."""
    state: str
    """`betting`, `closing`, `running`, `crashed` or `voided`."""
    game_hash: str = ""
    """The round's game hash, in hex: it proves where the curve ended. Absent until the round is over."""
    crash_cents: int = 0
    """Multiplier at which the curve ended, in hundredths. Absent until the round is over."""
    salt_contributions: tuple[str, ...] = ()
    """Bets that the salt was made of, in order: the SHA-256 of each bet's id, in hex. Absent for a round of a chain on
    which nobody had bet yet, and for chains of former releases."""


class RoundGet(TableQuery, frozen=True):
    """The proof of one round of the table."""

    TYPE: ClassVar[str] = "table.round"
    REPLY: ClassVar[type[ServerPayload]] = TableRoundProof
    round_id: RoundId
