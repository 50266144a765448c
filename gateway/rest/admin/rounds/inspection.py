"""One round as staff inspect it: its bets with their times, its proof, and what playing it again comes to.

Nobody learns more of a round that is not over, or of a seed that is not revealed, than its player does.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from actors.crash.chains.messages import TableRoundProof
from actors.crash.rules.curve import GAME, LOST, REFUNDED, multiplier
from actors.crash.table_messages import BetSeen, TableInspect, TableInspected
from actors.games.contract import Game
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ServerPayload
from actors.runtime.turns.commands import command_tx, derived_id
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.body import checked
from gateway.rest.players.fairness import RoundProof, proof_of, table_proof
from gateway.staff.verdicts import Verdict, judge, judge_table_round
from persistence.rounds import StoredRefund, StoredRound

OPEN, PLAYED = "open", "played"
"""The end of a bet that has not ended, and of one on a solo round, which is over at once."""

_inspected = msgspec.json.Decoder(TableInspected)


class BetInspected(ServerPayload, frozen=True):
    """One bet. `how` it ended: `manual`, `auto`, `forced`, `lost`, `refunded`, `played` in a solo round, else `open`.

    `placed_at` is when the player's stake was taken, `accepted_at` when the table took the bet, `cashed_out_at` when it
    left the curve, `settled_at` when the player had been paid, all durably; null is not yet, not at all or, of
    `accepted_at`, that the command is no longer kept. `auto_cashout` is in cents, 0 for none.
    """

    bet_id: str
    """Id of the bet; of a solo round that of the round."""
    user_id: str
    """Id of the player's account."""
    bet: int
    """Stake, in whole gold."""
    payout: int
    """Amount paid, in whole gold, the stake included; 0 if nothing."""
    auto_cashout: int
    """Multiplier at which it is cashed out by itself, in hundredths; 0 is never."""
    multiplier: str
    """Multiplier at which it left the curve, as text with two decimals; empty if it did not."""
    how: str
    """How it ended: `manual`, `auto`, `forced`, `lost`, `refunded`, `played` in a solo round, else `open`."""
    placed_at: Moment | None
    """When the player's stake was taken; null where that is not known."""
    accepted_at: Moment | None
    """When the table took the bet; null is not yet, or no longer known."""
    cashed_out_at: Moment | None
    """When it left the curve; null is not at all."""
    settled_at: Moment | None
    """When the player had been paid; null is not yet."""


class RoundInspected(ServerPayload, frozen=True):
    """A round with its bets. `proof` is that of a solo round, `table_proof` that of a round of a crash table."""

    round_id: str
    """Id of the round."""
    game: str
    """Name of the game."""
    state: str
    """`settled` for a solo round, else the state of the table's round."""
    config_versions: list[int]
    """Version numbers of the definitions that its bets were settled by."""
    staked: int
    """Sum of all stakes, in whole gold."""
    paid: int
    """Amount paid to all players, in whole gold."""
    bets: list[BetInspected]
    """Every bet of the round."""
    proof: RoundProof | None
    """Proof of a solo round; null for a table's round."""
    table_proof: TableRoundProof | None
    """Proof of a table's round; null for a solo round."""
    verification: Verdict
    """What playing it again came to."""


async def inspected_solo_round(found: StoredRound, rules: Mapping[str, Game[Any]]) -> RoundInspected:
    """Play a solo round again by the `rules` that it was played by."""
    bet = BetInspected(
        bet_id=found.round_id,
        user_id=found.user_id,
        bet=found.bet,
        payout=found.payout,
        auto_cashout=0,
        multiplier="",
        how=PLAYED,
        placed_at=found.at,
        accepted_at=found.at,
        cashed_out_at=None,
        settled_at=found.at,
    )
    verdict = await asyncio.to_thread(judge, found, rules)
    return _inspection(found.round_id, found.game, "settled", [bet], [found], verdict, proof_of(found))


async def inspected_table(name: str, provided: GatewayDependencies) -> TableInspected:
    """Return a crash table as it is now. Raises Problem: it cannot be asked."""
    answer = await provided.entities.query(EntityRef("crash", name), TableInspect.TYPE, b"{}")
    return _inspected.decode(checked(answer).body)


