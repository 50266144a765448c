"""Laws that every registered game keeps, played through the user entity. To be registered is to be under them.

The last of them name what does not follow from the registry by itself, and where it goes.
"""

from collections import Counter
from itertools import count
from math import sqrt
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any, Protocol

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.areas import GAME_NAMES
from actors.games.contract import NO_MEMORY, Game, won
from actors.games.facts import RoundPlayed
from actors.games.registry import registered_games
from actors.messages import COMMANDS
from actors.money.economy import EconomyConfig
from actors.money.transfers import Transferred
from actors.player.state import PlayerState
from actors.runtime.entity import Decision, Incoming, Rejection, StoredPart
from actors.runtime.facts import Fact
from actors.runtime.payloads import Command
from actors.user.kind import UserKind
from cluster.cli.play.moves import MOVES
from gateway.rest.players.commands import TWINS
from tests import security_matrix
from tests.missing import golden
from tests.seals import SEALS, secret_seeds

ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
KIND = UserKind(ECONOMY, GAMES, seal=SEALS.seeds)
NOW_MS = 1_795_396_400_000
SIMULATED_ROUNDS = 30_000
REPOSITORY = Path(__file__).parents[3]
VERIFIER = REPOSITORY / "docs" / "verify" / "verify_round.py"
FLOATS = REPOSITORY / "docs" / "guides" / "verify-a-round.md"
every_game = pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)


class SeededEntropy:
    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def seed_hex(self) -> str:
        return self._chance.randbytes(32).hex()


class Player:
    """A user entity run turn by turn, that keeps every fact."""

    def __init__(self, seed: int = 1, kind: UserKind = KIND) -> None:
        self.kind = kind
        self.state: PlayerState = kind.create("u1")
        self.facts: list[Fact] = []
        self._entropy = SeededEntropy(seed)
        self._ids = count()
        initial = kind.initial_command(self.state)
        assert initial is not None
        self.send(initial[1], origin="system")

    def decide(self, body: msgspec.Struct, origin: str = "user") -> Decision | Rejection:
        n = next(self._ids)
        self.last_id = f"c{n}"
        return self.kind.decide(self.state, Incoming(self.last_id, origin, f"{n:032x}", body), NOW_MS, self._entropy)

    def send(self, body: msgspec.Struct, origin: str = "user") -> Decision | Rejection:
        decision = self.decide(body, origin)
        if isinstance(decision, Decision):
            for fact in decision.facts:
                self.kind.apply(self.state, fact)
            self.facts += decision.facts
        return decision


def dumped(state: PlayerState) -> dict[str, StoredPart]:
    return {part: KIND.dump(state, part) for part in KIND.parts}


def plays(game: Game[Any]) -> st.SearchStrategy[list[Command]]:
    stakes = st.one_of(st.integers(ECONOMY.bet_min, 2_000), st.integers(1, ECONOMY.bet_max + 1))
    return st.lists(stakes.flatmap(lambda bet: st.sampled_from(game.examples(bet))), max_size=12)


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_replaying_the_facts_gives_the_live_state(game: Game[Any], data: st.DataObject, seed: int) -> None:
    player = Player(seed)
    for command in data.draw(plays(game)):
        player.send(command)
    replayed = KIND.create("u1")
    for fact in player.facts:
        KIND.apply(replayed, fact)
    assert replayed == player.state
    assert KIND.load("u1", dumped(player.state)) == player.state


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_deciding_changes_nothing_and_gives_the_same_twice(game: Game[Any], data: st.DataObject, seed: int) -> None:
    player = Player(seed)
    for command in data.draw(plays(game)):
        before, shown = dumped(player.state), repr(player.state)
        incoming = Incoming("c", "user", "0" * 32, command)
        first, second = (KIND.decide(player.state, incoming, NOW_MS, SeededEntropy(seed)) for _ in range(2))
        assert first == second
        assert (dumped(player.state), repr(player.state)) == (before, shown)
        player.send(command)


