"""Two people for one act: it is asked for, approved by somebody else, and then carried out exactly once.

An act that is approved but not carried out, because a process ended in between, is carried out by the gateway that
looks next: the approval's id is the id of the command, so the entity does it once. Then as at first both people must
still have their standing; if one has lost it, nothing more is sent, and the outcome is `timeout`, which means unknown.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from prometheus_client import CollectorRegistry, Gauge

from actors.runtime.clock import Clock
from gateway.auth.events import Recorder
from gateway.identifiers import new_id
from gateway.refusals import Refusal
from gateway.staff.four_eyes.independence import LostStanding, NotIndependent, Witnesses
from persistence.approvals import Approval, ApprovalStore, NoSuchApproval, NotPending, Place, SamePerson
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


class UnreadableApproval(Refusal):
    """This version of the program cannot read what was asked for; it can be refused, and is asked for anew."""

    code = "version_conflict"


class UnknownApproval(Refusal):
    """There is no such approval."""

    code = "not_found"


class ApprovalNotPending(Refusal):
    """The approval is not pending any more."""

    code = "not_pending"


class SamePersonDecides(Refusal):
    """Somebody else must decide on what you have asked for."""

    code = "same_person"


class CarryOut(Protocol):
    """The way to carry out one kind of act."""

    def reads(self, approval: Approval) -> bool:
        """Return whether this program can read what was asked for."""
        ...

    async def __call__(self, approval: Approval) -> str:
        """Carry out once what was approved, however often it is called; return `ok` or an error code.

        Raises:
            Unfinished: its outcome is not known yet.
        """
        ...


class Approvals:
    """The approvals of a platform. `acts` says how each kind of act is carried out, by its name.

    Every method raises Unreachable when the store cannot be asked.
    """

    def __init__(
        self,
        store: ApprovalStore,
        audit: Recorder,
        clock: Clock,
        acts: Mapping[str, CarryOut],
        witnesses: Witnesses,
        registry: CollectorRegistry,
    ) -> None:
        self.store = store
        self._audit = audit
        self._clock = clock
        self._acts = acts
        self._witnesses = witnesses
        self._told: set[str] = set()
        self._unreadable = Gauge(
            "approvals_unreadable", "Open approvals that this program cannot read", registry=registry
        )

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
        row = _row("APPROVAL_REQUESTED", new.id, by, {**what(new), "act": act, "target": target})
        if await self.store.ask(new, row):
            return new, False
        known = await self.store.get(new.id)
        if (known.act, known.target, what(known)) != (act, target, what(new)):
            raise IdempotencyConflict
        return known, True

    async def approve(self, approval_id: str, by: By) -> Approval:
        """Approve an act and carry it out; return the approval, still `approved` if its outcome is not known yet.

        Raises:
            UnknownApproval, ApprovalNotPending, SamePersonDecides, NotIndependent, LostStanding, UnreadableApproval:
                nothing was done.
        """
        await self._check(approval_id, by)
        await self._carry_out(await self._decide("APPROVAL_APPROVED", approval_id, by, approve=True), "forbidden")
        return await self.store.get(approval_id)

    async def refuse(self, approval_id: str, by: By) -> Approval:
        """Refuse an act. Raises UnknownApproval, ApprovalNotPending, SamePersonDecides."""
        return await self._decide("APPROVAL_REFUSED", approval_id, by, approve=False)

    async def look(self) -> None:
        """Expire what nobody has decided in time, and carry out what was left behind. Raises StoreError.

        What this program cannot read is left as it is, logged and counted (`approvals_unreadable`).
        """
        now_ms = self._clock.now_ms()
        await self.store.expire(now_ms)
        unreadable = [each async for each in self._waiting("pending") if not self.is_readable(each)]
        async for approved in self._waiting("approved"):
            if not self.is_readable(approved):
                unreadable.append(approved)
            elif (approved.decided_ms or 0) < now_ms - LEFT_BEHIND_MS:
                await self._carry_out(approved, "timeout")
        self._tell_unreadable(unreadable)

    def is_readable(self, approval: Approval) -> bool:
        """Return whether this program can read what was asked for."""
        act = self._acts.get(approval.act)
        return act is not None and act.reads(approval)

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

    async def _check(self, approval_id: str, by: By) -> None:
        """Raise a refusal, which is recorded, unless the act can be read and `by` may decide on it."""
        try:
            known = await self.store.get(approval_id)
        except NoSuchApproval:
            raise UnknownApproval from None
        if known.state != "pending" or known.requested_by == by.actor:
            return  # the store says so, atomically
        try:
            await self._witnesses.check(known.act, known.requested_by, by.actor)
            if not self.is_readable(known):
                raise UnreadableApproval
        except Refusal as refusal:
            await self._audit.record(_row("APPROVAL_DECISION", approval_id, by)._replace(result=refusal.code))
            refusal.recorded = True
            raise

    async def _waiting(self, state: str) -> AsyncIterator[Approval]:
        """Yield every approval of a state, page by page, so that none hides behind those that stay where they are."""
        after = None
        while page := await self.store.listed(state, after):
            for each in page:
                yield each
            after = Place(page[-1].at_ms, page[-1].id)

    def _tell_unreadable(self, unreadable: Sequence[Approval]) -> None:
        self._unreadable.set(len(unreadable))
        for each in unreadable:
            if each.id not in self._told:
                log.error("approval_unreadable", id=each.id, act=each.act, state=each.state)
        self._told = {each.id for each in unreadable}

    async def _carry_out(self, approved: Approval, lost: str) -> None:
        """Carry out what was approved; `lost` is its outcome when one of the two has lost their standing since."""
        try:
            await self._witnesses.check(approved.act, approved.requested_by, approved.decided_by or "")
            outcome = await self._acts[approved.act](approved)
        except (NotIndependent, LostStanding) as refusal:
            log.warning("approval_lost_standing", id=approved.id, act=approved.act, code=refusal.code)
            outcome = lost
        except Unfinished as error:
            log.warning("approval_unfinished", id=approved.id, act=approved.act, code=error.code)
            return
        done = AuditRow("APPROVAL_DONE", "system", target=f"approval/{approved.id}", result=outcome)
        await self.store.carried_out(approved.id, outcome, done)


def what(approval: Approval) -> Any:
    """Return what is asked for, without who asks for it; what this program cannot read as it is."""
    body = approval.body
    return {name: value for name, value in body.items() if name != "act"} if isinstance(body, dict) else body


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
