"""Bad input over the socket and over REST: each gets its documented error, and nothing changes."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from gateway.rest.edge.plain_request import SINGLE_HEADERS
from tests.integration.realtime.player import STARTING_GOLD, Socket, User, joined, new_id, new_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

INVALID_PLAYS = {
    "negative": '{"bet":-20,"choice":"rock"}',
    "zero": '{"bet":0,"choice":"rock"}',
    "fractional": '{"bet":20.5,"choice":"rock"}',
    "a float": '{"bet":20.0,"choice":"rock"}',
    "an exponent": '{"bet":2e1,"choice":"rock"}',
    "2**53": f'{{"bet":{2**53},"choice":"rock"}}',
    "2**64": f'{{"bet":{2**64},"choice":"rock"}}',
    "10**30": f'{{"bet":{10**30},"choice":"rock"}}',
    "1e400": '{"bet":1e400,"choice":"rock"}',
    "a string": '{"bet":"20","choice":"rock"}',
    "a boolean": '{"bet":true,"choice":"rock"}',
    "null": '{"bet":null,"choice":"rock"}',
    "a list": '{"bet":[20],"choice":"rock"}',
    "no bet": '{"choice":"rock"}',
    "no choice": '{"bet":20}',
    "an unknown choice": '{"bet":20,"choice":"well"}',
    "a choice of the wrong type": '{"bet":20,"choice":0}',
    "an unknown key": '{"bet":20,"choice":"rock","payout":1000}',
    "a foreign user": '{"bet":20,"choice":"rock","user_id":"somebody"}',
    "gold of one's own": '{"bet":20,"choice":"rock","gold":1000000}',
    "an array": "[]",
    "a null payload": "null",
    "text": '"rock"',
    "below the least stake": '{"bet":19,"choice":"rock"}',
    "above the highest stake": '{"bet":1000001,"choice":"rock"}',
}
MALFORMED_PLAYS = {
    "NaN": '{"bet":NaN,"choice":"rock"}',
    "Infinity": '{"bet":Infinity,"choice":"rock"}',
    "a leading zero": '{"bet":020,"choice":"rock"}',
    "a plus sign": '{"bet":+20,"choice":"rock"}',
    "single quotes": "{'bet':20}",
    "a trailing comma": '{"bet":20,"choice":"rock",}',
    "cut off": '{"bet":20,"choice":"ro',
    "empty": "",
}
BAD_FRAMES = {
    "not JSON": "rock",
    "empty": "",
    "two documents": '{"id":"a","type":"state.get"}{"id":"b","type":"state.get"}',
    "an array": "[]",
    "a number": "7",
    "no type": '{"id":"a"}',
    "an empty type": '{"id":"a","type":""}',
    "a type of the wrong type": '{"id":"a","type":7}',
    "an unknown key": '{"id":"a","type":"state.get","user_id":"somebody"}',
    "an origin": '{"id":"a","type":"state.get","origin":"admin"}',
    "a missing id": '{"type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an empty id": '{"id":"","type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an id of 65 characters": json.dumps(
        {"id": "a" * 65, "type": "rps.play", "payload": {"bet": 20, "choice": "rock"}}
    ),
    "an id with a line end": '{"id":"a\\n","type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an id with a NUL": '{"id":"a\\u0000b","type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an id with a space": '{"id":"a b","type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an id that is a number": '{"id":7,"type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "an id that is null": '{"id":null,"type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "a pong of the wrong type": '{"type":"pong","t":"now"}',
    "a pong with a negative ack": '{"type":"pong","t":1,"ack":-1}',
    "a key twice": '{"id":"a","type":"rps.play","payload":{"bet":20,"bet":1000,"choice":"rock"}}',
    "an escaped key twice": '{"id":"a","type":"rps.play","payload":{"bet":20,"b\\u0065t":1000,"choice":"rock"}}',
    "an id twice": '{"id":"a","id":"b","type":"rps.play","payload":{"bet":20,"choice":"rock"}}',
    "minus zero": '{"id":"a","type":"rps.play","payload":{"bet":-0,"choice":"rock"}}',
    "a NUL": '{"id":"a","type":"seeds.rotate","payload":{"client_seed":"a\\u0000"}}',
    "a lone surrogate": '{"id":"a","type":"seeds.rotate","payload":{"client_seed":"a\\ud800"}}',
    "DEL": '{"id":"a","type":"seeds.rotate","payload":{"client_seed":"a\x7f"}}',
    "a C1 character": '{"id":"a","type":"streak.zone","payload":{"time_zone":"a\x85"}}',
    "a depth bomb of arrays": '{"id":"a","type":"rps.play","payload":' + "[" * 16_000,
    "a closed depth bomb": '{"id":"a","type":"rps.play","payload":' + "[" * 8_000 + "]" * 8_000 + "}",
    "a depth bomb of objects": '{"id":"a","type":"rps.play","payload":' + '{"a":' * 2_700 + "1" + "}" * 2_700 + "}",
}
"""Text that is no message of ours, whatever command it would be."""
INTERNAL = {
    "user.open": "{}",
    "reward.grant": '{"grant_id":"g","reward_type":"gold","amount":1000,"source":"me"}',
    "profile.get": "{}",
    "stats.get": "{}",
    "fairness.get": "{}",
    "stake.get": '{"bet_id":"00"}',
    "table.summary": "{}",
    "connect": '{"token":"a"}',
    "nonsense": "{}",
    "rps.play ": "{}",
    "__class__": "{}",
}

Unchanged = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def unchanged(stored, socket: Socket) -> Unchanged:
    """Around what must not change anything: the whole snapshot, the version, the rows."""

    @asynccontextmanager
    async def around() -> AsyncIterator[None]:
        state, rows = await socket.ask("state.get"), await stored()
        yield
        after = await socket.ask("state.get")
        assert (after["version"], after["seq"], after["payload"]) == (state["version"], state["seq"], state["payload"])
        assert await stored() == rows

    return around


@pytest.mark.parametrize("payload", INVALID_PLAYS.values(), ids=INVALID_PLAYS.keys())
async def test_an_invalid_payload_is_refused_on_the_socket(socket: Socket, unchanged, payload: str):
    async with unchanged():
        await socket.wire.send(f'{{"id":"a","type":"rps.play","payload":{payload}}}')
        assert (await socket.reply("a"))["error"]["code"] == "invalid_payload"


@pytest.mark.parametrize("payload", MALFORMED_PLAYS.values(), ids=MALFORMED_PLAYS.keys())
async def test_a_malformed_payload_is_refused_on_the_socket(socket: Socket, unchanged, payload: str):
    async with unchanged():
        await socket.wire.send(f'{{"id":"a","type":"rps.play","payload":{payload}}}')
        assert (await socket.reply(None))["error"]["code"] == "bad_request"


@pytest.mark.parametrize("frame", BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
async def test_a_bad_frame_is_refused_on_the_socket(socket: Socket, unchanged, frame: str):
    async with unchanged():
        await socket.wire.send(frame)
        refusal = await socket.next()
        assert (refusal["re"], refusal["error"]["code"]) in {(re, "bad_request") for re in (None, "a", "b")}


async def test_a_refused_frame_is_answered_under_its_id_when_it_has_one(socket: Socket):
    await socket.wire.send('{"id":"mine","type":"state.get","user_id":"somebody"}')
    assert (await socket.next())["re"] == "mine"


async def test_a_refusal_quotes_only_a_little_of_the_message(socket: Socket):
    await socket.wire.send(json.dumps({"id": "a", "type": "state.get", "k" * 10_000: 1}))
    assert len(json.dumps(await socket.next())) < 500


@pytest.mark.parametrize(("name", "payload"), INTERNAL.items(), ids=INTERNAL.keys())
async def test_an_unknown_or_internal_command_is_refused_on_the_socket(socket: Socket, unchanged, name, payload):
    async with unchanged():
        await socket.wire.send(f'{{"id":"a","type":"{name}","payload":{payload}}}')
        error = (await socket.reply("a"))["error"]
        assert (error["code"], error["status"], error["details"]) == ("unknown_type", 400, {"type": name})


async def test_a_stake_above_the_balance_is_refused(socket: Socket, unchanged):
    async with unchanged():
        refusal = await socket.play(STARTING_GOLD + 1)
        assert refusal["error"] == {
            "code": "insufficient_gold",
            "status": 409,
            "retryable": False,
            "details": {"need": STARTING_GOLD + 1, "have": STARTING_GOLD},
        }


async def test_a_refused_id_may_be_used_again(socket: Socket):
    assert not (await socket.play(STARTING_GOLD + 1, "again"))["ok"]
    assert (await socket.play(20, "again"))["ok"]


async def test_nobody_reaches_another_player_through_the_socket(cluster, socket: Socket, user: User):
    victim = new_user()
    async with joined(cluster, victim) as theirs:
        payload = {"bet": 20, "choice": "rock", "user_id": victim.id}
        assert (await socket.ask("rps.play", payload))["error"]["code"] == "invalid_payload"
        assert (await theirs.ask("state.get"))["payload"]["profile"]["gold"] == STARTING_GOLD


# --- over REST --------------------------------------------------------------------------------------------------------


async def _post(http: httpx.AsyncClient, user: User, body: str, **headers: str) -> httpx.Response:
    headers = {"Idempotency-Key": new_id(), "Content-Type": "application/json"} | user.bearer | headers
    return await http.post("/api/games/rps/play", content=body, headers=headers)


def _is_problem(answer: httpx.Response, status: int, code: str) -> bool:
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    return (answer.status_code, problem["status"], problem["code"]) == (status, status, code)


@pytest.mark.parametrize("body", INVALID_PLAYS.values(), ids=INVALID_PLAYS.keys())
async def test_an_invalid_body_gets_a_problem_document(http, user, unchanged, body: str):
    async with unchanged():
        assert _is_problem(await _post(http, user, body), 400, "invalid_payload")


@pytest.mark.parametrize("body", MALFORMED_PLAYS.values(), ids=MALFORMED_PLAYS.keys())
async def test_a_malformed_body_gets_a_problem_document(http, user, unchanged, body: str):
    async with unchanged():
        assert _is_problem(await _post(http, user, body), 400, "bad_request")


async def test_a_depth_bomb_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        assert _is_problem(await _post(http, user, '{"bet":' + "[" * 16_000), 400, "invalid_payload")


async def test_a_body_that_is_not_utf8_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        answer = await http.post(
            "/api/games/rps/play",
            content=b'{"bet":20,"choice":"ro\xff"}',
            headers=user.bearer | {"Idempotency-Key": new_id()},
        )
        assert _is_problem(answer, 400, "bad_request")


async def test_a_body_above_the_limit_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        assert _is_problem(await _post(http, user, " " * 17_000), 413, "payload_too_large")


async def test_a_stake_above_the_balance_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        answer = await _post(http, user, json.dumps({"bet": STARTING_GOLD + 1, "choice": "rock"}))
        assert _is_problem(answer, 409, "insufficient_gold")
        assert (answer.json()["need"], answer.json()["have"]) == (STARTING_GOLD + 1, STARTING_GOLD)


@pytest.mark.parametrize("key", ["", "a" * 65, "a b", "a\tb"])
async def test_a_bad_idempotency_key_gets_a_problem_document(http, user, unchanged, key: str):
    async with unchanged():
        answer = await _post(http, user, '{"bet":20,"choice":"rock"}', **{"Idempotency-Key": key})
        assert _is_problem(answer, 400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        '{"bet":20,"bet":1000,"choice":"rock"}',
        '{"bet":20,"b\\u0065t":1000,"choice":"rock"}',
    ],
)
async def test_a_body_with_a_key_twice_gets_a_problem_document(http, user, unchanged, body: str):
    async with unchanged():
        assert _is_problem(await _post(http, user, body), 400, "bad_request")


@pytest.mark.parametrize("name", SINGLE_HEADERS)
async def test_a_header_of_one_value_that_is_there_twice_gets_a_problem_document(http, user, unchanged, name: str):
    async with unchanged():
        body = b'{"bet":20,"choice":"rock"}'
        values = user.bearer | {"Idempotency-Key": new_id(), "Content-Type": "application/json"}
        doubled = [(name, values.get(name, "a")), *values.items()] + ([] if name in values else [(name, "a")])
        answer = await http.post("/api/games/rps/play", content=body, headers=doubled)
        assert answer.status_code == 400


@pytest.mark.parametrize("escaped", ["%00", "%0A", "%7F", "%C2%85", "%ED%A0%80", "%FF", "%EF%BF%BF"])
async def test_a_path_or_query_that_no_text_can_be_gets_a_problem_document(http, user, unchanged, escaped: str):
    async with unchanged():
        for url in (
            f"/api/fairness/rounds/a{escaped}",
            f"/api/streak/history?cursor={escaped}",
            f"/api/streak/history?a{escaped}=a",
        ):
            assert _is_problem(await http.get(url, headers=user.bearer), 400, "bad_request"), url


async def test_a_path_with_a_line_end_is_not_that_without(http, user, unchanged):
    async with unchanged():
        assert _is_problem(await http.get("/api/users/me%0A", headers=user.bearer), 400, "bad_request")


async def test_a_query_parameter_that_is_there_twice_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        answer = await http.get("/api/streak/history?cursor=1-1&cursor=", headers=user.bearer)
        assert _is_problem(answer, 400, "bad_request")


async def test_a_missing_idempotency_key_gets_a_problem_document(http, user, unchanged):
    async with unchanged():
        answer = await http.post("/api/games/rps/play", json={"bet": 20, "choice": "rock"}, headers=user.bearer)
        assert _is_problem(answer, 400, "bad_request")


@pytest.mark.parametrize("path", ["/api/user/open", "/api/reward/grant", "/api/games/user/open", "/api/users/open"])
async def test_internal_commands_have_no_route(http, user, unchanged, path: str):
    async with unchanged():
        answer = await http.post(path, json={}, headers=user.bearer | {"Idempotency-Key": new_id()})
        assert _is_problem(answer, 404, "not_found")
