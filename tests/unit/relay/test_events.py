"""How an event looks in the stream: CloudEvents 1.0; and the families that have a topic from the start."""

import re
from datetime import UTC, datetime
from pathlib import Path

from msgspec import json

from cluster.processes.relay.events import FAMILIES, message_of
from persistence.stream.outbox import StoredEvent

ACTORS = Path(__file__).parents[3] / "actors"
AT = datetime(2026, 11, 30, 8, 15, 1, 250_000, tzinfo=UTC)


def test_an_event_is_a_cloud_event_around_the_payload_as_it_was_stored():
    payload = b'{"bet":  100, "round_id": "r1"}'
    message = message_of(StoredEvent(17, 42, "ab" * 16, "game.round_settled", "user/u1", payload, AT))
    assert (message.family, message.shard, message.key) == ("game", 17, b"user/u1")
    assert message.at_ms == 1_796_026_501_250
    assert payload in message.value
    assert json.decode(message.value) == {
        "specversion": "1.0",
        "id": "ab" * 16,
        "source": "/pitboss/shards/17",
        "type": "game.round_settled",
        "subject": "user/u1",
        "time": "2026-11-30T08:15:01.250000Z",
        "datacontenttype": "application/json",
        "dataschema": "urn:pitboss:event:game.round_settled:1",
        "sequence": "0000000000000000042",
        "data": {"bet": 100, "round_id": "r1"},
    }


def test_sequences_have_the_order_of_their_numbers():
    numbers = (9, 10, 2**63 - 1)
    texts = [
        json.decode(message_of(StoredEvent(1, n, "a", "user.opened", "user/u", b"{}", AT)).value)["sequence"]
        for n in numbers
    ]
    assert texts == sorted(texts)


def test_topics_are_made_at_the_start_for_families_that_there_are():
    told = {
        family
        for path in ACTORS.rglob("*.py")
        for family in re.findall(r'DomainEvent\(\s*"([a-z_]+)\.', path.read_text())
    }
    assert set(FAMILIES) <= told
    assert list(FAMILIES) == sorted(FAMILIES)
