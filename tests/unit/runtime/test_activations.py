"""Entities come into memory with their first message and leave it when nothing needs them."""

import pytest

from actors.runtime.config import HostConfig
from actors.runtime.turns.activation import QUEUE_WORKS_MAX
from actors.runtime.turns.directory import HostConfig as ResidentConfig
from actors.runtime.turns.tells import ANSWERED_BY_RUNTIME
from persistence.errors import RefusedData
from tests.unit.runtime.kinds import Add, CounterKind, Explode
from tests.unit.runtime.test_repeats import passivate
from tests.unit.runtime.world import LEASE_TTL_MS, quiet, running, ulid, until


def config(**bounds):
    return HostConfig(lease_ttl_ms=LEASE_TTL_MS, **bounds)


async def test_a_state_survives_passivation(world):
    await world.add("a", 1, ulid(1))
    await world.add("a", 2, ulid(2))
    await passivate(world, "a")
    n = world.read("a")
    assert await world.done(n) == 3
    assert world.answer(n).version == 2


async def test_an_entity_is_passivated_after_its_idle_time_and_not_before(world):
    await world.add("a", 1, ulid(1))
    world.clock.advance(ResidentConfig().idle_ms - 1)
    world.host.sweep()
    assert world.activation("a")
    world.clock.advance(1)
    world.host.sweep()
    assert not world.activation("a")
    assert world.metrics.count["passivated"] == 1


async def test_an_entity_with_a_socket_is_not_passivated(world):
    await world.add("a", 1, ulid(1))
    world.attach("a", 1)
    world.clock.advance(10 * 60 * 1000)
    world.host.sweep()
    assert world.activation("a")
    await world.lease.renew()
    world.detach("a", 1)
    world.host.sweep()
    assert not world.activation("a")


async def test_a_lost_link_takes_its_sockets_along(world):
    await world.add("a", 1, ulid(1))
    world.attach("a", 1)
    world.link.abort("gone")
    world.host.link_lost(world.link, "gone")
    world.clock.advance(10 * 60 * 1000)
    world.host.sweep()
    assert not world.activation("a")


async def test_an_attachment_over_a_link_that_is_gone_holds_nothing_in_memory(world):
    world.attach("a", 1)
    world.link.abort("gone")
    world.host.link_lost(world.link, "gone")
    await until(lambda: world.activation("a").state)
    assert not world.activation("a").sockets


async def test_an_entity_with_uncommitted_turns_is_not_passivated(world):
    hold = world.store.hold_commits()
    world.command("a", Add(1), ulid(1))
    await hold.arrived.wait()
    world.clock.advance(10 * 60 * 1000)
    world.host.sweep()
    assert world.activation("a")
    hold.release()


async def test_activations_are_capped_and_the_longest_idle_make_room():
    async with running(config=config(activations_max=3)) as world:
        for key in "abc":
            await world.add(key, 1, ulid(1))
            world.clock.advance(10)
        assert await world.add("d", 1, ulid(1)) == 1
        assert {ref.key for ref in world.host.activations()} == {"b", "c", "d"}


async def test_what_finds_no_room_is_unavailable():
    async with running(config=config(activations_max=1)) as world:
        await world.add("a", 1, ulid(1))
        world.attach("a", 1)
        refused, joining = world.command("b", Add(1), ulid(1)), world.attach("b", 2)
        assert world.total(refused) == "unavailable"
        assert world.moved() == [joining]


async def test_a_lane_is_bounded(world):
    hold = world.store.hold_commits()
    numbers = [world.command("a", Add(1), ulid(n)) for n in range(QUEUE_WORKS_MAX + 2)]
    assert [world.total(n) for n in numbers[-2:]] == ["unavailable"] * 2
    hold.release()
    await world.done(numbers[0])
    assert [world.total(n) for n in numbers[:QUEUE_WORKS_MAX]] == list(range(1, QUEUE_WORKS_MAX + 1))


