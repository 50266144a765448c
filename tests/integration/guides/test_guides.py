"""The guides under docs/guides, done literally in a copy of the repository: what they add is like all the rest."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.guides.performing import GUIDES, copy_of_the_repository, edits, guides, perform, run

NAMES = ["add-a-game.md", "add-a-player-feature.md", "add-an-entity-kind.md"]
LAWS = (
    "tests/unit/games/test_game_laws.py",
    "tests/unit/runtime/test_kind_laws.py",
    "tests/unit/gateway/test_document_laws.py",
    "tests/unit/gateway/test_openapi.py",
    "tests/unit/user/test_features.py",
    "tests/unit/user/test_user_state.py",
)
"""Tests that take every game, kind, feature, route and message there is; those of the whole repository lie above."""
ALL = ("tests/unit", "tests/contracts")
SENT = (
    "tests/integration/rest/test_rest_matrix.py",
    "tests/integration/realtime/test_socket_matrix.py",
    "tests/integration/realtime/test_golden_messages.py",
    "tests/integration/verify/test_guestbook.py",
)
"""The matrices, the golden messages, and what `pitboss verify` says of the kind that was added."""
PLAYED = (
    "tests/integration/realtime/test_games.py",
    "tests/integration/verify/test_verify_command.py",
    "tests/integration/verify/test_verify_everything.py",
)
"""Every game over socket and REST, and `pitboss verify` of what was played here."""

NEW = ("dice", "break", "guestbook")
"""Names of what the guides add."""
CHANGED = ("[user", "[rps")
"""The kind that gets a part and a gate, and a game that is played behind the gate."""
REREAD = (
    "name_exists",
    "say_what",
    "says_what",
    "wherever_they_stand",
    "is_fresh",
    "nothing_above",
    "resolves",
    "no_other",
)
"""Tests with a case for each document, export or folder, as the guides write in many of them."""
SHORT = ["-k", " or ".join(("not [", *NEW, *CHANGED, *REREAD))]
"""Leaves out cases of what was there before and is as it was: `make test` has them in the repository itself."""
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
    "`python -m gateway.documents` writes it anew",
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
    run(root, "python -m gateway.documents --check")


@pytest.mark.timeout(300)
def test_what_was_left_out_of_a_game_is_named(root: Path) -> None:
    game, *registry = edits(GUIDES / "add-a-game.md")[:3]
    assert (game.path, {edit.path for edit in registry}) == ("actors/games/dice.py", {"actors/games/registry.py"})
    for edit in (game, *registry):
        edit.apply(root)
    tests = "tests/unit/games/test_game_laws.py tests/unit/test_exports_are_fresh.py"
    told = run(root, f"python -m pytest -q -p no:cacheprovider {tests}", TESTS_FAILED, more=SHORT)
    for place in LEFT_OUT:
        assert place in told, told


@pytest.mark.timeout(900)
def test_every_law_holds_after_all_guides_were_followed(root: Path, long_guides: bool) -> None:
    for guide in guides():
        perform(guide, root)
    of_the_repository = [str(path.relative_to(root)) for path in sorted((root / "tests/unit").glob("test_*.py"))]
    suites = (*ALL, *SENT, *PLAYED) if long_guides else (*of_the_repository, *LAWS, *SENT)
    # Two processes: this one waits, and whatever runs beside it may be over before.
    more = [] if long_guides else SHORT
    told = run(root, f"python -m pytest -v -p no:cacheprovider -n 2 --dist loadfile {' '.join(suites)}", more=more)
    assert all(re.search(rf"PASSED .*\[.*{name}.*\]", told) for name in NEW), told
