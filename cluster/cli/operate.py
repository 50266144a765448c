"""`pitboss status`, `inspect`, `drain`, `undrain`, `rebalance`, `scale`: look into a running platform, change it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import json

from cluster.cli.terminal import DATA_DIR, AsJson, DataDir, console, fail, print_json
from cluster.running import NotRunning, running_platform


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    for command in (status, inspect, drain, undrain, rebalance, scale):
        app.command()(command)


def status(data_dir: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Show every process of the running platform: hosts with their shards and entities, gateways with their sockets."""
    found = _control(data_dir, lambda control: control.status())
    if as_json:
        print_json(found)
        return
    from cluster.cli.tables import status_tables

    for table in status_tables(found):
        console.print(table)


def inspect(
    entity: Annotated[str, typer.Argument(help="KIND/KEY; for players also user/USERNAME.")],
    data_dir: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show one entity: its shard, owner, version, queue and state."""
    kind, separator, key = entity.partition("/")
    if not (kind and separator and key):
        raise fail(f"an entity is written KIND/KEY, for instance user/kim, not {entity!r}", 2)
    found = _control(data_dir, lambda control: control.inspect(kind, key))
    if as_json:
        print_json(found)
    else:
        console.print_json(json.encode(found).decode())


def drain(
    host: Annotated[str, typer.Argument(help="Name of a host, for instance host-1.")], data_dir: DataDir = DATA_DIR
) -> None:
    """Hand every shard of a host to the others and give it no more; nothing is lost, and players notice nothing."""
    moved = _control(data_dir, lambda control: control.direct("drain", host))
    console.print(f"{moved} shards moved; {host} is drained (pitboss undrain {host} lets it serve again)")


def undrain(host: Annotated[str, typer.Argument(help="Name of a drained host.")], data_dir: DataDir = DATA_DIR) -> None:
    """Let a drained host have shards again."""
    _control(data_dir, lambda control: control.direct("undrain", host))
    console.print(f"{host} may have shards again")


def rebalance(data_dir: DataDir = DATA_DIR) -> None:
    """Spread the shards evenly over all hosts that are not drained."""
    console.print(f"{_control(data_dir, lambda control: control.direct('rebalance'))} shards moved")


def scale(
    hosts: Annotated[int, typer.Argument(min=1, max=64, help="Number of hosts to run.")], data_dir: DataDir = DATA_DIR
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
