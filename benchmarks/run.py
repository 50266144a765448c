"""One run: a platform of its own, the baseline before and after, the workloads between, the rows that they left."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg

from benchmarks.figures import crowds
from benchmarks.figures.crash_rounds import crash_rounds
from benchmarks.figures.hot_item import hot_item
from benchmarks.figures.loops import BET, WARM_UP_S, closed_loop, open_loop, served_by
from benchmarks.figures.missions import MISSIONS, mission_cost
from benchmarks.ground import surroundings
from benchmarks.ground.checkout import OWN, Checkout, Told
from benchmarks.ground.platform import Platform, platform_of
from benchmarks.ground.players import sign_up
from benchmarks.ground.scratch import scratch_database
from benchmarks.processes.activations import ActivationResult
from benchmarks.processes.clients import run_client
from benchmarks.processes.floor import ROUNDS_A_COMMIT, FloorResult
from benchmarks.processes.games import RulesResult
from benchmarks.processes.inserts import measure_inserts
from benchmarks.processes.load import Job, LoadFailed, LoadResult
from benchmarks.reports.goals import Figure
from benchmarks.reports.report import Inserts, Report, Rows, Workload
from benchmarks.reports.rows import count_rows
from benchmarks.wallet.figures import WALLETS, running_wallets

INSERT_S = 3.0
CLOSED_LOOPS = {"rps-1": 1, "rps-16": 16, "rps-64": 64, "rps-256": 256, "slot-64": 64, "gacha-64": 64, "read-64": 64}
"""Closed loops by name: how many sockets. `read` asks for the snapshot (`state.get`), the others play: a spin of
fortune, ten pulls."""
OPEN_LOOP = "open"
OPEN_LOOP_AFTER = "rps-256"
OPEN_LOOP_SHARE = 0.5
STORM_SOCKETS = 2_000
IDLE_SOCKETS = 5_000
FAN_OUTS = (1_000, 5_000)
SLOW_LISTENERS = 1_000
FLOODED = 16
RULES_PARTS = 4
FLOOD_SOCKETS = 5
FLOOD_OUTSTANDING = 50
ACTIVATIONS = 20_000
CRASH_BETS = 1_000
CRASH_WATCHERS = 10_000
WORKLOADS = (
    *CLOSED_LOOPS,
    OPEN_LOOP,
    *WALLETS,
    "floor",
    "flood",
    "storm",
    "idle",
    "crash",
    "shop",
    "missions",
    "activations",
    "fanout",
    "slow",
    "rules",
    "start",
)
"""Everything that `--only` can name. `open` plays at half the rate of `rps-256`, so it brings that with it."""

SPOKEN = (*CLOSED_LOOPS, OPEN_LOOP, *WALLETS, "flood", "crash", "shop", "missions", "start")
"""Of them, those that speak to servers as players and staff do, whatever revision these are of."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`seconds` are measured of each workload in `names`."""

    seconds: float
    names: Sequence[str]
    hosts: int
    commit_delay_us: int = 0
    """How much longer every commit takes, the baseline's too: a fast disk measures as a slower one."""
    crash_bets: int = CRASH_BETS
    crash_watchers: int = CRASH_WATCHERS
    open_per_s: float = 0.0
    """Commands a second of the open loop; 0: half of what `OPEN_LOOP_AFTER` reaches in the same run."""


@dataclass(slots=True)
class Measured:
    """The findings of a run so far."""

    workloads: list[Workload] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acknowledged: int = 0

    @contextlib.contextmanager
    def or_refused(self, name: str) -> Iterator[None]:
        """Refuse a workload that fails by its name; what the others found is kept."""
        try:
            yield
        except LoadFailed as error:
            self.refused.append(f"{name}: {error}")

    def add(self, workload: Workload, acknowledged: int = 0) -> None:
        """Keep a workload, and count the rounds that it has left in the platform's tables."""
        self.workloads.append(workload)
        self.acknowledged += acknowledged

    def rate(self, name: str) -> float:
        """Return the commands a second of the workload `name`. Raises LoadFailed: it has none."""
        for workload in self.workloads:
            if workload.name == name:
                return workload.per_s
        raise LoadFailed(f"{name} has no rate")


def run(options: RunOptions, show: Callable[[str], None], checkout: Checkout = OWN) -> Report:
    """Measure everything on a platform of `checkout`. Nothing else may measure meanwhile: see `alone()`.

    Raises:
        PlatformError, CheckoutError, NotDurable: there are no figures, and why.
    """
    twice = "start" in options.names
    show("starting a platform of its own" + (", twice: the second start is measured" if twice else ""))
    told = checkout.told()
    with platform_of(checkout, options.hosts, told.settings, twice=twice) as platform:
        return asyncio.run(_measure(options, platform, told, show))


