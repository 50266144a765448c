"""`pitboss parts`: list stored parts that cannot be read, show one, and repair it."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from cluster.cli.terminal import DATA_DIR, AsJson, DatabaseUrl, DataDir, console, fail, print_json
from cluster.running import NotRunning, running_platform

Result = TypeVar("Result")
Entity = Annotated[str, typer.Argument(help="KIND/KEY, for instance user/7m3k9x2q4r8vt.")]
PartName = Annotated[str, typer.Argument(metavar="PART", help="Name of the part, as `pitboss parts list` gives it.")]
parts = typer.Typer(help="Stored parts of entities that cannot be read: list, show, repair.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.add_typer(parts, name="parts")


@parts.command("list")
def list_parts(data_dir: DataDir = DATA_DIR, database_url: DatabaseUrl = "", as_json: AsJson = False) -> None:
    """List every stored part that this program cannot read, in one snapshot, also while players play.

    Exit status: 0 there is none, 1 there are some, 2 it could not be looked at.
    """
    from cluster.verification.parts import unreadable_parts

    found = _at(data_dir, database_url, unreadable_parts)
    if as_json:
        print_json([each._asdict() for each in found])
    else:
        for each in found:
            console.print(f"{each.entity} {each.part or '(all of it)'}: {each.why}", markup=False, soft_wrap=True)
        console.print(f"{len(found)} parts cannot be read")
    raise typer.Exit(1 if found else 0)


@parts.command("show")
def show_part(entity: Entity, part: PartName, data_dir: DataDir = DATA_DIR, database_url: DatabaseUrl = "") -> None:
    """Write what is stored of a part as JSON, to be mended and given to `repair`."""
    from cluster.verification.parts import show

    kind, key = _named(entity)
    sys.stdout.write(_at(data_dir, database_url, lambda url: show(url, kind, key, part)).decode() + "\n")


@parts.command("repair")
def repair_part(
    entity: Entity,
    part: PartName,
    reason: Annotated[str, typer.Option(help="Why; the audit trail keeps it.")],
    file: Annotated[Path | None, typer.Option(help="JSON of the part, as `show` writes it, mended.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Begin the part anew: what it held is lost.")] = False,
    data_dir: DataDir = DATA_DIR,
    database_url: DatabaseUrl = "",
) -> None:
    """Replace a part that cannot be read by one that can; what can be read is left alone."""
    from cluster.verification.parts import repair

    kind, key = _named(entity)
    if new == (file is not None):
        raise fail("give either --file or --new", 2)
    given = None if file is None else _read(file)
    _at(data_dir, database_url, lambda url: repair(url, kind, key, part, given, reason))
    console.print(f"{entity} {part} is repaired; {_reloaded(data_dir, kind, key)}", markup=False, soft_wrap=True)


def _named(entity: str) -> tuple[str, str]:
    kind, separator, key = entity.partition("/")
    if not (kind and separator and key):
        raise fail(f"an entity is written KIND/KEY, not {entity!r}", 2)
    return kind, key


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise fail(f"{file} cannot be read: {error}", 2) from None


def _at(data_dir: Path, database_url: str, action: Callable[[str], Coroutine[Any, Any, Result]]) -> Result:
    """Run `action` with the URL of the database."""
    from cluster.verification.database import CannotVerify, database_of
    from persistence.errors import StoreError

    try:
        with database_of(data_dir, database_url) as url:
            return asyncio.run(action(url))
    except (CannotVerify, StoreError) as error:
        raise fail(str(error), 2) from None


def _reloaded(data_dir: Path, kind: str, key: str) -> str:
    """Let the running platform load the entity anew; return what came of it."""
    from cluster.control.errors import ControlError
    from cluster.control.ray.remote_control import RemoteControl

    try:
        with RemoteControl(running_platform(data_dir), data_dir) as control:
            control.reload(kind, key)
    except NotRunning:
        return "it is read when its entity is loaded next"
    except ControlError as error:
        return f"it is read when its entity is loaded next, for its host was not told: {error}"
    return "its entity is loaded anew"
