"""What README.md, docs/ and the docstrings of the product name must exist, and their lists must be whole.

A name of code counts when it stands in backticks or in a fenced block, so that a rename of the code fails here. The
values in their tables are compared by `tests/unit/test_docs_tables_are_true.py` and
`tests/unit/test_protocol_document_is_true.py`. A failure says file, line and name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec import json

from cluster.cli.app import app
from cluster.settings import PREFIX, variables
from tests.unit.documents import (
    DOCS,
    PACKAGES,
    REPOSITORY,
    Finder,
    Found,
    Source,
    code,
    defined,
    docstrings,
    document,
    documents,
    fenced,
    headings,
    inline,
    is_module_name,
    literals,
    matches,
    product_files,
    reported,
)
from tests.unit.test_rooms_of_actors import MAY_KNOW

TOP_FOLDERS = (*PACKAGES, "changes", "deploy", "docs", "tests", "web")
PATH = re.compile(rf"(?:{'|'.join(TOP_FOLDERS)})(?:/[\w.*+-]+)*/?|[\w-]+\.(?:py|md|toml|yml|lock|sql)|\.[\w-]+\.yaml")
MEMBER = re.compile(r"([A-Z][A-Za-z]+)\.([a-z_]+)")
FUNCTION = re.compile(r"([a-z_]+)\(\)")
CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
CONSTANT = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)}|pitboss_client)(?:\.\w+)+")
DOTTED = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
COMMAND = re.compile(r"\bpitboss ([a-z]+(?:-[a-z]+)*)")
TARGET = re.compile(r"(?:^|[;(]|\bthen )\s*make ([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
SETTING = re.compile(rf"\b({PREFIX}[A-Z_]+)\b")
ROUTE = re.compile(r"\b((?:GET|POST|PUT|PATCH|DELETE) /[^\s`?\"']*)")
METRIC = re.compile(r"([a-z]+(?:_[a-z]+)+)\{[a-z_, ]+\}")
LINK = re.compile(r"\]\(([^)#:\s]+)\)")
CITED = re.compile(r"((?:docs/)?(?:[\w-]+/)*[\w-]+\.md)(?:,\s+(\"[^\"]+\"|`[^`]+`|[A-Z][\w ]*))?")
DECISION = re.compile(r"\bdecision(?: record)? (\d{4})")
OPENING = (
    "`client <-> gateway <-> link <-> host <-> entity -> commit -> Postgres -> relay -> Kafka`",
    "",
    "```",
    "make dev     # everything, downloads included: makes .venv from uv.lock, starts PostgreSQL, Valkey, a broker, "
    "Ray, hosts, a gateway",
    "make test    # everything, downloads included: makes .venv from uv.lock, runs all tests, against servers that it "
    "starts",
    "```",
    "",
    "# Pitboss",
)
ELSEWHERE = {
    "API_SECRET_KEY",
    "ENABLE_LEGACY_GAMES_WS",
    "JWT_SECRET_KEY",
    *("PITBOSS_E2E", "PITBOSS_FAULTS", "PITBOSS_GUIDES", "PITBOSS_TEST_KAFKA"),
    "asyncio.sleep",
    "websockets.broadcast",
}
"""Names that are not the product's own; tests/unit/test_configuration_is_documented.py checks the settings."""
UNDOCUMENTED = {"GET /docs", "GET /metrics", "GET /openapi.json", "GET /api/realtime/sync"}
"""Routes that the OpenAPI document leaves out."""
PLANNED = {"POST /api/shop/settle"}
"""Routes that docstrings announce."""
ANNOUNCED = {"docs/guides/add-a-player-feature.md"}
"""Documents that are being written."""


# --- names that documents and docstrings use ---


def missing_paths(text: str, folder: Path = REPOSITORY) -> Iterator[Found]:
    for found in inline(text):
        if PATH.fullmatch(found.name) and not is_path(found.name.rstrip("/"), folder):
            yield found


def is_path(path: str, folder: Path) -> bool:
    """Whether a file of the repository, one beside the text, or one that the product writes has this name."""
    return any(REPOSITORY.glob(path)) or (folder / path).exists() or path in literals()


@cache
def alerts() -> frozenset[str]:
    """Names of the alerts that are shipped."""
    rules = (file.read_text() for file in (REPOSITORY / "deploy" / "monitoring" / "rules").glob("*.yaml"))
    return frozenset(name for text in rules for name in re.findall(r"- alert: (\w+)", text))


def missing_names(text: str) -> Iterator[Found]:
    for found in inline(text):
        name = found.name
        if MEMBER.fullmatch(name) or CLASS.fullmatch(name) or CONSTANT.fullmatch(name):
            if name not in defined() | alerts() and name not in ELSEWHERE and not name.startswith(PREFIX):
                yield found
        elif (function := FUNCTION.fullmatch(name)) and function[1] not in defined():
            yield found


