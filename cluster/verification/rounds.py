"""Recomputes one stored round from its revealed seed, with the rules that this program plays by."""

import asyncio
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from actors.games import registered_games
from actors.rules.economy import EconomyConfig
from actors.rules.fairness import commitment
from actors.rules.game import Game
from actors.rules.recompute import NoRecord, recompute
from cluster.settings import Settings, SettingsError, read_settings
from cluster.verification.start import CannotVerify, database_of
from persistence.errors import Unreachable
from persistence.rounds import PostgresRounds, StoredRound


class RoundVerdict(Struct, kw_only=True):
    """What became of one round. `computed` and `payout_computed` are there once its seed is revealed."""

    round_id: str
    verdict: Literal["proven", "refuted", "secret"]
    says: str
    game: str
    nonce: int
    server_seed_hash: str
    outcome: dict[str, Any]
    payout: int
    computed: dict[str, Any] | None = None
    payout_computed: int | None = None


def verify_round(round_id: str, data_dir: Path, database_url: str = "") -> RoundVerdict:
    """Recompute a round of the database at `database_url`, or of the platform on `data_dir` when it is empty.

    Raises:
        CannotVerify: there is no such round, it was played by rules that this program does not know, or the database
            cannot be found or read.
    """
    try:
        settings = read_settings()
        if database_url:
            return asyncio.run(_verdict(database_url, round_id, settings))
        with database_of(data_dir, settings.database_url) as url:
            return asyncio.run(_verdict(url, round_id, settings))
    except SettingsError as error:
        raise CannotVerify(str(error)) from error
    except Unreachable as error:
        raise CannotVerify(f"cannot read the database: {error}") from error


async def _verdict(url: str, round_id: str, settings: Settings) -> RoundVerdict:
    rounds = PostgresRounds(url)
    try:
        played = await rounds.find(round_id)
    finally:
        await rounds.close()
    if played is None:
        raise CannotVerify(f"there is no round {round_id}")
    economy = EconomyConfig(starting_gold=settings.starting_gold, bet_min=settings.bet_min, bet_max=settings.bet_max)
    return judge(played, {game.name: game for game in registered_games(economy)})


def judge(played: StoredRound, games: dict[str, Game[Any]]) -> RoundVerdict:
    """Whether `played` is what its seeds come to under the rules of `games`, by name.

    Raises:
        CannotVerify: its game is not among them, or has another configuration now.
    """
    game = games.get(played.game)
    if game is None:
        raise CannotVerify(f"this program knows no game {played.game!r}")
    verdict = RoundVerdict(
        round_id=played.round_id,
        verdict="secret",
        says="its server seed is not revealed yet: it is when the player rotates the seeds",
        game=played.game,
        nonce=played.nonce,
        server_seed_hash=played.server_seed_hash,
        outcome=played.outcome,
        payout=played.payout,
    )
    if played.server_seed is None:
        return verdict
    if game.config_version != played.config_version:
        raise CannotVerify(
            f"the round was played by configuration {played.config_version} of {game.name}, "
            f"this program has {game.config_version}"
        )
    return _compared(verdict, played, game, played.server_seed)


def _compared(verdict: RoundVerdict, played: StoredRound, game: Game[Any], server_seed: str) -> RoundVerdict:
    verdict.verdict = "refuted"
    if commitment(server_seed) != played.server_seed_hash:
        verdict.says = "the revealed seed is not the one that was committed to"
        return verdict
    try:
        computed = recompute(
            game,
            played.bet,
            played.outcome,
            server_seed=server_seed,
            client_seed=played.client_seed,
            nonce=played.nonce,
        )
    except NoRecord as error:
        verdict.says = f"what is recorded cannot be: {error}"
        return verdict
    verdict.computed, verdict.payout_computed = computed.outcome, computed.payout
    if (computed.outcome, computed.payout) == (played.outcome, played.payout):
        verdict.verdict = "proven"
        verdict.says = "the outcome follows from the seeds that were committed to before it"
    else:
        verdict.says = "the seeds come to another outcome than the one recorded"
    return verdict
