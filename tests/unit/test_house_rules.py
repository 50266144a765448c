"""The house rules of the code base, as tests. A failure lists what breaks the rule, as `file:line: what`.

Each rule is a function from one parsed file to its violations, so that a test can also show that it finds some.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import pytest

REPOSITORY = Path(__file__).parents[2]
PRODUCT = ("actors", "benchmarks", "clients", "cluster", "gateway", "migrations", "persistence")
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 450
FORBIDDEN_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
CLOCK_AND_CHANCE = {"random", "secrets", "time"}


@dataclass(frozen=True)
class SourceFile:
    """A Python file of the repository; `name` is its path from the root, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def is_test(self) -> bool:
        return self.name.startswith("tests/")

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, line: int, what: str) -> str:
        return f"{self.name}:{line}: {what}"


Rule = Callable[[SourceFile], Iterator[str]]


def source_files() -> Iterator[SourceFile]:
    for folder in (*PRODUCT, "tests"):
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            yield SourceFile(path.relative_to(REPOSITORY).as_posix(), path.read_text())


def long_functions(file: SourceFile) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield file.at(node.lineno, f"{node.name} has {lines} lines, at most {FUNCTION_LINES_MAX}")


def long_files(file: SourceFile) -> Iterator[str]:
    lines = file.text.count("\n")
    if lines > FILE_LINES_MAX:
        yield file.at(1, f"{lines} lines, at most {FILE_LINES_MAX}")


def forbidden_module_names(file: SourceFile) -> Iterator[str]:
    for part in PurePosixPath(file.name).with_suffix("").parts:
        if FORBIDDEN_NAMES & set(part.split("_")):
            yield file.at(1, f"{part!r} says nothing; name the module after its idea")


def missing_docstrings(file: SourceFile) -> Iterator[str]:
    if not (ast.get_docstring(file.tree) or "").strip():
        yield file.at(1, "does not open with a docstring of what the module promises")


def code_in_package_files(file: SourceFile) -> Iterator[str]:
    if file.stem == "__init__":
        for node in file.tree.body:
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                yield file.at(node.lineno, "__init__.py holds at most a docstring")


def sleeps_in_tests(file: SourceFile) -> Iterator[str]:
    if file.is_test and not file.name.startswith(("tests/e2e/", "tests/faults/", "tests/simulation/")):
        for call in file.calls():
            gives_way_only = bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
            if called_name(call) == "sleep" and not gives_way_only:
                yield file.at(call.lineno, "a test waits for an event or moves the manual clock, it does not sleep")


def environment_reads(file: SourceFile) -> Iterator[str]:
    if file.name == "cluster/settings.py" or (file.is_test and file.stem == "conftest"):
        return
    written = {
        id(node.value)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
    }
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"} and id(node) not in written:
            yield file.at(node.lineno, "only cluster/settings.py reads the environment")


def clock_and_chance_in_actors(file: SourceFile) -> Iterator[str]:
    if not file.name.startswith("actors/") or file.name in {"actors/runtime/clock.py", "actors/runtime/entropy.py"}:
        return
    for node in ast.walk(file.tree):
        match node:
            case ast.Import(names=names):
                breaks = any(alias.name in CLOCK_AND_CHANCE for alias in names)
            case ast.ImportFrom(module=module):
                breaks = module in CLOCK_AND_CHANCE
            case ast.Call(func=function):
                breaks = dotted(function) in {"datetime.now", "datetime.utcnow", "os.urandom"}
            case _:
                breaks = False
        if breaks:
            yield file.at(node.lineno, "time and chance are arguments: take a Clock or Entropy")


def prints(file: SourceFile) -> Iterator[str]:
    if re.match(r"cluster/cli\w*[./]|benchmarks/", file.name):
        return
    for call in file.calls():
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            yield file.at(call.lineno, "only the command line prints; log with structlog")


def called_name(call: ast.Call) -> str:
    return dotted(call.func).rpartition(".")[2]


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def assert_kept(rule: Rule) -> None:
    found = [line for file in source_files() for line in rule(file)]
    if found:
        pytest.fail("\n".join(["this breaks a house rule:", *found]), pytrace=False)


def test_no_function_is_longer_than_the_limit():
    assert_kept(long_functions)


def test_no_file_is_longer_than_the_limit():
    assert_kept(long_files)


def test_no_module_is_named_after_nothing_in_particular():
    assert_kept(forbidden_module_names)


def test_every_module_opens_with_a_docstring():
    assert_kept(missing_docstrings)


def test_package_files_hold_at_most_a_docstring():
    assert_kept(code_in_package_files)


def test_tests_do_not_sleep():
    assert_kept(sleeps_in_tests)


def test_only_the_settings_read_the_environment():
    assert_kept(environment_reads)


def test_actors_take_time_and_chance_as_arguments():
    assert_kept(clock_and_chance_in_actors)


def test_only_the_command_line_prints():
    assert_kept(prints)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_functions, "actors/a.py", "def f():\n" + "    x = 1\n" * 70),
        (long_files, "actors/a.py", "x = 1\n" * 451),
        (forbidden_module_names, "actors/shop_helpers.py", ""),
        (forbidden_module_names, "gateway/utils/names.py", ""),
        (missing_docstrings, "actors/a.py", "x = 1\n"),
        (code_in_package_files, "actors/__init__.py", '"""Reading order."""\nfrom actors import user\n'),
        (sleeps_in_tests, "tests/unit/test_a.py", "time.sleep(1)\n"),
        (environment_reads, "gateway/a.py", "x = os.environ['X']\n"),
        (environment_reads, "gateway/a.py", "x = os.getenv('X')\n"),
        (clock_and_chance_in_actors, "actors/a.py", "from time import monotonic\n"),
        (clock_and_chance_in_actors, "actors/a.py", "import random\n"),
        (clock_and_chance_in_actors, "actors/a.py", "now = datetime.now(UTC)\n"),
        (prints, "gateway/a.py", "print(1)\n"),
    ],
)
def test_a_rule_finds_a_violation(rule: Rule, name: str, text: str):
    assert next(rule(SourceFile(name, text))).startswith(f"{name}:")


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_functions, "actors/a.py", "def f():\n" + "    x = 1\n" * 69),
        (code_in_package_files, "actors/__init__.py", '"""Reading order."""\n'),
        (sleeps_in_tests, "tests/unit/test_a.py", "asyncio.sleep(0)\n"),
        (sleeps_in_tests, "tests/faults/test_a.py", "time.sleep(1)\n"),
        (environment_reads, "cluster/settings.py", "x = os.environ['X']\n"),
        (environment_reads, "cluster/a.py", "os.environ['RAY_AUTH_MODE'] = 'token'\n"),
        (clock_and_chance_in_actors, "actors/runtime/clock.py", "import time\n"),
        (prints, "cluster/cli/app.py", "print(1)\n"),
    ],
)
def test_a_rule_lets_what_is_allowed_pass(rule: Rule, name: str, text: str):
    assert not list(rule(SourceFile(name, text)))
