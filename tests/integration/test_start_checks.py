"""What `pitboss dev` finds out before it starts anything: one line that names the setting, at once."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cluster.cli.app import app
from cluster.dev import platform as dev_platform
from cluster.embedded.broker import EmbeddedBroker
from cluster.settings import child_environment, variables


@pytest.fixture(autouse=True)
def nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that gets as far as starting anything says so."""

    def started(*_arguments: object) -> None:
        raise dev_platform.DevError("STARTED")

    monkeypatch.setattr("cluster.cli.platform.run", started)
    for name in [name for name in child_environment() if name in variables()]:
        monkeypatch.delenv(name)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def dev(tmp_path: Path, *options: str, **variables: str) -> Result:
    given = ("--data-dir", str(tmp_path / "data")) if "--data-dir" not in options else ()
    ports = ("--port", "0") if "--port" not in options else ()
    return CliRunner().invoke(app, ["dev", *given, *ports, *options], env=variables)


def assert_refused(refusal: Result, *words: str) -> None:
    lines = refusal.stderr.strip().splitlines()
    assert refusal.exit_code == 2, refusal.output
    assert len(lines) == 1, refusal.output
    assert [word for word in words if word not in lines[0]] == []
    assert "STARTED" not in refusal.stderr


def test_a_start_that_nothing_stands_in_the_way_of_starts(tmp_path: Path):
    refusal = dev(tmp_path, "--gateways", "2")
    assert (refusal.exit_code, "STARTED" in refusal.stderr) == (1, True)


def test_a_port_that_is_taken_is_named_also_when_it_is_that_of_the_second_gateway(tmp_path: Path, taken: int):
    assert_refused(dev(tmp_path, "--port", str(taken)), "--port", str(taken), "gateway-0", "is taken")
    second = dev(tmp_path, "--port", str(taken - 1), "--gateways", "2")
    assert "gateway-1" in second.stderr
    assert second.exit_code == 2
    metrics = dev(tmp_path, PITBOSS_METRICS_PORT=str(taken))
    assert_refused(metrics, "PITBOSS_METRICS_PORT", str(taken), "is taken")


def test_ports_beyond_the_last_and_ports_for_two_purposes_are_refused(tmp_path: Path):
    assert_refused(dev(tmp_path, "--port", "65535", "--gateways", "2"), "--port", "gateway-1", "65536")
    both = dev(tmp_path, "--port", "28080", PITBOSS_METRICS_PORT="28080")
    assert_refused(both, "PITBOSS_METRICS_PORT", "28080", "both")


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "2001:db8::1"])
def test_an_address_of_another_machine_is_named(tmp_path: Path, host: str):
    assert_refused(dev(tmp_path, PITBOSS_BIND_HOST=host), "PITBOSS_BIND_HOST", host, "no address of this machine")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PITBOSS_LOG_LEVEL", "loud"),
        ("PITBOSS_ADMIN_PASSWORD", "password"),
        ("PITBOSS_ADMIN_PASSWORD", "short"),
        ("PITBOSS_BET_MIN", "2000000"),
        ("PITBOSS_BET_MAX", "10"),
        ("PITBOSS_SEND_QUEUE_BYTES_MAX", "4096"),
        ("PITBOSS_CRASH_TABLES", "main:100:50"),
        ("PITBOSS_CRASH_BANKROLL", "1"),
        ("PITBOSS_STARTING_GOLD", "9" * 30),
        ("JWT_SECRET_KEY", "short"),
        ("PITBOSS_LEASE_TTL_S", "soon"),
        ("PITBOSS_DATABASE_URL", "foo"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_variable(tmp_path: Path, name: str, value: str):
    assert_refused(dev(tmp_path, **{name: value}), name)


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("--redis-url", "PITBOSS_REDIS_URL"),
        ("--postgres-url", "PITBOSS_DATABASE_URL"),
        ("--kafka", "PITBOSS_KAFKA_URL"),
    ],
)
def test_an_address_of_a_store_that_is_none_is_named_with_option_and_variable(tmp_path: Path, option: str, name: str):
    assert_refused(dev(tmp_path, option, "foo"), option, name, "is written like")


@pytest.mark.parametrize(
    ("option", "url"),
    [("--redis-url", "redis://:hunter2@127.0.0.1:1/0"), ("--postgres-url", "postgresql://u:hunter2@127.0.0.1:1/d")],
)
def test_a_store_that_does_not_answer_is_named_without_its_password(tmp_path: Path, option: str, url: str):
    refusal = dev(tmp_path, option, url)
    assert_refused(refusal, option, "127.0.0.1:1")
    assert "hunter2" not in refusal.stderr


def test_a_kafka_that_does_not_answer_is_named_and_one_that_does_is_used(tmp_path: Path):
    given = {"PITBOSS_KAFKA_SASL_MECHANISM": "PLAIN", "PITBOSS_KAFKA_PASSWORD": "hunter2"}
    refusal = dev(tmp_path, "--kafka", "127.0.0.1:1", **given)
    assert_refused(refusal, "--kafka", "PITBOSS_KAFKA_URL", "127.0.0.1:1")
    assert "hunter2" not in refusal.stderr
    broker = EmbeddedBroker(tmp_path / "broker")
    try:
        assert "STARTED" in dev(tmp_path, "--kafka", broker.start()).stderr
    finally:
        broker.stop()


def test_a_wrong_password_of_the_database_is_found_before_the_start(tmp_path: Path, database_url: str):
    user, _, rest = database_url.rpartition("@")
    wrong = f"{user.rpartition(':')[0]}:hunter2@{rest}"
    assert_refused(dev(tmp_path, "--postgres-url", wrong), "--postgres-url", "password authentication failed")
    assert "STARTED" in dev(tmp_path, "--postgres-url", database_url).stderr


def test_fresh_says_that_it_empties_no_foreign_database(tmp_path: Path, database_url: str):
    assert_refused(dev(tmp_path, "--fresh", "--postgres-url", database_url), "--fresh", "--postgres-url")


def test_a_data_folder_that_cannot_be_one_is_named_with_what_is_in_the_way(tmp_path: Path):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for folder, words in {
        tmp_path / "file": "is a file",
        tmp_path / "file" / "below": "is a file",
        tmp_path / "link": "which does not exist",
        Path("/proc/x"): "/proc/x",
    }.items():
        assert_refused(dev(tmp_path, "--data-dir", str(folder)), "--data-dir", str(folder), words)


@pytest.mark.parametrize("hosts", ["0", "x", "users=1", "all=1,nobody=1"])
def test_hosts_that_cannot_be_are_refused(tmp_path: Path, hosts: str):
    assert_refused(dev(tmp_path, "--hosts", hosts), "--hosts")


@pytest.mark.parametrize("command", ["verify", "verify-audit", "verify-round x", "rotate-keys"])
def test_a_database_url_that_is_none_is_refused_in_words(command: str):
    refusal = CliRunner().invoke(app, [*command.split(), "--database-url", "foo"])
    assert refusal.exit_code == 2
    assert "postgresql://USER" in refusal.stderr


@pytest.mark.parametrize("url", ["ws://127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080/api/realtime/sync"])
@pytest.mark.parametrize("command", ["play", "players"])
def test_a_player_is_told_which_address_to_give(command: str, url: str):
    refusal = CliRunner().invoke(app, [command, "--url", url])
    assert refusal.exit_code == 2
    assert "http://127.0.0.1:8080" in refusal.stderr
