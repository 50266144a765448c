"""What only a real server can show: commits in flight, broken connections, time-outs, retention."""

import asyncio
import secrets

import asyncpg
import pytest

from persistence.entities.records import CommandRow, CommitRequest, PartRow, TellRow
from persistence.errors import Fenced, OutcomeUnknown, RefusedData, Undurable, Unreachable
from persistence.postgres.connections import try_connection
from persistence.postgres.entities.retention import BLOCKS_SQL, BY_BLOCKS_SQL, PRUNE_COMMANDS_SQL
from persistence.postgres.entities.store import PostgresStore

SHARD = 7
LOCK_WAITERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'
"""
KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = $1 AND datname = current_database()
"""


def new_id():
    return secrets.token_hex(16)


def tell(tell_id):
    return TellRow(SHARD, tell_id, "user", "u1", "shop", "main", "shop.reserve", b"{}")


def command(**changes):
    row = CommandRow(SHARD, new_id(), "user", "u1", "user", new_id(), 1, b"h", True, b"{}", 0)
    return row._replace(**changes)


@pytest.fixture
def connect(database_url):
    return lambda lease_ttl_ms: PostgresStore.connect(database_url, lease_ttl_ms=lease_ttl_ms)


@pytest.fixture
async def store(connect):
    store = await connect(30_000)
    yield store
    await store.close()


@pytest.fixture
async def host(store):
    incarnation = await store.register("c", "host-0", "unix:/h0", 60_000)
    await store.claim(incarnation, [SHARD])
    return incarnation


@pytest.fixture
async def side(database_url):
    """A connection of our own to the same database."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def watch(database_url):
    """A connection that is never in a transaction: within one, the server's activity would look frozen."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def blocked(store, host, side, watch):
    """(request, its commit) that waits on a row which `side` has inserted and not committed."""
    request = CommitRequest(new_id(), host, {SHARD: 1}, tells=[tell(new_id())])
    rival = side.transaction()
    await rival.start()
    await side.execute("INSERT INTO tell VALUES ($1, 1, '', '', '', '', '', '')", request.tells[0].id)
    commit = asyncio.create_task(store.commit(request))
    await waiting(watch, "commit_batch")
    yield request, commit, rival
    commit.cancel()
    await asyncio.gather(commit, return_exceptions=True)


async def waiting(watch, query):
    """Return when a session waits for a lock in a query that contains `query`."""
    while not await watch.fetchval(LOCK_WAITERS, query):
        pass


async def kill_sessions(watch, name):
    assert await watch.fetch(KILL, f"pitboss {name}")


async def test_a_burial_waits_for_the_commit_in_flight(store, host, blocked, watch):
    request, commit, rival = blocked
    burial = asyncio.create_task(store.bury(host, expired_only=False))
    await waiting(watch, "bury_host")
    assert not burial.done()
    await rival.rollback()
    await commit
    assert await burial
    assert await store.settle(request.batch_id, host)
    with pytest.raises(Fenced):
        await store.commit(CommitRequest(new_id(), host, {SHARD: 1}))


async def test_a_release_waits_for_the_commit_in_flight(store, host, blocked, watch):
    _, commit, rival = blocked
    release = asyncio.create_task(store.release(host, [SHARD]))
    await waiting(watch, "release_shards")
    await rival.rollback()
    await commit
    await release


async def test_a_takeover_waits_for_the_commit_in_flight(store, host, blocked, watch):
    _, commit, rival = blocked
    other = await store.register("c", "host-1", "unix:/h1", 60_000)
    await store.renew(host, -1)
    takeover = asyncio.create_task(store.claim(other, [SHARD]))
    await waiting(watch, "claim_shards")
    await rival.rollback()
    await commit
    assert await takeover == {SHARD: 2}


async def test_renewals_do_not_wait_behind_commits(store, host, blocked):
    _, commit, _ = blocked
    assert await store.renew(host, 60_000)
    assert not commit.done()


async def test_a_renewal_that_waited_for_a_burial_finds_itself_dead(store, host, side, watch):
    burial = side.transaction()
    await burial.start()
    await side.execute("SELECT bury_host($1, false)", host)
    renewal = asyncio.create_task(store.renew(host, 60_000))
    await waiting(watch, "renew_lease")
    await burial.commit()
    assert await renewal is None


