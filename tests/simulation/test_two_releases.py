"""Histories whose hosts are of two releases: the later one has an optional field more in commands and a part more.

Every host that starts anew is of the other release than the one before, so that shards, repeats and tells go to and
fro between them while everything fails.
"""

from dataclasses import replace
from typing import ClassVar
from unittest.mock import patch

import pytest
from msgspec import json

from actors.runtime import bodies
from actors.runtime.entity import StoredPart
from actors.runtime.turns import decide
from tests.simulation.history import Plan, WatchedCounter, World
from tests.unit.runtime.kinds import Add, AddLater, Receive, Send

HISTORIES, HISTORIES_MAX = 40, 400


class LaterAdd(Add, frozen=True, omit_defaults=True):
    """The next release's."""

    TYPE: ClassVar[str] = Add.TYPE
    later: int | None = None


class LaterAddLater(AddLater, frozen=True, omit_defaults=True):
    """The next release's."""

    TYPE: ClassVar[str] = AddLater.TYPE
    later: int | None = None


class LaterSend(Send, frozen=True, omit_defaults=True):
    """The next release's."""

    TYPE: ClassVar[str] = Send.TYPE
    later: int | None = None


class LaterReceive(Receive, frozen=True, omit_defaults=True):
    """The next release's."""

    TYPE: ClassVar[str] = Receive.TYPE
    later: int | None = None


class EarlierCounter(WatchedCounter):
    """This release: what it does not know it refuses to load, as players do."""

    def load(self, key, parts):
        unknown = parts.keys() - set(self.parts)
        assert not unknown, f"no part is called {unknown}"
        return super().load(key, parts)


class LaterCounter(EarlierCounter):
    """The next release."""

    parts = ("root", "log", "later")
    commands = EarlierCounter.commands | {cls.TYPE: cls for cls in (LaterAdd, LaterAddLater, LaterSend, LaterReceive)}

    def apply(self, state, fact):
        return super().apply(state, fact) | {"later"}

    def dump(self, state, part):
        return StoredPart(1, json.encode([state.total])) if part == "later" else super().dump(state, part)


class MixedWorld(World):
    """See the module."""

    def kinds(self):
        kind = (EarlierCounter, LaterCounter)[self._lives % 2]
        return {"counter": kind(self.decided)}


def mixed(seed):
    plan = Plan.draw(seed)
    world = MixedWorld(replace(plan, hosts=max(2, plan.hosts), chaos_s=max(1.0, plan.chaos_s)))
    return world, world.run()


@pytest.mark.timeout(300)
def test_hosts_of_two_releases_keep_every_promise_together():
    later = 0
    for seed in range(HISTORIES):
        world, broken = mixed(seed)
        assert broken == [], f"seed {seed}"
        later += any(part == "later" for _, _, part in world.store.tables.parts)
    assert later >= HISTORIES / 4, "hosts of the next release have stored their part"


@pytest.mark.timeout(300)
def test_bodies_compared_by_all_their_fields_break_a_promise():
    with (
        patch.object(decide, "body_hash", bodies.hash_of_all_fields),
        patch.object(decide, "is_same_body", lambda stored, body, hashed: stored == hashed),
    ):
        assert any(broken for _, broken in map(mixed, range(HISTORIES_MAX)))
