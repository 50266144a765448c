"""The outside of a crash table: its state for watchers, topic messages, proofs, domain events. Secrets never leave.

Messages about a running round have the same content, and come at the same times, wherever the curve will end.
"""

from collections.abc import Sequence
from hashlib import blake2b
from heapq import nlargest
from typing import Any

from actors.crash.chains.messages import TableRoundProof
from actors.crash.chains.state import Chain, PlayedChain
from actors.crash.facts import Beat, RoundEnded, RoundOpened, RoundResumed, RoundStarted, Shown, TableFact
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import GROWTH_PER_MS, LOST, REFUNDED, multiplier
from actors.crash.rules.point import crash_hundredths
from actors.crash.state import Bet, PastRound, TableState, round_id
from actors.crash.table_messages import (
    BetPlaced,
    BetSeen,
    CashedOut,
    ChainShown,
    Crashed,
    RoundOpen,
    RoundResume,
    RoundShown,
    RoundStart,
    RoundVoided,
    TableBetShown,
    TableInspected,
    TableView,
    Tick,
    TopicMessage,
)
from actors.crash.table_summary import RoundResult, TableSummary
from actors.runtime.entity import DomainEvent
from actors.runtime.facts import Fact

BETS_SHOWN_MAX = 50
"""Bets in one message or view; the numbers beside them count all."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def alias(user_id: str) -> str:
    """Return the name under which others see a player: two letters that stay the same and reveal nothing."""
    digest = blake2b(user_id.encode(), digest_size=2).digest()
    return f"{LETTERS[digest[0] % 26]}***{LETTERS[digest[1] % 26]}"


def bet_shown(bet: Bet) -> TableBetShown:
    """Return one bet as others see it."""
    if bet.how in {"", LOST, REFUNDED}:
        return TableBetShown(bet.player, bet.bet)
    return TableBetShown(bet.player, bet.bet, multiplier(bet.hundredths), bet.payout)


def view(state: TableState, config: TableConfig, now_ms: int) -> TableView:
    """Return the state with which a watcher begins."""
    root, chains, bets = state.root, state.chains, list(state.bets())
    assert chains.current is not None
    return TableView(
        table=state.key,
        round_id=state.round_id(),
        phase=root.phase,
        now=now_ms,
        commit=root.last_hash if state.secret is not None else "",
        chain=_chain(chains.current),
        chain_index=root.index,
        bet_min=config.bet_min,
        bet_max=config.bet_max,
        players=len(bets),
        staked=sum(bet.bet for bet in bets),
        growth_per_ms=GROWTH_PER_MS,
        bets=[bet_shown(bet) for bet in reversed(nlargest(BETS_SHOWN_MAX, bets, key=lambda bet: bet.n))],
        history=_history(state),
        closes_at=root.closes_at,
        started_at=root.started_at,
        next_chain=_chain(chains.following) if chains.following is not None else None,
    )


def summary(state: TableState, config: TableConfig) -> TableSummary:
    """Return the table in short: phase, limits, how many bets are open, and the last results."""
    root = state.root
    return TableSummary(
        id=state.key,
        phase=root.phase,
        round_id=state.round_id(),
        bet_min=config.bet_min,
        bet_max=config.bet_max,
        profit_max=root.allowance,
        bets_open=len(state.open_bets()),
        last=[RoundResult(each.round_id, each.multiplier) for each in _history(state)],
        closes_at=root.closes_at if root.phase in {"betting", "closing"} else 0,
        started_at=root.started_at,
    )


def inspection(state: TableState, config: TableConfig, now_ms: int) -> TableInspected:
    """Return the view of staff: that of watchers, the users of the bets, and the house's purse."""
    root = state.root
    return TableInspected(
        shown=view(state, config, now_ms),
        bets=[
            BetSeen(each.bet_id, each.user_id, each.bet, each.auto, each.hundredths, each.payout, each.how)
            for each in state.bets()
        ],
        bankroll=config.bankroll + root.house_net,
        allowance=root.allowance,
        won=root.won,
        round_config_version=root.config_version,
    )


