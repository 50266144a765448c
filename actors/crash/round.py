"""A running round of a crash table: bets that end by themselves, cash-outs, recovery, and updates for watchers.

A `Draft` gathers what a turn decides; nothing here changes a state.
"""

from collections.abc import Iterable, Sequence
from typing import Self

from actors.crash.facts import AnyTableFact, Beat, BetEnded, RoundEnd, RoundEnded, RoundResumed, Shown
from actors.crash.rules import curve as crash
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import GRACE_MS, LOST, REFUNDED
from actors.crash.rules.returns import joint_variances
from actors.crash.state import Bet, Secret, TableState
from actors.crash.table_messages import (
    BetSettled,
    CashoutRefused,
    TableBetShown,
    TableCashout,
    TableDue,
    TableShow,
    TableStep,
)
from actors.crash.view import BETS_SHOWN_MAX, bet_shown
from actors.money.wallet import payout_of
from actors.runtime.entity import Decision, EntityRef, Tell, Timer
from actors.runtime.payloads import Command, Noted

BEAT_MS = 1_000
"""Between two heartbeats of a running table, which store how far its curve has come."""
SHOW_MS = 200
"""Between two updates of watchers, which are two messages at most: 10 a second."""
STEP, DUE, SHOW = "step", "due", "show"


class Draft:
    """The decision of one turn of the table `state` at `now_ms`, as it is gathered."""

    __slots__ = ("_variances", "cancelled", "config", "facts", "now_ms", "state", "tells", "timers")

    def __init__(self, state: TableState, config: TableConfig, now_ms: int) -> None:
        self.state = state
        self.config = config
        self.now_ms = now_ms
        self.facts: list[AnyTableFact] = []
        self.tells: list[Tell] = []
        self.timers: dict[str, Timer] = {}
        self.cancelled: list[str] = []
        self._variances: dict[str, float] = {}

    @classmethod
    def empty(cls) -> Self:
        """Return the draft of a table that does not exist."""
        return cls(TableState(""), TableConfig(), 0)

    def tell(self, user_id: str, body: Command) -> None:
        self.tells.append(Tell(EntityRef("user", user_id), body))

    def timer(self, name: str, due_ms: int) -> None:
        """Set a timer. Only `step` is stored: the others would tell a reader of the database when the curve ends."""
        body = {STEP: TableStep(), DUE: TableDue(), SHOW: TableShow()}[name]
        self.timers[name] = Timer(name, due_ms, body, durable=name == STEP)

    def secret(self) -> Secret:
        assert self.state.secret is not None
        return self.state.secret

    def end_bet(self, bet: Bet, hundredths: int, how: str) -> Bet:
        """End a bet, once; return it as it is then."""
        payout = bet.bet if how == REFUNDED else payout_of(bet.bet, hundredths)
        root, state = self.state.root, self.state
        ended = BetEnded(bet_id=bet.bet_id, hundredths=hundredths, payout=payout, how=how, at_ms=self.now_ms)
        self.facts.append(ended)
        settled = BetSettled(
            bet_id=bet.bet_id,
            table=state.key,
            round_id=state.round_id(),
            bet=bet.bet,
            auto=bet.auto,
            cents=hundredths,
            payout=payout,
            how=how,
            at_ms=self.now_ms,
            commit=root.last_hash,
            config_version=root.config_version,
            variance=self._variance(bet),
        )
        self.tell(bet.user_id, settled)
        return Bet(bet.bet_id, bet.user_id, bet.player, bet.bet, bet.auto, hundredths, payout, how)

    def _variance(self, bet: Bet) -> float:
        if not self._variances:
            bets = list(self.state.bets())
            self._variances = dict(zip((each.bet_id for each in bets), joint_variances(bets), strict=True))
        return self._variances[bet.bet_id]

    def decision(self) -> Decision:
        """Return the decision for the runtime."""
        return Decision(
            Noted(),
            facts=tuple(self.facts),
            tells=tuple(self.tells),
            timers=tuple(self.timers.values()),
            cancelled_timers=tuple(self.cancelled),
        )


def run(draft: Draft, *, beat: bool) -> None:
    """End the bets that the curve has reached (targets, then the guard), and the round at its end."""
    state, now_ms = draft.state, draft.now_ms
    elapsed_ms = now_ms - state.root.started_at
    ended, left, allowance = _end_due(draft, elapsed_ms)
    if elapsed_ms >= draft.secret().crash_ms + GRACE_MS:
        _crash(draft, left)
    else:
        if beat:
            draft.facts.append(Beat(elapsed_ms=elapsed_ms))
            draft.timer(STEP, now_ms + BEAT_MS)
        arm_due(draft, left, allowance, state.root.started_at)
    show(draft, cash_outs=ended)


