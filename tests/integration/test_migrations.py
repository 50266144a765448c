"""The migrations lead from nothing to `persistence.postgres.schema.tables`, with its guards, and back."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from gateway.auth.usernames import username_key, username_skeleton
from persistence.entities.ownership import SHARD_COUNT
from persistence.postgres.schema import migrate, revision
from persistence.postgres.schema.roles import APP_ROLE
from persistence.postgres.schema.tables import APPEND_ONLY, PARTITIONED, PARTITIONS, metadata

PARTITION_NAMES = {f"{table}_{suffix}" for table in PARTITIONED for suffix, _, _ in PARTITIONS}
OURS = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
CATALOGUE = {
    "columns": f"""
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        {OURS} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND c.relkind IN ('r', 'p')
            AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum""",
    "constraints": f"""
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) {OURS} JOIN pg_constraint k ON k.conrelid = c.oid""",
    "indexes": f"""
        SELECT c.relname, pg_get_indexdef(i.indexrelid) {OURS} JOIN pg_index i ON i.indrelid = c.oid""",
    "tables": f"""
        SELECT c.relname, c.relkind, c.reloptions, pg_get_partkeydef(c.oid) {OURS} WHERE c.relkind IN ('r', 'p')""",
}
"""What of a schema must be equal; the first column is the table."""
HOT_INDEXES = {
    "commit_batch": {"pkey": "PostgresCommits.settle"},
    "command": {"pkey": "PostgresLoads.replies"},
    "transfer": {"pkey": "PAGE of the ledger", "account_idx": "PAGE of the ledger"},
    "game_round": {
        "pkey": "PostgresRounds.find",
        "at_idx": "PostgresRounds.page",
        "user_id_day_idx": "PostgresRounds.page, PAGE of the ledger, PAGE of players",
        "table_idx": "PostgresRounds.of_table",
    },
    "outbox": {"pkey": "PostgresLoads.adopt, PostgresOutbox.read"},
    "entity_part": {"pkey": "PostgresLoads.load"},
}
"""The indexes of the tables that every round writes, by what reads them: each costs every round 2 to 15 us."""


@pytest.fixture
def empty_database_url(postgres_url):
    name = f"empty_{secrets.token_hex(6)}"
    asyncio.run(fetch(postgres_url, f"CREATE DATABASE {name}"))
    yield f"{postgres_url.rpartition('/')[0]}/{name}"
    asyncio.run(fetch(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def owner(database_url):
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def app(database_url):
    connection = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


async def fetch(url, query):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


async def with_engine(url, action):
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.begin() as connection:
        result = await connection.run_sync(action)
    await engine.dispose()
    return result


def relations(url):
    return {row[0] for row in asyncio.run(fetch(url, f"SELECT c.relname {OURS} WHERE c.relkind IN ('r', 'p')"))}


async def catalogue(url):
    """Each part of the schema, without Alembic's own table and without partitions."""
    ignored = PARTITION_NAMES | {"alembic_version"}
    return {
        what: sorted(repr(tuple(row)) for row in await fetch(url, query) if row[0] not in ignored)
        for what, query in CATALOGUE.items()
    }


async def insert_facts(connection):
    await connection.execute(
        """
        INSERT INTO transfer (shard, tx, n, debit, credit, currency, amount, balance_after, version, reason)
        VALUES (1, gen_random_uuid(), 0, 'a', 'b', 'gold', 1, 1, 1, 'bet');
        INSERT INTO game_round VALUES (1023, gen_random_uuid(), gen_random_uuid(), 'u', 'rps', 1, 0, NULL, '{}', 1,
                                       '', '', 0);
        INSERT INTO revealed_seed (server_seed_hash, shard, tx, user_id, server_seed, client_seed, last_nonce)
        VALUES (encode(sha256('s'), 'hex'), 1, gen_random_uuid(), 'u', 's', 'c', 0);
        INSERT INTO fact (shard, tx, n, kind, key, type, data)
        VALUES (512, gen_random_uuid(), 0, 'user', 'u', 'streak_day', '{}');
        INSERT INTO shard_history (shard, epoch) VALUES (1, 1);
        """
    )


def test_there_is_one_head():
    assert len(migrate.heads()) == 1


