"""What a slow reader gets, and when it is closed: `Backlog` and `Outgoing` against a socket that is full at will."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from prometheus_client import CollectorRegistry

from actors.runtime.payloads import Delivery
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.backlog import Backlog
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.outgoing import Outgoing
from gateway.realtime.wire.frames import text_frame
from tests.unit.gateway.sockets import Gateway, KeptWire, push, say, texts

WIDE = SocketLimits(send_queue_messages_max=10_000, send_queue_bytes_max=2**30)
EVENT_TYPES = ("reward_granted", "purchase_update")
STATE_TYPES = ("profile_update", "stats_update", "event_progress")
STATES = st.builds(
    lambda name, about: ("state", name, about),
    st.sampled_from(STATE_TYPES),
    st.sampled_from(["a", "b", "ab", "abc"]),
)
STEPS = st.lists(
    st.one_of(
        STATES,
        st.builds(lambda name: ("event", name, ""), st.sampled_from(EVENT_TYPES)),
        st.sampled_from(
            [("reply", "", ""), ("topic", "", ""), ("full", "", ""), ("drained", "", ""), ("snapshot", "", "")]
        ),
    ),
    max_size=60,
)


def pushed(seq, kind, name, subject):
    delivery = Delivery.STATE if kind == "state" else Delivery.EVENT
    first, more = subject[:1], [{"event_id": each} for each in subject[1:]]
    return push(seq, name, delivery, json.encode({"game": first, "event_id": first, "more": more, "n": seq}))


def subjects(name, payload):
    """What a state is the last word on."""
    match name:
        case "stats_update":
            return [payload["game"]]
        case "event_progress":
            return [payload["event_id"], *(each["event_id"] for each in payload["more"])]
        case _:
            return [""]


class Played:
    """A run of steps: what was given, and what has left."""

    def __init__(self, steps, limits=WIDE):
        self.wire = KeptWire()
        self.wire.session = self
        self.metrics = GatewayMetrics(CollectorRegistry(), version="1", git_sha="abc", track="stable")
        self.outgoing = Outgoing(self.wire, limits, self.metrics)
        self.given = []
        self.epochs = 0
        self.exceeded = None
        for step in steps:
            self._play(step)
            if self.exceeded:
                break

    def paused(self):
        self.outgoing.paused(0)

    def drain(self):
        self.wire.full = False
        self.outgoing.resumed()

    def _play(self, step):
        kind, name, subject = step
        outgoing = self.outgoing
        match kind:
            case "full":
                self.wire.full = True
                self.paused()
            case "drained":
                self.drain()
            case "reply":
                self.given.append(("reply", len(self.given)))
                self.exceeded = outgoing.message("reply", json.encode({"re": len(self.given) - 1}))
            case "topic":
                outgoing.hear(text_frame(b'{"topic":"t"}'))
            case "snapshot":
                self.epochs += 1
                self.given.append(("snapshot", self.epochs))
                self.exceeded = outgoing.snapshot(json.encode({"epoch": self.epochs, "seq": 0}), 0)
            case _:
                one = pushed(outgoing.seq + 1, kind, name, subject)
                self.given.append((kind, self.epochs, one))
                self.exceeded = outgoing.push(one)

    def left(self):
        return [json.decode(text) for text in texts(b"".join(self.wire.written))]


@given(STEPS)
def test_whatever_comes_numbers_rise_and_prev_is_what_was_sent_last(steps):
    played = Played(steps)
    played.drain()
    sent = 0
    for message in played.left():
        if "epoch" in message:
            sent = 0
        elif "seq" in message:
            assert message["prev"] == sent < message["seq"]
            sent = message["seq"]
    assert sent == played.outgoing.seq


@given(STEPS)
def test_whatever_comes_no_event_and_no_reply_is_lost(steps):
    played = Played(steps)
    played.drain()
    events = [(one.type, one.seq) for _, _, one in (each for each in played.given if each[0] == "event")]
    replies = [n for _, n in (each for each in played.given if each[0] == "reply")]
    left = played.left()
    assert [(message["type"], message["seq"]) for message in left if message.get("type") in EVENT_TYPES] == events
    assert [message["re"] for message in left if "re" in message] == replies


@given(STEPS)
def test_whatever_comes_the_last_value_of_every_state_arrives(steps):
    played = Played(steps)
    played.drain()
    wanted, seen, epoch = {}, {}, 0
    for _, of_epoch, one in (each for each in played.given if each[0] == "state"):
        if of_epoch == played.epochs:
            wanted |= {(one.type, subject): one.seq for subject in subjects(one.type, json.decode(one.body))}
    for message in played.left():
        epoch = message.get("epoch", epoch)
        if message.get("type") in STATE_TYPES and epoch == played.epochs:
            seen |= {
                (message["type"], subject): message["seq"] for subject in subjects(message["type"], message["payload"])
            }
    assert seen == wanted


@given(STEPS, st.integers(1, 8))
def test_whatever_comes_the_bounds_hold(steps, messages_max):
    limits = SocketLimits(send_queue_messages_max=messages_max, send_high_water_bytes=100, send_queue_bytes_max=800)
    played = Played(steps, limits)
    backlog = played.outgoing._backlog
    if backlog is not None and not played.exceeded:
        assert len(backlog) <= messages_max
        assert backlog.bytes <= 700
        assert len(b"".join([backlog.take(10**6)])) <= 700, "the estimate is no less than what leaves"


def test_without_a_slow_reader_nothing_is_left_out():
    played = Played([("state", "profile_update", "a")] * 3 + [("topic", "", "")])
    assert [message.get("seq") for message in played.left()] == [1, 2, 3, None]


def test_a_topic_is_dropped_for_a_slow_reader_and_heard_again_afterwards():
    played = Played([("full", "", ""), ("topic", "", "")])
    assert not played.outgoing.hear(b"")
    played.drain()
    assert played.left() == []
    assert played.outgoing.hear(b"")


def test_what_was_left_out_is_counted():
    played = Played([("full", "", ""), *[("state", "profile_update", "")] * 3])
    assert played.metrics.ws_coalesced.count() == 2


def test_states_of_different_subjects_do_not_replace_each_other():
    played = Played([("full", "", ""), ("state", "stats_update", "a"), ("state", "stats_update", "b")])
    played.drain()
    assert [message["payload"]["game"] for message in played.left()] == ["a", "b"]


def test_a_state_of_many_subjects_is_replaced_only_by_one_of_the_same():
    steps = [("state", "event_progress", subject) for subject in ("abc", "ab", "abc", "a")]
    played = Played([("full", "", ""), *steps])
    played.drain()
    assert [message["seq"] for message in played.left()] == [2, 3, 4]


def test_a_drain_stops_when_the_socket_is_full_again():
    backlog = Backlog(0, WIDE, 0)
    for _ in range(3):
        backlog.frame(b"x" * 100)
    assert len(backlog.take(150)) == 200
    assert (len(backlog), backlog.bytes) == (1, 100)


def test_the_bound_of_bytes_includes_what_the_socket_has_not_sent():
    backlog = Backlog(0, replace(WIDE, send_high_water_bytes=100, send_queue_bytes_max=400), 0)
    backlog.frame(b"x" * 300)
    assert backlog.exceeds() is None
    backlog.frame(b"x")
    assert backlog.exceeds() == "send_queue_bytes"


def test_a_socket_that_is_full_again_gets_the_rest_later():
    played = Played([("full", "", ""), *[("event", "reward_granted", "")] * 400])
    played.outgoing.resumed()  # the socket is full again with the first bytes that it takes
    first = len(played.left())
    assert 0 < first < 400
    played.drain()
    assert len(played.left()) == 400


# --- sessions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        ({"send_queue_messages_max": 3}, "send_queue_messages"),
        ({"send_high_water_bytes": 100, "send_queue_bytes_max": 400}, "send_queue_bytes"),
    ],
)
def test_a_reader_that_lets_too_much_wait_is_closed(limits, rule):
    gateway = Gateway(**limits)
    wire = gateway.joined()
    wire.session.paused()
    for seq in range(1, 5):
        wire.session.pushed(push(seq, "reward_granted", Delivery.EVENT, b'{"grant_id":"g"}'))
    assert wire.code is CloseCode.SLOW_READER
    assert wire.written == [], "what waited is not written to a socket that is full"
    assert gateway.counted("rate_limited_total", rule=rule) == 1
    assert gateway.counted("ws_closes_total", code="4002") == 1


def test_a_reader_that_does_not_catch_up_in_time_is_closed():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.paused()
    gateway.clock.advance(9_999)
    gateway.hub.check_deadlines()
    assert wire.code is None
    gateway.clock.advance(1)
    gateway.hub.check_deadlines()
    assert wire.code is CloseCode.SLOW_READER
    assert gateway.counted("rate_limited_total", rule="send_queue_ms") == 1


def test_a_reader_that_catches_up_in_time_stays():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.paused()
    wire.session.pushed(push(1))
    gateway.clock.advance(9_000)
    gateway.hub.check_deadlines()
    assert gateway.counted("ws_send_queue_bytes") > 0
    wire.session.resumed()
    gateway.clock.advance(9_000)
    gateway.hub.check_deadlines()
    assert (wire.code, [message["seq"] for message in wire.messages()]) == (None, [1])
    assert gateway.counted("ws_send_queue_bytes") == 0


def test_a_slow_reader_that_is_closed_for_another_reason_gets_its_replies_first():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.paused()
    say(wire, "state.get")
    gateway.router.answer()
    assert wire.written == []
    wire.session.close(CloseCode.DRAIN)
    assert [message["re"] for message in wire.messages()] == ["c"]
    assert wire.code is CloseCode.DRAIN


def test_the_largest_envelope_fits_its_estimate():
    backlog = Backlog(2**53 - 2, replace(WIDE), 0)
    one = push(2**53 - 1, "profile_update", Delivery.EVENT, b"x" * 70_000)
    backlog.push(one)
    estimated = backlog.bytes
    assert len(backlog.take(1)) <= estimated
