"""Every registered game over the socket and over REST: played, recorded, refused, described in the schema."""

from typing import Any

import httpx
import msgspec
import pytest

from actors.games.contract import Game
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from tests.integration.realtime.player import Socket, User, new_id
from tests.integration.realtime.validation import DOCUMENT

module_loop = pytest.mark.asyncio(loop_scope="module")
GAMES = registered_games(EconomyConfig())
every_game = pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)


def example(game: Game[Any]) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(game.examples(100)[-1])
    return body


@module_loop
@every_game
async def test_a_game_is_played_over_the_socket(game: Game[Any], socket: Socket, stored):
    before = await stored()
    reply = await socket.ask(game.command.TYPE, example(game))
    assert reply["ok"], reply
    assert (await stored()).rounds == before.rounds + 1
    update = next(push for push in reversed(socket.pushes) if push["type"] == "stats_update")
    assert (update["payload"]["game"], update["payload"]["games_played"]) == (game.name, 1)
    assert reply["payload"]["gold"] == socket.numbered[0]["payload"]["gold"]


@module_loop
@every_game
async def test_a_game_is_played_over_rest_once_for_each_key(
    game: Game[Any], http: httpx.AsyncClient, user: User, stored
):
    path = f"/api/games/{game.command.TYPE.replace('.', '/')}"
    headers = user.bearer | {"Idempotency-Key": new_id()}
    before = await stored()
    answers = [await http.post(path, json=example(game), headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
    assert answers[0].json() == answers[1].json()
    assert (await stored()).rounds == before.rounds + 1


@every_game
def test_the_messages_of_a_game_are_in_the_exported_schema(game: Game[Any]):
    command = DOCUMENT["commands"][game.command.TYPE]
    assert command["payload"] == {"$ref": f"#/$defs/{game.command.__name__}"}
    assert command["reply"] == {"$ref": f"#/$defs/{game.command.REPLY.__name__}"}


SLOT = {"machine": "classic", "bet": 100}
PULL = {"banner": "standard", "count": 10}


@module_loop
@pytest.mark.parametrize(
    ("command", "payload", "code"),
    [
        ("slot.spin", SLOT | {"machine": "gone"}, "not_found"),
        ("slot.spin", SLOT | {"bet": -20}, "invalid_payload"),
        ("slot.spin", SLOT | {"bet": 20.5}, "invalid_payload"),
        ("slot.spin", SLOT | {"bet": 19}, "invalid_payload"),
        ("slot.spin", SLOT | {"bet": 1_000_001}, "invalid_payload"),
        ("slot.spin", SLOT | {"bet": 10_001}, "insufficient_gold"),
        ("slot.spin", {"machine": "classic"}, "invalid_payload"),
        ("gacha.pull", PULL | {"banner": "gone"}, "not_found"),
        ("gacha.pull", PULL | {"count": 11}, "invalid_payload"),
        ("gacha.pull", PULL | {"count": 0}, "invalid_payload"),
        ("gacha.pull", PULL | {"price": 1}, "invalid_payload"),
    ],
)
async def test_what_cannot_be_played_is_refused_and_changes_nothing(
    command: str, payload: dict[str, Any], code: str, socket: Socket, stored
):
    before = await stored()
    reply = await socket.ask(command, payload)
    assert (reply["ok"], reply["error"]["code"]) == (False, code)
    assert await stored() == before
    assert socket.numbered == []


@module_loop
async def test_ten_pulls_are_one_round_and_leave_their_pity_in_the_snapshot(socket: Socket, stored):
    before = await stored()
    reply = await socket.ask("gacha.pull", PULL)
    assert len(reply["payload"]["pulls"]) == 10
    assert (await stored()).commands == before.commands + 1
    await socket.ask("gacha.pull", PULL)
    pulled = (await socket.ask("gacha.pull", PULL))["payload"]["pity"]["since"]
    assert 0 <= pulled["5"] <= 30


@module_loop
async def test_anybody_may_read_machines_and_rates(http: httpx.AsyncClient):
    machines = (await http.get("/api/games/slot/machines")).json()["items"]
    assert [machine["id"] for machine in machines] == ["classic", "fortune"]
    assert (await http.get("/api/games/slot/machines/fortune")).json() == machines[1]
    banners = (await http.get("/api/games/gacha/banners")).json()["items"]
    assert [banner["banner"] for banner in banners] == ["aurora", "standard"]
    assert (await http.get("/api/games/gacha/banners/aurora/rates")).json() == banners[0]
    for path in ("slot/machines/gone", "gacha/banners/gone/rates"):
        missing = await http.get(f"/api/games/{path}")
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
