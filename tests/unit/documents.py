"""The documents and docstrings of the repository as data: code in backticks, headings, tables, names that exist.

A finder takes a text and yields what it says that is not so, each with the line of the text on which it stands.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PACKAGES = ("actors", "benchmarks", "clients", "cluster", "gateway", "migrations", "persistence")
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_SVG_TEXT = re.compile(r"<(?:text|tspan)\b[^>]*>([^<]+)<")


class Found(NamedTuple):
    """A word of a text and its line, from 1."""

    line: int
    name: str


Finder = Callable[[str], Iterator[Found]]


class Source(NamedTuple):
    """A text of the repository: a document, or a docstring that begins on `line` of its file."""

    file: str
    text: str
    line: int = 1

    @property
    def folder(self) -> Path:
        return (REPOSITORY / self.file).parent

    def at(self, found: Found) -> str:
        return f"{self.file}:{self.line + found.line - 1}: {found.name}"


def documents() -> list[Source]:
    """README, the documents under docs and the texts of its pictures."""
    paths = [REPOSITORY / "README.md", *sorted(DOCS.rglob("*.md")), *sorted(DOCS.rglob("*.svg"))]
    return [Source(path.relative_to(REPOSITORY).as_posix(), _as_markdown(path)) for path in paths]


def document(name: str) -> Source:
    """The document of that name under docs."""
    return Source(f"docs/{name}", (DOCS / name).read_text())


def _as_markdown(path: Path) -> str:
    """A text as it stands; of a picture, each of its words in backticks."""
    text = path.read_text()
    return text if path.suffix == ".md" else _SVG_TEXT.sub(r"`\1`", text)


@cache
def docstrings() -> tuple[Source, ...]:
    """Every docstring of the product, those of attributes included, and the comments of the migrations' SQL."""
    found = [source for path in product_files("*.py") for source in _docstrings_of(path)]
    for path in product_files("*.sql"):
        text = re.sub(r"^(?!--).*$", "", path.read_text(), flags=re.MULTILINE)
        found.append(Source(path.relative_to(REPOSITORY).as_posix(), text.replace("\n--", "\n  ")))
    return tuple(found)


def product_files(pattern: str) -> Iterator[Path]:
    """The files of the product that match."""
    for package in PACKAGES:
        yield from sorted((REPOSITORY / package).rglob(pattern))


def _docstrings_of(path: Path) -> Iterator[Source]:
    name = path.relative_to(REPOSITORY).as_posix()
    for node in ast.walk(_parsed(path)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text)), lineno=line):
                yield Source(name, text, line)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


# --- what a text says ---


def inline(text: str) -> list[Found]:
    """What stands in backticks, outside fenced blocks."""
    prose = _FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)
    return list(matches(_INLINE, prose))


def fenced(text: str) -> list[tuple[str, Found]]:
    """The fenced blocks, each with its language."""
    return [(block[1], Found(line_of(text, block.start(2)), block[2])) for block in _FENCE.finditer(text)]


def code(text: str) -> list[Found]:
    """What stands in backticks or in a fenced block, line by line; a `diff` is left out: it says what is to become."""
    blocks = [
        Found(line + n, row)
        for language, (line, body) in fenced(text)
        if language != "diff"
        for n, row in enumerate(body.splitlines())
    ]
    return inline(text) + blocks


def matches(pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    """The first group of each match, or the whole match, with its line."""
    for match in pattern.finditer(text):
        yield Found(line_of(text, match.start()), match[match.lastindex or 0])


def line_of(text: str, place: int) -> int:
    """The line of a place in a text, from 1."""
    return text.count("\n", 0, place) + 1


def headings(text: str) -> set[str]:
    """The headings of a document."""
    return set(_HEADING.findall(_FENCE.sub("", text)))


class Row(NamedTuple):
    """A row of a table: its line, and its cells by the heads of their columns."""

    line: int
    cells: dict[str, str]

    def codes(self, column: str) -> list[str]:
        """What stands in backticks in a cell."""
        return _INLINE.findall(self.cells[column])

    def says(self, what: str) -> Found:
        return Found(self.line, what)


def rows(text: str, *columns: str, under: str = "") -> list[Row]:
    """The rows of all tables that have these columns and no other, `under` a heading if one is named."""
    return [row for row in _rows(text, under) if tuple(row.cells) == columns]


def rows_with(text: str, *columns: str) -> list[Row]:
    """The rows of all tables that have these columns among others."""
    return [row for row in _rows(text, "") if set(columns) <= set(row.cells)]


def _rows(text: str, under: str) -> Iterator[Row]:
    heads: list[str] = []
    heading = ""
    for line, words in enumerate(text.splitlines(), 1):
        if words.startswith("#"):
            heading = words.lstrip("# ")
        if not words.startswith("|"):
            heads = []
        elif not heads:
            heads = _cells(words)
        elif not set(words) <= set("|-: ") and under in ("", heading):
            yield Row(line, dict(zip(heads, _cells(words), strict=True)))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


# --- what there is ---


@cache
def defined() -> frozenset[str]:
    """Names of the product: classes, functions, constants, `Class.member`; functions of the database."""
    names = {name for path in product_files("*.py") for node in ast.walk(_parsed(path)) for name in _names_of(node)}
    for path in product_files("*.sql"):
        names.update(re.findall(r"CREATE FUNCTION (\w+)", path.read_text()))
    return frozenset(names)


def _names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name, body=body):
            yield name
            yield from (f"{name}.{member}" for each in body for member in _names_of(each))
            yield from (f"{name}.{field}" for field in _assigned_to_self(node))
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _assigned_to_self(node: ast.ClassDef) -> Iterator[str]:
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=field, ctx=ast.Store()):
                yield field


@cache
def literals() -> frozenset[str]:
    """Every text that stands in the product's code: names of messages, events, settings, labels."""
    return frozenset(
        node.value
        for path in product_files("*.py")
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def is_module_name(dotted: str) -> bool:
    """Whether `a.b.C.d` is a module of the product, or something in one."""
    parts = dotted.split(".")
    roots = (REPOSITORY, REPOSITORY / "clients" / "python")
    for length in range(len(parts), 0, -1):
        for root in roots:
            path = root.joinpath(*parts[:length])
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            if file.exists():
                return not parts[length:] or ".".join(parts[length:]) in _names_in(file)
    return False


@cache
def _names_in(file: Path) -> frozenset[str]:
    return frozenset(name for node in _parsed(file).body for name in _names_of(node))


def reported(sources: Iterable[Source], finder: Finder) -> list[str]:
    """What `finder` finds, as `file:line: name`."""
    return [source.at(found) for source in sources for found in finder(source.text)]


# --- comparing a table with the code ---


def differences(
    said: Iterable[Row], name: Callable[[Row], str], value: Callable[[Row], Any], expected: Mapping[str, Any]
) -> Iterator[Found]:
    """Rows that name what is not expected, or say something else of it, and what no row names."""
    names = set()
    for row in said:
        key = name(row)
        names.add(key)
        if key not in expected:
            yield row.says(f"there is no {key}")
        elif value(row) != expected[key]:
            yield row.says(f"{key} is {expected[key]}, not {value(row)}")
    yield from (Found(1, f"{key} is missing") for key in expected if key not in names)


def first(column: str) -> Callable[[Row], str]:
    """The first code of a cell, or its words."""
    return lambda row: next(iter(row.codes(column)), row.cells[column])


def words(column: str) -> Callable[[Row], str]:
    return lambda row: row.cells[column].replace("`", "")
