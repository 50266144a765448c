"""The promises of an audit trail, and the seals of the one on Postgres."""

from datetime import UTC, datetime, timedelta

import pytest

from persistence.audit import GENESIS, AuditFilter, AuditRow, Span
from persistence.errors import Unreachable
from persistence.postgres.audit import PostgresAudit
from persistence.verification.audit_chain import check_chain

ROW = AuditRow(
    "ADMIN_STAFF_CHANGED", "a1", "ADMIN", "a2", {"active": True}, {"active": False}, "on leave", "r-1", "192.0.2.1"
)
MINUTE = timedelta(minutes=1)


async def record(audit, *rows):
    for row in rows:
        await audit.record(row)


async def targets(audit, before=None, rows_max=100, **wanted):
    return [entry.row.target for entry in await audit.page(AuditFilter(**wanted), before, rows_max)]


async def test_a_row_is_read_as_it_was_written(audit):
    await audit.record(ROW)
    [entry] = await audit.page(AuditFilter(), None, 10)
    assert (entry.row, entry.hash) == (ROW, None)
    assert abs(entry.at - datetime.now(UTC)) < timedelta(hours=1)


async def test_rows_that_name_little_are_read_with_what_they_do_not_name(audit):
    await audit.record(AuditRow("PLAYER_LOGIN"))
    [entry] = await audit.page(AuditFilter(), None, 10)
    assert entry.row == AuditRow("PLAYER_LOGIN", "", "", "", None, None, "", "", "", "ok")


async def test_control_characters_are_escaped_where_a_row_is_text(audit):
    await audit.record(ROW._replace(target="a\nb\x1b[0m", new={"name": "a\nb"}))
    [entry] = await audit.page(AuditFilter(), None, 10)
    assert entry.row == ROW._replace(target=r"a\nb\x1b[0m", new={"name": "a\nb"})


async def test_pages_follow_each_other_newest_first(audit):
    await record(audit, *(AuditRow("e", target=str(n)) for n in range(7)))
    seen, before = [], None
    while page := await audit.page(AuditFilter(), before, 3):
        seen += [entry.row.target for entry in page]
        before = page[-1].id
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


@pytest.mark.parametrize("name", ["event", "actor", "target", "result", "request_id"])
async def test_a_filter_lets_through_what_equals_it(audit, name):
    wanted = ROW._replace(**{name: "wanted"}, reason="this one")
    await record(audit, ROW, wanted, ROW._replace(**{name: "wanted more"}))
    [entry] = await audit.page(AuditFilter(**{name: "wanted"}), None, 10)
    assert entry.row == wanted


async def test_the_trail_is_read_from_a_time_on_and_before_another(audit):
    await record(audit, *(AuditRow("e", target=str(n)) for n in range(3)))
    newest = (await audit.page(AuditFilter(), None, 1))[0]

    assert await targets(audit, since=newest.at - MINUTE, until=newest.at + MINUTE) == ["2", "1", "0"]
    assert "2" in await targets(audit, since=newest.at)
    assert "2" not in await targets(audit, until=newest.at)
    assert await targets(audit, since=newest.at + MINUTE) == []


async def test_the_rows_of_a_time_lie_in_its_span(audit):
    await record(audit, *(AuditRow("e", target=str(n)) for n in range(3)))
    newest = (await audit.page(AuditFilter(), None, 1))[0]
    for wanted in (
        AuditFilter(),
        AuditFilter(since=newest.at),
        AuditFilter(until=newest.at + MINUTE),
        AuditFilter(since=newest.at - MINUTE, until=newest.at + MINUTE),
    ):
        above, below = await audit.span(wanted)
        assert above < newest.id < below
        within = await audit.page(wanted, below, 10, above=above)
        assert within == await audit.page(wanted, None, 10)
    assert [entry.row.target for entry in await audit.page(AuditFilter(), None, 10, above=newest.id - 1)] == ["2"]
    assert await targets(audit, until=newest.at - MINUTE) == []


async def test_sealing_takes_every_row_once_and_the_chain_holds(database_url):
    store = PostgresAudit(database_url)
    try:
        await record(store, ROW, ROW)
        assert await store.unsealed_age_s() > 0
        assert (await store.seal(), await store.seal()) == (2, 0)
        assert await store.unsealed_age_s() == 0
        hashes = [entry.hash for entry in await store.page(AuditFilter(), None, 10)]
    finally:
        await store.close()
    report = await check_chain(database_url)
    assert (report.holds, report.seals, report.waiting) == (True, 2, 0)
    assert report.head == f"2:{hashes[0].hex()}"
    assert len({*hashes, GENESIS}) == 3


async def test_a_trail_that_is_away_is_unreachable(unused_tcp_port):
    store = PostgresAudit(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing")
    for call in (store.record(ROW), store.page(AuditFilter(), None, 1), store.seal(), store.unsealed_age_s()):
        with pytest.raises(Unreachable):
            await call
    await store.close()


async def test_the_span_of_a_time_without_rows_is_empty(database_url):
    store = PostgresAudit(database_url)
    await store.record(ROW)
    now = (await store.page(AuditFilter(), None, 1))[0].at
    assert [await store.span(AuditFilter(since=now + MINUTE)), await store.span(AuditFilter(until=now - MINUTE))] == [
        Span(1, 2),
        Span(0, 1),
    ]
    await store.close()
