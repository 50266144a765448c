"""A gateway learns which sessions were revoked, remembers them for the life of a token, and closes their sockets."""

import pytest
from prometheus_client import CollectorRegistry

from actors.runtime.clock import ManualClock
from gateway.auth.revocations import OVERLAP_MS, LivingTokens, Revocations
from gateway.auth.tokens import AccessTokens, TokenExpired, TokenInvalid
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.close_codes import CloseCode
from persistence.errors import Unreachable
from persistence.identity.accounts import Account, LoginSession, Revocation
from persistence.memory.identity.accounts import MemoryAccounts
from tests.unit.gateway.sockets import CONFIG, Gateway, say

KEPT_MS = 900_000
NEVER_MS = 4_000_000_000_000


class Watched:
    """Revocations over accounts with `count` sessions of one user, and what they told."""

    def __init__(self, count=5, **bounds):
        self.clock = ManualClock()
        self.accounts = MemoryAccounts()
        self.registry = CollectorRegistry()
        metrics = GatewayMetrics(self.registry, version="1", git_sha="abc", track="stable")
        self.revocations = Revocations(self.accounts, self.clock, metrics, kept_ms=KEPT_MS, **bounds)
        self.told = []
        self.revocations.ended = lambda ended: self.told.extend(each.session_id for each in ended)
        self._count = count

    async def filled(self):
        await self.accounts.create(Account("u1", "mina", "mina", "x", "PLAYER", "Asia/Seoul", "ko", 0))
        for n in range(self._count):
            await self.accounts.open_session(LoginSession(f"s{n}", "u1", bytes([n]), NEVER_MS, n))
        return self

    async def revoke(self, session_id, at_ms=None):
        assert await self.accounts.revoke_session("u1", session_id, at_ms or self.clock.now_ms())


async def test_a_look_tells_of_each_revoked_session_once():
    watched = await Watched().filled()
    await watched.revoke("s1")
    await watched.revocations.look()
    await watched.revocations.look()

    assert watched.told == ["s1"]
    assert "s1" in watched.revocations
    assert "s2" not in watched.revocations


async def test_a_gateway_that_starts_learns_what_was_revoked_within_the_life_of_a_token():
    watched = await Watched().filled()
    await watched.revoke("s1", watched.clock.now_ms() - KEPT_MS)
    await watched.revocations.look()

    assert "s1" in watched.revocations


async def test_a_revocation_by_a_slow_clock_or_a_long_transaction_is_not_missed():
    watched = await Watched().filled()
    await watched.revocations.look()
    watched.clock.advance(2_000)
    await watched.revoke("s1", watched.clock.now_ms() - OVERLAP_MS)
    await watched.revocations.look()

    assert watched.told == ["s1"]


async def test_a_look_reads_all_pages():
    watched = await Watched(rows_max=2).filled()
    for n in range(5):
        await watched.revoke(f"s{n}")
    await watched.revocations.look()

    assert watched.told == ["s0", "s1", "s2", "s3", "s4"]


async def test_what_was_revoked_while_the_store_was_away_is_learnt_afterwards():
    watched = await Watched().filled()
    await watched.revocations.look()
    read = watched.accounts.revocations

    async def away(*_):
        raise Unreachable("away")

    watched.accounts.revocations = away
    await watched.revoke("s1")
    watched.clock.advance(10 * OVERLAP_MS)
    with pytest.raises(Unreachable):
        await watched.revocations.look()
    watched.accounts.revocations = read
    await watched.revocations.look()

    assert watched.told == ["s1"]


async def test_a_session_is_forgotten_when_its_last_token_has_expired():
    watched = await Watched().filled()
    await watched.revoke("s1")
    await watched.revocations.look()
    watched.clock.advance(KEPT_MS + OVERLAP_MS + 1)
    watched.revocations.add([])

    assert len(watched.revocations) == 0


async def test_only_so_many_sessions_are_remembered_and_the_limit_is_counted():
    watched = Watched(remembered_max=2)
    now_ms = watched.clock.now_ms()
    watched.revocations.add([Revocation(f"s{n}", "u1", now_ms) for n in range(3)])

    assert len(watched.revocations) == 2
    assert "s0" not in watched.revocations
    assert watched.told == ["s0", "s1", "s2"], "sockets are closed all the same"
    assert watched.registry.get_sample_value("rate_limited_total", {"rule": "remembered_revocations"}) == 1


