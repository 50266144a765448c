"""No import circle anywhere in the product: not within functions and not under TYPE_CHECKING either."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
ROOTS = (*("actors", "benchmarks", "cluster", "gateway", "migrations", "persistence"), "clients/python/pitboss_client")


def modules() -> Mapping[str, str]:
    """Return the source of every module of the product by its dotted name."""
    found = {}
    for root in ROOTS:
        base = (REPOSITORY / root).parent
        for path in (REPOSITORY / root).rglob("*.py"):
            parts = path.relative_to(base).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text()
    return found


def imports_of(source: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the modules among `known` that `source` imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if name in known or node.module in known:
                    yield name if name in known else node.module


def circle(sources: Mapping[str, str]) -> list[str]:
    """Return a circle of imports among `sources`, first module repeated at the end; none: an empty list."""
    graph = {name: set(imports_of(source, sources)) - {name} for name, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_modules_import_each_other_in_a_circle():
    assert " <- ".join(circle(modules())) == ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("from a.second import x\n", "import a.first\n"),
        ("from a import second\n", "from a.first import y\n"),
        ("if TYPE_CHECKING:\n    from a.second import x\n", "from a.first import y\n"),
        ("def late():\n    from a.second import x\n", "from a.first import y\n"),
    ],
)
def test_a_circle_is_found_wherever_its_imports_stand(first: str, second: str):
    assert set(circle({"a": "", "a.first": first, "a.second": second})) == {"a.first", "a.second"}


def test_imports_that_lead_down_are_no_circle():
    assert circle({"a": "", "a.first": "from a import second\n", "a.second": "import os\nfrom a import gone\n"}) == []
