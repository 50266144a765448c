"""Age and time to live of a command count from its receipt at the gateway, wherever it waits on its way."""

import pytest

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Attach, Call, Moved
from actors.runtime.link.router import ANSWER_GRACE_MS
from actors.runtime.ownership.shards import shard_of
from tests.unit.runtime.kinds import Add, CounterKind
from tests.unit.runtime.net import SHARD, A, Socket
from tests.unit.runtime.test_lease import USABLE_MS
from tests.unit.runtime.world import quiet, running, ulid, until


class Aged(CounterKind):
    """Notes the age of each command when it is decided."""

    def __init__(self):
        super().__init__()
        self.ages_ms = []

    def decide(self, state, command, now_ms, entropy):
        self.ages_ms.append(command.age_ms)
        return super().decide(state, command, now_ms, entropy)


@pytest.fixture
async def aged():
    async with running(kind=Aged()) as world:
        yield world


def call(n, *, sent_ms, ttl_ms=1_000, age_ms=0, origin="user", key="a"):
    shard = shard_of("counter", key)
    return Call(n, 0, shard, "counter", key, origin, ulid(n), "add", b'{"n":1}', ttl_ms, age_ms, sent_ms=sent_ms)


async def test_a_command_that_waited_in_the_lane_leaves_with_its_age_and_what_is_left_of_its_time(net):
    net.call("c1", timeout_ms=10_000)
    net.map_error = True
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD))
    net.call("c2", timeout_ms=1_000)
    net.clock.advance(900)
    net.map_error = False
    await until(lambda: len(net.calls()) == 3)
    waited = net.link().of(Call)[2]
    assert (waited.id, waited.attempt, waited.ttl_ms, waited.age_ms) == ("c2", 0, 100, 900)


async def test_a_command_that_its_gateway_received_earlier_is_as_old_as_that(net):
    net.clock.advance(5_000)
    net.call("c1", timeout_ms=1_000, received_ms=4_400)
    (call,) = net.link().of(Call)
    assert (call.ttl_ms, call.age_ms) == (400, 600)
    net.clock.advance(400 + ANSWER_GRACE_MS)
    net.router.expire()
    assert net.told() == [("c1", "timeout")]


async def test_a_command_whose_time_was_over_before_it_was_sent_never_is(net):
    net.clock.advance(5_000)
    net.call("c1", timeout_ms=1_000, received_ms=3_000)
    assert net.told() == [("c1", "timeout")]
    assert not net.calls()


async def test_a_command_whose_time_is_over_does_not_leave_its_lane(net):
    net.call("c1", timeout_ms=10_000)
    net.map_error = True
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD))
    net.call("c2", timeout_ms=1_000)
    net.clock.advance(1_000)
    net.map_error = False
    await until(lambda: len(net.calls()) == 2)
    await quiet()
    assert net.calls() == [("c1", 0), ("c1", 1)]
    net.clock.advance(ANSWER_GRACE_MS)
    net.router.expire()
    assert net.told() == [("c2", "timeout")]


async def test_a_tell_is_as_old_as_its_cause_and_has_its_whole_time(net):
    net.clock.advance(60_000)
    net.call("t1", timeout_ms=10_000, caused_ms=1_000)
    (call,) = net.link().of(Call)
    assert (call.ttl_ms, call.age_ms) == (10_000, 59_000)


async def test_an_attachment_says_what_is_left_of_its_time_too(net):
    net.call("c1", timeout_ms=10_000)
    net.map_error = True
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD))
    net.router.attach(A, 1, Socket())
    net.clock.advance(5_000)
    net.map_error = False
    await until(lambda: net.link().of(Attach))
    assert net.link().of(Attach)[0].ttl_ms == 30_000 - 5_000 - ANSWER_GRACE_MS


async def test_a_frame_that_waits_behind_a_lapsed_lease_ages_there(aged):
    aged.receive(call(1, sent_ms=0))
    await quiet()
    aged.clock.advance(USABLE_MS)
    aged.receive(call(2, sent_ms=USABLE_MS, ttl_ms=10_000, age_ms=5))
    aged.clock.advance(300)
    await aged.lease.renew()
    await quiet()
    assert aged.host.activations()[EntityRef("counter", "a")].kind.ages_ms == [0, 305]


async def test_a_frame_that_lay_unread_in_the_socket_has_aged_there(aged):
    """A link is not read while the lease has lapsed: what its peer writes meanwhile arrives late, and says when it was
    sent."""
    aged.receive(call(1, sent_ms=7_000))
    await quiet()
    aged.clock.advance(1_000)
    aged.receive(call(2, sent_ms=7_100))
    await quiet()
    assert aged.host.activations()[EntityRef("counter", "a")].kind.ages_ms == [0, 900]


async def test_what_expired_while_its_frame_waited_does_not_run(aged):
    aged.receive(call(1, sent_ms=0))
    await quiet()
    aged.clock.advance(USABLE_MS)
    aged.receive(call(2, sent_ms=USABLE_MS, ttl_ms=200))
    aged.clock.advance(201)
    await aged.lease.renew()
    await quiet()
    assert aged.metrics.count["expired_command"] == 1
    assert aged.activation("a").version == 1


async def test_what_expired_unread_in_the_socket_does_not_run(aged):
    aged.receive(call(1, sent_ms=0))
    await quiet()
    aged.clock.advance(1_500)
    aged.receive(call(2, sent_ms=100, ttl_ms=1_000), call(3, sent_ms=1_500, ttl_ms=1_000))
    await quiet()
    assert aged.metrics.count["expired_command"] == 1
    assert [row.id for row in aged.store.tables.commands.values()] == [ulid(1), ulid(3)]


async def test_a_tell_does_not_expire_on_its_way(aged):
    """Whoever sent it sends it until it is stored: dropping it would only let a later one overtake it."""
    aged.receive(call(1, sent_ms=0, ttl_ms=0, origin="entity:counter/b"))
    aged.clock.advance(1)
    await until(lambda: aged.store.tables.commands)
    assert "expired_command" not in aged.metrics.count


async def test_an_envelope_of_an_older_release_counts_from_its_arrival(aged):
    await aged.done(aged.command("a", Add(1), ulid(1)))
    aged.clock.advance(USABLE_MS)
    aged.command("a", Add(1), ulid(2))
    aged.clock.advance(70)
    await aged.lease.renew()
    await until(lambda: aged.activation("a").version == 2)
    assert aged.activation("a").kind.ages_ms == [0, 70]
