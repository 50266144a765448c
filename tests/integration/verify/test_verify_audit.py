"""`pitboss verify-audit` finds what a superuser did to the audit trail; the server itself can only add to it."""

import asyncio

import asyncpg
import pytest
from msgspec import json
from typer.testing import CliRunner

from cluster.cli.app import app
from persistence.audit import AuditRow
from persistence.postgres.audit import PostgresAudit
from persistence.postgres.schema.roles import APP_ROLE
from tests.integration.verify.played import execute

ROWS = 5


def run(*arguments):
    return CliRunner().invoke(app, ["verify-audit", *arguments])


def report_of(url, *arguments):
    done = run("--database-url", url, "--json", *arguments)
    report = json.decode(done.stdout)
    assert done.exit_code == (0 if report["holds"] else 1)
    return report


def with_audit(url, action):
    async def act():
        audit = PostgresAudit(url)
        try:
            return await action(audit)
        finally:
            await audit.close()

    return asyncio.run(act())


@pytest.fixture
def sealed_url(database_url):
    async def fill(audit):
        for n in range(ROWS):
            await audit.record(AuditRow("login", actor=f"u{n}", old={"b": [1, "ä"], "a": None}, new={"n": n}))
        assert await audit.seal() == ROWS

    with_audit(database_url, fill)
    return database_url


def test_an_untouched_chain_holds_and_meets_its_head_later(sealed_url):
    noted = report_of(sealed_url)
    assert noted["holds"]
    assert noted["seals"] == ROWS
    assert noted["waiting"] == 0

    async def go_on(audit):
        await audit.record(AuditRow("logout"))
        assert await audit.unsealed_age_s() > 0
        assert await audit.seal() == 1
        assert await audit.seal() == 0
        assert await audit.unsealed_age_s() == 0

    with_audit(sealed_url, go_on)
    later = report_of(sealed_url, "--expect", noted["head"])
    assert later["holds"]
    assert later["seals"] == ROWS + 1


def test_an_empty_chain_holds(database_url):
    report = report_of(database_url)
    assert report["holds"]
    assert report["head"] == f"0:{'0' * 64}"
    assert report_of(database_url, "--expect", report["head"])["holds"]


def test_a_row_that_waits_for_its_seal_is_no_violation(sealed_url):
    with_audit(sealed_url, lambda audit: audit.record(AuditRow("login")))
    report = report_of(sealed_url)
    assert report["holds"]
    assert report["waiting"] == 1


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        *(
            (f"UPDATE audit SET {change} WHERE id = 3", "row 3 of seal 3 was changed")
            for change in (
                "actor = 'x'",
                "result = 'no'",
                "new = '{}'",
                "old = NULL",
                "at = at + '1 us'",
                "reason = 'r'",
            )
        ),
        ("DELETE FROM audit WHERE id = 3", "row 3 of seal 3 was removed"),
        ("DELETE FROM audit_seal WHERE n = 3", "seals 3 to 3 are missing"),
        ("DELETE FROM audit_seal WHERE n = 5", "row 5 was put in past the chain, or its seal was removed"),
        ("DELETE FROM audit_seal WHERE n = 3; DELETE FROM audit WHERE id = 3", "seals 3 to 3 are missing"),
        (r"UPDATE audit_seal SET hash = '\x00' WHERE n = 3", "row 3 of seal 3 was changed"),
        (
            "INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT 99, at, event, actor, role, target, old, new, reason,"
            " request_id, address, result FROM audit WHERE id = 1",
            "row 99 was put in past the chain",
        ),
    ],
)
def test_what_a_superuser_did_is_found(sealed_url, tampering, said):
    execute(sealed_url, tampering)

    report = report_of(sealed_url)

    assert not report["holds"]
    assert any(said in example for example in report["examples"]), report


def test_a_tail_cut_off_is_found_against_a_noted_head(sealed_url):
    head = report_of(sealed_url)["head"]
    execute(sealed_url, "DELETE FROM audit_seal WHERE n = 5", "DELETE FROM audit WHERE id = 5")

    assert report_of(sealed_url)["holds"], "nothing in the database itself can show it"
    done = run("--database-url", sealed_url, "--expect", head)

    assert done.exit_code == 1
    assert f"violated: the noted head {head} is not in the chain" in done.stdout


@pytest.mark.parametrize("arguments", [("--expect", "5"), ("--expect", "5:ab"), ("--database-url", "nonsense://x")])
def test_what_cannot_be_checked_is_no_verdict(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr


@pytest.mark.parametrize("table", ["audit", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
async def test_nobody_changes_the_trail_without_switching_triggers_off(database_url, table, statement):
    statement = statement.format(table, {"audit": "actor", "audit_seal": "hash"}[table])
    owner = await asyncpg.connect(database_url)
    app_role = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    try:
        await owner.execute("INSERT INTO audit_seal VALUES (1, 1, '')")
        await owner.execute(
            "INSERT INTO audit (event, actor, role, target, reason, request_id, address, result)"
            " VALUES ('', '', '', '', '', '', '', '')"
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app_role.execute(statement)
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await owner.execute(statement)
    finally:
        await owner.close()
        await app_role.close()


async def test_only_one_sealer_works_at_a_time_and_nothing_is_left_out(database_url):
    one, other = PostgresAudit(database_url), PostgresAudit(database_url)
    try:
        for _ in range(ROWS):
            await one.record(AuditRow("login"))
        sealed = await asyncio.gather(*(sealer.seal() for sealer in (one, other, one, other)))
        assert sum(sealed) == ROWS
    finally:
        await one.close()
        await other.close()


async def test_control_characters_cannot_forge_a_line(database_url):
    audit = PostgresAudit(database_url)
    try:
        await audit.record(AuditRow("login", actor="kim\n2026 ok\x1b[2J\0é"))
    finally:
        await audit.close()
    connection = await asyncpg.connect(database_url)
    try:
        assert await connection.fetchval("SELECT actor FROM audit") == r"kim\n2026 ok\x1b[2J\x00é"
    finally:
        await connection.close()
