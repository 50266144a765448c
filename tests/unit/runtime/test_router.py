"""The router: each entity's calls keep their order and are answered once, wherever its owner is."""

import asyncio

from actors.runtime.entity import EntityRef
from actors.runtime.link import owners
from actors.runtime.link import router as routing
from actors.runtime.link.attachments import ATTACH_TIMEOUT_MS
from actors.runtime.link.envelope import Attach, Attached, Call, Detach, Detached, Moved, Push
from actors.runtime.link.router import ANSWER_GRACE_MS, CALLS_MAX, LANE_CALLS_MAX, Router
from persistence.entities.ownership import SHARD_COUNT, ShardPlace
from tests.unit.runtime.net import SHARD, A, B, Net, Socket, attached, push
from tests.unit.runtime.world import quiet, until


async def test_a_call_goes_to_the_owner_and_its_answer_comes_back_once(net):
    net.call("c1")
    (call,) = net.link().of(Call)
    assert (call.kind, call.key, call.shard, call.origin, call.attempt) == (*A, SHARD, "user", 0)
    net.come(net.answer(call), net.answer(call))
    assert net.told() == [("c1", True)]


async def test_a_broken_link_resends_everything_unanswered_in_order_with_the_same_ids(net):
    for n in range(5):
        net.call(f"c{n}")
    first = net.link()
    net.come(net.answer(first.of(Call)[0]))
    net.lose(first)
    await until(lambda: len(net.links["one"]) == 2 and len(net.calls()) == 4)
    assert net.calls() == [(f"c{n}", 1) for n in range(1, 5)]
    net.come(*[net.answer(call) for call in net.link().of(Call)])
    assert net.told() == [(f"c{n}", True) for n in range(5)]


async def test_moved_holds_the_lane_until_the_new_owner_is_known_and_keeps_its_order(net):
    net.call("c1")
    net.call("c2")
    one, (first, second) = net.link(), net.link().of(Call)
    net.owner = ("two", 2)
    net.come(Moved(second.n, 0, SHARD))
    net.call("c3")
    net.come(net.answer(first))
    await until(lambda: net.links["two"] and len(net.calls("two")) == 3)
    assert net.calls("two") == [("c1", 1), ("c2", 1), ("c3", 0)]
    assert not net.told()
    assert len(one.of(Call)) == 2


async def test_another_entitys_lane_goes_on_meanwhile(net):
    net.call("c1")
    net.map_error = True
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD))
    net.call("d1", B)
    assert net.calls() == [("c1", 0), ("d1", 0)]


async def test_a_late_answer_of_an_earlier_attempt_is_ignored(net):
    net.call("c1")
    (late,) = net.link().of(Call)
    late = net.answer(late)
    net.come(Moved(late.n, 0, SHARD))
    await until(lambda: len(net.calls()) == 2)
    net.come(late)
    assert not net.told()
    net.come(net.answer(net.link().of(Call)[1]))
    assert net.told() == [("c1", True)]


async def test_whatever_comes_from_an_outdated_owner_is_dropped(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    net.call("c1")
    one = net.link()
    net.come(attached(one.of(Attach)[0]))
    net.come(push(1, epoch=5))
    net.come(push(2, epoch=4))
    net.come(net.answer(one.of(Call)[0], epoch=4))
    assert [each.seq for each in socket.got[1:]] == [1]
    assert not net.told()
    assert net.metrics.count["stale_dropped"] == 2
    await until(lambda: len(net.calls()) == 2)


async def test_a_push_before_the_socket_is_attached_is_not_for_it(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    net.come(push(1))
    assert not socket.got


async def test_the_shard_map_tells_of_new_epochs_too(net):
    net.owner = ("two", 7)
    await net.router.refresh()
    socket = Socket()
    net.router.attach(A, 1, socket)
    two = net.link("two")
    net.come(attached(two.of(Attach)[0], epoch=6), link=two)
    assert not socket.got
    assert net.metrics.count["stale_dropped"] == 1


async def test_a_call_times_out_once_and_a_late_answer_is_ignored(net):
    net.call("c1", timeout_ms=1_000)
    net.call("c2", timeout_ms=2_000)
    net.clock.advance(1_000 + ANSWER_GRACE_MS - 1)
    net.router.expire()
    assert not net.told()
    net.clock.advance(1)
    net.router.expire()
    net.router.expire()
    assert net.told() == [("c1", "timeout")]
    net.come(*[net.answer(call) for call in net.link().of(Call)])
    assert net.told() == [("c1", "timeout"), ("c2", True)]


async def test_a_resent_call_tells_how_long_its_caller_still_waits_and_how_old_it_is(net):
    net.call("c1", timeout_ms=1_000)
    net.clock.advance(400)
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD))
    await until(lambda: len(net.calls()) == 2)
    call = net.link().of(Call)[1]
    assert (call.ttl_ms, call.age_ms) == (600, 400)


