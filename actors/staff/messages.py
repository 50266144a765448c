"""The part that all commands of staff share; only the gateway's admin routes send any."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta, structs

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


class StaffCommand(Command, frozen=True):
    """An order of staff; `EVENT` is its name in the audit trail."""

    EVENT: ClassVar[str]
    act: Act

    def sameness(self) -> dict[str, Any]:
        """Return what makes two orders the same; a retry comes in another request, perhaps from another address."""
        act = self.act
        return structs.asdict(self) | {"act": [act.actor, act.reason]}
