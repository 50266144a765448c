"""All sockets of a gateway: who is let in, when each is tended, how each ending is counted."""

import pytest

from gateway.realtime.close_codes import CloseCode
from gateway.realtime.hub import DRAIN_WINDOW_MS_MIN
from tests.unit.gateway.sockets import Gateway, say


def tended(gateway, ms):
    gateway.clock.advance(ms)
    gateway.hub.check_deadlines()


def test_a_socket_that_says_nothing_is_closed_in_time():
    gateway = Gateway()
    wire = gateway.connected()
    tended(gateway, 4_999)
    assert wire.code is None
    tended(gateway, 1)
    assert wire.code is CloseCode.NOT_AUTHENTICATED


def test_a_quiet_socket_is_pinged_and_closed_without_a_pong():
    gateway = Gateway()
    wire = gateway.joined()
    tended(gateway, 25_000)
    assert [message["type"] for message in wire.messages()] == ["ping"]
    tended(gateway, 9_999)
    assert wire.code is None
    tended(gateway, 1)
    assert wire.code is CloseCode.NO_PONG


def test_a_socket_that_answers_is_pinged_again_and_again():
    gateway = Gateway()
    wire = gateway.joined()
    for n in range(1, 4):
        tended(gateway, 25_000)
        wire.session.received(b'{"type":"pong","t":1}')
        assert len(wire.messages()) == n
        tended(gateway, 10_000)
        gateway.clock.advance(-10_000)
    assert wire.code is None


def test_a_socket_is_closed_when_its_token_and_the_grace_are_over():
    gateway = Gateway(ping_ms=10_000_000)
    wire = gateway.joined()
    tended(gateway, 900_000 + 24_999)
    assert wire.code is None
    tended(gateway, 1_000)
    assert wire.code is CloseCode.TOKEN_EXPIRED


def test_a_refreshed_token_moves_the_end():
    gateway = Gateway(ping_ms=10_000_000)
    wire = gateway.joined()
    gateway.clock.advance(800_000)
    say(wire, "auth.refresh", {"token": gateway.tokens.issue("u1", "PLAYER", "s")})
    tended(gateway, 800_000)
    assert wire.code is None


def test_a_socket_waits_for_one_thing_at_a_time():
    gateway = Gateway()
    for n in range(100):
        gateway.joined(f"u{n}")
    tended(gateway, 5_000)
    assert len(gateway.hub._due) == 100, "entries of `connect` are gone"


# --- admission ------------------------------------------------------------------------------------------------------


def test_no_more_sockets_are_let_in_than_may_be_unauthenticated():
    gateway = Gateway(unauthenticated_max=2)
    first = gateway.connected()
    gateway.connected()
    assert gateway.hub.full()
    assert gateway.counted("rate_limited_total", rule="unauthenticated_sockets") == 1
    say(first, "connect", {"token": gateway.tokens.issue("u1", "PLAYER", "s")})
    assert not gateway.hub.full()


@pytest.mark.parametrize("end", ["closed", "refused", "too many of this player"])
def test_a_socket_that_never_authenticates_makes_room_when_it_goes(end):
    gateway = Gateway(unauthenticated_max=1, sockets_per_user_max=1)
    gateway.joined()
    wire = gateway.connected()
    assert gateway.hub.full()
    match end:
        case "closed":
            wire.session.closed(1006)
        case "refused":
            say(wire, "connect", {"token": "nonsense"})
        case _:
            say(wire, "connect", {"token": gateway.tokens.issue("u1", "PLAYER", "s")})
            assert gateway.counted("rate_limited_total", rule="sockets_per_user") == 1
    assert not gateway.hub.full()


def test_an_authenticated_socket_that_goes_makes_no_second_room():
    gateway = Gateway(unauthenticated_max=1)
    gateway.joined().session.closed(1006)
    gateway.connected()
    assert gateway.hub.full()


def test_a_socket_that_is_turned_away_is_told_why_and_forgotten():
    gateway = Gateway()
    wire = type(gateway.connected())()
    wire.session = gateway.hub.turned_away(wire, "overloaded", CloseCode.OVERLOADED, "too many connect at once")
    assert (wire.code, len(gateway.hub)) == (CloseCode.OVERLOADED, 1)
    assert gateway.counted("ws_handshakes_total", result="overloaded") == 1
    wire.session.closed(1006)
    assert gateway.counted("ws_closes_total", code="4007") == 1
    assert gateway.counted("ws_closes_total", code="1006") == 0


# --- endings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "label"), [(1000, "1000"), (1001, "1001"), (1006, "1006"), (4999, "other"), (3000, "other")]
)
def test_an_ending_by_the_client_is_counted_once_under_its_code(code, label):
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.closed(code)
    wire.session.closed(1006)
    assert gateway.counted("ws_closes_total", code=label) == 1
    assert gateway.counted("ws_connections") == len(gateway.hub) == gateway.hub.users_online() == 0
    assert gateway.router.attached == {}


def test_an_ending_by_the_server_is_counted_once_under_its_code():
    gateway = Gateway()
    wire = gateway.joined()
    wire.session.close(CloseCode.FORBIDDEN)
    wire.session.closed(1006)
    assert gateway.counted("ws_closes_total", code="4503") == 1
    assert gateway.counted("ws_closes_total", code="1006") == 0


def test_what_is_answered_after_the_end_goes_nowhere():
    gateway = Gateway()
    wire = gateway.joined()
    say(wire, "state.get")
    wire.session.close(CloseCode.DRAIN)
    gateway.router.answer()
    assert wire.written == []


def test_a_drain_gives_many_sockets_a_wider_window():
    gateway = Gateway()
    assert gateway.hub.drain_window_ms() == DRAIN_WINDOW_MS_MIN
    for _ in range(3_000):
        gateway.connected()
    assert gateway.hub.drain_window_ms() == 6_000