async def _measure(options: RunOptions, platform: Platform, told: Told, show: Callable[[str], None]) -> Report:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    machine = surroundings.machine() | {"file_system": surroundings.filesystem(platform.data_dir)}
    connection = await asyncpg.connect(platform.postgres_url)
    found = Measured()
    try:
        if options.commit_delay_us:
            await surroundings.delay_commits(connection, options.commit_delay_us)
        sessions = await surroundings.database_sessions(platform.postgres_url)
        sessions["connected"] = await surroundings.session_names(connection)
        show(f"single-row inserts for {INSERT_S:g} s")
        inserts = [await measure_inserts(connection, INSERT_S)]
        before = await count_rows(connection, told.counts)
        await _loops(options, platform, found, show)
        after = await count_rows(connection, told.counts)
        _crowds(options, platform, found, show)
        show(f"single-row inserts for {INSERT_S:g} s")
        inserts.append(await measure_inserts(connection, INSERT_S))
    finally:
        await connection.close()
    await asyncio.to_thread(_apart, options, platform, found, inserts, show)
    return Report(
        at=at,
        machine=machine,
        versions=told.versions,
        settings=told.settings
        | {"hosts": options.hosts, "bet": BET, "seconds": options.seconds}
        | {"commit_delay_us": options.commit_delay_us},
        sessions=sessions,
        inserts=inserts,
        workloads=found.workloads,
        rows=Rows(found.acknowledged, before, after, told.one_a_command),
        figures=found.figures,
        refused=found.refused,
    )


async def _loops(options: RunOptions, platform: Platform, found: Measured, show: Callable[[str], None]) -> None:
    """Measure the closed loops, and the open one at a share of what the widest of them reached."""
    wanted = [name for name in CLOSED_LOOPS if name in options.names]
    if OPEN_LOOP in options.names and OPEN_LOOP_AFTER not in wanted and not options.open_per_s:
        wanted.append(OPEN_LOOP_AFTER)
    if not wanted and not {"flood", OPEN_LOOP} & set(options.names):
        return
    sockets_max = max([1 + FLOODED, *(CLOSED_LOOPS[name] for name in wanted)])
    if OPEN_LOOP in options.names:
        sockets_max = max(sockets_max, CLOSED_LOOPS[OPEN_LOOP_AFTER])
    show(f"signing {sockets_max} players up")
    tokens = await sign_up(platform.url, sockets_max)
    served = served_by(platform)
    for name in wanted:
        show(f"{name} for {options.seconds:g} s")
        with found.or_refused(name):
            game, sockets = name.partition("-")[0], tokens[: CLOSED_LOOPS[name]]
            reads = game == "read"
            found.add(*closed_loop(name, served, sockets, options.seconds, game="rps" if reads else game, reads=reads))
    if OPEN_LOOP in options.names:
        with found.or_refused(OPEN_LOOP):
            per_s = options.open_per_s or OPEN_LOOP_SHARE * found.rate(OPEN_LOOP_AFTER)
            show(f"open loop of {per_s:,.0f} commands/s for {options.seconds:g} s")
            found.add(*open_loop(OPEN_LOOP, served, tokens, options.seconds, per_s))
    if "flood" in options.names:
        show("one player floods")
        with found.or_refused("flood"):
            figures, rounds = _flood(options.seconds, platform, tokens)
            found.figures += figures
            found.acknowledged += rounds


def _crowds(options: RunOptions, platform: Platform, found: Measured, show: Callable[[str], None]) -> None:
    if "idle" in options.names:
        show(f"{IDLE_SOCKETS:,} idle sockets")
        with found.or_refused("idle"):
            found.figures += crowds.idle_sockets(platform, platform.mint("idle", IDLE_SOCKETS))
    if "storm" in options.names:
        show(f"a connect storm of {STORM_SOCKETS:,} sockets")
        with found.or_refused("storm"):
            found.figures += crowds.connect_storm(platform, platform.mint("storm", STORM_SOCKETS))
    if "crash" in options.names:
        show(f"rounds of crash with {options.crash_bets:,} bets and {options.crash_watchers:,} watchers")
        with found.or_refused("crash"):
            found.figures += crash_rounds(platform, options.crash_bets, options.crash_watchers)
    if "missions" in options.names:
        show(f"rounds alternately without and with {MISSIONS} missions for {options.seconds:g} s each")
        with found.or_refused("missions"):
            found.figures += mission_cost(platform, options.seconds)
    if wallets := [name for name in WALLETS if name in options.names]:
        show("starting servers of wallets")
        with found.or_refused("wallet"), running_wallets(platform) as opened:
            for name in wallets:
                show(f"{name} for {options.seconds:g} s")
                with found.or_refused(name):
                    found.add(opened.play(name, options.seconds))
    if "shop" in options.names:
        show(f"rounds and then purchases of one item for {options.seconds:g} s each")
        with found.or_refused("shop"):
            found.figures += hot_item(platform, options.seconds)


