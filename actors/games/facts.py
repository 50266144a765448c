"""The fact of a settled round of any game, counted by the ledger of rounds, statistics and missions."""

from typing import Any, ClassVar

from msgspec import json

from actors.fairness.returns import Observation
from actors.runtime.commit.rows import TurnRows
from actors.runtime.facts import Fact
from persistence.entities.records import RoundRow


class RoundPlayed(Fact, frozen=True, kw_only=True, tag="round_played"):
    """A game round that is settled. `won` is None for a tie; `outcome` is the game's own record, shown to auditors.

    `server_seed_hash`, `client_seed` and `nonce` are the fairness reference of a solo game. `memory` replaces what the
    game keeps of this player; None: it is left as it is. `expected` and `variance` are those of the payout before it
    was known, in gold and gold squared, for the monitor of returns; None: the game pays in other things than gold.
    `definition` is the id of what was played (a machine, a banner, a table), `observations` what was drawn beside gold.
    """

    COUNTED: ClassVar[bool] = True
    round_id: str
    game: str
    bet: int
    payout: int
    won: bool | None
    outcome: dict[str, Any]
    config_version: int
    server_seed_hash: str
    client_seed: str
    nonce: int
    memory: dict[str, int] | None = None
    expected: float | None = None
    variance: float = 0.0
    definition: str = ""
    observations: tuple[Observation, ...] = ()

    def add_rows(self, rows: TurnRows) -> None:
        command = rows.command
        rows.rounds.append(
            RoundRow(
                command.shard,
                self.round_id,
                command.tx,
                command.key,
                self.game,
                self.bet,
                self.payout,
                self.won,
                json.encode(self.outcome).decode(),
                self.config_version,
                self.server_seed_hash,
                self.client_seed,
                self.nonce,
            )
        )
