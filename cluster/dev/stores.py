"""The stores of a platform: Postgres with its schema and the account `admin`, Valkey, and the broker of events."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from cluster.dev.errors import DevError
from cluster.dev.first_admin import AdminRefused, make_first_admin
from cluster.embedded.broker import EmbeddedBroker
from cluster.embedded.errors import EmbeddedServerError
from cluster.embedded.postgres import EmbeddedPostgres
from cluster.embedded.valkey import EmbeddedValkey
from cluster.settings import Settings


def wipe(data_dir: Path) -> None:
    """Remove the data of embedded stores that do not run."""
    EmbeddedPostgres(data_dir / "postgres").destroy()
    for folder in ("valkey", "broker"):
        shutil.rmtree(data_dir / folder, ignore_errors=True)


class Stores:
    """The stores of one platform: those that the settings name, else embedded ones, which end with the context.

    `phase(name)` encloses each part of the start; `show` prints a line.
    """

    def __init__(
        self,
        data_dir: Path,
        settings: Settings,
        phase: Callable[[str], AbstractContextManager[None]],
        show: Callable[[str], None],
    ) -> None:
        self._data_dir = data_dir
        self._settings = settings
        self._phase = phase
        self._show = show
        self._embedded = ExitStack()
        self.postgres_url = settings.database_url
        self.redis_url = settings.redis_url
        self.kafka_url = settings.kafka_url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._embedded.close()

    def start(self) -> None:
        """Start what is embedded, bring the schema up to date, and make the account `admin` unless it exists.

        Raises:
            DevError: a server does not start or refuses the schema, or the account cannot be made.
        """
        try:
            if not self.postgres_url:
                with self._phase("PostgreSQL"):
                    self._start_postgres()
            with self._phase("migrations"):
                self._migrate()
            with self._phase("account admin"):
                generated = self._make_admin()
            if generated is not None:
                self._show(f"  account admin                password {generated}  (shown this once)")
            if not self.redis_url:
                with self._phase("Valkey"):
                    self._start_valkey()
            if not self.kafka_url:
                with self._phase("broker of events"):
                    self._start_broker()
        except (EmbeddedServerError, OSError) as error:
            raise DevError(str(error)) from error

    def _start_postgres(self) -> None:
        server = EmbeddedPostgres(self._data_dir / "postgres")
        self._embedded.callback(server.stop)
        self.postgres_url = server.start()

    def _start_valkey(self) -> None:
        server = EmbeddedValkey(self._data_dir / "valkey")
        self._embedded.callback(server.stop)
        self.redis_url = server.start()

    def _start_broker(self) -> None:
        server = EmbeddedBroker(self._data_dir / "broker")
        self._embedded.callback(server.stop)
        self.kafka_url = server.start()

    def _migrate(self) -> None:
        from persistence.postgres.schema.revision import is_behind

        try:
            if is_behind(self.postgres_url):
                from persistence.postgres.schema.migrate import upgrade  # takes a second to import

                upgrade(self.postgres_url)
        except OSError:
            raise
        except Exception as error:
            from persistence.postgres.schema.refusals import REFUSALS, said

            if not isinstance(error, REFUSALS):
                raise
            raise DevError(f"the schema of the database cannot be brought up to date: {said(error)}") from error

    def _make_admin(self) -> str | None:
        try:
            return make_first_admin(self.postgres_url, self._settings)
        except AdminRefused as error:
            raise DevError(str(error)) from None
