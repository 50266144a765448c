"""The answers of a gateway that cannot start yet: it lives, is not ready, and is `unavailable` for everything else."""

import asyncio
import socket
from types import TracebackType
from typing import Self

import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from actors.runtime.clock import Clock
from cluster.processes.starting.patience import Patience
from gateway.metrics.registry import GatewayMetrics
from gateway.rest.body import json_response
from gateway.rest.edge.middleware import HeadAsGet, RequestBoundary
from gateway.rest.health import Alive, Health
from gateway.rest.problems import Problem, problem_response, retry_after

CHECK = "start"
"""The name of the check of `/health` that fails until the gateway has started."""
RETRY_AFTER_MS = 2_000
CONNECTIONS_MAX = 1_024
SHUTDOWN_TIMEOUT_S = 1
STARTED_POLL_S = 0.005


class WaitingRoom:
    """`async with` answers on the socket `bound`, which stays open for the gateway itself."""

    def __init__(
        self, bound: socket.socket, patience: Patience, *, version: str, metrics: GatewayMetrics, clock: Clock
    ) -> None:
        self._patience = patience
        self._version = version
        self._socket = bound.dup()  # the server closes its own
        app = HeadAsGet(RequestBoundary(self._answer, metrics=metrics, clock=clock))
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                loop="none",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=CONNECTIONS_MAX,
                timeout_graceful_shutdown=SHUTDOWN_TIMEOUT_S,
            )
        )

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server._serve([self._socket]))
        while not self._server.started and not self._serving.done():  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(STARTED_POLL_S)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        await self._serving

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._response(scope["path"], scope["state"]["request_id"])
        response.headers["Connection"] = "close"  # the gateway itself answers the next request
        await response(scope, receive, send)

    def _response(self, path: str, request_id: str) -> Response:
        checks = {CHECK: f"waits for {self._patience.waits_for}"}
        if path == "/health/live":
            return json_response(Alive(status="ok"))
        if path == "/health":
            return json_response(Health(status="unavailable", version=self._version, checks=checks))
        if path == "/health/ready":
            return problem_response(
                Problem("unavailable", "This gateway is not ready.", details={"checks": checks}), request_id
            )
        details = {"retry_after_ms": RETRY_AFTER_MS}
        problem = Problem("unavailable", "This gateway starts.", details=details, headers=retry_after(details))
        return problem_response(problem, request_id)
