"""What `create_app` is built from; the wiring makes one of these for each gateway process."""

from dataclasses import dataclass

from actors.runtime.clock import Clock
from gateway.config import GatewayConfig
from gateway.metrics import GatewayMetrics
from gateway.ports import Entities, HealthCheck
from persistence.accounts import Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDependencies:
    """Ports and settings of one gateway."""

    config: GatewayConfig
    clock: Clock
    accounts: Accounts
    entities: Entities
    metrics: GatewayMetrics
    health_checks: tuple[HealthCheck, ...] = ()
