"""Decoders of the messages that a client may send: strict, without coercion, and quick."""

from msgspec import UNSET, DecodeError, Struct, UnsetType, json

from actors.messages import COMMANDS
from gateway.realtime.wire.messages import AuthRefresh, ClientMessage, CommandId, Connect

REASON_CHARS_MAX = 200
"""Of an error that a refusal quotes."""

MESSAGE = json.Decoder(ClientMessage)
CONNECT = json.Decoder(Connect)
REFRESH = json.Decoder(AuthRefresh)
PLAYER_COMMANDS = {command.TYPE: (json.Decoder(command), command.MUTATING) for command in COMMANDS}
"""By type: the payload's decoder, and whether the message's id is an idempotency key."""


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
