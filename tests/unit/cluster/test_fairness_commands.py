"""`pitboss fairness ...` against the published vectors."""

import pytest
from typer.testing import CliRunner

from cluster.cli.app import app
from tests.unit.crash.test_crash_point import BEFORE, LATER, SALT
from tests.unit.fairness.test_floats import CLIENT_SEED, PUBLISHED, SERVER_SEED


def run(*arguments: str):
    return CliRunner().invoke(app, ["fairness", *arguments])


def test_the_floats_are_printed_one_a_line():
    done = run("floats", "--server-seed", SERVER_SEED, "--client-seed", CLIENT_SEED, "--nonce", "1", "--count", "10")

    lines = done.stdout.splitlines()
    assert [float(line) for line in lines] == pytest.approx(PUBLISHED, abs=1e-12)
    assert min(len(line.partition(".")[2]) for line in lines) >= 12


@pytest.mark.parametrize(("game_hash", "cents"), [(LATER, "126"), (BEFORE, "118")])
def test_the_crash_point_is_printed_in_cents(game_hash, cents):
    assert run("crash", "--hash", game_hash, "--salt", SALT).stdout == f"{cents}\n"


def test_the_hash_of_the_round_before_is_printed():
    assert run("chain", "--hash", LATER).stdout == f"{BEFORE}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("crash", "--hash", "12", "--salt", SALT),
        ("crash", "--hash", LATER, "--salt", "소금"),
        ("chain", "--hash", "[red]"),
        ("floats", "--server-seed", "é", "--client-seed", "c", "--nonce", "1"),
        ("floats", "--server-seed", "a", "--client-seed", "c", "--nonce", "1", "--count", "0"),
    ],
)
def test_what_cannot_be_computed_is_said_on_standard_error(arguments):
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "rror" in done.stderr
