"""Commands of staff to an entity: carried out and recorded there, or refused there and recorded here."""

import re
from collections.abc import Mapping

import msgspec

from actors.debts.messages import DebtForgive
from actors.games.inventory import UserItemGrant
from actors.rewards.messages import UserDeduct, UserGrant
from actors.runtime.entity import EntityRef
from actors.runtime.payloads import ErrorBody
from actors.shop.shop_messages import PurchaseRefund
from actors.staff.messages import Act, StaffCommand
from actors.streak.messages import UserFreezeGrant
from gateway.auth.events import Recorder
from gateway.auth.roles import Role
from gateway.ports import Answer, Entities
from gateway.staff.approvals import Unfinished
from gateway.staff.order_ids import approved_id, direct_id
from persistence.approvals import Approval
from persistence.audit import AuditRow

ORIGIN = "admin"
WEIGHED: Mapping[type[StaffCommand], Role] = {
    UserGrant: Role.OPERATOR,
    UserFreezeGrant: Role.OPERATOR,
    UserItemGrant: Role.OPERATOR,
    UserDeduct: Role.ADMIN,
    DebtForgive: Role.ADMIN,
    PurchaseRefund: Role.ADMIN,
}
"""The acts that may need two people, each with the role that it asks of its author."""
ASKED_BY = {kind.TYPE: role for kind, role in WEIGHED.items()}
"""The same roles, by the name of the act."""
_PLAYER = re.compile(r"user/[0-9A-Za-z]+")
UNKNOWN_OUTCOMES = frozenset({"unavailable", "timeout", "in_progress"})
"""Error codes after which the command may have been carried out: it is submitted again under the same id."""


class StaffCommands:
    """The way of a staff command to its entity; a repeat of its author with the same key is carried out once."""

    def __init__(self, entities: Entities, audit: Recorder) -> None:
        self._entities = entities
        self._audit = audit

    async def submit(self, user_id: str, command: StaffCommand, key: str) -> Answer:
        """Submit a command to a player's entity, as `submit_to` does."""
        return await self.submit_to(EntityRef("user", user_id), command, key, target=f"user/{user_id}")

    async def submit_to(
        self, ref: EntityRef, command: StaffCommand, key: str, *, target: str, recorded: bool = True
    ) -> Answer:
        """Submit a command to an entity and return its answer; `key` is the idempotency key that its author has chosen.

        A refusal is written into the audit trail, under `target`, unless it is a repeat or not to be `recorded`.
        """
        answer = await self._send(ref, command, direct_id(command.act.actor, key))
        if recorded and not answer.ok and not answer.dup:
            await self._audit.record(_refusal_row(target, command, answer))
        return answer

    def approved_acts(self) -> dict[str, "ApprovedCommand"]:
        """Return how each kind of act is carried out that two people have agreed on, by its name."""
        return {kind.TYPE: ApprovedCommand(self, kind) for kind in WEIGHED}

    async def carry_out(self, approved: Approval, command: StaffCommand) -> str:
        """Carry out what two people agreed on, as `gateway.staff.approvals.CarryOut` does."""
        ref = EntityRef("user", approved.target.removeprefix("user/"))
        answer = await self._send(ref, command, approved_id(approved.id))
        code = "ok" if answer.ok else _code(answer)
        if code in UNKNOWN_OUTCOMES:
            raise Unfinished(code)
        return code

    async def _send(self, ref: EntityRef, command: StaffCommand, command_id: str) -> Answer:
        body = msgspec.json.encode(command)
        return await self._entities.command(ref, command.TYPE, body, command_id=command_id, origin=ORIGIN)


class ApprovedCommand:
    """A command of one kind that two people have agreed on; `gateway.staff.approvals.CarryOut`."""

    def __init__(self, commands: StaffCommands, kind: type[StaffCommand]) -> None:
        self._commands = commands
        self._kind = kind

    def reads(self, approval: Approval) -> bool:
        """Return whether this program can read what was asked for, and for whom."""
        try:
            msgspec.convert(approval.body, self._kind)
        except msgspec.ValidationError:
            return False
        return _PLAYER.fullmatch(approval.target) is not None

    async def __call__(self, approval: Approval) -> str:
        """Carry it out once. Raises Unfinished."""
        return await self._commands.carry_out(approval, msgspec.convert(approval.body, self._kind))


def _code(answer: Answer) -> str:
    return msgspec.json.decode(answer.body, type=ErrorBody).code


def _refusal_row(target: str, command: StaffCommand, answer: Answer) -> AuditRow:
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
