"""How links of this cluster are made: the token handshake, and one place that dials."""

import os
from collections.abc import Callable
from typing import Any

from actors.runtime.link.envelope import DOWNSTREAM_DECODER, Downstream
from actors.runtime.link.stream import Handshake, Link, dial

NONCE_BYTES = 16


def listener_handshake(token: bytes) -> Handshake:
    """The side that accepts."""
    return Handshake(token, os.urandom(NONCE_BYTES), dialler=False)


class Dialler:
    """Dials hosts of this cluster; see `actors.runtime.link.router.Dial`."""

    def __init__(self, token: bytes) -> None:
        self._token = token

    async def dial(
        self,
        address: str,
        receive: Callable[[Any, list[Downstream]], None],
        lost: Callable[[Any, str], None],
    ) -> Link[Downstream]:
        """A link to the host at `address`, its handshake done. Raises OSError or LinkError."""
        handshake = Handshake(self._token, os.urandom(NONCE_BYTES), dialler=True)
        return await dial(address, lambda: Link(DOWNSTREAM_DECODER, handshake, receive=receive, lost=lost))
