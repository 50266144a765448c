"""Answers that a client does not read, and the places of its connections, driven by hand."""

import pytest

from gateway.addresses import TrustedProxies
from gateway.realtime.limits import SocketLimits
from gateway.realtime.server.connections import ConnectionPlaces
from gateway.realtime.server.unread import PROGRESS_BYTES_MIN, UnreadAnswers

LIMITS = SocketLimits(unread_answer_bytes_max=100_000, connections_max=100, idle_connections_per_address_max=2)


class Connection:
    """A transport and a loop with one timer."""

    def __init__(self):
        self.unsent = 0
        self.cut = False
        self.counted = []
        self.timers = []
        self.unread = UnreadAnswers(self, LIMITS, self, self.counted.append)

    def set_write_buffer_limits(self, high):
        self.high = high

    def get_write_buffer_size(self):
        return self.unsent

    def abort(self):
        self.cut = True

    def call_later(self, delay_s, callback, *args):
        assert delay_s == LIMITS.answer_within_ms / 1000
        self.timers.append((callback, args))
        return self

    def cancel(self):
        self.timers.clear()

    def time_passes(self):
        (callback, args), *self.timers = self.timers
        callback(*args)


def test_the_first_unsent_byte_is_told():
    assert Connection().high == 0


def test_a_client_that_reads_nothing_is_cut_off():
    connection = Connection()
    connection.unsent = 10
    connection.unread.paused()
    connection.time_passes()
    assert (connection.cut, connection.counted) == (True, ["unread_answer_time"])


def test_a_client_that_reads_all_is_left_alone():
    connection = Connection()
    connection.unread.paused()
    connection.unread.resumed()
    assert (connection.cut, connection.timers) == (False, [])


def test_a_client_that_reads_slowly_has_the_time_again_for_as_long_as_it_reads_enough():
    connection = Connection()
    connection.unsent = 90_000
    connection.unread.paused()
    for _ in range(3):
        connection.unsent -= PROGRESS_BYTES_MIN
        connection.time_passes()
    assert not connection.cut
    connection.unsent -= PROGRESS_BYTES_MIN - 1
    connection.time_passes()
    assert connection.cut


def test_more_than_may_be_unsent_is_cut_off_at_once():
    connection = Connection()
    connection.unsent = LIMITS.unread_answer_bytes_max + 1
    connection.unread.paused()
    assert (connection.cut, connection.counted) == (True, ["unread_answer_bytes"])


class Idle:
    yielded = False

    def yield_place(self):
        self.yielded = True


def entered(places, peer, now_ms, open_now=LIMITS.connections_max // 2 + 1):
    connection, address = Idle(), places.address(peer)
    number = places.enter(address, open_now, LIMITS, now_ms, [].append)
    if number is not None:
        places.idle(number, connection, address, now_ms)
    return connection, number


def test_an_address_has_a_share_of_idle_connections_and_its_oldest_yields():
    places = ConnectionPlaces(TrustedProxies([]))
    first, _ = entered(places, "10.0.0.1", 0)
    entered(places, "10.0.0.1", 0)
    third, _ = entered(places, "10.0.0.1", 999)
    assert (first.yielded, len(places)) == (False, 3), "all have only just come"
    entered(places, "10.0.0.2", 1_000)
    assert not first.yielded
    entered(places, "10.0.0.1", 1_000)
    assert (first.yielded, third.yielded, len(places)) == (True, False, 4)


def test_shares_do_not_count_while_there_is_plenty_of_room():
    places = ConnectionPlaces(TrustedProxies([]))
    first, _ = entered(places, "10.0.0.1", 0, open_now=50)
    for _ in range(10):
        entered(places, "10.0.0.1", 5_000, open_now=50)
    assert not first.yielded


def test_a_trusted_proxy_brings_everybody_and_has_no_share():
    places = ConnectionPlaces(TrustedProxies(["10.0.0.0/8"]))
    assert all(entered(places, "10.0.0.1", 0)[1] for _ in range(10))


@pytest.mark.parametrize("busy", [False, True])
def test_a_connection_on_which_a_request_runs_does_not_yield(busy):
    places = ConnectionPlaces(TrustedProxies([]))
    connection, number = entered(places, "10.0.0.1", 0)
    if busy:
        places.leave(number)
    _, late = entered(places, "10.0.0.2", 5_000, open_now=101)
    assert (connection.yielded, late is None) == (not busy, busy)
