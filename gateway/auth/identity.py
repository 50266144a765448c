"""Accounts and the proof of owning one: sign-up, log-in, second factor, new password. Sessions are in `sessions`."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from actors.runtime.clock import Clock
from gateway.auth.events import LOG_IN, PASSWORD_CHANGED, SESSION_REVOKED, SIGN_UP, Origin, Recorder, RefusalRecorder
from gateway.auth.lockout import LockedOut, Lockout, Taken, address_key, share_of
from gateway.auth.passwords import Overloaded, Passwords, check_password
from gateway.auth.revocations import LivingTokens, Revocations
from gateway.auth.roles import Role, is_staff
from gateway.auth.second_factor import SecondFactor
from gateway.auth.sessions import LoginSessions, SessionOver, SignedIn
from gateway.auth.step_up import StepUp
from gateway.auth.tokens import AccessTokens, Principal
from gateway.auth.usernames import InvalidUsername, accepted_username, new_username, username_key, username_skeleton
from gateway.config import GatewayConfig
from gateway.fair_queue import Share
from gateway.identifiers import new_id
from gateway.metrics.registry import GatewayMetrics
from gateway.refusals import Refusal
from persistence.audit import AuditRow
from persistence.errors import Unreachable
from persistence.identity.accounts import Account, Accounts, PasswordChanged, UsernameTaken
from persistence.identity.attempts import Attempts
from persistence.identity.totp import TotpStore

_RESULTS: Mapping[str, str] = {
    "invalid_credentials": "refused",
    "forbidden": "refused",
    "rate_limited": "locked",
    "totp_required": "code_missing",
}
"""The result under which a refused log-in is counted, by the code of its refusal."""

Attempt = Callable[[str], Awaitable[Taken]]
"""Counts an attempt, in the counter of a known device if that is given."""
Device = Callable[[], Awaitable[str]]
"""Finds out by what the device is known, "" if it is not."""


class InvalidCredentials(Refusal):
    """The username or the password is wrong."""

    code = "invalid_credentials"


class SecondFactorRequired(Refusal):
    """This account has a second factor: send `totp` as well."""

    code = "totp_required"


class StaffKeepTheirTokens(Refusal):
    """Accounts of staff have no session in a cookie: log in with a client that keeps its tokens."""

    code = "forbidden"


class UsernameInUse(Refusal):
    """This username is taken."""

    code = "username_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """The account that a sign-up asks for."""

    username: str
    password: str
    time_zone: str = "Asia/Seoul"
    locale: str = "ko"


class Identity:
    """Accounts and the proof of owning one. Unreachable passes through.

    Each act and each refusal stands in the audit trail: `gateway.auth.events`.
    """

    def __init__(
        self,
        config: GatewayConfig,
        clock: Clock,
        metrics: GatewayMetrics,
        *,
        accounts: Accounts,
        audit: Recorder,
        attempts: Attempts,
        totp: TotpStore,
        revocations: Revocations,
    ) -> None:
        self._clock = clock
        self._metrics = metrics
        self._accounts = accounts
        self._audit = audit
        self._lockout = Lockout(config, clock, attempts, metrics)
        self._passwords = Passwords(config)
        issued = AccessTokens(config, clock)
        self.refusals = RefusalRecorder(audit, clock, metrics)
        self.sessions = LoginSessions(config, clock, metrics, accounts=accounts, revocations=revocations, issued=issued)
        self.tokens = LivingTokens(issued, revocations)
        self.second_factor = SecondFactor(totp, config, clock)
        self.step_up = StepUp(accounts, self._passwords, self._lockout, self.second_factor)

    def close(self) -> None:
        """Release the worker threads."""
        self._passwords.close()

    async def sign_up(self, wanted: NewAccount, origin: Origin) -> SignedIn:
        """Create an account and open its first session.

        Raises:
            InvalidUsername, WeakPassword, UsernameInUse, LockedOut, Overloaded: there is no account.
        """
        _acceptable(new_username(wanted.username), wanted.password)
        await self._lockout.sign_up(origin.address)
        account = await self.prepared(wanted.username, wanted.password, Role.PLAYER, origin.address)
        account = account._replace(time_zone=wanted.time_zone, locale=wanted.locale)
        await self.create(account, origin.own(SIGN_UP, account))
        return await self.sessions.open(account, origin)

    async def prepared(self, username: str, password: str, role: str, address: str = "") -> Account:
        """Return an account that is not stored yet. Raises InvalidUsername, WeakPassword, Overloaded."""
        name = _acceptable(username, password)
        return Account(
            id=new_id(),
            username=name,
            username_key=username_key(name),
            username_skeleton=username_skeleton(name),
            password_hash=await self._hash(password, share_of(address)),
            role=role,
            time_zone="Asia/Seoul",
            locale="ko",
            created_ms=self._clock.now_ms(),
        )

    async def create(self, account: Account, row: AuditRow, *, made_by: str = "") -> None:
        """Store an account together with its audit row, and with the tie to who made it. Raises UsernameInUse."""
        try:
            await self._accounts.create(account, row, made_by=made_by)
        except UsernameTaken:
            raise UsernameInUse from None

    async def log_in(
        self,
        username: str,
        password: str,
        origin: Origin,
        *,
        code: str = "",
        refresh_token: str = "",
        players_only: bool = False,
    ) -> SignedIn:
        """Open a session; an unknown name costs and answers the same as a wrong password.

        A `refresh_token` of a session of the account, or an address that it was reached from lately, is a known device:
        what strangers guess does not lock it out.

        Raises:
            InvalidCredentials: the name, the password or the `code` is wrong.
            SecondFactorRequired: the password is right, a `code` is missing.
            StaffKeepTheirTokens: all is right, and of staff, where `players_only` may log in.
            LockedOut, Overloaded: the password was not looked at.
        """
        try:
            key = _looked_up(username)
            device = partial(self._known_device, key, refresh_token, origin)
            attempt = partial(self._lockout.log_in_attempt, key, origin.address)
            account = await self._proven(LOG_IN, key, password, origin, attempt, device)
            await self._check_second_factor(account, code, origin, device)
            if players_only and is_staff(account.role):
                await self._audit.record(origin.own(LOG_IN, account, StaffKeepTheirTokens.code))
                raise StaffKeepTheirTokens
        except Refusal as refusal:
            self._metrics.auth_logins.labels(_RESULTS.get(refusal.code, "overloaded")).inc()
            raise
        signed_in = await self.sessions.open(account, origin, LOG_IN)
        await self._check_still_proven(account, signed_in.session_id, origin)
        self._metrics.auth_logins.labels("ok").inc()
        return signed_in

    async def change_password(self, caller: Principal, current: str, new: str, origin: Origin) -> None:
        """Replace the caller's password and end all of their other sessions. Wrong ones count in this session alone.

        Raises:
            InvalidCredentials: `current` is wrong.
            WeakPassword: `new` cannot be a password.
            SessionOver: the account no longer exists.
            LockedOut, Overloaded: the password was not looked at.
        """
        known = await self._accounts.get(caller.user_id)
        if known is None:
            raise SessionOver
        check_password(new, known.username)

        async def attempt(_: str) -> Taken:
            return await self._lockout.signed_in_attempt("password", caller.session_id)

        account = await self._proven(PASSWORD_CHANGED, known.username_key, current, origin, attempt)
        now_ms = self._clock.now_ms()
        row = origin.own(PASSWORD_CHANGED, account)
        hashed = await self._hash(new, share_of(origin.address, account.id))
        try:
            ended = await self._accounts.change_password(account, hashed, now_ms, keep=caller.session_id, audit=row)
        except PasswordChanged:
            raise InvalidCredentials from None
        self.sessions.tell_ended(caller.user_id, ended, now_ms)

    async def _proven(
        self, event: str, key: str, password: str, origin: Origin, attempt: Attempt, device: Device | None = None
    ) -> Account:
        """Return the account of that username key if the password is its own; an unknown key costs and answers the
        same as a wrong password. Raises InvalidCredentials, LockedOut, Overloaded.
        """
        taken = await self._counted(event, key, origin, attempt, device)
        share = share_of(origin.address, taken.guess_keys[0])
        try:
            account = await self._accounts.find(key)
            matches = await self._passwords.verify(account.password_hash if account else None, password, share)
        except (Overloaded, Unreachable) as error:
            await self._lockout.was_not_tried(taken)
            if isinstance(error, Overloaded):
                self._count_overload()
            raise
        if account is None or not matches or not account.active:
            await self._lockout.was_wrong(taken)
            await self._audit.record(_refusal_row(event, account, "invalid_credentials", origin))
            raise InvalidCredentials
        await self._lockout.was_right(taken)
        return account

    async def _counted(
        self, event: str, key: str, origin: Origin, attempt: Attempt, device: Device | None = None
    ) -> Taken:
        """Count an attempt at the account of that username key. What strangers have used up does not concern a known
        device, which has a counter of its own. Raises LockedOut.
        """
        try:
            return await attempt(await device() if device else "")
        except LockedOut as refusal:
            if self.refusals.admits():
                row = _refusal_row(event, await self._accounts.find(key), refusal.code, origin)
                await self._audit.record(row)
            raise

    async def _known_device(self, key: str, refresh_token: str, origin: Origin) -> str:
        """Return what a device is known by at the account of that username key, "" if it is not; the same is looked up
        for a name that nobody has."""
        session_id = await self.sessions.in_force(refresh_token, key) if refresh_token else ""
        if session_id:
            return f"session {session_id}"
        source = address_key(origin.address)
        return f"address {source}" if await self._accounts.knows_address(key, source, self._clock.now_ms()) else ""

    async def _check_second_factor(self, account: Account, code: str, origin: Origin, device: Device) -> None:
        """A missing or wrong code counts against the lockout as a wrong password does: somebody has the password.

        Raises InvalidCredentials, SecondFactorRequired, LockedOut.
        """
        if not is_staff(account.role) or not await self.second_factor.is_asked_for(account.id):
            return
        attempt = partial(self._lockout.code_attempt, account.id, origin.address)
        taken = await self._counted(LOG_IN, account.username_key, origin, attempt, device)
        if not code:
            await self._audit.record(origin.own(LOG_IN, account, SecondFactorRequired.code))
            raise SecondFactorRequired
        if not await self.second_factor.passes(account.id, code):
            await self._audit.record(origin.own(LOG_IN, account, "invalid_credentials"))
            raise InvalidCredentials
        await self._lockout.was_right(taken)

    async def _check_still_proven(self, account: Account, session_id: str, origin: Origin) -> None:
        """End the new session if the account was changed meanwhile: that change has not seen the session.

        Raises InvalidCredentials.
        """
        stored = await self._accounts.get(account.id)
        if stored is None or stored._replace(locale=account.locale) != account:  # a language proves nothing
            row = origin.own(SESSION_REVOKED, account, "invalid_credentials", session=session_id)
            await self.sessions.revoke(account.id, session_id, row)
            raise InvalidCredentials

    async def _hash(self, password: str, share: Share) -> str:
        try:
            return await self._passwords.hash(password, share)
        except Overloaded:
            self._count_overload()
            raise

    def _count_overload(self) -> None:
        self._metrics.rate_limited.labels("password_queue").inc()


def _acceptable(username: str, password: str) -> str:
    """Return the username as it is stored. Raises InvalidUsername, WeakPassword."""
    name = accepted_username(username)
    check_password(password, name)
    return name


def _looked_up(username: str) -> str:
    """Return the key of the name that was given; one that no account can have gets a key that finds nobody."""
    try:
        return username_key(accepted_username(username))
    except InvalidUsername:
        return f"invalid:{hashlib.sha256(username.encode(errors='replace')).hexdigest()}"


def _refusal_row(event: str, account: Account | None, code: str, origin: Origin) -> AuditRow:
    return origin.own(event, account, code) if account else origin.row(event, result=code)
