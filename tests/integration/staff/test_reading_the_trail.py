"""Staff who read much of the audit trail keep nobody from logging in, and get all of it in bounded parts."""

import asyncio
import csv
import io
import re

import asyncpg
import httpx
import pytest

from tests.integration.cluster import Cluster
from tests.integration.realtime.player import eventually
from tests.integration.staff.member import PASSWORD, Member, hired

pytestmark = pytest.mark.asyncio(loop_scope="module")

PART_ROWS = 500
STAFF_CONFIG = {"audit_scan_rows_max": PART_ROWS, "audit_export_rows_max": PART_ROWS}
ROWS = 2_200
MARKED_EVERY = 700
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pitboss audit reads' AND wait_event_type = 'Lock'"
)
FILL = f"""
    INSERT INTO audit (event, actor, role, target, reason, request_id, address, result)
    SELECT 'FILLED', CASE WHEN n % {MARKED_EVERY} = 0 THEN 'marked' ELSE 'other' END, '', n::text, '', '', '', 'ok'
    FROM generate_series(1, {ROWS}) n
"""


@pytest.fixture(scope="module")
def reader(cluster: Cluster) -> dict[str, Member]:
    return {}


async def viewer_of(admin: Member, reader: dict[str, Member]) -> Member:
    if not reader:
        reader["viewer"] = await hired(admin, "vera", "VIEWER")
    return reader["viewer"]


async def test_log_ins_go_on_while_every_reader_of_the_trail_waits(
    admin: Member, http: httpx.AsyncClient, database: asyncpg.Pool, reader: dict[str, Member]
):
    """Both connections for reading hang, as in a search that takes long; more readers wait for them."""
    viewer = await viewer_of(admin, reader)
    async with database.acquire() as owner:
        async with owner.transaction():
            await owner.execute("LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE")
            paths = ["audit?event=A&actor=B", "audit/export", "audit?request_id=r", "audit"]
            reads = [asyncio.create_task(viewer.send("GET", path)) for path in paths]

            async def both_hang() -> bool:
                return await database.fetchval(WAITING) == 2

            await eventually(both_hang)
            for password, status in ((PASSWORD, 200), ("a wrong password", 401), (PASSWORD, 200)):
                given = {"username": viewer.name, "password": password}
                assert (await http.post("/api/auth/login", json=given)).status_code == status
        answers = await asyncio.gather(*reads, return_exceptions=True)
    said = {answer.status_code for answer in answers if isinstance(answer, httpx.Response)}
    assert said <= {200, 503}, "who waits too long for a connection is told to come back"


async def test_several_filters_find_everything_in_bounded_parts(
    admin: Member, database: asyncpg.Pool, reader: dict[str, Member]
):
    viewer = await viewer_of(admin, reader)
    await filled(database)
    found, pages, cursor = [], 0, ""
    while cursor is not None:
        answer = (await viewer.send("GET", f"audit?event=FILLED&actor=marked&cursor={cursor}")).json()
        found += [row["target"] for row in answer["rows"]]
        pages, cursor = pages + 1, answer["next"]
    assert found == [str(n) for n in range(ROWS, 0, -1) if n % MARKED_EVERY == 0]
    assert pages >= ROWS // PART_ROWS
    one_filter = (await viewer.send("GET", "audit?actor=marked")).json()
    assert ([row["target"] for row in one_filter["rows"]], one_filter["next"]) == (found, None)


async def test_an_export_comes_in_parts_that_lead_to_each_other(
    admin: Member, http: httpx.AsyncClient, database: asyncpg.Pool, reader: dict[str, Member]
):
    viewer = await viewer_of(admin, reader)
    await filled(database)
    before = await bounded_exports(http)
    found, sizes, url = [], [], "/api/admin/audit/export?event=FILLED"
    while url:
        answer = await http.get(url, headers={"Authorization": f"Bearer {viewer.token}"})
        assert answer.status_code == 200
        rows = [row["target"] for row in csv.DictReader(io.StringIO(answer.text))]
        found, sizes = found + rows, [*sizes, len(rows)]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == [str(n) for n in range(ROWS, 0, -1)]
    assert max(sizes) <= PART_ROWS
    assert await bounded_exports(http) == before + len(sizes) - 1


async def bounded_exports(http: httpx.AsyncClient) -> int:
    found = re.search(r'audit_reads_bounded_total\{read="export"\} (\d+)', (await http.get("/metrics")).text)
    return int(found[1]) if found else 0


async def filled(database: asyncpg.Pool) -> None:
    if not await database.fetchval("SELECT count(*) FROM audit WHERE event = 'FILLED'"):
        await database.execute(FILL)
