"""Two people for one act: it is asked for, approved by somebody else, and then carried out exactly once.

An act that is approved but not carried out, because a process ended in between, is carried out by the gateway that
looks next: the approval's id is the id of the command, so the entity does it once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from actors.runtime.clock import Clock
from gateway.auth.events import Recorder
from gateway.identifiers import new_id
from gateway.refusals import Refusal
from persistence.approvals import Approval, ApprovalStore, NoSuchApproval, NotPending, SamePerson
from persistence.audit import AuditRow
from persistence.errors import StoreError

APPROVAL_TTL_MS = 24 * 3_600_000
"""An act waits this long for a second person."""
LOOK_EVERY_S = 5.0
LEFT_BEHIND_MS = 10_000
"""Approved for so long and not carried out: the gateway that was asked to do it has ended."""

log = structlog.get_logger("gateway")


class By(Protocol):
    """The member of staff who acts, and from where; `actors.staff.messages.Act` is one."""

    @property
    def actor(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def request_id(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Unfinished(Exception):
    """The outcome of the act is not known yet: it is tried again."""

    code: str


class IdempotencyConflict(Refusal):
    """This idempotency key was used for another request."""

    code = "idempotency_conflict"


class UnknownApproval(Refusal):
    """There is no such approval."""

    code = "not_found"


class ApprovalNotPending(Refusal):
    """The approval is not pending any more."""

    code = "not_pending"


class SamePersonDecides(Refusal):
    """Somebody else must decide on what you have asked for."""

    code = "same_person"


CarryOut = Callable[[Approval], Awaitable[str]]
"""Carries out once what was approved, however often it is called; returns `ok` or an error code, raises Unfinished."""


class Approvals:
    """The approvals of a platform. `acts` says how each kind of act is carried out, by its name.

    Every method raises Unreachable when the store cannot be asked.
    """

    def __init__(self, store: ApprovalStore, audit: Recorder, clock: Clock, acts: Mapping[str, CarryOut]) -> None:
        self.store = store
        self._audit = audit
        self._clock = clock
        self._acts = acts

    async def ask(
        self, act: str, target: str, body: dict[str, Any], by: By, *, approval_id: str = ""
    ) -> tuple[Approval, bool]:
        """Let an act wait for a second person; return its approval, and whether there was one of that id already.

        A repeat with the same `approval_id` returns what the first request became. Raises IdempotencyConflict when that
        was for something else.
        """
        assert act in self._acts, act
        now_ms = self._clock.now_ms()
        approval_id = approval_id or new_id()
        new = Approval(approval_id, act, target, body, by.reason, by.actor, now_ms, now_ms + APPROVAL_TTL_MS)
        row = _row("APPROVAL_REQUESTED", new.id, by, {"act": act, "target": target, **_what(new)})
        if await self.store.ask(new, row):
            return new, False
        known = await self.store.get(new.id)
        if (known.act, known.target, _what(known)) != (act, target, _what(new)):
            raise IdempotencyConflict
        return known, True

    async def approve(self, approval_id: str, by: By) -> Approval:
        """Approve an act and carry it out; return the approval, still `approved` if its outcome is not known yet.

        Raises:
            UnknownApproval, ApprovalNotPending, SamePersonDecides: nothing was done.
        """
        await self._carry_out(await self._decide("APPROVAL_APPROVED", approval_id, by, approve=True))
        return await self.store.get(approval_id)

    async def refuse(self, approval_id: str, by: By) -> Approval:
        """Refuse an act. Raises as `approve` does."""
        return await self._decide("APPROVAL_REFUSED", approval_id, by, approve=False)

    async def look(self) -> None:
        """Expire what nobody has decided in time, and carry out what was left behind. Raises StoreError."""
        now_ms = self._clock.now_ms()
        await self.store.expire(now_ms)
        for approved in await self.store.unfinished(now_ms - LEFT_BEHIND_MS):
            await self._carry_out(approved)

    async def run(self) -> None:
        """Look every 5 s until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except StoreError as error:
                log.warning("approvals_unreachable", error=str(error))

    async def _decide(self, event: str, approval_id: str, by: By, *, approve: bool) -> Approval:
        row = _row(event, approval_id, by)
        try:
            return await self.store.decide(approval_id, by.actor, self._clock.now_ms(), row, approve=approve)
        except NoSuchApproval:
            raise UnknownApproval from None
        except NotPending as closed:
            refusal: Refusal = ApprovalNotPending(f"The approval is {closed}.", recorded=True)
        except SamePerson:
            refusal = SamePersonDecides(recorded=True)
        await self._audit.record(row._replace(event="APPROVAL_DECISION", result=refusal.code))
        raise refusal

    async def _carry_out(self, approved: Approval) -> None:
        try:
            outcome = await self._acts[approved.act](approved)
        except Unfinished as error:
            log.warning("approval_unfinished", id=approved.id, act=approved.act, code=error.code)
            return
        done = AuditRow("APPROVAL_DONE", "system", target=f"approval/{approved.id}", result=outcome)
        await self.store.carried_out(approved.id, outcome, done)


def _what(approval: Approval) -> dict[str, Any]:
    """Return what is asked for, without who asks for it."""
    return {name: value for name, value in approval.body.items() if name != "act"}


def _row(event: str, approval_id: str, by: By, new: object = None) -> AuditRow:
    return AuditRow(
        event,
        by.actor,
        by.role,
        f"approval/{approval_id}",
        new=new,
        reason=by.reason,
        request_id=by.request_id,
        address=by.address,
    )
