"""The user entity: the only owner of a player's gold. It composes the rules into turns; solo games are one turn here.

Commands: every registered game's, `seeds.rotate`, `event.ack`; from the server alone `user.open` (the first turn) and
`reward.grant`.
Money that a turn moves is in its facts; `actors.user.state` alone applies them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from actors.crash import bets as user_crash
from actors.crash.bets import STAKE_COMMANDS
from actors.crash.rules.config import TableConfig
from actors.crash.table_messages import BetAnswered, BetSettled, CashoutRefused
from actors.definitions.book import Definitions
from actors.facts import EventsAcked, Fact, RewardIssued, RoundPlayed, SeedRevealed, SeedsCommitted
from actors.fairness.floats import commitment, floats
from actors.games.contract import NO_MEMORY, Game, Odds, Played
from actors.games.in_force import GamesInForce
from actors.messages import (
    AMOUNT_MAX,
    AccountExclude,
    Command,
    CrashBet,
    CrashCashout,
    EventAck,
    EventClaim,
    EventJoin,
    EventsAcknowledged,
    EventsGet,
    FairnessGet,
    ProfileGet,
    PurchasesGet,
    RevealedSeeds,
    RewardGrant,
    RewardGrantDone,
    SeedsRotate,
    SeedsRotated,
    ServerPayload,
    ShopBuy,
    ShopCancel,
    StateGet,
    StatsGet,
    StreakClaim,
    StreakGet,
    StreakProtect,
    StreakState,
    StreakTick,
    StreakZone,
    UserOpen,
    UserOpened,
)
from actors.missions import turns as user_missions
from actors.missions import view as missions_view
from actors.missions.area import MissionsInForce
from actors.money.economy import EconomyConfig
from actors.money.wallet import GOLD, HOUSE_BETS, HOUSE_MINT, HOUSE_REWARDS, receive, spend
from actors.runtime.entity import Decision, DomainEvent, Entropy, Incoming, Rejection, StoredPart
from actors.shop import purchases as user_shop
from actors.shop.shop_messages import PurchaseCommand, PurchaseRefund
from actors.streak import turns as user_streak
from actors.streak.turns import STREAK_COMMANDS
from actors.user import standing_turns as user_standing
from actors.user import state as user_state
from actors.user import view as user_view
from actors.user.staff_messages import STAFF_COMMANDS, StandingGet, UserBan, UserGrant, UserKick, UserUnban
from actors.user.state import UserState

CLIENT_SEED_CHARS = 16
"""Length of the client seed that a player starts with."""


class UserKind:
    """`EntityKind[UserState]`; the key is the user id. `games` are those of `actors.games.registry`.

    `definitions`, if there are any, replace what games and tables are played by, from turn to turn.
    """

    def __init__(
        self,
        economy: EconomyConfig,
        games: Sequence[Game[Any]],
        tables: Sequence[TableConfig] = (),
        definitions: Definitions | None = None,
    ) -> None:
        self._economy = economy
        self._in_force = GamesInForce(economy, games, tables, definitions)
        self._missions = MissionsInForce(definitions, economy.streak)
        self.name = "user"
        self.parts: Sequence[str] = user_state.PARTS
        self.commands = _by_type(
            *(game.command for game in games),
            SeedsRotate,
            EventAck,
            AccountExclude,
            UserOpen,
            RewardGrant,
            *STAFF_COMMANDS,
            CrashBet,
            CrashCashout,
            *STAKE_COMMANDS,
            EventJoin,
            EventClaim,
            *STREAK_COMMANDS,
            ShopBuy,
            ShopCancel,
            PurchaseRefund,
            *user_shop.PURCHASE_COMMANDS,
        )
        self.queries = _by_type(
            StateGet, StatsGet, ProfileGet, FairnessGet, StandingGet, PurchasesGet, EventsGet, StreakGet
        )

    def create(self, key: str) -> UserState:
        return user_state.new_state(key)

    def initial_command(self, state: UserState) -> tuple[str, Struct] | None:
        return f"mint:{state.key}", UserOpen()

    def decide(self, state: UserState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        decision = self._decide(state, command, now_ms, entropy)
        return user_missions.with_missions(state, decision, self._missions, now_ms)

    def _decide(self, state: UserState, command: Incoming, now_ms: int, entropy: Entropy) -> Decision | Rejection:
        body = command.body
        in_force = self._in_force.now()
        game = in_force.games.get(type(body))
        if game is not None:
            return user_standing.refusal(state.standing, now_ms) or self._play(state, game, command, now_ms)
        match body:
            case CrashBet():
                barred = user_standing.refusal(state.standing, now_ms)
                return barred or user_crash.bet(state, command, body, in_force.tables)
            case CrashCashout():
                return user_crash.cash_out(state, command, body)
            case BetAnswered() | CashoutRefused() | BetSettled():
                return user_crash.told(state, command, body)
            case EventJoin() | EventClaim():
                barred = user_standing.refusal(state.standing, now_ms)
                return barred or user_missions.claim_or_join(state, body, command.tx, self._missions, now_ms)
            case ShopBuy():
                barred = user_standing.refusal(state.standing, now_ms)
                return barred or user_shop.buy(state, command, body, self._tier(state), now_ms)
            case ShopCancel():
                return user_shop.cancel(state, body, now_ms)
            case PurchaseCommand():
                return user_shop.told(state, command, body, now_ms)
            case StreakTick() | StreakClaim() | StreakProtect() | StreakZone():
                return user_standing.refusal(state.standing, now_ms) or self._streak(state, body, now_ms)
            case SeedsRotate():
                return _rotate(state, body, entropy)
            case EventAck():
                return _acknowledge(state, body)
            case AccountExclude():
                return user_standing.exclude(state.standing, body, now_ms)
            case UserBan() | UserUnban() | UserKick() | UserGrant() | PurchaseRefund() if command.origin != "admin":
                return Rejection("forbidden")
            case UserBan() | UserUnban() | UserKick():
                return user_standing.decide(state.key, state.standing, body, now_ms)
            case UserGrant():
                return self._staff_grant(state, body)
            case PurchaseRefund():
                return user_shop.refund(state, body, now_ms)
            case UserOpen() | RewardGrant() if command.origin == "user":
                return Rejection("forbidden")
            case UserOpen():
                return self._open(state, entropy)
            case RewardGrant():
                return self._grant(state, body)
            case _:
                raise TypeError(f"a user takes no {type(body).__name__}")

    def apply(self, state: UserState, fact: Fact) -> frozenset[str]:
        return user_state.apply(state, fact)

    def announce(self, state: UserState, facts: Sequence[Fact]) -> Sequence[ServerPayload]:
        return user_view.pushes(state, facts, self._economy)

    def events(self, state: UserState, facts: Sequence[Fact]) -> Sequence[DomainEvent]:
        return user_view.domain_events(state, facts)

    def answer(self, state: UserState, query: Struct, now_ms: int) -> ServerPayload | Rejection:
        match query:
            case StateGet():
                return self.snapshot(state, now_ms)
            case StatsGet():
                return user_view.stats(state)
            case ProfileGet():
                return user_view.profile(state, self._economy)
            case FairnessGet():
                return user_view.fairness(state)
            case EventsGet():
                return missions_view.active(state.missions.parts, self._missions.at(state.streak, now_ms))
            case PurchasesGet():
                return user_shop.shown_to_player(state)
            case StreakGet():
                return self._streak_shown(state, now_ms)
            case StandingGet():
                return user_standing.shown(state.standing)
            case _:
                raise TypeError(f"a user answers no {type(query).__name__}")

    def on_attach(self, state: UserState, now_ms: int) -> tuple[str, Struct] | None:
        return user_streak.arrival(state.streak, self._economy.streak, now_ms)

    def on_handover(self, state: UserState) -> Struct | None:
        return None

    def attach_refusal(self, state: UserState, now_ms: int) -> Rejection | None:
        return user_standing.refusal(state.standing, now_ms)

    def snapshot(self, state: UserState, now_ms: int) -> ServerPayload:
        in_force = self._in_force.now()
        games_view = in_force.view | user_crash.tables_shown(state, in_force.tables)
        events = missions_view.states(state.missions.parts, self._missions.at(state.streak, now_ms))
        return user_view.initial_state(state, self._economy, games_view, events, self._streak_shown(state, now_ms))

    def dump(self, state: UserState, part: str) -> StoredPart:
        return user_state.dump(state, part)

    def load(self, key: str, parts: Mapping[str, StoredPart]) -> UserState:
        return user_state.load(key, parts)

    def _play(self, state: UserState, game: Game[Any], command: Incoming, now_ms: int) -> Decision | Rejection:
        """One round: stake, outcome and payout in one turn. The nonce is used up, whatever the outcome."""
        unplayable = game.refusal(command.body, now_ms)
        if unplayable is not None:
            return Rejection(*unplayable)
        bet = game.stake(command.body)
        refusal = self._refusal(bet, game.payout_max(command.body), state.root.balances[GOLD])
        if refusal is not None:
            return refusal
        seeds, nonce = state.seeds, state.root.nonce + 1
        memory = state.memories.by_game.get(game.name, NO_MEMORY)
        played = game.play(command.body, floats(seeds.server_seed, seeds.client_seed, nonce), memory)
        version = played.config_version or game.config_version
        facts, gold = _settle(state, version, bet, played, command.tx)
        facts.append(
            RoundPlayed(
                round_id=command.tx,
                game=game.name,
                bet=bet,
                payout=played.payout,
                won=played.won,
                outcome=played.outcome,
                config_version=version,
                server_seed_hash=commitment(seeds.server_seed),
                client_seed=seeds.client_seed,
                nonce=nonce,
                memory=None if played.memory is None else dict(played.memory),
                **_expectation(game.odds(command.body), bet),
            )
        )
        return Decision(game.reply(played, command.tx, gold), tuple(facts))

    def _streak(self, state: UserState, body: user_streak.StreakCommand, now_ms: int) -> Decision | Rejection:
        economy, gold = self._economy, state.root.balances[GOLD]
        return user_streak.decide(state.streak, state.account, gold, body, economy.streak, now_ms, economy.version)

    def _streak_shown(self, state: UserState, now_ms: int) -> StreakState:
        return user_streak.shown(state.streak, self._economy.streak, now_ms)

    def _tier(self, state: UserState) -> str:
        return user_view.profile(state, self._economy).tier

    def _refusal(self, bet: int, payout_max: int, gold: int) -> Rejection | None:
        """Why a stake is not taken. It must not depend on the outcome, or a refusal would tell it."""
        economy = self._economy
        if not economy.bet_min <= bet <= economy.bet_max:
            return Rejection("invalid_payload", {"field": "bet", "min": economy.bet_min, "max": economy.bet_max})
        if bet > gold:
            return Rejection("insufficient_gold", {"need": bet, "have": gold})
        if gold - bet + payout_max > AMOUNT_MAX:
            return Rejection("limit_exceeded", {"have": gold, "max": AMOUNT_MAX})
        return None

    def _open(self, state: UserState, entropy: Entropy) -> Decision:
        """Commit to the first seeds and grant the starting gold; a second opening does nothing."""
        if state.seeds.server_seed:
            return Decision(UserOpened(gold=state.root.balances[GOLD]))
        minted = receive(
            state.account,
            state.root.balances[GOLD],
            HOUSE_MINT,
            self._economy.starting_gold,
            reason=user_view.OPENING,
            reference=f"mint:{state.key}",
            version=self._economy.version,
        )
        seeds = SeedsCommitted(
            server_seed=entropy.seed_hex(),
            next_server_seed=entropy.seed_hex(),
            client_seed=entropy.seed_hex()[:CLIENT_SEED_CHARS],
        )
        return Decision(UserOpened(gold=minted.balance_after), (seeds, minted))

    def _grant(self, state: UserState, body: RewardGrant) -> Decision | Rejection:
        balance = state.root.balances[body.reward_type]
        if balance + body.amount > AMOUNT_MAX:
            return Rejection("limit_exceeded", {"have": balance, "max": AMOUNT_MAX})
        granted = receive(
            state.account,
            balance,
            HOUSE_REWARDS,
            body.amount,
            reason="reward",
            reference=body.grant_id,
            version=self._economy.version,
            currency=body.reward_type,
        )
        issued = RewardIssued(
            grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source=body.source
        )
        return Decision(RewardGrantDone(grant_id=body.grant_id, balance=granted.balance_after), (granted, issued))

    def _staff_grant(self, state: UserState, body: UserGrant) -> Decision | Rejection:
        grant = RewardGrant(grant_id=body.grant_id, reward_type=body.reward_type, amount=body.amount, source="staff")
        return user_standing.recorded(self._grant(state, grant), UserGrant.EVENT, state.key, body.act, grant)


def _by_type(*classes: type[Command]) -> Mapping[str, type[Struct]]:
    return {cls.TYPE: cls for cls in classes}


def _settle(state: UserState, version: int, bet: int, played: Played, round_id: str) -> tuple[list[Fact], int]:
    """The round's transfers, stake first, and the gold after them."""
    account, balances = state.account, state.root.balances
    stake = spend(account, balances[GOLD], HOUSE_BETS, bet, reason="bet", reference=round_id, version=version)
    facts: list[Fact] = [stake]
    gold = stake.balance_after
    if played.payout:
        paid = receive(account, gold, HOUSE_BETS, played.payout, reason="payout", reference=round_id, version=version)
        facts.append(paid)
        gold = paid.balance_after
    facts.extend(
        receive(
            account,
            balances[currency],
            HOUSE_BETS,
            amount,
            reason="payout",
            reference=round_id,
            version=version,
            currency=currency,
        )
        for currency, amount in played.credits
    )
    return facts, gold


