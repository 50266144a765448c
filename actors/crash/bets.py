"""The player's side of crash: the stake is held before the table hears of the bet, and released once, at its end.

While a bet is open its stake lies in `house:escrow`: only its settlement makes it a wager, with its payout in the same
turn, so that a round of the player is whole in the ledger or not there. Tells of the table count once by the id of the
bet, in any order.

A stake counts as what it may bring from the moment at which it is held (`Context.room`): no bet and no grant may take
the balance so far that a settlement would not fit.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from actors.crash.area import CRASH, tables_in_force
from actors.crash.facts import CashOutAsked, StakeHeld, StakeRefunded, StakeReturned, StakeTaken
from actors.crash.messages import CrashBet, CrashBetPlaced, CrashCashedOut, CrashCashout, MyBet, OpenBet, OpenBetGet
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import GAME, REFUNDED, allowance_of, multiplier
from actors.crash.rules.returns import expected_payout, lowest_return
from actors.crash.stakes import STAKE_FACTS, STAKES, STAKES_MAX, Stake, apply
from actors.crash.table_messages import BetAnswered, BetSettled, CashoutRefused, TableBet, TableCashout
from actors.definitions.book import Definitions
from actors.games.contract import won
from actors.games.facts import RoundPlayed
from actors.money.amounts import AMOUNT_MAX
from actors.money.wallet import GOLD, HOUSE_BETS, HOUSE_ESCROW, payout_of, receive, spend
from actors.player.feature import (
    GAMES_SHOWN,
    NOTHING_OWED,
    CommandHandler,
    Context,
    Feature,
    Handle,
    SnapshotField,
    unchanged,
)
from actors.player.state import PlayerState
from actors.runtime.entity import Completion, Decision, EntityRef, Later, Rejection, Tell
from actors.runtime.facts import Fact
from actors.runtime.payloads import Noted

FROM_TABLES = (f"entity:{CRASH}/",)


def bets_feature(tables: Iterable[TableConfig], definitions: Definitions | None = None) -> Feature:
    """Return the feature; `tables` hold as long as `definitions` has none, or is None."""
    in_force = tables_in_force(tables, definitions)

    def place(player: PlayerState, body: CrashBet, context: Context) -> Decision | Rejection:
        return _bet(player, body, context, in_force.now())

    return Feature(
        name="crash",
        parts=(STAKES,),
        commands={
            CrashBet: CommandHandler(place, gated=True),
            CrashCashout: CommandHandler(_cash_out),
            BetAnswered: CommandHandler(_of_stake(_answered), senders=FROM_TABLES),
            CashoutRefused: CommandHandler(_of_stake(_cash_out_refused), senders=FROM_TABLES),
            BetSettled: CommandHandler(_of_stake(_settled), senders=FROM_TABLES),
        },
        queries={OpenBetGet: _open_bet},
        facts={**dict.fromkeys(STAKE_FACTS, apply), StakeRefunded: unchanged},
        owed=lambda player: _owed(player, in_force.now()),
        snapshot={
            "games": SnapshotField(
                dict[str, Any], lambda player, now_ms: _tables_shown(player, in_force.now()), GAMES_SHOWN
            )
        },
    )


def _bet(
    state: PlayerState, body: CrashBet, context: Context, tables: Mapping[str, TableConfig]
) -> Decision | Rejection:
    """Hold the stake and tell the table; the reply comes when that has answered."""
    table = tables.get(body.table)
    if table is None:
        return Rejection("not_found", {"table": body.table})
    gold, auto = state.root.balances[GOLD], body.auto_cashout or 0
    refusal = _refusal(state, body, table, gold)
    refusal = refusal or context.refuse_above_room(state, GOLD, _win_max(body.bet, auto, table))
    if refusal is not None:
        return refusal
    held = spend(
        state.account, gold, HOUSE_ESCROW, body.bet, reason="hold", reference=context.tx, version=table.version
    )
    stake = StakeHeld(context.tx, table=body.table, round_id=body.round_id, bet=body.bet, auto=auto)
    tell = TableBet(
        bet_id=context.tx, round_id=body.round_id, bet=body.bet, auto_cashout=auto, config_version=table.version
    )
    return Decision(Later(), (held, stake), tells=(Tell(_table(body.table), tell),))


def _refusal(state: PlayerState, body: CrashBet, table: TableConfig, gold: int) -> Rejection | None:
    if not table.bet_min <= body.bet <= table.bet_max:
        return Rejection("invalid_payload", {"field": "bet", "min": table.bet_min, "max": table.bet_max})
    if any(stake.round_id == body.round_id for stake in STAKES.of(state).open.values()):
        return Rejection("already_bet")
    if len(STAKES.of(state).open) >= STAKES_MAX:
        return Rejection("limit_exceeded", {"open_bets_max": STAKES_MAX})
    if body.bet > gold:
        return Rejection("insufficient_gold", {"need": body.bet, "have": gold})
    return None


def _win_max(bet: int, auto: int, table: TableConfig) -> int:
    """Return what a bet may win beside its stake: no more than all players of the round together may."""
    allowance = allowance_of(table.bankroll)
    return min(allowance, payout_of(bet, auto) - bet) if auto else allowance


def _owed(state: PlayerState, tables: Mapping[str, TableConfig]) -> Mapping[str, int]:
    """Return the open stakes and what they may win; of a table that is no longer in the settings the stake alone."""
    stakes = STAKES.of(state).open.values()
    if not stakes:
        return NOTHING_OWED
    wins = (_win_max(each.bet, each.auto, tables[each.table]) for each in stakes if each.table in tables)
    return {GOLD: sum(each.bet for each in stakes) + sum(wins)}


def _cash_out(state: PlayerState, body: CrashCashout, context: Context) -> Decision | Rejection:
    """Tell the table; the reply comes with the settlement, or when the table refuses the cash-out."""
    wanted = (body.table, body.round_id, True)
    mine = {(stake.table, stake.round_id, stake.taken): bet_id for bet_id, stake in STAKES.of(state).open.items()}
    if wanted not in mine:
        return Rejection("no_bet")
    bet_id = mine[wanted]
    stake = STAKES.of(state).open[bet_id]
    if stake.cash_out:
        return Rejection("in_progress")
    tell = TableCashout(bet_id=bet_id, tx=context.tx)
    return Decision(Later(), (CashOutAsked(bet_id, tx=context.tx),), tells=(Tell(_table(body.table), tell),))


def _of_stake(decide: Callable[[PlayerState, Stake, Any], Decision]) -> Handle:
    """Return a handler that calls `decide` if the bet is open; nobody but its table may send the command."""

    def handle(
        state: PlayerState, body: BetAnswered | CashoutRefused | BetSettled, context: Context
    ) -> Decision | Rejection:
        stake = STAKES.of(state).open.get(body.bet_id)
        if stake is None:
            return Decision(Noted())
        if context.command.origin != f"entity:{_table(stake.table)}":
            return Rejection("forbidden")
        return decide(state, stake, body)

    return handle


def _answered(state: PlayerState, stake: Stake, body: BetAnswered) -> Decision:
    gold = state.root.balances[GOLD]
    if stake.taken:
        return Decision(Noted())
    if not body.code:
        return Decision(Noted(), (StakeTaken(body.bet_id),), completions=(_placed(stake, body.bet_id, gold),))
    version = body.config_version
    released = receive(
        state.account, gold, HOUSE_ESCROW, stake.bet, reason="release", reference=body.bet_id, version=version
    )
    refused = Completion(body.bet_id, Rejection(body.code))
    return Decision(Noted(), (released, StakeReturned(body.bet_id)), completions=(refused,))


def _cash_out_refused(state: PlayerState, stake: Stake, body: CashoutRefused) -> Decision:
    if stake.cash_out != body.tx:
        return Decision(Noted())
    refused = Completion(body.tx, Rejection(body.code))
    return Decision(Noted(), (CashOutAsked(body.bet_id, tx=""),), completions=(refused,))


def _settled(state: PlayerState, stake: Stake, body: BetSettled) -> Decision:
    account, version = state.account, body.config_version
    gold = state.root.balances[GOLD]
    released = receive(account, gold, HOUSE_ESCROW, stake.bet, reason="release", reference=body.bet_id, version=version)
    facts: list[Fact] = [released, StakeReturned(body.bet_id)]
    payout = 0
    if body.how != REFUNDED:
        wager = spend(
            account, released.balance_after, HOUSE_BETS, stake.bet, reason="bet", reference=body.bet_id, version=version
        )
        facts.append(wager)
        payout = min(body.payout, AMOUNT_MAX - wager.balance_after - _other_stakes(state, body.bet_id))
        if payout:
            facts.append(
                receive(
                    account,
                    wager.balance_after,
                    HOUSE_BETS,
                    payout,
                    reason="payout",
                    reference=body.bet_id,
                    version=version,
                )
            )
        facts.append(_round(state, stake, body, payout))
    else:
        facts.append(_refund(stake, body))
    return Decision(Noted(), tuple(facts), completions=_replies(stake, body, gold, payout))


def _other_stakes(state: PlayerState, bet_id: str) -> int:
    """Return the sum of the player's other open stakes: whatever this one pays, there is room for them to come back."""
    return sum(stake.bet for other, stake in STAKES.of(state).open.items() if other != bet_id)


