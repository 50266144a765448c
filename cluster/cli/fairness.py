"""`pitboss verify-round` and `pitboss fairness ...`: checks that need no trust in the server."""

import sys
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from msgspec import json
from rich.console import Console
from rich.markup import escape

from actors.crash.rules.point import crash_cents, previous_hash
from actors.fairness.floats import floats

FLOATS_MAX = 10_000
DECIMALS = 15

fairness = typer.Typer(help="Compute what provable fairness is made of, from seeds and hashes.", no_args_is_help=True)
GameHash = Annotated[str, typer.Option("--hash", help="A game hash: 64 hex digits.")]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.add_typer(fairness, name="fairness")
    app.command("verify-round")(verify_round)


def verify_round(
    round_id: Annotated[str, typer.Argument(metavar="ID", help="The round, as its reply named it.")],
    data_dir: Annotated[Path, typer.Option(help="Where the data of the platform lie.")] = Path(".pitboss"),
    database_url: Annotated[str, typer.Option(help="Look into this database instead of the platform's.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Recompute a round from its revealed server seed.

    Exit status: 0 proven, 1 refuted, 2 it could not be checked, for instance because the seed is not revealed yet.
    """
    from cluster.verification.database import CannotVerify
    from cluster.verification.rounds import verify_round as verdict_of

    try:
        verdict = verdict_of(round_id, data_dir, database_url)
    except CannotVerify as error:
        raise _fail(str(error), 2) from None
    if as_json:
        sys.stdout.write(json.encode(verdict).decode() + "\n")
    else:
        sys.stdout.write(
            f"round {verdict.round_id} of {verdict.game}, nonce {verdict.nonce}\n"
            f"recorded {json.encode(verdict.outcome).decode()}, payout {verdict.payout}\n"
        )
        if verdict.computed is not None:
            sys.stdout.write(f"computed {json.encode(verdict.computed).decode()}, payout {verdict.payout_computed}\n")
        sys.stdout.write(f"{verdict.verdict}: {verdict.says}\n")
    raise typer.Exit({"proven": 0, "refuted": 1, "secret": 2}[verdict.verdict])


@fairness.command("floats")
def print_floats(
    server_seed: Annotated[str, typer.Option(help="The revealed server seed, as text.")],
    client_seed: Annotated[str, typer.Option(help="The client seed.")],
    nonce: Annotated[int, typer.Option(min=0, help="The round's nonce.")],
    count: Annotated[int, typer.Option(min=1, max=FLOATS_MAX, help="How many to print.")] = 8,
) -> None:
    """Print the floats of a solo round, one a line."""
    try:
        for fraction in islice(floats(server_seed, client_seed, nonce), count):
            sys.stdout.write(f"{fraction:.{DECIMALS}f}\n")
    except UnicodeEncodeError:
        raise _fail("a server seed is ASCII text", 2) from None


@fairness.command("crash")
def print_crash_point(
    game_hash: GameHash, salt: Annotated[str, typer.Option(help="The salt of the table, as text.")]
) -> None:
    """Print the crash point of a game hash in cents."""
    try:
        sys.stdout.write(f"{crash_cents(game_hash, salt)}\n")
    except ValueError as error:
        raise _fail(str(error), 2) from None


@fairness.command("chain")
def print_previous_hash(game_hash: GameHash) -> None:
    """Print the game hash of the round before."""
    try:
        sys.stdout.write(f"{previous_hash(game_hash)}\n")
    except ValueError as error:
        raise _fail(str(error), 2) from None


def _fail(message: str, status: int) -> typer.Exit:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {escape(message)}")
    return typer.Exit(status)