async def test_the_opening_turn_comes_first_and_once():
    async with running(kind=CounterKind(opening_gold=100)) as world:
        assert await world.add("a", 1, ulid(1)) == 101
        await passivate(world, "a")
        assert await world.done(world.read("a")) == 101


async def test_the_opening_turn_is_never_refused_for_overload(monkeypatch):
    async with running(kind=CounterKind(opening_gold=100)) as world:
        monkeypatch.setattr("actors.runtime.turns.queue.UNCOMMITTED_TURNS_MAX", 0)
        refused = world.command("a", Add(1), ulid(1))
        assert await world.done(refused) == "unavailable"
        monkeypatch.undo()
        assert await world.done(world.read("a")) == 100


async def test_only_changed_parts_are_written(world):
    await world.add("a", 1, ulid(1))
    assert [key[2] for key in world.store.tables.parts] == ["root"]


async def test_a_state_that_cannot_be_read_answers_internal_and_breaks_nobody_else(world):
    await world.add("a", 1, ulid(1))
    await passivate(world, "a")
    key = ("counter", "a", "root")
    world.store.tables.parts[key] = world.store.tables.parts[key]._replace(data=b"x")
    assert await world.done(world.read("a")) == "internal"
    assert await world.add("b", 1, ulid(1)) == 1


async def test_entities_load_together(world):
    asked, load = [], world.store.load

    async def watched(refs):
        asked.append(len(refs))
        return await load(refs)

    world.store.load = watched
    numbers = [world.command(f"k{n}", Add(1), ulid(1)) for n in range(30)]
    await world.done(numbers[-1])
    assert asked == [30]


@pytest.mark.parametrize(
    "body", [("nonsense", b"{}"), ("add", b"{"), ("add", b'{"n":"1"}'), ("get", b"{}")], ids=lambda body: body[0]
)
async def test_a_body_that_only_a_later_program_reads_changes_nothing_and_may_come_again(world, body):
    assert await world.done(world.command("a", body, ulid(1))) == "unavailable"
    assert not world.store.tables.commands
    assert world.metrics.last["refused_overload"] == ("undecodable",)


@pytest.mark.parametrize("body", [("nonsense", b"{}"), ("add", b'{"n":"1"}')], ids=lambda body: body[0])
async def test_a_tell_that_only_a_later_program_reads_is_answered_so_that_it_holds_up_no_other(world, body):
    code = await world.done(world.command("a", body, ulid(1), origin="entity:counter/b"))
    assert code in ANSWERED_BY_RUNTIME
    assert not world.store.tables.commands


async def test_an_unknown_part_stays_as_it_is_stored(world):
    await world.add("a", 1, ulid(1))
    await passivate(world, "a")
    parts = world.store.tables.parts
    inventory = parts["counter", "a", "inventory"] = parts["counter", "a", "root"]._replace(part="inventory")
    assert await world.add("a", 2, ulid(2)) == 3
    assert parts["counter", "a", "inventory"] == inventory
    assert world.metrics.last["part_unknown"] == ("counter",)


async def test_what_the_store_refuses_to_read_is_answered_and_breaks_nobody_else(world):
    load = world.store.load

    async def refuse_a(refs):
        if ("counter", "a") in refs:
            raise RefusedData("XX001: a page is damaged")
        return await load(refs)

    world.store.load = refuse_a
    numbers = [world.command(key, Add(1), ulid(1)) for key in "bacde"]
    assert [await world.done(n) for n in numbers] == [1, "internal", 1, 1, 1]
    assert world.stopped == []


async def test_the_gauge_of_active_entities_follows_undone_ones_too(world):
    await world.add("a", 1, ulid(1))
    await world.done(world.command("a", Explode("apply"), ulid(2)))
    await quiet()
    assert world.metrics.count["activated"] == world.metrics.count["passivated"] == 1
