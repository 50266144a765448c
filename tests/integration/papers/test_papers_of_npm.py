"""The papers of the protocol that programs of npm make and check (`.ci/papers`); they are installed if need be."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAPERS = ROOT / ".ci" / "papers"

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm on this machine"),
]


@pytest.fixture(scope="module")
def installed() -> None:
    """The packages of the lock file."""
    done = subprocess.run([PAPERS / "install"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def node(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", PAPERS / script, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("installed")
def test_the_types_of_the_routes_are_fresh():
    done = node("schema.mjs", "--check")
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("installed")
def test_the_parser_has_nothing_to_say_of_the_asyncapi_document():
    found = json.loads(node("parse.mjs", str(ROOT / "docs" / "api" / "asyncapi.json")).stdout)
    assert found["said"] == []
    assert "receive receive_rps_play: 1" in found["parsed"]
    assert "send send_profile_update: 1" in found["parsed"]


@pytest.mark.usefixtures("installed")
def test_the_parser_finds_a_fault(tmp_path: Path):
    document = json.loads((ROOT / "docs" / "api" / "asyncapi.json").read_text())
    document["operations"]["receive_rps_play"]["channel"] = {"$ref": "#/channels/another"}
    (tmp_path / "broken.json").write_text(json.dumps(document))
    found = json.loads(node("parse.mjs", str(tmp_path / "broken.json")).stdout)
    assert any(each["severity"] == 0 and "receive_rps_play" in each["path"] for each in found["said"])