def missing_modules(text: str) -> Iterator[Found]:
    for found in inline(text):
        name = found.name
        if MODULE.fullmatch(name) and not (PATH.fullmatch(name) or name in literals() or is_module_name(name)):
            yield found


def missing_types(text: str) -> Iterator[Found]:
    """Types of messages and events (`rps.play`), and other dotted names; those of a page's own example count."""
    examples = " ".join(block.name for _, block in fenced(text))
    known = literals() | subscriptions() | ELSEWHERE
    for found in inline(text):
        name = found.name
        is_type = DOTTED.fullmatch(name) and not (MODULE.fullmatch(name) or PATH.fullmatch(name))
        if is_type and name not in known and name not in examples and not name.startswith("ray."):
            yield found


def missing_targets(text: str) -> Iterator[Found]:
    for line, piece in code(text):
        yield from (Found(line, f"make {name}") for name in TARGET.findall(piece) if name not in targets())


def missing_commands(text: str) -> Iterator[Found]:
    for line, piece in code(text):
        yield from (Found(line, f"pitboss {name}") for name in COMMAND.findall(piece) if name not in commands())


def missing_settings(text: str) -> Iterator[Found]:
    known = variables().keys() | ELSEWHERE
    return (each for each in matches(SETTING, text) if each.name not in known)


def missing_routes(text: str) -> Iterator[Found]:
    for line, piece in code(text):
        yield from (Found(line, route) for route in ROUTE.findall(piece) if shape_of(route) not in routes())


def missing_metrics(text: str) -> Iterator[Found]:
    for found in inline(text):
        metric = METRIC.fullmatch(found.name)
        if metric and not {metric[1], metric[1].removesuffix("_total")} & literals():
            yield found


def missing_citations(text: str) -> Iterator[Found]:
    """Documents, their sections, and decisions that are not there."""
    for match in CITED.finditer(text):
        found = Found(text.count("\n", 0, match.start()) + 1, " ".join(match[0].split()))
        path = REPOSITORY / match[1] if "/" in match[1] else DOCS / match[1]
        section = " ".join((match[2] or "").strip('"').split())
        if match[1] in ANNOUNCED:
            continue
        if not path.exists() or (section and not is_section(section, path.read_text())):
            yield found
    for found in matches(DECISION, text):
        if not any((DOCS / "decisions").glob(f"{found.name}-*.md")):
            yield Found(found.line, f"decision {found.name}")


def is_section(cited: str, text: str) -> bool:
    """Whether a heading begins the words behind a document's name: they may go on."""
    return any(cited == heading or cited.startswith(f"{heading} ") for heading in headings(text))


@cache
def targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z0-9-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))


@cache
def commands() -> frozenset[str]:
    named = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}
    return frozenset(named | {group.name for group in app.registered_groups if group.name})


@cache
def subscriptions() -> frozenset[str]:
    return frozenset(json.decode((DOCS / "api" / "messages.schema.json").read_bytes())["subscriptions"])


@cache
def routes() -> frozenset[str]:
    paths = json.decode((DOCS / "api" / "openapi.json").read_bytes())["paths"]
    documented = (f"{method.upper()} {path}" for path, methods in paths.items() for method in methods)
    return frozenset(map(shape_of, documented)) | UNDOCUMENTED | PLANNED


