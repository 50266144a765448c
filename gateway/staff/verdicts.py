"""Recorded rounds, played again: are they what was committed to before they were played?

Only published data are used: revealed seeds and hashes, salts, commitments. A round that is not over or not revealed is
`secret`; one that was played by rules that this program does not have is `unchecked`. One that agrees with the
commitment that stands beside it is `consistent`: whoever writes both can choose them together. It is `proven` against a
commitment that was noted before it was played, by somebody else.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from actors.crash.chains.messages import TableRoundProof
from actors.crash.rules.curve import AUTO, FORCED, LOST, MANUAL, START_HUNDREDTHS
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.rules.salt import salt_of
from actors.fairness.floats import commitment
from actors.games.contract import Game
from actors.games.recompute import NoRecord, recompute
from actors.money.wallet import payout_of
from actors.runtime.payloads import ServerPayload
from persistence.rounds import StoredRefund, StoredRound

HASHES_AT_ONCE = 2_000
"""Between two of these the event loop goes on; a chain may have a million."""
VOIDED = "voided"
Found = Literal["proven", "consistent", "refuted"]


class Verdict(ServerPayload, frozen=True, kw_only=True):
    """`computed` and `payout_computed` are what the published data come to, once they are enough for that."""

    verdict: Literal["proven", "consistent", "refuted", "secret", "unchecked"]
    """What the check came to."""
    says: str
    """The same in words."""
    computed: dict[str, Any] | None = None
    """What was computed anew, by name."""
    payout_computed: int | None = None
    """Payout that was computed anew, in whole gold; null where it cannot be."""


def judge(played: StoredRound, games: Mapping[str, Game[Any]], noted: str = "") -> Verdict:
    """Judge whether a solo round is what its seeds come to under the rules of `games`, which are by name.

    `noted` is the hash of its server seed as somebody has noted it before the round.
    """
    game = games.get(played.game)
    if game is None:
        return Verdict(verdict="unchecked", says=f"this program knows no game {played.game!r}")
    if noted and noted != played.server_seed_hash:
        return _refuted("it was played under another commitment than the one that was noted")
    if played.server_seed is None:
        return Verdict(
            verdict="secret", says="its server seed is not revealed yet: it is when the player rotates the seeds"
        )
    if game.config_version != played.config_version:
        return Verdict(
            verdict="unchecked",
            says=f"the round was played by configuration {played.config_version} of {game.name}, "
            f"this program has {game.config_version}",
        )
    return _compared(played, game, played.server_seed, noted)


def _compared(played: StoredRound, game: Game[Any], server_seed: str, noted: str) -> Verdict:
    if commitment(server_seed) != played.server_seed_hash:
        return _refuted("the revealed seed is not the one that was committed to")
    seeds = {"server_seed": server_seed, "client_seed": played.client_seed, "nonce": played.nonce}
    try:
        computed = recompute(game, played.bet, played.outcome, **seeds)  # type: ignore[arg-type] # as the keys say
    except NoRecord as error:
        return _refuted(f"what is recorded cannot be: {error}")
    verdict: Found
    if (computed.outcome, computed.payout) == (played.outcome, played.payout):
        verdict, says = _held("the outcome follows from the seeds", noted, "hash of the server seed")
    else:
        verdict, says = "refuted", "the seeds come to another outcome than the one recorded"
    return Verdict(verdict=verdict, says=says, computed=computed.outcome, payout_computed=computed.payout)


def _held(says: str, noted: str, what: str) -> tuple[Found, str]:
    if noted:
        return "proven", f"{says}, which were committed to before by the {what} that was noted"
    return "consistent", f"{says}; that they were committed to before, only a {what} noted before the round can prove"


async def judge_table_round(
    proof: TableRoundProof, bets: Sequence[StoredRound], refunds: Sequence[StoredRefund] = (), noted: str = ""
) -> Verdict:
    """Judge whether a round of a crash table ends where its chain says, and each of `bets` got what follows from it.

    `noted` is the terminating hash of its chain as somebody has noted it before the round.
    """
    if noted and noted != proof.terminating_hash:
        return _refuted("it was played on another chain than the one that was noted")
    if not proof.game_hash:
        return Verdict(verdict="secret", says="the round is not over: its game hash is revealed when it is")
    if crash_hundredths(proof.game_hash, proof.salt) != proof.crash_cents:
        return _refuted("the game hash and the salt come to another crash point")
    if not await _leads_to(proof.game_hash, proof.chain_index, proof.terminating_hash):
        return _refuted("the game hash does not lead to the terminating hash that was published")
    if fault := _salt_fault(proof, has_bets=bool(bets or refunds)):
        return _refuted(fault)
    if refunds and proof.state != VOIDED:
        return _refuted("stakes went back, and the round was not voided")
    commit = previous_hash(proof.game_hash)
    faults = (f"bet {bet.round_id}: {why}" for bet in bets for why in _faults(bet, proof, commit))
    if fault := next(faults, ""):
        return _refuted(fault)
    verdict: Found
    says = f"the crash point follows from chain and salt, and {len(bets)} settled bets from the crash point"
    if proof.salt != salt_of(proof.terminating_hash, proof.salt_contributions):
        verdict, says = "consistent", f"{says}; whoever made this chain chose its salt as well"
    else:
        verdict, says = _held(says, noted, "terminating hash")
    return Verdict(
        verdict=verdict,
        says=says,
        computed={"crash_cents": proof.crash_cents},
        payout_computed=sum(payout_of(bet.bet, bet.outcome["cents"]) for bet in bets),
    )


def _salt_fault(proof: TableRoundProof, *, has_bets: bool) -> str:
    """Return what is wrong with the salt of a round; empty when all is well, or it is of a former release."""
    made = salt_of(proof.terminating_hash, proof.salt_contributions)
    if proof.salt_contributions and proof.salt != made:
        return "the salt is not made of the bets that are named"
    if has_bets and not proof.salt_contributions and proof.salt == made:
        return "bets were taken, and the salt is that of a chain without any"
    return ""


async def _leads_to(game_hash: str, steps: int, terminating_hash: str) -> bool:
    for step in range(steps):
        game_hash = previous_hash(game_hash)
        if step % HASHES_AT_ONCE == HASHES_AT_ONCE - 1:
            await asyncio.sleep(0)
    return game_hash == terminating_hash


def _faults(bet: StoredRound, proof: TableRoundProof, commit: str) -> Iterator[str]:
    """Yield what is wrong with a settled bet; nothing when all is well."""
    outcome = bet.outcome
    cents, how, auto = outcome["cents"], outcome["how"], outcome["auto_cashout"]
    if outcome["commit"] != commit:
        yield "it was settled under another commitment"
    if bet.payout != payout_of(bet.bet, cents):
        yield f"{bet.payout} is not what {bet.bet} pays at {cents} cents"
    if how == LOST:
        if proof.state == VOIDED or cents or 0 < auto <= proof.crash_cents:
            yield f"it is recorded as lost; its target was {auto}, and the curve ended at {proof.crash_cents} cents"
    elif how not in {MANUAL, AUTO, FORCED}:
        yield f"it ended as {how!r}"
    elif not START_HUNDREDTHS <= cents <= proof.crash_cents:
        yield f"it left at {cents} cents, and the curve ended at {proof.crash_cents}"
    elif (how == AUTO) != (cents == auto) or (auto and cents > auto):
        yield f"it left at {cents} cents as {how}, and its target was {auto}"


def _refuted(why: str) -> Verdict:
    return Verdict(verdict="refuted", says=why)
