"""Nothing that a running round leaves anywhere (rows, logs, metrics, what crosses links) tells where it will end."""

import re

import pytest
import structlog

from actors.crash.messages import CrashCashout
from tests.unit.crash.test_crash_runtime import opened, running
from tests.unit.runtime.exchange import End
from tests.unit.runtime.world import Counted


@pytest.fixture
def counted(monkeypatch):
    """Every metric that is counted anywhere, with its arguments."""
    noted = []
    monkeypatch.setattr(Counted, "__getattr__", lambda self, name: lambda *args: noted.append((name, args)))
    return noted


@pytest.fixture
def crossed(monkeypatch):
    """Everything that crosses a link."""
    sent, send = [], End.send

    def keep(self, envelope):
        sent.append(envelope)
        send(self, envelope)

    monkeypatch.setattr(End, "send", keep)
    return sent


async def test_rows_logs_metrics_and_links_hold_no_secret_of_a_running_round(counted, crossed):
    with structlog.testing.capture_logs() as logged:
        async with opened() as casino:
            round_id = await running(casino, seconds=9)
            casino.watch()
            casino.house.store.fail_next += ["unreachable", "lost_after"]
            await casino.pass_time(2_000)
            await casino.another_house()
            await casino.reply(casino.send("ann", CrashCashout(round_id=round_id)))
            await casino.pass_time(1_000)
            state = casino.house.host.activations()["crash", "main"].state
            secret, started_at = state.secret, state.root.started_at
            left = repr([vars(casino.tables), casino.house.link.sent, crossed, counted, logged, state.secret])

    assert state.root.phase == "running"
    assert all((logged, counted, crossed, casino.tables.timers))
    assert round_id in left
    assert secret.game_hash not in left
    assert repr(bytes.fromhex(secret.game_hash))[2:-1] not in left
    for moment in (secret.crash_ms, secret.crash_ms + 250):
        assert not is_said(moment, left)
        assert not is_said(started_at + moment, left)


def is_said(number, text):
    """Whether `number` stands in `text` as a number; within another, such as an address in memory, it is chance."""
    return re.search(rf"(?<![\w.]){number}(?!\w)", text) is not None


@pytest.mark.parametrize(
    ("text", "said"), [("due_ms=4711,", True), ("4711.0", True), ("0x7f4711e0", False), ("1.4711", False)]
)
def test_a_number_is_found_where_it_stands_by_itself(text, said):
    assert is_said(4711, text) == said
