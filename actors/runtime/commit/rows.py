"""Facts as rows: which fact is stored where. A fact without a row of its own lives in the entity's state alone."""

from collections.abc import Iterable
from typing import assert_never

from msgspec import json

from actors.crash.facts import StakeFact, TableFact
from actors.facts import (
    ActDone,
    EventsAcked,
    Fact,
    Kicked,
    RewardIssued,
    RoundPlayed,
    SeedRevealed,
    SeedsCommitted,
    StandingChanged,
    Transferred,
)
from actors.missions.facts import MissionFact, MissionsMoved
from actors.runtime.commit.batch import Turn
from actors.runtime.facts import Recorded
from actors.shop.facts import PurchaseChanged, ShopFact
from persistence.records import ActRow, FactRow, RevealedSeedRow, RoundRow, TransferRow


def add_rows(turn: Turn, facts: Iterable[Fact]) -> None:
    """Put the rows of `facts` into the turn that they happened in."""
    for fact in facts:
        match fact:
            case Transferred():
                turn.transfers.append(_transfer(turn, fact))
            case RoundPlayed():
                turn.rounds.append(_round(turn, fact))
                turn.settled.append(fact)
            case MissionsMoved():
                pass  # of many rounds: before the long way through the rest
            case ActDone():
                turn.acts.append(_act(fact))
            case PurchaseChanged():
                turn.facts.append(_fact(turn, fact))
                turn.settled.append(fact)
            case Recorded():
                turn.facts.append(_fact(turn, fact))
            case SeedRevealed():
                turn.seeds.append(_seed(turn, fact))
            case (
                SeedsCommitted()
                | RewardIssued()
                | EventsAcked()
                | TableFact()
                | StakeFact()
                | ShopFact()
                | MissionFact()
                | StandingChanged()
                | Kicked()
            ):
                pass
            case _:
                assert_never(fact)


def _transfer(turn: Turn, fact: Transferred) -> TransferRow:
    command = turn.command
    return TransferRow(
        command.shard,
        command.tx,
        len(turn.transfers),
        fact.debit,
        fact.credit,
        fact.currency,
        fact.amount,
        fact.balance_after,
        command.version,
        fact.reason,
        fact.reference,
        fact.config_version,
    )


def _round(turn: Turn, fact: RoundPlayed) -> RoundRow:
    command = turn.command
    return RoundRow(
        command.shard,
        fact.round_id,
        command.tx,
        command.key,
        fact.game,
        fact.bet,
        fact.payout,
        fact.won,
        json.encode(fact.outcome).decode(),
        fact.config_version,
        fact.server_seed_hash,
        fact.client_seed,
        fact.nonce,
    )


def _seed(turn: Turn, fact: SeedRevealed) -> RevealedSeedRow:
    command = turn.command
    return RevealedSeedRow(
        command.shard,
        fact.server_seed_hash,
        command.tx,
        command.key,
        fact.server_seed,
        fact.client_seed,
        fact.last_nonce,
    )


def _fact(turn: Turn, fact: Recorded) -> FactRow:
    command = turn.command
    return FactRow(
        command.shard,
        command.tx,
        len(turn.facts),
        command.kind,
        command.key,
        str(fact.__struct_config__.tag),
        fact.once(),
        json.encode(fact.columns()).decode(),
    )


def _act(fact: ActDone) -> ActRow:
    old, new = (None if value is None else json.encode(value).decode() for value in (fact.old, fact.new))
    return ActRow(fact.event, fact.actor, fact.role, fact.target, old, new, fact.reason, fact.request_id, fact.address)
