"""What README.md and docs/ name must exist: files, make targets, `pitboss` commands, classes, methods, functions.

A name counts when it stands in backticks or in a fenced block, so that a rename of the code fails here.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from cluster.cli.app import app

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("actors", "benchmarks", "clients", "cluster", "gateway", "migrations", "persistence")
TOP_FOLDERS = (*PACKAGES, "changes", "deploy", "docs", "tests", "web")
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(rf"(?:{'|'.join(TOP_FOLDERS)})(?:/[\w.*+-]+)*/?|[\w-]+\.(?:py|md|toml|yml|lock|sql)|\.[\w-]+\.yaml")
METHOD = re.compile(r"([A-Z][A-Za-z]+)\.([a-z_]+)")
FUNCTION = re.compile(r"([a-z_]+)\(\)")
CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
CONSTANT = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
COMMAND = re.compile(r"\bpitboss ([a-z]+(?:-[a-z]+)*)")
TARGET = re.compile(r"(?:^|[;(]|\bthen )\s*make ([a-z]+(?:-[a-z]+)*)", re.MULTILINE)

Finder = Callable[[str], Iterator[str]]


def documents() -> list[Path]:
    readmes = [REPOSITORY / "README.md", REPOSITORY / "clients" / "python" / "README.md"]
    return [*readmes, *sorted((REPOSITORY / "docs").rglob("*.md"))]


def inline(text: str) -> list[str]:
    """What stands in backticks, outside fenced blocks."""
    return INLINE.findall(FENCED.sub("", text))


def code(text: str) -> list[str]:
    """What stands in backticks or in a fenced block that is no diagram."""
    return inline(text) + [body for language, body in FENCED.findall(text) if language != "mermaid"]


@cache
def defined() -> frozenset[str]:
    """Names of the product: classes, functions, constants, `Class.method`; functions of the database."""
    names = set()
    for package in PACKAGES:
        for path in (REPOSITORY / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names.update(names_of(node))
        for path in (REPOSITORY / package).rglob("*.sql"):
            names.update(re.findall(r"CREATE FUNCTION (\w+)", path.read_text()))
    return frozenset(names)


def names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name, body=body):
            yield name
            yield from (
                f"{name}.{each.name}" for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            yield from (f"{name}.{each.target.id}" for each in body if is_field(each))
            yield from (f"{name}.{field}" for field in assigned_to_self(node))
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)


def assigned_to_self(node: ast.ClassDef) -> Iterator[str]:
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=field, ctx=ast.Store()):
                yield field


def missing_paths(text: str) -> Iterator[str]:
    for name in inline(text):
        if PATH.fullmatch(name) and name not in defined() and not any(REPOSITORY.glob(name.rstrip("/"))):
            yield name


def missing_names(text: str) -> Iterator[str]:
    for name in inline(text):
        if METHOD.fullmatch(name) or CLASS.fullmatch(name) or CONSTANT.fullmatch(name):
            if name not in defined() and name not in KNOWN_ELSEWHERE and not name.startswith("PITBOSS_"):
                yield name
        elif (function := FUNCTION.fullmatch(name)) and function[1] not in defined():
            yield name


KNOWN_ELSEWHERE = {"JWT_SECRET_KEY", "API_SECRET_KEY", "ENABLE_LEGACY_GAMES_WS"}
"""Names of environment variables; tests/unit/test_configuration_is_documented.py checks those that are settings."""


def missing_targets(text: str) -> Iterator[str]:
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    for piece in code(text):
        yield from (f"make {name}" for name in TARGET.findall(piece) if name not in targets)


def missing_commands(text: str) -> Iterator[str]:
    commands = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    for piece in code(text):
        yield from (f"pitboss {name}" for name in COMMAND.findall(piece) if name not in commands)


def missing_links(text: str, folder: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)#:\s]+)\)", FENCED.sub("", text)):
        if not (folder / target).exists():
            yield target


@pytest.mark.parametrize("finder", [missing_paths, missing_names, missing_targets, missing_commands])
def test_whatever_the_documents_name_exists(finder: Finder):
    found = [f"{path.relative_to(REPOSITORY)}: {name}" for path in documents() for name in finder(path.read_text())]
    assert not found


def test_links_between_documents_lead_somewhere():
    found = [f"{path.name}: {link}" for path in documents() for link in missing_links(path.read_text(), path.parent)]
    assert not found


def test_every_document_is_in_the_navigation():
    docs = REPOSITORY / "docs"
    names = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))]
    navigation = (REPOSITORY / "mkdocs.yml").read_text()
    assert [name for name in names if name not in navigation] == []


def test_the_readme_opens_with_the_data_flow_and_the_two_commands():
    lines = (REPOSITORY / "README.md").read_text().splitlines()
    assert lines[0] == "`client <-> gateway <-> link <-> host <-> entity -> commit -> Postgres`"
    assert [line.split("  ")[0] for line in lines[3:5]] == ["make dev", "make test"]


@pytest.mark.parametrize(
    ("finder", "text"),
    [
        (missing_paths, "see `actors/gone.py`"),
        (missing_paths, "see `gone.py`"),
        (missing_paths, "see `tests/gone/*.py`"),
        (missing_names, "calls `Router.vanish`"),
        (missing_names, "calls `vanish()`"),
        (missing_names, "a `VanishedClass`"),
        (missing_names, "at most `VANISHED_BYTES_MAX`"),
        (missing_targets, "run `make vanish`"),
        (missing_targets, "```\nmake vanish ARGS=1\n```"),
        (missing_commands, "run `pitboss vanish`"),
        (missing_commands, "```bash\n.venv/bin/pitboss vanish --now\n```"),
    ],
)
def test_a_name_that_does_not_exist_is_found(finder: Finder, text: str):
    assert list(finder(text))


@pytest.mark.parametrize("finder", [missing_paths, missing_names, missing_targets, missing_commands])
def test_prose_and_message_types_are_left_alone(finder: Finder):
    assert not list(finder("Drops make no gap; `rps.play`, `user/NAME`, `{id}`, `I/O` and `/health` are no files."))
