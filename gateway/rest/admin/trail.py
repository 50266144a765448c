"""`/api/admin/audit`: the audit trail, by page and as a file. Times are RFC 3339 UTC."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from actors.runtime.payloads import ServerPayload
from gateway.dependencies import GatewayDependencies
from gateway.rest.admin.moments import Moment, WantedStaffRange
from gateway.rest.body import json_response
from gateway.rest.documented import documented
from gateway.rest.guards import Viewer
from gateway.rest.pages import CURSOR_CHARS_MAX, Cursors, PageQuery, page_query
from gateway.rest.provided import Provided, origin_of
from persistence.audit import Audit, AuditEntry, AuditFilter, Span

PAGE_ROWS = 100
"""Rows of a page when nothing else is asked for."""
ID_MAX = 2**63 - 1
EXPORT_PAGE_ROWS = 500
TEXT_CHARS_MAX = 256
TEXTS = 5
"""The filters that are texts, which come first."""
EXPORTED = "ADMIN_AUDIT_EXPORTED"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts so is a formula to a spreadsheet; an apostrophe before it makes it text."""
CURSORS: Cursors[int] = Cursors("audit", Annotated[int, msgspec.Meta(ge=1, le=ID_MAX)])

Text = Annotated[str, Query(max_length=TEXT_CHARS_MAX)]


class AuditView(ServerPayload, frozen=True):
    """One act. `result` is `ok` or the error code; `hash` is null until the row is sealed."""

    id: int
    """Number of the row; it rises with time."""
    at: Moment
    """When it was done."""
    event: str
    """The act, in capital letters."""
    actor: str
    """Id of the account that did it; empty for the server itself and for strangers."""
    role: str
    """Role of the actor at that time."""
    target: str
    """On what it was done: `user/ID`."""
    old: Any
    """State before, as it is stored, with times in Unix ms; null where it does not apply."""
    new: Any
    """State after, as it is stored, with times in Unix ms; null where it does not apply."""
    reason: str
    """Why, in the words of the actor."""
    request_id: str
    """Id of the request that did it."""
    address: str
    """Address of the client, as trusted proxies tell it."""
    result: str
    """`ok`, or the error code of the refusal."""
    hash: str | None
    """Hash of the row and the one before it, in hex; null until the row is sealed."""


class AuditPage(ServerPayload, frozen=True):
    """Newest first; `next` is the cursor of the page after this, null on the last one."""

    rows: list[AuditView]
    """Rows of the trail, newest first."""
    next: str | None
    """Cursor of the page after this; null on the last one."""


async def _filter(
    between: WantedStaffRange,
    event: Text = "",
    actor: Text = "",
    target: Text = "",
    result: Text = "",
    request_id: Text = "",
) -> AuditFilter:
    return AuditFilter(event, actor, target, result, request_id, *between)


Wanted = Annotated[AuditFilter, Depends(_filter)]
router = APIRouter(prefix="/api/admin/audit", tags=["admin"])


@router.get(
    "", summary="Audit trail", **documented(answer=AuditPage, says="A page of it.", problems=(400, 401, 403, 503))
)
async def audit_page(
    provided: Provided,
    _: Viewer,
    wanted: Wanted,
    page: Annotated[PageQuery, Depends(page_query(PAGE_ROWS))],
) -> Response:
    """The newest rows that every filter lets through; `from` is included, `to` is not.

    With several filters a page looks through a bounded part of the trail: it may be short, and goes on at `next`.
    """
    several = sum(bool(text) for text in wanted[:TEXTS]) > 1
    ids_max = provided.config.audit_scan_rows_max if several else ID_MAX
    part, rest = await _part(provided, "page", wanted, page.cursor, ids_max)
    found = await provided.audit.page(wanted, part.below, page.limit + 1, above=part.above)
    shown, after = CURSORS.cut(found, page.limit, lambda entry: entry.id)
    return json_response(AuditPage(rows=[_view(entry) for entry in shown], next=after or rest))


@router.get(
    "/export",
    summary="Export the audit trail",
    **documented(
        says="CSV with a header line, or one JSON object a line.",
        texts=("text/csv", "application/jsonl"),
        problems=(400, 401, 403, 503),
    ),
)
async def audit_export(
    request: Request,
    provided: Provided,
    caller: Viewer,
    wanted: Wanted,
    format: Annotated[Literal["csv", "jsonl"], Query()] = "csv",  # noqa: A002 (the parameter's name in the interface)
    cursor: Annotated[str, Query(max_length=CURSOR_CHARS_MAX, description="Of `Link` of the part before.")] = "",
) -> Response:
    """Every row that the filters let through, newest first; the export is itself an act that the trail keeps.

    One export looks through a bounded part of the trail; if there is more, its header `Link` (`rel="next"`) leads to
    the next part.
    """
    part, rest = await _part(provided, "export", wanted, cursor, provided.config.audit_export_rows_max)
    new = {"format": format, **{name: str(value) for name, value in wanted._asdict().items() if value}}
    origin = origin_of(request)
    await provided.audit.record(origin.row(EXPORTED, actor=caller.user_id, role=caller.role, new=new))
    pages = _entries(provided.audit, wanted, part)
    lines = _csv(pages) if format == "csv" else _jsonl(pages)
    media_type = "text/csv; charset=utf-8" if format == "csv" else "application/jsonl"
    headers = {"Content-Disposition": f'attachment; filename="audit.{format}"'}
    if rest:
        url = request.url.include_query_params(cursor=rest)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return StreamingResponse(lines, media_type=media_type, headers=headers)


async def _part(
    provided: GatewayDependencies, read: str, wanted: AuditFilter, cursor: str, ids_max: int
) -> tuple[Span, str | None]:
    """Return the newest part of what is wanted, and the cursor of the rest, if there is any. Raises Problem."""
    before = CURSORS.place(cursor)
    whole = await provided.audit.span(wanted)
    part = whole.newest(before, ids_max)
    if part.above <= whole.above:
        return part, None
    provided.metrics.audit_bounded.labels(read).inc()
    return part, CURSORS.cursor(part.above + 1)


async def _entries(audit: Audit, wanted: AuditFilter, part: Span) -> AsyncIterator[list[AuditView]]:
    before = part.below
    while found := await audit.page(wanted, before, EXPORT_PAGE_ROWS, above=part.above):
        yield [_view(entry) for entry in found]
        before = found[-1].id


async def _jsonl(pages: AsyncIterator[list[AuditView]]) -> AsyncIterator[bytes]:
    async for rows in pages:
        yield b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


async def _csv(pages: AsyncIterator[list[AuditView]]) -> AsyncIterator[bytes]:
    yield _csv_lines([list(AuditView.__struct_fields__)])
    async for rows in pages:
        yield _csv_lines([[_cell(getattr(row, name)) for name in AuditView.__struct_fields__] for row in rows])


def _csv_lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            text = value
        case datetime():
            text = value.isoformat()
        case _:
            text = msgspec.json.encode(value).decode()
    return f"'{text}" if text.startswith(FORMULA) else text


def _view(entry: AuditEntry) -> AuditView:
    digest = entry.hash.hex() if entry.hash else None
    return AuditView(id=entry.id, at=entry.at.astimezone(UTC), hash=digest, **entry.row._asdict())