def _apart(
    options: RunOptions,
    platform: Platform,
    found: Measured,
    inserts: Sequence[Inserts],
    show: Callable[[str], None],
) -> None:
    """Measure what runs beside the platform, and report how long its second start took."""
    if "activations" in options.names:
        show(f"{ACTIVATIONS:,} cold activations")
        with found.or_refused("activations"):
            found.figures += _activations(platform, inserts)
    if "floor" in options.names:
        show("the rows of rounds, committed by nothing but a connection")
        with found.or_refused("floor"):
            found.figures += _floor(options.seconds / 2, platform, inserts)
    if "fanout" in options.names:
        for listeners in FAN_OUTS:
            show(f"fan-out to {listeners:,} sockets, ours and the library's")
            with found.or_refused("fanout"):
                found.figures += crowds.fan_out(listeners, options.seconds)
    if "slow" in options.names:
        show(f"a fifth of {SLOW_LISTENERS:,} listeners stop reading")
        with found.or_refused("slow"):
            found.figures += crowds.slow_readers(SLOW_LISTENERS, options.seconds)
    if "rules" in options.names:
        show("spins and pulls in the rules alone")
        with found.or_refused("rules"):
            found.figures += _rules(options.seconds / RULES_PARTS)
    if "start" in options.names:
        found.figures.append(Figure("second start of pitboss dev", platform.ready_s, "seconds until it says ready"))


def _rules(seconds: float) -> list[Figure]:
    """Measure spins and pulls a second of one processor, without entities, commits and sockets."""
    result = run_client("benchmarks.processes.games", RulesResult, str(seconds))
    how = f"by the rules alone; both games loaded in {result.load_s:.2f} s"
    return [
        Figure("spins/s of classic", result.classic_spins_per_s, how),
        Figure("spins/s of fortune", result.fortune_spins_per_s, how),
        Figure("single pulls/s", result.single_pulls_per_s, how),
        Figure("pulls/s by ten", result.ten_pulls_per_s, how),
    ]


def _activations(platform: Platform, inserts: Sequence[Inserts]) -> list[Figure]:
    """Measure cold activations of a host beside the platform, on a database of its own."""
    with scratch_database(platform.postgres_url) as url:
        run_client("benchmarks.processes.activations", int, "open", url, str(ACTIVATIONS))
        result = run_client("benchmarks.processes.activations", ActivationResult, "activate", url, str(ACTIVATIONS))
    per_s = result.count / result.seconds
    inserts_per_s = sum(each.per_s for each in inserts) / len(inserts)
    how = f"{per_s:,.0f}/s through {inserts_per_s:,.0f}/s; {result.cpu_us:.0f} us of the host each"
    return [
        Figure("cold activations/s through inserts/s", per_s / inserts_per_s, how),
        Figure("idle activated user entity", result.kib_each, "private memory of the process"),
    ]


def _floor(seconds: float, platform: Platform, inserts: Sequence[Inserts]) -> list[Figure]:
    """Measure the store alone with a round's rows: nothing that commits them so can be faster."""
    with scratch_database(platform.postgres_url) as url:
        result = run_client("benchmarks.processes.floor", FloorResult, url, str(seconds))
    inserts_per_s = sum(each.per_s for each in inserts) / len(inserts)
    insert_us = sum(each.latency_us.p50 for each in inserts) / len(inserts)
    lone_us = result.lone_us.p50
    many = f"{result.rounds_per_s:,.0f} rounds/s by {ROUNDS_A_COMMIT} through {inserts_per_s:,.0f}/s"
    return [
        Figure("floor: p50 of a round's commit through an insert's p50", lone_us / insert_us, f"{lone_us:,.0f} us"),
        Figure("floor: rounds/s of commits alone through inserts/s", result.rounds_per_s / inserts_per_s, many),
    ]


def _flood(seconds: float, platform: Platform, tokens: Sequence[str]) -> tuple[list[Figure], int]:
    """Measure the others beside one player who keeps hundreds of commands unanswered; return figures and rounds."""
    address = urlsplit(platform.url)
    host, port = address.hostname or "", address.port or 0
    others = Job(host, port, list(tokens[1 : 1 + FLOODED]), BET, WARM_UP_S, seconds)
    flood = Job(host, port, [tokens[0]] * FLOOD_SOCKETS, BET, 0, seconds + 2 * WARM_UP_S, outstanding=FLOOD_OUTSTANDING)
    calm = run_client("benchmarks.processes.load", LoadResult, job=others)
    with ThreadPoolExecutor(1) as pool:
        flooding = pool.submit(lambda: run_client("benchmarks.processes.load", LoadResult, job=flood))
        flooded = run_client("benchmarks.processes.load", LoadResult, job=others)
        flooder = flooding.result()
    ratio = flooded.latency_us.p50 / calm.latency_us.p50
    how = f"{FLOODED} players beside {flooder.per_s():,.0f} commands/s of one"
    figure = Figure("flood by one player: p50 of the others through before", ratio, how)
    return [figure], calm.acknowledged + flooded.acknowledged + flooder.acknowledged
