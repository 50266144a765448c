"""The part that all commands of staff share; only the gateway's admin routes send any."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from actors.runtime.payloads import ClientPayload, Command

REASON_CHARS_MAX = 500


Reason = Annotated[str, Meta(min_length=1, max_length=REASON_CHARS_MAX)]


class Act(ClientPayload, frozen=True):
    """The actor of a command of staff, with address, request and reason, for the audit trail."""

    actor: str
    role: str
    request_id: str
    address: str
    reason: Reason


OrderId = Annotated[str, Meta(min_length=1, max_length=64)]
"""Id of an order that is carried out once; from the author and their idempotency key."""


class StaffCommand(Command, frozen=True):
    """An order of staff; `EVENT` is its name in the audit trail."""

    EVENT: ClassVar[str]
    act: Act

    def same_by(self) -> dict[str, Any]:
        """Return what of the act makes two orders the same: a retry comes in another request, from another address."""
        return {"act": [self.act.actor, self.act.reason]}
