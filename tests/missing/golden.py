"""Golden files that are missing: messages and stored parts as they are today, which later versions must understand.

Messages of a game are those of a round that is played here; any other message is made up from its class; parts are
those of the sample player of tests/unit/user/test_user_state.py. A golden file that is there is never changed, but for
new fields of the snapshot, which those that hold one get as a new player has them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct, inspect

from actors.fairness.floats import floats
from actors.games.contract import NO_MEMORY, Game
from actors.games.registry import registered_games
from actors.messages import COMMANDS, PUSHES
from actors.money.economy import EconomyConfig
from actors.runtime.payloads import Command
from actors.user.kind import UserKind
from actors.user.snapshot import INITIAL_STATE, StateGet
from tests.unit.user.test_user_state import GOLDEN as PARTS
from tests.unit.user.test_user_state import KIND, sample

REPOSITORY = Path(__file__).parents[2]
PROTOCOL = REPOSITORY / "tests" / "golden" / "protocol"
COMMAND_ID = "01JDB3YX7M8Q4T9V2W5Z6A1C3E"
ROUND_ID = "0f8fad5bd9cb469fa16570867728950e"
GOLD = 1_000
"""The balance before the round, its stake taken off."""
BET = 100
SEEDS = ("5" * 64, "golden", 1)
ECONOMY = EconomyConfig()
GAMES: Mapping[type[Command], Game[Any]] = {game.command: game for game in registered_games(ECONOMY)}


def wanted() -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """Every golden file that follows from the registries, and how it is made."""
    for command in COMMANDS:
        yield PROTOCOL / "client" / f"{command.TYPE}.json", partial(request, command)
        yield PROTOCOL / f"reply.{command.TYPE}.json", partial(answer, command)
    for push in PUSHES:
        yield PROTOCOL / f"{push.TYPE}.json", partial(told, push)  # type: ignore[attr-defined] # pushes have one
    for part in KIND.parts:
        yield PARTS / f"schema-{KIND.dump(sample(), part).schema}" / f"{part}.msgpack", partial(stored, part)


def missing() -> list[tuple[Path, Callable[[], bytes]]]:
    """The golden files that are to be written."""
    return [*((path, make) for path, make in wanted() if not path.exists()), *grown_snapshots()]


def grown_snapshots() -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """The golden files of a snapshot that lack fields."""
    kind = UserKind(ECONOMY, list(GAMES.values()))
    today = msgspec.to_builtins(kind.snapshot(kind.create("u1"), 0))
    for name in (INITIAL_STATE, f"reply.{StateGet.TYPE}"):
        path = PROTOCOL / f"{name}.json"
        golden = json.loads(path.read_text())
        if today.keys() > golden["payload"].keys():
            yield path, partial(text, **golden | {"payload": today | golden["payload"]})


def assert_none_missing(stem: str = "") -> None:
    """Fail, naming the command, when golden files are missing; with `stem`, of those whose name contains it."""
    names = [path.relative_to(REPOSITORY).as_posix() for path, _ in missing() if stem in path.stem]
    if names:
        pytest.fail("\n".join(["`python -m tests.missing` writes what is missing here:", *names]), pytrace=False)


def request(command: type[Command]) -> bytes:
    return text(id=COMMAND_ID, type=command.TYPE, payload=messages_of(command)[0])


def answer(command: type[Command]) -> bytes:
    return text(re=COMMAND_ID, ok=True, seq=417, version=903, payload=messages_of(command)[1])


def told(push: Any) -> bytes:
    return text(type=push.TYPE, seq=423, prev=422, version=909, payload=made_up(push))


def stored(part: str) -> bytes:
    return KIND.dump(sample(), part).data


def text(**message: Any) -> bytes:
    return json.dumps(message, indent=2, ensure_ascii=False).encode() + b"\n"


def messages_of(command: type[Command]) -> tuple[Any, Any]:
    """The payload of a command and that of its reply."""
    game = GAMES.get(command)
    if game is None:
        return made_up(command), made_up(command.REPLY)
    body = game.examples(BET)[-1]
    played = game.play(body, floats(*SEEDS), NO_MEMORY)
    reply = game.reply(played, ROUND_ID, GOLD + played.payout)
    return msgspec.to_builtins(body), msgspec.to_builtins(reply)


def made_up(cls: type[Struct]) -> Any:
    """A payload that is one of `cls`. Raises ValueError for a class whose bounds are beyond this module."""
    try:
        return msgspec.to_builtins(msgspec.convert(_value(inspect.type_info(cls)), cls))
    except (StopIteration, msgspec.ValidationError) as error:
        raise ValueError(f"write an example of {cls.__name__} by hand: {error}") from error


def _value(info: inspect.Type) -> Any:
    match info:
        case inspect.Metadata(extra_json_schema={"examples": [value, *_]}):
            return value
        case inspect.StructType(fields=fields):
            return {field.encode_name: _value(field.type) for field in fields}
        case inspect.IntType(ge=least):
            return max(1, least or 0)
        case inspect.FloatType():
            return 0.5
        case inspect.BoolType():
            return True
        case inspect.StrType(min_length=least, pattern=pattern):
            tried = ("x" * max(1, least or 0), ROUND_ID)
            return next(each for each in tried if re.search(pattern or "", each))
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.UnionType(types=types):
            return _value(next(each for each in types if not isinstance(each, inspect.NoneType)))
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return [_value(item)]
        case inspect.TupleType(item_types=items):
            return [_value(item) for item in items]
        case inspect.DictType(key_type=key, value_type=value):
            return {_value(key): _value(value)}
        case _:
            return "x"