async def inspected_bet(found: StoredRound, provided: GatewayDependencies) -> RoundInspected:
    """Check one settled bet, with the proof of the round that it was on. Raises Problem."""
    proof = await table_proof(found.outcome["round_id"], provided)
    bets = await _with_times([_bet(found)], proof.table, provided)
    verdict = await judge_table_round(proof, [found])
    return _inspection(found.round_id, GAME, proof.state, bets, [found], verdict, table_proof=proof)


async def inspected_table_round(round_id: str, provided: GatewayDependencies) -> RoundInspected:
    """Check a round `TABLE-N` of a crash table with all of its bets. Raises Problem: there is none."""
    proof = await table_proof(round_id, provided)
    table = proof.table
    settled, refunds = await asyncio.gather(provided.rounds.of_table(round_id), provided.rounds.refunds(round_id))
    known = {each.round_id for each in settled} | {each.bet_id for each in refunds}
    live = await inspected_table(table, provided)
    waiting = live.bets if live.shown.round_id == round_id else []
    bets = [
        *(_bet(each) for each in settled),
        *(_refund(each) for each in refunds),
        *(_seen(each) for each in waiting if each.bet_id not in known),
    ]
    verdict = await judge_table_round(proof, settled, refunds)
    shown = await _with_times(bets, table, provided)
    return _inspection(round_id, GAME, proof.state, shown, settled, verdict, table_proof=proof)


def _bet(settled: StoredRound) -> BetInspected:
    outcome = settled.outcome
    left = outcome["how"] != LOST
    return BetInspected(
        bet_id=settled.round_id,
        user_id=settled.user_id,
        bet=settled.bet,
        payout=settled.payout,
        auto_cashout=outcome["auto_cashout"],
        multiplier=multiplier(outcome["cents"]) if left else "",
        how=outcome["how"],
        placed_at=None,
        accepted_at=None,
        cashed_out_at=moment(outcome["at"]) if left else None,
        settled_at=settled.at,
    )


def _refund(refund: StoredRefund) -> BetInspected:
    return BetInspected(
        refund.bet_id, refund.user_id, refund.bet, refund.bet, refund.auto, "", REFUNDED, None, None, None, refund.at
    )


def _seen(seen: BetSeen) -> BetInspected:
    """A bet that its table has, and that is not settled with its player yet."""
    left = multiplier(seen.cents) if seen.how not in {"", LOST, REFUNDED} else ""
    how = seen.how or OPEN
    return BetInspected(seen.bet_id, seen.user_id, seen.bet, seen.payout, seen.auto, left, how, None, None, None, None)


async def _with_times(bets: Sequence[BetInspected], table: str, provided: GatewayDependencies) -> list[BetInspected]:
    """A bet is placed by the turn that it is named after; the first tell of that one is the turn that accepts it."""
    accepted = {each.bet_id: accepting_tx(each.bet_id, each.user_id, table) for each in bets}
    moments = await provided.rounds.moments([*accepted, *accepted.values()]) if bets else {}
    return [
        msgspec.structs.replace(
            each, placed_at=moments.get(each.bet_id), accepted_at=moments.get(accepted[each.bet_id])
        )
        for each in bets
    ]


def accepting_tx(bet_id: str, user_id: str, table: str) -> str:
    """The key of the turn in which the table took the bet: that of the first tell of the player's turn."""
    return command_tx("crash", table, f"entity:user/{user_id}", derived_id(bet_id, "tell:0"))


def _inspection(
    round_id: str,
    game: str,
    state: str,
    bets: Sequence[BetInspected],
    settled: Iterable[StoredRound],
    verdict: Verdict,
    proof: RoundProof | None = None,
    table_proof: TableRoundProof | None = None,
) -> RoundInspected:
    return RoundInspected(
        round_id=round_id,
        game=game,
        state=state,
        config_versions=sorted({each.config_version for each in settled}),
        staked=sum(each.bet for each in bets),
        paid=sum(each.payout for each in bets),
        bets=list(bets),
        proof=proof,
        table_proof=table_proof,
        verification=verdict,
    )
