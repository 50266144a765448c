"""Played rounds in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from persistence.rounds import CRASH, Place, RoundFilter, StoredRefund, StoredRound, round_key


class MemoryRounds:
    """Rounds in memory: those of `stored`, by id; the other fields are what the other methods find.

    `filed` are chains by table and place, `voided` the rounds of which it was filed that they were voided.
    """

    def __init__(self) -> None:
        self.stored: dict[str, StoredRound] = {}
        self.refunded: list[StoredRefund] = []
        self.durable: dict[str, datetime] = {}
        self.filed: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.voided: set[tuple[str, str]] = set()

    async def find(self, round_id: str) -> StoredRound | None:
        """See `Rounds.find`."""
        key = round_key(round_id)
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

    async def refund_of(self, user_id: str, bet_id: str) -> StoredRefund | None:
        """See `Rounds.refund_of`."""
        return next((each for each in self.refunded if (each.user_id, each.bet_id) == (user_id, bet_id)), None)

    async def filed_chain(self, table: str, place: str) -> Mapping[str, Any] | None:
        """See `Rounds.filed_chain`."""
        places = [each for each in self.filed if each[0] == table and each[1] <= place]
        return self.filed[max(places)] if places else None

    async def is_filed_voided(self, table: str, place: str) -> bool:
        """See `Rounds.is_filed_voided`."""
        return (table, place) in self.voided

    async def moments(self, txs: Sequence[str]) -> Mapping[str, datetime]:
        """See `Rounds.moments`."""
        return {tx: self.durable[tx] for tx in txs if tx in self.durable}


def _place(stored: StoredRound) -> Place:
    return Place(stored.at, stored.round_id)
