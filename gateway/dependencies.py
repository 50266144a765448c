"""The parts that `create_app` is built from; the wiring makes one set for each gateway process."""

from dataclasses import dataclass

from actors.definitions.book import Definitions
from actors.runtime.clock import Clock
from gateway.auth.revocations import Revocations
from gateway.budgets import Budgets
from gateway.config import GatewayConfig
from gateway.metrics.registry import GatewayMetrics
from gateway.ports import CatalogPages, Entities, HealthCheck
from gateway.staff.approvals import Approvals
from gateway.staff.commands import StaffCommands
from gateway.staff.four_eyes.gifts import Gifts
from gateway.staff.four_eyes.promises import Promises
from persistence.audit import Audit
from persistence.definitions import DefinitionStore
from persistence.identity.accounts import Accounts
from persistence.identity.attempts import Attempts
from persistence.identity.players import Players
from persistence.identity.staff import Staff
from persistence.identity.totp import TotpStore
from persistence.ledger import Ledger
from persistence.notices import Notices
from persistence.purchases import StoredPurchases
from persistence.rounds import Rounds
from persistence.staff.replies import StaffReplies
from persistence.streaks import StreakDays


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayDependencies:
    """Ports and settings of one gateway."""

    config: GatewayConfig
    clock: Clock
    accounts: Accounts
    audit: Audit
    staff: Staff
    attempts: Attempts
    rounds: Rounds
    history: Rounds
    """The same, for players who look back: over connections of their own, so that staff and proofs wait for nobody."""
    streak_days: StreakDays
    purchases: StoredPurchases
    notices: Notices
    ledger: Ledger
    players: Players
    approvals: Approvals
    staff_commands: StaffCommands
    gifts: Gifts
    promises: Promises
    staff_replies: StaffReplies
    totp: TotpStore
    revocations: Revocations
    budgets: Budgets
    entities: Entities
    catalog: CatalogPages
    definitions: Definitions
    definition_store: DefinitionStore
    metrics: GatewayMetrics
    health_checks: tuple[HealthCheck, ...] = ()
