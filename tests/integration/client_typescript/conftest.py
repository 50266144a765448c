"""One cluster for a whole module, and programs of the TypeScript client as Node runs them."""

import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.config import GatewayConfig
from tests.integration.client_typescript.node_player import NodePlayer, node_player
from tests.integration.cluster import TEST_SECRET, UNLIMITED, Cluster, running_cluster

REPOSITORY = Path(__file__).parents[3]
INSTALL_WITHIN_S = 240
TOKEN_LIFE_S = 2
FRAME_BYTES_MAX = 4_096
CONFIG = GatewayConfig(jwt_secret=TEST_SECRET, argon2_memory_kib=8, argon2_passes=1, sign_ups_per_address_max=1_000)

Bundle = Callable[[Path], Path]
Enter = Callable[[str], AbstractAsyncContextManager[NodePlayer]]


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Makes one file that Node runs of a program in TypeScript, which may import `@pitboss/client`."""
    folder = tmp_path_factory.mktemp("bundles")

    def made(source: Path) -> Path:
        target = folder / f"{source.stem}.mjs"
        command = [REPOSITORY / ".ci" / "client", "run", "bundle", "--", source, f"--outfile={target}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_WITHIN_S, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return target

    return made


@pytest.fixture(scope="session")
def driver(bundle: Bundle) -> Path:
    return bundle(REPOSITORY / "clients" / "typescript" / "tests" / "gateway" / "driver.ts")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    """One host and one gateway, whose access tokens live for two seconds and whose frames are small."""
    config = replace(CONFIG, access_ttl_s=TOKEN_LIFE_S)
    limits = replace(UNLIMITED, frame_bytes_max=FRAME_BYTES_MAX)
    async with running_cluster(module_database_url, config=config, limits=limits) as running:
        yield running


@pytest.fixture
def enter(cluster: Cluster, driver: Path) -> Enter:
    """Lets a player of this name sign up, in a process of Node."""
    return lambda name: node_player(driver, cluster.url, name)
