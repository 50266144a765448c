"""What `python -m tests.missing` writes is what the tests ask for."""

import re

import msgspec
import pytest

from actors.messages import COMMANDS, PUSHES
from tests.missing import golden, protocol
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
    assert protocol.missing() == []


@pytest.mark.parametrize(("check", "row"), ROWS)
def test_a_row_that_is_missing_is_written_as_the_code_has_it(check: Finder, row: str) -> None:
    text = document("protocol.md").text
    cut, rows = re.subn(rf"^{row}.*\n", "", text, flags=re.MULTILINE)
    assert rows == 1
    completed = protocol.completed(cut)
    assert not list(check(completed))
    assert completed.count("\n") == text.count("\n")


def test_the_snapshot_grows_in_the_document() -> None:
    text = document("protocol.md").text
    less = text.replace("events_unacked, games}", "events_unacked}")
    assert less != text
    assert list(checks.shapes_are_true(less))
    assert protocol.completed(less) == text


@pytest.mark.parametrize("cls", [*COMMANDS, *(each.REPLY for each in COMMANDS), *PUSHES], ids=lambda cls: cls.__name__)
def test_a_payload_is_made_up_of_every_class(cls: type[msgspec.Struct]) -> None:
    assert isinstance(msgspec.convert(golden.made_up(cls), cls), cls)
