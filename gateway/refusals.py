"""Refusals: a request was understood and is not carried out. No HTTP here; `gateway.rest.problems` makes the answers.

`Refusal` is the root. Each refusal is declared beside the code that raises it:

- `gateway.auth`: `InvalidUsername`, `WeakPassword`, `UsernameInUse`, `InvalidCredentials`, `SecondFactorRequired`,
  `StaffKeepTheirTokens`, `WrongCode`, `StepUpRequired`, `WrongPassword`, `LockedOut`, `Overloaded`, `SessionOver`
- `gateway.staff`: `UnknownStaffAccount`, `ActsOnThemselves`, `LastAdminStays`, `IdempotencyConflict`,
  `UnknownApproval`, `UnreadableApproval`, `ApprovalNotPending`, `SamePersonDecides`, `NotIndependent`, `LostStanding`,
  `UnknownDefinition`, `UnplayableDefinition`, `NotTheNewest`, `WouldReplace`, `Crowded`
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):
    """A request is refused. The first line of a subclass's docstring is its text, unless it is given another one.

    `details` go to the client beside code and text; `recorded`: the audit trail has this refusal already.
    """

    code: ClassVar[str]
    """The protocol's error code."""

    def __init__(self, text: str = "", *, details: Mapping[str, Any] | None = None, recorded: bool = False) -> None:
        super().__init__(text or (type(self).__doc__ or "").partition("\n")[0])
        self.details = details or {}
        self.recorded = recorded
