"""`/api/admin/approvals`: acts that wait for a second person. Times are RFC 3339."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from actors.runtime.payloads import ClientPayload, ServerPayload
from actors.staff.messages import Reason
from gateway.auth.tokens import Principal
from gateway.rest.admin.acts import OPTIONAL_KEY, act_of
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.admin.once import once
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Operator, Viewer
from gateway.rest.idempotency import REPLAYED_HEADER
from gateway.rest.pages import NEWEST_FIRST, Cursors, Listed, WantedPage
from gateway.rest.provided import Provided
from gateway.staff.approvals import By, what
from gateway.staff.four_eyes.gifts import Waiting
from persistence.approvals import Approval, Place

CURSORS: Cursors[tuple[int, str]] = Cursors("approvals", NEWEST_FIRST)
State = Literal["pending", "approved", "refused", "expired", "done"]


class ApprovalVerdict(ClientPayload, frozen=True):
    """Why it is approved or refused."""

    reason: Reason
    """Why it is approved or refused; the audit trail keeps it."""


class ApprovalView(ServerPayload, frozen=True):
    """An act: `body` is what it needs, `outcome` is `ok` or an error code once it is `done`.

    `readable` is false when this version of the program cannot read it: it can be refused, and is not carried out.
    """

    id: str
    """Id of the approval."""
    act: str
    """What is to be done: the type of the command, `events.publish` or `configuration.publish`."""
    target: str
    """On what: `user/ID`, or the definitions `AREA/ID`."""
    body: Any
    """What the act needs."""
    reason: str
    """Why it was asked for."""
    requested_by: str
    """Id of the member of staff who asked."""
    at: Moment
    """When it was asked for."""
    expires_at: Moment
    """When it expires unless somebody decides."""
    state: State
    """State that it is in."""
    decided_by: str | None
    """Id of the member of staff who decided; null before."""
    decided_at: Moment | None
    """When it was decided; null before."""
    outcome: str | None
    """`ok` or an error code once it is carried out; null before."""
    readable: bool
    """False if this version of the program cannot read the act; it can be refused, not approved."""


class ApprovalList(Listed[ApprovalView], frozen=True):
    """Acts that wait for a second person, or have; the newest first."""


class _Decoders:
    VERDICT: ClassVar[msgspec.json.Decoder[ApprovalVerdict]] = msgspec.json.Decoder(ApprovalVerdict)


router = APIRouter(prefix="/api/admin/approvals", tags=["admin"])
_DOCUMENTED = documented(
    body=ApprovalVerdict,
    answer=ApprovalView,
    says="The approval afterwards.",
    problems=(401, 403, 404, 409, 422, 503),
    parameters=(OPTIONAL_KEY,),
)


@router.get(
    "",
    summary="List approvals",
    **documented(answer=ApprovalList, says="A page of them, newest first.", problems=(401, 403)),
)
async def approvals(
    provided: Provided, _: Viewer, wanted: WantedPage, state: Annotated[State | None, Query()] = None
) -> Response:
    """Acts that wait for a second person, or have."""
    place = CURSORS.place(wanted.cursor)
    before = None if place is None else Place(-place[0], place[1])
    found = await provided.approvals.store.listed(state or "", before, wanted.limit + 1)
    page, after = CURSORS.cut(found, wanted.limit, lambda each: (-each.at_ms, each.id))
    shown = [approval_view(each, readable=provided.approvals.is_readable(each)) for each in page]
    return json_response(ApprovalList(items=shown, next=after))


@router.post("/{approval_id}/approve", summary="Approve an act", **_DOCUMENTED)
async def approve(approval_id: str, request: Request, provided: Provided, caller: Operator) -> Response:
    """Approve what somebody else has asked for; it is carried out at once."""
    return await _decide(provided.approvals.approve, approval_id, request, provided, caller)


@router.post("/{approval_id}/refuse", summary="Refuse an act", **_DOCUMENTED)
async def refuse(approval_id: str, request: Request, provided: Provided, caller: Operator) -> Response:
    """Refuse what somebody else has asked for."""
    return await _decide(provided.approvals.refuse, approval_id, request, provided, caller)


def approval_view(approval: Approval, *, readable: bool = True) -> ApprovalView:
    """Return an approval as staff see it; the person who asked stands in `requested_by` alone."""
    values = approval._asdict()
    for name, unix in (("at", "at_ms"), ("expires_at", "expires_ms"), ("decided_at", "decided_ms")):
        values[name] = moment(values.pop(unix))
    values["body"] = what(approval)
    return ApprovalView(**values, readable=readable)


def waiting_for_approval(waiting: Waiting) -> Response:
    """Return the answer to an order that waits for a second person: 202 and its approval."""
    return json_response(approval_view(waiting.approval), 202, {REPLAYED_HEADER: "true"} if waiting.repeated else {})


async def _decide(
    decision: Callable[[str, By], Awaitable[Approval]],
    approval_id: str,
    request: Request,
    provided: Provided,
    caller: Principal,
) -> Response:
    verdict = await read_payload(request, _Decoders.VERDICT, provided.config.body_bytes_max)

    async def act() -> Response:
        decided = await decision(approval_id, act_of(request, caller, verdict.reason))
        return json_response(approval_view(decided, readable=provided.approvals.is_readable(decided)))

    return await once(request, provided, act)
