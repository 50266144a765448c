"""Rotation of the seal key: puts stored secrets under the key that is used now, so that former ones can be forgotten.

Second factors are sealed anew here, one at a time and only if they are as they were read, so a rotation that breaks off
is simply begun again: what is done names its key. What belongs to entities they seal anew themselves, the chains of
crash tables when a round opens (`actors.crash.table`) and the seeds of players when their host wakes them
(`cluster.processes.fairness.seed_sealing`); here they are only waited for.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag

from actors.crash.area import CRASH
from actors.fairness.sealing import NONCE_BYTES, KeySeal, Seal, Seals, entity_seals, is_sealed, key_id_of
from actors.fairness.seeds import SEEDS
from cluster.processes.fairness.seed_sealing import USER, needs_sealing, stored_seeds
from cluster.verification.tables import stored_table
from gateway.auth.second_factor import second_factor_seal
from persistence.identity.totp import StoredTotp, TotpStore
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.identity.totp import PostgresTotp

PAGE = 200
IN_CLEAR = "none"
"""In the place of a key's id: the value is not sealed at all."""
LOOK_EVERY_S = 1.0

Show = Callable[[str], None]


class Left(NamedTuple):
    """Secrets that are still under another key; "" is the key of values without a key's id, IN_CLEAR no key."""

    what: str
    key_id: str
    why: str
    values: int = 1

    def __str__(self) -> str:
        return f"{self.what}: key {self.key_id or 'without id'}, {self.why}"


async def rotate(
    database_url: str, seal_keys: tuple[str, ...], jwt_secret: str, show: Show, *, wait_s: float
) -> list[Left]:
    """Bring every stored secret under the first of the keys; return what is left under others after `wait_s` seconds.

    Raises:
        StoreError: the database is out of reach.
    """
    totp = PostgresTotp(database_url)
    try:
        left = await reseal_second_factors(totp, second_factor_seal(seal_keys, jwt_secret), show)
    finally:
        await totp.close()
    return left + await _wait_for_entities(database_url, entity_seals(*seal_keys), show, wait_s)


# --- second factors ---


async def reseal_second_factors(store: TotpStore, seal: KeySeal, show: Show) -> list[Left]:
    """Seal every second factor anew that is not under the current key; return those that no key opens."""
    left: list[Left] = []
    done = seen = 0
    after = ""
    while page := await store.page(after, PAGE):
        for user_id, stored in page:
            seen += 1
            try:
                done += await _reseal(store, seal, user_id, stored)
            except InvalidTag:
                left.append(Left(f"second factor of {user_id}", key_id_of(stored.sealed), "no key opens it"))
        after = page[-1][0]
        show(f"second factors: {seen} looked at, {done} sealed anew")
    return left


async def _reseal(store: TotpStore, seal: Seal, user_id: str, stored: StoredTotp | None) -> bool:
    """Seal one anew, again if somebody changes it meanwhile; return True if that was needed. Raises InvalidTag."""
    while stored is not None:
        values = [stored.sealed, stored.pending]
        if all(value is None or seal.is_current(value) for value in values):
            return False
        sealed, pending = [value and _again(seal, value, user_id) for value in values]
        assert sealed is not None
        if await store.reseal(user_id, stored, sealed, pending):
            return True
        stored = await store.get(user_id)
    return False


def _again(seal: Seal, sealed: bytes, context: str) -> bytes:
    return seal.close(seal.open(sealed, context), secrets.token_bytes(NONCE_BYTES), context)


# --- chains of crash tables, seeds of players ---


async def _wait_for_entities(database_url: str, seals: Seals, show: Show, wait_s: float) -> list[Left]:
    store = await PostgresStore.connect(database_url, lease_ttl_ms=5_000)
    try:
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + wait_s
        told: list[Left] | None = None
        while True:
            chains, seeds = await chains_left(store, seals.chains), await seeds_left(store, seals.seeds)
            left = chains + seeds
            if left != told:
                show(f"crash chains: {len(chains)} under another key")
                show(f"seeds of players: {sum(each.values for each in seeds)} under another key")
                told = left
            if not left or loop.time() >= deadline_s or not await store.hosts():
                return left
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await store.close()


async def chains_left(store: PostgresStore, seal: Seal) -> list[Left]:
    """Return the chains of all tables that are not under the current key."""
    left: list[Left] = []
    for key in await store.keys_of(CRASH):
        table = await stored_table(store, key)
        left += [
            Left(f"chain of {CRASH}/{key}", key_id_of(chain.sealed), "its table seals it anew when a round opens")
            for chain in (() if table is None else (table.chains.current, table.chains.following))
            if chain is not None and not seal.is_current(chain.sealed)
        ]
    return left


async def seeds_left(store: PostgresStore, seal: Seal) -> list[Left]:
    """Return how many players have seeds that are not under the current key, by the key that they are under."""
    counts: Counter[str] = Counter()
    after = ""
    while page := await store.part_page(USER, SEEDS.name, after, PAGE):
        for key, stored in page:
            if needs_sealing(seal, key, stored):
                sealed = stored_seeds(key, stored).sealed
                counts[key_id_of(sealed) if is_sealed(sealed) else IN_CLEAR] += 1
        after = page[-1][0]
    why = "their hosts seal them anew, some each second"
    return [Left(f"seeds of {count} players", key_id, why, count) for key_id, count in sorted(counts.items())]
