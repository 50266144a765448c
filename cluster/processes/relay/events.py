"""An event as it stands in the stream: CloudEvents 1.0 in JSON, structured mode (its Kafka binding, section 3.3).

`sequence` is the extension of that name: the numbers of one `source`, a shard, rise by one, so that a reader tells a
double by one number for each shard.
"""

from datetime import datetime

from msgspec import Raw, Struct, json

from cluster.processes.relay.broker import Message
from persistence.stream.outbox import StoredEvent

FAMILIES = ("crash", "debt", "game", "item", "purchase", "reward", "shop", "user")
"""The parts of types of events before their dot: each has a topic of its own, made at the start. Those of any other
family, of a later release or a feature that was added, are made when it is first met."""
CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
SCHEMA_VERSION = 1
"""Of the data of every type so far; rises for a type whose data readers of before would misunderstand."""
SEQUENCE_DIGITS = 19
"""As many as the largest number of a shard has, so that texts have the order of the numbers."""

_encoder = json.Encoder()


class CloudEvent(Struct, frozen=True):
    """The attributes in the order in which they are written."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    dataschema: str
    sequence: str
    data: Raw


def message_of(event: StoredEvent) -> Message:
    """Return the message that carries an event."""
    value = CloudEvent(
        specversion="1.0",
        id=event.event_id,
        source=f"/pitboss/shards/{event.shard}",
        type=event.type,
        subject=event.key,
        time=event.at,
        datacontenttype="application/json",
        dataschema=f"urn:pitboss:event:{event.type}:{SCHEMA_VERSION}",
        sequence=str(event.seq).zfill(SEQUENCE_DIGITS),
        data=Raw(event.payload),
    )
    at_ms = int(event.at.timestamp() * 1000)
    return Message(event.type.partition(".")[0], event.shard, event.key.encode(), _encoder.encode(value), at_ms)