def test_no_revoked_token_revives_when_more_were_revoked_than_are_remembered():
    """Fourteen players who log in all the time end a session with each log-in: theirs must not push out another's."""
    watched = Watched(remembered_max=3)
    issuer = AccessTokens(CONFIG, watched.clock)
    living = LivingTokens(issuer, watched.revocations)
    stolen, neighbours = issuer.issue("u1", "PLAYER", "stolen"), issuer.issue("u2", "PLAYER", "s2")
    watched.revocations.add([Revocation("stolen", "u1", watched.clock.now_ms())])
    assert living.verify(neighbours).session_id == "s2"
    watched.clock.advance(120_000)
    fresh = issuer.issue("u2", "PLAYER", "s2")
    for n in range(100):
        watched.revocations.add([Revocation(f"s{n}", "u3", watched.clock.now_ms() - 119_000)])
        with pytest.raises(TokenInvalid if n < 2 else TokenExpired):
            living.verify(stolen)

    with pytest.raises(TokenExpired):
        living.verify(neighbours)  # its owner refreshes it, which a revoked session cannot
    assert living.verify(fresh).session_id == "s2"


def test_a_token_of_a_revoked_session_is_not_valid():
    watched = Watched()
    issuer = AccessTokens(CONFIG, watched.clock)
    living = LivingTokens(issuer, watched.revocations)
    ended, other = issuer.issue("u1", "PLAYER", "s1"), issuer.issue("u1", "PLAYER", "s2")
    watched.revocations.add([Revocation("s1", "u1", watched.clock.now_ms())])

    assert living.verify(other).session_id == "s2"
    with pytest.raises(TokenInvalid):
        living.verify(ended)


# --- sockets --------------------------------------------------------------------------------------------------------


def of_session(gateway, session_id, user="u1"):
    wire = gateway.connected()
    say(wire, "connect", {"token": gateway.tokens.issue(user, "PLAYER", session_id)})
    return wire


def test_the_sockets_of_a_revoked_session_are_closed_and_no_others():
    gateway = Gateway()
    first, second = of_session(gateway, "s1"), of_session(gateway, "s1")
    others = [of_session(gateway, "s2"), of_session(gateway, "s1", "u2"), gateway.connected()]
    gateway.hub.revoked([Revocation("s1", "u1", 0), Revocation("s9", "u9", 0)])

    assert (first.code, second.code) == (CloseCode.INVALID_TOKEN, CloseCode.INVALID_TOKEN)
    assert [wire.code for wire in others] == [None] * 3
    assert gateway.hub.users_online() == 2


def test_a_socket_belongs_to_the_session_of_its_last_token():
    gateway = Gateway()
    wire = of_session(gateway, "s1")
    _, subscriber = gateway.router.attached[wire.session.number]
    assert subscriber is wire.session
    wire.session.principal = gateway.tokens.verify(gateway.tokens.issue("u1", "PLAYER", "s2"))
    gateway.hub.revoked([Revocation("s1", "u1", 0)])
    assert wire.code is None
    gateway.hub.revoked([Revocation("s2", "u1", 0)])
    assert wire.code is CloseCode.INVALID_TOKEN


def test_in_single_session_mode_a_connect_replaces_the_sockets_of_other_sessions():
    gateway = Gateway(single_session=True)
    older, stranger = of_session(gateway, "s1"), of_session(gateway, "s1", "u2")
    newer, again = of_session(gateway, "s2"), of_session(gateway, "s2")

    assert older.code is CloseCode.REPLACED
    assert [wire.code for wire in (stranger, newer, again)] == [None] * 3


def test_in_single_session_mode_a_newer_session_is_let_in_however_many_sockets_the_older_had():
    gateway = Gateway(single_session=True, sockets_per_user_max=1)
    of_session(gateway, "s1")

    assert of_session(gateway, "s2").code is None


def test_without_single_session_mode_sessions_live_side_by_side():
    gateway = Gateway()
    older, newer = of_session(gateway, "s1"), of_session(gateway, "s2")

    assert (older.code, newer.code) == (None, None)
