"""The cost of 20 active missions for a play command: rounds with them and without them, alternately, on one platform.

None is reached. Without them they are closed, with them the same players take part. `MIXED` are of every kind, as a
platform has them: a round of RPS moves six of them, a win two more. Of `ALIKE` every round moves every one.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from benchmarks.ground.platform import Platform
from benchmarks.processes.clients import run_client
from benchmarks.processes.load import Job, LoadFailed, LoadResult
from benchmarks.reports.goals import Figure

PLAYERS = 64
MISSIONS = 20
PAIRS = 3
BET = 20
WARM_UP_S = 1.0
FIRST_ROUNDS_S = 0.5
"""Not measured: the first round under a version also records that it counts from here on."""
TIMEOUT_S = 30.0
JOINS_AT_ONCE = 4
IN_FORCE_TIMEOUT_S = 15.0
SERVERS = ("hosts", "gateways", "postgres")
PATH = "/api/admin/definitions/missions"
BODY = {
    "title": {"ko": "벤치", "en": "Bench"},
    "target": 10**12,
    "reward": [{"type": "gold", "amount": 1}],
}
ALIKE: tuple[dict[str, Any], ...] = ({"kind": "play"}, {"kind": "wager"}, {"kind": "play", "repeat": "daily"})
MIXED: tuple[dict[str, Any], ...] = (
    {"kind": "play"},
    {"kind": "play", "repeat": "daily"},
    {"kind": "play", "games": ["slot"]},
    {"kind": "win"},
    {"kind": "win", "games": ["crash"]},
    {"kind": "win_multiplier", "multiplier": 500},
    {"kind": "wager", "repeat": "weekly"},
    {"kind": "wager", "games": ["slot"]},
    {"kind": "purchase"},
    {"kind": "streak"},
)
"""Taken one after the other, again and again."""


class Cost(Struct, frozen=True):
    """Processor time of the servers a command in microseconds, and commands a second."""

    cpu_us: dict[str, float]
    per_s: float


def mission_cost(platform: Platform, seconds: float) -> list[Figure]:
    """Measure rounds without and with the missions alternately, for both sets of them. Raises LoadFailed."""
    mixed = figures(*_costs(platform, seconds, "mixed", MIXED), "")
    return mixed + figures(*_costs(platform, seconds, "alike", ALIKE), " that every round moves")


def _costs(
    platform: Platform, seconds: float, name: str, kinds: tuple[dict[str, Any], ...]
) -> tuple[list[Cost], list[Cost]]:
    """Return the costs of rounds without and with the missions of `kinds`."""
    tokens = platform.mint(f"missionary-{name}", PLAYERS)
    without: list[Cost] = []
    having: list[Cost] = []
    names = [f"bench-{name}-{number}" for number in range(MISSIONS)]
    staff = {"Authorization": f"Bearer {platform.mint_admin()}"}
    with httpx.Client(base_url=platform.url, trust_env=False, timeout=TIMEOUT_S) as client:
        for pair in range(PAIRS):
            without.append(_play(platform, tokens, seconds / PAIRS))
            _publish(client, staff, names, kinds, 2 * pair)
            _wait_until_shown(client, tokens, names, MISSIONS)
            if not pair:
                with ThreadPoolExecutor(JOINS_AT_ONCE) as pool:
                    list(pool.map(lambda token: _join(client, token, names), tokens))
            _play(platform, tokens, FIRST_ROUNDS_S)
            having.append(_play(platform, tokens, seconds / PAIRS))
            _close(client, staff, names, 2 * pair + 1)
            _wait_until_shown(client, tokens, names, 0)
    return without, having


def figures(without: list[Cost], having: list[Cost], which: str) -> list[Figure]:
    """Return the ratios of both means; `which` missions."""
    cpu = [sum(sum(each.cpu_us.values()) for each in costs) / len(costs) for costs in (without, having)]
    parts = [[sum(each.cpu_us[kind] for each in costs) / len(costs) for kind in SERVERS] for costs in (without, having)]
    each = ", ".join(f"{name} {new:.0f} through {old:.0f}" for name, old, new in zip(SERVERS, *parts, strict=True))
    rate = [sum(each.per_s for each in costs) / len(costs) for costs in (without, having)]
    return [
        Figure(
            f"missions: CPU of a play command with {MISSIONS}{which} through without",
            cpu[1] / cpu[0],
            f"{cpu[1]:.0f} through {cpu[0]:.0f} us ({each}), {PLAYERS} players",
        ),
        Figure(
            f"missions: rounds/s with {MISSIONS}{which} through without",
            rate[1] / rate[0],
            f"{rate[1]:,.0f}/s through {rate[0]:,.0f}/s",
        ),
    ]


def _play(platform: Platform, tokens: list[str], seconds: float) -> Cost:
    address = urlsplit(platform.url)
    job = Job(address.hostname or "", address.port or 0, tokens, BET, WARM_UP_S, seconds)
    before = platform.cpu_s()
    result = run_client("benchmarks.processes.load", LoadResult, job=job)
    if result.refused or not result.answered:
        raise LoadFailed(f"{result.refused} rounds were refused, {result.answered} answered")
    after = platform.cpu_s()
    return Cost({kind: (after[kind] - before[kind]) / result.answered * 1e6 for kind in SERVERS}, result.per_s())


def _publish(
    client: httpx.Client,
    headers: dict[str, str],
    names: list[str],
    kinds: tuple[dict[str, Any], ...],
    follows: int,
) -> None:
    for number, name in enumerate(names):
        body = BODY | kinds[number % len(kinds)]
        wanted = {"version": follows, "body": body, "reason": "a benchmark"}
        _done(client.put(f"{PATH}/{name}", json=wanted, headers=headers))


def _close(client: httpx.Client, headers: dict[str, str], names: list[str], follows: int) -> None:
    for name in names:
        wanted = {"version": follows, "reason": "a benchmark"}
        _done(client.post(f"{PATH}/{name}/close", json=wanted, headers=headers))


def _join(client: httpx.Client, token: str, names: list[str]) -> None:
    for name in names:
        _done(client.post(f"/api/events/{name}/join", headers={"Authorization": f"Bearer {token}"}))


def _wait_until_shown(client: httpx.Client, tokens: list[str], names: list[str], count: int) -> None:
    """Return when every player is shown so many of them. Raises LoadFailed: it takes too long."""
    deadline_s = time.monotonic() + IN_FORCE_TIMEOUT_S
    for token in tokens:
        while True:
            answer = _done(client.get("/api/events/active", headers={"Authorization": f"Bearer {token}"}))
            if sum(each["event_id"] in names for each in answer.json()["events"]) == count:
                break
            if time.monotonic() > deadline_s:
                raise LoadFailed(f"{count} missions are not in force everywhere after {IN_FORCE_TIMEOUT_S:g} s")
            time.sleep(0.1)


def _done(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 300:
        raise LoadFailed(f"{answer.request.url}: {answer.status_code} {answer.text}")
    return answer
