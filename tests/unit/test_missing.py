"""What `python -m tests.missing` writes is what the tests ask for."""

import re

import msgspec
import pytest

from actors.messages import COMMANDS, PUSHES
from tests.missing import documents, golden
from tests.unit import test_protocol_document_is_true as checks
from tests.unit.documents import Finder, document

ROWS = [
    (checks.commands_are_true, r"\| `rps.play` \| `\{bet"),
    (checks.commands_are_true, r"\| `crash.bet` \| `\{round"),
    (checks.pushes_are_true, r"\| `reward_granted` \| event"),
    (checks.snapshot_is_true, r"\| `streak` \| as in"),
    (checks.twins_are_true, r"\| `POST /api/games/slot/spin` \|"),
    (checks.routes_are_whole, r"\| `GET /api/fairness/seeds` \|"),
    (checks.answers_are_true, r"\| `GET /api/games/slot/machines` \|"),
]


def test_nothing_is_missing() -> None:
    golden.assert_none_missing()
    names = [path.name for path, _ in documents.missing()]
    assert not names, "`python -m tests.missing` writes the rows that are missing here"


@pytest.mark.parametrize(("check", "row"), ROWS)
def test_a_row_that_is_missing_is_written_as_the_code_has_it(check: Finder, row: str) -> None:
    text = document("protocol.md").text
    cut, rows = re.subn(rf"^{row}.*\n", "", text, flags=re.MULTILINE)
    assert rows == 1
    completed = documents.completed(cut)
    assert not list(check(completed))
    assert completed.count("\n") == text.count("\n")


@pytest.mark.parametrize("game", ["`rps` | rock", "`gacha` | banners"])
def test_the_document_of_games_gets_a_row_for_each(game: str) -> None:
    text = document("games.md").text
    cut, rows = re.subn(rf"^\| {re.escape(game)}.*\n", "", text, flags=re.MULTILINE)
    assert rows == 1
    completed = documents.completed(cut, "games.md")
    place = re.search(rf"^\| {re.escape(game)}.*\| (`.*`) \|$", text, flags=re.MULTILINE)
    assert place is not None
    assert completed.count(place[1]) == text.count(place[1])


def test_the_snapshot_grows_in_the_document() -> None:
    text = document("protocol.md").text
    less = text.replace("events_filed, games}", "events_filed}")
    assert less != text
    assert list(checks.shapes_are_true(less))
    assert documents.completed(less) == text


@pytest.mark.parametrize("cls", [*COMMANDS, *(each.REPLY for each in COMMANDS), *PUSHES], ids=lambda cls: cls.__name__)
def test_a_payload_is_made_up_of_every_class(cls: type[msgspec.Struct]) -> None:
    assert isinstance(msgspec.convert(golden.made_up(cls), cls), cls)
