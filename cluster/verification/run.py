"""Verifies a database: every invariant that stored data can show, in one snapshot."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from actors.crash.state import TableState
from actors.definitions.book import Published
from actors.games.gacha.area import GACHA, gacha_area
from actors.money.economy import EconomyConfig
from cluster.verification.commands import CommandChecks
from cluster.verification.database import CannotVerify, database_of
from cluster.verification.entities import EntityChecks
from cluster.verification.findings import CheckResult, Report, SnapshotInfo
from cluster.verification.games.chains import ChainChecks
from cluster.verification.games.pity import PityCheck
from cluster.verification.games.stakes import StakeChecks
from cluster.verification.purchases.debts import DebtChecks
from cluster.verification.purchases.shop import ShopChecks
from cluster.verification.returns import ReturnsCheck
from persistence.errors import StoreError
from persistence.verification.checks import CHECKS
from persistence.verification.fairness import FAIRNESS_CHECKS
from persistence.verification.missions import MISSION_CHECKS
from persistence.verification.purchases import PURCHASE_CHECKS
from persistence.verification.snapshot import Snapshot, open_snapshot
from persistence.verification.stakes import STAKE_CHECKS
from persistence.verification.streaks import STREAK_CHECKS
from persistence.verification.versions import VERSION_CHECKS

IN_SQL = (
    *CHECKS,
    *FAIRNESS_CHECKS,
    *PURCHASE_CHECKS,
    *MISSION_CHECKS,
    *STREAK_CHECKS,
    *STAKE_CHECKS,
    *VERSION_CHECKS,
)
Watch = Callable[[str, int, int], None]
"""Told of the work as it goes on: its name, how much of it is done, and how much there is in all; 0: unknown."""
WATCH_EVERY = 10_000


def verify_platform(data_dir: Path, database_url: str = "", watch: Watch | None = None) -> Report:
    """Check the database at `database_url`, or that of the platform on `data_dir` when it is empty.

    Raises:
        CannotVerify: it cannot be found or read.
    """
    try:
        with database_of(data_dir, database_url) as url:
            return asyncio.run(verify(url, watch))
    except StoreError as error:
        raise CannotVerify(str(error)) from error


async def verify(url: str, watch: Watch | None = None) -> Report:
    """Check the database at `url`; it may be in use. Raises StoreError when it cannot be read."""
    watch = watch or (lambda _what, _done, _total: None)
    started_s = time.monotonic()
    async with open_snapshot(url) as snapshot:
        rows = await snapshot.row_counts()
        checks = await _in_sql(snapshot, watch)
        published = [Published(*each) for each in await snapshot.definitions()]
        returns = ReturnsCheck(published)
        checks += await _of_entities(snapshot, watch, returns)
        checks += await _of_commands(snapshot, watch, rows["command"])
        checks += await _of_rounds(snapshot, returns, published)
    checks.sort(key=lambda check: check.invariant)
    seconds = round(time.monotonic() - started_s, 3)
    holds = all(check.holds or check.severity == "warning" for check in checks)
    return Report(holds, checks, rows, SnapshotInfo(snapshot.taken, snapshot.horizon, seconds))


async def _in_sql(snapshot: Snapshot, watch: Watch) -> list[CheckResult]:
    results = []
    for done, check in enumerate(IN_SQL):
        watch(check.name, done, len(IN_SQL))
        results.append(CheckResult.of(check, await snapshot.violations(check)))
    return results


async def _of_entities(snapshot: Snapshot, watch: Watch, returns: ReturnsCheck) -> list[CheckResult]:
    checks, shop, debts, stakes = EntityChecks(snapshot.horizon_s), ShopChecks(), DebtChecks(), StakeChecks()
    chains = ChainChecks()
    watch("entities", 0, 0)
    done = 0
    async for row in snapshot.entities():
        state = checks.add(row)
        for across in (shop, debts, stakes):
            across.add(state)
        if isinstance(state, TableState):
            returns.add_table(state)
            chains.add(state)
        done += 1
        if done % WATCH_EVERY == 0:
            watch("entities", done, 0)
    found = [*await shop.results(snapshot), *await debts.results(snapshot), *await stakes.results(snapshot)]
    return [*checks.results(), *found, *chains.results(await snapshot.chains())]


async def _of_rounds(snapshot: Snapshot, returns: ReturnsCheck, published: Sequence[Published]) -> list[CheckResult]:
    built_in = gacha_area(EconomyConfig()).built_in
    types = {(key, each.version): str(each.source["type"]) for key, each in built_in.items()}
    types |= {(each.id, each.version): str(each.source["type"]) for each in published if each.area == GACHA}
    for sums in await snapshot.round_sums():
        returns.add(sums)
    return [await PityCheck(types, returns.add_pull).run(snapshot.pulls()), returns.result()]


async def _of_commands(snapshot: Snapshot, watch: Watch, total: int) -> list[CheckResult]:
    checks = CommandChecks(snapshot.horizon_s, await snapshot.outbox_starts())
    watch("commands", 0, total)
    done = 0
    async for _ in checks.run(snapshot.commands(), snapshot.events(), snapshot.tells()):
        done += 1
        if done % WATCH_EVERY == 0:
            watch("commands", done, total)
    return checks.results()
