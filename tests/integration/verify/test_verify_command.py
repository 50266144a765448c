"""`pitboss verify` as a person or a program runs it: where it looks, what it prints, how it exits."""

import os

import pytest
from filelock import FileLock
from msgspec import json
from typer.testing import CliRunner

from cluster.cli.app import app
from cluster.embedded.postgres import EmbeddedPostgres
from persistence.postgres.schema.migrate import upgrade
from tests.integration.verify.played import A_ROUND, COMMANDS_MIN, PULLS, ROUNDS, TABLE_ROUNDS, USERS, execute


def run(*arguments):
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def test_the_command_says_that_everything_holds(played_url):
    done = run("--database-url", played_url)

    assert done.exit_code == 0, done.output
    assert "every invariant holds" in done.stdout
    assert "balance_chain" in done.stdout


def test_the_command_tells_programs_what_is_violated(played_url):
    execute(played_url, f"DELETE FROM transfer WHERE tx = {A_ROUND}")

    done = run("--database-url", played_url, "--json")

    assert done.exit_code == 1
    report = json.decode(done.stdout)
    assert report["holds"] is False
    broken = {check["name"]: check for check in report["checks"] if not check["holds"]}
    assert {"balance_chain", "round_money"} <= broken.keys()
    assert broken["balance_chain"]["invariant"] == "I2"
    assert broken["balance_chain"]["violations"] == len(broken["balance_chain"]["examples"]) > 0
    assert report["rows"]["command"] > COMMANDS_MIN
    assert report["snapshot"]["seconds"] > 0


def test_the_command_shows_what_it_found_to_people(played_url):
    execute(played_url, f"DELETE FROM transfer WHERE tx = {A_ROUND}")

    done = run("--database-url", played_url)

    assert done.exit_code == 1
    assert "violated: " in done.stdout
    assert '"balance_before"' in done.stdout


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "cannot read the database"),
        ("nonsense://x", ":5432/DATABASE"),
    ],
)
def test_a_database_that_cannot_be_reached_is_no_verdict(url, said):
    done = run("--database-url", url)

    assert done.exit_code == 2
    assert said in done.stderr


def test_a_database_of_another_schema_is_no_verdict(database_url):
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")

    done = run("--database-url", database_url)

    assert done.exit_code == 2
    assert "9999" in done.stderr


def test_a_database_without_our_schema_is_no_verdict(database_url):
    execute(database_url, "DROP TABLE alembic_version")

    assert run("--database-url", database_url).exit_code == 2


def test_an_empty_data_dir_is_no_verdict_and_stays_empty(tmp_path):
    done = run("--data-dir", tmp_path)

    assert done.exit_code == 2
    assert "no database is in it" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_database_of_a_stopped_platform_is_started_for_the_check_alone(tmp_path):
    server = EmbeddedPostgres(tmp_path / "postgres")
    try:
        upgrade(server.start())
        server.stop()

        done = run("--data-dir", tmp_path, "--json")

        assert done.exit_code == 0, done.output
        assert json.decode(done.stdout)["holds"] is True
        with pytest.raises(FileNotFoundError):
            _ = server.pid
        with FileLock(tmp_path / "lock", timeout=0):
            busy = run("--data-dir", tmp_path)
        assert busy.exit_code == 2
        assert "starting or stopping" in busy.stderr
    finally:
        server.destroy()


def test_the_database_of_a_running_platform_is_read_where_it_runs(played_url, tmp_path):
    (tmp_path / "cluster.json").write_bytes(json.encode({"pid": os.getpid(), "postgres_url": played_url}))

    done = run("--data-dir", tmp_path, "--json")

    assert done.exit_code == 0, done.output
    assert json.decode(done.stdout)["rows"]["game_round"] == USERS * (ROUNDS + PULLS) + TABLE_ROUNDS
