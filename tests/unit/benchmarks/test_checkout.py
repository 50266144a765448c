"""A checkout answers for itself, whatever rooms its benchmarks have."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ground.checkout import OWN, TELLING, Checkout, CheckoutError
from benchmarks.ground.platform import SETTINGS
from benchmarks.reports.rows import COUNTS, ONE_A_COMMAND

FLAT = {
    "platform": 'SETTINGS = {"PITBOSS_OLD": "1"}',
    "surroundings": 'def versions():\n    return {"commit": "fe02918"}',
    "rows": 'COUNTS = {"command": "SELECT 1"}\nONE_A_COMMAND = ("command",)',
    "players": 'def mint(folder, name, count):\n    return [f"{folder}/{name}{n}" for n in range(count)]',
}


def checkout(folder: Path, modules: dict[str, str]) -> Checkout:
    (folder / "benchmarks").mkdir()
    for name, text in {"__init__": "", **modules}.items():
        (folder / "benchmarks" / f"{name}.py").write_text(text)
    return Checkout(folder, OWN.programs)


def test_this_checkout_tells_its_own_settings_rows_and_versions():
    told = OWN.told()
    assert told.settings == dict(SETTINGS)
    assert (told.counts, told.one_a_command) == (COUNTS, ONE_A_COMMAND)
    assert "commit" in told.versions


def test_the_benchmarks_of_an_older_revision_lie_flat(tmp_path: Path):
    old = checkout(tmp_path, FLAT)
    told = old.told()
    assert (told.settings, told.versions) == ({"PITBOSS_OLD": "1"}, {"commit": "fe02918"})
    assert (told.counts, told.one_a_command) == ({"command": "SELECT 1"}, ("command",))
    assert old.mint(Path("/data"), "buyer", 2) == ["/data/buyer0", "/data/buyer1"]


def test_a_module_that_is_broken_is_not_passed_over(tmp_path: Path):
    broken = checkout(tmp_path, FLAT | {"platform": "import nowhere_to_be_found"})
    with pytest.raises(CheckoutError, match="nowhere_to_be_found"):
        broken.told()


def test_benchmarks_without_a_name_say_so(tmp_path: Path):
    with pytest.raises(CheckoutError, match="no SETTINGS"):
        checkout(tmp_path, {}).told()


def test_a_question_that_nobody_knows_is_refused():
    done = subprocess.run([sys.executable, "-P", str(TELLING), "weather"], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"nobody answers" in done.stderr


def test_a_module_of_a_checkout_runs_there():
    assert OWN.module("benchmarks", "--list")[-3:] == ["-m", "benchmarks", "--list"]
