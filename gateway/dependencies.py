"""What `create_app` is built from; the wiring makes one of these for each gateway process."""

from dataclasses import dataclass

from actors.runtime.clock import Clock
from gateway.auth.revocations import Revocations
from gateway.config import GatewayConfig
from gateway.metrics import GatewayMetrics
from gateway.ports import Entities, HealthCheck
from persistence.accounts import Accounts
from persistence.attempts import Attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDependencies:
    """Ports and settings of one gateway."""

    config: GatewayConfig
    clock: Clock
    accounts: Accounts
    attempts: Attempts
    revocations: Revocations
    entities: Entities
    metrics: GatewayMetrics
    health_checks: tuple[HealthCheck, ...] = ()
