"""The standing of a player: bans by staff and self-exclusion, each with its end. Times are Unix ms."""

from typing import Any

from msgspec import Struct

EXCLUSION_MS_MIN = 24 * 3_600_000
"""Shortest self-exclusion: a day."""
EXCLUSION_MS_MAX = 5 * 366 * 24 * 3_600_000
"""Longest self-exclusion: five years."""


class Standing(Struct, array_like=True, frozen=True):
    """Bans and exclusions of a player; 0 is not at all, None for ever."""

    ban_reason: str = ""
    banned_until: int | None = 0
    excluded_until: int = 0

    def is_banned(self, now_ms: int) -> bool:
        """Return whether a ban by staff is in force."""
        return self.banned_until is None or now_ms < self.banned_until

    def is_excluded(self, now_ms: int) -> bool:
        """Return whether the player's self-exclusion is in force."""
        return now_ms < self.excluded_until


GOOD = Standing()
"""Nothing keeps the player from playing."""


def play_refusal(standing: Standing, now_ms: int) -> tuple[str, dict[str, Any]] | None:
    """Return (error code, details) with which play is refused; None: the player may play. A ban goes first."""
    if standing.is_banned(now_ms):
        return "forbidden", {"reason": "banned", "ban_reason": standing.ban_reason, "until": standing.banned_until}
    if standing.is_excluded(now_ms):
        return "self_excluded", {"until": standing.excluded_until}
    return None
