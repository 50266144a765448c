"""The unanswered calls of a router, in lanes: one for each entity, oldest first."""

from collections.abc import Callable

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer, Attach, Call, Downstream
from actors.runtime.link.stream import Link


class Pending:
    """A call or an attachment that is not answered yet; `on_answer` is None for an attachment."""

    __slots__ = ("attempt", "deadline_ms", "envelope", "link", "n", "on_answer", "received_ms", "ref", "shard")

    def __init__(
        self,
        n: int,
        ref: EntityRef,
        shard: int,
        envelope: Call | Attach,
        deadline_ms: float,
        received_ms: float,
        on_answer: Callable[[Answer], None] | None,
    ) -> None:
        self.n = n
        self.ref = ref
        self.shard = shard
        self.envelope = envelope
        self.deadline_ms = deadline_ms
        self.received_ms = received_ms
        self.on_answer = on_answer
        self.attempt = 0
        self.link: Link[Downstream] | None = None

    def was_held(self) -> None:
        """Note that it does not leave as it came: by now somebody else may have sent it."""
        if isinstance(self.envelope, Call):
            self.envelope.fresh = False


class CallLane:
    """The unanswered calls of one entity, oldest first. While `held`, nothing of it is sent."""

    __slots__ = ("held", "pending")

    def __init__(self) -> None:
        self.pending: dict[int, Pending] = {}
        self.held = False

    def link(self) -> Link[Downstream] | None:
        """Return the link over which its calls are under way: one at most, or a call would overtake another."""
        for pending in self.pending.values():
            if pending.link is not None:
                return pending.link
        return None

    def hold(self) -> None:
        """Send nothing more until the entity's owner is known; then everything unanswered again, in order."""
        if not self.held:
            self.held = True
            for pending in self.pending.values():
                if pending.link is not None:
                    pending.attempt += 1
                    pending.link = None
