"""Each kind of change of an API is rightly called breaking or not, compared with another tool (decision 0025)."""

import pytest

from gateway.documents.api_diff import changes
from tests.unit.gateway.api_changes import BREAKS, CASES, FITS, UNSEEN, Case, pair

HARMLESS = {"a refusal is gone"}
"""What openapi-diff calls breaking and we do not: whoever handles a refusal is not harmed when it never comes."""


def verdict(case: Case) -> str:
    found = changes(*pair(case))
    return BREAKS if any(each.breaking for each in found) else FITS if found else UNSEEN


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_change_is_called_what_it_is(case: Case):
    assert verdict(case) == case.ours


def test_nothing_that_the_other_tool_calls_breaking_is_harmless_to_us_but_what_is_named():
    assert {case.what for case in CASES if case.theirs == BREAKS and case.ours != BREAKS} == HARMLESS