def _chain(chain: Chain) -> ChainShown:
    return ChainShown(chain.terminating_hash, chain.salt, chain.length)


def _history(state: TableState) -> list[RoundShown]:
    return [_past(state, past) for past in reversed(state.history)]


def _past(state: TableState, past: PastRound) -> RoundShown:
    return RoundShown(
        round_id(state.key, past.n),
        past.end,
        multiplier(past.hundredths) if past.hundredths else "",
        past.game_hash,
        past.ended_at,
        past.bets,
        past.staked,
        past.paid,
    )


def proof(table: str, n: int, chain: Chain | PlayedChain, *, game_hash: str, end: str) -> TableRoundProof:
    """Return the proof of round `n`; with an empty hash: it is not over."""
    salt = chain.salt_at(n)
    return TableRoundProof(
        round_id=round_id(table, n),
        table=table,
        salt=salt,
        terminating_hash=chain.terminating_hash,
        chain_index=n - chain.first_n + 1,
        state=end,
        game_hash=game_hash,
        crash_cents=crash_hundredths(game_hash, salt) if game_hash else 0,
        salt_contributions=chain.contributions if n >= chain.salted_n else (),
    )


def announcements(state: TableState, facts: Sequence[Fact]) -> list[TopicMessage]:
    """Return the messages to watchers about a turn."""
    messages: list[TopicMessage] = []
    name = state.round_id()
    for fact in facts:
        match fact:
            case RoundOpened():
                messages.append(RoundOpen(round_id=name, closes_at=fact.closes_at, commit=state.root.last_hash))
            case RoundStarted():
                messages.append(_started(state, fact))
            case RoundResumed():
                messages.append(RoundResume(round_id=name, started_at=fact.started_at, growth_per_ms=GROWTH_PER_MS))
            case Beat():
                messages.append(Tick(round_id=name, elapsed_ms=fact.elapsed_ms))
            case Shown():
                messages += _shown(name, fact)
            case RoundEnded(end="voided"):
                messages.append(RoundVoided(round_id=name, game_hash=fact.game_hash))
            case RoundEnded():
                messages.append(
                    Crashed(round_id=name, multiplier=multiplier(fact.hundredths), game_hash=fact.game_hash)
                )
            case _:
                pass
    return messages


def _started(state: TableState, fact: RoundStarted) -> RoundStart:
    chain = state.chains.current
    assert chain is not None
    return RoundStart(
        round_id=state.round_id(),
        started_at=fact.started_at,
        growth_per_ms=GROWTH_PER_MS,
        salt=chain.salt_at(state.root.n),
    )


def _shown(name: str, fact: Shown) -> list[TopicMessage]:
    messages: list[TopicMessage] = []
    if fact.bets:
        first, more = fact.bets[0], fact.bets[1:]
        messages.append(BetPlaced(round_id=name, player=first.player, bet=first.bet, more=more))
    if fact.cash_outs:
        first, more = fact.cash_outs[0], fact.cash_outs[1:]
        messages.append(
            CashedOut(
                round_id=name, player=first.player, multiplier=first.multiplier, payout=first.payout, more=tuple(more)
            )
        )
    return messages


def domain_events(state: TableState, facts: Sequence[Fact]) -> list[DomainEvent]:
    """Return a `crash.round_ended` for each round that ended; its bets are events of their players."""
    return [
        DomainEvent("crash.round_ended", _round_ended(state, fact)) for fact in facts if isinstance(fact, RoundEnded)
    ]


def _round_ended(state: TableState, fact: TableFact) -> dict[str, Any]:
    past = state.history[-1]
    return {
        "table": state.key,
        "round_id": round_id(state.key, past.n),
        "state": past.end,
        "crash_cents": past.hundredths,
        "game_hash": past.game_hash,
        "started_at": past.started_at,
        "ended_at": past.ended_at,
        "bets": past.bets,
        "staked": past.staked,
        "paid": past.paid,
        "config_version": state.root.config_version,
    }
