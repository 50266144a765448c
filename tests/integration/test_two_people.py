"""An act that needs two people is carried out once, and only after the second one has approved it."""

from dataclasses import dataclass, field

import pytest
from prometheus_client import CollectorRegistry

from actors.runtime.clock import ManualClock
from actors.staff.messages import Act
from gateway.refusals import Refusal
from gateway.staff.approvals import (
    APPROVAL_TTL_MS,
    LEFT_BEHIND_MS,
    ApprovalNotPending,
    Approvals,
    IdempotencyConflict,
    SamePersonDecides,
    Unfinished,
    UnreadableApproval,
)
from gateway.staff.four_eyes.independence import LostStanding
from persistence.approvals import SHOWN_MAX, Approval
from persistence.audit import AuditRow
from persistence.memory.audit import MemoryAudit
from persistence.postgres.approvals import PostgresApprovals

ANN = Act(actor="ann", role="OPERATOR", request_id="r1", address="192.0.2.1", reason="prize")
BOB = Act(actor="bob", role="OPERATOR", request_id="r2", address="192.0.2.2", reason="as agreed")


@dataclass
class Scripted:
    """An act whose outcomes the test lists; `done` are the ids for which it was called."""

    outcomes: list[str]
    done: list[str] = field(default_factory=list)
    readable: bool = True

    def reads(self, approval):
        return self.readable

    async def __call__(self, approval):
        self.done.append(approval.id)
        outcome = self.outcomes.pop(0)
        if outcome == "timeout":
            raise Unfinished(outcome)
        return outcome


class Strangers:
    """Everybody is independent, and what they were; `lost` is how one of them has ceased to be."""

    lost: Refusal | None = None

    async def check(self, act, asked_by, decided_by):
        if self.lost:
            raise self.lost


@pytest.fixture
async def store(database_url):
    opened = PostgresApprovals(database_url)
    yield opened
    await opened.close()


def approvals_over(store, *outcomes: str) -> tuple[Approvals, Scripted, ManualClock]:
    act, clock = Scripted(list(outcomes)), ManualClock()
    registry = CollectorRegistry()
    return Approvals(store, MemoryAudit([]), clock, {"user.grant": act}, Strangers(), registry), act, clock


async def asked(approvals: Approvals):
    waiting, _ = await approvals.ask("user.grant", "user/u1", {"amount": 500_000}, ANN)
    return waiting


async def test_nothing_is_done_before_a_second_person_approves(store):
    approvals, act, _ = approvals_over(store, "ok")
    waiting = await asked(approvals)
    with pytest.raises(SamePersonDecides):
        await approvals.approve(waiting.id, ANN)
    assert act.done == []
    approved = await approvals.approve(waiting.id, BOB)
    assert (approved.state, approved.outcome, act.done) == ("done", "ok", [waiting.id])


async def test_asking_again_under_the_same_id_finds_what_the_first_request_became(store):
    approvals, act, _ = approvals_over(store, "ok")
    first, repeated = await approvals.ask("user.grant", "user/u1", {"amount": 500_000}, ANN, approval_id="a1")
    assert not repeated
    await approvals.approve(first.id, BOB)
    again, repeated = await approvals.ask("user.grant", "user/u1", {"amount": 500_000}, ANN, approval_id="a1")
    assert (again.id, again.state, repeated, act.done) == ("a1", "done", True, ["a1"])
    with pytest.raises(IdempotencyConflict):
        await approvals.ask("user.grant", "user/u1", {"amount": 500_001}, ANN, approval_id="a1")


async def test_what_is_refused_is_not_done_and_cannot_be_approved(store):
    approvals, act, _ = approvals_over(store)
    waiting = await asked(approvals)
    assert (await approvals.refuse(waiting.id, BOB)).state == "refused"
    with pytest.raises(ApprovalNotPending):
        await approvals.approve(waiting.id, BOB)
    assert act.done == []


async def test_an_act_that_its_entity_refuses_ends_with_the_reason(store):
    approvals, _, _ = approvals_over(store, "limit_exceeded")
    waiting = await asked(approvals)
    assert (await approvals.approve(waiting.id, BOB)).outcome == "limit_exceeded"