async def test_a_commit_that_waited_for_a_burial_is_fenced_off(store, host, side, watch):
    burial = side.transaction()
    await burial.start()
    await side.execute("SELECT bury_host($1, false)", host)
    commit = asyncio.create_task(store.commit(CommitRequest(new_id(), host, {SHARD: 1}, tells=[tell(new_id())])))
    await waiting(watch, "commit_batch")
    await burial.commit()
    with pytest.raises(Fenced):
        await commit


@pytest.mark.parametrize("committed", [True, False])
async def test_settling_waits_for_the_commit_in_flight(store, host, blocked, committed, watch):
    request, commit, rival = blocked
    settling = asyncio.create_task(store.settle(request.batch_id, host))
    await waiting(watch, "aborted")
    await (rival.rollback() if committed else rival.commit())
    assert await settling is committed
    if committed:
        await commit
    else:
        with pytest.raises(RefusedData):
            await commit


async def test_a_commit_whose_connection_is_lost_can_be_settled_and_sent_again(store, host, blocked, watch):
    request, commit, rival = blocked
    await kill_sessions(watch, "commits")
    with pytest.raises(OutcomeUnknown):
        await commit
    await rival.rollback()
    assert not await store.settle(request.batch_id, host)
    request.batch_id = new_id()
    await store.commit(request)
    assert await store.settle(request.batch_id, host)


async def test_a_commit_that_reaches_its_statement_timeout_was_not_written(connect, host, side):
    impatient = await connect(1_000)
    request = CommitRequest(new_id(), host, {SHARD: 1}, tells=[tell(new_id())])
    async with side.transaction():
        await side.execute("INSERT INTO tell VALUES ($1, 1, '', '', '', '', '', '')", request.tells[0].id)
        with pytest.raises(Unreachable):
            await impatient.commit(request)
        assert await side.fetchval("SELECT true FROM commit_batch WHERE id = $1", request.batch_id) is None
    await impatient.close()


async def test_a_server_that_does_not_answer_leaves_the_outcome_unknown(connect, store, host, side):
    impatient = await connect(600)
    await impatient._connection._connection.execute("SET statement_timeout = 0")
    request = CommitRequest(new_id(), host, {SHARD: 1}, tells=[tell(new_id())])
    async with side.transaction():
        await side.execute("INSERT INTO tell VALUES ($1, 1, '', '', '', '', '', '')", request.tells[0].id)
        with pytest.raises(OutcomeUnknown):
            await impatient.commit(request)
    assert await store.settle(request.batch_id, host) in {True, False}
    await impatient.commit(CommitRequest(new_id(), host, {SHARD: 1}))
    await impatient.close()


async def test_renewals_and_reads_survive_lost_connections(store, host, watch):
    await store.load([("user", "u1")])
    await kill_sessions(watch, "renewals")
    await kill_sessions(watch, "reads")
    for _ in range(2):
        try:
            assert await store.renew(host, 60_000)
            assert await store.load([("user", "u1")]) == {}
            break
        except Unreachable:
            continue
    assert await store.renew(host, 60_000)
    assert len(await store.hosts()) == 1


async def test_a_server_that_is_not_there_is_unreachable():
    with pytest.raises(Unreachable):
        await PostgresStore.connect("postgresql://nobody@127.0.0.1:1/none", lease_ttl_ms=1_000)


async def test_an_error_that_nobody_knows_refuses_what_met_it_and_nothing_else(store, host, side):
    await side.execute("DROP TABLE tell CASCADE")
    for _ in range(2):
        with pytest.raises(RefusedData, match="42P01"):
            await store.commit(CommitRequest(new_id(), host, {SHARD: 1}, tells=[tell(new_id())]))
        await store.commit(CommitRequest(new_id(), host, {SHARD: 1}, commands=[command()]))


async def test_a_commit_function_that_is_gone_is_waited_for(store, host, side):
    """No migration takes it away from a release that calls it; if one does all the same, nobody is at fault for it."""

    async def commit():
        await store.commit(CommitRequest(new_id(), host, {SHARD: 1}, commands=[command()]))

    await commit()
    definition = await side.fetchval("SELECT pg_get_functiondef('commit_batch'::regproc)")
    await side.execute("DROP FUNCTION commit_batch")
    with pytest.raises((RefusedData, Unreachable)):
        await commit()
    with pytest.raises(Unreachable):
        await commit()
    await side.execute(definition)
    await commit()