def shape_of(route: str) -> str:
    """A route without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", route.rstrip(".,:;)"))


OF_DOCUMENTS: tuple[Finder, ...] = (
    missing_paths,
    missing_names,
    missing_modules,
    missing_types,
    missing_targets,
    missing_commands,
    missing_settings,
    missing_routes,
    missing_metrics,
)
OF_DOCSTRINGS: tuple[Finder, ...] = (
    missing_names,
    missing_modules,
    missing_commands,
    missing_routes,
    missing_citations,
)


@pytest.mark.parametrize("finder", OF_DOCUMENTS)
def test_what_the_documents_name_exists(finder: Finder):
    assert_none(reported(documents(), finder))


@pytest.mark.parametrize("finder", OF_DOCSTRINGS)
def test_what_the_docstrings_name_exists(finder: Finder):
    assert_none(reported(docstrings(), finder))


def test_paths_in_docstrings_exist_from_the_root_or_beside_the_module():
    assert_none(source.at(each) for source in docstrings() for each in missing_paths(source.text, source.folder))


def assert_none(found: Iterable[str]) -> None:
    if names := list(found):
        pytest.fail("\n".join(["there is no such thing:", *names]), pytrace=False)


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
        (missing_modules, "see `actors.gone`"),
        (missing_modules, "see `actors.runtime.errors.GONE`"),
        (missing_modules, "see `pitboss_client.gone`"),
        (missing_types, "send `rps.vanish`"),
        (missing_targets, "run `make vanish`"),
        (missing_targets, "```\nmake vanish ARGS=1\n```"),
        (missing_commands, "run `pitboss vanish`"),
        (missing_commands, "```bash\n.venv/bin/pitboss vanish --now\n```"),
        (missing_settings, "set PITBOSS_VANISHED"),
        (missing_routes, "ask `GET /api/vanished`"),
        (missing_routes, "ask `POST /api/users/me`"),
        (missing_metrics, "watch `vanished_total{game}`"),
        (missing_citations, "as it says (vanished.md)"),
        (missing_citations, "as it says (protocol.md, Vanished)"),
        (missing_citations, 'as it says (architecture.md, "Vanished", point 4)'),
        (missing_citations, "as it says (docs/guides/vanish.md)"),
        (missing_citations, "as it says (decision record 9999)"),
    ],
)
def test_a_name_that_does_not_exist_is_found_on_its_line(finder: Finder, text: str):
    assert [found.line for found in finder(f"first\n\n{text}")] == [3 + text.startswith("```")]


def test_a_failure_names_file_and_line():
    source = Source("actors/a.py", "First line.\n\nSee `actors.gone`.", line=7)
    assert reported([source], missing_modules) == ["actors/a.py:9: actors.gone"]


@pytest.mark.parametrize("finder", [*OF_DOCUMENTS, missing_citations])
def test_prose_and_message_types_are_left_alone(finder: Finder):
    text = "Drops make no gap; `rps.play`, `user/NAME`, `{id}`, `I/O`, `/health` and `actors.runtime.errors.CODES`."
    text += " See (protocol.md, Limits) and decision 0007; ask `GET /api/fairness/rounds/{id}`."
    assert not list(finder(text))


# --- lists that must be whole ---


def unlisted(text: str, names: Iterable[str]) -> list[str]:
    """Which of `names` a text does not name in backticks, with or without what follows them."""
    said = [found.name for found in code(text)]
    return sorted(name for name in names if not any(each == name or each.startswith(f"{name} ") for each in said))


def missing_links(text: str, folder: Path) -> Iterator[Found]:
    return (each for each in matches(LINK, text) if not (folder / each.name).exists())


def unlinked(text: str, names: Iterable[str]) -> list[str]:
    """Which of the documents `names` a text does not link to."""
    return sorted(set(names) - {each.name for each in matches(LINK, text)})


def pages() -> list[str]:
    return [path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))]


def rooms() -> list[str]:
    """The folders of the product that have a docstring: the rooms of the house and the floors they are on.

    Features of a player and kinds of entities are left out: there may be any number, each in a folder of `actors`.
    """
    folders = {path.parent.relative_to(REPOSITORY) for path in product_files("__init__.py")}
    found = (each.as_posix() for each in folders if len(each.parts) <= 2 and each.parts[0] != "clients")
    below_features = {f"actors/{room}" for room in MAY_KNOW}
    return sorted(each for each in found if not each.startswith("actors/") or each in below_features)


def test_links_between_documents_lead_somewhere():
    assert_none(source.at(each) for source in documents() for each in missing_links(source.text, source.folder))


def test_the_index_links_to_every_document():
    assert unlinked(document("index.md").text, set(pages()) - {"index.md"}) == []


def test_the_navigation_has_every_document_once():
    navigation = (REPOSITORY / "mkdocs.yml").read_text()
    assert sorted(re.findall(r": (\S+\.md)$", navigation, re.MULTILINE)) == pages()


def test_the_readme_opens_with_the_data_flow_and_the_two_commands():
    assert tuple((REPOSITORY / "README.md").read_text().splitlines()[: len(OPENING)]) == OPENING


def test_the_readme_has_every_room_of_the_house():
    assert unlisted((REPOSITORY / "README.md").read_text(), rooms()) == []


def test_the_operations_list_every_command():
    named = [*(f"make {target}" for target in targets()), *(f"pitboss {command}" for command in commands())]
    assert unlisted(document("operations.md").text, named) == []


def test_what_a_list_leaves_out_is_found():
    assert unlisted("`make dev ARGS=1`, `actors/crash`, not make test", ["make dev", "make test"]) == ["make test"]
    assert unlinked("[one](one.md), `two.md`", ["one.md", "two.md"]) == ["two.md"]


def test_a_link_that_leads_nowhere_is_found():
    assert list(missing_links("see\n[this](vanished.md)", DOCS)) == [Found(2, "vanished.md")]