async def test_what_was_left_behind_is_carried_out_later_under_the_same_id(store):
    approvals, act, clock = approvals_over(store, "timeout", "ok")
    waiting = await asked(approvals)
    assert (await approvals.approve(waiting.id, BOB)).state == "approved"
    await approvals.look()
    assert act.done == [waiting.id], "it may still be under way"
    clock.advance(LEFT_BEHIND_MS + 1)
    await approvals.look()
    assert act.done == [waiting.id] * 2
    assert (await store.get(waiting.id)).outcome == "ok"


async def test_what_is_approved_and_tried_again_is_not_sent_for_somebody_who_has_lost_their_standing(store):
    approvals, act, clock = approvals_over(store, "timeout")
    waiting = await asked(approvals)
    assert (await approvals.approve(waiting.id, BOB)).state == "approved"
    approvals._witnesses.lost = LostStanding()
    clock.advance(LEFT_BEHIND_MS + 1)
    await approvals.look()
    ended = await store.get(waiting.id)
    assert (ended.state, ended.outcome, act.done) == ("done", "timeout", [waiting.id])


async def test_nobody_approves_without_standing_and_the_refusal_is_recorded(store):
    approvals, act, _ = approvals_over(store)
    waiting = await asked(approvals)
    approvals._witnesses.lost = LostStanding()
    with pytest.raises(LostStanding):
        await approvals.approve(waiting.id, BOB)
    assert ((await store.get(waiting.id)).state, act.done) == ("pending", [])
    assert [(row.event, row.actor, row.result) for row in approvals._audit._trail] == [
        ("APPROVAL_DECISION", "bob", "forbidden")
    ]


async def test_what_this_version_cannot_read_is_skipped_told_and_stops_nothing_else(store):
    approvals, act, clock = approvals_over(store, "ok")
    now_ms = clock.now_ms()
    strange = Approval("strange", "user.magic", "user/u1", ["no", "object"], "why", "ann", now_ms, now_ms + 3_600_000)
    await store.ask(strange, AuditRow("APPROVAL_REQUESTED"))
    with pytest.raises(UnreadableApproval):
        await approvals.approve("strange", BOB)
    waiting = await asked(approvals)
    for each in ("strange", waiting.id):
        await store.decide(each, "bob", now_ms, AuditRow("APPROVAL_APPROVED"), approve=True)
    clock.advance(LEFT_BEHIND_MS + 1)
    for _ in range(2):
        await approvals.look()
    assert act.done == [waiting.id]
    assert ((await store.get("strange")).state, (await store.get(waiting.id)).outcome) == ("approved", "ok")
    assert approvals._unreadable._value.get() == 1


async def test_hundreds_that_this_version_cannot_read_hide_none_that_it_can(store):
    """Both ways: of those that were approved earlier and later than the unreadable ones."""
    approvals, act, clock = approvals_over(store, "ok", "ok")
    now_ms = clock.now_ms()
    first = await asked(approvals)
    for n in range(SHOWN_MAX + 1):
        strange = Approval(f"s{n}", "user.magic", "user/u1", {}, "why", "ann", now_ms + 1, now_ms + 3_600_000)
        await store.ask(strange, AuditRow("APPROVAL_REQUESTED"))
        await store.decide(strange.id, "bob", now_ms, AuditRow("APPROVAL_APPROVED"), approve=True)
    clock.advance(2)
    last = await asked(approvals)
    for each in (first, last):
        await store.decide(each.id, "bob", now_ms, AuditRow("APPROVAL_APPROVED"), approve=True)
    clock.advance(LEFT_BEHIND_MS + 1)
    await approvals.look()
    assert set(act.done) == {first.id, last.id}
    assert approvals._unreadable._value.get() == SHOWN_MAX + 1


async def test_an_approval_that_cannot_be_read_can_be_refused(store):
    approvals, act, _ = approvals_over(store)
    act.readable = False
    waiting = await asked(approvals)
    assert (await approvals.refuse(waiting.id, BOB)).state == "refused"


async def test_what_nobody_decides_within_a_day_is_over(store):
    approvals, act, clock = approvals_over(store)
    waiting = await asked(approvals)
    clock.advance(APPROVAL_TTL_MS)
    with pytest.raises(ApprovalNotPending):
        await approvals.approve(waiting.id, BOB)
    await approvals.look()
    assert (await store.get(waiting.id)).state == "expired"
    assert act.done == []
