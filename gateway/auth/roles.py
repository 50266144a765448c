"""Roles: staff in three steps, players beside them. No staff member plays, no player administers."""

from enum import StrEnum
from typing import Literal

StaffRole = Literal["VIEWER", "OPERATOR", "ADMIN"]


class Role(StrEnum):
    """The role of an account, which stands in its access tokens."""

    PLAYER = "PLAYER"
    VIEWER = "VIEWER"
    OPERATOR = "OPERATOR"
    ADMIN = "ADMIN"


STEPS = (Role.VIEWER, Role.OPERATOR, Role.ADMIN)
"""Staff, the lowest first."""


def is_staff(role: str) -> bool:
    """Return whether somebody with this role is staff."""
    return role in STEPS


def reaches(role: str, needed: Role) -> bool:
    """Return whether `role` may do what needs `needed`: a step or a higher one, and PLAYER for PLAYER only."""
    if needed is Role.PLAYER or not is_staff(role):
        return role == needed
    return STEPS.index(Role(role)) >= STEPS.index(needed)
