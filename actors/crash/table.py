"""The crash table: shared rounds with one clock. `betting` -> `closing` -> `running` -> `ended` -> `betting` ...

A player's entity holds the stake and tells the table; the table tells it whether the bet is taken, and then its one
end. A phase ends by the durable timer `step`, which is also the heartbeat of the curve. Things that happen at a secret
time (a target, the guard, the end of the curve) are done by the timer `due`, which is never stored.

A table whose host died is loaded in the middle of a round: `recover` resumes or voids it. Everything else about a
running round is in `actors.crash.round` too.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from msgspec import Struct

from actors.crash import state as table_state
from actors.crash import view as table_view
from actors.crash.area import CRASH, table_definitions
from actors.crash.facts import (
    BetTaken,
    ChainCommitted,
    ChainOpened,
    ChainResealed,
    RoundClosed,
    RoundOpened,
    RoundStarted,
)
from actors.crash.round import BEAT_MS, STEP, Draft, arm_due, cash_out, recover, run, show
from actors.crash.rules.chain import Links, hash_at, make_links
from actors.crash.rules.config import BETS_PER_ROUND_MAX, TableConfig
from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN, allowance_of, profit, reached_ms
from actors.crash.rules.point import crash_hundredths
from actors.crash.state import Bet, Chain, PlayedChain, Secret, TableState
from actors.crash.table_messages import (
    BetAnswered,
    RoundGet,
    TableBet,
    TableCashout,
    TableDue,
    TableGet,
    TableInspect,
    TableLeave,
    TableOpen,
    TableRoundProof,
    TableShow,
    TableStep,
)
from actors.crash.table_summary import TableSummaryGet
from actors.definitions.book import Definitions
from actors.fairness.sealing import NONCE_BYTES, Seal
from actors.runtime.entity import Decision, DomainEvent, Entropy, Incoming, Rejection, StoredPart, by_type
from actors.runtime.facts import Fact
from actors.runtime.payloads import ServerPayload

CLOSED_LOOK_MS = 5_000
"""Between two checks of a closed table whether staff have opened it again."""
USER = "entity:user/"
COMMANDS = (TableOpen, TableStep, TableLeave, TableDue, TableShow, TableBet, TableCashout)
QUERIES = (TableGet, TableSummaryGet, TableInspect, RoundGet)
SECRET_PHASES = frozenset({"betting", "closing", "running"})


class TableKind:
    """`EntityKind[TableState]`; the key is the name of a table, and `tables` are those of the settings.

    `definitions` replace them, if there are any; a change takes effect with the next round. Without a `seal` it reads
    tables as they are stored, but neither opens rounds nor knows the secret of one that is open.
    """

    def __init__(
        self, tables: Sequence[TableConfig], seal: Seal | None = None, definitions: Definitions | None = None
    ) -> None:
        self._definitions = definitions or table_definitions(tables)
        self._seal = seal
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
        if config is None or (state.root.phase == "new" and not isinstance(body, TableOpen)):
            return _refuse_unknown(command)
        draft = Draft(state, config, now_ms)
        if state.root.phase == "running" and not state.recovered:
            recover(draft)
            draft.state = deepcopy(state)
            for fact in draft.facts:
                self.apply(draft.state, fact)
        self._handle(draft, command, entropy)
        return draft.decision()

    def apply(self, state: TableState, fact: Fact) -> frozenset[str]:
        dirty = table_state.apply(state, fact)
        if isinstance(fact, RoundOpened):
            state.secret = self._secret(state)
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
                return self._proof(state, query.round_id)
            case _:
                raise TypeError(f"a table answers no {type(query).__name__}")

    def on_attach(self, state: TableState, now_ms: int) -> tuple[str, Struct] | None:
        return None

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

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> TableState:
        state = table_state.load(key, parts)
        if self._seal is not None and state.root.phase in SECRET_PHASES:
            state.secret = self._secret(state)
        return state

    def _config(self, state: TableState) -> TableConfig | None:
        """Return the version by which a round that is open goes on and ends; None: there is no such table."""
        table = self._definitions.area(CRASH).get(state.key)
        if table is None:
            return None
        version = state.root.config_version
        if table.version != version and state.root.phase != "new":
            table = self._definitions.version(CRASH, state.key, version) or table
        config: TableConfig = table.body
        return config

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
        root, config, now_ms = draft.state.root, draft.config, draft.now_ms
        ends_at = {"betting": root.closes_at, "ended": root.ended_at + config.ended_ms}.get(root.phase, now_ms)
        if now_ms < ends_at:
            draft.timer(STEP, ends_at)
            return
        match root.phase:
            case "new" | "ended":
                self._open(draft, entropy)
            case "betting":
                draft.facts.append(RoundClosed())
                draft.timer(STEP, now_ms)  # timers are armed when their turn is durable: the curve waits for that
            case "closing":
                draft.facts.append(RoundStarted(started_at=now_ms))
                draft.timer(STEP, now_ms + BEAT_MS)
                arm_due(draft, draft.state.open_bets(), draft.state.root.allowance, now_ms)
            case "running":
                run(draft, beat=True)

    def _open(self, draft: Draft, entropy: Entropy) -> None:
        """Open the next round, of the next chain when the present one has ended; commit to its successor half-way."""
        state, table = draft.state, self._definitions.area(CRASH)[draft.state.key]
        if table.closed:
            draft.timer(STEP, draft.now_ms + CLOSED_LOOK_MS)
            return
        config: TableConfig = table.body
        self._reseal(draft, entropy)
        current, following, index = state.chains.current, state.chains.following, state.root.index
        if current is None:
            committed = self._commit(state.key, config, entropy)
            draft.facts.append(committed)
            length, index = committed.length, 0
        elif index >= current.length:
            assert following is not None
            draft.facts.append(ChainOpened(checkpoints=self._links(state.key, current).checkpoints))
            length, index, following = following.length, 0, None
        else:
            length = current.length
        closes_at = draft.now_ms + config.betting_ms
        draft.facts.append(
            RoundOpened(
                closes_at=closes_at,
                allowance=allowance_of(config.bankroll + state.root.house_net),
                config_version=config.version,
            )
        )
        if following is None and (index + 1) * 2 >= length:
            draft.facts.append(self._commit(state.key, config, entropy))
        draft.timer(STEP, closes_at)

    # --- secrets ---

    def _commit(self, key: str, config: TableConfig, entropy: Entropy) -> ChainCommitted:
        assert self._seal is not None
        links, terminating_hash = make_links(entropy.seed_hex(), config.chain_length)
        nonce = bytes.fromhex(entropy.seed_hex())[:NONCE_BYTES]
        return ChainCommitted(
            length=links.length,
            terminating_hash=terminating_hash,
            salt=entropy.seed_hex(),
            sealed=self._seal.close(links.checkpoints, nonce, _seal_context(key, terminating_hash)),
        )

    def _reseal(self, draft: Draft, entropy: Entropy) -> None:
        """Seal under the key that is used now what was sealed under a former one."""
        assert self._seal is not None
        chains = draft.state.chains
        for chain in (chains.current, chains.following):
            if chain is None or self._seal.is_current(chain.sealed):
                continue
            context = _seal_context(draft.state.key, chain.terminating_hash)
            nonce = bytes.fromhex(entropy.seed_hex())[:NONCE_BYTES]
            sealed = self._seal.close(self._seal.open(chain.sealed, context), nonce, context)
            draft.facts.append(ChainResealed(terminating_hash=chain.terminating_hash, sealed=sealed))

    def _links(self, key: str, chain: Chain | PlayedChain) -> Links:
        if isinstance(chain, PlayedChain):
            return Links(chain.length, chain.checkpoints)
        assert self._seal is not None
        return Links(chain.length, self._seal.open(chain.sealed, _seal_context(key, chain.terminating_hash)))

    def _secret(self, state: TableState) -> Secret:
        chain = state.chains.current
        assert chain is not None
        game_hash = hash_at(self._links(state.key, chain), state.root.index)
        point = crash_hundredths(game_hash, chain.salt)
        return Secret(game_hash, point, reached_ms(point))

    def _proof(self, state: TableState, name: str) -> TableRoundProof | Rejection:
        table, _, number = name.rpartition("-")
        n = int(number) if number.isdecimal() and number.isascii() and len(number) < 16 else 0
        if table != state.key or not 1 <= n <= state.root.n:
            return Rejection("not_found")
        current = state.chains.current
        assert current is not None
        chain = _chain_of(n, current, state.chains.played)
        if n == state.root.n and state.secret is not None:
            return table_view.proof(state, n, chain, game_hash="", crash_hundredths=0, end=state.root.phase)
        game_hash = hash_at(self._links(state.key, chain), n - chain.first_n + 1)
        end = "voided" if n in state.chains.voided else "crashed"
        point = crash_hundredths(game_hash, chain.salt)
        return table_view.proof(state, n, chain, game_hash=game_hash, crash_hundredths=point, end=end)


class _Nothing(ServerPayload, frozen=True):
    """The state of a table that does not exist."""


_NOTHING = _Nothing()


def _bet(draft: Draft, body: TableBet, user_id: str) -> None:
    """Take a bet or refuse it; its player is told which."""
    code = _refusal(draft, body, user_id)
    if not code:
        bet = Bet(body.bet_id, user_id, table_view.alias(user_id), body.bet, body.auto_cashout)
        draft.facts.append(BetTaken(bet_id=bet.bet_id, user_id=user_id, player=bet.player, bet=bet.bet, auto=bet.auto))
        show(draft, bets=(bet,))
    draft.tell(user_id, BetAnswered(bet_id=body.bet_id, code=code))


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
            draft.tell(command.origin.removeprefix(USER), BetAnswered(bet_id=body.bet_id, code="not_found"))
            return draft.decision()
        case _:
            return Rejection("not_found")


def _chain_of(n: int, current: Chain, played: Sequence[PlayedChain]) -> Chain | PlayedChain:
    """Return the chain of round `n`, which is no later than the present one."""
    if n >= current.first_n:
        return current
    return next(chain for chain in reversed(played) if chain.first_n <= n)


def _seal_context(key: str, terminating_hash: str) -> str:
    """Return the context that binds a sealed chain to its table."""
    return f"crash/{key}/{terminating_hash}"
