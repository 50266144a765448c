"""What differs between two JSON documents."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from gateway.staff.json_diff import Change, changes

SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


def test_each_difference_is_told_where_it_is() -> None:
    old = {"id": "x", "reels": ["A B", "C"], "gone": 1, "odd~/key": 0}
    new = {"id": "x", "reels": ["A B", "D", "E"], "odd~/key": False, "more": {"a": 1}}
    assert list(changes(old, new)) == [
        Change("/reels/1", "C", "D"),
        Change("/reels/2", new="E"),
        Change("/gone", old=1),
        Change("/odd~0~1key", 0, False),
        Change("/more", new={"a": 1}),
    ]
    assert msgspec.json.encode(Change("/gone", old=None)) == b'{"path":"/gone","old":null}'


@given(DOCUMENTS, DOCUMENTS)
def test_nothing_is_told_of_equal_documents_and_something_of_others(old: Any, new: Any) -> None:
    assert list(changes(old, old)) == []
    assert bool(list(changes(old, new))) == (
        msgspec.json.encode(old, order="sorted") != msgspec.json.encode(new, order="sorted")
    )
