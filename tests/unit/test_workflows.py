"""The workflows of continuous integration: valid, pinned, with few rights; and their commands do what they say."""

import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMA = files("check_jsonschema") / "builtin_schemas" / "vendor" / "github-workflows.json"
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")
SHELL = {"cat"}
WRITES = {
    "api-diff": {"pull-requests"},
    "papers": {"contents", "pull-requests"},
    "test": set(),
}
"""What each workflow may change."""


def workflow(path: Path) -> dict[str, Any]:
    read = yaml.safe_load(path.read_text())
    return {"on" if key is True else key: value for key, value in read.items()}  # YAML 1.1 reads `on` as true


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def unknown(command: str) -> str:
    """The command if there is no such thing, else nothing."""
    program, *arguments = command.split()
    if program == "make":
        makefile = (ROOT / "Makefile").read_text()
        there = arguments == [".venv/.setup-done"] or re.search(rf"^{arguments[0]}: ", makefile, re.MULTILINE)
    else:
        there = program in SHELL or os.access(ROOT / program, os.X_OK)
    return "" if there else command


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_valid(path: Path):
    jsonschema.validate(workflow(path), json.loads(SCHEMA.read_text()))


def test_a_workflow_that_is_not_valid_is_found():
    broken = workflow(WORKFLOWS[0]) | {"jobs": {"x": {"steps": [{"run": 1}]}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_uses_pinned_actions_few_rights_and_one_run_at_a_time(path: Path):
    read = workflow(path)
    assert [step["uses"] for step in steps(path) if "uses" in step and not PINNED.fullmatch(step["uses"])] == []
    assert {name for name, right in read["permissions"].items() if right == "write"} == WRITES[path.stem]
    assert read["concurrency"]["group"]
    assert all(job["timeout-minutes"] for job in read["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_exists(path: Path):
    commands = [line for step in steps(path) for line in step.get("run", "").splitlines()]
    assert commands
    assert [unknown(each) for each in commands if unknown(each)] == []
    assert not [each for each in commands if "${{" in each], "values come by env: what is in them is no command then"


def test_a_command_that_does_not_exist_is_found():
    assert unknown("make nothing")
    assert unknown(".ci/nothing 1")
    assert not unknown("make test")


# --- the scripts that they run ---

GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$CALLS"
case "$*" in *--paginate*) printf '%s' "$KNOWN" ;; esac
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a `gh` that does nothing notes how it was called."""
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("KNOWN", "")
    monkeypatch.setenv("GITHUB_REPOSITORY", "us/pitboss")
    return tmp_path / "calls"


def comment(tmp_path: Path, report: str) -> None:
    (tmp_path / "report.md").write_text(report)
    subprocess.run([ROOT / ".ci" / "api-comment", "7", tmp_path / "report.md"], check=True)


def test_the_first_report_is_a_new_comment(calls: Path, tmp_path: Path):
    comment(tmp_path, "None.\n")
    said = calls.read_text()
    assert "--method POST repos/us/pitboss/issues/7/comments --raw-field body=<!-- pitboss api-diff -->" in said
    assert "None." in said


def test_a_later_report_replaces_the_comment(calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KNOWN", "42\n43\n")
    comment(tmp_path, "None.\n")
    assert "--method PATCH repos/us/pitboss/issues/comments/42 " in calls.read_text()
    assert "POST" not in calls.read_text()


def test_a_report_that_is_too_long_is_cut(calls: Path, tmp_path: Path):
    comment(tmp_path, "젬\n" * 40_000)
    assert len(calls.read_text()) < 65_536
    assert "The rest is in the summary of the run." in calls.read_text()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one paper and the script that proposes others."""
    origin, folder = tmp_path / "origin.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(folder))
    for name in (
        "docs/api/openapi.json",
        "docs/messages.md",
        "clients/typescript/src/messages.ts",
        "web/src/api/schema.ts",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("old\n")
    (folder / ".ci" / "papers").mkdir(parents=True)
    copied = folder / ".ci" / "papers" / "propose"
    copied.write_bytes((ROOT / ".ci" / "papers" / "propose").read_bytes())
    copied.chmod(0o755)
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Begin")
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def propose(clone: Path) -> str:
    return subprocess.run([clone / ".ci" / "papers" / "propose"], check=True, capture_output=True, text=True).stdout


def test_nothing_is_proposed_while_all_papers_are_fresh(calls: Path, clone: Path):
    assert "all are fresh" in propose(clone)
    assert not calls.exists()


def test_a_stale_paper_is_proposed_in_one_request(calls: Path, clone: Path):
    (clone / "docs" / "messages.md").write_text("new\n")
    (clone / "unrelated").write_text("x")
    propose(clone)
    assert "pr create --head papers/fresh" in calls.read_text()
    assert git(clone, "diff", "--name-only", "HEAD~1", "origin/papers/fresh").split() == ["docs/messages.md"]
