"""Recomputes one stored round from its revealed server seed, with the rules of this program."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from actors.areas import all_areas
from actors.definitions.book import Definitions
from actors.games.contract import Game
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from cluster.settings import Settings, SettingsError, read_settings
from cluster.verification.database import CannotVerify, database_of
from gateway.staff.played_by import DefinitionLookup
from gateway.staff.verdicts import judge
from persistence.errors import Unreachable
from persistence.postgres.definitions import PostgresDefinitions
from persistence.postgres.rounds import PostgresRounds
from persistence.rounds import StoredRound


class RoundVerdict(Struct, kw_only=True):
    """The verdict on one round. `computed` and `payout_computed` are there once its seed is revealed."""

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
        with database_of(data_dir, database_url) as url:
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
    store = PostgresDefinitions(url)
    try:
        lookup = DefinitionLookup(Definitions(all_areas(economy)), store)
        return verdict_on(played, await lookup.rules_of(played, registered_games(economy)))
    finally:
        await store.close()


def verdict_on(played: StoredRound, games: Mapping[str, Game[Any]]) -> RoundVerdict:
    """Compare `played` with the outcome that its seeds give under the rules of `games`, by name.

    Raises:
        CannotVerify: its game is not among them, or has another configuration now.
    """
    found = judge(played, games)
    if found.verdict == "unchecked":
        raise CannotVerify(found.says)
    return RoundVerdict(
        round_id=played.round_id,
        verdict=found.verdict,
        says=found.says,
        game=played.game,
        nonce=played.nonce,
        server_seed_hash=played.server_seed_hash,
        outcome=played.outcome,
        payout=played.payout,
        computed=found.computed,
        payout_computed=found.payout_computed,
    )