def _replies(stake: Stake, body: BetSettled, gold: int, payout: int) -> tuple[Completion, ...]:
    """Return replies to commands that still wait for the table: a bet whose answer comes after its end, a cash-out."""
    replies = [] if stake.taken else [_placed(stake, body.bet_id, gold)]
    if stake.cash_out and body.cents and body.how != REFUNDED:
        cashed_out = CrashCashedOut(multiplier=multiplier(body.cents), payout=payout)
        replies.append(Completion(stake.cash_out, cashed_out))
    elif stake.cash_out:
        replies.append(Completion(stake.cash_out, Rejection("round_closed", {"bet": body.how})))
    return tuple(replies)


def _refund(stake: Stake, body: BetSettled) -> StakeRefunded:
    return StakeRefunded(
        bet_id=body.bet_id,
        table=stake.table,
        round_id=stake.round_id,
        bet=stake.bet,
        auto=stake.auto,
        at_ms=body.at_ms,
    )


def _round(state: PlayerState, stake: Stake, body: BetSettled, payout: int) -> RoundPlayed:
    """Return the bet as a round of its player. The table proves it: it has no seeds, and the nonce stays."""
    outcome = {
        "table": body.table,
        "round_id": body.round_id,
        "cents": body.cents,
        "auto_cashout": stake.auto,
        "how": body.how,
        "at": body.at_ms,
        "commit": body.commit,
    }
    return RoundPlayed(
        round_id=body.bet_id,
        game=GAME,
        bet=stake.bet,
        payout=payout,
        won=won(stake.bet, payout),
        outcome=outcome,
        config_version=body.config_version,
        server_seed_hash="",
        client_seed="",
        nonce=state.root.nonce,
        expected=expected_payout(stake),
        variance=body.variance,
        definition=body.table,
    )


