"""Purchases of one hot item through one shop, beside rounds of RPS by the same players in the same run.

A purchase is four turns in two entities and three commits one after the other before the player has the answer; a round
is one of each. All purchases meet in the one entity that decides the stock.
"""

from urllib.parse import urlsplit

import httpx
from msgspec import json

from benchmarks.ground.platform import Platform
from benchmarks.processes.clients import run_client
from benchmarks.processes.load import HOT_ITEM, Job, LoadFailed, LoadResult
from benchmarks.reports.goals import Figure

SOCKETS = 64
BET = 20
WARM_UP_S = 1.5
SERVERS = ("gateways", "hosts", "postgres")
ACKS_EVERY = 16
STOCK = 1_000_000_000
TIMEOUT_S = 30.0
PURCHASES_PER_S = "purchases/s of one hot item"
PURCHASE_CPU_US = "CPU of a purchase, us"


def hot_item(platform: Platform, seconds: float) -> list[Figure]:
    """Measure the rate of purchases and their p99, beside those of rounds. Raises LoadFailed."""
    _put_on_sale(platform)
    tokens = platform.mint("buyer", SOCKETS)
    rounds = _play(platform, tokens, seconds, "rps")
    before = platform.cpu_s()
    purchases = _play(platform, tokens, seconds, "shop")
    after = platform.cpu_s()
    sold = _sold(platform)
    if purchases.refused or sold != purchases.acknowledged:
        raise LoadFailed(f"{purchases.acknowledged} purchases acknowledged, {purchases.refused} refused, {sold} sold")
    cpu_us = {kind: (after[kind] - before[kind]) / purchases.answered * 1e6 for kind in SERVERS}
    return figures(purchases, rounds, cpu_us)


def figures(purchases: LoadResult, rounds: LoadResult, cpu_us: dict[str, float]) -> list[Figure]:
    """Return the figures; `cpu_us` is processor time of a purchase in microseconds, by kind of process."""
    beside = f"{purchases.per_s():,.0f}/s through {rounds.per_s():,.0f}/s, {SOCKETS} sockets"
    p99_ms = [result.latency_us.p99 / 1000 for result in (purchases, rounds)]
    spent = ", ".join(f"{kind} {us:.0f}" for kind, us in cpu_us.items())
    return [
        Figure("purchases/s of one hot item through RPS rounds/s", purchases.per_s() / rounds.per_s(), beside),
        Figure(
            "p99 of a purchase through p99 of a round", p99_ms[0] / p99_ms[1], f"{p99_ms[0]:.1f} ms, {p99_ms[1]:.1f} ms"
        ),
        Figure(PURCHASES_PER_S, purchases.per_s(), f"{SOCKETS} sockets"),
        Figure(PURCHASE_CPU_US, sum(cpu_us.values()), spent),
    ]


def _play(platform: Platform, tokens: list[str], seconds: float, game: str) -> LoadResult:
    address = urlsplit(platform.url)
    job = Job(
        address.hostname or "",
        address.port or 0,
        tokens,
        BET,
        WARM_UP_S,
        seconds,
        game=game,
        acks_every=ACKS_EVERY,
    )
    return run_client("benchmarks.processes.load", LoadResult, job=job)


def _put_on_sale(platform: Platform) -> None:
    item = {
        "id": HOT_ITEM,
        "name": {"ko": "인기 상품", "en": "Hot item"},
        "price": {"currency": "gold", "amount": 1},
        "contents": [{"type": "gold", "amount": 1}],  # no exchange may gain, so not shards for this little gold
        "active": True,
        "stock": STOCK,
    }
    _checked(httpx.post(f"{platform.url}/api/admin/shop/items", json=item, headers=_staff(platform), timeout=TIMEOUT_S))


def _sold(platform: Platform) -> int:
    """Return the pieces that were sold or are still held."""
    answer = httpx.get(f"{platform.url}/api/admin/shop/items", headers=_staff(platform), timeout=TIMEOUT_S)
    items = json.decode(_checked(answer).content)["items"]
    return next(int(item["sold"] + item["held"]) for item in items if item["id"] == HOT_ITEM)


def _staff(platform: Platform) -> dict[str, str]:
    return {"Authorization": f"Bearer {platform.mint_admin()}"}


def _checked(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise LoadFailed(f"{answer.request.url}: {answer.status_code} {answer.text}")
    return answer
