"""The house rules of the code in TypeScript: names, sizes, and what opens a module. Its own linter knows the rest."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCES = ("web/src", "clients/typescript/src")
GENERATED = {"clients/typescript/src/messages.ts", "web/src/api/schema.ts"}
FILE_LINES_MAX = 460
TEST_FILE_LINES_MAX = 520
FORBIDDEN_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
OPENING = re.compile(r'\s*(?:"use client";\s*)?(?:/\*|//)')


@dataclass(frozen=True)
class Module:
    """A file of TypeScript; `name` is its path from the root, with slashes."""

    name: str
    text: str


Rule = Callable[[Module], Iterator[str]]


@cache
def modules() -> tuple[Module, ...]:
    files = (path for folder in SOURCES for path in sorted((REPOSITORY / folder).rglob("*.ts*")))
    named = ((path.relative_to(REPOSITORY).as_posix(), path) for path in files)
    return tuple(Module(name, path.read_text("utf-8")) for name, path in named if name not in GENERATED)


def long_modules(module: Module) -> Iterator[str]:
    lines = module.text.count("\n")
    most = TEST_FILE_LINES_MAX if ".test." in module.name else FILE_LINES_MAX
    if lines > most:
        yield f"{module.name}:1: {lines} lines, at most {most}"


def forbidden_names(module: Module) -> Iterator[str]:
    for part in PurePosixPath(module.name).parts:
        words = re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", part.partition(".")[0]).lower())
        if FORBIDDEN_NAMES & set(words):
            yield f"{module.name}:1: {part!r} says nothing; name the module after its idea"


def modules_without_a_promise(module: Module) -> Iterator[str]:
    """A route is what its component is, and a test what its tests say."""
    if module.name.startswith("web/src/app/") or ".test." in module.name:
        return
    if not OPENING.match(module.text):
        yield f"{module.name}:1: does not open with a comment of what the module promises"


@pytest.mark.parametrize("rule", [long_modules, forbidden_names, modules_without_a_promise])
def test_the_rule_is_kept(rule: Rule):
    found = [line for module in modules() for line in rule(module)]
    if found:
        pytest.fail("\n".join(["this breaks a house rule:", *found]), pytrace=False)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_modules, "web/src/a.ts", "x;\n" * (FILE_LINES_MAX + 1)),
        (forbidden_names, "web/src/design/utils.ts", ""),
        (forbidden_names, "web/src/features/common/Board.tsx", ""),
        (forbidden_names, "web/src/sync/SocketManager.ts", ""),
        (forbidden_names, "web/src/sync/use-helpers.test.ts", ""),
        (modules_without_a_promise, "web/src/sync/store.ts", "import x;\n"),
    ],
)
def test_a_rule_finds_a_violation(rule: Rule, name: str, text: str):
    assert next(rule(Module(name, text))).startswith(f"{name}:1:")


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (forbidden_names, "web/src/texts/commonest.ts", ""),
        (modules_without_a_promise, "web/src/app/page.tsx", "import x;\n"),
        (modules_without_a_promise, "web/src/sync/useCommands.ts", '"use client";\n\n/** The acts. */\n'),
    ],
)
def test_a_rule_lets_what_is_allowed_pass(rule: Rule, name: str, text: str):
    assert not list(rule(Module(name, text)))
