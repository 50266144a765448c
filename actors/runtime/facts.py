"""The base of all facts: things that have happened to an entity, append-only, each with its own rows.

A turn's facts are all that changes its entity's state, and the rows that they become are what an analyst reads. Each
entity kind has a closed set of them, in the folders of its features; the runtime never looks at their types.
"""

from typing import Any, ClassVar

from msgspec import Struct, json, structs

from actors.runtime.commit.rows import TurnRows
from persistence.entities.records import FactRow


class Fact(Struct, frozen=True):
    """Something that has happened to an entity."""

    COUNTED: ClassVar[bool] = False
    """True: the host's metrics count it once it is durable."""

    def add_rows(self, rows: TurnRows) -> None:
        """Add the rows of this fact to those of its turn; most facts live in the state alone."""


class Recorded(Fact, frozen=True):
    """A fact stored as a row of the one table `fact`: its tag is the row's `type`, its columns are the row's `data`.

    Each kind of them declares a tag of its own (`tag="streak_day"`): a feature that keeps some needs no table and no
    migration.
    """

    def once(self) -> str | None:
        """Return a name under which the entity has a fact of this type just once (a rung of a run, a mission's period).

        The store refuses a second one, as a last line behind the entity's own decision. None: any number of times.
        """
        return None

    def columns(self) -> dict[str, Any]:
        """Return the stored data, JSON-encodable: all fields, unless a subclass says otherwise."""
        return structs.asdict(self)

    def add_rows(self, rows: TurnRows) -> None:
        command = rows.command
        rows.facts.append(
            FactRow(
                command.shard,
                command.tx,
                len(rows.facts),
                command.kind,
                command.key,
                str(self.__struct_config__.tag),
                self.once(),
                json.encode(self.columns()).decode(),
            )
        )
