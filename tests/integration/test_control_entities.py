"""Entities that somebody asks for by a name that is wrong, over a real database."""

import pytest

from cluster.control.entities import check_stored, known_kind
from cluster.control.errors import ControlError
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, joined, new_user


def test_a_kind_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(ControlError, match=r"no entities of kind 'foo'; the kinds are crash, shop, user"):
        known_kind("foo")
    for kind in ("crash", "shop", "user"):
        known_kind(kind)


async def test_an_entity_of_which_nothing_is_stored_does_not_exist(database_url: str):
    user = new_user()
    async with running_cluster(database_url, config=CONFIG) as cluster, joined(cluster, user) as socket:
        await socket.play()
    await check_stored(database_url, "user", user.id)
    with pytest.raises(ControlError, match="there is no entity crash/nope"):
        await check_stored(database_url, "crash", "nope")


async def test_without_a_database_that_is_said():
    with pytest.raises(ControlError, match="crash/main"):
        await check_stored("postgresql://nobody@127.0.0.1:1/none", "crash", "main")
