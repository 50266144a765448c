"""`pitboss rotate-keys`: bring stored secrets under the seal key that is used now."""

import asyncio
from typing import Annotated

import typer

from cluster.cli.terminal import DATA_DIR, DatabaseUrl, DataDir, console, fail
from cluster.settings import SettingsError, read_settings

CANNOT_ROTATE = 2


def add_to(app: typer.Typer) -> None:
    """Put these commands into the command line."""
    app.command("rotate-keys")(rotate_keys)


def rotate_keys(
    data_dir: DataDir = DATA_DIR,
    database_url: DatabaseUrl = "",
    wait_s: Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for tables, which do it.")] = 120.0,
) -> None:
    """Seal stored secrets anew under PITBOSS_SEAL_KEY; what was sealed under PITBOSS_SEAL_KEYS_OLD can be read.

    It may be broken off and begun again at any time. Exit status: 0 nothing needs a former key any more, 1 something
    does (it is named), 2 it could not be looked at.
    """
    from cluster.key_rotation import rotate
    from cluster.verification.database import CannotVerify, database_of
    from persistence.errors import StoreError

    try:
        settings = read_settings().with_kept_secrets(data_dir)
        if not settings.seal_key:
            raise CannotVerify("there is no seal key: set PITBOSS_SEAL_KEY, or give the --data-dir that keeps one")
        with database_of(data_dir, database_url) as url:
            keys, jwt = settings.seal_keys, settings.jwt_secret_key
            left = asyncio.run(rotate(url, keys, jwt, console.print, wait_s=wait_s))
    except (CannotVerify, SettingsError, StoreError) as error:
        raise fail(str(error), CANNOT_ROTATE) from None
    for each in left:
        console.print(f"  {each}", markup=False)
    done = "former keys are needed no more" if not left else f"{len(left)} secrets still need a former key"
    console.print(done)
    raise typer.Exit(1 if left else 0)
