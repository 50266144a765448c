"""The command line: `pitboss --help` lists everything."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import json
from rich.console import Console

from actors.crash.messages import AUTO_CASHOUT_CENTS_MIN
from cluster.cli import api as api_cli
from cluster.cli import fairness as fairness_cli
from cluster.cli.host_groups import PlanError, host_groups
from cluster.cli.play.options import Choice, GameName, PlayOptions
from cluster.cli.players.options import CrewOptions
from cluster.dev.errors import DevError
from cluster.dev.platform import DevOptions, run
from cluster.running import NotRunning, running_platform
from cluster.settings import SettingsError, read_settings
from pitboss_client.errors import PlayerError

app = typer.Typer(
    name="pitboss",
    help="Actor-based realtime game server: start it, look into it, play on it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
fairness_cli.add_to(app)
api_cli.add_to(app)
HOSTS_DEFAULT = str(max(1, (os.cpu_count() or 2) // 2))
console = Console(highlight=False)
DataDir = Annotated[Path, typer.Option(help="Where the data of the platform lie.")]
Url = Annotated[str, typer.Option(help="Address of a gateway.")]
TableName = Annotated[str, typer.Option(help="Table of crash.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def fail(message: str, status: int = 1) -> typer.Exit:
    """Say what is wrong on standard error; the exit to raise."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {message}", markup=True)
    return typer.Exit(status)


@app.command()
def dev(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the first gateway; 0: any free one.")] = 8080,
    data_dir: DataDir = Path(".pitboss"),
    hosts: Annotated[
        str, typer.Option(help="Entity hosts (about one for two cores): 3, or by kind: users=2,tables=1.")
    ] = HOSTS_DEFAULT,
    gateways: Annotated[int, typer.Option(min=1, max=64, help="Gateways; number K listens on PORT+K.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove the data of earlier runs first.")] = False,
    postgres_url: Annotated[str, typer.Option(help="Use this Postgres instead of an embedded one.")] = "",
    redis_url: Annotated[str, typer.Option(help="Use this Redis or Valkey instead of an embedded one.")] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say where the time of the start goes.")] = False,
) -> None:
    """Start the whole platform on this machine; Ctrl-C stops it and keeps the data."""
    overrides: dict[str, Any] = {
        name: url for name, url in (("database_url", postgres_url), ("redis_url", redis_url)) if url
    }
    try:
        options = DevOptions(port, data_dir, host_groups(hosts), gateways, fresh, verbose)
        settings = read_settings(**overrides)
        if settings.profile != "dev":
            from cluster.profiles import check_profile

            check_profile(settings)
        run(options, settings, lambda line: print(line, flush=True))
    except (DevError, PlanError, SettingsError) as error:
        raise fail(str(error)) from None


@app.command()
def env(
    profile: Annotated[str, typer.Option(help="dev, stage or prod.")] = "dev",
) -> None:
    """Print an environment file with every setting; for dev with fresh secrets, else with what is to be filled in."""
    from cluster.profiles import PROFILES, template

    if profile not in PROFILES:
        raise fail(f"a profile is one of {', '.join(PROFILES)}", 2)
    sys.stdout.write(template(profile))


@app.command()
def status(data_dir: DataDir = Path(".pitboss"), as_json: AsJson = False) -> None:
    """Show every process of the running platform: hosts with their shards and entities, gateways with their sockets."""
    found = _control(data_dir, lambda control: control.status())
    if as_json:
        sys.stdout.write(json.encode(found).decode() + "\n")
    else:
        from cluster.cli.tables import status_tables

        for table in status_tables(found):
            console.print(table)


@app.command()
def inspect(
    entity: Annotated[str, typer.Argument(help="KIND/KEY; for players also user/USERNAME.")],
    data_dir: DataDir = Path(".pitboss"),
    as_json: AsJson = False,
) -> None:
    """Show one entity: its shard, owner, version, mailbox and state."""
    kind, separator, key = entity.partition("/")
    if not (kind and separator and key):
        raise fail(f"an entity is written KIND/KEY, for instance user/kim, not {entity!r}", 2)
    found = _control(data_dir, lambda control: control.inspect(kind, key))
    if as_json:
        sys.stdout.write(json.encode(found).decode() + "\n")
    else:
        console.print_json(json.encode(found).decode())


