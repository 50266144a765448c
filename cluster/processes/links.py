"""Links between the processes of a cluster: both sides of the token handshake, and the one place that dials."""

import os
from collections.abc import Callable
from typing import Any

from actors.runtime.link.envelope import DOWNSTREAM_DECODER, Downstream
from actors.runtime.link.stream import Handshake, Link, dial

NONCE_BYTES = 16


def listener_handshake(token: bytes) -> Handshake:
    """Return the handshake of the side that accepts."""
    return Handshake(token, os.urandom(NONCE_BYTES), dialler=False)


class Dialler:
    """Dials hosts of this cluster; see `actors.runtime.link.owners.Dial`. `may_send` is that of every link it makes."""

    def __init__(self, token: bytes, *, may_send: Callable[[], bool] = lambda: True) -> None:
        self._token = token
        self._may_send = may_send

    async def dial(
        self,
        address: str,
        receive: Callable[[Any, list[Downstream]], None],
        lost: Callable[[Any, str], None],
    ) -> Link[Downstream]:
        """Return a link to the host at `address`, its handshake done. Raises OSError or LinkError."""
        handshake = Handshake(self._token, os.urandom(NONCE_BYTES), dialler=True)
        return await dial(
            address,
            lambda: Link(DOWNSTREAM_DECODER, handshake, receive=receive, lost=lost, may_send=self._may_send),
        )