async def test_calls_wait_while_nobody_owns_the_shard(net):
    net.reachable.clear()
    net.owner = ("two", 2)
    await net.router.refresh()
    net.call("c1")
    await quiet()
    assert not net.links["two"]
    net.reachable.add("two")
    await until(lambda: net.links["two"] and net.calls("two"))
    assert net.calls("two") == [("c1", 0)]


async def test_one_entitys_unanswered_calls_are_bounded(net):
    for n in range(LANE_CALLS_MAX + 1):
        net.call(f"c{n}")
    net.call("d1", B)
    assert net.told() == [(f"c{LANE_CALLS_MAX}", "unavailable")]


async def test_a_routers_unanswered_calls_are_bounded_and_refusing_costs_no_memory(net, monkeypatch):
    assert CALLS_MAX > 2
    monkeypatch.setattr(routing, "CALLS_MAX", 2)
    for n in range(5):
        net.call("c", EntityRef("counter", f"k{n}"))
    assert net.told() == [("c", "unavailable")] * 3
    assert len(net.router._lanes) == 2


async def test_a_socket_is_attached_from_where_it_stopped(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    (attach,) = net.link().of(Attach)
    assert (attach.stream, attach.seq) == ("", 0)
    net.come(attached(attach), push(1))
    assert [type(each) for each in socket.got] == [Attached, Push]
    socket.at = ("s", 1)
    net.come(Detached(SHARD, 1, *A, [1]))
    assert [(each.stream, each.seq) for each in net.link().of(Attach)] == [("", 0), ("s", 1)]


async def test_a_broken_link_attaches_every_socket_again_and_only_once(net):
    net.router.attach(A, 1, Socket())
    net.router.attach(A, 2, Socket())
    net.come(attached(net.link().of(Attach)[0]))
    for cuts in range(2, 5):
        net.lose(net.link())
        await until(lambda cuts=cuts: len(net.links["one"]) == cuts and len(net.link().of(Attach)) == 2)
        await quiet()
        assert sorted(each.session for each in net.link().of(Attach)) == [1, 2]


async def test_calls_do_not_overtake_the_attachment_before_them(net):
    net.router.attach(A, 1, Socket())
    net.call("c1")
    net.lose(net.link())
    await until(lambda: len(net.links["one"]) == 2 and len(net.link().sent) == 2)
    assert [type(each) for each in net.link().sent] == [Attach, Call]


async def test_calls_never_take_two_ways_at_once(net):
    """The map has changed, the old owner has not answered yet: a newer call must not overtake the older one."""
    net.call("c1")
    one = net.link()
    net.owner = ("two", 2)
    await net.router.refresh()
    net.call("c2")
    await until(lambda: len(net.calls("two")) == 2)
    assert net.calls("two") == [("c1", 1), ("c2", 0)]
    assert len(one.of(Call)) == 1


async def test_a_socket_is_attached_again_before_the_calls_that_are_sent_again(net):
    """What it missed is older than the answers of those calls, and must come first."""
    net.router.attach(A, 1, Socket())
    net.come(attached(net.link().of(Attach)[0]))
    net.call("c1")
    net.lose(net.link())
    await until(lambda: len(net.links["one"]) == 2 and len(net.link().sent) == 2)
    assert [type(each) for each in net.link().sent] == [Attach, Call]


async def test_a_socket_whose_attachment_was_held_too_long_starts_over_before_the_calls_behind_it(net):
    """Else their answers come first, and a socket that moves on at once is then shown what is older than they."""
    socket = Socket()
    socket.at = ("s", 3)
    net.reachable.clear()
    net.owner = ("two", 2)
    await net.router.refresh()
    net.router.attach(A, 1, socket)
    net.clock.advance(ATTACH_TIMEOUT_MS - ANSWER_GRACE_MS)
    net.call("c1")
    net.reachable.add("two")
    await until(lambda: net.links["two"] and net.calls("two"))
    first, *others = net.link("two").sent
    assert (type(first), first.stream, first.seq) == (Attach, "", 0)
    assert [type(each) for each in others] == [Call]


async def test_a_socket_whose_attachment_came_too_late_gets_no_push_before_the_next(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    (attach,) = net.link().of(Attach)
    net.call("c1")
    net.come(Moved(net.link().of(Call)[0].n, 0, SHARD), attached(attach), push(1))
    assert not socket.got
    await until(lambda: len(net.link().of(Attach)) == 2)
    net.come(attached(net.link().of(Attach)[1]), push(1))
    assert [type(each) for each in socket.got] == [Attached, Push]
    net.come(Detached(SHARD, 1, *A, [1]), push(2))
    assert len(socket.got) == 2


async def test_a_socket_that_left_meanwhile_is_detached_when_its_attachment_comes(net):
    net.router.attach(A, 1, Socket())
    (attach,) = net.link().of(Attach)
    net.router.detach(1)
    net.come(attached(attach), push(1))
    assert [each.session for each in net.link().of(Detach)] == [1, 1]


async def test_an_attachment_that_is_never_answered_starts_over_from_a_snapshot(net):
    socket = Socket()
    net.router.attach(A, 1, socket)
    socket.at = ("s", 3)
    net.clock.advance(ATTACH_TIMEOUT_MS)
    net.router.expire()
    assert [(each.stream, each.seq) for each in net.link().of(Attach)] == [("", 0), ("", 0)]


async def test_one_address_is_dialled_once_at_a_time(net):
    go_on, dials = asyncio.Event(), []

    async def slow(address, receive, lost):
        dials.append(address)
        await go_on.wait()
        return await net.dial(address, receive, lost)

    router = Router(net.shard_map, slow, net.clock, net.metrics)
    refreshes = [asyncio.create_task(router.refresh()) for _ in range(3)]
    await quiet()
    go_on.set()
    await asyncio.gather(*refreshes)
    assert dials == ["one"]
    assert router.ready()


async def test_an_owner_that_hangs_while_connecting_does_not_hold_up_the_others(net, monkeypatch):
    monkeypatch.setattr(owners, "DIAL_WAIT_MS", 0)

    async def mixed_map():
        return [
            ShardPlace(shard, 1, 1, name, name)
            for shard in range(SHARD_COUNT)
            for name in ["hangs" if shard == SHARD else "one"]
        ]

    async def dial(address, receive, lost):
        if address == "hangs":
            await asyncio.Event().wait()
        return await net.dial(address, receive, lost)

    router = Router(mixed_map, dial, net.clock, net.metrics)
    life = asyncio.create_task(router.run())
    router.call(A, "add", b"{}", lambda _: None, command_id="c1")
    router.call(B, "add", b"{}", lambda _: None, command_id="d1")
    await until(lambda: len(net.links["one"]) == 2 and net.calls())
    assert net.calls() == [("d1", 0)]
    router.close()
    life.cancel()
    await asyncio.gather(life, return_exceptions=True)


async def test_a_link_that_broke_while_its_handshake_ended_is_not_used(net):
    net.owner = ("two", 2)

    async def broken(address, receive, lost):
        link = await Net.dial(net, address, receive, lost)
        net.lose(link)
        return link

    net.router._owners._dial = broken
    await net.router.refresh()
    assert not net.router.ready()


async def test_an_owner_that_vanished_from_the_map_is_dropped_and_its_calls_go_to_the_new_one(net, monkeypatch):
    net.call("c1")
    frozen = net.link()
    net.owner = ("two", 2)
    monkeypatch.setattr(owners, "MAP_REFRESH_MS", 0)
    follow = asyncio.create_task(net.router._owners.follow())
    await until(lambda: frozen.aborted)
    follow.cancel()
    frozen.lost(frozen, frozen.aborted)
    await until(lambda: net.links["two"] and net.calls("two"))
    assert net.calls("two") == [("c1", 1)]


async def test_a_stale_map_is_not_asked_again_without_a_pause(net, monkeypatch):
    """The owner answers `moved` while the map still names it, as in the middle of every hand-over."""
    await quiet()
    monkeypatch.setattr(routing, "REROUTE_MS_MIN", 3_600_000)
    asked = []

    async def counting():
        asked.append(1)
        return await Net.shard_map(net)

    net.router._owners._fetch_map = counting
    net.call("c1")
    for attempt in range(2):
        await until(lambda attempt=attempt: len(net.calls()) > attempt)
        call = net.link().of(Call)[-1]
        net.come(Moved(call.n, call.attempt, SHARD))
    await quiet()
    assert len(asked) == 1
    assert net.calls() == [("c1", 0), ("c1", 1)]
