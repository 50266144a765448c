"""Two people, and not one with two accounts: who may decide on an act that somebody else has asked for.

Whoever made, changed or reset an account of staff knows or chose how to log in to it, and may have had it in hand. So
may whoever has changed theirs. Two accounts are independent if nobody may have had both in hand within the cooling time
(`persistence.identity.ties.hands`). Both people must still be what the act needs when it is carried out.
"""

from collections.abc import Mapping
from typing import Protocol

from actors.runtime.clock import Clock
from gateway.auth.roles import Role, reaches
from gateway.refusals import Refusal
from persistence.identity.accounts import Accounts
from persistence.identity.staff import Staff
from persistence.identity.ties import hands

HOUR_MS = 3_600_000


class NotIndependent(Refusal):
    """One person may have had both accounts in hand: somebody else must decide."""

    code = "same_person"


class LostStanding(Refusal):
    """The one who asked, or the one who decides, may not do this any more."""

    code = "forbidden"


class Witnesses(Protocol):
    """The rule of who may decide on whose acts."""

    async def check(self, act: str, asked_by: str, decided_by: str) -> None:
        """Return if both may do their part of `act` now. Raises NotIndependent, LostStanding, Unreachable."""
        ...


class Independence:
    """Witnesses by the accounts of staff and the ties between them.

    `roles` are those that an act needs of who asks for it; who decides is an OPERATOR at least.
    """

    def __init__(
        self, accounts: Accounts, staff: Staff, clock: Clock, roles: Mapping[str, Role], *, cooling_h: int
    ) -> None:
        self._accounts = accounts
        self._staff = staff
        self._clock = clock
        self._roles = roles
        self._cooling_h = cooling_h

    async def check(self, act: str, asked_by: str, decided_by: str) -> None:
        """See `Witnesses.check`."""
        needed = {asked_by: self._roles.get(act, Role.ADMIN), decided_by: Role.OPERATOR}
        for user_id, role in needed.items():
            account = await self._accounts.get(user_id)
            if account is None or not account.active or not reaches(account.role, role):
                raise LostStanding(details={"account": user_id})
        ties = await self._staff.ties(self._clock.now_ms() - self._cooling_h * HOUR_MS)
        if hands(ties, asked_by) & hands(ties, decided_by):
            raise NotIndependent(
                f"Accounts of staff were made, changed or reset within the last {self._cooling_h} hours, so that one "
                "person may have had both of these in hand: somebody else must decide."
            )
