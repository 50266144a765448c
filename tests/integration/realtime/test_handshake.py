"""Who may open a socket, how it authenticates, and what closes it: the close code tells the client what to do next."""

import asyncio
import base64
import hashlib
import hmac
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import jwt
import pytest
from websockets.exceptions import InvalidStatus

from gateway.realtime.wire.messages import SUBPROTOCOL
from tests.integration.cluster import TEST_SECRET, Cluster
from tests.integration.realtime.player import CONFIG, Socket, User, dialled, joined, new_user
from tests.integration.realtime.raw import connection, handshake

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER_SECRET = "another secret that is long enough too"


# --- the handshake ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "http://127.0.0.1", "ftp://HOST", "http://HOST.evil.example", "http://[", ""],
)
async def test_a_foreign_origin_is_closed_readably(cluster: Cluster, user: User, origin: str):
    host = cluster.url.removeprefix("http://")
    headers = {"Origin": origin.replace("HOST", host)}
    async with dialled(cluster, additional_headers=headers) as socket:
        assert await socket.close_code() == 4503


async def test_two_origins_are_no_handshake(cluster: Cluster):
    headers = [("Origin", cluster.url), ("Origin", cluster.url)]
    with pytest.raises(InvalidStatus, match="400"):
        async with dialled(cluster, additional_headers=headers):
            pass


async def test_our_own_origin_is_welcome(cluster: Cluster, user: User):
    async with dialled(cluster, origin=cluster.url) as socket:
        assert (await socket.connect(user.token))["epoch"]


@pytest.mark.parametrize(
    ("host", "origin", "code"),
    [
        ("play.example:443", "https://play.example", 4008),
        ("PLAY.example.", "https://play.example:443", 4008),
        ("play.example:443", "http://play.example", 4503),
        ("play.example:8443", "https://play.example", 4503),
    ],
)
async def test_host_and_origin_are_compared_as_origins(cluster: Cluster, limits, host: str, origin: str, code: int):
    limits(connect_within_ms=1)
    async with connection(cluster) as raw:
        raw.send(handshake(f"Origin: {origin}", host=host))
        assert b" 101 " in await raw.head()
        assert await raw.close_code() == code


async def test_an_absent_origin_is_welcome(cluster: Cluster, user: User):
    async with dialled(cluster, origin=None) as socket:
        assert (await socket.connect(user.token))["epoch"]


async def test_an_unknown_version_is_closed_readably(cluster: Cluster):
    async with dialled(cluster, subprotocols=["pitboss.v9.json"]) as socket:
        assert socket.wire.subprotocol == "pitboss.v9.json", "a browser drops a connection without its protocol"
        assert await socket.close_code() == 4506


async def test_our_version_is_chosen_among_others(cluster: Cluster, user: User):
    async with dialled(cluster, subprotocols=["pitboss.v9.json", SUBPROTOCOL]) as socket:
        assert socket.wire.subprotocol == SUBPROTOCOL
        assert (await socket.connect(user.token))["epoch"]


async def test_compression_is_never_agreed(cluster: Cluster, user: User):
    async with dialled(cluster, compression="deflate") as socket:
        await socket.connect(user.token)
        assert socket.wire.protocol.extensions == []


async def test_a_token_in_the_url_authenticates_nobody(cluster: Cluster, user: User):
    async with dialled(cluster, query=f"?token={user.token}") as socket:
        await socket.send("state.get")
        assert await socket.close_code() == 4500


async def test_a_token_in_a_header_authenticates_nobody(cluster: Cluster, user: User):
    async with dialled(cluster, additional_headers=user.bearer) as socket:
        await socket.send("state.get")
        assert await socket.close_code() == 4500


# --- the first message ------------------------------------------------------------------------------------------------

BAD_FIRST = {
    "another command": '{"id":"1","type":"state.get","payload":{}}',
    "a pong": '{"type":"pong","t":1}',
    "not JSON": "hello",
    "no id": '{"type":"connect","payload":{"token":"a"}}',
    "no token": '{"id":"1","type":"connect","payload":{}}',
    "an empty token": '{"id":"1","type":"connect","payload":{"token":""}}',
    "a token of the wrong type": '{"id":"1","type":"connect","payload":{"token":7}}',
    "an unknown key": '{"id":"1","type":"connect","payload":{"token":"a","user_id":"somebody"}}',
    "a long unknown key in Korean": json.dumps(
        {"id": "1", "type": "connect", "payload": {"token": "a", "한" * 200: 1}}, ensure_ascii=False
    ),
    "a token of 5000 characters": json.dumps({"id": "1", "type": "connect", "payload": {"token": "a" * 5000}}),
    "a resume of 2**64": json.dumps(
        {"id": "1", "type": "connect", "payload": {"token": "a", "resume": {"epoch": "e", "seq": 2**64}}}
    ),
    "a negative resume": '{"id":"1","type":"connect","payload":{"token":"a","resume":{"epoch":"e","seq":-1}}}',
    "a depth bomb": '{"id":"1","type":"connect","payload":' + "[" * 16_000,
}


