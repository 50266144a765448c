"""The story of a dishonest house: whatever it tries, a player who has noted two hashes, or an auditor, finds it.

It reads its own database, makes up seeds afterwards, tries chains until one suits it, forgets the pity of a player, and
hides a tilted curve among honest ones. Each chapter is what one of its ideas comes to.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from msgspec import structs
from prometheus_client import CollectorRegistry

from actors.crash.facts import RoundEnded
from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.point import crash_hundredths
from actors.crash.rules.salt import contributions_of, salt_of
from actors.fairness.floats import commitment
from actors.fairness.messages import FairnessCommitment, FairnessGet
from actors.fairness.sealing import entity_seals
from actors.fairness.seeds import SeedKeeper
from actors.games.facts import RoundPlayed
from actors.games.gacha.messages import GachaPull
from actors.games.rps import RpsPlay
from cluster.processes.fairness.return_monitor import ReturnMonitor
from cluster.verification.games.pity import PityCheck
from persistence.verification.snapshot import PullEntry
from tests.unit.fairness.test_verifier import GACHA, proofs, rich, verifier
from tests.unit.games.test_game_laws import KIND, Player

CHAINS_TRIED = 41


def noted(player: Player) -> FairnessCommitment:
    """What a careful player writes down before they play."""
    shown = KIND.answer(player.state, FairnessGet(), 0)
    assert isinstance(shown, FairnessCommitment)
    return shown


def checked(proof: dict[str, Any], *hashes: str) -> Any:
    return verifier.check(proof, verifier.Rules(), verifier.Noted(*hashes))


def test_it_reads_the_database_and_foresees_nothing() -> None:
    player = rich(1)
    before = noted(player)
    stored = b"".join(KIND.dump(player.state, part).data for part in KIND.parts)
    player.send(RpsPlay(bet=100, choice="rock"))
    (proof,) = proofs(player)
    assert commitment(proof["server_seed"]) == before.server_seed_hash
    assert proof["server_seed"].encode() not in stored
    assert bytes.fromhex(proof["server_seed"]) not in stored
    with pytest.raises(InvalidTag):
        SeedKeeper(entity_seals("what the thief guesses").seeds).open(player.state)


def test_it_makes_up_seeds_for_a_round_that_went_wrong() -> None:
    player = rich(2)
    before = noted(player)
    player.send(RpsPlay(bet=100, choice="rock"))
    (proof,) = proofs(player)
    lies = []
    for n in range(200):
        seed = f"{n:064x}"
        house = int(next(verifier.floats(seed, proof["client_seed"], proof["nonce"])) * 3)
        if house == 1:  # paper: the player has lost
            outcome = {"choice": "rock", "opponent": "paper", "result": "lose"}
            lies.append(
                proof | {"server_seed": seed, "server_seed_hash": commitment(seed), "outcome": outcome, "payout": 0}
            )
    assert len(lies) > 40
    for lie in lies:
        assert not checked(lie).proven, "it agrees with itself, and that is all"
        with pytest.raises(verifier.Refuted):
            checked(lie, before.server_seed_hash)
    assert checked(proof, before.server_seed_hash).proven


def ends(end: str, salt: str) -> list[int]:
    links, _ = make_links(end, 20)
    return [crash_hundredths(hash_at(links, index), salt) for index in range(1, 21)]


def test_it_tries_chains_until_one_suits_it_and_a_bet_undoes_its_choice() -> None:
    def low(end: str, bets: tuple[str, ...]) -> int:
        _, terminating = make_links(end, 20)
        return sum(point < 150 for point in ends(end, salt_of(terminating, bets)))

    tried = [f"{n:064x}" for n in range(1, CHAINS_TRIED + 1)]
    suited = max(tried, key=lambda end: low(end, ()))
    hoped = low(suited, ())
    average = sum(low(end, ()) for end in tried) / len(tried)
    assert hoped > average + 3, "worth its while, if the salt were its own"
    came = [low(suited, contributions_of([f"{n:032x}"])) for n in range(40)]
    assert abs(sum(came) / len(came) - average) < 2, "with the bets of others it is a chain as any other"


def test_it_forgets_the_pity_of_a_player() -> None:
    player = rich(4)
    for _ in range(8):
        player.send(GachaPull(banner="standard", count=10))
        if not player.state.memories.by_game["gacha"].get("standard:pity:5"):
            player.send(GachaPull(banner="standard", count=1))
    pulls = [fact for fact in player.facts if isinstance(fact, RoundPlayed)]
    types = {(banner.id, banner.version): banner.type for banner in GACHA.banners.values()}

    async def entries(rounds: list[RoundPlayed]) -> AsyncIterator[PullEntry]:
        for each in rounds:
            yield PullEntry("u1", each.round_id, json.dumps(each.outcome))

    def found(rounds: list[RoundPlayed]) -> int:
        return asyncio.run(PityCheck(types).run(entries(rounds))).violations

    assert found(pulls) == 0
    reset = json.loads(json.dumps(pulls[1].outcome))
    assert reset["before"]["since"]["5"] > 0
    for place, since in (("before", 0), ("pity", 10)):
        reset[place]["since"]["5"] = since
    assert found([pulls[0], structs.replace(pulls[1], outcome=reset), *pulls[2:]]) > 0


def test_it_hides_a_tilted_curve_among_honest_ones() -> None:
    monitor, chance = ReturnMonitor(CollectorRegistry()), Random(6)
    curve = [crash_hundredths(f"{n:064x}", "salt") for n in range(10_000)]
    for table in ("main", "high", "tilted"):
        for point in curve:
            end = 100 if table == "tilted" and chance.random() < 0.03 else point
            monitor.add_end(
                RoundEnded(end="crashed", game_hash="", hundredths=end, ended_at=0, table=table, config_version=1)
            )
    assert monitor.alarms() == {("crash", "tilted", "1", "point")}
