"""Where a gateway listens: IPv6 addresses, and a port of its own for metrics, as in production."""

import io
import socket as sockets
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from rich.console import Console

from cluster.cli.play.options import Choice, PlayOptions
from cluster.cli.play.terminal import play
from cluster.processes.listening import bound_socket
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.realtime.player import CONFIG, joined, new_user
from tests.patient import patient_client

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cluster(module_database_url: str) -> AsyncIterator[Cluster]:
    """A gateway of the profile `prod` that listens on ::1 alone."""
    config = replace(CONFIG, metrics_enabled=False)
    async with running_cluster(module_database_url, config=config, host="::1") as running:
        yield running


async def test_a_gateway_on_ipv6_is_played_on_over_socket_and_rest(cluster: Cluster):
    assert cluster.url == f"http://[::1]:{cluster.gateway.port}"
    async with joined(cluster, new_user()) as socket:
        assert (await socket.play())["ok"]
    told = io.StringIO()
    assert await play(PlayOptions(cluster.url, 2, 100, Choice.ROCK, drop=True), Console(file=told, width=200))
    assert f"at {cluster.url}" in told.getvalue()


async def test_metrics_are_served_on_a_port_of_their_own_and_to_no_player(cluster: Cluster):
    port = cluster.gateway.status().metrics_port
    assert port != cluster.gateway.port
    async with patient_client() as http:
        assert (await http.get(f"{cluster.url}/metrics")).status_code == 404
        scraped = await http.get(f"http://127.0.0.1:{port}/metrics")
    assert scraped.status_code == 200
    assert 'http_requests_total{method="GET"' in scraped.text


@pytest.mark.parametrize(
    ("host", "reached"), [("::", ("127.0.0.1", "::1")), ("0.0.0.0", ("127.0.0.1",)), ("localhost", ("127.0.0.1",))]
)
async def test_all_addresses_are_all_of_them(host: str, reached: tuple[str, ...]):
    bound = bound_socket(host, 0)
    try:
        bound.listen()
        port = bound.getsockname()[1]
        for address in reached:
            sockets.create_connection((address, port)).close()
    finally:
        bound.close()
