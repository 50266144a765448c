"""Health, metrics and documentation routes."""

import asyncio

import pytest

from gateway.ports import HealthCheck, shard_map_check


def check(name, reason=None, required=True):
    async def probe():
        return reason

    return HealthCheck(name, probe, required)


async def fails():
    raise OSError("10.0.0.7 refused the connection")


async def hangs():
    await asyncio.Event().wait()


async def test_a_healthy_gateway_says_so_everywhere(make_gateway):
    gateway = make_gateway(check("postgres"), check("redis", required=False))
    summary, ready = await gateway.client.get("/health"), await gateway.client.get("/health/ready")

    assert summary.status_code == ready.status_code == 200
    assert summary.json() == {"status": "ok", "version": "0.1.0", "checks": {"postgres": "ok", "redis": "ok"}}


async def test_a_failed_optional_check_only_degrades(make_gateway):
    gateway = make_gateway(check("postgres"), check("redis", "no answer", required=False))
    ready = await gateway.client.get("/health/ready")

    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert ready.json()["checks"]["redis"] == "no answer"


async def test_a_failed_required_check_takes_the_gateway_out_of_traffic(make_gateway):
    gateway = make_gateway(check("draining", "draining"))
    summary, ready, live = [await gateway.client.get(f"/health{part}") for part in ("", "/ready", "/live")]

    assert (summary.status_code, summary.json()["status"]) == (200, "unavailable")
    assert ready.status_code == 503
    assert ready.headers["Content-Type"] == "application/problem+json"
    assert ready.json()["checks"] == {"draining": "draining"}
    assert (live.status_code, live.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("probe", "reason"), [(fails, "failed"), (hangs, "no answer in time")])
async def test_a_check_that_fails_or_hangs_counts_as_failed_and_tells_nothing(make_gateway, probe, reason):
    gateway = make_gateway(HealthCheck("postgres", probe), health_timeout_s=0.02)
    answer = await gateway.client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {"postgres": reason}
    assert "10.0.0.7" not in answer.text


async def test_the_shard_map_check_follows_the_entities():
    class Entities:
        known = False

        def ready(self):
            return self.known

    entities = Entities()
    probe = shard_map_check(entities).probe

    assert await probe() == "not every shard has a reachable owner"
    entities.known = True
    assert await probe() is None


async def test_metrics_are_the_gateways_own(gateway):
    await gateway.client.get("/health/live")
    answer = await gateway.client.get("/metrics")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'http_requests_total{method="GET",route="/health/live",status_class="2xx"} 1.0' in answer.text
    assert 'build_info{git_sha="abc",track="stable",version="1"} 1.0' in answer.text
    assert "python_info" not in answer.text


async def test_metrics_can_be_switched_off(make_gateway):
    answer = await make_gateway(metrics_enabled=False).client.get("/metrics")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
