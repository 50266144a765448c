"""The stand-alone verifier agrees with the rules about every round, and finds whatever was changed in one."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from actors.crash.rules.chain import hash_at, make_links
from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.crash.rules.salt import contributions_of, salt_of
from actors.fairness.facts import SeedRevealed
from actors.fairness.floats import commitment, floats
from actors.fairness.messages import SeedsRotate
from actors.games import registry as games
from actors.games.facts import RoundPlayed
from actors.games.gacha.banner import disclosure
from actors.games.rps import WIN_HUNDREDTHS, RpsPlay
from actors.games.slot.machine import at_least
from actors.games.slot.messages import SlotSpin
from actors.games.slot.slot import LoadedMachine, Slot
from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from tests.unit.crash.test_crash_point import BEFORE, LATER, SALT
from tests.unit.fairness.test_floats import CLIENT_SEED, PUBLISHED, SERVER_SEED
from tests.unit.games.test_game_laws import GAMES, Player

PATH = Path(__file__).parents[3] / "docs" / "verify" / "verify_round.py"
ECONOMY = EconomyConfig()
WIN_CENTS = WIN_HUNDREDTHS
SLOT, GACHA = games.slot(ECONOMY), games.gacha(ECONOMY)
DISCLOSED = {key: disclosure(banner) for key, banner in GACHA.banners.items()}
NOW_MS = 1_795_000_000_000


def loaded() -> Any:
    spec = importlib.util.spec_from_file_location("verify_round", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = loaded()


def shown(value: Any) -> Any:
    """As JSON over HTTP would have it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def rules_of(proof: dict[str, Any]) -> dict[str, Any] | None:
    """What `GET /api/games/...` shows of the machine or banner."""
    if proof.get("game") == "slot":
        return shown(SLOT.machines[proof["outcome"]["machine"]].view())
    if proof.get("game") == "gacha":
        return shown(DISCLOSED[proof["outcome"]["banner"]])
    return None


def proofs(player: Player) -> list[dict[str, Any]]:
    """The proofs of a player's rounds, once the seeds are rotated."""
    player.send(SeedsRotate())
    seeds = {fact.server_seed_hash: fact.server_seed for fact in player.facts if isinstance(fact, SeedRevealed)}
    names = ("round_id", "game", "bet", "payout", "outcome", "config_version")
    reference = ("server_seed_hash", "client_seed", "nonce")
    return [
        shown({name: getattr(fact, name) for name in names + reference} | {"server_seed": seeds[fact.server_seed_hash]})
        for fact in player.facts
        if isinstance(fact, RoundPlayed)
    ]


def rich(seed: int) -> Player:
    player = Player(seed)
    player.state.root.balances["gold"] = AMOUNT_MAX // 2
    return player


def checked(proof: dict[str, Any], rules: dict[str, Any] | None = None) -> str:
    found = verifier.check(proof, verifier.Rules(rules or rules_of(proof), WIN_CENTS))
    assert not found.proven, "nobody has noted anything"
    said: str = found.says
    return said


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_every_round_of_every_game_is_found_as_it_was_played(game: Any, data: st.DataObject, seed: int) -> None:
    player = rich(seed)
    bets = st.integers(ECONOMY.bet_min, 2_000)
    for command in data.draw(st.lists(bets.flatmap(lambda bet: st.sampled_from(game.examples(bet))), max_size=20)):
        player.send(command)
    for proof in proofs(player):
        assert proof["round_id"] in checked(proof)


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_long_play_with_features_and_pity_is_found_as_it_was_played(game: Any) -> None:
    player = rich(7)
    for _ in range(300):
        for command in game.examples(100):
            player.send(command)
    found = proofs(player)
    assert len(found) >= 300
    for proof in found:
        checked(proof)
    if game.name == "slot":
        assert any(proof["outcome"]["free_spins"] for proof in found)
    if game.name == "gacha":
        assert any(proof["outcome"]["before"]["featured_next"] for proof in found)


def test_free_spins_end_at_the_bound_of_the_machine() -> None:
    loaded_machine = SLOT.machines["fortune"]
    scatter = loaded_machine.machine.scatter
    assert scatter is not None
    bound = max(scatter.free_spins.values())
    tight = structs.replace(loaded_machine.machine, scatter=structs.replace(scatter, free_spins_max=bound))
    machine = LoadedMachine(tight, 20)
    slot = Slot([machine], bet_min=20, config_version=1)
    bounded = 0
    for nonce in range(1, 6_000):
        played = slot.play(SlotSpin(machine="fortune", bet=100), floats(SERVER_SEED, CLIENT_SEED, nonce))
        free = played.outcome["free_spins"]
        asked = played.outcome["spin"]["free_spins"] + sum(by_scatters(scatter.free_spins, spin) for spin in free)
        if asked <= bound:
            continue
        bounded += 1
        reference = {"server_seed": SERVER_SEED, "client_seed": CLIENT_SEED, "nonce": nonce}
        shown_round = {"round_id": "r", "game": "slot", "bet": 100, "payout": played.payout, "outcome": played.outcome}
        proof = shown({**shown_round, **reference, "server_seed_hash": commitment(SERVER_SEED)})
        assert "r" in checked(proof, shown(machine.view()))
    assert bounded > 0


