"""The facts of a player's standing."""

from actors.runtime.facts import Fact


class StandingChanged(Fact, frozen=True, kw_only=True, tag="standing_changed"):
    """The standing of the player from now on; Unix ms, None is for ever, 0 not at all."""

    ban_reason: str
    banned_until: int | None
    excluded_until: int
    closes: str = ""
    """The reason for which sockets close now: `banned`, `self_excluded`, or empty."""


class Kicked(Fact, frozen=True, kw_only=True, tag="kicked"):
    """Staff have closed the player's sockets; the player may come back."""

    reason: str
