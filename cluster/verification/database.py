"""Finds the database of a platform: the one it runs on, or its embedded server, started just for the check."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cluster.embedded.errors import EmbeddedServerError
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.running import NotRunning, running_platform
from cluster.settings import SettingsError, read_settings


class CannotVerify(Exception):
    """There is nothing to verify, or it cannot be reached; the message says why."""


@contextmanager
def database_of(data_dir: Path, database_url: str = "") -> Iterator[str]:
    """Give the URL of a database: `database_url`, else that of the platform on `data_dir`.

    The latter is the database of the platform that runs, else the one that the settings name, else an embedded server
    on the data of that folder, which runs until the context ends.

    Raises:
        CannotVerify: there is none, its server does not start, or a setting has an impossible value.
    """
    url = database_url or _url_of(data_dir)
    if url:
        yield url
        return
    with ExitStack() as until_checked:
        yield _start_embedded(data_dir, until_checked)


def _url_of(data_dir: Path) -> str:
    """Return the URL of the running platform, else that of the settings, which may be empty."""
    try:
        configured = read_settings().database_url
    except SettingsError as error:
        raise CannotVerify(str(error)) from error
    try:
        return str(running_platform(data_dir)["postgres_url"])
    except NotRunning:
        return configured


def _start_embedded(data_dir: Path, until_checked: ExitStack) -> str:
    folder = data_dir / "postgres"
    if not any((folder / name).exists() for name in ("postgres", "postgres.location")):
        raise CannotVerify(f"no platform runs on {data_dir.absolute()} and no database is in it; give --database-url")
    try:
        # The lock of `pitboss dev`: two servers must not start on one cluster.
        until_checked.enter_context(FileLock(data_dir / "lock", timeout=0))
        server = EmbeddedPostgres(folder)
        until_checked.callback(server.stop)
        return server.start()
    except Timeout:
        raise CannotVerify(f"a platform is starting or stopping on {data_dir.absolute()}; try again") from None
    except (EmbeddedServerError, OSError) as error:
        raise CannotVerify(str(error)) from error
