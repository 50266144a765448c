"""Staff accounts: the first one, made at start, and those that an ADMIN makes and changes."""

import secrets

from actors.runtime.clock import Clock
from gateway.auth.events import Origin
from gateway.auth.identity import Identity
from gateway.auth.passwords import Passwords
from gateway.auth.roles import Role
from gateway.auth.tokens import Principal
from gateway.auth.usernames import new_username, username_skeleton
from gateway.identifiers import new_id
from gateway.refusals import Refusal
from persistence.audit import AuditRow
from persistence.identity.accounts import Account, Accounts, UsernameTaken
from persistence.identity.staff import LastAdmin, Staff, StaffChange, UnknownStaff

ADMIN_NAME = "admin"
GENERATED_BYTES = 18
STAFF_CREATED = "ADMIN_STAFF_CREATED"
STAFF_CHANGED = "ADMIN_STAFF_CHANGED"


class NameOfAPlayer(Exception):
    """A player has the name `admin`."""


class UnknownStaffAccount(Refusal):
    """There is no such staff account."""

    code = "not_found"


class ActsOnThemselves(Refusal):
    """Nobody acts on themselves by the routes of staff: somebody else must."""

    code = "forbidden"


class LastAdminStays(Refusal):
    """An active ADMIN must remain."""

    code = "last_admin"


async def first_admin(accounts: Accounts, passwords: Passwords, given: str, now_ms: int) -> str | None:
    """Make the account `admin` unless it exists; return the password that it got if `given` is empty, else None.

    All who do this at the same moment make one account. Raises NameOfAPlayer, Unreachable.
    """
    known = await accounts.find(ADMIN_NAME)
    if known is not None:
        if known.role == Role.PLAYER:
            raise NameOfAPlayer
        return None
    password = given or secrets.token_urlsafe(GENERATED_BYTES)
    account = Account(
        id=new_id(),
        username=ADMIN_NAME,
        username_key=ADMIN_NAME,
        username_skeleton=username_skeleton(ADMIN_NAME),
        password_hash=await passwords.hash(password),
        role=Role.ADMIN,
        time_zone="Asia/Seoul",
        locale="ko",
        created_ms=now_ms,
    )
    row = AuditRow(STAFF_CREATED, actor="start", target=account.id, new={"username": ADMIN_NAME, "role": Role.ADMIN})
    try:
        await accounts.create(account, row)
    except UsernameTaken:
        return None
    return None if given else password


class StaffAccounts:
    """The changes that an ADMIN makes to staff accounts; each is one transaction with its audit row."""

    def __init__(self, accounts: Accounts, staff: Staff, clock: Clock, identity: Identity) -> None:
        self._accounts = accounts
        self._staff = staff
        self._clock = clock
        self._identity = identity

    async def create(self, caller: Principal, username: str, password: str, role: str, origin: Origin) -> Account:
        """Make a staff account. Raises InvalidUsername, WeakPassword, UsernameInUse, Overloaded."""
        account = await self._identity.prepared(new_username(username), password, role)
        new = {"username": account.username, "role": role}
        row = origin.row(STAFF_CREATED, actor=caller.user_id, role=caller.role, target=account.id, new=new)
        await self._identity.create(account, row, made_by=caller.user_id)
        return account

    @staticmethod
    def check_is_another(caller: Principal, user_id: str) -> None:
        """Raise ActsOnThemselves if the account is the caller's own."""
        if caller.user_id == user_id:
            raise ActsOnThemselves

    async def change(
        self, caller: Principal, user_id: str, origin: Origin, *, role: str | None, active: bool | None, password: str
    ) -> Account:
        """Change a staff account; if anything is different now, its sessions have ended.

        Raises:
            ActsOnThemselves, UnknownStaffAccount, LastAdminStays, WeakPassword, Overloaded: nothing was changed.
        """
        self.check_is_another(caller, user_id)
        hashed = await self._hashed(user_id, password) if password else None
        row = origin.row(STAFF_CHANGED, actor=caller.user_id, role=caller.role, target=user_id)
        now_ms = self._clock.now_ms()
        try:
            changed = await self._staff.change(user_id, StaffChange(role, active, hashed), now_ms, row)
        except UnknownStaff:
            raise UnknownStaffAccount from None
        except LastAdmin:
            await self._identity.refusals.record(row._replace(result=LastAdminStays.code))
            raise LastAdminStays(recorded=True) from None
        self._identity.sessions.tell_ended(user_id, changed.ended, now_ms)
        return changed.account

    async def _hashed(self, user_id: str, password: str) -> str:
        known = await self._accounts.get(user_id)
        if known is None:
            raise UnknownStaffAccount
        return (await self._identity.prepared(known.username, password, known.role)).password_hash
