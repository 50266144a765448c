"""What a `CommitStore` refuses, rows that no store takes and those that do not fit what is stored: it names them."""

from dataclasses import fields

import pytest

from persistence.entities.faults import name_of
from persistence.entities.ownership import SHARD_COUNT
from persistence.entities.records import CommitRequest, CompletionRow
from persistence.errors import RefusedData
from tests.contracts.rows import (
    SHARD,
    USER,
    act,
    batch,
    command,
    event,
    fact,
    new_id,
    part,
    played,
    seed,
    state,
    tell,
    timer,
    transfer,
)

BAD_ROWS = {
    "an amount of zero": {"transfers": [transfer(amount=0)]},
    "a negative balance": {"transfers": [transfer(balance_after=-1)]},
    "a balance that JavaScript cannot hold": {"transfers": [transfer(balance_after=2**53)]},
    "a transfer to itself": {"transfers": [transfer(credit="user:u1")]},
    "the same transfer twice": {"transfers": [transfer(tx="ab" * 16), transfer(tx="ab" * 16)]},
    "a bet of zero": {"rounds": [played(bet=0)]},
    "a negative payout": {"rounds": [played(payout=-1)]},
    "an outcome that is no JSON": {"rounds": [played(outcome="{")]},
    "the same round twice": {"rounds": [played(round_id="cd" * 16), played(round_id="cd" * 16)]},
    "a seed with the hash of another": {"seeds": [seed("one", server_seed="two")]},
    "the same seed twice": {"seeds": [seed("one"), seed("one")]},
    "an act whose old value is no JSON": {"acts": [act(old="{")]},
    "a fact that is no JSON": {"facts": [fact(data="{")]},
    "the same fact twice": {"facts": [fact(tx="ef" * 16), fact(tx="ef" * 16)]},
    "a second fact of what may be just once": {"facts": [fact(once="run-1"), fact(once="run-1")]},
    "the same event number twice": {"outbox": [event(7), event(7)]},
    "a reply without success or failure": {"commands": [command(ok=None)]},
    "the same tell twice": {"tells": [tell(id="ef" * 16), tell(id="ef" * 16)]},
    "a tell done that is not stored": {"tells_done": [new_id()]},
    "a timer fired that is not set": {"timers_done": [timer()]},
    "a timer set twice": {"timers": [timer(id="t2"), timer(id="t3")]},
    "the completion of an unknown command": {"completions": [CompletionRow(SHARD, new_id(), True, b"{}")]},
    "a part at version zero": {"parts": [part(0, 0, part="x")]},
    "a part that should be stored": {"parts": [part(3, 4, part="x")]},
    "a part twice": {"parts": [part(0, 1, part="x"), part(0, 2, part="x")]},
    "an id that is no digest": {"commands": [command(tx="no digest")]},
    "a shard that there is not": {"commands": [command(shard=SHARD_COUNT)]},
    "a shard beyond 16 bits": {"tells": [tell(shard=2**15)]},
    "a version beyond 64 bits": {"commands": [command(version=2**63)]},
    "a version of settings beyond 32 bits": {"transfers": [transfer(config_version=2**31)]},
    "a time beyond the calendar": {"commands": [command(at_ms=2**62)]},
    "a NUL in a key": {"commands": [command(key="a\0b")]},
    "half of a pair of surrogates": {"facts": [fact(once="\ud800")]},
    "an outcome with a NUL": {"rounds": [played(outcome=r'{"a": "\u0000"}')]},
    "a fact with half of a pair of surrogates": {"facts": [fact(data=r'{"a": "\ud800"}')]},
    "a fact with a number that is none": {"facts": [fact(data='{"a": NaN}')]},
}


@pytest.mark.parametrize("fault", BAD_ROWS)
async def test_a_batch_with_one_bad_row_leaves_nothing_behind(store, host, fault):
    good = batch(host, outbox=[event(1)], parts=[part(0, 1)], tells=[tell()], timers=[timer(name="other")])
    await store.commit(good)
    before = await state(store)
    row = command()
    bad = batch(
        host,
        commands=[row],
        completions=[],
        outbox=[event(2)],
        tells=[tell()],
        tells_done=[good.tells[0].id],
        timers=[timer(name="another")],
        timers_cancelled=[(*USER, "other")],
        parts=[part(1, 2)],
    )
    for name, rows in BAD_ROWS[fault].items():
        getattr(bad, name).extend(rows)
    with pytest.raises(RefusedData) as caught:
        await store.commit(bad)
    assert caught.type is RefusedData
    assert await state(store) == before
    assert await store.replies([(SHARD, row.tx)]) == {}
    assert not await store.settle(bad.batch_id, host)


