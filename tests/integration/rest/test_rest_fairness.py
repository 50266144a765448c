"""The public proof of a round, and rotation over HTTP."""

import pytest

from persistence.rounds import StoredRound

ROUND = StoredRound("ab" * 16, "rps", 100, 195, {"choice": "rock", "result": "win"}, 1, "f" * 64, "mine", 7)
PROOF = {
    "round_id": "ab" * 16,
    "game": "rps",
    "bet": 100,
    "payout": 195,
    "outcome": {"choice": "rock", "result": "win"},
    "config_version": 1,
    "server_seed_hash": "f" * 64,
    "client_seed": "mine",
    "nonce": 7,
}
REVEALED = {"server_seed": "1" * 64, "server_seed_hash": "a", "client_seed": "b", "last_nonce": 3}
ROTATED = {
    "revealed": REVEALED,
    "server_seed_hash": "c",
    "next_server_seed_hash": "d",
    "client_seed": "e",
    "nonce": 0,
}


def url(round_id):
    return f"/api/fairness/rounds/{round_id}"


async def test_a_proof_is_public_and_without_the_seed_while_that_is_secret(gateway):
    gateway.rounds.stored[ROUND.round_id] = ROUND
    answer = await gateway.client.get(url(ROUND.round_id))

    assert (answer.status_code, answer.json()) == (200, PROOF)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_proof_with_its_seed_revealed_may_be_kept_for_ever(gateway):
    gateway.rounds.stored[ROUND.round_id] = ROUND._replace(server_seed="1" * 64)
    answer = await gateway.client.get(url(ROUND.round_id))

    assert answer.json() == PROOF | {"server_seed": "1" * 64}
    assert "immutable" in answer.headers["Cache-Control"]


async def test_an_id_may_be_written_as_a_uuid(gateway):
    gateway.rounds.stored[ROUND.round_id] = ROUND
    answer = await gateway.client.get(url("abababab-abab-abab-abab-abababababab"))

    assert answer.json()["round_id"] == ROUND.round_id


@pytest.mark.parametrize("round_id", ["cd" * 16, "nothing", "%20", "ab" * 15, "ab" * 500])
async def test_what_is_no_round_is_not_found(gateway, round_id):
    gateway.rounds.stored[ROUND.round_id] = ROUND
    answer = await gateway.client.get(url(round_id))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_rotation_is_a_command_of_the_caller(gateway):
    gateway.entities.replies = {"seeds.rotate": ROTATED}
    headers = await gateway.bearer()
    answer = await gateway.client.post(
        "/api/fairness/seeds/rotate", json={"client_seed": "my own"}, headers=headers | {"Idempotency-Key": "k1"}
    )

    assert (answer.status_code, answer.json()) == (200, ROTATED)
    (asked,) = gateway.entities.asked
    assert (asked.type, asked.body, asked.id) == ("seeds.rotate", {"client_seed": "my own"}, "k1")


async def test_rotation_needs_no_key_and_no_client_seed(gateway):
    gateway.entities.replies = {"seeds.rotate": ROTATED}
    answer = await gateway.client.post("/api/fairness/seeds/rotate", json={}, headers=await gateway.bearer())

    assert answer.status_code == 200


@pytest.mark.parametrize("client_seed", ["", "x" * 65, "씨앗", "a\n", "tab\t", 7])
async def test_a_client_seed_is_short_printable_ascii(gateway, client_seed):
    headers = await gateway.bearer()
    answer = await gateway.client.post("/api/fairness/seeds/rotate", json={"client_seed": client_seed}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")
    assert gateway.entities.asked == []


async def test_nobody_rotates_without_a_token(gateway):
    assert (await gateway.client.post("/api/fairness/seeds/rotate", json={})).status_code == 401
