"""The registry of messages to and from players, for the gateway and the cluster: it follows from the features.

JSON Schema, the socket's conformance tests and the REST twins are made from these classes. Money is integer gold,
times are Unix milliseconds (protocol.md). A client message with an unknown key is refused; a client ignores unknown
keys of a server message. Changes are additive within a major version of the subprotocol.
"""

from actors.games.registry import REGISTRY
from actors.money.economy import EconomyConfig
from actors.runtime.payloads import Command, ServerPayload
from actors.user.features import player_features
from actors.user.snapshot import StateGet

_FEATURES = player_features(EconomyConfig())

COMMANDS: tuple[type[Command], ...] = (
    *(each.game.command for each in REGISTRY),
    *(command for feature in _FEATURES for command, handler in feature.commands.items() if not handler.senders),
    StateGet,
)
"""The commands and reads that players may send to their entity, over the socket or REST."""

PUSHES: tuple[type[ServerPayload], ...] = tuple(
    payload for feature in _FEATURES for push in feature.pushes for payload in push.payloads
)
"""The messages that the server sends to a player unasked, numbered by `seq`."""
