"""Recomputes one stored round from what is published of it, with the rules of this program."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from actors.areas import all_areas
from actors.crash.rules.curve import GAME as CRASH_GAME
from actors.definitions.book import Definitions
from actors.games.contract import Game
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from cluster.settings import Settings, SettingsError, read_settings
from cluster.verification.database import CannotVerify, database_of
from cluster.verification.tables import stored_proof
from gateway.staff.played_by import DefinitionLookup
from gateway.staff.verdicts import Verdict, judge, judge_table_round
from persistence.errors import Unreachable
from persistence.postgres.definitions import PostgresDefinitions
from persistence.postgres.rounds import PostgresRounds
from persistence.rounds import StoredRefund, StoredRound


class Noted(NamedTuple):
    """Commitments that a verifier has noted before the round: of a solo round, of a crash table; empty for none."""

    server_seed_hash: str = ""
    terminating_hash: str = ""


NOTHING_NOTED = Noted()


class RoundVerdict(Struct, kw_only=True):
    """The verdict on one round. `computed` and `payout_computed` are there once its secret is revealed.

    `server_seed_hash` is the commitment of a solo round, `terminating_hash` that of a round of a crash table; `outcome`
    is the record of a solo round or a bet, empty for a table's round, whose `payout` is that of all settled bets.
    """

    round_id: str
    verdict: Literal["proven", "consistent", "refuted", "secret"]
    says: str
    game: str
    nonce: int = 0
    server_seed_hash: str = ""
    terminating_hash: str = ""
    outcome: dict[str, Any]
    payout: int
    computed: dict[str, Any] | None = None
    payout_computed: int | None = None


def verify_round(round_id: str, data_dir: Path, database_url: str = "", noted: Noted = NOTHING_NOTED) -> RoundVerdict:
    """Recompute a round of the database at `database_url`, or of the platform on `data_dir` when it is empty.

    It is a solo round or a bet on a crash table by its id, or a table's round by its name, `TABLE-N`.

    Raises:
        CannotVerify: there is no such round, it was played by rules that this program does not know, or the database
            cannot be found or read.
    """
    try:
        settings = read_settings()
        with database_of(data_dir, database_url) as url:
            return asyncio.run(_verdict(url, round_id, settings, noted))
    except SettingsError as error:
        raise CannotVerify(str(error)) from error
    except Unreachable as error:
        raise CannotVerify(f"cannot read the database: {error}") from error


async def _verdict(url: str, round_id: str, settings: Settings, noted: Noted) -> RoundVerdict:
    rounds = PostgresRounds(url)
    try:
        played = await rounds.find(round_id)
        if played is None:
            bets, refunds = await rounds.of_table(round_id), await rounds.refunds(round_id)
            return await _of_table(url, round_id, round_id, bets, refunds, noted)
    finally:
        await rounds.close()
    if played.game == CRASH_GAME:
        return await _of_table(url, round_id, played.outcome["round_id"], [played], [], noted)
    economy = EconomyConfig(starting_gold=settings.starting_gold, bet_min=settings.bet_min, bet_max=settings.bet_max)
    store = PostgresDefinitions(url)
    try:
        lookup = DefinitionLookup(Definitions(all_areas(economy)), store)
        return verdict_on(played, await lookup.rules_of(played, registered_games(economy)), noted)
    finally:
        await store.close()


async def _of_table(
    url: str,
    asked: str,
    round_id: str,
    bets: Sequence[StoredRound],
    refunds: Sequence[StoredRefund],
    noted: Noted,
) -> RoundVerdict:
    proof = await stored_proof(url, round_id)
    if proof is None:
        raise CannotVerify(f"there is no round {asked}")
    found = await judge_table_round(proof, bets, refunds, noted.terminating_hash)
    is_bet = asked != round_id
    return RoundVerdict(
        round_id=asked,
        verdict=_known(found),
        says=found.says,
        game=CRASH_GAME,
        terminating_hash=proof.terminating_hash,
        outcome=bets[0].outcome if is_bet else {},
        payout=sum(bet.payout for bet in bets),
        computed=found.computed,
        payout_computed=found.payout_computed,
    )


def verdict_on(played: StoredRound, games: Mapping[str, Game[Any]], noted: Noted = NOTHING_NOTED) -> RoundVerdict:
    """Compare `played` with the outcome that its seeds give under the rules of `games`, by name.

    Raises:
        CannotVerify: its game is not among them, or has another configuration now.
    """
    found = judge(played, games, noted.server_seed_hash)
    return RoundVerdict(
        round_id=played.round_id,
        verdict=_known(found),
        says=found.says,
        game=played.game,
        nonce=played.nonce,
        server_seed_hash=played.server_seed_hash,
        outcome=played.outcome,
        payout=played.payout,
        computed=found.computed,
        payout_computed=found.payout_computed,
    )


def _known(found: Verdict) -> Literal["proven", "consistent", "refuted", "secret"]:
    if found.verdict == "unchecked":
        raise CannotVerify(found.says)
    return found.verdict
