"""The REST twins: idempotency, strict bodies, and what entities refuse."""

import json

import pytest

from actors.games.rps import RpsPlayed
from actors.messages import COMMANDS
from actors.missions.messages import EventClaim, EventJoin
from actors.player.notices import EventsAcknowledged
from actors.runtime.payloads import ErrorBody
from gateway.rest.players.commands import TWINS

PLAY = "/api/games/rps/play"
BET = {"bet": 100, "choice": "rock"}
PLAYED = RpsPlayed(round_id="r1", outcome="win", opponent="scissors", payout=195, gold=1095)


@pytest.fixture
async def headers(gateway):
    gateway.entities.replies = {"rps.play": PLAYED, "event.ack": EventsAcknowledged(acknowledged=["g1"])}
    return {**await gateway.bearer(), "Idempotency-Key": "k-1"}


async def test_a_command_answers_the_payload_of_its_reply(gateway, headers):
    answer = await gateway.client.post(PLAY, json=BET, headers=headers)

    assert answer.status_code == 200
    assert answer.json() == {"round_id": "r1", "outcome": "win", "opponent": "scissors", "payout": 195, "gold": 1095}
    assert (answer.headers["Pitboss-Version"], answer.headers["Pitboss-Seq"]) == ("7", "3")
    assert "Idempotency-Replayed" not in answer.headers
    (asked,) = gateway.entities.asked
    assert (asked.ref.kind, asked.type, asked.body, asked.id) == ("user", "rps.play", BET, "k-1")


async def test_a_repeat_is_marked_as_replayed(gateway, headers):
    await gateway.client.post(PLAY, json=BET, headers=headers)
    answer = await gateway.client.post(PLAY, json=BET, headers=headers)

    assert answer.status_code == 200
    assert answer.headers["Idempotency-Replayed"] == "true"


async def test_a_repeat_may_order_keys_and_spaces_differently(gateway, headers):
    headers = {**headers, "Content-Type": "application/json; charset=utf-8"}
    await gateway.client.post(PLAY, content=b'{"bet":100,"choice":"rock"}', headers=headers)
    answer = await gateway.client.post(PLAY, content=b'{ "choice": "rock",\n "bet": 100 }', headers=headers)

    assert answer.headers["Idempotency-Replayed"] == "true"


async def test_the_same_key_with_another_body_is_a_conflict(gateway, headers):
    await gateway.client.post(PLAY, json=BET, headers=headers)
    answer = await gateway.client.post(PLAY, json={**BET, "bet": 200}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")
    assert answer.json()["status"] == 422


@pytest.mark.parametrize("key", [None, "", "k" * 65, "k k", "k\tk", "k\x7f"])
async def test_a_money_command_without_a_proper_key_is_refused(gateway, headers, key):
    headers.pop("Idempotency-Key")
    answer = await gateway.client.post(PLAY, json=BET, headers=headers if key is None else headers | {KEY: key})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert not gateway.entities.asked


KEY = "Idempotency-Key"


@pytest.mark.parametrize("key", ["k", "k" * 64, "!~"])
async def test_a_key_of_1_to_64_visible_characters_is_accepted(gateway, headers, key):
    assert (await gateway.client.post(PLAY, json=BET, headers=headers | {KEY: key})).status_code == 200


async def test_an_acknowledgement_needs_no_key(gateway, headers):
    headers.pop(KEY)
    first = await gateway.client.post("/api/events/ack", json={"ids": ["g1"]}, headers=headers)
    second = await gateway.client.post("/api/events/ack", json={"ids": ["g1"]}, headers=headers)

    assert first.json() == second.json() == {"acknowledged": ["g1"]}
    assert gateway.entities.asked[0].id != gateway.entities.asked[1].id


@pytest.mark.parametrize(
    ("code", "status", "details"),
    [
        ("insufficient_gold", 409, {"need": 100, "have": 40}),
        ("in_progress", 409, {}),
        ("self_excluded", 403, {}),
        ("unavailable", 503, {"retry_after_ms": 1500}),
        ("timeout", 504, {}),
    ],
)
async def test_what_the_entity_refuses_becomes_a_problem_with_its_code(gateway, headers, code, status, details):
    gateway.entities.refuse(code, **details)
    answer = await gateway.client.post(PLAY, json=BET, headers=headers)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == answer.json()["status"] == status
    assert answer.json().items() >= {"code": code, **details}.items()
    assert answer.headers.get("Retry-After") == ("2" if details.get("retry_after_ms") else None)


async def test_details_never_replace_the_members_of_a_problem(gateway, headers):
    hostile = {"status": 200, "code": "fine", "type": "x"}
    gateway.entities.refusal = ErrorBody(code="round_closed", status=409, details=hostile)
    answer = (await gateway.client.post(PLAY, json=BET, headers=headers)).json()

    assert (answer["status"], answer["code"], answer["type"]) == (
        409,
        "round_closed",
        "urn:pitboss:problem:round_closed",
    )


@pytest.mark.parametrize(
    "body",
    [
        {"bet": 0, "choice": "rock"},
        {"bet": -5, "choice": "rock"},
        {"bet": 1.0, "choice": "rock"},
        {"bet": 1.5, "choice": "rock"},
        {"bet": "100", "choice": "rock"},
        {"bet": True, "choice": "rock"},
        {"bet": None, "choice": "rock"},
        {"bet": 2**53, "choice": "rock"},
        {"bet": 10**40, "choice": "rock"},
        {"bet": 100, "choice": "well"},
        {"bet": 100},
        {**BET, "user_id": "somebody-else"},
        {**BET, "gold": 1_000_000},
        [BET],
        "rock",
    ],
)
async def test_a_body_of_another_shape_never_reaches_the_entity(gateway, headers, body):
    answer = await gateway.client.post(PLAY, json=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")
    assert not gateway.entities.asked


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"bet":NaN,"choice":"rock"}',
        b'{"bet":1,"choice":"rock"} {}',
        b"\xff\xfe",
        b'{"b\xffet":1}',
        b'{"choice":"rock","bet":' * 600,
    ],
)
async def test_a_body_that_is_no_json_is_a_bad_request(gateway, headers, body):
    answer = await gateway.client.post(PLAY, content=body, headers=headers)

    assert answer.status_code == 400
    assert not gateway.entities.asked


