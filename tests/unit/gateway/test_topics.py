"""Table topics: one attachment for all sockets, one frame for all, bounds, and what happens when a table moves."""

import asyncio
from itertools import chain

import pytest

from actors.runtime.link.envelope import Attached
from actors.runtime.payloads import Delivery
from actors.runtime.turns.replies import error_bytes
from gateway.realtime import topics
from gateway.realtime.topics import TOPIC_LINGER_MS, TOPICS_MAX
from tests.unit.gateway.sockets import Gateway, push, say

KINDS = {"crash": "table.get"}


def tick(n):
    return push(n, "tick", Delivery.EPHEMERAL, b'{"at":%d}' % n)


def attached(n, *, stream="s1", replay=()):
    return Attached(0, 0, 0, 1, 0, bool(replay), stream, n, 1, b'{"at":%d}' % n, list(replay))


def listening(gateway, user="u1", n=0):
    """A socket that listens to the main table since message `n`."""
    wire = gateway.joined(user)
    say(wire, "crash.subscribe")
    gateway.router.answer(seq=n)
    wire.written.clear()
    return wire


async def heard(gateway, *wires):
    """(type, n) of what each of them has heard in this tick."""
    gateway.hub.flush_queue.flush()
    return [[(message["type"], message["n"]) for message in wire.messages() if "topic" in message] for wire in wires]


async def test_the_answer_of_a_subscribe_is_the_tables_state():
    gateway = Gateway(KINDS)
    wire = gateway.joined()
    say(wire, "crash.subscribe", {"table": "high"}, "s")
    ref, query, body, _, options = gateway.router.calls[0]
    assert (tuple(ref), query, body, "command_id" in options) == (("crash", "high"), "table.get", b"{}", False)
    gateway.router.answer(seq=7, body=b'{"round":1}')
    assert wire.messages() == [{"re": "s", "ok": True, "seq": 7, "version": 1, "payload": {"round": 1}}]


async def test_the_table_is_attached_before_it_is_asked_and_once_for_all():
    gateway = Gateway(KINDS)
    for user in ("u1", "u2", "u3"):
        say(gateway.joined(user), "crash.subscribe")
        assert len(gateway.router.of("crash")) == 1


async def test_many_who_subscribe_at_once_ask_the_table_once_and_all_hear_it():
    gateway = Gateway(KINDS)
    wires = [gateway.joined(f"u{n}") for n in range(300)]
    for wire in wires:
        say(wire, "crash.subscribe")
    assert len(gateway.router.calls) == 1
    gateway.router.answer(seq=5)
    assert [wire.messages()[0]["seq"] for wire in wires] == [5] * 300
    gateway.router.of("crash")[0].pushed(tick(6))
    assert await heard(gateway, *wires) == [[("tick", 6)]] * 300


async def test_who_subscribes_after_the_answer_asks_again():
    gateway = Gateway(KINDS)
    listening(gateway, "u1", n=3)
    say(gateway.joined("u2"), "crash.subscribe")
    assert len(gateway.router.calls) == 1


async def test_every_listener_gets_the_same_bytes():
    gateway = Gateway(KINDS)
    wires = [listening(gateway, user) for user in ("u1", "u2")]
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    gateway.hub.flush_queue.flush()
    assert wires[0].messages() == [{"topic": "crash:main", "type": "tick", "n": 1, "payload": {"at": 1}}]
    assert wires[0].written[0] is wires[1].written[0]


async def test_messages_of_one_tick_leave_in_one_write():
    gateway = Gateway(KINDS)
    wire = listening(gateway)
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    topic.pushed(tick(2))
    assert await heard(gateway, wire) == [[("tick", 1), ("tick", 2)]]
    assert len(wire.written) == 1
    assert gateway.counted("ws_messages_total", direction="out", type="topic") == 2


async def test_a_socket_hears_nothing_from_before_its_state():
    gateway = Gateway(KINDS)
    early, late = listening(gateway), gateway.joined("u2")
    (topic,) = gateway.router.of("crash")
    say(late, "crash.subscribe")
    topic.pushed(tick(1))
    gateway.router.answer(seq=1)
    topic.pushed(tick(2))
    late.written.clear()
    assert await heard(gateway, early, late) == [[("tick", 1), ("tick", 2)], [("tick", 2)]]


