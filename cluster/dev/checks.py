"""Checks of `pitboss dev` before anything is started: all that can be known by then is said at once, in one line each.

A line names the setting as a person has given it, as option or variable, and says what to do.
"""

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cluster.dev.platform import DevOptions
from cluster.processes.listening import bound_socket
from cluster.processes.specs import KafkaConfig
from cluster.running import NotRunning, running_platform
from cluster.secret_strength import SECRET_BYTES_MIN
from cluster.setting_values import url_host
from cluster.settings import FLAGS, Settings, SettingsError, variable
from cluster.wiring import Plan

PORT_MAX = 65_535
STORE_TIMEOUT_S = 5.0
ECONOMY = ("starting_gold", "bet_min", "bet_max")
TABLES = ("crash_bankroll", "bet_max", "crash_tables")


@dataclass(frozen=True, slots=True)
class _Listener:
    """A port that will be listened on, and the settings that name it."""

    host: str
    port: int
    host_setting: str
    port_setting: str
    user: str


def check_start(options: DevOptions, settings: Settings) -> None:
    """Check that a platform can start here with these settings.

    Raises:
        SettingsError: it cannot; the message has a line for each setting that stands in the way.
    """
    if runs_already(options.data_dir):
        return  # its lock says more, and its ports are taken of course
    found = [
        *_data_folder(options),
        *_fresh(options, settings),
        *_numbers(settings),
        *_password(settings),
        *_ports(options, settings),
    ]
    found = found or [*_stores(settings)]
    if found:
        raise SettingsError("\n".join(found))


def runs_already(data_dir: Path) -> bool:
    """Return True if a platform serves on this data folder."""
    try:
        return bool(running_platform(data_dir))
    except NotRunning:
        return False


def _data_folder(options: DevOptions) -> Iterator[str]:
    folder = options.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "may not be written to")
    except OSError as error:
        yield f"--data-dir: {folder} cannot be the data folder: {_problem(folder, error)}; give a folder of your own"
        return


def _fresh(options: DevOptions, settings: Settings) -> Iterator[str]:
    if options.fresh and settings.database_url:
        yield (
            f"--fresh removes the embedded database, and {variable('database_url')} ({FLAGS['database_url']}) names "
            "another: empty that one yourself, or leave one of the two out"
        )


def _problem(folder: Path, error: OSError) -> str:
    """Return what is wrong with a path, its parents included."""
    for path in (folder, *folder.parents):
        if path.is_symlink() and not path.exists():
            return f"{path} is a link to {path.readlink()}, which does not exist"
        if path.exists():
            return str(error.strerror) if path.is_dir() else f"{path} is a file"
    return str(error.strerror)


def _numbers(settings: Settings) -> Iterator[str]:
    """Make every configuration once: each checks its own numbers."""
    plan = Plan.of_settings(settings.model_copy(update={"jwt_secret_key": "-" * SECRET_BYTES_MIN}))
    for make, names in ((plan.economy, ECONOMY), (plan.tables, TABLES), (plan.gateway_specs, ())):
        try:
            make()
        except ValueError as error:
            yield f"{' or '.join(map(variable, names)) or 'a setting'}: {error}"
            return


def _password(settings: Settings) -> Iterator[str]:
    from gateway.auth.passwords import WeakPassword, check_password
    from gateway.staff.accounts import ADMIN_NAME

    if settings.admin_password:
        try:
            check_password(settings.admin_password, ADMIN_NAME)
        except WeakPassword as error:
            yield f"{variable('admin_password')}: {error}"


def _ports(options: DevOptions, settings: Settings) -> Iterator[str]:
    """Bind every port once, as its gateway will."""
    listeners = [*_listeners(options, settings)]
    taken: dict[int, _Listener] = {}
    for each in listeners:
        if each.port > PORT_MAX:
            yield f"{each.port_setting}: {each.user} would listen on {each.port}, and ports end at {PORT_MAX}"
        elif each.port and each.port in taken:
            other = taken[each.port]
            yield f"{each.port_setting}: {each.user} and {other.user} would both listen on {each.port}; give another"
        else:
            taken[each.port] = each
            problem = _cannot_listen(each)
            yield from [problem] if problem else []


def _listeners(options: DevOptions, settings: Settings) -> Iterator[_Listener]:
    bind, metrics = variable("bind_host"), variable("metrics_host")
    for n in range(options.gateways):
        port = options.port + n if options.port else 0
        yield _Listener(settings.bind_host, port, bind, "--port", f"gateway-{n}")
    for n in range(options.gateways):
        port = settings.metrics_port + n if settings.metrics_port else 0
        yield _Listener(settings.metrics_host, port, metrics, variable("metrics_port"), f"the metrics of gateway-{n}")


def _cannot_listen(listener: _Listener) -> str:
    """Return the reason for which a port cannot be listened on; "" when it can."""
    where = f"{url_host(listener.host)}:{listener.port}"
    try:
        bound_socket(listener.host, listener.port).close()
    except PermissionError:
        return f"{listener.port_setting}: {where} is not for this user; give one of 1024 or above"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            remedy = "stop what listens there or give another"
            return f"{listener.port_setting}: {where} is taken, which {listener.user} needs; {remedy}"
        return f"{listener.host_setting}: {listener.host} is no address of this machine; give one, such as 127.0.0.1"
    return ""


# --- servers that run elsewhere ---


def _stores(settings: Settings) -> Iterator[str]:
    """Ask the servers that the settings name; those that are embedded start later."""
    asks: dict[str, Callable[[], Awaitable[None]]] = {
        "database_url": lambda: _ask_postgres(settings.database_url),
        "redis_url": lambda: _ask_redis(settings.redis_url),
        "kafka_url": lambda: _ask_kafka(Plan.of_settings(settings).kafka()),
    }
    for name, ask in asks.items():
        url = getattr(settings, name)
        if url and (problem := asyncio.run(_within(ask()))):
            yield f"{variable(name)} ({FLAGS[name]}): no server to use at {_place(url)}: {problem}"


async def _within(asked: Awaitable[None]) -> str:
    """Return the problem of a server that does not answer in time, or not as it should; "" if there is none."""
    try:
        async with asyncio.timeout(STORE_TIMEOUT_S):
            await asked
    except TimeoutError:
        return f"it does not answer within {STORE_TIMEOUT_S:.0f} s"
    except Exception as error:  # noqa: BLE001 (whatever it is, the person at the terminal is told)
        return " ".join(str(error).split()) or type(error).__name__
    return ""


async def _ask_postgres(url: str) -> None:
    from persistence.postgres.connections import try_connection

    await try_connection(url)


async def _ask_redis(url: str) -> None:
    from redis.asyncio import Redis

    client = Redis.from_url(url)
    try:
        await client.ping()
    finally:
        await client.aclose()


async def _ask_kafka(kafka: KafkaConfig) -> None:
    from cluster.processes.relay.kafka import ask_broker  # takes a second to import

    await ask_broker(kafka)


def _place(url: str) -> str:
    """Return where a server is, without user and password."""
    return urlsplit(url).netloc.rpartition("@")[2] or url
