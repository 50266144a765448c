"""What a host sends over the links that it has dialled itself needs a lease as well: tells, for instance."""

import asyncio

import pytest

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.ownership.shards import shard_of
from actors.user.messages import ProfileGet
from persistence.errors import Unreachable
from tests.integration.cluster import running_cluster

SOON_S = 10.0


@pytest.fixture
def ref() -> EntityRef:
    """A player whose shard the second of two hosts owns."""
    return next(ref for n in range(100) if shard_of(*(ref := EntityRef("user", f"u{n}"))) % 2)


async def test_a_host_sends_nothing_over_its_own_links_until_its_lease_is_renewed(database_url: str, ref: EntityRef):
    async with running_cluster(database_url, hosts=2) as cluster:
        sender = cluster.hosts[0]
        await sender.router.refresh()
        answers: asyncio.Queue[Answer] = asyncio.Queue()
        link = sender.router._owners.link_to(shard_of(*ref))
        assert link is not None

        async def away(incarnation: int, ttl_ms: int) -> None:
            raise Unreachable("nobody is there")

        renew, sender.store.renew = sender.store.renew, away  # type: ignore[assignment, method-assign]
        sender.lease._until_ms = 0  # as after a lease without a renewal
        sender.router.call(ref, ProfileGet.TYPE, b"{}", answers.put_nowait)
        link.flush()
        assert len(link._outgoing) == 1
        assert answers.empty()

        sender.store.renew = renew  # type: ignore[method-assign]
        await sender.lease.renew()
        async with asyncio.timeout(SOON_S):
            assert (await answers.get()).ok
        assert not link._outgoing
