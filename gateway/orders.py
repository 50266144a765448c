"""Orders of staff to a player's entity: carried out and recorded there, or refused and recorded here."""

import msgspec

from actors.messages import ErrorBody
from actors.runtime.entity import EntityRef
from actors.staff_messages import Act, StaffCommand, UserGrant
from gateway.approvals import Unfinished
from gateway.ports import Answer, Entities
from gateway.rest.body import checked
from persistence.approvals import Approval
from persistence.audit import Audit, AuditRow

ORIGIN = "admin"
GRANT = UserGrant.TYPE
"""The act that may need two people."""
UNKNOWN_OUTCOMES = frozenset({"unavailable", "timeout", "in_progress"})
"""Error codes after which the order may have been carried out: it is given again under the same id."""


class Orders:
    """The way of an order; repeating one with the same id does it once."""

    def __init__(self, entities: Entities, audit: Audit) -> None:
        self._entities = entities
        self._audit = audit

    async def give(self, user_id: str, command: StaffCommand, command_id: str) -> Answer:
        """Let the player's entity carry out `command`. Its refusal is written into the audit trail.

        Raises:
            Problem: what the entity answered instead.
        """
        answer = await self._send(user_id, command, command_id)
        if not answer.ok and not answer.dup:
            await self._audit.record(_refusal(user_id, command, answer))
        return checked(answer)

    async def carry_out_grant(self, approved: Approval) -> str:
        """Carry out a grant that two people agreed on; `gateway.approvals.CarryOut`."""
        command = msgspec.convert(approved.body, UserGrant)
        answer = await self._send(approved.target.removeprefix("user/"), command, f"approval:{approved.id}")
        code = "ok" if answer.ok else _code(answer)
        if code in UNKNOWN_OUTCOMES:
            raise Unfinished(code)
        return code

    async def _send(self, user_id: str, command: StaffCommand, command_id: str) -> Answer:
        body = msgspec.json.encode(command)
        ref = EntityRef("user", user_id)
        return await self._entities.command(ref, command.TYPE, body, command_id=command_id, origin=ORIGIN)


def _code(answer: Answer) -> str:
    return msgspec.json.decode(answer.body, type=ErrorBody).code


def _refusal(user_id: str, command: StaffCommand, answer: Answer) -> AuditRow:
    act: Act = command.act
    return AuditRow(
        command.EVENT,
        act.actor,
        act.role,
        f"user/{user_id}",
        reason=act.reason,
        request_id=act.request_id,
        address=act.address,
        result=_code(answer),
    )
