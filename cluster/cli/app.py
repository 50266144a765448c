"""The command line: `pitboss --help` lists everything."""

import typer

from cluster.cli import api, fairness, operate, platform, playing, verify

app = typer.Typer(
    name="pitboss",
    help="Actor-based realtime game server: start it, look into it, play on it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for commands in (platform, operate, playing, verify, fairness, api):
    commands.add_to(app)
