"""Step-up: who acts on credentials, their own or those of other staff, proves anew who they are.

A stolen access token is not enough for such an act. Where a second factor counts, only a code of it replaces or removes
it; every other act takes the password or a code. Wrong proofs count in the caller's session, so that a stolen token
guesses no more than a stolen password, and locks nobody out but its own session.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from gateway.auth.events import Origin
from gateway.auth.lockout import Lockout, share_of
from gateway.auth.passwords import Overloaded, Passwords
from gateway.auth.second_factor import SecondFactor, WrongCode
from gateway.auth.tokens import Principal
from gateway.refusals import Refusal
from persistence.identity.accounts import Account, Accounts


class StepUpRequired(Refusal):
    """This needs your password, or a code of your second factor."""

    code = "step_up_required"


class WrongPassword(Refusal):
    """The password is wrong."""

    code = "invalid_credentials"


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof of owning an account: its password, or a code of its second factor."""

    password: str = ""
    code: str = ""


class StepUp:
    """Checks proofs. Raises Unreachable when a store cannot be asked."""

    def __init__(self, accounts: Accounts, passwords: Passwords, lockout: Lockout, second_factor: SecondFactor) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._lockout = lockout
        self._second_factor = second_factor

    async def check(self, caller: Principal, proof: Proof, origin: Origin, *, of_factor: bool = False) -> Account:
        """Return the caller's account if every proof that was given is right. `of_factor`: the act is on its second
        factor.

        Raises:
            StepUpRequired: nothing was given, or no code where only a code will do.
            WrongPassword, WrongCode: a proof is wrong.
            LockedOut, Overloaded: it was not looked at.
        """
        account = await self._accounts.get(caller.user_id)
        needs_code = of_factor and await self._second_factor.is_asked_for(caller.user_id)
        if account is None or not account.active or not (proof.code or (proof.password and not needs_code)):
            raise StepUpRequired
        if proof.code:
            async with self.guess(caller):
                await self._check_code(account, proof.code)
        if proof.password:
            await self._check_password(caller, account, proof.password, origin)
        return account

    @asynccontextmanager
    async def guess(self, caller: Principal) -> AsyncIterator[None]:
        """A block in which the caller tries a code of a second factor: one that ends with an exception was wrong.

        Raises LockedOut.
        """
        taken = await self._lockout.signed_in_attempt("code", caller.session_id)
        yield
        await self._lockout.was_right(taken)

    async def _check_code(self, account: Account, code: str) -> None:
        if not await self._second_factor.passes(account.id, code):
            raise WrongCode

    async def _check_password(self, caller: Principal, account: Account, password: str, origin: Origin) -> None:
        taken = await self._lockout.signed_in_attempt("step-up", caller.session_id)
        try:
            share = share_of(origin.address, account.id)
            matches = await self._passwords.verify(account.password_hash, password, share)
        except Overloaded:
            await self._lockout.was_not_tried(taken)
            raise
        if not matches:
            raise WrongPassword
        await self._lockout.was_right(taken)
