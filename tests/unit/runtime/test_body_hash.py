"""What makes two commands with one id the same: their type and the fields that were given, whatever release asks."""

from typing import ClassVar

import pytest
from msgspec import UNSET, Struct, UnsetType, json, structs

from actors.games.gacha.messages import GachaPull
from actors.games.rps import RpsPlay
from actors.games.slot.messages import SlotSpin
from actors.messages import COMMANDS
from actors.runtime import bodies
from actors.runtime.bodies import body_hash, given_fields, hash_of_all_fields, is_same_body
from actors.runtime.payloads import ClientPayload, Command
from actors.streak.messages import StreakProtect, StreakTick
from gateway.rest.openapi.examples import example_of


class Piece(ClientPayload, frozen=True):
    """A part of a body, as a release has it."""

    n: int


class LaterPiece(Piece, frozen=True):
    """The same with a field that the next release has added."""

    colour: str = "red"


class Order(Command, frozen=True):
    """A command, as a release has it."""

    TYPE: ClassVar[str] = "order"
    item: str
    pieces: tuple[Piece, ...] = ()
    note: str | None = None


class LaterOrder(Command, frozen=True):
    """The same in the next release: a field more, and one more within."""

    TYPE: ClassVar[str] = "order"
    item: str
    pieces: tuple[LaterPiece, ...] = ()
    note: str | None = None
    gift: bool = False
    edit: int | UnsetType | None = UNSET


def test_equal_bodies_of_two_types_are_two_commands():
    assert body_hash(StreakTick()) == body_hash(StreakTick())
    assert body_hash(StreakTick()) != body_hash(StreakProtect())


@pytest.mark.parametrize(
    "body", [b'{"item":"a"}', b'{"item":"a","note":"x"}', b'{"item":"a","pieces":[{"n":1},{"n":2}]}']
)
def test_a_release_with_an_optional_field_more_finds_the_same_hash(body):
    assert body_hash(json.decode(body, type=Order)) == body_hash(json.decode(body, type=LaterOrder))


@pytest.mark.parametrize(
    "body",
    [
        LaterOrder(item="a", gift=True),
        LaterOrder(item="a", edit=None),
        LaterOrder(item="a", pieces=(LaterPiece(n=1, colour="blue"),)),
        LaterOrder(item="a", note=""),
    ],
)
def test_a_field_that_is_given_makes_another_body(body):
    assert body_hash(body) not in {body_hash(LaterOrder(item="a")), body_hash(Order(item="a", pieces=(Piece(n=1),)))}


def test_a_field_that_says_its_default_was_not_given():
    assert body_hash(Order(item="a", note=None, pieces=())) == body_hash(Order(item="a"))


def test_a_row_of_a_release_that_hashed_defaults_too_is_the_same_body():
    body = Order(item="a", pieces=(Piece(n=1),))
    assert hash_of_all_fields(body) != body_hash(body)
    assert is_same_body(hash_of_all_fields(body), body, body_hash(body))
    other = Order(item="b", pieces=(Piece(n=1),))
    assert not is_same_body(hash_of_all_fields(body), other, body_hash(other))


class Renamed(Command, frozen=True, rename="camel"):
    """A command whose fields have other names on the wire."""

    TYPE: ClassVar[str] = "renamed"
    of_round: str


class Counted(Command, frozen=True):
    """A command with a default that is no single object."""

    TYPE: ClassVar[str] = "counted"
    times: int = 1_000


def test_bodies_of_rounds_are_hashed_as_they_are_encoded():
    assert all(map(bodies._encodes_given, (RpsPlay, SlotSpin, GachaPull)))
    assert not any(map(bodies._encodes_given, (Order, LaterOrder, Renamed, Counted)))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.TYPE)
def test_a_body_is_hashed_by_the_fields_that_were_given_however_that_is_done(command):
    (schema,), schemas = json.schema_components([command], ref_template="#/components/schemas/{name}")[:2]
    whole = example_of(schema, schemas)
    optional = [field.encode_name for field in structs.fields(command) if not field.required]
    for missing in (set(), set(optional), *({name} for name in optional)):
        given = {name: value for name, value in whole.items() if name not in missing}
        body: Struct = json.decode(json.encode(given), type=command)
        assert body_hash(body) == bodies._digest(body, given_fields(body))
    for field in structs.fields(command):
        if not field.required and field.default is None:
            said = json.decode(json.encode(whole | {field.encode_name: None}), type=command)
            assert body_hash(said) == bodies._digest(said, given_fields(said))


def test_what_a_command_sends_on_leaves_defaults_out():
    """A tell with a new optional field is read by the release before, which refuses fields that it does not know."""
    told = json.encode(LaterOrder(item="a"))
    assert json.decode(told, type=Order) == Order(item="a")


def test_given_fields_go_all_the_way_down():
    assert given_fields({"a": [LaterPiece(n=1), LaterPiece(n=2, colour="blue")]}) == {
        "a": [{"n": 1}, {"n": 2, "colour": "blue"}]
    }
