"""Laws that every registered entity kind keeps. To be registered (`actors.kinds`) is to be under them."""

from typing import Any

import pytest
from msgspec import MsgspecError, Struct, json

from actors.facts import FACTS
from actors.kinds import TOPICS, entity_kinds
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityKind, StoredPart
from actors.runtime.facts import Fact

KINDS = entity_kinds(EconomyConfig())
KEY = "main"
LATER_SCHEMA = 99
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


class Unheard(Fact, frozen=True):
    """A fact of no kind."""


def dumped(kind: EntityKind[Any], state: Any) -> dict[str, StoredPart]:
    return {part: kind.dump(state, part) for part in kind.parts}


@every_kind
def test_messages_are_found_by_their_type_and_none_is_both_command_and_query(kind: EntityKind[Any]) -> None:
    for message_type, cls in [*kind.commands.items(), *kind.queries.items()]:
        assert issubclass(cls, Struct)
        assert message_type == cls.TYPE
    assert not kind.commands.keys() & kind.queries.keys()


@every_kind
def test_a_new_entity_is_the_same_when_it_has_been_stored(kind: EntityKind[Any]) -> None:
    stored = dumped(kind, kind.create(KEY))
    assert next(iter(stored)) == "root"
    assert dumped(kind, kind.load(KEY, stored)) == stored
    assert dumped(kind, kind.load(KEY, {"root": stored["root"]})) == stored, "a part never stored is as new"


@every_kind
def test_what_cannot_be_read_is_refused_or_set_aside_as_it_is(kind: EntityKind[Any]) -> None:
    stored = dumped(kind, kind.create(KEY))
    with pytest.raises(ValueError, match="attic"):
        kind.dump(kind.create(KEY), "attic")
    with pytest.raises(ValueError, match="attic"):
        kind.load(KEY, stored | {"attic": stored["root"]})
    assert kind.unreadable(kind.load(KEY, stored)) == ()
    for part, (schema, data) in stored.items():
        for wrong in (StoredPart(LATER_SCHEMA, data), StoredPart(schema, data[:-1])):
            try:
                loaded = kind.load(KEY, stored | {part: wrong})
            except (ValueError, MsgspecError):
                continue
            assert part != "root", "without its root there is no entity"
            assert (kind.unreadable(loaded), kind.dump(loaded, part)) == ((part,), wrong), "it stays as it is stored"
            assert kind.snapshot(loaded, 0)


@every_kind
def test_the_facts_of_a_kind_are_a_closed_set(kind: EntityKind[Any]) -> None:
    assert FACTS[kind.name] == kind.facts
    assert all(issubclass(fact, Fact) and fact.__doc__ for fact in kind.facts)
    with pytest.raises(TypeError, match="Unheard"):
        kind.apply(kind.create(KEY), Unheard())


@every_kind
def test_a_new_entity_can_be_shown(kind: EntityKind[Any]) -> None:
    state = kind.create(KEY)
    assert json.encode(kind.snapshot(state, 0))
    assert kind.attach_refusal(state, 0) is None
    assert (kind.announce(state, ()), kind.events(state, ())) == ([], [])


def test_a_topic_is_a_kind_with_a_query_for_its_state() -> None:
    assert all(query in KINDS[name].queries for name, query in TOPICS.items())
