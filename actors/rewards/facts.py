"""The fact that a player is given a reward."""

from actors.runtime.facts import Fact


class RewardIssued(Fact, frozen=True, kw_only=True, tag="reward_issued"):
    """A reward that the player is to be told of until it is acknowledged."""

    grant_id: str
    reward_type: str
    amount: int
    source: str
