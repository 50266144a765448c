"""The protocol as it was: golden files of every message must keep decoding, keep their keys and fit the schema."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from actors.messages import COMMANDS, PUSHES
from actors.runtime.link.envelope import Push
from actors.runtime.payloads import Delivery, ErrorBody
from actors.shop.messages import BROADCASTS
from actors.user.snapshot import InitialState
from gateway.realtime.wire.frames import initial_state_message, push_message, reply_message, topic_message
from gateway.realtime.wire.messages import AuthRefresh, AuthRefreshed, ClientMessage, Connect, Hello
from tests.integration.realtime.validation import ENVELOPES, validated
from tests.missing import golden as golden_files

GOLDEN = Path(__file__).parents[2] / "golden" / "protocol"
SERVER = sorted(GOLDEN.glob("*.json"))
CLIENT = sorted((GOLDEN / "client").glob("*.json"))
PAYLOADS: dict[str, type[msgspec.Struct]] = {
    Hello.TYPE: Hello,
    InitialState.TYPE: InitialState,
    **{push.TYPE: push for push in (*PUSHES, *BROADCASTS)},  # type: ignore[attr-defined]
}
REPLIES: dict[str, type[msgspec.Struct]] = {
    AuthRefresh.TYPE: AuthRefreshed,
    **{command.TYPE: command.REPLY for command in COMMANDS},
}
REQUESTS: dict[str, type[msgspec.Struct]] = {
    Connect.TYPE: Connect,
    AuthRefresh.TYPE: AuthRefresh,
    **{command.TYPE: command for command in COMMANDS},
}


def keeps(old: Any, new: Any) -> bool:
    """Whether `new` says everything that `old` says; it may say more."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and keeps(old[key], new[key]) for key in old)
    return bool(old == new)


def answered_command(path: Path) -> str:
    """The command that a golden reply answers."""
    return path.stem.removeprefix("reply.") if path.stem.startswith("reply.") else "rps.play"


def said_today(path: Path, golden: dict[str, Any]) -> bytes:
    """The message as this program would say it."""

    def payload(cls: type[msgspec.Struct], key: str = "payload") -> bytes:
        return msgspec.json.encode(msgspec.convert(golden[key], cls))

    match golden:
        case {"ok": True, "re": re}:
            body = payload(REPLIES[answered_command(path)])
            return reply_message(re, True, body, golden["version"], golden["seq"], dup=golden.get("dup", False))
        case {"ok": False, "re": re}:
            return reply_message(re, False, payload(ErrorBody, "error"), golden.get("version", 0), 0, dup=False)
        case {"type": InitialState.TYPE}:
            return initial_state_message(golden["epoch"], golden["seq"], golden["version"], payload(InitialState))
        case {"type": str(name), "prev": previous}:
            body, seq, version = payload(PAYLOADS[name]), golden["seq"], golden["version"]
            return push_message(Push(0, 1, "user", "u", [], seq, version, name, Delivery.STATE, body), previous)
        case {"type": str(name), "topic": topic}:
            return topic_message(topic, name, golden["n"], payload(PAYLOADS[name]))
        case {"type": Hello.TYPE}:
            return msgspec.json.encode(golden | {"payload": msgspec.convert(golden["payload"], Hello)})
        case _:
            return msgspec.json.encode(golden)


def test_no_golden_file_is_missing():
    golden_files.assert_none_missing()


def test_every_server_message_has_a_golden_file():
    wanted = set(ENVELOPES) | {f"reply.{name}" for name in REPLIES} | {"repeat", "refusal", "refusal.unread"}
    assert {path.stem for path in SERVER} == wanted


def test_every_client_message_has_a_golden_file():
    assert {path.stem for path in CLIENT} == {*REQUESTS, "pong"}


@pytest.mark.parametrize("path", SERVER, ids=lambda path: path.stem)
def test_a_golden_server_message_fits_the_schema(path: Path):
    validated(json.loads(path.read_text()), answered_command(path))


@pytest.mark.parametrize("path", SERVER, ids=lambda path: path.stem)
def test_a_server_message_still_says_what_it_said(path: Path):
    golden = json.loads(path.read_text())
    assert keeps(golden, json.loads(said_today(path, golden)))


@pytest.mark.parametrize("path", CLIENT, ids=lambda path: path.stem)
def test_a_golden_client_message_still_decodes(path: Path):
    text = path.read_bytes()
    message = msgspec.json.decode(text, type=ClientMessage)
    if message.type in REQUESTS:
        payload = msgspec.json.decode(message.payload, type=REQUESTS[message.type])
        assert keeps(json.loads(text)["payload"], msgspec.to_builtins(payload))
    else:
        assert (message.type, message.t, message.ack) == ("pong", 1795396425000, 421)


def test_a_message_that_lost_a_key_is_found():
    assert keeps({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3})
    assert not keeps({"a": {"b": 1}}, {"a": {}})
    assert not keeps({"a": 1}, {"a": 2})
