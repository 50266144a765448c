"""Acts of staff as facts: each is a row of the audit trail, in the transaction of the act itself."""

from typing import Any

from msgspec import Struct, json, structs

from actors.runtime.commit.rows import TurnRows
from actors.runtime.entity import Decision, Rejection
from actors.runtime.facts import Fact
from actors.staff.messages import Act
from persistence.entities.records import ActRow


class ActDone(Fact, frozen=True, kw_only=True, tag="act_done"):
    """An act of staff, for the audit trail; `old` and `new` are JSON-encodable."""

    event: str
    actor: str
    role: str
    target: str
    reason: str
    request_id: str
    address: str
    old: Any = None
    new: Any = None

    def add_rows(self, rows: TurnRows) -> None:
        old, new = (None if value is None else json.encode(value).decode() for value in (self.old, self.new))
        rows.acts.append(
            ActRow(self.event, self.actor, self.role, self.target, old, new, self.reason, self.request_id, self.address)
        )


def act_done(event: str, target: str, act: Act, old: object = None, new: object = None) -> ActDone:
    """Return the fact that records `act`; `target` is what the audit trail calls the thing acted on."""
    return ActDone(event=event, target=target, old=old, new=new, **structs.asdict(act))


def recorded(decision: Decision | Rejection, event: str, target: str, act: Act, new: Struct) -> Decision | Rejection:
    """Return the same decision with the act of staff that it carries out; a rejection is returned as it is."""
    if isinstance(decision, Rejection):
        return decision
    return structs.replace(decision, facts=(*decision.facts, act_done(event, target, act, None, structs.asdict(new))))
