"""Decoders of the messages that a client may send: strict, without coercion, and quick."""

from msgspec import UNSET, DecodeError, Struct, UnsetType, ValidationError, json, structs

from actors.messages import COMMANDS
from gateway.realtime.wire.messages import AuthRefresh, ClientMessage, CommandId, Connect
from gateway.texts.i_json import fault_in

REASON_CHARS_MAX = 200
"""Of an error that a refusal quotes."""

_message = json.Decoder(ClientMessage)
CONNECT = json.Decoder(Connect)
REFRESH = json.Decoder(AuthRefresh)
PLAYER_COMMANDS = {command.TYPE: (json.Decoder(command), command.MUTATING) for command in COMMANDS}
"""By type: the payload's decoder, and whether the message's id is an idempotency key."""
_FRAME_KEYS = 3
"""`id`, `type` and `payload`: a command whose payload has to have keys has them all."""


def _keys_of(command: type[Struct]) -> tuple[int, tuple[bytes, ...]]:
    """Return how many keys a command has at least with its frame, or it is refused, and the keys that it may have."""
    fields = structs.fields(command)
    required = sum(field.required for field in fields)
    optional = tuple(json.encode(field.encode_name) + b":" for field in fields if not field.required)
    return (_FRAME_KEYS + required if required else 0), optional


_KEYS = {command.TYPE: _keys_of(command) for command in COMMANDS}
_NO_KEYS: tuple[int, tuple[bytes, ...]] = (0, ())


def read_message(data: bytes) -> ClientMessage:
    """Return a message of the client: no unknown keys, none twice, no coercion, plain texts (`gateway.texts.i_json`).

    Its payload is still to be decoded. Raises msgspec.DecodeError, RecursionError.
    """
    message = _message.decode(data)
    keys, optional = _KEYS.get(message.type, _NO_KEYS)
    if fault := fault_in(data, keys, optional):
        raise ValidationError(fault)
    return message


def is_mutating(message_type: str) -> bool:
    """Return whether a message of this type changes its entity."""
    return message_type in PLAYER_COMMANDS and PLAYER_COMMANDS[message_type][1]


class _Identified(Struct, frozen=True):
    id: CommandId | UnsetType = UNSET


_identified = json.Decoder(_Identified)


def id_of(data: bytes) -> str | None:
    """Return the id of a message that is refused as a whole, if it can still be read."""
    try:
        found = _identified.decode(data).id
    except (DecodeError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def reason(error: Exception) -> dict[str, str]:
    """Return an error of decoding as details of a refusal."""
    return {"reason": str(error)[:REASON_CHARS_MAX]}
