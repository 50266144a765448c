"""The audit trail over REST: filters, pages, and exports that no spreadsheet runs as formulas."""

import csv
import io

import msgspec
import pytest

from gateway.rest.admin.trail import PAGE_ROWS
from persistence.audit import AuditRow
from tests.integration.rest.staff import staff_bearer

AUDIT = "/api/admin/audit"


@pytest.fixture
async def viewer(gateway):
    return await staff_bearer(gateway, "VIEWER")


async def read(gateway, headers, **filters):
    answer = await gateway.client.get(AUDIT, params=filters, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_rows_come_newest_first_and_in_full(gateway, viewer):
    gateway.accounts.trail.append(
        AuditRow("x", "a", "ADMIN", "t", {"n": 1}, {"n": 2}, "why", "r-1", "192.0.2.1", "forbidden")
    )
    page = await read(gateway, viewer)
    newest = page["rows"][0]

    assert [row["event"] for row in page["rows"]] == ["x", "AUTH_LOG_IN"]
    assert page["next"] is None
    assert newest.pop("at").endswith("Z")
    assert newest == {
        "id": 2,
        "event": "x",
        "actor": "a",
        "role": "ADMIN",
        "target": "t",
        "old": {"n": 1},
        "new": {"n": 2},
        "reason": "why",
        "request_id": "r-1",
        "address": "192.0.2.1",
        "result": "forbidden",
        "hash": None,
    }


@pytest.mark.parametrize("name", ["event", "actor", "target", "result", "request_id"])
async def test_a_filter_lets_only_equal_rows_through(gateway, viewer, name):
    gateway.accounts.trail += [AuditRow("e")._replace(**{name: "wanted"}), AuditRow("e")._replace(**{name: "other"})]
    assert [row[name] for row in (await read(gateway, viewer, **{name: "wanted"}))["rows"]] == ["wanted"]


async def test_pages_follow_each_other_without_gap_or_repeat(gateway, viewer):
    gateway.accounts.trail += [AuditRow("n", target=str(n)) for n in range(2 * PAGE_ROWS + 1)]
    seen, cursor = [], ""
    while cursor is not None:
        page = await read(gateway, viewer, event="n", **({"cursor": cursor} if cursor else {}))
        assert len(page["rows"]) <= PAGE_ROWS
        seen += [row["target"] for row in page["rows"]]
        cursor = page["next"]
    assert seen == [str(n) for n in reversed(range(2 * PAGE_ROWS + 1))]


@pytest.mark.parametrize(
    "filters",
    [
        {"limit": 201},
        {"from": "yesterday"},
        {"from": "1795396400000"},
        {"from": "2026-11-29T12:00:00"},
        {"event": "e" * 257},
        {"to": "9999-12-31T23:59:59-23:00"},
    ],
)
async def test_an_impossible_filter_is_refused(gateway, viewer, filters):
    answer = await gateway.client.get(AUDIT, params=filters, headers=viewer)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_payload")


async def test_csv_has_every_row_and_no_formula(gateway, viewer):
    gateway.accounts.trail += [AuditRow("n", target=f"{first}cmd()") for first in "=+-@"]
    answer = await gateway.client.get(f"{AUDIT}/export", params={"event": "n"}, headers=viewer)
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["target"] for row in rows] == ["'@cmd()", "'-cmd()", "'+cmd()", "'=cmd()"]


async def test_json_lines_are_the_rows_as_they_are(gateway, viewer):
    gateway.accounts.trail += [AuditRow("n", target="=1", new={"a": n}) for n in range(1_001)]
    answer = await gateway.client.get(f"{AUDIT}/export", params={"event": "n", "format": "jsonl"}, headers=viewer)
    rows = [msgspec.json.decode(line) for line in answer.text.splitlines()]

    assert [row["new"]["a"] for row in rows] == list(reversed(range(1_001)))
    assert rows[0]["target"] == "=1"


async def test_an_export_is_itself_recorded(gateway, viewer):
    await gateway.client.get(f"{AUDIT}/export", params={"format": "jsonl", "actor": "a"}, headers=viewer)
    row = gateway.accounts.trail[-1]
    assert (row.event, row.role, row.new) == ("ADMIN_AUDIT_EXPORTED", "VIEWER", {"format": "jsonl", "actor": "a"})


async def test_an_unknown_format_is_refused(gateway, viewer):
    answer = await gateway.client.get(f"{AUDIT}/export", params={"format": "xls"}, headers=viewer)
    assert answer.status_code == 400