async def test_an_unknown_tables_rejection_is_passed_on_and_leaves_nothing_behind():
    gateway = Gateway(KINDS)
    wire = gateway.joined()
    say(wire, "crash.subscribe", {"table": "nowhere"})
    gateway.router.answer(ok=False, body=error_bytes("not_found"))
    assert [message["error"]["code"] for message in wire.messages()] == ["not_found"]
    assert (gateway.router.of("crash"), len(gateway.hub.topics)) == ([], 0)


async def test_who_unsubscribes_hears_no_more():
    gateway = Gateway(KINDS)
    wire, other = listening(gateway), listening(gateway, "u2")
    say(wire, "crash.unsubscribe", command_id="u")
    assert [message["re"] for message in wire.messages()] == ["u"]
    wire.written.clear()
    gateway.router.of("crash")[0].pushed(tick(1))
    assert await heard(gateway, wire, other) == [[], [("tick", 1)]]


async def test_an_unsubscribe_before_the_answer_wins():
    gateway = Gateway(KINDS)
    wire = gateway.joined()
    say(wire, "crash.subscribe")
    say(wire, "crash.unsubscribe")
    gateway.router.answer(seq=0)
    wire.written.clear()
    gateway.router.of("crash")[0].pushed(tick(1))
    assert await heard(gateway, wire) == [[]]


async def test_who_subscribes_twice_hears_everything_once():
    gateway = Gateway(KINDS)
    wire = listening(gateway)
    say(wire, "crash.subscribe")
    gateway.router.answer(ok=False, body=error_bytes("unavailable"))
    wire.written.clear()
    gateway.router.of("crash")[0].pushed(tick(1))
    assert await heard(gateway, wire) == [[("tick", 1)]]


async def test_a_topic_is_left_when_nobody_has_listened_for_a_while():
    gateway = Gateway(KINDS)
    wire = listening(gateway)
    wire.session.closed(1006)
    gateway.clock.advance(TOPIC_LINGER_MS - 1)
    gateway.hub.check_deadlines()
    assert len(gateway.router.of("crash")) == 1
    gateway.clock.advance(1)
    gateway.hub.check_deadlines()
    assert gateway.router.of("crash") == []


async def test_who_comes_back_in_time_finds_the_topic_attached():
    gateway = Gateway(KINDS)
    listening(gateway).session.closed(1006)
    (topic,) = gateway.router.of("crash")
    gateway.clock.advance(TOPIC_LINGER_MS - 1)
    listening(gateway)
    gateway.clock.advance(1)
    gateway.hub.check_deadlines()
    assert gateway.router.of("crash") == [topic]


async def test_a_table_that_has_moved_sends_its_state_to_all():
    gateway = Gateway(KINDS)
    wire = listening(gateway)
    (topic,) = gateway.router.of("crash")
    topic.attached(attached(3, stream="s2"))
    topic.pushed(tick(4))
    assert await heard(gateway, wire) == [[("state", 3), ("tick", 4)]]
    assert topic.position() == ("s2", 4)


async def test_a_table_that_was_out_of_reach_sends_what_was_missed():
    gateway = Gateway(KINDS)
    wire = listening(gateway)
    (topic,) = gateway.router.of("crash")
    topic.attached(attached(2, replay=[tick(1), tick(2)]))
    assert await heard(gateway, wire) == [[("tick", 1), ("tick", 2)]]


async def test_a_slow_reader_misses_what_the_others_hear():
    gateway = Gateway(KINDS)
    slow, other = listening(gateway), listening(gateway, "u2")
    slow.session.paused()
    gateway.router.of("crash")[0].pushed(tick(1))
    assert await heard(gateway, slow, other) == [[], [("tick", 1)]]
    assert gateway.counted("ws_dropped_total") == 1
    slow.session.resumed()
    gateway.router.of("crash")[0].pushed(tick(2))
    assert await heard(gateway, slow) == [[("tick", 2)]]


async def test_a_socket_listens_to_so_many_topics_and_no_more():
    gateway = Gateway(KINDS, topics_per_socket_max=2)
    wire = gateway.joined()
    for table in ("a", "b", "c", "a"):
        say(wire, "crash.subscribe", {"table": table}, table)
    assert [(message["re"], message["error"]["code"]) for message in wire.messages()] == [("c", "limit_exceeded")]
    assert gateway.counted("rate_limited_total", rule="topics_per_socket") == 1
    say(wire, "crash.unsubscribe", {"table": "a"})
    say(wire, "crash.subscribe", {"table": "c"})
    assert [ref.key for ref, *_ in gateway.router.calls] == ["a", "b", "c"]


