"""The public proof of a round, and rotation over HTTP."""

import msgspec
import pytest

from actors.crash.facts import ChainFiled, place_of
from actors.crash.rules.chain import make_links
from actors.crash.rules.salt import salt_of
from persistence.rounds import StoredRound
from tests.integration.rest.test_rest_rounds import Curve
from tests.unit.fairness.test_verifier import verifier

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


def filed_chain():
    """The row of a chain of the rounds 2 to 6, of which the third was voided."""
    links, terminating = make_links("ab" * 32, 5)
    chain = ChainFiled(
        length=5,
        terminating_hash=terminating,
        salt=salt_of(terminating, ("cd" * 32,)),
        checkpoints=links.checkpoints,
        first_n=2,
        salted_n=3,
        contributions=("cd" * 32,),
        voided=(4,),
    )
    return msgspec.to_builtins(chain.columns())


FILED = filed_chain()


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


async def test_the_proof_of_a_bet_on_a_table_has_that_of_its_round(make_gateway):
    gateway, curve = make_gateway(crash_tables=("main",)), Curve()
    bet = curve.bet(1, "manual", 101)
    gateway.rounds.stored[bet.round_id] = bet
    gateway.entities.replies = {"table.round": msgspec.to_builtins(curve.proof)}
    answer = await gateway.client.get(url(bet.round_id))

    assert "immutable" in answer.headers["Cache-Control"]
    proof = answer.json()
    assert (proof["bet"], proof["payout"], proof["table_round"]["round_id"]) == (100, 101, "main-4")
    assert "user1" not in answer.text
    noted = verifier.Noted("", curve.proof.terminating_hash)
    assert not verifier.check(proof, verifier.Rules()).proven
    assert verifier.check(proof, verifier.Rules(), noted).proven
    with pytest.raises(verifier.Refuted):
        verifier.check(proof | {"payout": 102}, verifier.Rules(), noted)


async def test_a_round_that_its_table_no_longer_keeps_is_proved_from_its_row(make_gateway):
    gateway = make_gateway(crash_tables=("main",))
    gateway.rounds.filed = {("main", place_of(2)): FILED, ("main", place_of(9)): {}}
    gateway.entities.refuse("not_found")
    answer = await gateway.client.get(url("main-4"))

    assert answer.status_code == 200, answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    proof = answer.json()
    assert (proof["round_id"], proof["chain_index"], proof["state"]) == ("main-4", 3, "voided")
    assert verifier.check(proof, verifier.Rules(), verifier.Noted("", proof["terminating_hash"])).proven
    for unknown in ("main-1", "main-7", "high-4"):
        assert (await gateway.client.get(url(unknown))).status_code == 404


async def test_a_round_that_its_table_calls_crashed_is_voided_where_a_row_says_so(make_gateway):
    gateway, curve = make_gateway(crash_tables=("main",)), Curve()
    gateway.entities.replies = {"table.round": msgspec.to_builtins(curve.proof)}
    assert (await gateway.client.get(url("main-4"))).json()["state"] == "crashed"
    gateway.rounds.voided = {("main", place_of(4))}
    assert (await gateway.client.get(url("main-4"))).json()["state"] == "voided"


async def test_a_row_answers_for_no_table_that_cannot_be_asked(make_gateway):
    gateway = make_gateway(crash_tables=("main",))
    gateway.rounds.filed = {("main", place_of(2)): FILED}
    gateway.entities.refuse("unavailable")
    answer = await gateway.client.get(url("main-4"))

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


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
