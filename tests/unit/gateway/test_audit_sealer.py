"""The sealer seals all that waits and shows what it could not."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry

from gateway.staff import audit
from gateway.staff.audit import AuditSealer
from persistence.errors import Unreachable


class Waiting:
    """A trail with rows that wait, sealed two at a time; `away` of its calls fail first."""

    def __init__(self, rows, away=0):
        self.rows, self.away = rows, away
        self.sealed = asyncio.Event()

    async def seal(self):
        if self.away:
            self.away -= 1
            raise Unreachable("away")
        taken = min(2, self.rows)
        self.rows -= taken
        return taken

    async def unsealed_age_s(self):
        self.sealed.set()
        return 7.5


async def test_everything_that_waits_is_sealed_and_the_age_is_a_metric():
    trail, registry = Waiting(5), CollectorRegistry()

    await AuditSealer(trail, registry).seal()

    assert trail.rows == 0
    assert registry.get_sample_value("audit_unsealed_age_seconds") == pytest.approx(7.5)


async def test_a_store_that_is_away_does_not_end_the_sealer(monkeypatch):
    monkeypatch.setattr(audit, "SEAL_EVERY_MS", 0)
    trail = Waiting(3, away=2)
    task = asyncio.create_task(AuditSealer(trail, CollectorRegistry()).run())

    await trail.sealed.wait()
    task.cancel()

    assert trail.rows == 0
