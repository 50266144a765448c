"""`pitboss dev` and `pitboss env`: start a platform, and write down its settings."""

import os
import sys
from typing import Annotated, Any

import typer

from cluster.cli.host_groups import HostGroupsError, host_groups
from cluster.cli.terminal import DATA_DIR, DataDir, fail
from cluster.dev.errors import DevError
from cluster.dev.platform import DevOptions, run
from cluster.settings import SettingsError, read_settings

WRONG_SETTING = 2
"""Exit status of a start that the settings stand in the way of; nothing was started."""
HOSTS_DEFAULT = str(max(1, (os.cpu_count() or 2) // 2))


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.command()(dev)
    app.command()(env)


def dev(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the first gateway; 0: any free one.")] = 8080,
    data_dir: DataDir = DATA_DIR,
    hosts: Annotated[
        str, typer.Option(help="Entity hosts, about one for every two cores: 3, or by kind: users=2,tables=1.")
    ] = HOSTS_DEFAULT,
    gateways: Annotated[int, typer.Option(min=1, max=64, help="Gateways; number K listens on PORT+K.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove the data of earlier runs first.")] = False,
    postgres_url: Annotated[str, typer.Option(help="Use this Postgres instead of an embedded one.")] = "",
    redis_url: Annotated[str, typer.Option(help="Use this Redis or Valkey instead of an embedded one.")] = "",
    kafka: Annotated[str, typer.Option(help="Use this Kafka instead of an embedded broker: HOST:PORT,...")] = "",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show where the time of the start is spent.")
    ] = False,
) -> None:
    """Start the whole platform on this machine; Ctrl-C stops it and keeps the data."""
    overrides: dict[str, Any] = {
        name: url
        for name, url in (("database_url", postgres_url), ("redis_url", redis_url), ("kafka_url", kafka))
        if url
    }
    try:
        options = DevOptions(port, data_dir, host_groups(hosts), gateways, fresh, verbose)
        settings = read_settings(**overrides)
        if settings.profile != "dev":
            from cluster.profiles import check_profile

            check_profile(settings)
        from cluster.dev.checks import check_start

        check_start(options, settings)
        run(options, settings, lambda line: print(line, flush=True))
    except (HostGroupsError, SettingsError) as error:
        raise fail(str(error), WRONG_SETTING) from None
    except DevError as error:
        raise fail(str(error)) from None


def env(
    profile: Annotated[str, typer.Option(help="dev, stage or prod.")] = "dev",
) -> None:
    """Print an environment file with every setting: for dev with fresh secrets, else with places to fill in."""
    from cluster.profiles import PROFILES, template

    if profile not in PROFILES:
        raise fail(f"a profile is one of {', '.join(PROFILES)}", 2)
    sys.stdout.write(template(profile))
