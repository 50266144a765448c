"""The broker as a relay sees it: a port, behind which Kafka or a test keeps what is published."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class BrokerUnreachable(Exception):
    """The broker does not answer, or does not let this relay in; nothing is known of what was under way."""


class Message(NamedTuple):
    """One event on its way: `family` names its topic, all of a `shard` in it keep their order; `at_ms` Unix time."""

    family: str
    shard: int
    key: bytes
    value: bytes
    at_ms: int


class Published(NamedTuple):
    """The messages that are safe with the broker, and the reason for which others are not; empty: they had no room."""

    acknowledged: Sequence[bool]
    failure: str = ""


class Broker(Protocol):
    """Topics, one for each family. Its calls follow each other."""

    async def reach(self) -> None:
        """Connect anew, and make the topics that are not there. Raises BrokerUnreachable."""
        ...

    async def publish(self, messages: Sequence[Message]) -> Published:
        """Publish; return when every message is acknowledged or given up.

        Of those of one shard and family, the acknowledged ones come first: none is published behind a gap.
        Raises BrokerUnreachable.
        """
        ...

    async def close(self) -> None:
        """Let go of the broker."""
        ...
