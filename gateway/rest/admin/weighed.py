"""Requests of staff with an order that is weighed: carried out alone up to a sum, above it with a second person.

See `gateway.staff.four_eyes.gifts`; each is carried out once for its idempotency key.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Request
from starlette.responses import Response

from actors.staff.messages import Act, StaffCommand
from gateway.auth.tokens import Principal
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.acts import COMMAND_KEY, act_of, carried_out, known_player, replayed
from gateway.rest.admin.approvals import ApprovalView, waiting_for_approval
from gateway.rest.admin.once import claim
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.idempotency import idempotency_key
from gateway.rest.provided import Provided
from gateway.staff.four_eyes.gifts import Waiting
from gateway.staff.order_ids import order_id

Sent = TypeVar("Sent", bound=msgspec.Struct)
Shown = Callable[[bytes], Any]
"""Makes of an entity's reply what staff are shown."""


class WeighedRequest:
    """A request with an order that is weighed: reads it, gives it, and answers with the outcome or the approval."""

    def __init__(self, request: Request, provided: GatewayDependencies) -> None:
        self._request = request
        self._provided = provided

    @cached_property
    def key(self) -> str:
        """The key of the request. Raises Problem: there is none; looked at last, for strangers hear of nothing else."""
        return idempotency_key(self._request, required=True)

    async def read(self, decoder: msgspec.json.Decoder[Sent]) -> Sent:
        """Return the body that was sent. Raises Problem."""
        return await read_payload(self._request, decoder, self._provided.config.body_bytes_max)

    def act(self, caller: Principal, reason: str) -> Act:
        """Return who orders it, and why."""
        return act_of(self._request, caller, reason)

    def order_id(self, act: Act) -> str:
        """Return the id under which the order is carried out once."""
        return order_id(act.actor, self.key)

    async def give(
        self, user_id: str, command: StaffCommand, amount: int, currency: str, *, shown: Shown = bytes
    ) -> Response:
        """Give the order about a player, and answer with what is `shown` of the entity's reply.

        Raises:
            Problem: there is no such player, or the entity refuses.
        """
        account = await known_player(self._provided, user_id)
        await claim(self._request, self._provided, self.key)
        given = await self._provided.gifts.order(account.id, command, self.key, amount=amount, currency=currency)
        if isinstance(given, Waiting):
            return waiting_for_approval(given)
        return json_response(shown(carried_out(given).body), headers=replayed(given))


async def _weighed_request(request: Request, provided: Provided) -> WeighedRequest:
    return WeighedRequest(request, provided)


Weighed = Annotated[WeighedRequest, Depends(_weighed_request)]


def weighed_documentation(body: type[msgspec.Struct], answer: type[msgspec.Struct], says: str) -> dict[str, Any]:
    """Return the documentation of a route that takes such a request."""
    return documented(
        body=body,
        answer=answer,
        says=says,
        problems=(401, 403, 404, 409, 422, 503),
        parameters=(COMMAND_KEY,),
        also={202: ("So much needs a second person: this is the approval that waits for one.", ApprovalView)},
    )
