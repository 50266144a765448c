"""A table with more chains than it keeps: its oldest round is proved over REST and by the command line, from a row."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from actors.crash.chains.state import PLAYED_CHAINS_MAX
from actors.crash.rules.config import TableConfig
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.table import TableKind
from actors.games.registry import registered_games
from actors.kinds import TOPICS
from actors.money.economy import EconomyConfig
from actors.user.kind import UserKind
from cluster.verification.rounds import Noted, verify_round
from cluster.verification.run import verify
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, joined, new_user
from tests.integration.realtime.short_rounds import CONTRIBUTIONS, SEAL, points_of
from tests.integration.realtime.test_crash import Guest
from tests.patient import patient_client
from tests.seals import SEALS

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLE = TableConfig(betting_ms=50, ended_ms=0, chain_length=1)
POINT_CENTS_MAX = 101
"""Where the curves end at the latest: after 0.2 s."""
ROUNDS = PLAYED_CHAINS_MAX + 3


class ShortEnds:
    """Draws the ends of chains whose one round is over at once."""

    def __init__(self) -> None:
        drawn = (sha256(str(n).encode()).hexdigest() for n in count())
        self._ends = (end for end in drawn if points_of(end, 1)[0] <= POINT_CENTS_MAX)

    def seed_hex(self) -> str:
        return next(self._ends)


class BriefTable(TableKind):
    """A table each of whose rounds is a chain, and a short one."""

    def __init__(self) -> None:
        super().__init__([TABLE], SEAL, contributions=lambda _: CONTRIBUTIONS)
        self._entropy = ShortEnds()

    def decide(self, state, command, now_ms, entropy):
        return super().decide(state, command, now_ms, self._entropy)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    economy = EconomyConfig()
    kinds = {
        "crash": BriefTable(),
        "user": UserKind(economy, registered_games(economy), [TABLE], seal=SEALS.seeds),
    }
    config = replace(CONFIG, crash_tables=(TABLE.name,))
    async with running_cluster(module_database_url, config=config, more_kinds=kinds, topics=TOPICS) as running:
        yield running


async def ends_of(cluster: Cluster) -> dict[str, dict[str, Any]]:
    """What watchers hear of the ends of the first ROUNDS rounds, by round."""
    ends: dict[str, dict[str, Any]] = {}
    async with joined(cluster, new_user()) as socket:
        guest = Guest(socket)
        assert (await guest.ask("crash.subscribe", {"table": TABLE.name}))["ok"]
        while f"{TABLE.name}-{ROUNDS}" not in ends:
            ended = await guest.until("crashed")
            ends[ended["round_id"]] = ended
    return ends


async def test_the_oldest_round_of_a_table_is_proved_when_the_table_keeps_it_no_more(
    cluster: Cluster, module_database_url: str, database: asyncpg.Pool
) -> None:
    ends, first = await ends_of(cluster), f"{TABLE.name}-1"
    filed = await database.fetch("SELECT once FROM fact WHERE kind = 'crash' AND type = 'crash_chain_played'")
    assert min(int(row["once"]) for row in filed) == 1

    async with patient_client(base_url=cluster.url) as http:
        proofs = {name: (await http.get(f"/api/fairness/rounds/{name}")).json() for name in (first, *ends)}
        assert (await http.get(f"/api/fairness/rounds/{TABLE.name}-999999")).status_code == 404
    for name, ended in ends.items():
        assert proofs[name]["game_hash"] == ended["game_hash"], name
    proof = proofs[first]
    assert (proof["round_id"], proof["chain_index"], proof["state"]) == (first, 1, "crashed")
    assert previous_hash(proof["game_hash"]) == proof["terminating_hash"]
    assert crash_hundredths(proof["game_hash"], proof["salt"]) == proof["crash_cents"]

    noted = Noted(terminating_hash=proof["terminating_hash"])
    verdict = await asyncio.to_thread(verify_round, first, Path(), module_database_url, noted)
    assert verdict.verdict == "proven"
    report = await verify(module_database_url)
    assert [check.name for check in report.checks if not check.holds] == []
