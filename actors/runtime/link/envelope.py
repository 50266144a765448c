"""The messages between gateways and hosts: closed, tagged sets, one for each direction, as msgpack arrays.

`n` pairs an answer with its call on one link; `attempt` tells a late answer of an earlier try apart. Bodies are JSON:
they are written by a client or for one, and nobody between looks inside. `epoch` is that of the shard: a gateway
drops everything that comes from below the highest one it has seen.
"""

from msgspec import Struct, msgpack

from actors.runtime.payloads import Delivery

LINK_FORMAT = 1
"""Version of these envelopes; both sides must speak the same.

A field with a default may be added at the end of an envelope without a new one: who does not know it passes it over.
"""


class Call(Struct, array_like=True, tag_field="op", tag=1):
    """A command (`id` set) or a read (`id` empty) for an entity.

    `ttl_ms` is how long the caller still waits: an expired command is dropped before its turn. `age_ms` is how long ago
    the gateway received it. Both are as of `sent_ms` on the sender's monotonic clock; negative: as of their arrival. A
    repeat of a command that is answered later is told `in_progress`, unless it `waits`. A `fresh` tell was stored by
    the process that sends it, under its lease, and was never sent before: nobody needs to look whether it is a repeat.
    """

    n: int
    attempt: int
    shard: int
    kind: str
    key: str
    origin: str
    id: str
    type: str
    body: bytes
    ttl_ms: int
    age_ms: int
    trace: str = ""
    waits: bool = True
    sent_ms: int = -1
    fresh: bool = False


class Attach(Struct, array_like=True, tag_field="op", tag=2):
    """A socket asks for the entity's pushes: behind `seq` of `stream`, or from a snapshot if `stream` is empty.

    `session` is a number of the sender's own. `ttl_ms` is as of `sent_ms`, as in a `Call`.
    """

    n: int
    attempt: int
    shard: int
    kind: str
    key: str
    session: int
    stream: str
    seq: int
    ttl_ms: int
    sent_ms: int = -1


class Detach(Struct, array_like=True, tag_field="op", tag=3):
    """A socket is closed."""

    shard: int
    kind: str
    key: str
    session: int


class Answer(Struct, array_like=True, tag_field="op", tag=1):
    """The answer to a call: a reply's payload, or an error body when not `ok`, in JSON."""

    n: int
    attempt: int
    shard: int
    epoch: int
    ok: bool
    body: bytes
    version: int
    seq: int
    dup: bool


class Push(Struct, array_like=True, tag_field="op", tag=2):
    """One numbered push for the sockets named by `sessions`."""

    shard: int
    epoch: int
    kind: str
    key: str
    sessions: list[int]
    seq: int
    version: int
    type: str
    delivery: Delivery
    body: bytes


class Attached(Struct, array_like=True, tag_field="op", tag=3):
    """A socket is attached: from here on every push of `stream` reaches it.

    When `recovered`, `replay` holds what it missed; else `snapshot` is the state at `seq`. With a `refusal`, an error
    body that says why, it is not attached. `kind` and `key` name the entity for a router that has ceased to wait.
    """

    n: int
    attempt: int
    shard: int
    epoch: int
    session: int
    recovered: bool
    stream: str
    seq: int
    version: int
    snapshot: bytes
    replay: list[Push]
    refusal: bytes = b""
    kind: str = ""
    key: str = ""


class Moved(Struct, array_like=True, tag_field="op", tag=4):
    """This host does not own the shard: ask the shard map again."""

    n: int
    attempt: int
    shard: int


class Detached(Struct, array_like=True, tag_field="op", tag=5):
    """The activation that these sockets were attached to was dropped: attach them again."""

    shard: int
    epoch: int
    kind: str
    key: str
    sessions: list[int]


Upstream = Call | Attach | Detach
"""From a gateway, or a host that sends tells, to the host that owns the shard."""
Downstream = Answer | Push | Attached | Moved | Detached
"""From the host that owns the shard, back."""

UPSTREAM_DECODER: msgpack.Decoder[list[Upstream]] = msgpack.Decoder(list[Upstream])
DOWNSTREAM_DECODER: msgpack.Decoder[list[Downstream]] = msgpack.Decoder(list[Downstream])
