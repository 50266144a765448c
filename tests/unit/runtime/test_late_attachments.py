"""A socket that is gone holds no entity, and no socket is taken for another: their numbers are each gateway's own."""

import pytest

from actors.runtime.link.attachments import ATTACH_TIMEOUT_MS
from actors.runtime.link.envelope import Attach, Attached, Detach
from tests.unit.runtime.kinds import Add
from tests.unit.runtime.net import SHARD, A, Socket, attached
from tests.unit.runtime.world import KeptLink, quiet, ulid, until


def late(attach):
    """The host's answer, as it names the entity."""
    answer = attached(attach)
    answer.kind, answer.key = A
    return answer


async def test_an_answer_that_comes_after_everybody_has_left_is_answered_with_detach(net):
    net.router.attach(A, 1, Socket())
    (attach,) = net.link().of(Attach)
    net.router.detach(1)
    net.clock.advance(ATTACH_TIMEOUT_MS)
    net.router.expire()
    before = len(net.link().of(Detach))
    net.come(late(attach))
    assert net.link().of(Detach)[before:] == [Detach(SHARD, *A, 1)]


async def test_a_late_answer_does_not_detach_a_socket_that_asked_again_at_the_same_host(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    net.clock.advance(ATTACH_TIMEOUT_MS)
    net.router.expire()
    first, second = net.link().of(Attach)
    net.come(late(first), late(second))
    assert not net.link().of(Detach)
    assert [each.n for each in socket.got] == [second.n]


async def test_a_late_answer_of_a_host_that_was_left_is_answered_with_detach_there(net):
    net.router.attach(A, 1, Socket())
    one, (attach,) = net.link(), net.link().of(Attach)
    net.owner = ("two", 2)
    await net.router.refresh()
    net.clock.advance(ATTACH_TIMEOUT_MS)
    net.router.expire()
    assert net.link("two").of(Attach)
    net.come(late(attach), link=one)
    assert one.of(Detach) == [Detach(SHARD, *A, 1)]
    assert not net.link("two").of(Detach)


@pytest.mark.parametrize("change", [{"kind": "", "key": ""}, {"refusal": b"{}"}])
async def test_a_late_answer_that_names_nothing_to_detach_is_ignored(net, change):
    net.router.attach(A, 1, Socket())
    (attach,) = net.link().of(Attach)
    net.router.detach(1)
    net.clock.advance(ATTACH_TIMEOUT_MS)
    net.router.expire()
    before, answer = len(net.link().of(Detach)), late(attach)
    for name, value in change.items():
        setattr(answer, name, value)
    net.come(answer)
    assert len(net.link().of(Detach)) == before


async def test_an_attachment_names_its_entity_for_a_router_that_waits_no_more(world):
    n = world.attach("a", 1)
    await until(lambda: world.attached(n))
    assert (world.attached(n).kind, world.attached(n).key) == ("counter", "a")


async def test_two_gateways_use_the_same_numbers_and_each_gets_its_pushes(world):
    other = KeptLink()
    world.host.link_made(other)
    world.attach("a", 1)
    world.attach("a", 1, link=other)
    await world.add("a", 1, ulid(1))
    assert world.pushes() == world.pushes(other) == [(1, 1)]
    assert world.activation("a").socket_count() == 2


async def test_a_socket_that_leaves_takes_none_of_another_gateway_along(world):
    other = KeptLink()
    world.host.link_made(other)
    world.attach("a", 1)
    world.attach("a", 1, link=other)
    await quiet()
    world.detach("a", 1)
    await world.done(world.command("a", Add(1), ulid(1)))
    assert not world.pushes()
    assert world.pushes(other) == [(1, 1)]
    world.host.receive(other, [Detach(SHARD, *A, 1)])
    assert not world.activation("a").sockets


async def test_a_socket_that_leaves_while_its_attachment_waits_for_a_commit_is_answered_all_the_same(world):
    """The router cannot be told of a socket that it does not ask for any more, unless it is answered."""
    await world.add("a", 1, ulid(1))
    hold = world.store.hold_commits()
    world.command("a", Add(1), ulid(2))
    await hold.arrived.wait()
    n = world.attach("a", 1)
    world.detach("a", 1)
    hold.release()
    await until(lambda: world.attached(n))
    assert isinstance(world.attached(n), Attached)
    world.detach("a", 1)
    assert not world.activation("a").sockets
