"""The command line: `pitboss --help` lists everything."""

import typer

from cluster.cli import api, keys, operate, parts, platform, playing
from cluster.cli.checks import fairness, verify

app = typer.Typer(
    name="pitboss",
    help="Actor-based realtime game server: start it, look into it, play on it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for commands in (platform, operate, playing, verify, keys, parts, fairness, api):
    commands.add_to(app)