def by_scatters(table: dict[int, int], spin: dict[str, Any]) -> int:
    """How many free spins a spin would give if there were no bound."""
    return at_least(table, spin["scatters"])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every leaf of a JSON value."""
    if isinstance(value, dict):
        return [place for key, inner in value.items() for place in places(inner, (*path, key))]
    if isinstance(value, list):
        return [place for n, inner in enumerate(value) for place in places(inner, (*path, n))]
    return [path]


def changed(value: Any, path: tuple[Any, ...]) -> Any:
    """A copy in which the leaf at `path` is another."""
    copy = json.loads(json.dumps(value))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    leaf = inner[path[-1]]
    inner[path[-1]] = (not leaf) if isinstance(leaf, bool) else leaf + 1 if isinstance(leaf, int) else f"{leaf}x"
    return copy


DECIDED = ("outcome", "payout", "server_seed", "server_seed_hash")
"""What the seeds decide. Another stake, client seed or nonce may come to the same by chance."""
FREE = ("symbol", "duplicate", "before")
"""What they do not: the name of a line that several symbols could pay, and what the player had before."""


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_whatever_is_changed_in_a_proof_is_found(game: Any) -> None:
    player = rich(3)
    for _ in range(12):
        for command in game.examples(100):
            player.send(command)
    tampered = 0
    for proof in proofs(player)[:12]:
        rules = rules_of(proof)
        for path in places(proof):
            if path[0] in DECIDED and not {*path} & {*FREE}:
                with pytest.raises((verifier.Refuted, verifier.CannotCheck, ValueError)):
                    checked(changed(proof, path), rules)
                tampered += 1
    assert tampered > 50


def test_its_floats_are_those_of_the_published_vector() -> None:
    drawn = verifier.floats(SERVER_SEED, CLIENT_SEED, 1)
    assert [next(drawn) for _ in PUBLISHED] == pytest.approx(PUBLISHED, abs=1e-12)


@pytest.mark.parametrize(("game_hash", "cents"), [(LATER, 126), (BEFORE, 118)])
def test_its_crash_points_are_those_of_the_published_vectors(game_hash: str, cents: int) -> None:
    assert verifier.crash_cents(game_hash, SALT) == cents


def crash_proof(**changes: Any) -> dict[str, Any]:
    _, terminating = make_links(LATER, 3)
    revealed = {"game_hash": LATER, "salt": SALT, "terminating_hash": terminating, "chain_index": 3, "crash_cents": 126}
    return {"round_id": "r1", "table": "main", "state": "ended"} | revealed | changes


def test_a_crash_round_is_found_at_its_place_in_the_chain() -> None:
    assert "r1" in checked(crash_proof())
    before = crash_proof(game_hash=BEFORE, chain_index=2, crash_cents=crash_hundredths(BEFORE, SALT))
    assert previous_hash(LATER) == BEFORE
    assert "r1" in checked(before)


@pytest.mark.parametrize("change", [{"chain_index": 2}, {"crash_cents": 127}, {"game_hash": BEFORE}, {"salt": "x"}])
def test_a_crash_round_that_was_changed_is_refuted(change: dict[str, Any]) -> None:
    with pytest.raises(verifier.Refuted):
        checked(crash_proof(**change))


# --- what nobody has noted, nobody can prove --------------------------------------------------------------------------


def test_seeds_that_were_made_up_after_the_round_are_consistent_at_most() -> None:
    player = rich(2)
    player.send(RpsPlay(bet=100, choice="rock"))
    (proof,) = proofs(player)
    made_up = next(f"{n:064x}" for n in range(10_000) if next(floats(f"{n:064x}", proof["client_seed"], 1)) > 2 / 3)
    lost = {"choice": "rock", "opponent": "scissors", "result": "win"}
    lie = proof | {"server_seed": made_up, "server_seed_hash": commitment(made_up), "outcome": lost, "payout": 195}
    assert "only a hash that you noted" in checked(lie)
    with pytest.raises(verifier.Refuted, match="commitment"):
        verifier.check(lie, verifier.Rules(), verifier.Noted(proof["server_seed_hash"]))
    honest = verifier.check(proof, verifier.Rules(), verifier.Noted(proof["server_seed_hash"]))
    assert honest.proven


def salted(contributions: tuple[str, ...]) -> dict[str, Any]:
    """The proof of the third round of a chain that got its salt from `contributions`."""
    links, terminating = make_links("ab" * 32, 5)
    salt, game_hash = salt_of(terminating, contributions), hash_at(links, 3)
    point = {"game_hash": game_hash, "chain_index": 3, "crash_cents": crash_hundredths(game_hash, salt)}
    proof = crash_proof(salt=salt, terminating_hash=terminating, **point)
    return proof | ({"salt_contributions": list(contributions)} if contributions else {})


def test_a_chain_that_was_tried_until_it_suited_the_house_is_consistent_at_most() -> None:
    chains = [make_links(f"{n:064x}", 1)[0] for n in range(41)]
    best = min(chains, key=lambda links: crash_hundredths(hash_at(links, 1), SALT))
    game_hash = hash_at(best, 1)
    assert crash_hundredths(game_hash, SALT) < 120
    _, terminating = make_links(game_hash, 1)
    point = {"game_hash": game_hash, "chain_index": 1, "crash_cents": crash_hundredths(game_hash, SALT)}
    proof = crash_proof(terminating_hash=terminating, **point)
    assert "chose its salt as well" in checked(proof)
    noted = verifier.check(proof, verifier.Rules(), verifier.Noted("", terminating))
    assert not noted.proven, "its salt was not made of anything later"


def test_a_round_is_proven_against_the_terminating_hash_that_was_noted() -> None:
    proof = salted(contributions_of(["7" * 32, "8" * 32]))
    assert "only a hash that you noted" in checked(proof)
    assert verifier.check(proof, verifier.Rules(), verifier.Noted("", proof["terminating_hash"])).proven
    with pytest.raises(verifier.Refuted, match="terminating hash"):
        verifier.check(proof, verifier.Rules(), verifier.Noted("", "0" * 64))


def test_a_salt_that_is_not_of_its_bets_is_refuted() -> None:
    proof = salted(contributions_of(["7" * 32]))
    for lie in ({"salt": SALT}, {"salt_contributions": ["0" * 64]}):
        with pytest.raises(verifier.Refuted):
            checked(proof | lie)


def bet_on(proof: dict[str, Any], cents: int, how: str, **changes: Any) -> dict[str, Any]:
    outcome = {
        "table": "main",
        "round_id": proof["round_id"],
        "cents": cents,
        "auto_cashout": 0,
        "how": how,
        "at": 0,
        "commit": previous_hash(proof["game_hash"]),
    }
    bet = {"round_id": "ab" * 16, "game": "crash", "bet": 100, "payout": cents, "outcome": outcome}
    return bet | {"table_round": proof} | changes


def test_a_bet_on_a_table_is_checked_with_its_round() -> None:
    proof = salted(contributions_of(["7" * 32]))
    point = proof["crash_cents"]
    assert "r1" in checked(bet_on(proof, point, "manual"))
    assert "r1" in checked(bet_on(proof, 0, "lost"))
    for lie in (bet_on(proof, point + 1, "manual"), bet_on(proof, point, "manual", payout=point - 1)):
        with pytest.raises(verifier.Refuted):
            checked(lie)


def test_a_bet_under_the_salt_of_no_bets_is_refuted() -> None:
    proof = salted(())
    assert "r1" in checked(proof)
    with pytest.raises(verifier.Refuted, match="without bets"):
        checked(bet_on(proof, 0, "lost"))


def test_what_is_not_revealed_or_was_played_by_other_rules_cannot_be_checked() -> None:
    player = rich(1)
    player.send(SLOT.examples(20)[0])
    (proof,) = proofs(player)
    secret = {key: value for key, value in proof.items() if key != "server_seed"}
    machine = rules_of(proof)
    assert machine is not None
    for wrong in ((secret, machine), (proof, machine | {"version": 99}), (proof | {"game": "entropy"}, machine)):
        with pytest.raises(verifier.CannotCheck):
            checked(*wrong)
    with pytest.raises(verifier.CannotCheck, match="RULES"):
        verifier.check(proof, verifier.Rules())
    with pytest.raises(verifier.CannotCheck):
        checked({key: value for key, value in crash_proof().items() if key != "game_hash"})


def test_the_program_says_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    player = rich(1)
    player.send(SLOT.examples(20)[0])
    (proof,) = proofs(player)
    for name, content in (("round", proof), ("rules", rules_of(proof)), ("wrong", changed(proof, ("payout",)))):
        (tmp_path / name).write_text(json.dumps(content))

    def ran(*names: str, noted: str = "") -> int:
        files = [str(tmp_path / name) for name in names]
        monkeypatch.setattr(sys, "argv", ["verify_round.py", *files, *(["--commitment", noted] if noted else [])])
        status: int = verifier.main()
        return status

    assert [ran("round", "rules"), ran("wrong", "rules"), ran("round"), ran("none")] == [3, 1, 2, 2]
    assert ran("round", "rules", noted=proof["server_seed_hash"].upper()) == 0
    assert ran("round", "rules", noted="0" * 64) == 1
    said = capsys.readouterr()
    assert said.out.startswith("consistent: round")
    assert "proven: round" in said.out
    assert "refuted: commitment" in said.out
    assert "refuted: payout" in said.out
    assert "needs RULES.json" in said.err


def test_it_needs_nothing_but_the_standard_library() -> None:
    text = PATH.read_text()
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)
