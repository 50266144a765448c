"""The promises of a store of approvals: acts are decided once, by a second person, in time, and written down."""

import asyncio
import secrets

import pytest

from persistence.approvals import EXPIRED_AT_ONCE_MAX, Approval, NoSuchApproval, NotPending, Place, SamePerson
from persistence.audit import AuditRow
from persistence.memory.approvals import MemoryApprovals
from persistence.postgres.approvals import PostgresApprovals

NOW_MS = 1_795_000_000_000
HOUR_MS = 3_600_000


@pytest.fixture
async def approvals(url, trail):
    if not url:
        yield MemoryApprovals(trail)
    else:
        store = PostgresApprovals(url)
        yield store
        await store.close()


def asked() -> Approval:
    body = {"amount": 500_000}
    return Approval(
        secrets.token_hex(8), "user.grant", "user/u1", body, "prize", "ann", NOW_MS, NOW_MS + HOUR_MS
    )  # fmt: skip


def row(event: str = "APPROVAL_REQUESTED", actor: str = "ann") -> AuditRow:
    return AuditRow(event, actor, "OPERATOR")


async def decide(store, approval, by="bob", at_ms=NOW_MS + 1, *, approve=True):
    return await store.decide(approval.id, by, at_ms, row("APPROVAL_APPROVED", by), approve=approve)


async def test_what_was_asked_for_is_listed_until_it_is_decided(approvals):
    new = asked()
    await approvals.ask(new, row())
    assert await approvals.listed("pending") == [new]
    approved = await decide(approvals, new)
    assert approved == new._replace(state="approved", decided_by="bob", decided_ms=NOW_MS + 1)
    assert await approvals.listed("pending") == []
    assert await approvals.get(new.id) == approved


async def test_an_id_is_asked_for_once(approvals, events):
    new = asked()
    assert await approvals.ask(new, row())
    assert not await approvals.ask(new._replace(reason="another"), row())
    assert await approvals.get(new.id) == new
    assert await events() == ["APPROVAL_REQUESTED"]


async def test_nobody_decides_their_own_request(approvals, events):
    new = asked()
    await approvals.ask(new, row())
    with pytest.raises(SamePerson):
        await decide(approvals, new, by="ann")
    assert await approvals.get(new.id) == new
    assert await events() == ["APPROVAL_REQUESTED"]


async def test_of_many_who_decide_at_once_one_does(approvals, events):
    new = asked()
    await approvals.ask(new, row())
    people = [f"p{n}" for n in range(6)]
    outcomes = await asyncio.gather(*(decide(approvals, new, by) for by in people), return_exceptions=True)
    assert sum(isinstance(outcome, Approval) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotPending) for outcome in outcomes) == len(people) - 1
    assert (await events()).count("APPROVAL_APPROVED") == 1


@pytest.mark.parametrize("at_ms", [NOW_MS + HOUR_MS, NOW_MS + HOUR_MS + 1])
async def test_too_late_is_too_late(approvals, at_ms):
    new = asked()
    await approvals.ask(new, row())
    with pytest.raises(NotPending):
        await decide(approvals, new, at_ms=at_ms)


async def test_what_nobody_decides_expires_and_that_is_written_down(approvals, events):
    new = asked()
    await approvals.ask(new, row())
    assert await approvals.expire(NOW_MS + HOUR_MS - 1) == []
    assert [each.id for each in await approvals.expire(NOW_MS + HOUR_MS)] == [new.id]
    assert await approvals.expire(NOW_MS + HOUR_MS) == []
    assert await events() == ["APPROVAL_REQUESTED", "APPROVAL_EXPIRED"]
    with pytest.raises(NotPending, match="expired"):
        await decide(approvals, new)


async def test_what_is_refused_stays_refused(approvals):
    new = asked()
    await approvals.ask(new, row())
    assert (await decide(approvals, new, approve=False)).state == "refused"
    with pytest.raises(NotPending, match="refused"):
        await decide(approvals, new)


async def test_what_is_unknown_is_said_to_be(approvals):
    with pytest.raises(NoSuchApproval):
        await decide(approvals, asked())
    with pytest.raises(NoSuchApproval):
        await approvals.get("nothing")


async def test_what_was_approved_waits_until_it_is_carried_out_once(approvals):
    new = asked()
    await approvals.ask(new, row())
    assert await approvals.listed("approved") == []
    await decide(approvals, new)
    assert [each.id for each in await approvals.listed("approved")] == [new.id]
    assert await approvals.carried_out(new.id, "ok", row("APPROVAL_DONE"))
    assert not await approvals.carried_out(new.id, "ok", row("APPROVAL_DONE"))
    assert await approvals.listed("approved") == []
    assert (await approvals.get(new.id)).outcome == "ok"


async def test_one_that_was_not_approved_is_never_carried_out(approvals):
    new = asked()
    await approvals.ask(new, row())
    assert not await approvals.carried_out(new.id, "ok", row("APPROVAL_DONE"))
    assert not await approvals.carried_out("nothing", "ok", row("APPROVAL_DONE"))


@pytest.mark.parametrize("state", ["", "pending"])
async def test_every_one_is_found_page_by_page_newest_first(approvals, state):
    """Several were asked for in the same millisecond; the pages end among them."""
    made = [asked()._replace(at_ms=NOW_MS - n // 3) for n in range(7)]
    for each in made:
        await approvals.ask(each, row())
    found, after = [], None
    while page := await approvals.listed(state, after, 2):
        assert len(page) <= 2
        found += page
        after = Place(page[-1].at_ms, page[-1].id)
    assert found == sorted(made, key=lambda each: (-each.at_ms, each.id))


async def test_who_asked_is_told_that_even_when_it_is_too_late(approvals):
    new = asked()
    await approvals.ask(new, row())
    with pytest.raises(SamePerson):
        await decide(approvals, new, by="ann", at_ms=NOW_MS + HOUR_MS)


async def test_one_call_ends_a_bounded_number(approvals):
    for _ in range(EXPIRED_AT_ONCE_MAX + 1):
        await approvals.ask(asked(), row())
    assert [len(await approvals.expire(NOW_MS + HOUR_MS)) for _ in range(3)] == [EXPIRED_AT_ONCE_MAX, 1, 0]
