"""All sockets of a gateway: who is let in, when each is tended, how each ending is counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.realtime.admission.silence import SilentPeers
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.hub import DRAIN_WINDOW_MS_MIN
from persistence.identity.accounts import Revocation
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
    assert not gateway.hub.makes_room("")
    assert gateway.counted("rate_limited_total", rule="unauthenticated_sockets") == 1
    say(first, "connect", {"token": gateway.tokens.issue("u1", "PLAYER", "s")})
    assert gateway.hub.makes_room("")


@pytest.mark.parametrize("end", ["closed", "refused", "too many of this player"])
def test_a_socket_that_never_authenticates_makes_room_when_it_goes(end):
    gateway = Gateway(unauthenticated_max=1, sockets_per_user_max=1)
    gateway.joined()
    wire = gateway.connected()
    assert not gateway.hub.makes_room("")
    match end:
        case "closed":
            wire.session.closed(1006)
        case "refused":
            say(wire, "connect", {"token": "nonsense"})
        case _:
            say(wire, "connect", {"token": gateway.tokens.issue("u1", "PLAYER", "s")})
            assert gateway.counted("rate_limited_total", rule="sockets_per_user") == 1
            wire.session.closed(1006)
    assert gateway.hub.makes_room("")


def test_an_authenticated_socket_that_goes_makes_no_second_room():
    gateway = Gateway(unauthenticated_max=1)
    gateway.joined().session.closed(1006)
    gateway.connected()
    assert not gateway.hub.makes_room("")


def test_the_oldest_silent_socket_yields_once_it_has_had_time_to_speak():
    gateway = Gateway(unauthenticated_max=3, yield_after_ms=1_000)
    first, second, third = (gateway.connected(address=f"10.0.0.{n}") for n in range(3))
    gateway.clock.advance(999)
    assert not gateway.hub.makes_room("10.0.0.9")
    gateway.clock.advance(1)
    assert gateway.hub.makes_room("10.0.0.9")
    assert [wire.code for wire in (first, second, third)] == [CloseCode.OVERLOADED, None, None]


def test_a_silent_socket_of_the_newcomers_address_yields_before_older_ones():
    gateway = Gateway(unauthenticated_max=3)
    older, own, younger = (gateway.connected(address=address) for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1"))
    gateway.clock.advance(1_000)
    assert gateway.hub.makes_room("10.0.0.2")
    assert [wire.code for wire in (older, own, younger)] == [None, CloseCode.OVERLOADED, None]


def test_an_address_takes_no_more_than_its_share_and_only_its_own_yield():
    gateway = Gateway(unauthenticated_per_address_max=2)
    other = gateway.connected(address="10.0.0.1")
    gateway.clock.advance(1_000)
    first = gateway.connected(address="10.0.0.2")
    gateway.connected(address="10.0.0.2")
    assert not gateway.hub.makes_room("10.0.0.2"), "its own have only just come"
    assert gateway.hub.makes_room("10.0.0.3"), "nobody else is kept out"
    assert gateway.counted("rate_limited_total", rule="unauthenticated_per_address") == 1
    gateway.clock.advance(1_000)
    assert gateway.hub.makes_room("10.0.0.2")
    assert (other.code, first.code) == (None, CloseCode.OVERLOADED)


def test_a_customer_of_ipv6_has_one_share():
    gateway = Gateway(unauthenticated_per_address_max=1)
    gateway.connected(address="2001:db8::1")
    assert not gateway.hub.makes_room("2001:db8::2")
    assert gateway.hub.makes_room("2001:db8:0:1::1")


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 9)), max_size=60))
def test_what_is_known_of_silent_peers_is_what_is_left_of_them(steps):
    """Against a plain list: `True` adds the next number under an address, `False` removes some number."""
    peers, left = SilentPeers(), []
    for n, (adds, address, which) in enumerate(steps):
        if adds:
            peers.add(n, str(address), n)
            left.append((n, str(address)))
        elif left:
            number, _ = left.pop(which % len(left))
            peers.discard(number)
            peers.discard(number)
        assert len(peers) == len(left)
        for each in "0123":
            own = [number for number, of in left if of == each]
            assert peers.of(each) == len(own)
            assert peers.yielding(each, n, own_only=True) == (own[0] if own else None)
            expected = own[0] if own else left[0][0] if left else None
            assert peers.yielding(each, n, own_only=False) == expected
    assert len(peers._of) == len({address for _, address in left})


# --- sockets of one player ------------------------------------------------------------------------------------------


def one_more(gateway, session_id="s"):
    gateway.clock.advance(1)
    wire = gateway.connected()
    say(wire, "connect", {"token": gateway.tokens.issue("u1", "PLAYER", session_id)})
    return wire


def is_in(gateway, wire):
    return wire.session.number in gateway.router.attached


def test_the_oldest_socket_that_answers_no_ping_yields_to_a_new_one_of_its_player():
    gateway = Gateway(sockets_per_user_max=2)
    first, second = gateway.joined(), gateway.joined()
    tended(gateway, 25_000)
    second.session.received(b'{"type":"pong","t":1}')
    tended(gateway, 1_000)
    third = one_more(gateway)
    assert is_in(gateway, third)
    assert (first.code, second.code, third.code) == (CloseCode.NO_PONG, None, None)


def test_a_new_socket_waits_until_the_others_have_been_pinged():
    gateway = Gateway(sockets_per_user_max=2)
    first, second = gateway.joined(), gateway.joined()
    third = one_more(gateway)
    assert [message["type"] for message in first.messages() + second.messages()] == ["ping", "ping"]
    assert not is_in(gateway, third)
    first.session.received(b'{"type":"pong","t":1}')
    tended(gateway, 1_000)
    assert is_in(gateway, third)
    assert (first.code, second.code, third.code) == (None, CloseCode.NO_PONG, None)


def test_a_new_socket_is_one_too_many_when_all_others_answer():
    gateway = Gateway(sockets_per_user_max=2)
    others = [gateway.joined(), gateway.joined()]
    third = one_more(gateway)
    for wire in others:
        wire.session.received(b'{"type":"pong","t":1}')
    tended(gateway, 1_000)
    assert third.code is CloseCode.TOO_MANY_SOCKETS
    assert [wire.code for wire in others] == [None, None]
    assert len(gateway.hub.silent) == 0


def test_who_waits_to_be_let_in_plays_nothing():
    gateway = Gateway(sockets_per_user_max=1)
    gateway.joined()
    wire = one_more(gateway)
    say(wire, "rps.play", {"bet": 20, "choice": "rock"})
    assert gateway.router.calls == []
    assert wire.messages()[0]["error"]["code"] == "unavailable"
    for _ in range(200):
        say(wire, "rps.play", {"bet": 20, "choice": "rock"})
    assert wire.code is CloseCode.RATE_LIMITED


def test_who_waits_to_be_let_in_is_not_somebody_else_by_another_connect():
    gateway = Gateway(sockets_per_user_max=1)
    gateway.joined()
    wire = one_more(gateway)
    say(wire, "connect", {"token": gateway.tokens.issue("u2", "PLAYER", "s2")}, command_id="again")
    wire.session.received(b'{"type":"connect"}')
    assert [(each["re"], each["error"]["code"]) for each in wire.messages()] == [
        ("again", "unavailable"),
        (None, "unavailable"),
    ]
    tended(gateway, 1_000)
    assert gateway.router.attached[wire.session.number][0].key == "u1"


def test_a_socket_that_waits_to_be_let_in_is_closed_when_its_session_ends():
    gateway = Gateway(sockets_per_user_max=1)
    gateway.joined()
    wire, other = one_more(gateway), one_more(gateway, "s2")
    gateway.hub.revoked([Revocation("s2", "u1", gateway.clock.now_ms())])
    assert (wire.code, other.code) == (None, CloseCode.INVALID_TOKEN)
    tended(gateway, 1_000)
    assert (is_in(gateway, wire), is_in(gateway, other)) == (True, False)
    assert gateway.hub._waiting == {}


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
