"""The wallets of `make bench`: a host and a gateway of their own, driven as the benchmark drives them."""

import asyncio
import os
from pathlib import Path

from benchmarks.ground.platform import Platform
from benchmarks.wallet.figures import running_wallets


def play(database_url: str):
    platform = Platform(
        "http://127.0.0.1:1", os.getpid(), Path("/"), {"postgres_url": database_url, "hosts": [], "gateways": []}, 0.0
    )
    with running_wallets(platform) as wallets:
        return wallets.play("wallet-1", 0.2), wallets.play("wallet-64", 0.2), wallets.acknowledged


async def test_wallets_are_updated_and_every_update_has_its_rows(database_url):
    alone, crowd, acknowledged = await asyncio.to_thread(play, database_url)
    assert (alone.sockets, crowd.sockets) == (1, 64)
    assert alone.refused == crowd.refused == 0
    assert acknowledged >= alone.commands + crowd.commands > 0
    assert min(crowd.cpu_us[kind] for kind in ("hosts", "gateways")) > 0
