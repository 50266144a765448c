"""Checks of stakes that are open at crash tables (I12), from the states of all players and tables.

In one snapshot the ledger and a player's state are of the same moment. Between a player and a table there may be tells
on their way: a stake that its table does not have, or has no more, is right as long as one is open.
"""

from collections.abc import Iterable

from actors.crash.stakes import STAKES, Stake
from actors.crash.state import Bet, TableState
from actors.player.state import PlayerState
from cluster.verification.findings import CheckResult
from persistence.verification.snapshot import Snapshot
from persistence.verification.stakes import StakeInEscrow


class StakeChecks:
    """Fed with the state of every entity; `EntityChecks` reports what cannot be read."""

    def __init__(self) -> None:
        self._stakes: dict[str, tuple[str, Stake]] = {}
        self._bets: dict[str, tuple[str, Bet]] = {}
        self._tables: list[str] = []
        self.escrow = CheckResult(
            name="escrow", invariant="I12", claim="what lies in escrow is the open stakes in the states of players"
        )
        self.bets = CheckResult(
            name="table_bets",
            invariant="I12",
            claim="an open bet at a table is an open stake of its player, and a stake is at its table or on its way",
        )
        self.steps = CheckResult(
            name="table_step", invariant="I12", claim="a table that was opened has a timer that ends its phase"
        )

    def add(self, state: object) -> None:
        """Take up the open stakes of a player, or the open bets of a table."""
        if isinstance(state, TableState):
            self._bets |= {bet.bet_id: (state.round_id(), bet) for bet in state.open_bets()}
            if state.root.phase != "new":
                self._tables.append(state.key)
        elif isinstance(state, PlayerState) and STAKES.name not in state.unreadable:
            self._stakes |= {bet_id: (state.key, stake) for bet_id, stake in STAKES.of(state).open.items()}

    async def results(self, snapshot: Snapshot) -> list[CheckResult]:
        """Return the checks, after the last entity. Raises StoreError."""
        self._check_escrow(await snapshot.stakes_in_escrow())
        told = await snapshot.stake_tells()
        for bet_id, (user_id, stake) in self._stakes.items():
            self._check_stake(bet_id, user_id, stake, told)
        for bet_id in self._bets.keys() - self._stakes.keys():
            round_id, bet = self._bets[bet_id]
            self.bets.add(bet=bet_id, at_table=[bet.user_id, round_id, bet.bet], of_player=None)
        stepping = await snapshot.stepping_tables()
        for key in sorted(set(self._tables) - stepping):
            self.steps.add(table=key)
        return [self.escrow, self.bets, self.steps]

    def _check_escrow(self, held: Iterable[StakeInEscrow]) -> None:
        in_escrow = {each.bet_id: (each.user_id, each.amount) for each in held}
        in_states = {bet_id: (user_id, stake.bet) for bet_id, (user_id, stake) in self._stakes.items()}
        for bet_id in sorted(in_escrow.keys() | in_states.keys()):
            if in_escrow.get(bet_id) != in_states.get(bet_id):
                self.escrow.add(bet=bet_id, in_escrow=in_escrow.get(bet_id), in_state=in_states.get(bet_id))

    def _check_stake(self, bet_id: str, user_id: str, stake: Stake, told: frozenset[str]) -> None:
        of_player = (user_id, stake.round_id, stake.bet)
        if bet_id in self._bets:
            round_id, bet = self._bets[bet_id]
            if (bet.user_id, round_id, bet.bet) != of_player:
                self.bets.add(bet=bet_id, at_table=[bet.user_id, round_id, bet.bet], of_player=of_player)
        elif bet_id not in told:
            self.bets.add(bet=bet_id, at_table=None, of_player=of_player)
