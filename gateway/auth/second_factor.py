"""The second factor of staff: time-based codes (RFC 6238, SHA-1, 6 digits, 30 s), each good once. Optional.

The secret is sealed under a key derived from the seal key, so that a copy of the database yields no codes; what was
sealed under one derived from the token secret, as it was at first, can be read too.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence

import pyotp
import structlog
from cryptography.exceptions import InvalidTag

from actors.fairness.sealing import NONCE_BYTES, SECOND_FACTORS, KeySeal
from actors.runtime.clock import Clock
from gateway.auth.events import Origin
from gateway.config import GatewayConfig
from gateway.refusals import Refusal
from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.ties import Tie
from persistence.identity.totp import TotpStore

STEP_S = 30
STEPS_AROUND = 1
"""A code of the step before or after is accepted too: clocks differ."""
SECRET_BYTES = 20
ENROLLED, CONFIRMED, REMOVED = "ADMIN_TOTP_ENROLLED", "ADMIN_TOTP_CONFIRMED", "ADMIN_TOTP_REMOVED"

log = structlog.get_logger(__name__)


def second_factor_seal(seal_keys: Sequence[str], jwt_secret: str) -> KeySeal:
    """Return the seal of second factors under the first of the keys."""
    return KeySeal(*seal_keys, purpose=SECOND_FACTORS, unnamed=[f"totp\0{jwt_secret}"])


class WrongCode(Refusal):
    """The code is wrong, or was used before."""

    code = "wrong_code"


class SecondFactor:
    """Enrols and checks second factors."""

    def __init__(self, store: TotpStore, config: GatewayConfig, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._issuer = config.issuer
        self._seal = second_factor_seal(config.seal_keys or (config.jwt_secret,), config.jwt_secret)

    async def is_asked_for(self, user_id: str) -> bool:
        """Return whether a log-in of this account needs a code."""
        stored = await self._store.get(user_id)
        return stored is not None and stored.confirmed

    async def passes(self, user_id: str, code: str) -> bool:
        """Return whether `code` is valid now and was not used before; use it up."""
        stored = await self._store.get(user_id)
        counts = stored is not None and stored.confirmed
        step = self._step_of(stored.sealed, user_id, code) if stored and counts else None
        return step is not None and await self._store.take(user_id, step)

    async def enrol(self, account: Account, origin: Origin) -> tuple[str, str]:
        """Make a new secret and return it (base32) with its otpauth URI; it counts once a code of it has confirmed it.

        Until then the one before goes on counting. The caller has proved to be the owner (`gateway.auth.step_up`).
        """
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        sealed = self._seal.close(secret.encode(), secrets.token_bytes(NONCE_BYTES), account.id)
        await self._store.enrol(account.id, sealed, _row(ENROLLED, account, origin))
        return secret, pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=self._issuer)

    async def confirm(self, account: Account, code: str, origin: Origin) -> None:
        """Let the newest secret count from now on. Raises WrongCode."""
        stored = await self._store.get(account.id)
        sealed = None if stored is None else stored.unconfirmed
        step = None if sealed is None else self._step_of(sealed, account.id, code)
        row = _row(CONFIRMED, account, origin)
        if sealed is None or step is None or not await self._store.confirm(account.id, sealed, step, row):
            raise WrongCode

    async def remove(self, account: Account, origin: Origin) -> bool:
        """Ask for no code from now on; False if there is nothing to remove. The caller has proved to be the owner."""
        return await self._store.remove(account.id, _row(REMOVED, account, origin))

    async def take_away(self, user_id: str, row: AuditRow) -> bool:
        """Remove the second factor of somebody who has lost it; False if there is none. Their accounts are tied."""
        tie = Tie(row.actor, user_id, self._clock.now_ms())
        return await self._store.remove(user_id, row._replace(event=REMOVED, target=user_id), tie)

    def _step_of(self, sealed: bytes, user_id: str, code: str) -> int | None:
        """Return the step whose code this is, among those that are accepted now."""
        try:
            secret = self._seal.open(sealed, user_id).decode()
        except InvalidTag:
            # Sealed under a key that is not among the settings: an ADMIN takes it away, and its owner enrols anew.
            log.warning("totp_unreadable", user_id=user_id)
            return None
        generator = pyotp.TOTP(secret, interval=STEP_S)
        now = self._clock.now_ms() // 1000 // STEP_S
        steps = range(now - STEPS_AROUND, now + STEPS_AROUND + 1)
        given = code.encode(errors="replace")
        good = [step for step in steps if hmac.compare_digest(generator.generate_otp(step).encode(), given)]
        return good[0] if good else None


def _row(event: str, account: Account, origin: Origin) -> AuditRow:
    return origin.row(event, actor=account.id, role=account.role, target=account.id)