def test_up_down_and_up_again_from_an_empty_database(empty_database_url):
    migrate.upgrade(empty_database_url)
    expected = set(metadata.tables) | PARTITION_NAMES | {"alembic_version"}
    assert relations(empty_database_url) == expected
    migrate.downgrade(empty_database_url, "base")
    assert relations(empty_database_url) == {"alembic_version"}
    assert asyncio.run(fetch(empty_database_url, "SELECT proname FROM pg_proc WHERE pronamespace = 2200")) == []
    migrate.upgrade(empty_database_url)
    assert relations(empty_database_url) == expected


def test_migrators_that_start_at_once_do_not_collide(empty_database_url):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate.upgrade, [empty_database_url] * 2))
    assert asyncio.run(fetch(empty_database_url, "SELECT version_num FROM alembic_version")) == [(migrate.heads()[0],)]


def test_accounts_from_before_look_alikes_were_known_keep_their_names(empty_database_url):
    """The oldest of those that look alike has the skeleton, which is the one that the gateway makes."""
    migrate.upgrade(empty_database_url, "0019")
    names = ["rnina_1", "mIna-l", "홍길동", "vvood.io", "0o1il._-", "wo0d-lo"]
    accounts = ", ".join(
        f"('u{n}', '{name}', '{username_key(name)}', 'x', now() + interval '{n} s')" for n, name in enumerate(names)
    )
    asyncio.run(
        fetch(
            empty_database_url, f"INSERT INTO account (id, username, username_key, password_hash, at) VALUES {accounts}"
        )
    )
    migrate.upgrade(empty_database_url)
    found = asyncio.run(fetch(empty_database_url, "SELECT username, username_skeleton FROM account ORDER BY at"))
    twins = {"mIna-l", "wo0d-lo"}
    assert found == [(name, None if name in twins else username_skeleton(name)) for name in names]


def test_a_crash_table_that_stands_still_gets_its_timer_and_no_other_changes(empty_database_url):
    migrate.upgrade(empty_database_url, "0024")
    stored = "INSERT INTO entity_part (shard, kind, key, part, version, schema, data) VALUES"
    asyncio.run(
        fetch(
            empty_database_url,
            f"""WITH parts AS ({stored} (7, 'crash', 'dead', 'root', 3, 1, 'x'), (7, 'crash', 'dead', 'x', 3, 1, 'x'),
                                        (9, 'crash', 'well', 'root', 3, 1, 'x'), (9, 'user', 'ann', 'root', 3, 1, 'x'))
                INSERT INTO timer VALUES ('crash', 'well', 'step', 9, 'own', 44, 'table.step', '{{}}')""",
        )
    )
    migrate.upgrade(empty_database_url)
    found = asyncio.run(
        fetch(empty_database_url, "SELECT key, name, shard, due_ms, type, body, id = 'own' FROM timer ORDER BY key")
    )
    assert found == [
        ("dead", "step", 7, 0, "table.step", b"{}", False),
        ("well", "step", 9, 44, "table.step", b"{}", True),
    ]


def test_indexes_of_rounds_that_were_built_before_the_migration_are_taken(empty_database_url):
    migrate.upgrade(empty_database_url, "0027")
    for suffix, _, _ in PARTITIONS:
        for columns in ("at", "user_id, date_bin('1 day', at, '1970-01-01 00:00:00+00')"):
            statement = f"CREATE INDEX CONCURRENTLY ON game_round_{suffix} ({columns})"
            asyncio.run(fetch(empty_database_url, statement))
    before = set(indexes_of(empty_database_url, "game_round_p0"))
    migrate.upgrade(empty_database_url)
    assert (
        {"game_round_p0_at_idx", "game_round_p0_user_id_date_bin_idx"}
        <= set(indexes_of(empty_database_url, "game_round_p0"))
        <= before
    )
    assert not asyncio.run(fetch(empty_database_url, "SELECT FROM pg_index WHERE NOT indisvalid"))


def indexes_of(url, table):
    rows = asyncio.run(
        fetch(url, f"SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '{table}'::regclass")
    )
    return [name for (name,) in rows]


