"""The house rules of the code base, as tests. A failure lists what breaks the rule, as `file:line: what`.

Each rule is a function from one parsed file to its violations, so that a test can also show that it finds some.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

import pytest

REPOSITORY = Path(__file__).parents[2]
PRODUCT = ("actors", "benchmarks", "clients", "cluster", "gateway", "migrations", "persistence")
FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 400
TEST_FUNCTION_LINES_MAX = 70
TEST_FILE_LINES_MAX = 450
FOLDER_FILES_MAX = 12
"""Python files that lie flat in a folder of the product, `__init__.py` among them."""
FULL_FOLDERS = {"migrations/versions": "Alembic keeps every revision in one folder"}
"""Folders that may hold more, with the reason."""
OPENERS = re.compile(r"(What|Whether|Who|Whoever|Whom|Whose|Why)\b")
"""How no docstring opens: it says what a thing does, not what there is to ask about it."""
API = "\n".join(path.read_text("utf-8") for path in sorted((REPOSITORY / "docs" / "api").glob("*.json")))
"""The published documents: texts in them change on purpose alone."""
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


@cache
def source_files() -> tuple[SourceFile, ...]:
    """Return every file, read and parsed once for all rules."""
    return tuple(
        SourceFile(path.relative_to(REPOSITORY).as_posix(), path.read_text())
        for folder in (*PRODUCT, "tests")
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    )


def long_functions(file: SourceFile) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            most = TEST_FUNCTION_LINES_MAX if file.is_test else FUNCTION_LINES_MAX
            if lines > most:
                yield file.at(node.lineno, f"{node.name} has {lines} lines, at most {most}")


def long_files(file: SourceFile) -> Iterator[str]:
    lines, most = file.text.count("\n"), TEST_FILE_LINES_MAX if file.is_test else FILE_LINES_MAX
    if lines > most:
        yield file.at(1, f"{lines} lines, at most {most}")


def forbidden_module_names(file: SourceFile) -> Iterator[str]:
    for part in PurePosixPath(file.name).with_suffix("").parts:
        if FORBIDDEN_NAMES & set(part.split("_")):
            yield file.at(1, f"{part!r} says nothing; name the module after its idea")


def missing_docstrings(file: SourceFile) -> Iterator[str]:
    if not (ast.get_docstring(file.tree) or "").strip():
        yield file.at(1, "does not open with a docstring of what the module promises")


def docstrings_that_ask(file: SourceFile) -> Iterator[str]:
    if file.is_test:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            opening = (ast.get_docstring(node) or "").split("\n")[0]
            if OPENERS.match(opening) and json.dumps(opening, ensure_ascii=False)[1:-1] not in API:
                yield file.at(getattr(node, "lineno", 1), f"say what it does or promises, not {opening[:40]!r}")


def full_folders(names: Iterable[str]) -> Iterator[str]:
    """Yield the folders of the product in which too many of the files `names` lie flat."""
    flat = Counter(str(PurePosixPath(name).parent) for name in names if not name.startswith("tests/"))
    for folder, files in flat.items():
        if files > FOLDER_FILES_MAX and folder not in FULL_FOLDERS:
            yield f"{folder}: {files} files lie flat, at most {FOLDER_FILES_MAX}; give it rooms"


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


def unanchored_patterns(file: SourceFile) -> Iterator[str]:
    """A pattern for a whole text: by `fullmatch`, or for JSON Schema by `^...$(?!\\n)`, as Python's `$` lets a line end
    pass. (That of pydantic, which `Path` and `Query` use, does not.)"""
    if file.is_test:
        return
    for call in file.calls():
        if called_name(call) == "match" and not isinstance(call.func, ast.Name):
            yield file.at(call.lineno, "use `fullmatch`: `match` says nothing of the end")
        if called_name(call) not in {"Meta", "compile", "fullmatch", "search"}:
            continue
        for node in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "pattern")]:
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and text.startswith("^") and text.endswith("$"):
                yield file.at(call.lineno, "`$` lets a line end pass: use `fullmatch`, or `$(?!\\n)` in JSON Schema")


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


def test_no_folder_of_the_product_is_a_shelf():
    assert list(full_folders(file.name for file in source_files())) == []


def test_a_folder_that_is_too_full_is_found():
    names = [f"actors/shop/{n}.py" for n in range(FOLDER_FILES_MAX + 1)]
    assert next(full_folders(names)).startswith("actors/shop: 13 files")
    assert list(full_folders(names[1:])) == []
    assert list(full_folders(f"migrations/versions/{n}.py" for n in range(99))) == []


def test_no_docstring_opens_as_a_question():
    assert_kept(docstrings_that_ask)


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


def test_a_pattern_for_a_whole_text_ends_with_it():
    assert_kept(unanchored_patterns)


def test_only_the_command_line_prints():
    assert_kept(prints)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_functions, "actors/a.py", "def f():\n" + "    x = 1\n" * 60),
        (long_functions, "tests/unit/test_a.py", "def f():\n" + "    x = 1\n" * 70),
        (long_files, "actors/a.py", "x = 1\n" * 401),
        (long_files, "tests/unit/test_a.py", "x = 1\n" * 451),
        (docstrings_that_ask, "actors/a.py", '"""What a thing is."""\n'),
        (docstrings_that_ask, "actors/a.py", 'def f():\n    """Whether it is so."""\n'),
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
        (unanchored_patterns, "gateway/a.py", "x = Meta(pattern=r'^[a-z]+$')\n"),
        (unanchored_patterns, "gateway/a.py", "x = re.compile('^a$')\n"),
        (unanchored_patterns, "gateway/a.py", "x = _ID.match(text)\n"),
    ],
)
def test_a_rule_finds_a_violation(rule: Rule, name: str, text: str):
    assert next(rule(SourceFile(name, text))).startswith(f"{name}:")


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (long_functions, "actors/a.py", "def f():\n" + "    x = 1\n" * 59),
        (docstrings_that_ask, "actors/a.py", '"""Return whether it is so."""\n'),
        (docstrings_that_ask, "actors/a.py", 'class Said:\n    """What followed the paid spin."""\n'),
        (code_in_package_files, "actors/__init__.py", '"""Reading order."""\n'),
        (sleeps_in_tests, "tests/unit/test_a.py", "asyncio.sleep(0)\n"),
        (sleeps_in_tests, "tests/faults/test_a.py", "time.sleep(1)\n"),
        (environment_reads, "cluster/settings.py", "x = os.environ['X']\n"),
        (environment_reads, "cluster/a.py", "os.environ['RAY_AUTH_MODE'] = 'token'\n"),
        (clock_and_chance_in_actors, "actors/runtime/clock.py", "import time\n"),
        (prints, "cluster/cli/app.py", "print(1)\n"),
        (unanchored_patterns, "gateway/a.py", "x = Meta(pattern=r'^[a-z]+$(?!\\\\n)')\n"),
        (unanchored_patterns, "gateway/a.py", "x = re.compile('[a-z]+').fullmatch(text)\n"),
    ],
)
def test_a_rule_lets_what_is_allowed_pass(rule: Rule, name: str, text: str):
    assert not list(rule(SourceFile(name, text)))
