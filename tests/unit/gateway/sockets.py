"""Both ends of a session, driven by hand: a wire that keeps what is written, a router that keeps what is asked."""

from msgspec import json
from prometheus_client import CollectorRegistry

from actors.runtime.clock import ManualClock
from actors.runtime.link.envelope import Answer, Attached, Push
from actors.runtime.payloads import Delivery
from gateway.auth.tokens import AccessTokens
from gateway.config import GatewayConfig
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.hub import Hub
from gateway.realtime.limits import SocketLimits

CONFIG = GatewayConfig(jwt_secret="a secret for tests that is long enough")
SNAPSHOT = b'{"events_unacked":[]}'


class KeptWire:
    """A socket that takes all there is, or, while `full`, says so to its session."""

    def __init__(self):
        self.written = []
        self.code = None
        self.full = False
        self.session = None

    def write(self, frame):
        assert self.code is None, "nothing follows a close frame"
        self.written.append(frame)
        if self.full:
            self.session.paused()

    write_at_once = write

    def close(self, code, reason=""):
        self.code = code

    def messages(self):
        """Everything that was written, decoded."""
        return [json.decode(text) for text in texts(b"".join(self.written))]


class KeptRouter:
    """A router whose entities answer when the test says so."""

    def __init__(self):
        self.attached = {}
        self.calls = []

    def attach(self, ref, number, subscriber):
        self.attached[number] = (ref, subscriber)

    def detach(self, number):
        del self.attached[number]

    def call(self, ref, message_type, body, on_answer, **options):
        self.calls.append((ref, message_type, body, on_answer, options))

    def answer(self, seq=0, body=b"{}", *, ok=True, version=1, dup=False):
        """Answer the oldest call."""
        self.calls.pop(0)[3](Answer(0, 0, 0, 1, ok, body, version, seq, dup))

    def of(self, kind):
        """The subscribers to entities of a kind."""
        return [subscriber for ref, subscriber in self.attached.values() if ref.kind == kind]


class Gateway:
    """A hub, its clock and its router."""

    def __init__(self, topics=None, **limits):
        self.clock = ManualClock()
        self.router = KeptRouter()
        self.registry = CollectorRegistry()
        self.metrics = GatewayMetrics(self.registry, version="1", git_sha="abc", track="stable")
        self.tokens = AccessTokens(CONFIG, self.clock)
        self.limits = SocketLimits(**limits)
        self.hub = Hub(self.router, self.tokens, self.clock, self.metrics, self.limits, topics=topics or {})

    def connected(self, address=""):
        """A socket on which nothing was said yet."""
        wire = KeptWire()
        wire.session = self.hub.opened(wire, address)
        return wire

    def authenticated(self, user="u1"):
        """A socket that has said whose it is and waits for its entity."""
        wire = self.connected()
        say(wire, "connect", {"token": self.tokens.issue(user, "PLAYER", "s")})
        return wire

    def joined(self, user="u1"):
        """A socket that has its snapshot, as of seq 0."""
        wire = self.authenticated(user)
        _, subscriber = self.router.attached[wire.session.number]
        subscriber.attached(Attached(0, 0, 0, 1, wire.session.number, False, "e1", 0, 1, SNAPSHOT, []))
        wire.written.clear()
        return wire

    def counted(self, name, **labels):
        """The value of a metric."""
        return self.registry.get_sample_value(name, labels) or 0


def say(wire, message_type, payload=None, command_id="c"):
    wire.session.received(json.encode({"id": command_id, "type": message_type, "payload": payload or {}}))


def push(seq, message_type="profile_update", delivery=Delivery.STATE, body=b"{}"):
    return Push(0, 1, "user", "u1", [], seq, seq, message_type, delivery, body)


def texts(data):
    """The payloads of a server's frames."""
    at = 0
    while at < len(data):
        size, start = data[at + 1], at + 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, start = int.from_bytes(data[start : start + width], "big"), start + width
        at = start + size
        yield data[start:at]
