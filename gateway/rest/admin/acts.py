"""Acts of staff, as their routes have them in common: who acts, on which player, and what the entity says."""

from starlette.requests import Request

from actors.staff.messages import Act
from gateway.auth.tokens import Principal
from gateway.dependencies import GatewayDependencies
from gateway.ports import Answer
from gateway.rest.body import checked
from gateway.rest.documented import header
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER
from gateway.rest.problems import Problem
from gateway.rest.provided import origin_of
from persistence.identity.accounts import Account

COMMAND_KEY = header(KEY_HEADER, "Made once for each order and kept for every retry.", required=True, chars_max=64)
"""The idempotency key of an act that must not be repeated."""
OPTIONAL_KEY = header(
    KEY_HEADER,
    "Made once for each order and kept for every retry: a repeat is not carried out again, and is answered with "
    f"`{REPLAYED_HEADER}: true`. Without one every request acts.",
    chars_max=64,
)
"""The idempotency key of any other act of staff. Keys of different callers are never the same."""


def act_of(request: Request, caller: Principal, reason: str) -> Act:
    """Return the act's author, origin and reason, as entities and the audit trail keep them."""
    origin = origin_of(request)
    return Act(
        actor=caller.user_id, role=caller.role, request_id=origin.request_id, address=origin.address, reason=reason
    )


async def known_player(provided: GatewayDependencies, user_id: str) -> Account:
    """Return the account of a player. Raises Problem: `not_found`."""
    account = await provided.accounts.get(user_id)
    if account is None or account.role != "PLAYER":
        raise Problem("not_found", "There is no such player.")
    return account


def carried_out(answer: Answer, *, recorded: bool = True) -> Answer:
    """Return the answer of a staff command that the entity has carried out.

    `recorded`: its refusal was written into the audit trail when it was new.

    Raises:
        Problem: the entity's refusal; a repeat of one is a refusal of its own, which is not recorded yet.
    """
    try:
        return checked(answer)
    except Problem as refusal:
        refusal.recorded = not (recorded and answer.dup)
        refusal.headers = {**refusal.headers, **replayed(answer)}
        raise


def replayed(answer: Answer) -> dict[str, str]:
    """Return the header that says of an answer that it is a repeated one."""
    return {REPLAYED_HEADER: "true"} if answer.dup else {}
