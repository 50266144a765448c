"""`game_stats_update_latency_ms`: from the command to the `stats_update` that it causes, and nothing else."""

import pytest

from tests.unit.gateway.sockets import Gateway, push, say

ROUND = {"bet": 100, "choice": "rock"}
VERSION = 7


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def wire(gateway):
    return gateway.joined()


def told(wire, seq, message_type="stats_update"):
    wire.session.pushed(replace_version(push(seq, message_type)))


def replace_version(message):
    message.version = VERSION
    return message


def measured(gateway):
    return gateway.counted("game_stats_update_latency_ms_count"), gateway.counted("game_stats_update_latency_ms_sum")


def test_it_is_the_time_from_the_command_to_its_push(gateway, wire):
    say(wire, "rps.play", ROUND)
    gateway.clock.advance(12)
    told(wire, 1)
    gateway.router.answer(1, version=VERSION)
    assert measured(gateway) == (1, 12)


def test_a_refusal_and_a_repeat_cause_no_push(gateway, wire):
    told(wire, 1)
    for answer in ({"ok": False, "version": VERSION}, {"dup": True, "version": VERSION}):
        say(wire, "rps.play", ROUND)
        gateway.router.answer(1, **answer)
    assert measured(gateway) == (0, 0)


def test_a_push_that_another_socket_s_command_caused_is_not_counted(gateway, wire):
    say(wire, "event.ack", {"ids": ["g1"]})
    told(wire, 1)
    gateway.router.answer(1, version=VERSION + 1)
    say(wire, "state.get")
    gateway.router.answer(1, version=VERSION)
    assert measured(gateway) == (0, 0)


def test_a_push_that_waits_for_a_slow_reader_is_not_counted(gateway, wire):
    say(wire, "rps.play", ROUND)
    wire.session.paused()
    told(wire, 1)
    gateway.router.answer(1, version=VERSION)
    assert measured(gateway) == (0, 0)
