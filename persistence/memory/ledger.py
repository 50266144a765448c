"""Players' ledgers in memory."""

from collections.abc import Sequence

from persistence.ledger import EntryPlace, LedgerEntry, LedgerFilter


class MemoryLedger:
    """The in-memory `Ledger`; `entries` are by player, in any order."""

    def __init__(self) -> None:
        self.entries: dict[str, list[LedgerEntry]] = {}

    async def page(
        self, user_id: str, wanted: LedgerFilter, before: EntryPlace | None, rows_max: int
    ) -> Sequence[LedgerEntry]:
        """See `Ledger.page`."""
        newest_first = sorted(self.entries.get(user_id, ()), key=lambda each: each.place, reverse=True)
        return [
            each
            for each in newest_first
            if wanted.currency in {"", each.currency}
            and (wanted.since is None or each.place.at >= wanted.since)
            and (wanted.until is None or each.place.at < wanted.until)
            and (before is None or each.place < before)
        ][:rows_max]
