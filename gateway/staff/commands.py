"""Orders of staff to an entity, a player's or another: carried out and recorded there, or refused and recorded here."""

import msgspec

from actors.rewards.messages import UserGrant
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ErrorBody
from actors.shop.shop_messages import PurchaseRefund
from actors.staff.messages import Act, StaffCommand
from gateway.ports import Answer, Entities
from gateway.rest.body import checked
from gateway.rest.problems import Problem
from gateway.staff.approvals import Unfinished
from persistence.approvals import Approval
from persistence.audit import Audit, AuditRow

ORIGIN = "admin"
GRANT = UserGrant.TYPE
REFUND = PurchaseRefund.TYPE
"""The acts that may need two people."""
UNKNOWN_OUTCOMES = frozenset({"unavailable", "timeout", "in_progress"})
"""Error codes after which the order may have been carried out: it is given again under the same id."""


class StaffCommands:
    """The way of an order; repeating one with the same id does it once."""

    def __init__(self, entities: Entities, audit: Audit) -> None:
        self._entities = entities
        self._audit = audit

    async def submit(self, user_id: str, command: StaffCommand, command_id: str) -> Answer:
        """Let the player's entity carry out `command`. Its refusal is written into the audit trail.

        Raises:
            Problem: what the entity answered instead.
        """
        return await self.submit_to(EntityRef("user", user_id), command, command_id, target=f"user/{user_id}")

    async def submit_to(
        self, ref: EntityRef, command: StaffCommand, command_id: str, *, target: str, recorded: bool = True
    ) -> Answer:
        """Let an entity carry out `command`. Its refusal is written into the audit trail, unless not to be `recorded`.

        `target` is what the trail calls that on which staff act. Raises as `submit` does.
        """
        answer = await self._send(ref, command, command_id)
        try:
            return checked(answer)
        except Problem as refusal:
            if recorded and not answer.dup:
                await self._audit.record(_refusal(target, command, answer))
            refusal.recorded = not (recorded and answer.dup)  # a repeat is a refusal of its own, without its act
            raise

    async def carry_out_grant(self, approved: Approval) -> str:
        """Carry out a grant that two people agreed on; `gateway.staff.approvals.CarryOut`."""
        return await self._carry_out(approved, UserGrant)

    async def carry_out_refund(self, approved: Approval) -> str:
        """Carry out a refund that two people agreed on; `gateway.staff.approvals.CarryOut`."""
        return await self._carry_out(approved, PurchaseRefund)

    async def _carry_out(self, approved: Approval, order: type[StaffCommand]) -> str:
        command = msgspec.convert(approved.body, order)
        ref = EntityRef("user", approved.target.removeprefix("user/"))
        answer = await self._send(ref, command, f"approval:{approved.id}")
        code = "ok" if answer.ok else _code(answer)
        if code in UNKNOWN_OUTCOMES:
            raise Unfinished(code)
        return code

    async def _send(self, ref: EntityRef, command: StaffCommand, command_id: str) -> Answer:
        body = msgspec.json.encode(command)
        return await self._entities.command(ref, command.TYPE, body, command_id=command_id, origin=ORIGIN)


def _code(answer: Answer) -> str:
    return msgspec.json.decode(answer.body, type=ErrorBody).code


def _refusal(target: str, command: StaffCommand, answer: Answer) -> AuditRow:
    act: Act = command.act
    return AuditRow(
        command.EVENT,
        act.actor,
        act.role,
        target,
        reason=act.reason,
        request_id=act.request_id,
        address=act.address,
        result=_code(answer),
    )