def good_rows(tx, told):
    """Rows of another entity, with which nothing is wrong, and what they are called."""
    return {
        "commands": [command(tx=tx, key="good")],
        "transfers": [transfer(tx=tx)],
        "rounds": [played(tx=tx)],
        "seeds": [seed(tx, tx=tx)],
        "acts": [act(target="user/good")],
        "facts": [fact(tx=tx, key="good", once="run-9")],
        "outbox": [event(9, key="user/good")],
        "tells": [tell(id=told)],
        "timers": [timer(key="good")],
        "parts": [part(0, 1, key="good")],
    }


def names_of(rows):
    """All that the rows at fault may be called; of an entity of theirs in any case."""
    named = {"user/u1"}
    for row in [row for table in rows.values() for row in table]:
        named.add(row if isinstance(row, str) else name_of(row))
        named.add(getattr(row, "round_id", "") or getattr(row, "server_seed_hash", ""))
    return named - {""}


async def refusal(store, request):
    with pytest.raises(RefusedData) as caught:
        await store.commit(request)
    return caught.value.names


@pytest.mark.parametrize("fault", BAD_ROWS)
async def test_every_refusal_names_a_row_at_fault_and_no_other(store, host, fault):
    tx, told = new_id(), new_id()
    request = batch(host, **good_rows(tx, told))
    for name, rows in BAD_ROWS[fault].items():
        getattr(request, name).extend(rows)
    named = await refusal(store, request)
    assert named & names_of(BAD_ROWS[fault])
    assert not named & {tx, told, "user/good", request.rounds[0].round_id, request.seeds[0].server_seed_hash}


LATER = command(ok=None, reply=None)
TOLD = tell()
STORED_BEFORE = {
    "commands": [LATER],
    "completions": [CompletionRow(SHARD, LATER.tx, True, b"{}")],
    "rounds": [played(round_id="cd" * 16)],
    "seeds": [seed("old")],
    "facts": [fact(once="run-1"), fact(type="purchase", data='{"status": "success", "receipt_code": "R-1"}')],
    "outbox": [event(7)],
    "tells": [TOLD],
    "timers": [timer()],
    "parts": [part(0, 2)],
}
MET_IN_THE_STORE = {
    "a command that was complete": {"completions": [CompletionRow(SHARD, LATER.tx, True, b"{}")]},
    "a round of before": {"rounds": [played(round_id="cd" * 16)]},
    "a seed of before": {"seeds": [seed("old")]},
    "what may be just once": {"facts": [fact(once="run-1")]},
    "the receipt of another purchase": {
        "facts": [fact(type="purchase", data='{"status": "success", "receipt_code": "R-1"}')]
    },
    "an event number of before": {"outbox": [event(7, key="user/u1")]},
    "a tell of before": {"tells": [TOLD]},
    "a timer that was set anew": {"timers_done": [timer(id="t0")]},
    "a part that is stored": {"parts": [part(0, 3)]},
    "a part at another version": {"parts": [part(1, 3)]},
}


@pytest.mark.parametrize("fault", MET_IN_THE_STORE)
async def test_a_row_that_does_not_fit_what_is_stored_is_named_and_no_other(store, host, fault):
    await store.commit(batch(host, **STORED_BEFORE))
    tx, told = new_id(), new_id()
    request = batch(host, **good_rows(tx, told), tells_done=[TOLD.id] if "tells" not in MET_IN_THE_STORE[fault] else [])
    for name, rows in MET_IN_THE_STORE[fault].items():
        getattr(request, name).extend(rows)
    named = await refusal(store, request)
    assert named & names_of(MET_IN_THE_STORE[fault])
    assert not named & {tx, told, "user/good", request.rounds[0].round_id, TOLD.id} - names_of(MET_IN_THE_STORE[fault])


async def test_the_cases_of_bad_rows_reach_every_table_that_can_refuse():
    reached = {name for rows in BAD_ROWS.values() for name in rows}
    lists = {field.name for field in fields(CommitRequest)} - {"batch_id", "incarnation", "shards"}
    assert lists - reached == {"timers_cancelled"}
