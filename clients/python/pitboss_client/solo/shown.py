"""Versions of machines, banners and pays as the player was shown them: each round carries one, so that none is played
by rules that the player has not seen.
"""

from collections.abc import Mapping
from typing import Any

SHOWN_AT: Mapping[str, tuple[str, str, str]] = {
    "slot.spin": ("slot", "machines", "machine"),
    "gacha.pull": ("gacha", "banners", "banner"),
    "rps.play": ("rps", "", ""),
}
"""By command: the game and the list in `games` of the snapshot, and the field of the payload that names one of it; a
game without a list has one version."""
CONFLICT = "version_conflict"


def with_shown_version(state: Mapping[str, Any], message_type: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return `payload` with the version that `state`, a snapshot, shows of what is played; one that it has stays."""
    version = _shown(state, message_type, payload).get("version")
    return {**payload} if version is None else {"version": version, **payload}


def note_conflict(
    state: Mapping[str, Any], message_type: str, payload: Mapping[str, Any], details: Mapping[str, Any]
) -> None:
    """Keep in `state` the version that a refusal names: the player has been told, and the next round is by that."""
    shown = _shown(state, message_type, payload)
    if shown and "version" in details:
        shown["version"] = details["version"]


def _shown(state: Mapping[str, Any], message_type: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    game, listed, named = SHOWN_AT.get(message_type, ("", "", ""))
    of_game: dict[str, Any] = state.get("games", {}).get(game, {})
    return of_game.get(listed, {}).get(payload.get(named), {}) if listed else of_game