def _expectation(odds: Odds | None, bet: int) -> dict[str, float]:
    return {} if odds is None else {"expected": odds.mean * bet, "variance": odds.variance * bet * bet}


def _rotate(state: UserState, body: SeedsRotate, entropy: Entropy) -> Decision:
    """The next seed was committed to while its player could still choose the client seed: no other may follow."""
    seeds = state.seeds
    revealed = SeedRevealed(
        server_seed=seeds.server_seed,
        server_seed_hash=commitment(seeds.server_seed),
        client_seed=seeds.client_seed,
        last_nonce=state.root.nonce,
    )
    committed = SeedsCommitted(
        server_seed=seeds.next_server_seed,
        next_server_seed=entropy.seed_hex(),
        client_seed=body.client_seed or seeds.client_seed,
    )
    reply = SeedsRotated(
        revealed=RevealedSeeds(**structs.asdict(revealed)),
        server_seed_hash=commitment(committed.server_seed),
        next_server_seed_hash=commitment(committed.next_server_seed),
        client_seed=committed.client_seed,
        nonce=0,
    )
    return Decision(reply, (revealed, committed))


def _acknowledge(state: UserState, body: EventAck) -> Decision:
    known = [event_id for event_id in dict.fromkeys(body.ids) if event_id in state.events.unacked]
    facts = (EventsAcked(ids=tuple(known)),) if known else ()
    return Decision(EventsAcknowledged(acknowledged=known), facts)