def _end_due(draft: Draft, elapsed_ms: int) -> tuple[list[Bet], list[Bet], int]:
    """End due bets. Return (cashed out now, still open, gold that these may win)."""
    stakes, allowance = draft.state.open_bets(), draft.state.root.allowance - draft.state.root.won
    due = {each.place: each for each in crash.due(stakes, allowance, draft.secret().point, elapsed_ms)}
    ended = [draft.end_bet(stakes[place], each.hundredths, each.how) for place, each in due.items()]
    left = [bet for place, bet in enumerate(stakes) if place not in due]
    return ended, left, allowance - sum(bet.payout - bet.bet for bet in ended)


def _crash(draft: Draft, left: Iterable[Bet]) -> None:
    now_ms = draft.now_ms
    for bet in left:
        draft.end_bet(bet, 0, LOST)
    draft.facts.append(_ended(draft, "crashed"))
    draft.timer(STEP, now_ms + draft.config.ended_ms)
    draft.cancelled.append(DUE)


def _ended(draft: Draft, end: RoundEnd) -> RoundEnded:
    secret = draft.secret()
    return RoundEnded(
        end=end,
        game_hash=secret.game_hash,
        hundredths=secret.point,
        ended_at=draft.now_ms,
        table=draft.state.key,
        config_version=draft.state.root.config_version,
    )


def arm_due(draft: Draft, stakes: Sequence[Bet], allowance: int, started_at: int) -> None:
    """Set the timer for the next thing that happens by itself."""
    elapsed_ms = draft.now_ms - started_at
    draft.timer(DUE, started_at + crash.next_due_ms(stakes, allowance, draft.secret().point, elapsed_ms))


def cash_out(draft: Draft, body: TableCashout, user_id: str, age_ms: int) -> None:
    """Cash a player out as of when the gateway received the command, but no more than GRACE_MS ago.

    A command after the end of the curve is not answered: the settlement of the round does that, and until then nobody
    learns that the curve has ended.
    """
    state, root = draft.state, draft.state.root
    bet = state.find(body.bet_id)
    code = ""
    if bet is None or bet.user_id != user_id:
        code = "no_bet"
    elif root.phase != "running":
        code = "" if bet.how else "not_claimable"
    elif not bet.how:
        code = _leave(draft, bet, draft.now_ms - root.started_at - min(max(0, age_ms), GRACE_MS))
    if code:
        draft.tell(user_id, CashoutRefused(bet_id=body.bet_id, tx=body.tx, code=code))


def _leave(draft: Draft, bet: Bet, dated_ms: int) -> str:
    """Cash out an open bet; return an error code, or nothing."""
    secret, root = draft.secret(), draft.state.root
    if dated_ms >= secret.crash_ms:
        return ""
    stakes, allowance = draft.state.open_bets(), root.allowance - root.won
    hundredths, how = crash.cash_out(bet, stakes, allowance, secret.point, dated_ms)
    if not hundredths:
        return "not_claimable"
    show(draft, cash_outs=(draft.end_bet(bet, hundredths, how),))
    return ""


def recover(draft: Draft) -> None:
    """Resume a running round whose host died: soon enough, the curve goes on from its last beat.

    Otherwise the targets reached by then are paid, every other stake is refunded, and the round is void.
    """
    root, now_ms = draft.state.root, draft.now_ms
    lost_ms = now_ms - (root.started_at + root.beat_ms)
    if lost_ms < draft.config.resume_ms_max:
        started_at = now_ms - root.beat_ms
        draft.facts.append(RoundResumed(started_at=started_at, elapsed_ms=root.beat_ms))
        draft.timer(STEP, now_ms + BEAT_MS)
        arm_due(draft, draft.state.open_bets(), root.allowance - root.won, started_at)
        return
    _, left, _ = _end_due(draft, root.beat_ms)
    for bet in left:
        draft.end_bet(bet, crash.START_HUNDREDTHS, REFUNDED)
    draft.facts.append(_ended(draft, "voided"))
    draft.timer(STEP, now_ms + draft.config.ended_ms)


def show(draft: Draft, bets: Sequence[Bet] = (), cash_outs: Sequence[Bet] = (), *, force: bool = False) -> None:
    """Show watchers all they have not seen, `bets` and `cash_outs` of this turn last, or set the timer that will."""
    state, now_ms = draft.state, draft.now_ms
    waiting = bool(state.unshown_bets or state.unshown_cash_outs)
    unseen_bets, unseen_outs = [*state.unshown_bets, *bets], [*state.unshown_cash_outs, *cash_outs]
    if not unseen_bets and not unseen_outs:
        return
    if not force and now_ms - state.shown_at < SHOW_MS:
        if not waiting:
            draft.timer(SHOW, state.shown_at + SHOW_MS)
        return
    shown_bets = tuple(TableBetShown(bet.player, bet.bet) for bet in unseen_bets[:BETS_SHOWN_MAX])
    shown_outs = tuple(bet_shown(bet) for bet in unseen_outs[:BETS_SHOWN_MAX])
    draft.facts.append(Shown(bets=shown_bets, cash_outs=shown_outs, at_ms=now_ms))
    if len(unseen_bets) > BETS_SHOWN_MAX or len(unseen_outs) > BETS_SHOWN_MAX:
        draft.timer(SHOW, now_ms + SHOW_MS)
