"""Where the data of a platform are: the database it runs on, or its embedded server, started just for the check."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cluster.dev import DevError, running
from cluster.embedded.errors import EmbeddedServerError
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.settings import SettingsError, read_settings
from cluster.verification.findings import Report
from cluster.verification.run import Watch, verify
from persistence.errors import StoreError


class CannotVerify(Exception):
    """There is nothing that could be verified, or it cannot be reached; the message says why."""


def verify_platform(data_dir: Path, database_url: str = "", watch: Watch | None = None) -> Report:
    """Verify the database at `database_url`, or that of the platform on `data_dir` when it is empty.

    Raises:
        CannotVerify: it cannot be found or read.
    """
    try:
        if database_url:
            return asyncio.run(verify(database_url, watch))
        with database_of(data_dir, read_settings().database_url) as url:
            return asyncio.run(verify(url, watch))
    except (StoreError, SettingsError) as error:
        raise CannotVerify(str(error)) from error


@contextmanager
def database_of(data_dir: Path, configured_url: str) -> Iterator[str]:
    """The URL of the database of the platform on `data_dir`: of the one that runs, else `configured_url` if it is
    set, else of the embedded server, which runs until the context ends.

    Raises:
        CannotVerify: there is none, or its server does not start.
    """
    try:
        url = str(running(data_dir)["postgres_url"])
    except DevError:
        url = configured_url
    if url:
        yield url
        return
    with ExitStack() as until_checked:
        yield _start_embedded(data_dir, until_checked)


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
