"""The sockets of a router: each attached to its entity, and again whenever the entity is activated elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.calls import Pending
from actors.runtime.link.envelope import Attach, Attached, Detach, Detached, Downstream, Push
from actors.runtime.link.stream import Link
from actors.runtime.ownership.shards import shard_of

ATTACH_TIMEOUT_MS = 30_000


class Subscriber(Protocol):
    """A socket that wants an entity's pushes."""

    def position(self) -> tuple[str, int]:
        """Return the stream and the number of the last push that it has; an empty stream asks for a snapshot."""
        ...

    def attached(self, message: Attached) -> None: ...

    def pushed(self, push: Push) -> None: ...


class _Attachment:
    """A socket's; `attached_by` is the link that confirmed it: pushes before that, or over another, are not for it.

    An `overdue` one starts over from a snapshot.
    """

    __slots__ = ("attached_by", "link", "n", "overdue", "ref", "shard", "subscriber")

    def __init__(self, ref: EntityRef, shard: int, subscriber: Subscriber) -> None:
        self.ref = ref
        self.shard = shard
        self.subscriber = subscriber
        self.link: Link[Downstream] | None = None
        self.attached_by: Link[Downstream] | None = None
        self.n = 0
        self.overdue = False


class Attachments:
    """Attachments by session. `send_first` sends one before all calls of its entity; `pending` are the unanswered."""

    def __init__(
        self,
        clock: Clock,
        numbers: Iterator[int],
        pending: Mapping[int, Pending],
        send_first: Callable[[Pending], None],
    ) -> None:
        self._clock = clock
        self._numbers = numbers
        self._pending = pending
        self._send_first = send_first
        self._by_session: dict[int, _Attachment] = {}

    def add(self, ref: EntityRef, session: int, subscriber: Subscriber) -> None:
        """Attach a socket, and attach it again whenever its entity's activation changes, until `remove`."""
        self._by_session[session] = _Attachment(ref, shard_of(*ref), subscriber)
        self._attach(session)

    def remove(self, session: int) -> None:
        """Detach a socket, if it is attached."""
        attachment = self._by_session.pop(session, None)
        if attachment is not None and attachment.link is not None:
            attachment.link.send(Detach(attachment.shard, *attachment.ref, session))

    def address(self, envelope: Attach, link: Link[Downstream]) -> None:
        """Fill in where the socket has stopped, now that `envelope` is sent over `link`."""
        attachment = self._by_session.get(envelope.session)
        if attachment is not None:
            envelope.stream, envelope.seq = ("", 0) if attachment.overdue else attachment.subscriber.position()
            attachment.link = link

    def confirm(self, link: Link[Downstream], ref: EntityRef, message: Attached) -> None:
        """Give a socket its attachment; detach it at the host if it was removed meanwhile."""
        attachment = self._by_session.get(message.session)
        if attachment is None:
            link.send(Detach(message.shard, *ref, message.session))
        else:
            attachment.overdue = False
            attachment.attached_by = link
            attachment.subscriber.attached(message)

    def came_late(self, link: Link[Downstream], message: Attached) -> None:
        """Detach a socket whose attachment nobody waits for any more, unless it has been sent there again since.

        A host whose commit took longer than ATTACH_TIMEOUT_MS would hold the entity for a socket that is gone.
        """
        attachment = self._by_session.get(message.session)
        is_attached = attachment is not None and attachment.link is link
        if message.kind and not message.refusal and not is_attached:
            link.send(Detach(message.shard, message.kind, message.key, message.session))

    def push(self, link: Link[Downstream], push: Push) -> None:
        """Give a push to its sockets."""
        attachments = self._by_session
        for session in push.sessions:
            attachment = attachments.get(session)
            if attachment is not None and attachment.attached_by is link:
                attachment.subscriber.pushed(push)

    def detached(self, link: Link[Downstream], message: Detached) -> None:
        """Attach the sockets of a dropped activation again."""
        for session in message.sessions:
            attachment = self._by_session.get(session)
            if attachment is not None and attachment.link is link:
                self._attach(session)

    def link_lost(self, link: Link[Downstream]) -> None:
        """Attach again what was attached over `link`."""
        for session in [session for session, known in self._by_session.items() if known.link is link]:
            self._by_session[session].link = None
            self._attach(session)

    def timed_out(self, session: int) -> None:
        """Start over. Calls went on meanwhile, so a replay would show older states than their answers: a snapshot."""
        attachment = self._by_session.get(session)
        if attachment is not None:
            attachment.overdue = True
            self._attach(session)

    def _attach(self, session: int) -> None:
        attachment = self._by_session[session]
        if attachment.n in self._pending:
            return
        attachment.n = next(self._numbers)
        attachment.attached_by = None
        envelope = Attach(attachment.n, 0, attachment.shard, *attachment.ref, session, "", 0, ATTACH_TIMEOUT_MS)
        now_ms = self._clock.monotonic_ms()
        deadline_ms = now_ms + ATTACH_TIMEOUT_MS
        self._send_first(Pending(attachment.n, attachment.ref, attachment.shard, envelope, deadline_ms, now_ms, None))
