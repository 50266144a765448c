"""The facts of a player's missions: a closed set.

Steps and claims are rows of `fact`, with the views `mission_step` and `mission_claim`. The gain from a source is no row
of its own: the source is (a round, a purchase, a day of the streak), in the same transaction, and the steps tell from
which source on it was counted by which version.
"""

from typing import Any, Literal

from msgspec import field, structs

from actors.missions.messages import EventProgress
from actors.missions.rules import Kind, Part, Reward, period_name
from actors.runtime.facts import Fact, Recorded


class MissionsMoved(Fact, frozen=True, kw_only=True, tag="missions_moved"):
    """The player's part in these missions is another from now on, and of those `forgotten` no more is remembered than
    that they were claimed. `kinds` are those by which the parts are counted, where that was not known.

    `pushes` tell the player about it.
    """

    parts: dict[str, Part]
    pushes: tuple[EventProgress, ...]
    forgotten: tuple[str, ...] = ()
    kinds: dict[str, Kind] = field(default_factory=dict)


class MissionStep(Recorded, frozen=True, kw_only=True, tag="mission_step"):
    """A mission was joined, is for the first time in its period counted by this version, or has reached its target.

    `source` is what was counted: a game, `purchase` or `streak`; a step is in the transaction of its source.
    """

    mission_id: str
    version: int
    period: int
    step: Literal["joined", "counted", "reached"]
    progress: int
    target: int
    source: str

    def columns(self) -> dict[str, Any]:
        return structs.asdict(self) | {"period": period_name(self.period)}


class MissionClaimed(Recorded, frozen=True, kw_only=True, tag="mission_claim"):
    """A mission was claimed; its reward is in the transfers of the same transaction."""

    mission_id: str
    version: int
    period: int
    progress: int
    target: int
    reward: tuple[Reward, ...]

    def once(self) -> str:
        """Return the mission and its period: it is claimed once in each."""
        return f"{self.mission_id}:{period_name(self.period)}"

    def columns(self) -> dict[str, Any]:
        reward = [structs.asdict(each) for each in self.reward]
        return structs.asdict(self) | {"period": period_name(self.period), "reward": reward}


AnyMissionFact = MissionsMoved | MissionStep | MissionClaimed
