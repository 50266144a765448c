"""Refusals on staff routes, in one place: each that is not recorded yet gets its row in the audit trail.

Refused means answered with 4xx. The row has the caller, the target, the code and the route. Refusals of staff are
recorded up to `STAFF_PER_S` a second and gateway, those of players and callers without a token up to `STRANGERS_PER_S`,
so that no stranger fills the trail or crowds out staff; more of them are only counted (`rate_limited_total`, rules
`audited_staff_refusals` and `audited_stranger_refusals`). When the trail cannot be reached, the refusal stands and is
logged: nothing was done that could be lost.
"""

import structlog
from starlette.requests import Request

from gateway.auth.events import RefusalRecorder
from gateway.auth.roles import is_staff
from gateway.auth.tokens import Principal
from gateway.dependencies import GatewayDependencies
from gateway.rest.problems import Problem
from gateway.rest.provided import origin_of
from persistence.errors import StoreError

REFUSED = "ADMIN_REFUSED"
STAFF_PREFIX = "/api/admin/"
TARGET_CHARS_MAX = 200
"""Of a refused path, which the caller may make as long as it likes."""
STAFF_PER_S = 20
STAFF_BURST = 400
STRANGERS_PER_S = 1
STRANGERS_BURST = 100

log = structlog.get_logger("gateway")


class StaffRefusals:
    """Writes the rows of refusals on staff routes."""

    def __init__(self, provided: GatewayDependencies) -> None:
        parts = (provided.audit, provided.clock, provided.metrics)
        self._staff = RefusalRecorder(*parts, STAFF_PER_S, STAFF_BURST, "audited_staff_refusals")
        self._strangers = RefusalRecorder(*parts, STRANGERS_PER_S, STRANGERS_BURST, "audited_stranger_refusals")

    async def record(self, request: Request, problem: Problem) -> None:
        """Record `problem` if it is a refusal on a staff route that is not recorded yet."""
        if problem.recorded or problem.status >= 500 or not _is_of_staff(request):
            return
        caller: Principal | None = getattr(request.state, "caller", None)
        actor, role = (caller.user_id, caller.role) if caller else ("", "")
        origin, route = origin_of(request), getattr(request.scope.get("route"), "path", "unmatched")
        row = origin.row(
            REFUSED, actor=actor, role=role, target=_target(request), result=problem.code, new={"route": route}
        )
        try:
            await (self._staff if is_staff(role) else self._strangers).record(row)
        except StoreError as error:
            log.warning("refusal_unrecorded", error=str(error), row=row._asdict())


def _is_of_staff(request: Request) -> bool:
    return request.scope["path"].startswith(STAFF_PREFIX) or getattr(request.state, "staff_only", False)


def _target(request: Request) -> str:
    """Return the method and path that were called, without characters that a column or a terminal cannot take."""
    called = f"{request.method} {request.scope['path']}"[:TARGET_CHARS_MAX]
    return "".join(char if char.isprintable() else "?" for char in called)