async def test_state_written_again_and_again_stays_on_its_page(store, host, side):
    def parts(version):
        return [PartRow(SHARD, "user", f"u{n}", "root", version - 1, version, 1, b"x" * 200) for n in range(50)]

    for version in range(1, 40):
        await store.commit(CommitRequest(new_id(), host, {SHARD: 1}, parts=parts(version)))
    await store._connection._connection.execute("SELECT pg_stat_force_next_flush()")
    updated, hot = await side.fetchrow(
        "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'entity_part'"
    )
    assert updated == 38 * 50
    assert hot > updated * 0.8


async def test_only_what_is_old_and_finished_is_pruned(store, host, side):
    delivered, open_tell = new_id(), new_id()
    kept = [
        command(at_ms=2**42),
        command(ok=None, reply=None),
        command(origin="entity:shop/main", id=open_tell),
    ]
    old = [command(), command(origin="entity:shop/main", id=delivered), command(origin="entity:shop/main", id="odd")]
    await store.commit(
        CommitRequest(
            new_id(), host, {SHARD: 1}, commands=[*kept, *old, *(command() for _ in range(20))], tells=[tell(open_tell)]
        )
    )
    store._step_blocks, store._pause_s = 1, 0
    assert await store.prune(24) == (0, 23)
    assert set(await store.replies([(SHARD, row.tx) for row in kept + old])) == {row.tx for row in kept}
    await side.execute("UPDATE commit_batch SET at = now() - interval '25 hours'")
    assert await store.prune(25) == (1, 0)
    with pytest.raises(ValueError, match="24"):
        await store.prune(23)


async def test_a_pass_of_retention_looks_at_each_block_once_however_old_or_many_the_rows_are(store, host, side):
    await store.commit(CommitRequest(new_id(), host, {SHARD: 1}, commands=[command() for _ in range(500)]))
    async with side.transaction():
        await side.execute(BY_BLOCKS_SQL)
        plan = "\n".join(row[0] for row in await side.fetch(f"EXPLAIN {PRUNE_COMMANDS_SQL}", 24, (0, 0), (16, 0)))
    assert "Tid Range Scan on command_p0" in plan
    assert "Seq Scan on command" not in plan
    store._step_blocks, store._pause_s = 2, 0
    blocks = await side.fetchval(BLOCKS_SQL, "command")
    assert blocks > 4
    assert (await store.prune(24)).commands == 500
    assert await side.fetchval("SELECT count(*) FROM command") == 0


async def test_what_became_of_a_commit_is_settled_by_a_write(store, host, side, watch):
    """A commit that waits for its standbys is seen before it is safe; only a later write waits for them as well."""
    request = CommitRequest(new_id(), host, {SHARD: 1})
    await store.commit(request)
    written = await side.fetchval("SELECT xmin FROM commit_batch WHERE id = $1", request.batch_id)
    assert await store.settle(request.batch_id, host)
    assert await side.fetchval("SELECT xmin FROM commit_batch WHERE id = $1", request.batch_id) != written
    assert await side.fetchval("SELECT state FROM commit_batch WHERE id = $1", request.batch_id) == "committed"


@pytest.mark.parametrize("value", ["off", "local", "remote_write"])
async def test_a_database_that_acknowledges_what_it_may_lose_is_refused(store, connect, database_url, side, value):
    name = await side.fetchval("SELECT current_database()")
    await side.execute(f"ALTER DATABASE {name} SET synchronous_commit = {value}")
    with pytest.raises(Undurable, match=f"synchronous_commit is {value}"):
        await connect(5_000)
    with pytest.raises(Undurable):
        await try_connection(database_url)
    store._renewals.terminate()
    with pytest.raises(Undurable):  # also a connection that is made again, to another server perhaps
        await store.renew(1, 5_000)
    await side.execute(f"ALTER DATABASE {name} SET synchronous_commit = remote_apply")
    await (await connect(5_000)).close()
