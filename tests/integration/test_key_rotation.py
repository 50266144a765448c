"""`pitboss rotate-keys` over a real database and a running cluster: nothing needs the former key afterwards."""

import asyncio
import json
import secrets
from dataclasses import replace
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typer.testing import CliRunner

from actors.crash.rules.config import TableConfig
from actors.fairness.sealing import NONCE_BYTES, KeySeal, Seals, entity_seals
from actors.games.registry import registered_games
from actors.kinds import TOPICS
from actors.money.economy import EconomyConfig
from actors.user.kind import UserKind
from cluster.cli.app import app
from cluster.key_rotation import chains_left, reseal_second_factors, rotate, seeds_left
from gateway.auth.second_factor import second_factor_seal
from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.totp import StoredTotp
from persistence.memory.identity.totp import MemoryTotp
from persistence.postgres.entities.store import PostgresStore
from persistence.postgres.identity.accounts import PostgresAccounts
from persistence.postgres.identity.totp import PostgresTotp
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, joined, new_user
from tests.integration.realtime.short_rounds import CHAIN_LENGTH, ShortTables, short_rounds

FORMER = "k1-Xq7Vb2Zt9Lw4Rm1Ns8Yc5Hd3Jf6Gp0"  # pragma: allowlist secret
NEW = "k2-Qm4Tn8Vy2Bw6Zc1Ld9Rf3Hs7Jx5Kp0"  # pragma: allowlist secret
JWT = "a token secret of the tests, long enough"
TABLE = TableConfig(betting_ms=50, ended_ms=50, chain_length=CHAIN_LENGTH)
ROW = AuditRow("ADMIN_TOTP_ENROLLED", "s1", "ADMIN")
NO_WAIT = {"wait_s": 0.0}


def sealed(seal: KeySeal, secret: bytes, user_id: str) -> bytes:
    return seal.close(secret, secrets.token_bytes(NONCE_BYTES), user_id)


async def enrolled(url: str, user_id: str, *, first: bytes, second: bytes) -> None:
    """An account of staff whose second factor counts, and that has begun to replace it."""
    accounts, totp = PostgresAccounts(url), PostgresTotp(url)
    await accounts.create(Account(user_id, user_id, user_id, "hash", "ADMIN", "Asia/Seoul", "ko", 0))
    await totp.enrol(user_id, first, ROW)
    await totp.confirm(user_id, first, 5, ROW)
    await totp.enrol(user_id, second, ROW)
    await totp.close()
    await accounts.close()


def cluster(url: str, seals: Seals):
    economy = EconomyConfig()
    kinds = {
        "crash": ShortTables(TABLE, short_rounds(), seals.chains),
        "user": UserKind(economy, registered_games(economy), [TABLE], seal=seals.seeds),
    }
    config = replace(CONFIG, crash_tables=("main",))
    return running_cluster(url, config=config, more_kinds=kinds, topics=TOPICS, seals=seals)


async def watch_a_round_open(running) -> None:
    async with joined(running, new_user()) as socket:
        await socket.send("crash.subscribe", {"table": "main"})
        while "re" not in (answer := json.loads(await socket.wire.recv())):  # the table's messages come between
            pass
        assert answer["ok"]


