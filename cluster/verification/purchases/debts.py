"""Checks of players' debts (I9), from their states and the facts of their debts."""

from actors.debts.debts import DEBTS
from actors.player.state import PlayerState
from cluster.verification.findings import CheckResult
from persistence.verification.snapshot import Snapshot


class DebtChecks:
    """Fed with the state of every entity; `EntityChecks` reports what cannot be read."""

    def __init__(self) -> None:
        self._owed: dict[tuple[str, str], int] = {}
        self.debts = CheckResult(
            name="debts",
            invariant="I9",
            claim="a debt is the sum of its changes, and who owes a currency has none of it",
        )

    def add(self, state: object) -> None:
        """Take up the debts of a player, beside the balances that must be empty."""
        if not isinstance(state, PlayerState) or DEBTS.name in state.unreadable:
            return
        for currency, owed in DEBTS.of(state).owed.items():
            self._owed[state.key, currency] = owed
            balance = state.root.balances.get(currency, 0)
            if owed <= 0 or balance:
                self.debts.add(user=state.key, currency=currency, owed=owed, balance=balance)

    async def results(self, snapshot: Snapshot) -> list[CheckResult]:
        """Return the checks, after the last entity. Raises StoreError."""
        changes = await snapshot.debts()
        for user, currency in sorted(changes.keys() | self._owed.keys()):
            owed, changed = self._owed.get((user, currency), 0), changes.get((user, currency), 0)
            if owed != changed:
                self.debts.add(user=user, currency=currency, owed=owed, changes=changed)
        return [self.debts]
