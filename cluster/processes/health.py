"""Checks of a gateway's health: the servers behind it. All but Postgres only degrade, since play goes on without."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway.ports import HealthCheck
from persistence.entities.ownership import Ownership
from persistence.errors import StoreError
from persistence.stream.outbox import Outbox

OUT_OF_REACH = "out of reach"


def postgres_check(store: Ownership) -> HealthCheck:
    """Return the check that the database answers."""

    async def probe() -> str | None:
        try:
            await store.hosts()
        except StoreError:
            return OUT_OF_REACH
        return None

    return HealthCheck("postgres", probe)


def redis_check(redis: Redis) -> HealthCheck:
    """Return the check that Redis answers."""

    async def probe() -> str | None:
        try:
            await redis.ping()
        except (RedisError, OSError):
            return OUT_OF_REACH
        return None

    return HealthCheck("redis", probe, required=False)


def stream_check(outbox: Outbox) -> HealthCheck:
    """Return the check that events go into the event stream, as the relays themselves say."""

    async def probe() -> str | None:
        try:
            relays = [each for each in await outbox.relays() if each.remaining_ms > 0]
        except StoreError:
            return "nobody knows"
        if not relays:
            return "no relay runs"
        return min(each.trouble for each in relays) or None

    return HealthCheck("stream", probe, required=False)
