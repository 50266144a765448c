"""A fact that inherits from `Recorded` becomes a row, whatever area it is of."""

from actors.runtime.commit.rows import TurnRows
from actors.runtime.facts import Recorded
from persistence.entities.records import CommandRow, FactRow

COMMAND = CommandRow(7, "ab" * 16, "user", "u1", "user", "c1", 3, b"hash", True, b"{}", 1)


class Planted(Recorded, frozen=True, kw_only=True, tag="planted"):
    tree: str
    height: int


class Felled(Recorded, frozen=True, kw_only=True, tag="felled"):
    tree: str
    secret: str

    def once(self) -> str:
        return self.tree

    def columns(self) -> dict[str, str]:
        return {"tree": self.tree}


def test_recorded_facts_become_rows_numbered_within_their_turn():
    rows = TurnRows(COMMAND)
    for fact in (Planted(tree="oak", height=3), Felled(tree="elm", secret="why")):
        fact.add_rows(rows)
    assert rows.facts == [
        FactRow(7, "ab" * 16, 0, "user", "u1", "planted", None, '{"tree":"oak","height":3}'),
        FactRow(7, "ab" * 16, 1, "user", "u1", "felled", "elm", '{"tree":"elm"}'),
    ]
