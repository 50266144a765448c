"""JSON from outside: which texts may be in it, and that a quick look never misses what the closer one finds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError, structs

from actors.messages import COMMANDS
from gateway.realtime.wire.incoming import read_message
from gateway.texts.i_json import fault_in, is_plain

PLAY = '{"id":"a","type":"rps.play","payload":{"bet":20,"choice":"rock"}}'


@pytest.mark.parametrize("text", ["", "a", "홍길동", "💎", "a\\b", 'a"b', "\u200b", "é\xa0"])
def test_a_text_without_control_characters_is_plain(text: str):
    assert is_plain(text)
    assert fault_in(json.dumps({"a": [text], text: 1}).encode()) is None
    assert fault_in(json.dumps({"a": [text], text: 1}, ensure_ascii=False).encode()) is None


@pytest.mark.parametrize(
    "character",
    ["\0", "\b", "\t", "\n", "\r", "\x1b", "\x7f", "\x80", "\x85", "\x9f", "\ufdd0", "\uffff", "\U0010fffe"],
)
@pytest.mark.parametrize("before", ["", "a", "\\", 'a"', "홍"])
def test_a_forbidden_character_is_found_wherever_it_stands(character: str, before: str):
    text = f"{before}{character}b"
    assert not is_plain(text)
    for document in (text, [1, text], {"a": {"b": text}}, {text: 1}):
        assert fault_in(json.dumps(document).encode()) is not None
        assert fault_in(json.dumps(document, ensure_ascii=False).encode()) is not None


@pytest.mark.parametrize("surrogate", [r'"\ud800"', r'["\udfff"]', r'{"\udc00\ud800":1}'])
def test_a_lone_surrogate_is_found(surrogate: str):
    assert fault_in(surrogate.encode()) is not None


@pytest.mark.parametrize("document", ['{"a":1,"a":1}', '[{"b":{"a":1,"c":2,"\\u0061":3}}]', '{"":1, "" :2}'])
def test_a_key_that_is_there_twice_is_found(document: str):
    assert fault_in(document.encode()) == "An object has a key twice."


@pytest.mark.parametrize("number", ["-0", "-0.0", "-0e5", "-0.00E-2"])
def test_minus_zero_is_found(number: str):
    document = f'{{"a":[1, {number}]}}'.encode()
    assert fault_in(document) == "A number is -0."


@pytest.mark.parametrize("number", [str(2**53), str(-(2**53)), "1" * 400, "9" * 5_000])
def test_an_integer_that_javascript_cannot_hold_is_found(number: str):
    assert fault_in(f'{{"a":[{number}]}}'.encode()) is not None


@pytest.mark.parametrize(
    "number", [str(2**53 - 1), str(1 - 2**53), "12345678901234567.5", "0", "-1", "-0.5", "0.0", "1e-3"]
)
def test_other_numbers_pass(number: str):
    assert fault_in(f'{{"a-0":{number}}}'.encode()) is None


def test_what_is_not_json_or_too_deep_is_a_fault():
    assert fault_in(b'{"a\\":1}') is not None
    assert fault_in(b"[" * 8_000 + b'"\\\\"' + b"]" * 8_000) is not None


def test_a_quick_look_is_enough_for_a_plain_command(monkeypatch):
    monkeypatch.setattr("gateway.texts.i_json._fault_found", lambda document: pytest.fail("looked closer"))
    read_message(PLAY.encode())
    read_message(
        b'{"id":"a","type":"crash.bet","payload":{"table":"main","round_id":"main-1","bet":1,"auto_cashout":"2.00"}}'
    )


@pytest.mark.parametrize("member", ['"id":"a"', '"type":"rps.play"', '"payload":{"bet":20,"choice":"rock"}'])
def test_a_frame_with_a_key_twice_is_refused(member: str):
    with pytest.raises(ValidationError, match="twice"):
        read_message(f"{{{member},{PLAY[1:]}".encode())


@pytest.mark.parametrize("command", COMMANDS, ids=[each.TYPE for each in COMMANDS])
@given(data=st.data())
def test_a_command_with_any_key_twice_never_passes(command, data):
    """However many of its keys are there, and whatever its values hold: colons, other keys, quotes."""
    values = st.sampled_from(['"a"', '":"', "1", "{}", '"\\":"', '"auto_cashout"', '"a\\u003a"', "[]"])
    fields = [f'"{name}"' for name in command.__struct_encode_fields__]
    members = data.draw(st.lists(st.tuples(st.sampled_from([*fields, '"x"']), values), max_size=6))
    payload = ",".join(f"{key}:{value}" for key, value in members)
    twice = len({key for key, _ in members}) < len(members)
    frame = f'{{"id":"a","type":"{command.TYPE}","payload":{{{payload}}}}}'
    try:
        read_message(frame.encode())
    except ValidationError:
        return
    required = {f'"{field.encode_name}"' for field in structs.fields(command) if field.required}
    assert not twice or not required <= {key for key, _ in members}, "passes, unless a key is missing"
