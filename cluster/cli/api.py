"""`pitboss api-diff`: compare two exported documents of the API."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cluster.cli.terminal import fail

CANNOT_COMPARE = 2
Document = Annotated[Path, typer.Argument(help="openapi.json or messages.schema.json.", dir_okay=False)]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.command("api-diff")(api_diff)


def api_diff(
    old: Document,
    new: Document,
    accepted: Annotated[
        Path | None, typer.Option(help="List of accepted breaks, WHERE: WHAT on each line.", dir_okay=False)
    ] = None,
) -> None:
    """Print the changes between two documents of the API as Markdown, breaking changes first.

    Exit status: 0 nothing breaks a client (or all that does is in the list), 1 something does, 2 no comparison.
    """
    from gateway.documents.api_diff import NotComparable, accepted_breaks, changes, markdown, unaccepted

    try:
        known = accepted_breaks(accepted.read_text("utf-8")) if accepted else set()
        found = changes(_read(old), _read(new))
    except (OSError, ValueError, NotComparable) as error:
        raise fail(str(error), CANNOT_COMPARE) from None
    sys.stdout.write(markdown(found, known))
    raise typer.Exit(1 if unaccepted(found, known) else 0)


def _read(path: Path) -> dict[str, Any]:
    document = json.loads(path.read_text("utf-8"))
    if not isinstance(document, dict):
        raise ValueError(f"{path} is not a document")
    return document