async def test_a_gateway_has_so_many_topics_and_no_more(monkeypatch):
    assert TOPICS_MAX >= 100, "tables are few"
    monkeypatch.setattr(topics, "TOPICS_MAX", 1)
    gateway = Gateway(KINDS)
    wire = gateway.joined()
    for table in ("a", "b"):
        say(wire, "crash.subscribe", {"table": table}, table)
    (refusal,) = wire.messages()
    assert (refusal["re"], refusal["error"]["code"]) == ("b", "unavailable")
    assert refusal["error"]["details"]["retry_after_ms"] > 0
    assert gateway.counted("rate_limited_total", rule="topics") == 1


async def test_a_table_has_a_plain_name():
    gateway = Gateway(KINDS)
    wire = gateway.joined()
    for table in ("", "A", "a b", "x" * 33, 7):
        say(wire, "crash.subscribe", {"table": table})
    assert {message["error"]["code"] for message in wire.messages()} == {"invalid_payload"}
    assert gateway.router.calls == []


async def test_only_kinds_that_are_topics_can_be_subscribed_to():
    gateway = Gateway()
    wire = gateway.joined()
    say(wire, "crash.subscribe")
    assert [message["error"]["code"] for message in wire.messages()] == ["unknown_type"]


async def rounds_of(gateway, wires, count):
    """What is heard in each of `count` ticks of the event loop."""
    found = []
    for _ in range(count):
        found.append([[message["n"] for message in wire.messages() if "topic" in message] for wire in wires])
        for wire in wires:
            wire.written.clear()
        await asyncio.sleep(0)
    return found


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(topics, "SOCKETS_AT_ONCE", 2)


async def test_many_listeners_get_a_message_in_several_ticks_and_each_once(two_at_once):
    gateway = Gateway(KINDS)
    wires = [listening(gateway, f"u{n}") for n in range(5)]
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    gateway.hub.flush_queue.flush()
    ticks = await rounds_of(gateway, wires, 4)
    assert [sum(map(len, tick)) for tick in ticks] == [2, 2, 1, 0]
    assert [list(chain.from_iterable(own)) for own in zip(*ticks, strict=True)] == [[1]] * 5
    assert gateway.counted("ws_messages_total", direction="out", type="topic") == 5


async def test_what_comes_while_a_message_is_on_its_way_follows_it_together(two_at_once):
    gateway = Gateway(KINDS)
    wires = [listening(gateway, f"u{n}") for n in range(4)]
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    gateway.hub.flush_queue.flush()
    for n in (2, 3):
        topic.pushed(tick(n))
        gateway.hub.flush_queue.flush()
    ticks = await rounds_of(gateway, wires, 7)
    assert [list(chain.from_iterable(own)) for own in zip(*ticks, strict=True)] == [[1, 2, 3]] * 4
    assert [2, 3] in [own for tick in ticks for own in tick]


async def test_who_leaves_while_a_message_is_on_its_way_does_not_hear_it(two_at_once):
    gateway = Gateway(KINDS)
    wires = [listening(gateway, f"u{n}") for n in range(5)]
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    gateway.hub.flush_queue.flush()
    for wire in wires:
        say(wire, "crash.unsubscribe")
    ticks = await rounds_of(gateway, wires, 4)
    assert [sum(map(len, tick)) for tick in ticks] == [2, 0, 0, 0]


async def test_who_asks_again_while_a_message_is_on_its_way_has_it_in_the_state(two_at_once):
    gateway = Gateway(KINDS)
    wires = [listening(gateway, f"u{n}") for n in range(5)]
    (topic,) = gateway.router.of("crash")
    topic.pushed(tick(1))
    gateway.hub.flush_queue.flush()
    waiting = [wire for wire in wires if not any("topic" in message for message in wire.messages())]
    for wire in waiting:
        say(wire, "crash.subscribe")
    gateway.router.answer(seq=1)
    topic.pushed(tick(2))
    gateway.hub.flush_queue.flush()
    ticks = await rounds_of(gateway, waiting, 6)
    assert [list(chain.from_iterable(own)) for own in zip(*ticks, strict=True)] == [[2]] * 3
