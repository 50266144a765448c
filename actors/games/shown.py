"""The version of a definition that a player was shown: who sends it is not played by any other.

It is optional, and left out of what is encoded when it is not sent: a host of the release before knows no such field.
"""

from typing import Annotated

from msgspec import Meta

from actors.games.contract import Refusal

VERSION_MAX = 2**31 - 1
"""A definition's version is an `integer` of the store."""
ShownVersion = Annotated[int, Meta(ge=1, le=VERSION_MAX)]


def version_refusal(kind: str, key: str, shown: int | None, in_force: int) -> Refusal | None:
    """Return `version_conflict`, with the version in force, when another one was shown; None when none was sent."""
    if shown is None or shown == in_force:
        return None
    return Refusal("version_conflict", {kind: key, "version": in_force})
