"""Health and metrics, for operators and probes without a token."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import structlog
from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from actors.runtime.payloads import ServerPayload
from gateway.ports import HealthCheck
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided

log = structlog.get_logger(__name__)


class Health(ServerPayload, frozen=True):
    """`status`: `ok`, `degraded` (play goes on) or `unavailable`; `checks`: `ok` or a reason, by name."""

    status: str
    """`ok`, `degraded` (play goes on) or `unavailable`."""
    version: str
    """Version of the program."""
    checks: dict[str, str]
    """`ok` or a reason, by the name of the check."""


class Alive(ServerPayload, frozen=True):
    """The process answers."""

    status: str
    """Always `ok`."""


class _Finding(NamedTuple):
    check: HealthCheck
    reason: str | None


router = APIRouter(tags=["operations"])


@router.get("/health", summary="Health summary", **documented(answer=Health, says="What works and what does not."))
async def health(provided: Provided) -> Response:
    """Always 200: a summary for people; probes use `/health/live` and `/health/ready`."""
    return json_response(_summary(await _examine(provided), provided.config.version))


@router.get("/health/live", summary="Liveness", **documented(answer=Alive, says="The event loop turns."))
async def live() -> Response:
    """Only that the process answers; nothing else is looked at."""
    return json_response(Alive(status="ok"))


@router.get("/health/ready", summary="Readiness", **documented(answer=Health, says="Send traffic.", problems=(503,)))
async def ready(provided: Provided) -> Response:
    """Whether this gateway should get traffic: every required check holds."""
    summary = _summary(await _examine(provided), provided.config.version)
    if summary.status == "unavailable":
        raise Problem("unavailable", "This gateway is not ready.", details={"checks": summary.checks})
    return json_response(summary)


@router.get("/metrics", include_in_schema=False)
async def metrics(provided: Provided) -> Response:
    """This process's metrics in the Prometheus text format."""
    if not provided.config.metrics_enabled:
        raise Problem("not_found")
    return Response(generate_latest(provided.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _examine(provided: Provided) -> Sequence[_Finding]:
    timeout_s = provided.config.health_timeout_s
    return await asyncio.gather(*(_look(check, timeout_s) for check in provided.health_checks))


async def _look(check: HealthCheck, timeout_s: float) -> _Finding:
    try:
        async with asyncio.timeout(timeout_s):
            return _Finding(check, await check.probe())
    except TimeoutError:
        return _Finding(check, "no answer in time")
    except Exception as error:  # noqa: BLE001 (a probe may fail in any way, and the summary must still be told)
        log.warning("health_check_failed", check=check.name, error=repr(error))
        return _Finding(check, "failed")


def _summary(findings: Sequence[_Finding], version: str) -> Health:
    failed = [finding.check for finding in findings if finding.reason is not None]
    status = "unavailable" if any(check.required for check in failed) else "degraded" if failed else "ok"
    return Health(status=status, version=version, checks={f.check.name: f.reason or "ok" for f in findings})
