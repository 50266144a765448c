"""This release gets along with the messages and stored forms of the previous one (decision 0040)."""

import copy

import pytest

from tests.released.golden import accepted, released
from tests.released.program import Program, breaks, described

PRESENT = described()


def changed(**changes: object) -> Program:
    """This program with an optional field, a part and an envelope's field more, and `changes` of its `rps.play`."""
    later = copy.deepcopy(PRESENT)
    later["bodies"]["user rps.play"] |= {"later": None} | changes
    later["parts"]["user later"] = 1
    later["envelopes"]["up 1"].append("later")
    return later


def test_the_previous_release_and_this_one_understand_each_other():
    assert set(breaks(released("program.json"), PRESENT)) <= accepted(), "docs/guides/deploy-a-release.md says how to"


def test_what_is_only_added_is_no_break():
    assert list(breaks(PRESENT, changed())) == []


@pytest.mark.parametrize(
    ("field", "default", "found"),
    [
        ("later", "must be given", "user rps.play.later must be given"),
        ("bet", 20, "user rps.play.bet has the default 20, had 'must be given'"),
    ],
)
def test_a_field_that_the_other_release_does_not_give_or_gives_otherwise_is_found(field, default, found):
    (line,) = breaks(PRESENT, changed(**{field: default}))
    assert line.startswith(found)


def test_a_field_that_is_gone_is_found():
    later = changed()
    del later["bodies"]["user rps.play"]["choice"]
    assert list(breaks(PRESENT, later)) == ["user rps.play.choice is gone: take it for one release more"]


def test_a_command_that_is_gone_is_found():
    later = changed()
    del later["bodies"]["crash table.bet"]
    assert list(breaks(PRESENT, later)) == ["crash table.bet is gone: take it for one release more"]


def test_an_envelope_whose_fields_moved_is_found():
    later = changed()
    later["envelopes"]["up 1"].insert(2, "earlier")
    (line,) = breaks(PRESENT, later)
    assert line.startswith("envelope up 1")


def test_another_form_of_a_part_is_found_and_a_part_that_is_gone_is_none():
    later = changed()
    later["parts"]["user standing"] += 1
    del later["parts"]["user streak"]
    assert list(breaks(PRESENT, later)) == ["part user standing is written in form 2, the previous release reads 1"]


def test_bodies_are_described_with_what_is_within_them():
    assert PRESENT["bodies"]["user rps.play"] == {"bet": "must be given", "choice": "must be given", "version": None}
    assert PRESENT["bodies"]["user crash.bet"]["table"] == "main"
    assert {"Act", "Content"} <= PRESENT["bodies"].keys()
