"""One gateway as a process under test: `python -m tests.faults.gateway_main`; see `tests.faults.host_main`."""

import os
from typing import Any

import uvloop

from actors.kinds import TOPICS
from cluster.processes.gateway import GatewayProcess
from cluster.processes.logging import configure_logging
from cluster.processes.specs import GatewaySpec
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits
from tests.faults.host_main import answers_only_on_standard_output, die_with_parent, known_fields, serve


class GatewayUnderTest:
    """Carries out orders."""

    async def start(self, spec: dict[str, Any]) -> str:
        self._process = GatewayProcess(decoded(spec), topics=TOPICS)
        await self._process.start()
        return self._process.url

    async def stop(self) -> None:
        await self._process.stop()


def encoded(spec: GatewaySpec) -> dict[str, Any]:
    """A spec as it travels in the order `start`."""
    limits = {name: getattr(spec.limits, name) for name in SocketLimits.__dataclass_fields__}
    fields = {name: getattr(spec, name) for name in GatewaySpec.__dataclass_fields__}
    return fields | {"link_token": spec.link_token.hex(), "config": spec.config.jwt_secret, "limits": limits}


def decoded(spec: dict[str, Any]) -> GatewaySpec:
    limits, config = known_fields(SocketLimits, spec["limits"]), GatewayConfig(jwt_secret=spec["config"])
    made = {"link_token": bytes.fromhex(spec["link_token"]), "config": config, "limits": limits}
    return known_fields(GatewaySpec, spec | made)


if __name__ == "__main__":
    die_with_parent()
    descriptor = answers_only_on_standard_output()
    configure_logging("info", process=f"gateway {os.getpid()}")
    uvloop.run(serve(GatewayUnderTest(), descriptor))