@app.command()
def play(
    url: Url = "http://127.0.0.1:8080",
    game: Annotated[GameName, typer.Option(help="What to play.")] = GameName.RPS,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds to play.")] = 5,
    bet: Annotated[int, typer.Option(min=1, help="Gold to bet on each round.")] = 100,
    choice: Annotated[Choice, typer.Option(help="Hand at rock, paper, scissors.")] = Choice.RANDOM,
    table: TableName = "main",
    auto_cashout: Annotated[float, typer.Option(min=0, help="Leave the curve of crash there; 0: never.")] = 2.0,
    user: Annotated[str, typer.Option(help="Name of the player, signed up if new; empty: a generated one.")] = "",
    password_file: Annotated[Path | None, typer.Option(help="File with the password of --user.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Cut the connection half-way, and resume.")] = False,
) -> None:
    """Play in this terminal, and see every push; rounds of crash are proved as they end."""
    from cluster.cli.play.terminal import play as play_rounds

    hundredths = round(auto_cashout * 100)
    if 0 < hundredths < AUTO_CASHOUT_CENTS_MIN:
        raise fail("an automatic cash-out is at 1.01 or above, or 0 for none", 2)
    options = PlayOptions(url, rounds, bet, choice, user, password_file, drop, game, table, hundredths)
    try:
        complete = asyncio.run(play_rounds(options, console))
    except PlayerError as error:
        raise fail(str(error)) from None
    raise typer.Exit(0 if complete else 1)


@app.command()
def players(
    count: Annotated[int, typer.Option(min=1, max=1_000, help="How many players.")] = 10,
    minutes: Annotated[float, typer.Option(min=0.01, max=1_440, help="How long they play.")] = 1.0,
    url: Url = "http://127.0.0.1:8080",
    seed: Annotated[int, typer.Option(help="Of the players' choices; 0: another one each time.")] = 0,
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


@app.command()
def verify(
    data_dir: DataDir = Path(".pitboss"),
    database_url: Annotated[str, typer.Option(help="Check this database instead of the platform's.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check every invariant of the stored data, in one snapshot, also while players play.

    Exit status: 0 everything holds, 1 something is violated, 2 it could not be checked.
    """
    from cluster.cli.verification_report import print_report, progress
    from cluster.verification.database import CannotVerify
    from cluster.verification.run import verify_platform

    try:
        with progress() as watch:
            report = verify_platform(data_dir, database_url, watch)
    except CannotVerify as error:
        raise fail(str(error), 2) from None
    if as_json:
        sys.stdout.write(json.encode(report).decode() + "\n")
    else:
        print_report(report, console)
    raise typer.Exit(0 if report.holds else 1)


@app.command("verify-audit")
def verify_audit(
    data_dir: DataDir = Path(".pitboss"),
    database_url: Annotated[str, typer.Option(help="Check this database instead of the platform's.")] = "",
    expect: Annotated[str, typer.Option(help="A head noted earlier, N:HASH, that must be in the chain.")] = "",
    as_json: AsJson = False,
) -> None:
    """Compute the chain of the audit trail again, in one snapshot: what was changed, removed or put in is found.

    Exit status: 0 everything holds, 1 something is violated, 2 it could not be checked.
    """
    from cluster.verification.audit import verify_audit_of
    from cluster.verification.database import CannotVerify

    try:
        report = verify_audit_of(data_dir, database_url, expect)
    except CannotVerify as error:
        raise fail(str(error), 2) from None
    if as_json:
        sys.stdout.write(json.encode(report).decode() + "\n")
    else:
        console.print(f"{report.seals} rows sealed, {report.waiting} waiting, head {report.head}", soft_wrap=True)
        for example in report.examples:
            console.print(f"violated: {example}", soft_wrap=True, markup=False)
    raise typer.Exit(0 if report.holds else 1)


@app.command()
def drain(
    host: Annotated[str, typer.Argument(help="Name of a host, for instance host-1.")],
    data_dir: DataDir = Path(".pitboss"),
) -> None:
    """Hand every shard of a host to the others and give it no more; nothing is lost, players notice nothing."""
    moved = _control(data_dir, lambda control: control.direct("drain", host))
    console.print(f"{moved} shards moved; {host} is drained (pitboss undrain {host} lets it serve again)")


@app.command()
def undrain(
    host: Annotated[str, typer.Argument(help="Name of a drained host.")], data_dir: DataDir = Path(".pitboss")
) -> None:
    """Let a drained host have shards again."""
    _control(data_dir, lambda control: control.direct("undrain", host))
    console.print(f"{host} may have shards again")


@app.command()
def rebalance(data_dir: DataDir = Path(".pitboss")) -> None:
    """Level the shards over all hosts that are not drained."""
    console.print(f"{_control(data_dir, lambda control: control.direct('rebalance'))} shards moved")


@app.command()
def scale(
    hosts: Annotated[int, typer.Argument(min=1, max=64, help="How many hosts there are to be.")],
    data_dir: DataDir = Path(".pitboss"),
) -> None:
    """Start or stop hosts of the running platform; those that are stopped are drained first."""
    names = _control(data_dir, lambda control: control.direct("scale", hosts))
    console.print(f"hosts now: {', '.join(names)}")


def _control(data_dir: Path, action: Any) -> Any:
    """Run `action` with the control plane of the running platform."""
    from cluster.control.errors import ControlError
    from cluster.control.ray.remote_control import RemoteControl

    try:
        with RemoteControl(running_platform(data_dir), data_dir) as control:
            return action(control)
    except (NotRunning, ControlError) as error:
        raise fail(str(error)) from None
