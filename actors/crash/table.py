"""The crash table: shared rounds with one clock. `betting` -> `closing` -> `running` -> `ended` -> `betting` ...

A player's entity holds the stake and tells the table; the table tells it whether the bet is taken, and then its one
end. A phase ends by the durable timer `step`, which is also the heartbeat of the curve. Things that happen at a secret
time (a target, the guard, the end of the curve) are done by the timer `due`, which is never stored.

A table whose host died is loaded in the middle of a round: `recover` resumes or voids it. Everything else about a
running round is in `actors.crash.round` too.

A table that leaves the settings keeps what it owes: the round that is open ends by the numbers that it was opened by,
which the table itself keeps, and no other is opened until the table is there again. The first turn of a table that was
loaded sets the timer of its phase anew, so that none stands still for the want of one.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from msgspec import Struct

from actors.crash import state as table_state
from actors.crash import view as table_view
from actors.crash.area import CRASH, table_definitions
from actors.crash.chains.keeper import SECRET_PHASES, ChainKeeper, Contributions
from actors.crash.chains.messages import RoundGet
from actors.crash.facts import BetTaken, ChainSalted, RoundClosed, RoundOpened, RoundStarted, TableWoken
from actors.crash.round import BEAT_MS, STEP, Draft, arm_due, cash_out, recover, run, show
from actors.crash.rules.config import BETS_PER_ROUND_MAX, TableConfig
from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN, allowance_of, profit
from actors.crash.rules.salt import contributions_of
from actors.crash.state import Bet, TableState
from actors.crash.table_messages import (
    BetAnswered,
    TableBet,
    TableCashout,
    TableDue,
    TableGet,
    TableInspect,
    TableLeave,
    TableOpen,
    TableShow,
    TableStep,
)
from actors.crash.table_summary import TableSummaryGet
from actors.definitions.book import Definitions
from actors.fairness.sealing import Seal
from actors.runtime.entity import Decision, DomainEvent, Entropy, Incoming, Rejection, StoredPart, by_type
from actors.runtime.facts import Fact
from actors.runtime.payloads import ServerPayload

CLOSED_LOOK_MS = 5_000
"""Between two checks of a table that is closed, or has left the settings, whether it is open again."""
USER = "entity:user/"
COMMANDS = (TableOpen, TableStep, TableLeave, TableDue, TableShow, TableBet, TableCashout)
QUERIES = (TableGet, TableSummaryGet, TableInspect, RoundGet)


class TableKind:
    """`EntityKind[TableState]`; the key is the name of a table, and `tables` are those of the settings.

    `definitions` replace them, if there are any; a change takes effect with the next round. Without a `seal` it reads
    tables as they are stored, but neither opens rounds nor knows the secret of one that is open. `contributions` are
    what the salt of a chain is made of.
    """

    def __init__(
        self,
        tables: Sequence[TableConfig],
        seal: Seal | None = None,
        definitions: Definitions | None = None,
        *,
        contributions: Contributions = contributions_of,
    ) -> None:
        self._definitions = definitions or table_definitions(tables)
        self._chains = ChainKeeper(seal, contributions)
        self.name = "crash"
        self.parts: Sequence[str] = table_state.PARTS
        self.commands = by_type(COMMANDS)
        self.queries = by_type(QUERIES)
        self.facts = table_state.FACTS

    def create(self, key: str) -> TableState:
        return TableState(key)

    def initial_command(self, state: TableState) -> tuple[str, Struct] | None:
        table = self._definitions.area(CRASH).get(state.key)
        return None if table is None or table.closed else ("open", TableOpen())

    def decide(self, state: TableState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        body, config = command.body, self._config(state)
        from_user = isinstance(body, TableBet | TableCashout)
        if from_user != command.origin.startswith(USER):
            return Rejection("forbidden")
        if config is None or (state.root.phase == "new" and self.initial_command(state) is None):
            return _refuse_unknown(command)
        draft = Draft(state, config, now_ms)
        if state.root.phase == "new" and not isinstance(body, TableOpen):
            return self._open_late(draft, command, entropy)
        if state.root.phase == "running" and not state.recovered:
            recover(draft)
            draft.state = deepcopy(state)
            for fact in draft.facts:
                self.apply(draft.state, fact)
        self._handle(draft, command, entropy)
        if not state.awake:
            _wake(draft)
        return draft.decision()

    def apply(self, state: TableState, fact: Fact) -> frozenset[str]:
        dirty = table_state.apply(state, fact)
        if isinstance(fact, RoundOpened | ChainSalted):
            state.secret = self._chains.secret(state)
        return dirty

    def announce(self, state: TableState, facts: Sequence[Fact]) -> Sequence[ServerPayload]:
        return table_view.announcements(state, facts)

    def events(self, state: TableState, facts: Sequence[Fact]) -> Sequence[DomainEvent]:
        return table_view.domain_events(state, facts)

    def answer(self, state: TableState, query: Struct, now_ms: int) -> ServerPayload | Rejection:
        config = self._config(state)
        if config is None or state.root.phase == "new":
            return Rejection("not_found")
        match query:
            case TableGet():
                return table_view.view(state, config, now_ms)
            case TableSummaryGet():
                return table_view.summary(state, config)
            case TableInspect():
                return table_view.inspection(state, config, now_ms)
            case RoundGet():
                return self._chains.proof(state, query.round_id)
            case _:
                raise TypeError(f"a table answers no {type(query).__name__}")

    def on_attach(self, state: TableState, now_ms: int) -> tuple[str, Struct] | None:
        """Wake a table that was loaded and has had no turn since; it opens if it is in the settings by now."""
        is_new = state.root.phase == "new"
        if state.awake or (is_new and self.initial_command(state) is None):
            return None
        return f"wake:{state.root.n}/{state.root.phase}/{now_ms}", TableOpen() if is_new else TableStep()

    def on_handover(self, state: TableState) -> Struct | None:
        """Make a last heartbeat: the next owner resumes the curve where it stood."""
        return TableLeave() if state.root.phase == "running" and state.recovered else None

    def attach_refusal(self, state: TableState, now_ms: int) -> Rejection | None:
        return None

    def snapshot(self, state: TableState, now_ms: int) -> ServerPayload:
        config = self._config(state)
        if config is None or state.root.phase == "new":
            return _NOTHING
        return table_view.view(state, config, now_ms)

    def dump(self, state: TableState, part: str) -> StoredPart:
        return table_state.dump(state, part)

    def unreadable(self, state: TableState) -> Sequence[str]:
        return ()

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> TableState:
        state = table_state.load(key, parts)
        if self._chains.is_given() and state.root.phase in SECRET_PHASES:
            state.secret = self._chains.secret(state)
        return state

    def _config(self, state: TableState) -> TableConfig | None:
        """Return the numbers by which the round of the table goes on and ends; None: there never was such a table."""
        table, kept = self._definitions.area(CRASH).get(state.key), state.config
        if state.root.phase == "new":
            return None if table is None else table.body
        if kept is not None:
            return kept
        table = self._definitions.version(CRASH, state.key, state.root.config_version) or table
        return TableConfig(name=state.key) if table is None else table.body

    # --- turns ---

    def _handle(self, draft: Draft, command: Incoming, entropy: Entropy) -> None:
        match command.body:
            case TableOpen() | TableStep():
                self._step(draft, entropy)
            case TableLeave():
                if draft.state.root.phase == "running":
                    run(draft, beat=True)
                    draft.timer(STEP, draft.now_ms)  # its next owner resumes the curve at once; ended, it waits again
            case TableDue():
                if draft.state.root.phase == "running":
                    run(draft, beat=False)
            case TableShow():
                show(draft, force=True)
            case TableBet():
                _bet(draft, command.body, command.origin.removeprefix(USER))
            case TableCashout():
                cash_out(draft, command.body, command.origin.removeprefix(USER), command.age_ms)
            case body:
                raise TypeError(f"a table takes no {type(body).__name__}")

    def _step(self, draft: Draft, entropy: Entropy) -> None:
        """End the phase, or beat once more in a running one; when it is too early, set the timer again."""
        root, now_ms = draft.state.root, draft.now_ms
        ends_at = _phase_ends_at(draft)
        if now_ms < ends_at:
            draft.timer(STEP, ends_at)
            return
        match root.phase:
            case "new" | "ended":
                self._open(draft, entropy)
            case "betting":
                draft.facts += [RoundClosed(), *self._chains.salted(draft.state)]
                draft.timer(STEP, now_ms)  # timers are armed when their turn is durable: the curve waits for that
            case "closing":
                draft.facts.append(RoundStarted(started_at=now_ms))
                draft.timer(STEP, now_ms + BEAT_MS)
                arm_due(draft, draft.state.open_bets(), draft.state.root.allowance, now_ms)
            case "running":
                run(draft, beat=True)

    def _open_late(self, draft: Draft, command: Incoming, entropy: Entropy) -> Decision:
        """Open a table that was spoken to before it was in the settings; a bet was for no round of it."""
        self._open(draft, entropy)
        if isinstance(command.body, TableBet):
            _answer(draft, command.body, command.origin.removeprefix(USER), "round_closed")
        return draft.decision()

    def _open(self, draft: Draft, entropy: Entropy) -> None:
        """Open the next round, of the next chain when the present one has ended; commit to its successor half-way."""
        state, table = draft.state, self._definitions.area(CRASH).get(draft.state.key)
        if table is None or table.closed:
            draft.timer(STEP, draft.now_ms + CLOSED_LOOK_MS)
            return
        config: TableConfig = table.body
        draft.facts += self._chains.reseal(state, entropy)
        draft.facts += self._chains.filed(state)
        draft.facts += self._chains.filed_voided(state, draft.facts)
        current, following, index = state.chains.current, state.chains.following, state.root.index
        if current is None:
            committed = self._chains.commit(state.key, config.chain_length, entropy)
            draft.facts.append(committed)
            length, index = committed.length, 0
        elif index >= current.length:
            assert following is not None
            draft.facts.append(self._chains.opened(state))
            length, index, following = following.length, 0, None
        else:
            length = current.length
        closes_at = draft.now_ms + config.betting_ms
        draft.facts.append(
            RoundOpened(
                closes_at=closes_at,
                allowance=allowance_of(config.bankroll + state.root.house_net),
                config=config,
            )
        )
        if following is None and (index + 1) * 2 >= length:
            draft.facts.append(self._chains.commit(state.key, config.chain_length, entropy))
        draft.timer(STEP, closes_at)


class _Nothing(ServerPayload, frozen=True):
    """The state of a table that does not exist."""


_NOTHING = _Nothing()


def _phase_ends_at(draft: Draft) -> int:
    """Return when the phase ends, in Unix ms; now, where it ends by something else than the clock."""
    root = draft.state.root
    return {"betting": root.closes_at, "ended": root.ended_at + draft.config.ended_ms}.get(root.phase, draft.now_ms)


def _wake(draft: Draft) -> None:
    """Set the timer of the phase, unless the turn has done so: the one that was stored may be gone."""
    draft.facts.append(TableWoken())
    if STEP not in draft.timers:
        draft.timer(STEP, max(draft.now_ms, _phase_ends_at(draft)))


def _bet(draft: Draft, body: TableBet, user_id: str) -> None:
    """Take a bet or refuse it; its player is told which."""
    code = _refusal(draft, body, user_id)
    if not code:
        bet = Bet(body.bet_id, user_id, table_view.alias(user_id), body.bet, body.auto_cashout)
        draft.facts.append(BetTaken(bet_id=bet.bet_id, user_id=user_id, player=bet.player, bet=bet.bet, auto=bet.auto))
        show(draft, bets=(bet,))
    _answer(draft, body, user_id, code)


def _answer(draft: Draft, body: TableBet, user_id: str, code: str) -> None:
    """Tell a player whether a bet was taken, and by which version its stake goes back if it was not."""
    draft.tell(user_id, BetAnswered(bet_id=body.bet_id, code=code, config_version=body.config_version))


def _refusal(draft: Draft, body: TableBet, user_id: str) -> str:
    """Return why a bet is not taken; empty when it is."""
    state, config = draft.state, draft.config
    open_for = state.root.phase == "betting" and draft.now_ms < state.root.closes_at
    if not open_for or body.round_id != state.round_id():
        return "round_closed"
    if user_id in state.users:
        return "already_bet"
    bets = [*state.bets(), Bet(body.bet_id, user_id, "", body.bet)]
    too_many = len(bets) > BETS_PER_ROUND_MAX
    unpayable = profit(bets, CASHOUT_HUNDREDTHS_MIN) > state.root.allowance
    if too_many or unpayable or not config.bet_min <= body.bet <= config.bet_max:
        return "limit_exceeded"
    return ""


def _refuse_unknown(command: Incoming) -> Decision | Rejection:
    """Refuse a command to a table that does not exist: a stake that was sent to it goes back."""
    body, draft = command.body, Draft.empty()
    match body:
        case TableBet():
            _answer(draft, body, command.origin.removeprefix(USER), "not_found")
            return draft.decision()
        case _:
            return Rejection("not_found")
