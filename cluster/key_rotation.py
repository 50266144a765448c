"""Rotation of the seal key: puts stored secrets under the key that is used now, so that former ones can be forgotten.

Second factors are sealed anew here, one at a time and only if they are as they were read, so a rotation that breaks off
is simply begun again: what is done names its key. Chains of crash tables belong to running entities, which seal them
anew themselves when a round opens (`actors.crash.table`); here they are only waited for.
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag

from actors.crash.state import load
from actors.fairness.sealing import NONCE_BYTES, KeySeal, Seal, key_id_of
from actors.runtime.commit.stored import unpack_root
from actors.runtime.entity import StoredPart
from gateway.auth.second_factor import second_factor_seal
from persistence.identity.totp import StoredTotp, TotpStore
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.identity.totp import PostgresTotp

PAGE = 200
LOOK_EVERY_S = 1.0
CRASH, ROOT = "crash", "root"

Show = Callable[[str], None]


class Left(NamedTuple):
    """A secret that is still under another key; "" is the key of values without a key's id."""

    what: str
    key_id: str
    why: str

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
    return left + await _wait_for_chains(database_url, KeySeal(*seal_keys), show, wait_s)


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


# --- chains of crash tables ---


async def _wait_for_chains(database_url: str, seal: KeySeal, show: Show, wait_s: float) -> list[Left]:
    store = await PostgresStore.connect(database_url, lease_ttl_ms=5_000)
    try:
        loop = asyncio.get_running_loop()
        deadline_s = loop.time() + wait_s
        told = -1
        while True:
            left = await chains_left(store, seal)
            if len(left) != told:
                show(f"crash chains: {len(left)} under another key")
                told = len(left)
            if not left or loop.time() >= deadline_s or not await store.hosts():
                return left
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await store.close()


async def chains_left(store: PostgresStore, seal: Seal) -> list[Left]:
    """Return the chains of all tables that are not under the current key."""
    left: list[Left] = []
    for key in await store.keys_of(CRASH):
        stored = (await store.load([(CRASH, key)])).get((CRASH, key), {})
        parts = {name: StoredPart(part.schema, part.data) for name, part in stored.items()}
        parts[ROOT] = StoredPart(parts[ROOT].schema, unpack_root(parts[ROOT].data).data)
        chains = load(key, parts).chains
        left += [
            Left(f"chain of {CRASH}/{key}", key_id_of(chain.sealed), "its table seals it anew when a round opens")
            for chain in (chains.current, chains.following)
            if chain is not None and not seal.is_current(chain.sealed)
        ]
    return left
