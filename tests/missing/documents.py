"""Rows that documents lack. docs/protocol.md: commands, pushes, fields of the snapshot, routes; docs/games.md: games.

A row is written at the end of its table, as the code has it; words that explain it are added by hand.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import fields

from actors.games.contract import Game
from actors.games.registry import REGISTRY
from actors.messages import COMMANDS, PUSHES
from actors.user.snapshot import InitialState
from tests.unit import test_protocol_document_is_true as checks
from tests.unit.documents import DOCS, code, rows

PROTOCOL, GAMES = "protocol.md", "games.md"
READS = ("route", "answer")


class Table(NamedTuple):
    """A table of a document: its columns, which of the tables with these it is, and its rows by their names."""

    columns: tuple[str, ...]
    n: int
    wanted: dict[str, str]
    document: str = PROTOCOL


def missing() -> list[tuple[Path, Callable[[], bytes]]]:
    """The documents that lack rows."""
    texts = {name: (DOCS / name).read_text() for name in (PROTOCOL, GAMES)}
    whole = {name: completed(text, name) for name, text in texts.items()}
    return [(DOCS / name, whole[name].encode) for name, text in texts.items() if whole[name] != text]


def completed(text: str, name: str = PROTOCOL) -> str:
    """The document with every row that it lacks."""
    for table in (each for each in tables() if each.document == name):
        known = {name for each in rows(text, *table.columns) for name in each.codes(table.columns[0])}
        if table.columns == READS:  # some are in tables of other columns
            known = {each.name for each in code(text)}
        text = _appended(text, table, [line for name, line in table.wanted.items() if name not in known])
    snapshot = rf"^(\| `{InitialState.__name__}` \| )`\{{.*?\}}`"
    return re.sub(snapshot, lambda found: found[1] + listed(InitialState), text, flags=re.MULTILINE)


def tables() -> Iterator[Table]:
    commands = {each.TYPE: row(f"`{each.TYPE}`", listed(each, client=True), listed(each.REPLY)) for each in COMMANDS}
    yield Table(("type", "payload", "reply"), 0, commands)
    pushes: Sequence[Any] = PUSHES
    told = {each.TYPE: row(f"`{each.TYPE}`", each.DELIVERY.value, listed(each)) for each in pushes}
    yield Table(("type", "class", "payload"), 0, told)
    shown = {field.name: row(f"`{field.name}`", described(field.type)) for field in fields(InitialState)}
    yield Table(("field of its payload", "what it is"), 0, shown)
    twins = {route: row(f"`{route}`", f"`{name}`", key) for route, (name, key) in checks.twins().items()}
    yield Table(("route", "command", "key"), 0, twins)
    for n, is_open in enumerate((False, True)):
        yield Table(READS, n, dict(reads(is_open=is_open)))
    games = {each.game.name: row(f"`{each.game.name}`", each.game.about, f"`{source(each.game)}`") for each in REGISTRY}
    yield Table(("game", "what it is", "where"), 0, games, GAMES)


def source(game: type[Game[Any]]) -> str:
    """The file of a game, or its folder."""
    _, _, room, *inside = game.__module__.split(".")
    return f"actors/games/{room}" + ".py" * (not inside)


def reads(*, is_open: bool) -> Iterator[tuple[str, str]]:
    """The rows of GET routes that need a token, or need none."""
    for route, operation in checks.operations():
        if route.startswith("GET ") and ("security" not in operation) == is_open:
            answers = [f"`{{{', '.join(names)}}}`" for names in checks.answers_of(operation)]
            yield route, row(f"`{route}`", " or ".join(answers))


def described(kind: Any) -> str:
    """A field of the snapshot, until somebody finds words for it."""
    return listed(kind) if isinstance(kind, type) and issubclass(kind, Struct) else ""


def listed(struct: type[Struct], *, client: bool = False) -> str:
    """The fields of a payload, in their order; those that may be left out with a `?`."""
    names = checks.taken(struct) if client else checks.sent(struct)
    marked = [field.name if field.name in names else f"{field.name}?" for field in fields(struct)]
    return f"`{{{', '.join(marked)}}}`"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _appended(text: str, table: Table, new: Sequence[str]) -> str:
    """`text` with rows at the end of one of its tables."""
    if not new:
        return text
    lines = text.splitlines()
    end = [n for n, line in enumerate(lines) if line == row(*table.columns)][table.n]
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    return "\n".join([*lines[:end], *new, *lines[end:], ""])
