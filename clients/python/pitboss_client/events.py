"""The server's messages as the client reads them, and the events that they become."""

from typing import Any

from msgspec import Struct

from pitboss_client.history import Push, Reply


class ServerMessage(Struct, frozen=True):
    """Any message of the server; unknown keys are ignored."""

    type: str = ""
    re: str | None = None
    ok: bool | None = None
    seq: int = 0
    prev: int = 0
    version: int = 0
    epoch: str = ""
    dup: bool = False
    payload: dict[str, Any] = {}
    error: dict[str, Any] = {}
    topic: str = ""
    n: int = 0
    t: int = 0


class Greeted(Struct, frozen=True):
    """`hello`: the server has let the client in; its times are Unix ms. If `recovered`, `replayed` pushes follow."""

    session: str
    epoch: str
    recovered: bool
    replayed: int
    token_exp: int
    now: int


class Ready(Struct, frozen=True):
    """The state is complete at `epoch` and `seq`: the snapshot, or every missed push, has arrived."""

    epoch: str
    seq: int


class StateReplaced(Struct, frozen=True):
    """A snapshot opened an epoch."""

    epoch: str
    seq: int
    version: int


class Pushed(Struct, frozen=True):
    """A push was applied."""

    push: Push


class Answered(Struct, frozen=True):
    """A command has its answer."""

    reply: Reply


class RetryRequested(Struct, frozen=True):
    """The server asks for this command again, not before `after_ms`."""

    command_id: str
    after_ms: int


class GapFound(Struct, frozen=True):
    """A push was missed after seq `have`: close this socket, connect anew and resume."""

    have: int
    prev: int


class DrainAnnounced(Struct, frozen=True):
    """The server is about to close the socket: reconnect at a random moment of the window."""

    window_ms: int


class TopicMessage(Struct, frozen=True):
    """A message of a topic, such as a crash table; it has no seq."""

    topic: str
    type: str
    n: int
    payload: dict[str, Any]


Event = Greeted | Ready | StateReplaced | Pushed | Answered | RetryRequested | GapFound | DrainAnnounced | TopicMessage
