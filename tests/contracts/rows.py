"""Rows of a commit, one builder a table, each with something to change; and what is stored of them."""

import secrets
from hashlib import sha256

from persistence.entities.records import (
    ActRow,
    CommandRow,
    CommitRequest,
    FactRow,
    OutboxRow,
    PartRow,
    RevealedSeedRow,
    RoundRow,
    TellRow,
    TimerPlace,
    TimerRow,
    TransferRow,
)

SHARD = 300
AT_MS = 1_764_000_000_123
USER = ("user", "u1")


def new_id():
    return secrets.token_hex(16)


def command(**changes):
    row = CommandRow(SHARD, new_id(), *USER, "user", "c1", 1, b"hash", True, b'{"gold":10}', AT_MS)
    return row._replace(**changes)


def transfer(**changes):
    row = TransferRow(SHARD, new_id(), 0, "user:u1", "house:rps", "gold", 5, 10, 1, "bet", "", 1)
    return row._replace(**changes)


def played(**changes):
    row = RoundRow(SHARD, new_id(), new_id(), "u1", "rps", 5, 0, False, '{"a": 1}', 1, "f" * 64, "seed", 0)
    return row._replace(**changes)


def seed(text, **changes):
    hashed = sha256(text.encode()).hexdigest()
    return RevealedSeedRow(SHARD, hashed, new_id(), "u1", text, "mine", 3)._replace(**changes)


def act(**changes):
    row = ActRow("ADMIN_USER_BAN", "s1", "OPERATOR", "user/u1", '{"a": 1}', "null", "cheated", "r1", "192.0.2.1")
    return row._replace(**changes)


def fact(**changes):
    row = FactRow(SHARD, new_id(), 0, *USER, "streak_day", None, '{"day": "2026-03-08"}')
    return row._replace(**changes)


def event(seq, **changes):
    return OutboxRow(SHARD, seq, new_id(), "round_played", "u1", b"{}")._replace(**changes)


def tell(**changes):
    return TellRow(SHARD, new_id(), *USER, "shop", "main", "shop.reserve", b"{}")._replace(**changes)


def timer(**changes):
    return TimerRow(SHARD, *USER, "expire", "t1", 5_000, "user.expire", b"{}")._replace(**changes)


def part(expected, version, **changes):
    return PartRow(SHARD, *USER, "root", expected, version, 1, b"v%d" % version)._replace(**changes)


def batch(host, **rows):
    return CommitRequest(new_id(), host, {SHARD: 1}, **rows)


FIRST, LAST = TimerPlace(-1, ""), TimerPlace(2**53, "")


async def timers_of(store, shard=SHARD):
    return list(await store.timers({shard: FIRST}, LAST, 1_000))


async def state(store):
    """Everything that can be read of USER and SHARD."""
    return await store.load([USER]), await store.adopt([SHARD]), await timers_of(store)