async def test_after_a_rotation_the_former_key_is_needed_for_nothing(database_url: str):
    former = second_factor_seal((FORMER,), JWT)
    first, second = sealed(former, b"first", "s1"), sealed(former, b"second", "s1")
    await enrolled(database_url, "s1", first=first, second=second)
    async with cluster(database_url, entity_seals(FORMER)) as running:
        await watch_a_round_open(running)
    told: list[str] = []
    left = await rotate(database_url, (NEW, FORMER), JWT, told.append, **NO_WAIT)
    assert [(each.what, each.key_id) for each in left] == [
        ("chain of crash/main", entity_seals(FORMER).chains.key_id),
        ("seeds of 1 players", entity_seals(FORMER).seeds.key_id),
    ]

    async with cluster(database_url, entity_seals(NEW, FORMER)) as running:
        await watch_a_round_open(running)
        assert await rotate(database_url, (NEW, FORMER), JWT, told.append, wait_s=60) == []
    assert "second factors: 1 looked at, 1 sealed anew" in told
    assert "second factors: 1 looked at, 0 sealed anew" in told

    store, totp = await PostgresStore.connect(database_url, lease_ttl_ms=5_000), PostgresTotp(database_url)
    assert await chains_left(store, entity_seals(NEW).chains) == []
    assert await seeds_left(store, entity_seals(NEW).seeds) == []
    stored = await totp.get("s1")
    assert stored is not None
    assert stored.pending is not None
    alone = second_factor_seal((NEW,), "another token secret, which is of no account")
    assert [alone.open(each, "s1") for each in (stored.sealed, stored.pending)] == [b"first", b"second"]
    assert (stored.confirmed, stored.last_step) == (True, 5)
    await store.close()
    await totp.close()


async def test_what_was_sealed_under_the_token_secret_is_sealed_anew_and_what_nothing_opens_is_named():
    store = MemoryTotp()
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(sha256(f"pitboss seal\0totp\0{JWT}".encode()).digest())
    await store.enrol("s1", nonce + cipher.encrypt(nonce, b"secret", b"s1"), ROW)
    await store.enrol("s2", sealed(second_factor_seal((FORMER,), JWT), b"of nobody", "s2"), ROW)
    seal = second_factor_seal((NEW,), JWT)
    left = await reseal_second_factors(store, seal, lambda _: None)
    assert [each.what for each in left] == ["second factor of s2"]
    resealed = await store.get("s1")
    assert resealed is not None
    assert seal.is_current(resealed.sealed)
    assert seal.open(resealed.sealed, "s1") == b"secret"


async def test_a_factor_that_changes_meanwhile_is_sealed_anew_as_it_is_then():
    former, new = second_factor_seal((FORMER,), JWT), second_factor_seal((NEW, FORMER), JWT)

    class Changing(MemoryTotp):
        async def reseal(self, user_id: str, known: StoredTotp, sealed_: bytes, pending: bytes | None) -> bool:
            if (await self.get(user_id)) == before:
                await self.confirm(user_id, before.sealed, 5, ROW)
                await self.enrol(user_id, sealed(former, b"newer", user_id), ROW)
            return await super().reseal(user_id, known, sealed_, pending)

    store = Changing()
    await store.enrol("s1", sealed(former, b"older", "s1"), ROW)
    before = await store.get("s1")
    assert before is not None
    assert await reseal_second_factors(store, new, lambda _: None) == []
    stored = await store.get("s1")
    assert stored is not None
    assert stored.pending is not None
    assert [new.open(each, "s1") for each in (stored.sealed, stored.pending)] == [b"older", b"newer"]
    assert all(new.is_current(each) for each in (stored.sealed, stored.pending))


def test_the_command_says_what_is_left_and_exits_accordingly(tmp_path, database_url: str):
    strange = sealed(second_factor_seal(("nobody's",), JWT), b"x", "s1")
    environment = {"PITBOSS_SEAL_KEY": NEW, "PITBOSS_SEAL_KEYS_OLD": FORMER, "JWT_SECRET_KEY": JWT}
    asked = ["rotate-keys", "--data-dir", str(tmp_path), "--database-url", database_url, "--wait", "0"]
    done = CliRunner().invoke(app, asked, env=environment)
    assert (done.exit_code, "needed no more" in done.output) == (0, True), done.output
    asyncio.run(enrolled(database_url, "s1", first=strange, second=strange))
    left = CliRunner().invoke(app, asked, env=environment)
    assert (left.exit_code, "second factor of s1" in left.output) == (1, True), left.output
    unset = CliRunner().invoke(app, asked, env=dict.fromkeys(environment, ""))
    assert (unset.exit_code, "PITBOSS_SEAL_KEY" in unset.output) == (2, True), unset.output
