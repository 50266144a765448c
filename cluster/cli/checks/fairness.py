"""`pitboss fairness ...`: compute the numbers of provable fairness from seeds and hashes, without any server."""

import sys
from itertools import islice
from typing import Annotated

import typer

from actors.crash.rules.point import crash_hundredths, previous_hash
from actors.fairness.floats import floats
from cluster.cli.terminal import fail

FLOATS_MAX = 10_000
DECIMALS = 15

fairness = typer.Typer(help="Compute the numbers of provable fairness from seeds and hashes.", no_args_is_help=True)
GameHash = Annotated[str, typer.Option("--hash", help="A game hash: 64 hex digits.")]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.add_typer(fairness, name="fairness")


@fairness.command("floats")
def print_floats(
    server_seed: Annotated[str, typer.Option(help="The revealed server seed, as text.")],
    client_seed: Annotated[str, typer.Option(help="The client seed.")],
    nonce: Annotated[int, typer.Option(min=0, help="The round's nonce.")],
    count: Annotated[int, typer.Option(min=1, max=FLOATS_MAX, help="Number of floats to print.")] = 8,
) -> None:
    """Print the floats of a solo round, one a line."""
    try:
        for fraction in islice(floats(server_seed, client_seed, nonce), count):
            sys.stdout.write(f"{fraction:.{DECIMALS}f}\n")
    except UnicodeEncodeError:
        raise fail("a server seed is ASCII text", 2) from None


@fairness.command("crash")
def print_crash_point(
    game_hash: GameHash, salt: Annotated[str, typer.Option(help="The salt of the table, as text.")]
) -> None:
    """Print the crash point of a game hash in hundredths."""
    try:
        sys.stdout.write(f"{crash_hundredths(game_hash, salt)}\n")
    except ValueError as error:
        raise fail(str(error), 2) from None


@fairness.command("chain")
def print_previous_hash(game_hash: GameHash) -> None:
    """Print the game hash of the round before."""
    try:
        sys.stdout.write(f"{previous_hash(game_hash)}\n")
    except ValueError as error:
        raise fail(str(error), 2) from None
