"""Transfers: the facts by which money moves, one row of the ledger each."""

from actors.runtime.commit.rows import TurnRows
from actors.runtime.facts import Fact
from persistence.entities.records import TransferRow


class Transferred(Fact, frozen=True, kw_only=True, tag="transferred"):
    """An amount moved from a debit account to a credit account; exactly one of the two is the entity's own.

    `account` accounts read `user:KEY` or `house:NAME`; `balance_after` is the entity's balance in `currency`
    afterwards.
    """

    debit: str
    credit: str
    currency: str
    amount: int
    balance_after: int
    reason: str
    reference: str = ""
    config_version: int = 1

    def add_rows(self, rows: TurnRows) -> None:
        command = rows.command
        rows.transfers.append(
            TransferRow(
                command.shard,
                command.tx,
                len(rows.transfers),
                self.debit,
                self.credit,
                self.currency,
                self.amount,
                self.balance_after,
                command.version,
                self.reason,
                self.reference,
                self.config_version,
            )
        )