@pytest.mark.parametrize("opening", [b"[", b'{"bet":', b'{"bet":[', b'{"x":['])
async def test_a_depth_bomb_is_refused(gateway, headers, opening):
    bomb = opening * (16 * 1024 // len(opening))
    answer = await gateway.client.post(PLAY, content=bomb, headers=headers)

    assert answer.status_code == 400


async def test_the_largest_body_is_read_and_a_larger_one_refused(gateway, headers):
    body = json.dumps(BET).encode()
    fits, too_large = body.ljust(16 * 1024), body.ljust(16 * 1024 + 1)

    assert (await gateway.client.post(PLAY, content=fits, headers=headers)).status_code == 200
    answer = await gateway.client.post(PLAY, content=too_large, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


async def test_a_body_of_undeclared_size_is_cut_off_at_the_limit(gateway, headers):
    sent = []

    async def endless():
        while True:
            sent.append(1024)
            yield b" " * 1024

    answer = await gateway.client.post(PLAY, content=endless(), headers=headers)

    assert answer.status_code == 413
    assert sum(sent) <= 18 * 1024


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
async def test_a_body_that_is_declared_as_something_else_is_refused(gateway, headers, media_type):
    answer = await gateway.client.post(PLAY, json=BET, headers={**headers, "Content-Type": media_type})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_every_mutating_command_has_exactly_one_twin():
    mutating = [command.TYPE for command in COMMANDS if command.MUTATING]

    paths_name_an_event = [EventJoin.TYPE, EventClaim.TYPE]  # gateway.rest.players.events
    assert sorted([*(twin.command.TYPE for twin in TWINS), *paths_name_an_event]) == sorted(mutating)
    assert len({twin.path for twin in TWINS}) == len(TWINS)


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
async def test_where_nothing_has_to_be_said_no_body_says_it(gateway, headers, media_type):
    """As `curl -X POST` and forms without fields send it."""
    keyed = {**headers, "Content-Type": media_type}
    gateway.entities.replies["streak.tick"] = {}
    answer = await gateway.client.post("/api/streak/tick", headers=keyed)

    assert answer.status_code == 200, answer.text
    assert gateway.entities.asked[-1].body == {}
    refused = await gateway.client.post("/api/streak/tick", content=b"x=1", headers=keyed)
    assert refused.status_code == (400 if media_type == "application/json" else 415)
    assert (await gateway.client.post(PLAY, headers=keyed)).status_code in {400, 415}, "a stake has to be said"
