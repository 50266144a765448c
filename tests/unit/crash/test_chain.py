"""Chains of game hashes: every link is the hash of the next, whatever is kept of it."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.crash.rules.chain import CHECKPOINT_EVERY, hash_at, make_links
from actors.crash.rules.point import crash_hundredths, previous_hash

END = "b2acd37fbdb5509926ab5d7329704c840f8467266c90019682f3b260a029bdba"
SALT = "0000000000000000004d6ec16dafe9d8370958664c1dc422f452892264c59526"


@given(st.integers(1, 3 * CHECKPOINT_EVERY), st.data())
def test_each_hash_commits_to_the_next(length, data):
    links, terminating = make_links(END, length)
    index = data.draw(st.integers(1, length))
    before = hash_at(links, index - 1) if index > 1 else terminating
    assert before == previous_hash(hash_at(links, index)) == sha256(hash_at(links, index).encode()).hexdigest()
    assert hash_at(links, length) == END


def test_the_published_rounds_are_links_of_one_chain():
    links, _ = make_links(END, 2)
    assert [crash_hundredths(hash_at(links, index), SALT) for index in (1, 2)] == [118, 126]


@pytest.mark.parametrize("length", [CHECKPOINT_EVERY - 1, CHECKPOINT_EVERY, CHECKPOINT_EVERY + 1])
def test_few_hashes_are_kept(length):
    links, _ = make_links(END, length)
    assert len(links.checkpoints) == 32 * (1 + (length - 1) // CHECKPOINT_EVERY)


@pytest.mark.parametrize("index", [0, 3])
def test_there_is_no_round_outside_of_the_chain(index):
    with pytest.raises(ValueError, match="rounds 1 to 2"):
        hash_at(make_links(END, 2)[0], index)


@pytest.mark.parametrize(("end", "length"), [(END, 0), (END[:-2], 1)])
def test_a_chain_of_nothing_is_refused(end, length):
    with pytest.raises(ValueError, match="at least one round"):
        make_links(end, length)
