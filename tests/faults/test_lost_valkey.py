"""Valkey holds only what may be lost: without it players play on, and health says what is missing."""

import os
import signal
from pathlib import Path

from cluster.embedded.valkey import EmbeddedValkey
from tests.integration.cluster import running_cluster
from tests.patient import patient_client


async def test_play_goes_on_when_valkey_is_killed_and_health_says_so(database_url: str, tmp_path: Path) -> None:
    valkey = EmbeddedValkey(tmp_path)
    url = valkey.start()
    try:
        async with (
            running_cluster(database_url, redis_url=url) as cluster,
            patient_client(base_url=cluster.url) as http,
        ):
            assert (await http.get("/health")).json()["checks"]["redis"] == "ok"
            os.kill(valkey.pid, signal.SIGKILL)
            signed_up = await http.post(
                "/api/auth/signup", json={"username": "kim", "password": "correct horse battery"}
            )
            played = await http.post(
                "/api/games/rps/play",
                json={"bet": 100, "choice": "rock"},
                headers={"Authorization": f"Bearer {signed_up.json()['access_token']}", "Idempotency-Key": "one"},
            )
            assert played.status_code == 200
            health = await http.get("/health")
            assert health.json()["status"] == "degraded"
            assert health.json()["checks"]["redis"] == "out of reach"
            assert (await http.get("/health/ready")).status_code == 200
    finally:
        valkey.stop()