def test_a_database_is_known_to_be_new_or_old_without_alembic(empty_database_url):
    assert [revision.newest_revision()] == list(migrate.heads())
    assert revision.is_behind(empty_database_url)
    migrate.upgrade(empty_database_url, "0001")
    assert revision.is_behind(empty_database_url)
    migrate.upgrade(empty_database_url)
    assert not revision.is_behind(empty_database_url)


def test_a_database_that_a_later_release_has_migrated_is_left_as_it_is(empty_database_url):
    migrate.upgrade(empty_database_url)
    asyncio.run(fetch(empty_database_url, "UPDATE alembic_version SET version_num = '9999'"))
    assert not revision.is_behind(empty_database_url)


async def test_alembic_finds_no_difference_between_models_and_migrations(database_url):
    def compare(connection):
        def keep(_object, name, kind, _reflected, _compared_to):
            return not (kind == "table" and name in PARTITION_NAMES | {"alembic_version"})

        options = {"include_object": keep, "compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    assert await with_engine(database_url, compare) == []


async def test_the_catalogue_is_what_the_models_would_create(database_url):
    name = f"models_{secrets.token_hex(6)}"
    models_url = f"{database_url.rpartition('/')[0]}/{name}"
    await fetch(database_url, f"CREATE DATABASE {name}")
    try:
        await with_engine(models_url, metadata.create_all)
        migrated, modelled = await catalogue(database_url), await catalogue(models_url)
        for what in CATALOGUE:
            assert migrated[what] == modelled[what], what
    finally:
        await fetch(database_url, f"DROP DATABASE {name} WITH (FORCE)")


async def test_partitions_are_those_of_the_tables_module(owner):
    rows = await owner.fetch(
        "SELECT relname, pg_get_expr(relpartbound, oid) FROM pg_class WHERE relispartition AND relkind = 'r'"
    )
    assert {(name, bound) for name, bound in rows} == {
        (f"{table}_{suffix}", f"FOR VALUES FROM ('{first}') TO ('{end}')")
        for table in PARTITIONED
        for suffix, first, end in PARTITIONS
    }


@pytest.mark.parametrize("table", HOT_INDEXES)
async def test_a_round_pays_for_no_index_that_nobody_reads(owner, table):
    rows = await owner.fetch(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = $1::text::regclass", table
    )
    assert {name for (name,) in rows} == {f"{table}_{suffix}" for suffix in HOT_INDEXES[table]}


async def test_every_shard_is_there_and_nobodys(owner):
    rows = await owner.fetch("SELECT shard, incarnation, epoch FROM shard_owner ORDER BY shard")
    assert [tuple(row) for row in rows] == [(shard, None, 0) for shard in range(SHARD_COUNT)]


@pytest.mark.parametrize("table", [*APPEND_ONLY, "transfer_p0", "game_round_p3", "fact_p2"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET shard = shard", "DELETE FROM {}", "TRUNCATE {}"])
async def test_nobody_changes_a_fact(owner, app, table, statement):
    await insert_facts(app)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute(statement.format(table))
    with pytest.raises(asyncpg.PostgresError, match="append-only") as caught:
        await owner.execute(statement.format(table))
    assert caught.value.sqlstate == "PB005"


async def test_the_server_can_do_no_more_than_it_needs(app):
    rows = await app.fetch(
        f"""
        SELECT c.relname, p FROM pg_class c CROSS JOIN unnest('{{UPDATE,DELETE,TRUNCATE,TRIGGER,REFERENCES}}'::text[]) p
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND has_table_privilege('{APP_ROLE}', c.oid, p)
        """
    )
    both = {
        "account",
        "attempt_window",
        "host_order",
        "known_address",
        "login_session",
        "relay_lease",
        "staff_reply",
        "staff_totp",
        "timer",
        "entity_part",
    }
    updated = {"approval", "host_fence", "host_lease", "shard_owner", "outbox_cursor", "relay_group"}
    assert {tuple(row) for row in rows} == (
        {(table, "UPDATE") for table in both | updated}
        | {(table, "DELETE") for table in both | {"commit_batch", "command", "outbox", "tell", "audit_unsealed"}}
    )
    assert await app.fetchval(f"SELECT has_column_privilege('{APP_ROLE}', 'command', 'reply', 'UPDATE')")
    assert not await app.fetchval(f"SELECT has_column_privilege('{APP_ROLE}', 'command', 'body_hash', 'UPDATE')")
