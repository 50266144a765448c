"""A crash table that plays the same few short rounds over and over, chain after chain, for tests that play a while."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.config import TableConfig
from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.salt import salt_of
from actors.crash.table import TableKind
from actors.fairness.sealing import KeySeal, Seal
from actors.games.registry import registered_games
from actors.kinds import TOPICS
from actors.money.economy import EconomyConfig
from actors.runtime.entropy import SeededEntropy
from actors.user.kind import UserKind
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG
from tests.seals import SEALS

CHAIN_LENGTH = 4
SEAL = KeySeal("a secret for tests")
CONTRIBUTIONS = ("ab" * 32,)
"""Of every salt, whoever bets: so that the rounds can be known before."""
SHORT_CENTS = range(104, 145)
"""Crash points of all rounds: the curve gets there in 0.6 to 6.2 s."""


def points_of(end: str, length: int) -> list[int]:
    """Where the rounds of the chain that ends in the hash `end` crash, by the salt of CONTRIBUTIONS."""
    links, terminating_hash = make_links(end, length)
    salt = salt_of(terminating_hash, CONTRIBUTIONS)
    return [crash_hundredths(hash_at(links, index), salt) for index in range(1, length + 1)]


def short_rounds() -> int:
    """A seed of the entropy under which all rounds of a chain are short, some below 1.20 and some above."""
    for seed in range(100_000):
        entropy = SeededEntropy(seed)
        points = points_of(entropy.seed_hex(), CHAIN_LENGTH)
        if all(point in SHORT_CENTS for point in points) and min(points) < 120 <= max(points):
            return seed
    raise AssertionError("no seed has short rounds")


class ShortTables(TableKind):
    """One table whose chains all come from one seed."""

    def __init__(self, config: TableConfig, seed: int, seal: Seal = SEAL) -> None:
        super().__init__([config], seal, contributions=lambda _: CONTRIBUTIONS)
        self._seed = seed

    def decide(self, state, command, now_ms, entropy):
        return super().decide(state, command, now_ms, SeededEntropy(self._seed))


@asynccontextmanager
async def short_rounds_cluster(
    database_url: str, table: TableConfig, *, hosts: int = 1, **settings: Any
) -> AsyncIterator[Cluster]:
    """A cluster with the crash table `main`, which plays short rounds; `settings` are further ones of its gateways."""
    economy = EconomyConfig()
    kinds = {
        "crash": ShortTables(table, short_rounds()),
        "user": UserKind(economy, registered_games(economy), [table], seal=SEALS.seeds),
    }
    config = replace(CONFIG, crash_tables=("main",), **settings)
    async with running_cluster(database_url, hosts=hosts, config=config, more_kinds=kinds, topics=TOPICS) as running:
        yield running
