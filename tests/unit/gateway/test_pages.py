"""Lists by pages: no item twice or never, and no cursor but those of the list itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.rest.pages import BAD_CURSOR, Cursors, PageQuery
from gateway.rest.problems import Problem

NAMES: Cursors[tuple[str]] = Cursors("names", tuple[str])
NUMBERS: Cursors[tuple[int]] = Cursors("numbers", tuple[int])


@given(st.sets(st.text(max_size=3), max_size=30), st.integers(1, 10))
def test_pages_follow_each_other_without_gap_or_repeat(names, limit):
    seen, cursor = [], ""
    while cursor is not None:
        shown, cursor = NAMES.page(names, PageQuery(limit, cursor), lambda name: (name,))
        assert len(shown) <= limit
        seen += shown
    assert seen == sorted(names)


@pytest.mark.parametrize(
    "cursor",
    ["x", "====", "é", NUMBERS.cursor((1,)), NAMES.cursor(("a",)) + "!", NAMES.cursor(("a",))[:-1], "W" * 200],
)
def test_whatever_is_no_cursor_of_the_list_gets_the_same_refusal(cursor):
    with pytest.raises(Problem) as refused:
        NAMES.place(cursor)
    assert (refused.value.code, refused.value.detail) == ("bad_request", BAD_CURSOR)


def test_without_a_cursor_the_list_begins_at_its_beginning():
    assert NAMES.place("") is None
