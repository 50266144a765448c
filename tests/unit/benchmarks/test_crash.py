"""The figures of crash rounds, and what the bettors make of a table's messages."""

import asyncio

import pytest
from msgspec import structs

from actors.runtime.clock import SystemClock
from benchmarks.figures.crash_rounds import Seen, figures
from benchmarks.processes import crash
from benchmarks.processes.crash import Bettors, CrashJob, CrashResult
from benchmarks.processes.load import LoadFailed
from benchmarks.reports.report import Latency

RESULT = CrashResult(
    rounds=2,
    accepted=1_999,
    refused={"round_closed": 1},
    bet_us=Latency(2_000, 3_000, 9_000, 9_500, 9_900),
    send_lag_us=Latency(100, 100, 900, 900, 900),
    settle_ms=[120.0, 80.0],
    messages=100,
    ticks=30,
    heard=110,
    curve_s=30.0,
    cpu_s=1.25,
    preferred=True,
)
SEEN = Seen(RESULT, 1_100_000, {"gateways": 5.5, "hosts": 2.2, "postgres": 1.1, "others": 3.3})


def test_the_figures_are_worked_out_of_what_was_measured():
    found = {figure.name: figure for figure in figures(SEEN, 1_000, 10_000)}
    assert found["crash: p99 of a bet, ms"].value == 9
    assert "refused: round_closed 1" in found["crash: p99 of a bet, ms"].baseline
    assert "bettors at real-time priority, 1.2 s of a processor" in found["crash: p99 of a bet, ms"].baseline
    assert found["crash: settlement of a round, ms"].value == 120
    assert found["crash: CPU of all servers a delivered message, us"].value == pytest.approx(8)
    assert "100% of what was said" in found["crash: CPU of all servers a delivered message, us"].baseline
    # 100 messages, of which 30 are ticks, through 70 and ten in each of 30 s.
    assert found["crash: messages a round through a server that ticks at 10 Hz"].value == pytest.approx(100 / 370)


@pytest.mark.parametrize(
    "seen", [structs.replace(SEEN, delivered=0), structs.replace(SEEN, result=structs.replace(RESULT, accepted=0))]
)
def test_rounds_without_bets_or_watchers_are_refused(seen: Seen):
    with pytest.raises(LoadFailed):
        figures(seen, 1_000, 10_000)


class Stub:
    """Stands in for a socket: its bet is answered at once; after the bet of the last one the round runs and crashes."""

    def __init__(self, bettors: Bettors, reply: bytes, *, last: bool) -> None:
        self._all, self._reply, self._last = bettors, reply, last

    def bet(self, due_ns: int) -> None:
        self._all.answered(due_ns, self._reply)
        for message_type in ("round_start", "tick", "crashed") if self._last else ():
            self._all.table_message(message_type, {})
        while self._last and self._all.unsettled:
            self._all.settled()


def bettors(reply: bytes, count: int = 3) -> Bettors:
    found = Bettors(CrashJob("", 0, [], 1))
    found.members = [Stub(found, reply, last=n == count - 1) for n in range(count)]  # type: ignore[misc]
    return found


async def a_round(table: Bettors) -> CrashResult:
    """One round, of which everything is heard at once."""
    playing = asyncio.create_task(crash.run(table))
    await asyncio.sleep(0)
    table.table_message("round_open", {"round_id": "main-1", "closes_at": SystemClock().now_ms() + 500})
    return await playing


async def test_a_round_of_bettors_is_seen_from_its_opening_to_the_last_settlement():
    result = await a_round(bettors(b'{"re":"b","ok":true}'))
    assert (result.accepted, result.refused, len(result.settle_ms)) == (3, {}, 1)
    assert (result.messages, result.ticks, result.heard) == (4, 1, 4)


async def test_refused_bets_are_counted_by_code():
    result = await a_round(bettors(b'{"re":"b","ok":false,"error":{"code":"round_closed"}}'))
    assert (result.accepted, result.refused) == (0, {"round_closed": 3})


async def test_a_connection_that_is_lost_ends_the_run():
    table = bettors(b"")
    table.phase = "betting"
    table.fail("a connection was lost: None")
    with pytest.raises(LoadFailed, match="a connection was lost"):
        await crash.run(table)


async def test_what_does_not_happen_in_time_is_named():
    table = bettors(b"")
    with pytest.raises(LoadFailed, match="for a round to open"):
        await table.until("a round to open", 0.001)
