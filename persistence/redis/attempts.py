"""Attempts in Redis or Valkey: one list of times for each key, which expires with its window. One script, one trip."""

from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from persistence.errors import Unreachable
from persistence.identity.attempts import Full, Limit

PREFIX = "pitboss:attempts:"
TAKE = """
local now = tonumber(ARGV[1])
for place, key in ipairs(KEYS) do
    local most, window = tonumber(ARGV[2 * place]), tonumber(ARGV[2 * place + 1])
    local first = redis.call('LINDEX', key, 0)
    while first and tonumber(first) <= now - window do
        redis.call('LPOP', key)
        first = redis.call('LINDEX', key, 0)
    end
    local count = redis.call('LLEN', key)
    if count >= most then
        return {place - 1, tonumber(redis.call('LINDEX', key, count - most)) + window - now}
    end
end
for place, key in ipairs(KEYS) do
    redis.call('RPUSH', key, ARGV[1])
    redis.call('PEXPIRE', key, ARGV[2 * place + 1])
end
return false
"""


class RedisAttempts:
    """Attempts over a client that somebody else closes; its time-outs are ours."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._take = client.register_script(TAKE)

    async def take(self, limits: Sequence[Limit], now_ms: int) -> Full | None:
        arguments = [now_ms, *(number for limit in limits for number in (limit.attempts_max, limit.window_ms))]
        with _unreachable():
            full = await self._take([PREFIX + limit.key for limit in limits], arguments)
        return Full(*full) if full else None

    async def give_back(self, key: str, at_ms: int) -> None:
        with _unreachable():
            await cast("Awaitable[Any]", self._client.lrem(PREFIX + key, 1, str(at_ms)))

    async def clear(self, key: str) -> None:
        with _unreachable():
            await self._client.delete(PREFIX + key)


@contextmanager
def _unreachable() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unreachable(f"redis: {error}") from error
