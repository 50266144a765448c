"""(o) Rolling deploys under load: hosts are exchanged one by one for those of another release, and back again.

Once between the previous release and this one, and once between this one and a next one that has everything more that a
release may have. Nobody may see an error, no repeat may be a conflict, and all that was answered must be stored.
"""

from collections.abc import Mapping

import asyncpg
import pytest

from tests.faults.deploy import deploying
from tests.faults.next_release import CHANGES, PART, add_function
from tests.faults.processes import THIS, Home
from tests.faults.releases import NoHistory, next_release, previous_release
from tests.faults.timings import Timings

DEPLOYS_LONG = 4
PARTS_SQL = "SELECT count(*) FROM entity_part WHERE part = $1"


@pytest.fixture(scope="session")
def previous(tmp_path_factory: pytest.TempPathFactory, long_faults) -> Home:
    """The release before this one; without the history of Git the short form goes without it, and says so."""
    try:
        return previous_release(tmp_path_factory.mktemp("previous"))
    except NoHistory as error:
        if long_faults:
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def following(tmp_path_factory: pytest.TempPathFactory, long_faults) -> Home:
    """The release after this one; the short form leaves it to the laws of unit tests."""
    if not long_faults:
        pytest.skip("`make faults` deploys a next release")
    return next_release(tmp_path_factory.mktemp("next"), CHANGES)


async def rows_of(database_url: str, part: str) -> int:
    connection = await asyncpg.connect(database_url)
    try:
        return int(await connection.fetchval(PARTS_SQL, part))
    finally:
        await connection.close()


async def roll_to_and_fro(
    database_url: str, recovery: Timings, releases: Mapping[str, Home], other: Home, *, whole: bool
) -> None:
    """Deploy the later of two releases and roll it back; nothing may contradict anything.

    The `whole` of it takes all hosts, again and again; else one of two goes to the later release and back.
    """
    before, after = releases["before"], releases["after"]
    deploys, hosts = (DEPLOYS_LONG, 2) if whole else (1, 1)
    async with deploying(database_url, recovery, first=before, other_gateway=other) as deploy:
        for _ in range(deploys):
            for home in (after, before):
                await deploy.ask()
                await deploy.roll(home, hosts)
        assert await deploy.finish() == []


@pytest.mark.timeout(900)
async def test_this_release_takes_over_from_the_previous_one_and_gives_back_to_it_and_no_client_notices(
    database_url, recovery: Timings, previous: Home, long_faults
):
    releases = {"before": previous, "after": THIS}
    await roll_to_and_fro(database_url, recovery, releases, previous, whole=long_faults)


@pytest.mark.timeout(900)
async def test_a_next_release_takes_over_from_this_one_and_gives_back_to_it_and_no_client_notices(
    database_url, recovery: Timings, following: Home, long_faults
):
    await add_function(database_url)
    releases = {"before": THIS, "after": following}
    await roll_to_and_fro(database_url, recovery, releases, following, whole=long_faults)
    assert await rows_of(database_url, PART) > 0, "the next release has stored its own part"
