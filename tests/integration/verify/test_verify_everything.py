"""Whatever a player can do leaves a database that `pitboss verify` finds sound: nothing registered is left out."""

import asyncio
import json

import msgspec
from typer.testing import CliRunner

from actors.games.registry import registered_games
from actors.kinds import entity_kinds
from actors.messages import COMMANDS
from actors.money.economy import EconomyConfig
from cluster.cli.app import app
from tests.integration.cluster import running_cluster
from tests.integration.realtime.player import CONFIG, joined, new_user
from tests.integration.verify.played import owner_of
from tests.missing.golden import PROTOCOL
from tests.seals import SEALS

GAMES = registered_games(EconomyConfig())


async def test_every_game_and_every_command_leaves_a_sound_database(database_url):
    kinds = entity_kinds(EconomyConfig(), GAMES, seals=SEALS)
    async with running_cluster(database_url, config=CONFIG, more_kinds=kinds) as cluster:
        for game in GAMES:
            async with joined(cluster, new_user()) as socket:
                for body in game.examples(100):
                    reply = await socket.ask(game.command.TYPE, msgspec.to_builtins(body))
                    assert reply["ok"], reply
        for command in COMMANDS:
            async with joined(cluster, new_user()) as socket:
                golden = json.loads((PROTOCOL / "client" / f"{command.TYPE}.json").read_text())
                await socket.ask(command.TYPE, golden["payload"])
                await socket.play()
    async with owner_of(database_url) as connection:
        played = await connection.fetch("SELECT DISTINCT game FROM game_round")
    assert {game.name for game in GAMES} <= {name for (name,) in played}

    done = await asyncio.to_thread(CliRunner().invoke, app, ["verify", "--database-url", database_url])
    assert done.exit_code == 0, done.output
    assert "every invariant holds" in done.stdout
