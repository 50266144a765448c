"""The guides under docs/guides, done literally in a copy of the repository: what they add is like all the rest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.guides.performing import GUIDES, copy_of_the_repository, edits, guides, perform, run

NAMES = ["add-a-game.md", "add-a-player-feature.md", "add-an-entity-kind.md"]
SUITES = (
    "tests/unit",
    "tests/contracts",
    "tests/integration/rest/test_rest_matrix.py",
    "tests/integration/realtime/test_socket_matrix.py",
    "tests/integration/realtime/test_golden_messages.py",
    "tests/integration/realtime/test_games.py",
    "tests/integration/verify/test_guestbook.py",
    "tests/integration/verify/test_verify_command.py",
    "tests/integration/verify/test_verify_everything.py",
)
"""All unit and contract tests, the matrices, the golden messages, and `pitboss verify` of what was played here."""

TESTS_FAILED = 1
LEFT_OUT = (
    "tests/unit/games/test_dice.py",
    "| POST /api/games/dice/roll | deny | allow | deny | deny | deny |",
    "| dice.roll | deny | allow | deny | deny | deny |",
    "add it to CHECKS in docs/verify/verify_round.py",
    "say it in docs/guides/verify-a-round.md",
    "add it to MOVES in cluster/cli/play/moves.py",
    "`python -m tests.missing` writes what is missing here",
    "tests/golden/protocol/client/dice.roll.json",
    "`python -m gateway.documents.export_openapi` writes it anew",
)
"""Said by tests of a game that is only written and registered."""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A copy of the repository."""
    copied = copy_of_the_repository(tmp_path)
    yield copied
    shutil.rmtree(copied)


def test_these_guides_are_performed() -> None:
    assert [guide.name for guide in guides()] == NAMES


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.stem)
def test_a_guide_can_be_followed_alone(guide: Path, root: Path) -> None:
    perform(guide, root)
    run(root, "python -m ruff check --no-cache .")
    run(root, "python -m ruff format --check --no-cache .")
    run(root, "python -m gateway.documents.export_openapi --check")
    run(root, "python -m gateway.documents.export_messages --check")


def test_what_was_left_out_of_a_game_is_named(root: Path) -> None:
    game, *registry = edits(GUIDES / "add-a-game.md")[:3]
    assert (game.path, {edit.path for edit in registry}) == ("actors/games/dice.py", {"actors/games/registry.py"})
    for edit in (game, *registry):
        edit.apply(root)
    tests = "tests/unit/games/test_game_laws.py tests/unit/test_exports_are_fresh.py"
    told = run(root, f"python -m pytest -q -p no:cacheprovider {tests}", TESTS_FAILED)
    for place in LEFT_OUT:
        assert place in told, told


@pytest.mark.timeout(900)
def test_every_suite_passes_after_all_guides_were_followed(root: Path) -> None:
    for guide in guides():
        perform(guide, root)
    # Two processes: this one waits, and whatever runs beside it may be over before.
    run(root, f"python -m pytest -q -p no:cacheprovider -n 2 --dist loadgroup {' '.join(SUITES)}")