@every_game
def test_a_round_asks_no_protocol_who_keeps_it(game: Game[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Python compares all members of a protocol each time, which takes longer than a round."""
    player, asked = Player(), list[type]()
    monkeypatch.setattr(type(Protocol), "__instancecheck__", lambda protocol, _: asked.append(protocol))
    for command in game.examples(100):
        player.send(command)
    assert not asked


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_money_is_conserved_and_every_balance_is_that_of_its_last_transfer(
    game: Game[Any], data: st.DataObject, seed: int
) -> None:
    player = Player(seed)
    for command in data.draw(plays(game)):
        player.send(command)
    balances: Counter[str] = Counter()
    for fact in player.facts:
        if isinstance(fact, Transferred):
            assert fact.amount > 0
            assert (fact.debit == "user:u1") != (fact.credit == "user:u1")
            balances[fact.currency] += fact.amount if fact.credit == "user:u1" else -fact.amount
            assert balances[fact.currency] == fact.balance_after >= 0
    assert {currency: balances[currency] for currency in player.state.root.balances} == player.state.root.balances


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_payout_of_the_stake_is_a_tie_more_is_won_and_less_is_lost(
    game: Game[Any], data: st.DataObject, seed: int
) -> None:
    player = Player(seed)
    for command in data.draw(plays(game)):
        player.send(command)
    for each in (fact for fact in player.facts if isinstance(fact, RoundPlayed)):
        pays_gold = game.payout_max(data.draw(st.sampled_from(game.examples(each.bet)))) > 0
        assert each.won == (won(each.bet, each.payout) if pays_gold else None)


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_round_is_in_the_ledger_as_it_was_played(game: Game[Any], data: st.DataObject, seed: int) -> None:
    player = Player(seed)
    for command in data.draw(plays(game)):
        decision = player.send(command)
        if isinstance(decision, Rejection):
            continue
        *transfers, played = decision.facts
        assert isinstance(played, RoundPlayed)
        gold = [t for t in transfers if isinstance(t, Transferred) and t.currency == "gold"]
        assert [t.amount for t in gold if t.debit == "user:u1"] == [game.stake(command)] == [played.bet]
        assert [t.amount for t in gold if t.credit == "user:u1"] == [played.payout] * (played.payout > 0)
        assert played.payout <= game.payout_max(command)
        assert played.config_version == game.config_version
        assert msgspec.json.decode(msgspec.json.encode(played.outcome)) == played.outcome


def asked(query: Any) -> Any:
    """A query of a player's entity, about something that there is not if it has to name something."""
    return query(**{each.name: "0" * 32 for each in msgspec.structs.fields(query) if each.required})


@every_game
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_nothing_that_leaves_the_entity_holds_a_secret_seed(game: Game[Any], data: st.DataObject, seed: int) -> None:
    player = Player(seed)
    leaving: list[Any] = []
    for command in data.draw(plays(game)):
        decision = player.send(command)
        if isinstance(decision, Decision):
            leaving += [decision.reply, *KIND.announce(player.state, decision.facts)]
            leaving += [event.payload for event in KIND.events(player.state, decision.facts)]
        else:
            leaving.append(decision.details)
    leaving += [KIND.answer(player.state, asked(query), 0) for query in KIND.queries.values()]
    leaving += [KIND.snapshot(player.state, 0)]
    leaving += KIND.announce(player.state, player.facts)
    leaving += [event.payload for event in KIND.events(player.state, player.facts)]
    seen = msgspec.json.encode(leaving).decode()
    assert player.state.seeds.client_seed in seen
    assert not [secret for secret in secret_seeds(player.state) if secret in seen]


@every_game
def test_the_odds_are_what_a_simulation_yields(game: Game[Any]) -> None:
    chance = Random(game.name)
    fractions = iter(chance.random, None)
    for command in game.examples(ECONOMY.bet_min):
        odds = game.odds(command)
        if odds is None:
            assert game.payout_max(command) == 0
            continue
        bet = game.stake(command)
        mean = sum(game.play(command, fractions, NO_MEMORY).payout for _ in range(SIMULATED_ROUNDS)) / SIMULATED_ROUNDS
        assert abs(mean / bet - odds.mean) < 4 * sqrt(odds.variance / SIMULATED_ROUNDS)


@every_game
def test_the_published_return_holds_at_every_stake_and_in_every_way_to_play(game: Game[Any]) -> None:
    published = game.rtp()
    stakes = [*range(ECONOMY.bet_min, 2_000), *range(2_000, ECONOMY.bet_max, 997), ECONOMY.bet_max]
    means = [odds.mean for bet in stakes for command in game.examples(bet) if (odds := game.odds(command)) is not None]
    assert published == min(means, default=None)
    assert (published is None) == all(game.odds(command) is None for command in game.examples(100))


@every_game
def test_whatever_can_be_played_is_not_refused(game: Game[Any]) -> None:
    assert [game.refusal(command, NOW_MS) for command in game.examples(ECONOMY.bet_min)].count(None) > 0


@every_game
def test_a_game_is_reachable_and_shown(game: Game[Any]) -> None:
    assert game.command in COMMANDS
    assert KIND.commands[game.command.TYPE] is game.command
    assert game.name in GAME_NAMES
    shown = KIND.snapshot(KIND.create("u1"), 0).games[game.name]
    assert shown["rtp"] == game.rtp()
    assert msgspec.json.encode(shown)
    rtp = game.rtp()
    assert rtp is None or 0 < rtp < 1


def test_names_and_commands_of_games_are_unique() -> None:
    assert len({game.name for game in GAMES}) == len({game.command for game in GAMES}) == len(GAMES)


@every_game
def test_the_command_of_a_game_is_called_after_it(game: Game[Any]) -> None:
    name, _, verb = game.command.TYPE.partition(".")
    assert name == game.name
    assert verb.isidentifier()
    assert game.about


# --- what does not follow by itself -----------------------------------------------------------------------------------


@every_game
def test_a_game_has_tests_of_its_own(game: Game[Any]) -> None:
    path = f"tests/unit/games/test_{game.name}.py"
    assert (REPOSITORY / path).exists(), f"{path} is missing"


@every_game
def test_the_route_of_a_game_is_in_the_security_matrix(game: Game[Any]) -> None:
    paths = [f"POST {twin.path}" for twin in TWINS if twin.command is game.command]
    assert len(paths) == 1
    security_matrix.assert_complete(paths, paths, "Routes")


@every_game
def test_the_message_of_a_game_is_in_the_security_matrix(game: Game[Any]) -> None:
    security_matrix.assert_complete([game.command.TYPE], [game.command.TYPE], "Messages of the socket")


@every_game
def test_the_messages_of_a_game_have_golden_files(game: Game[Any]) -> None:
    golden.assert_none_missing(game.command.TYPE)


@every_game
def test_a_game_can_be_checked_by_those_who_do_not_trust_us(game: Game[Any]) -> None:
    assert game.name in run_path(str(VERIFIER))["CHECKS"], "add it to CHECKS in docs/verify/verify_round.py"


@every_game
def test_it_is_told_how_a_game_takes_its_floats(game: Game[Any]) -> None:
    assert f"| `{game.name}` |" in FLOATS.read_text(), "say it in docs/guides/verify-a-round.md"


@every_game
def test_a_game_can_be_played_in_a_terminal(game: Game[Any]) -> None:
    assert game.name in MOVES, "add it to MOVES in cluster/cli/play/moves.py"
