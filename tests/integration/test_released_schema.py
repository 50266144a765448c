"""The database of this release serves the previous one as well: nothing that it calls or gives has changed."""

from pathlib import Path

import asyncpg
import pytest

from tests.released.database import breaks, shape_of, uncalled
from tests.released.golden import accepted, released

PERSISTENCE = Path(__file__).parents[2] / "persistence"
CARELESS = {
    "function commit_batch(": "ALTER FUNCTION commit_batch RENAME TO commit_batch_of_now",
    "function renew_lease(": "DROP FUNCTION renew_lease",
    "function claim_shards(": "ALTER FUNCTION claim_shards RENAME TO claim",
    "type tell_row": "ALTER TYPE tell_row ADD ATTRIBUTE fresh boolean",
    "type act_row": "DROP TYPE act_row CASCADE",
    "audit_unsealed is gone": "DROP TABLE audit_unsealed CASCADE",
    "account.locale is gone": "ALTER TABLE account RENAME COLUMN locale TO language",
    "host_lease.serves is of type": "ALTER TABLE host_lease ALTER COLUMN serves TYPE varchar(20)",
    "command.reply must not be null": "ALTER TABLE command ALTER COLUMN reply SET NOT NULL",
    "tell: INSERT is taken away": "REVOKE INSERT ON tell FROM pitboss_app",
    "command: UPDATE is taken away from reply": "REVOKE UPDATE (reply) ON command FROM pitboss_app",
    "tell.fresh must be given": "ALTER TABLE tell ADD COLUMN fresh boolean NOT NULL",
}
"""What is found, by the migration that does it."""
CAREFUL = (
    "CREATE FUNCTION commit_batch_9999(p_batch_id uuid) RETURNS void LANGUAGE sql AS ''",
    "CREATE TYPE tell_row_9999 AS (shard smallint, fresh boolean)",
    "ALTER TABLE tell ADD COLUMN fresh boolean",
    "ALTER TABLE tell ADD COLUMN fresh boolean NOT NULL DEFAULT false",
    "ALTER TABLE account ALTER COLUMN password_hash DROP NOT NULL",
    "GRANT UPDATE ON tell TO pitboss_app",
    "CREATE TABLE later (id uuid NOT NULL)",
)


@pytest.fixture
async def owner(database_url):
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


async def test_the_previous_release_finds_everything_that_it_calls_and_gives(owner):
    found = set(breaks(released("database.json"), await shape_of(owner)))
    assert found <= accepted(), "docs/guides/deploy-a-release.md says how to do without"


@pytest.mark.parametrize("found", CARELESS)
async def test_a_migration_that_the_previous_release_would_not_survive_is_found(owner, found):
    before = await shape_of(owner)
    await owner.execute(CARELESS[found])
    assert [line for line in breaks(before, await shape_of(owner)) if found in line]


@pytest.mark.parametrize("migration", CAREFUL)
async def test_a_migration_that_adds_is_no_break(owner, migration):
    before = await shape_of(owner)
    await owner.execute(migration)
    assert list(breaks(before, await shape_of(owner))) == []


async def test_a_function_that_neither_release_calls_is_dropped(owner):
    sources = "\n".join(path.read_text() for path in sorted(PERSISTENCE.rglob("*.py")))
    kept = released("database.json")
    assert await uncalled(owner, kept, sources) == []
    await owner.execute("CREATE FUNCTION commit_batch_9999() RETURNS void LANGUAGE sql AS ''")
    assert await uncalled(owner, kept, sources) == ["commit_batch_9999: nobody calls it: drop it"]
    assert await uncalled(owner, kept, sources + "SELECT commit_batch_9999()") == []
