"""A player's state: a root of its own and the parts that features contribute.

Parts are msgpack arrays. Any change of an encoding takes a new schema number, an upgrade from each old one and a new
set of golden files (tests/golden/user); a new part takes a golden file, for a player who never stored one has it as
new.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from actors.money.wallet import CURRENCIES, account_of
from actors.player.tally import Tally
from actors.runtime.entity import PartUnreadable, StoredPart

T = TypeVar("T")
_encode = msgspec.msgpack.Encoder().encode


class Root(Struct, array_like=True):
    """The part that every round changes. `nonce` is that of the last round under the present seeds, 0 before any."""

    balances: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(CURRENCIES, 0))
    nonce: int = 0
    overall: Tally = msgspec.field(default_factory=Tally)
    by_game: dict[str, Tally] = {}


class PlayerState:
    """The state of one player. `account` is its name in transfers; each `Part` is an attribute by the part's name.

    Only facts change it (`actors.player.feature.Feature.facts`). Parts that could not be read are no attributes, but
    `unreadable`, as they are stored: whoever asks for one gets `PartUnreadable`, and nobody else notices.
    """

    account: str
    key: str
    root: Root
    unreadable: dict[str, StoredPart]

    def __init__(self, key: str) -> None:
        self.key = key
        self.account = account_of(key)
        self.unreadable = {}

    def __getattr__(self, name: str) -> Any:
        """Called for what is no attribute."""
        if name in self.__dict__.get("unreadable", ()):
            raise PartUnreadable(name)
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlayerState) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment] # states change

    def __repr__(self) -> str:
        return f"PlayerState({self.__dict__})"


class Part(Generic[T]):
    """A stored part of a player's state: its name, its type, how a new one is made and how an old one is read.

    `schema` is the version in which it is written; `upgrades` maps each older version to the function that reads it.
    """

    def __init__(
        self,
        name: str,
        kind: Any,
        new: Callable[[], T],
        *,
        schema: int = 1,
        upgrades: Mapping[int, Callable[[bytes], T]] | None = None,
    ) -> None:
        self.name = name
        self.of: Callable[[PlayerState], T] = attrgetter(name)
        """Returns the part of a player."""
        self.new = new
        self.schema = schema
        self._readers: dict[int, Callable[[bytes], T]] = {
            schema: msgspec.msgpack.Decoder(kind).decode,
            **(upgrades or {}),
        }
        self.dirty = frozenset({name})
        """The result of an `Apply` that has changed this part alone."""

    def put(self, player: PlayerState, value: T) -> frozenset[str]:
        """Replace the part of `player`; return `dirty`."""
        setattr(player, self.name, value)
        return self.dirty

    def set_aside(self, player: PlayerState, stored: StoredPart) -> None:
        """Keep what is stored, which cannot be read, as it is."""
        delattr(player, self.name)
        player.unreadable[self.name] = stored

    def dump(self, player: PlayerState) -> StoredPart:
        """Encode the part of `player` for storage."""
        if self.name in player.unreadable:
            return player.unreadable[self.name]
        return StoredPart(self.schema, _encode(getattr(player, self.name)))

    def load(self, player: PlayerState, stored: StoredPart) -> None:
        """Set the part of `player` from its stored form.

        Raises:
            ValueError: it has a schema version that this program does not know, or is damaged.
        """
        reader = self._readers.get(stored.schema)
        if reader is None:
            raise ValueError(
                f"user/{player.key}: part {self.name!r} has schema {stored.schema}, this program knows {self.schema}"
            )
        try:
            setattr(player, self.name, reader(stored.data))
        except msgspec.MsgspecError as error:
            raise ValueError(f"user/{player.key}: part {self.name!r} is damaged: {error}") from error


ROOT: Part[Root] = Part("root", Root, Root)
ROOT_ONLY: frozenset[str] = frozenset()
"""The result of an `Apply` that has changed nothing but the root, or nothing at all."""
