"""The terminal of every command: where it prints, how it fails, and the options that several commands share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import json
from rich.console import Console
from rich.markup import escape

from cluster.setting_values import gateway_url, postgres_url

DATA_DIR = Path(".pitboss")
URL = "http://127.0.0.1:8080"

DataDir = Annotated[Path, typer.Option(help="Data folder of the platform.")]


def _valid(kept: Callable[[str], str]) -> Callable[[str], str]:
    """Return a parser of an option that refuses what `kept` refuses, in its words."""

    def parse(text: str) -> str:
        try:
            return kept(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parse


DatabaseUrl = Annotated[
    str, typer.Option(parser=_valid(postgres_url), metavar="URL", help="Use this database instead of the platform's.")
]
Url = Annotated[str, typer.Option(parser=_valid(gateway_url), metavar="URL", help="HTTP address of a gateway.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

console = Console(highlight=False)


def fail(message: str, status: int = 1) -> typer.Exit:
    """Print an error to standard error; return the exit to raise."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {escape(message)}")
    return typer.Exit(status)


def print_json(found: Any) -> None:
    """Print one line of JSON for programs."""
    sys.stdout.write(json.encode(found).decode() + "\n")
