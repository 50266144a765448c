"""A recorded round can be played again from its record and its seeds alone, whatever game it is of."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.floats import floats
from actors.games.contract import NO_MEMORY, Game
from actors.games.recompute import NoRecord, recompute
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig

ECONOMY = EconomyConfig()
GAMES = registered_games(ECONOMY)
SEEDS = {"server_seed": "5" * 64, "client_seed": "mine"}
every_game = pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)


@every_game
@given(data=st.data())
def test_the_record_and_the_seeds_give_the_round_again(game: Game[Any], data: st.DataObject) -> None:
    memory = NO_MEMORY
    for nonce in range(1, data.draw(st.integers(2, 12), "rounds")):
        command = data.draw(st.sampled_from(game.examples(ECONOMY.bet_min)), "command")
        played = game.play(command, floats(**SEEDS, nonce=nonce), memory)
        stored = msgspec.json.decode(msgspec.json.encode(played.outcome))
        again = recompute(game, game.stake(command), stored, **SEEDS, nonce=nonce)
        assert again._replace(memory=None) == played._replace(memory=None)
        memory = memory if played.memory is None else played.memory


@every_game
def test_another_nonce_gives_other_rounds(game: Game[Any]) -> None:
    command = game.examples(ECONOMY.bet_min)[0]
    played = [game.play(command, floats(**SEEDS, nonce=nonce), NO_MEMORY) for nonce in range(1, 41)]
    again = [
        recompute(game, game.stake(command), round_.outcome, **SEEDS, nonce=nonce + 1).outcome
        for nonce, round_ in enumerate(played, start=1)
    ]
    assert again != [round_.outcome for round_ in played]


@every_game
@pytest.mark.parametrize("outcome", [{}, {"choice": 1}, {"machine": "none"}, {"banner": "none", "before": {}}])
def test_what_is_no_record_is_refused(game: Game[Any], outcome: dict[str, Any]) -> None:
    with pytest.raises(NoRecord, match=game.name):
        recompute(game, ECONOMY.bet_min, outcome, **SEEDS, nonce=1)
