"""What makes two commands with one id the same: their type and their body."""

from actors.runtime.turns.commands import body_hash
from actors.streak.messages import StreakProtect, StreakTick


def test_equal_bodies_of_two_types_are_two_commands():
    assert body_hash(StreakTick()) == body_hash(StreakTick())
    assert body_hash(StreakTick()) != body_hash(StreakProtect())
