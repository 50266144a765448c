"""Stored parts as their repair reads and replaces them. They have one backend: what is repaired is what is stored."""

import json

import asyncpg
import pytest

from persistence.audit import AuditRow
from persistence.entities.records import LoadedPart
from persistence.postgres.staff.parts import PostgresParts

STORED = {"streak": LoadedPart(3, 1, b"damaged"), "root": LoadedPart(7, 2, b"sound")}
ACT = AuditRow("PART_REPAIR", "ops", "SERVER", "user/ann/streak", {"bytes": 7}, {"bytes": 4}, reason="damage")


async def fill(url):
    connection = await asyncpg.connect(url)
    try:
        for name, part in STORED.items():
            await connection.execute(
                """INSERT INTO entity_part (shard, kind, key, part, version, schema, data)
                   VALUES (1, 'user', 'ann', $1, $2, $3, $4)""",
                name,
                part.version,
                part.schema,
                part.data,
            )
    finally:
        await connection.close()


async def acts(url):
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT event, target, reason, new FROM audit")
        return [(row["event"], row["target"], row["reason"], json.loads(row["new"])) for row in rows]
    finally:
        await connection.close()


@pytest.fixture
async def parts(database_url):
    await fill(database_url)
    store = PostgresParts(database_url)
    yield store
    await store.close()


async def test_all_parts_of_an_entity_are_found_and_of_no_other(parts):
    assert await parts.of("user", "ann") == STORED
    assert await parts.of("user", "bob") == {}
    assert await parts.of("shop", "ann") == {}


async def test_a_part_is_replaced_with_its_act_and_keeps_its_version(parts, database_url):
    assert await parts.replace("user", "ann", "streak", STORED["streak"], 2, b"mend", ACT)
    assert await parts.of("user", "ann") == STORED | {"streak": LoadedPart(3, 2, b"mend")}
    assert await acts(database_url) == [("PART_REPAIR", "user/ann/streak", "damage", {"bytes": 4})]


@pytest.mark.parametrize("seen", [LoadedPart(2, 1, b"damaged"), LoadedPart(3, 1, b"other")], ids=["version", "data"])
async def test_a_part_that_has_changed_since_is_left_and_nothing_is_recorded(parts, database_url, seen):
    assert not await parts.replace("user", "ann", "streak", seen, 2, b"mend", ACT)
    assert await parts.of("user", "ann") == STORED
    assert await acts(database_url) == []