@pytest.mark.parametrize("first", BAD_FIRST.values(), ids=BAD_FIRST.keys())
async def test_a_socket_whose_first_message_is_not_connect_is_closed(cluster: Cluster, first: str):
    async with dialled(cluster) as socket:
        await socket.wire.send(first)
        assert await socket.close_code() == 4500


@pytest.mark.parametrize(
    ("resume", "says"),
    [
        ("yesterday", "Expected `object | null`, got `str` - at `$.resume`"),
        ({"epoch": "e", "seq": "7"}, "Expected `int`, got `str` - at `$.resume.seq`"),
        ({"epoch": "e"}, "missing required field `seq` - at `$.resume`"),
        ({"epoch": "e", "seq": -1}, "`$.resume.seq`"),
        ({"epoch": "e", "seq": 1, "한" * 200: 1}, "unknown field"),
    ],
)
async def test_a_bad_resume_is_answered_with_what_is_wrong_with_it(cluster: Cluster, resume: object, says: str):
    async with dialled(cluster) as socket:
        await socket.send("connect", {"token": new_user().token, "resume": resume})
        assert await socket.close_code() == 4500
        assert says in str(socket.wire.close_reason)


async def test_a_socket_that_says_nothing_is_closed(cluster: Cluster, limits):
    limits(connect_within_ms=1)
    async with dialled(cluster) as socket:
        assert await socket.close_code() == 4008


