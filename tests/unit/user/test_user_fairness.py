"""Commitment, rotation and nonces of a player: nothing is chosen after it was promised, nothing is shown before."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.facts import SeedRevealed
from actors.fairness.floats import commitment
from actors.fairness.messages import FairnessGet, SeedsRotate, SeedsRotated
from actors.fairness.seeds import client_seed_of
from actors.games.facts import RoundPlayed
from actors.games.recompute import recompute
from actors.games.registry import registered_games
from actors.games.rps import RpsPlay
from actors.money.economy import EconomyConfig
from actors.runtime.entity import Decision
from tests.seals import secret_seeds
from tests.unit.games.test_game_laws import KIND, Player, asked

GAMES = {game.name: game for game in registered_games(EconomyConfig())}
steps = st.lists(
    st.one_of(
        st.just(RpsPlay(bet=20, choice="rock")),
        st.none().map(lambda _: SeedsRotate()),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64).map(
            lambda text: SeedsRotate(client_seed=text)
        ),
    ),
    max_size=25,
)


def rotated(player: Player, client_seed: str | None = None) -> SeedsRotated:
    decision = player.send(SeedsRotate(client_seed=client_seed))
    assert isinstance(decision, Decision)
    assert isinstance(decision.reply, SeedsRotated)
    return decision.reply


def commitments(player: Player) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(KIND.answer(player.state, FairnessGet(), 0))
    return shown


@given(steps=steps, seed=st.integers(0, 2**32))
def test_no_nonce_and_no_server_seed_is_ever_used_twice(steps: list[Any], seed: int) -> None:
    player = Player(seed)
    for step in steps:
        player.send(step)
    rounds = [fact for fact in player.facts if isinstance(fact, RoundPlayed)]
    references = [(played.server_seed_hash, played.nonce) for played in rounds]
    assert len(set(references)) == len(references)
    revealed = [fact.server_seed for fact in player.facts if isinstance(fact, SeedRevealed)]
    every = [*revealed, *secret_seeds(player.state)]
    assert len(set(every)) == len(every) == sum(isinstance(step, SeedsRotate) for step in steps) + 2


@given(steps=steps, seed=st.integers(0, 2**32))
def test_a_rotation_reveals_what_was_committed_to_and_goes_on_with_what_was_promised(
    steps: list[Any], seed: int
) -> None:
    player = Player(seed)
    for step in steps:
        before = commitments(player)
        if not isinstance(step, SeedsRotate):
            player.send(step)
            continue
        answer = rotated(player, step.client_seed)
        drawn = client_seed_of(before["next_server_seed_hash"], player.last_id)
        assert commitment(answer.revealed.server_seed) == answer.revealed.server_seed_hash == before["server_seed_hash"]
        assert (answer.revealed.client_seed, answer.revealed.last_nonce) == (before["client_seed"], before["nonce"])
        assert commitments(player) == {
            "server_seed_hash": before["next_server_seed_hash"],
            "next_server_seed_hash": answer.next_server_seed_hash,
            "client_seed": step.client_seed or drawn,
            "nonce": 0,
        }
        assert answer.next_server_seed_hash != before["next_server_seed_hash"]


@given(steps=steps, seed=st.integers(0, 2**32))
def test_what_is_revealed_proves_every_round_before_it(steps: list[Any], seed: int) -> None:
    player = Player(seed)
    for step in [*steps, SeedsRotate()]:
        player.send(step)
    seeds = {fact.server_seed_hash: fact for fact in player.facts if isinstance(fact, SeedRevealed)}
    for played in (fact for fact in player.facts if isinstance(fact, RoundPlayed)):
        revealed = seeds[played.server_seed_hash]
        assert 1 <= played.nonce <= revealed.last_nonce
        assert revealed.client_seed == played.client_seed
        again = recompute(
            GAMES[played.game],
            played.bet,
            played.outcome,
            server_seed=revealed.server_seed,
            client_seed=played.client_seed,
            nonce=played.nonce,
        )
        assert (again.outcome, again.payout) == (played.outcome, played.payout)


@given(steps=steps, seed=st.integers(0, 2**32))
def test_nothing_that_leaves_the_entity_holds_a_seed_that_is_not_revealed(steps: list[Any], seed: int) -> None:
    player = Player(seed)
    for step in [*steps, SeedsRotate()]:
        decision = player.send(step)
        assert isinstance(decision, Decision)
        leaving: list[Any] = [decision.reply, *KIND.announce(player.state, decision.facts)]
        leaving += [event.payload for event in KIND.events(player.state, decision.facts)]
        leaving += [KIND.answer(player.state, asked(query), 0) for query in KIND.queries.values()]
        leaving += [repr(player.state), *map(repr, player.facts)]
        seen = msgspec.json.encode(leaving)
        stored = b"".join(KIND.dump(player.state, part).data for part in KIND.parts)
        for secret in secret_seeds(player.state):
            assert secret.encode() not in seen + stored
            assert bytes.fromhex(secret) not in stored


def test_a_rotation_touches_the_seeds_and_the_nonce_alone() -> None:
    player = Player()
    player.send(RpsPlay(bet=20, choice="rock"))
    gold = dict(player.state.root.balances)
    decision = player.decide(SeedsRotate())
    assert isinstance(decision, Decision)
    assert [KIND.apply(player.state, fact) for fact in decision.facts] == [set(), {"seeds"}]
    assert (player.state.root.balances, player.state.root.nonce) == (gold, 0)
    assert KIND.announce(player.state, decision.facts) == KIND.events(player.state, decision.facts) == []
