"""The client library repeats what it may not import: it agrees with the server and with the exported documents."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from actors.crash import view
from actors.crash.rules import curve, point
from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN
from actors.runtime.clock import ManualClock
from cluster.cli.play.moves import MOVES, Move
from cluster.cli.play.options import Choice
from gateway.documents.export import API_DOCS
from gateway.realtime import close_codes
from gateway.realtime.limits import SocketLimits
from pitboss_client.account import Account
from pitboss_client.crash import proof, seat, table
from pitboss_client.protocol import FRAME_BYTES_MAX, SUBPROTOCOL, PlayerProtocol
from pitboss_client.reconnection import CloseCode
from pitboss_client.ulid import UlidSource

MESSAGES = json.loads((API_DOCS / "messages.schema.json").read_text())
OPENAPI = json.loads((API_DOCS / "openapi.json").read_text())
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


def assert_valid(reference: dict[str, str], payload: Any) -> None:
    Draft202012Validator({"$defs": MESSAGES["$defs"], **reference}).validate(payload)


# --- what the server's code says ---


def test_the_close_codes_are_those_of_the_server():
    of_rfc_6455 = {CloseCode.NORMAL, CloseCode.ABNORMAL, CloseCode.FRAME_TOO_BIG}
    assert {code.name: code.value for code in CloseCode if code not in of_rfc_6455} == {
        code.name: code.value for code in close_codes.CloseCode
    }


@given(hashes, st.text(st.characters(max_codepoint=127), max_size=80))
def test_a_round_ends_where_the_server_says(game_hash: str, salt: str):
    assert proof.crash_hundredths(game_hash, salt) == point.crash_hundredths(game_hash, salt)
    assert proof.previous_hash(game_hash) == point.previous_hash(game_hash)


@given(st.integers(min_value=0, max_value=2**60))
def test_a_multiplier_is_written_as_the_server_writes_it_and_read_back(hundredths: int):
    written = proof.multiplier(hundredths)
    assert written == curve.multiplier(hundredths)
    assert proof.hundredths_of(written) == hundredths


@given(st.text(max_size=40))
def test_a_player_is_shown_under_the_name_that_the_server_gives(user_id: str):
    assert table.alias(user_id) == view.alias(user_id)


@given(st.integers(min_value=0, max_value=100_000))
def test_the_curve_is_the_server_s(elapsed_ms: int):
    watch = table.TableWatch("main")
    watch.growth_per_ms = curve.GROWTH_PER_MS
    assert watch.hundredths(elapsed_ms) == curve.curve_hundredths(elapsed_ms)


@pytest.mark.parametrize("text", ["", "ab", "g" * 64, "0x" + "a" * 62])
def test_what_is_no_hash_is_refused_and_disproves(text: str):
    with pytest.raises(ValueError, match="hex"):
        proof.crash_hundredths(text, "salt")
    assert proof.verdict("commit", text, "salt", "1.00").startswith("DISPROVED")


# --- what the exported documents say ---


def sent_by_the_core() -> Iterator[dict[str, Any]]:
    """Every kind of message that the core sends: connect, connect with resume, a command, a fresh token, a pong."""
    player = PlayerProtocol(UlidSource(ManualClock(), Random(1)))
    player.connect("token")
    [connect] = map(json.loads, player.to_send())
    yield connect
    times = {"ping_ms": 25_000, "token_exp": 1_795_000_900_000, "now": 1_795_000_000_000}
    hello = {"session": "s_1", "epoch": "e1", "seq": 1, "recovered": False, "replayed": 0} | times
    assert_valid(MESSAGES["frames"]["Hello"], hello)
    player.receive(json.dumps({"re": connect["id"], "type": "hello", "payload": hello}))
    state = {"type": "initial_state", "epoch": "e1", "seq": 1, "version": 1, "payload": {}}
    player.receive(json.dumps(state))
    player.command("rps.play", {"bet": 100, "choice": "rock"})
    player.refresh_token("fresh")
    player.receive(json.dumps({"type": "ping", "t": 5}))
    yield from map(json.loads, player.to_send())
    player.disconnected()
    player.connect("token")
    yield from map(json.loads, player.to_send())


def test_the_core_sends_what_the_schema_allows():
    frames = {"connect": "Connect", "auth.refresh": "AuthRefresh"}
    types = []
    for message in sent_by_the_core():
        assert_valid(MESSAGES["frames"]["ClientMessage"], message)
        types.append(message["type"])
        if message["type"] in frames:
            assert_valid(MESSAGES["frames"][frames[message["type"]]], message["payload"])
        elif message["type"] in MESSAGES["commands"]:
            assert_valid(MESSAGES["commands"][message["type"]]["payload"], message["payload"])
    assert types == ["connect", "rps.play", "auth.refresh", "pong", "connect"]
    assert SUBPROTOCOL in MESSAGES["title"]


def test_the_messages_of_a_seat_are_in_the_schema():
    known = MESSAGES["commands"] | MESSAGES["subscriptions"]
    payloads = {
        seat.SUBSCRIBE: {"table": "main"},
        seat.BET: {"table": "main", "round_id": "main-1", "bet": 20, "auto_cashout": CASHOUT_HUNDREDTHS_MIN},
        seat.CASH_OUT: {"table": "main", "round_id": "main-1"},
        seat.STATE: {},
    }
    for message_type, payload in payloads.items():
        assert_valid(known[message_type]["payload"], payload)


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.command)
def test_a_move_of_the_terminal_and_its_rest_twin_are_documented(move: Move):
    hands = [choice.value for choice in Choice if choice is not Choice.RANDOM]
    for hand in hands:
        assert_valid(MESSAGES["commands"][move.command]["payload"], move.payload(100, hand))
    assert OPENAPI["paths"][move.path]["post"]["summary"] == f"Command {move.command}"


async def test_the_routes_and_tokens_of_an_account_are_documented():
    for route in ("signup", "login", "refresh"):
        operation = OPENAPI["paths"][f"/api/auth/{route}"]["post"]
        answer = next(operation["responses"][status] for status in ("200", "201") if status in operation["responses"])
        reference = answer["content"]["application/json"]["schema"]["$ref"]
        tokens = OPENAPI["components"]["schemas"][reference.rpartition("/")[2]]
        assert {"access_token", "refresh_token", "expires_in", "user"} <= set(tokens["required"])
    account = Account("https://example.org/", "kim", "a password")
    assert account.socket_url == "wss://example.org/api/realtime/sync"
    await account.close()


def test_a_frame_of_the_greatest_size_is_one_that_the_server_takes():
    assert SocketLimits().frame_bytes_max == FRAME_BYTES_MAX