def _open_bet(state: PlayerState, query: OpenBetGet, now_ms: int) -> OpenBet | Rejection:
    """Return an open bet of the player; one that is over, like one of another player, is not there."""
    stake = STAKES.of(state).open.get(query.bet_id)
    if stake is None:
        return Rejection("not_found")
    return OpenBet(
        bet_id=query.bet_id,
        table=stake.table,
        round_id=stake.round_id,
        bet=stake.bet,
        auto_cashout=stake.auto,
        accepted=stake.taken,
    )


def _tables_shown(state: PlayerState, tables: Mapping[str, TableConfig]) -> dict[str, Any]:
    """Return crash's part of the snapshot: its tables, with the player's open bets."""
    shown: dict[str, dict[str, Any]] = {
        name: {
            "bet_min": table.bet_min,
            "bet_max": table.bet_max,
            "rtp": lowest_return(table.bet_min),
            "my_bet": None,
        }
        for name, table in tables.items()
    }
    for bet_id, stake in STAKES.of(state).open.items():
        bet = MyBet(
            bet_id=bet_id, round_id=stake.round_id, bet=stake.bet, auto_cashout=stake.auto, accepted=stake.taken
        )
        shown.setdefault(stake.table, {}).update(round_id=stake.round_id, my_bet=bet)
    return {GAME: shown} if shown else {}


def _placed(stake: Stake, bet_id: str, gold: int) -> Completion:
    return Completion(bet_id, CrashBetPlaced(bet_id=bet_id, round_id=stake.round_id, gold=gold))


def _table(name: str) -> EntityRef:
    return EntityRef(CRASH, name)
