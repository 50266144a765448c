"""What watchers hear, as it was: golden files of every message keep decoding, keep their keys and fit the schema."""

import json
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from actors.crash.table_messages import TOPIC_MESSAGES, TableView
from gateway.documents.export_messages import PATH
from gateway.realtime.wire.frames import topic_message

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "topics").glob("*.json"))
MESSAGES = {message.TYPE: message for message in (TableView, *TOPIC_MESSAGES)}
DOCUMENT = json.loads(PATH.read_text())


def test_every_message_has_a_golden_file():
    assert {path.stem for path in GOLDEN} == set(MESSAGES) == set(DOCUMENT["topics"]["crash"])


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_message_still_says_what_it_said_and_fits_the_schema(path):
    golden = json.loads(path.read_text())
    said = msgspec.json.encode(msgspec.convert(golden["payload"], MESSAGES[golden["type"]]))
    assert json.loads(topic_message(golden["topic"], golden["type"], golden["n"], said)) == golden
    schema = DOCUMENT["topics"]["crash"][golden["type"]]["payload"] | {"$defs": DOCUMENT["$defs"]}
    Draft202012Validator(schema).validate(golden["payload"])
