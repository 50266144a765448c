"""Messages about debts: the command of staff that forgives one."""

from typing import ClassVar

from actors.money.amounts import Amount, LedgerCurrency
from actors.runtime.payloads import ServerPayload
from actors.staff.messages import OrderId, StaffCommand


class DebtForgiven(ServerPayload, frozen=True):
    """The rest of the debt."""

    currency: str
    """Currency of the debt."""
    forgiven: int
    """What was forgiven, in whole units of the currency."""
    owed: int
    """What the player still owes, in whole units of the currency."""


class DebtForgive(StaffCommand, frozen=True):
    """Forgive a player up to `amount` of a debt. Refusal: `not_found`: nothing is owed in this currency."""

    EVENT: ClassVar[str] = "ADMIN_DEBT_FORGIVE"
    TYPE: ClassVar[str] = "user.debt.forgive"
    REPLY: ClassVar[type[ServerPayload]] = DebtForgiven
    order_id: OrderId
    currency: LedgerCurrency
    amount: Amount
