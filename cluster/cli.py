"""The command line: `pitboss --help` lists everything."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import json
from rich.console import Console

from cluster.dev import DevError, DevOptions, run, running
from cluster.settings import SettingsError, read_settings

app = typer.Typer(
    name="pitboss",
    help="Actor-based realtime game server: start it, look into it, play on it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
HOSTS_DEFAULT = max(1, (os.cpu_count() or 2) // 2)
console = Console(highlight=False)
DataDir = Annotated[Path, typer.Option(help="Where the data of the platform lie.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def fail(message: str, status: int = 1) -> typer.Exit:
    """Say what is wrong on standard error; the exit to raise."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {message}", markup=True)
    return typer.Exit(status)


@app.command()
def dev(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the first gateway; 0: any free one.")] = 8080,
    data_dir: DataDir = Path(".pitboss"),
    hosts: Annotated[int, typer.Option(min=1, max=64, help="Entity hosts (about one for two cores).")] = HOSTS_DEFAULT,
    gateways: Annotated[int, typer.Option(min=1, max=64, help="Gateways; number K listens on PORT+K.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove the data of earlier runs first.")] = False,
    postgres_url: Annotated[str, typer.Option(help="Use this Postgres instead of an embedded one.")] = "",
    redis_url: Annotated[str, typer.Option(help="Use this Redis or Valkey instead of an embedded one.")] = "",
) -> None:
    """Start the whole platform on this machine; Ctrl-C stops it and keeps the data."""
    overrides: dict[str, Any] = {
        name: url for name, url in (("database_url", postgres_url), ("redis_url", redis_url)) if url
    }
    options = DevOptions(port, data_dir, hosts, gateways, fresh)
    try:
        settings = read_settings(**overrides)
        run(options, settings, lambda line: print(line, flush=True))
    except (DevError, SettingsError) as error:
        raise fail(str(error)) from None


@app.command()
def status(data_dir: DataDir = Path(".pitboss"), as_json: AsJson = False) -> None:
    """Show every process of the running platform: hosts with their shards and entities, gateways with their sockets."""
    found = _control(data_dir, lambda control: control.status())
    if as_json:
        sys.stdout.write(json.encode(found).decode() + "\n")
    else:
        from cluster.tables import status_tables

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


def _control(data_dir: Path, action: Any) -> Any:
    """Run `action` with the control plane of the running platform."""
    from cluster.control import Control, ControlError

    try:
        with Control(running(data_dir), data_dir) as control:
            return action(control)
    except (DevError, ControlError) as error:
        raise fail(str(error)) from None
