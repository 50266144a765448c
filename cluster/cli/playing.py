"""`pitboss play` and `pitboss players`: clients of a platform, by hand and by script."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from actors.crash.rules.curve import CASHOUT_HUNDREDTHS_MIN
from cluster.cli.play.moves import GAMES
from cluster.cli.play.options import Choice, PlayOptions
from cluster.cli.players.options import CrewOptions
from cluster.cli.terminal import URL, Url, console, fail
from pitboss_client.errors import PlayerError


def known_game(name: str) -> str:
    """Return the name of a game. Raises BadParameter for any other."""
    if name not in GAMES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(GAMES)}")
    return name


GameName = Annotated[str, typer.Option(parser=known_game, metavar=f"<{'|'.join(GAMES)}>", help="Game to play.")]
TableName = Annotated[str, typer.Option(help="Table of crash.")]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.command()(play)
    app.command()(players)


def play(
    url: Url = URL,
    game: GameName = "rps",
    rounds: Annotated[int, typer.Option(min=1, help="Rounds to play.")] = 5,
    bet: Annotated[int, typer.Option(min=1, help="Gold to bet on each round.")] = 100,
    choice: Annotated[Choice, typer.Option(help="Hand at rock, paper, scissors.")] = Choice.RANDOM,
    table: TableName = "main",
    auto_cashout: Annotated[float, typer.Option(min=0, help="Cash out of crash at this multiplier; 0: never.")] = 2.0,
    user: Annotated[
        str, typer.Option(help="Name of the player, who is signed up if new; empty: a generated one.")
    ] = "",
    password_file: Annotated[Path | None, typer.Option(help="File with the password of --user.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Cut the connection half-way, and resume.")] = False,
) -> None:
    """Play in this terminal, and see every push; rounds of crash are proved as they end."""
    from cluster.cli.play.terminal import play as play_rounds

    hundredths = round(auto_cashout * 100)
    if 0 < hundredths < CASHOUT_HUNDREDTHS_MIN:
        raise fail("an automatic cash-out is at 1.01 or above, or 0 for none", 2)
    options = PlayOptions(url, rounds, bet, choice, user, password_file, drop, game, table, hundredths)
    try:
        complete = asyncio.run(play_rounds(options, console))
    except PlayerError as error:
        raise fail(str(error)) from None
    raise typer.Exit(0 if complete else 1)


def players(
    count: Annotated[int, typer.Option(min=1, max=1_000, help="Number of players.")] = 10,
    minutes: Annotated[float, typer.Option(min=0.01, max=1_440, help="How long they play.")] = 1.0,
    url: Url = URL,
    seed: Annotated[int, typer.Option(help="Seed of the players' choices; 0: another one each time.")] = 0,
    table: TableName = "main",
) -> None:
    """Let scripted players with different strategies play, each of which checks its own gold.

    Exit status: 0 everything was as expected, 1 something was not.
    """
    from cluster.cli.players.crew import play_all

    try:
        sound = asyncio.run(play_all(CrewOptions(url, count, minutes * 60, seed, table), console))
    except PlayerError as error:
        raise fail(str(error)) from None
    raise typer.Exit(0 if sound else 1)
