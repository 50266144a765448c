"""The rounds that the web app's verifier is tested with are as the rules play today, and have the rare cases."""

import json
from typing import Any

import pytest

from tests.unit.fairness import proof_vectors
from tests.unit.fairness.test_verifier import verifier

ROUNDS_MIN = 200


def vectors(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(proof_vectors.path_of(name).read_text())
    return content


@pytest.mark.parametrize("name", proof_vectors.FILES)
def test_the_vectors_are_what_the_rules_play_today(name: str) -> None:
    fresh = proof_vectors.path_of(name).read_bytes() == proof_vectors.rendered(name)
    assert fresh, f"`python -m {proof_vectors.__name__}` writes {name}.json anew"


@pytest.mark.parametrize("name", ["rps", "slot", "gacha"])
def test_the_stand_alone_verifier_agrees_with_every_vector(name: str) -> None:
    content = vectors(name)
    assert len(content["rounds"]) >= ROUNDS_MIN
    for each in content["rounds"]:
        proof = each["record"]
        assert proof["round_id"] in verifier.check(proof, verifier.Rules(content["rules"][each["rules"]])).says


def test_the_stand_alone_verifier_agrees_with_every_crash_vector() -> None:
    content = vectors("crash")
    assert len(content["rounds"]) >= ROUNDS_MIN
    for proof in (*content["rounds"], *content["bets"], *content["former"]):
        table_round = proof.get("table_round", proof)
        assert table_round["round_id"] in verifier.check(proof, verifier.Rules()).says


def test_the_vectors_have_the_rare_cases() -> None:
    spins = [each["record"]["outcome"] for each in vectors("slot")["rounds"]]
    assert max(len(outcome["free_spins"]) for outcome in spins) > 10
    assert {"none", "small", "big"} <= {outcome["win_class"] for outcome in spins}
    pulls = [each["record"]["outcome"] for each in vectors("gacha")["rounds"]]
    assert any(5 in outcome["before"]["featured_next"] for outcome in pulls)
    assert max(outcome["before"]["since"]["5"] for outcome in pulls) >= 73, "the rate has risen"
    points = [point for *_, point in vectors("crash")["points"]]
    assert min(points) == 100
    assert max(points) > 100_000
    assert {bet["outcome"]["how"] for bet in vectors("crash")["bets"]} == {"lost", "manual", "auto", "forced"}
