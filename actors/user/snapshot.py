"""The snapshot of a player: `initial_state`, with a field for each that a feature shows."""

from typing import Any, ClassVar

from msgspec import defstruct

from actors.money.economy import EconomyConfig
from actors.player.feature import Feature
from actors.runtime.payloads import Command, ServerPayload
from actors.user.features import player_features


def snapshot_struct(features: tuple[Feature, ...]) -> type[ServerPayload]:
    """Return the class of the snapshot: the fields that `features` show, in their order."""
    fields: dict[str, Any] = {name: shown.type for each in features for name, shown in each.snapshot.items()}
    snapshot: type[ServerPayload] = defstruct(  # type: ignore[assignment] # of the base
        "InitialState",
        list(fields.items()),
        bases=(ServerPayload,),
        module=__name__,
        namespace={
            "__doc__": "The whole state that a client shows, taken in the turn that registers its socket.",
            "TYPE": "initial_state",
            "FIELD_TEXTS": {name: shown.text for each in features for name, shown in each.snapshot.items()},
        },
        frozen=True,
        kw_only=True,
    )
    return snapshot


InitialState: type[ServerPayload] = snapshot_struct(player_features(EconomyConfig()))
INITIAL_STATE = "initial_state"
"""The type of the message that carries it."""


class StateGet(Command, frozen=True):
    """The snapshot, for a client in doubt."""

    TYPE: ClassVar[str] = "state.get"
    REPLY: ClassVar[type[ServerPayload]] = InitialState
    MUTATING: ClassVar[bool] = False