def _unsigned(header: dict[str, str], claims: dict[str, Any], key: bytes = b"") -> str:
    def text(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    signed = f"{text(json.dumps(header).encode())}.{text(json.dumps(claims).encode())}"
    return f"{signed}.{text(hmac.digest(key, signed.encode(), hashlib.sha256)) if key else ''}"


def forged(kind: str) -> str:
    token = new_user().token
    claims = jwt.decode(token, TEST_SECRET, algorithms=["HS256"], audience="pitboss")
    match kind:
        case "not a token":
            return "nonsense"
        case "another secret":
            return jwt.encode(claims, OTHER_SECRET, algorithm="HS256")
        case "alg none":
            return _unsigned({"alg": "none", "typ": "JWT"}, claims)
        case "alg none with a signature":
            return _unsigned({"alg": "none", "typ": "JWT"}, claims, TEST_SECRET.encode())
        case "RS256 signed with our secret":
            return _unsigned({"alg": "RS256", "typ": "JWT"}, claims, TEST_SECRET.encode())
        case "another algorithm of the family":
            return jwt.encode(claims, TEST_SECRET * 2, algorithm="HS512")
        case "the signature cut off":
            return token.rpartition(".")[0] + "."
        case "another user in the claims":
            head, _, signature = token.split(".")
            return f"{head}.{_unsigned({}, claims | {'sub': 'somebody'}).split('.')[1]}.{signature}"
        case _:
            name, _, value = kind.partition("=")
            return jwt.encode(claims | {name: value}, TEST_SECRET, algorithm="HS256")


FORGERIES = [
    "not a token",
    "another secret",
    "alg none",
    "alg none with a signature",
    "RS256 signed with our secret",
    "another algorithm of the family",
    "the signature cut off",
    "another user in the claims",
    "aud=another",
    "iss=another",
    "typ=refresh",
    "exp=never",
]


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_forged_token_is_closed_with_the_code_to_log_in(cluster: Cluster, kind: str):
    async with dialled(cluster) as socket:
        await socket.send("connect", {"token": forged(kind)})
        assert await socket.close_code() == 4501


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_forged_token_is_unauthenticated_over_rest(http, kind: str):
    answer = await http.get("/api/users/me", headers={"Authorization": f"Bearer {forged(kind)}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_an_expired_token_is_closed_with_the_code_to_refresh(cluster: Cluster):
    expired = new_user(replace(CONFIG, access_ttl_s=-1))
    async with dialled(cluster) as socket:
        await socket.send("connect", {"token": expired.token})
        assert await socket.close_code() == 4005


async def test_an_expired_token_is_refused_over_rest(http):
    answer = await http.get("/api/users/me", headers=new_user(replace(CONFIG, access_ttl_s=-1)).bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


async def answer_pings(socket: Socket) -> None:
    while True:
        ping = await socket.until("ping")
        await socket.wire.send(json.dumps({"type": "pong", "t": ping["t"]}))


async def test_the_sixth_socket_of_a_user_is_one_too_many(cluster: Cluster, user: User, limits):
    limits(yield_after_ms=1)
    async with AsyncExitStack() as opened:
        sockets = [await opened.enter_async_context(joined(cluster, user)) for _ in range(5)]
        answering = [asyncio.create_task(answer_pings(socket)) for socket in sockets]
        async with dialled(cluster) as sixth:
            await sixth.send("connect", {"token": user.token})
            assert await sixth.close_code() == 4505
        for each in answering:
            each.cancel()
        await asyncio.gather(*answering, return_exceptions=True)
        assert all([(await socket.ask("state.get"))["ok"] for socket in sockets])
    async with joined(cluster, user) as later:
        assert (await later.ask("state.get"))["ok"]


async def test_the_sockets_of_a_sleeping_phone_yield_to_a_new_one(cluster: Cluster, user: User, limits):
    """Nobody has closed them and nobody answers on them."""
    limits(yield_after_ms=1)
    async with AsyncExitStack() as opened:
        asleep = [await opened.enter_async_context(joined(cluster, user)) for _ in range(5)]
        async with joined(cluster, user) as awake:
            assert (await awake.ask("state.get"))["ok"]
            assert await asleep[0].close_code() == 4003
            assert all([(await socket.ask("state.get"))["ok"] for socket in asleep[1:]])


# --- an open socket ---------------------------------------------------------------------------------------------------


async def test_a_token_is_refreshed_on_an_open_socket(cluster: Cluster, socket: Socket, user: User):
    fresh = new_user(replace(CONFIG, access_ttl_s=5_000), user.id).token
    reply = await socket.ask("auth.refresh", {"token": fresh})
    claims = jwt.decode(fresh, options={"verify_signature": False})
    assert reply["payload"] == {"token_exp": claims["exp"] * 1000}


async def test_the_token_of_another_user_does_not_refresh(socket: Socket, user: User):
    reply = await socket.ask("auth.refresh", {"token": new_user().token})
    assert (reply["error"]["code"], reply["error"]["status"]) == ("forbidden", 403)
    assert (await socket.ask("state.get"))["ok"], "the socket stays open, and its owner's"


async def test_an_expired_token_does_not_refresh(socket: Socket, user: User):
    expired = new_user(replace(CONFIG, access_ttl_s=-1), user.id).token
    assert (await socket.ask("auth.refresh", {"token": expired}))["error"]["code"] == "token_expired"


async def test_a_forged_token_at_a_refresh_closes_the_socket(socket: Socket):
    await socket.send("auth.refresh", {"token": forged("another secret")})
    assert await socket.close_code() == 4501


async def test_a_socket_outlives_its_token_by_the_grace_only(cluster: Cluster, limits):
    limits(token_grace_ms=0)
    async with joined(cluster, new_user(replace(CONFIG, access_ttl_s=1))) as socket:
        assert await socket.close_code() == 4005


async def test_a_socket_without_a_pong_is_closed(cluster: Cluster, user: User, limits):
    limits(ping_ms=1, pong_within_ms=1)
    async with joined(cluster, user) as socket:
        assert await socket.close_code() == 4003
        assert "ping" in [push["type"] for push in socket.pushes]


async def test_a_pong_keeps_a_socket_open(cluster: Cluster, user: User, limits):
    limits(ping_ms=1, pong_within_ms=100)
    async with joined(cluster, user) as socket:
        for _ in range(3):
            ping = await socket.until("ping")
            await socket.wire.send(json.dumps({"type": "pong", "t": ping["t"], "ack": 0}))


async def test_a_flood_of_commands_is_limited_and_then_closed(cluster: Cluster, user: User, limits):
    limits(commands_per_s=0.1, commands_burst=3)
    async with joined(cluster, user) as socket:
        for _ in range(3):
            assert (await socket.ask("state.get"))["ok"]
        for _ in range(2):
            error = (await socket.ask("state.get"))["error"]
            assert (error["code"], error["status"], error["retryable"]) == ("rate_limited", 429, True)
            assert 0 < error["details"]["retry_after_ms"] <= 10_000
        await socket.send("state.get")
        assert await socket.close_code() == 4006


async def test_commands_of_crash_have_a_limit_of_their_own(cluster: Cluster, user: User, limits):
    limits(crash_per_s=0.01)
    rule, leaving = {"rule": "crash_per_user"}, {"table": "main", "round_id": "main-1"}
    sample = cluster.gateway.hub.metrics.registry.get_sample_value
    before = sample("rate_limited_total", rule) or 0
    async with joined(cluster, user) as socket:
        codes = [(await socket.ask("crash.cashout", leaving))["error"]["code"] for _ in range(3)]
        assert codes == ["no_bet", "rate_limited", "rate_limited"]
        assert (await socket.ask("state.get"))["ok"], "other commands go on"
        await socket.send("crash.bet", leaving | {"bet": 100})
        assert await socket.close_code() == 4006
    assert sample("rate_limited_total", rule) == before + 3


async def test_a_flood_plays_no_more_than_its_limit(cluster: Cluster, user: User, limits, database):
    limits(commands_per_s=0.1, commands_burst=3)
    async with joined(cluster, user) as socket:
        await asyncio.gather(*(socket.send("rps.play", {"bet": 20, "choice": "rock"}) for _ in range(50)))
        assert await socket.close_code() == 4006
    played = await database.fetchval("SELECT count(*) FROM game_round WHERE user_id = $1", user.id)
    assert played <= 3


@pytest.mark.parametrize("text", ['{"type":"state.get"}', "nonsense", '{"type":"pong","t":1}', '{"id":"a","type":"x"}'])
async def test_a_flood_of_anything_is_closed(cluster: Cluster, user: User, limits, text: str):
    limits(commands_per_s=0.1, commands_burst=3)
    async with joined(cluster, user) as socket:
        for _ in range(6):
            await socket.wire.send(text)
        assert await socket.close_code() == 4006
