"""The salt of a chain comes from bets that are placed after the chain was committed to: the house cannot grind."""

import msgspec
import pytest

from actors.crash.chains.keeper import ChainKeeper
from actors.crash.chains.messages import RoundGet, TableRoundProof
from actors.crash.chains.past import past_points
from actors.crash.facts import ChainCommitted, ChainSalted
from actors.crash.rules.config import TableConfig
from actors.crash.rules.salt import CONTRIBUTIONS_MAX, contributions_of, salt_of
from actors.crash.state import PARTS, load
from actors.crash.table_messages import RoundStart, TableGet, TableView
from actors.runtime.commit.rows import TurnRows
from actors.runtime.entity import StoredPart
from persistence.entities.records import CommandRow
from tests.unit.crash.tables import Table, bet_id

COMMAND = CommandRow(7, "ab" * 16, "crash", "main", "timer", "c1", 3, b"hash", True, b"{}", 1)


def table(chain_length: int = 40) -> Table:
    return Table(TableConfig(chain_length=chain_length), contributions=contributions_of)


def proof(of: Table, name: str) -> TableRoundProof:
    answer = of.kind.answer(of.state, RoundGet(round_id=name), 0)
    assert isinstance(answer, TableRoundProof)
    return answer


def shown(of: Table) -> TableView:
    answer = of.kind.answer(of.state, TableGet(), of.now)
    assert isinstance(answer, TableView)
    return answer


def test_a_chain_is_committed_to_without_a_salt_and_gets_it_when_betting_closes():
    made = table()
    (committed,) = [fact for fact in made.facts if isinstance(fact, ChainCommitted)]
    assert shown(made).chain.salt == ""
    made.bet("ann", number=1)
    made.bet("bob", number=2)
    assert shown(made).chain.salt == ""
    made.reach("closing")
    (salted,) = [fact for fact in made.facts if isinstance(fact, ChainSalted)]
    assert salted.contributions == contributions_of([bet_id(2), bet_id(1)])
    assert salted.salt == salt_of(committed.terminating_hash, salted.contributions) == shown(made).chain.salt


def test_another_bet_leads_to_another_end_of_the_same_chain():
    ends = set()
    for number in range(1, 30):
        made = table()
        made.bet("ann", number=number)
        made.reach("running")
        ends.add(made.point)
    assert len(ends) > 20


def test_rounds_that_nobody_bets_on_have_the_salt_of_no_bets_and_say_so():
    made = table()
    made.reach("ended")
    made.reach("betting")
    assert made.bet("ann") == ""
    made.reach("ended")
    made.reach("betting")
    made.reach("ended")
    before, fixing, after = (proof(made, f"main-{n}") for n in (1, 2, 3))
    assert (before.salt, before.salt_contributions) == (salt_of(before.terminating_hash, ()), ())
    assert fixing.salt == after.salt != before.salt
    assert fixing.salt_contributions == after.salt_contributions != ()
    starts = [each.salt for each in made.heard_of(RoundStart)]
    assert starts == [before.salt, fixing.salt, after.salt]


def test_a_salt_is_never_given_twice():
    made = table(chain_length=4)
    for n in range(1, 13):
        made.bet("ann", number=n)
        made.reach("ended")
        made.reach("betting")
    salted = [fact for fact in made.facts if isinstance(fact, ChainSalted)]
    assert [each.round_id for each in salted] == ["main-1", "main-5", "main-9"]
    assert len({each.salt for each in salted}) == len({each.terminating_hash for each in salted}) == 3


def test_the_salt_outlives_the_host():
    made, other = table(), table()
    for each in (made, other):
        each.bet("ann", number=5)
        each.reach("closing")
    made.die()
    for each in (made, other):
        each.reach("ended")
    assert [each.hundredths for each in made.ends()] == [each.hundredths for each in other.ends()]


def test_a_salt_is_made_of_a_bounded_number_of_bets():
    digests = contributions_of(bet_id(n) for n in range(1, 200))
    assert len(digests) == CONTRIBUTIONS_MAX
    assert list(digests) == sorted(digests)


def test_commitment_and_salt_are_rows_that_hold_no_secret():
    made = table()
    made.bet("ann")
    made.reach("closing")
    rows = TurnRows(COMMAND)
    for fact in made.facts:
        fact.add_rows(rows)
    committed, salted = rows.facts
    assert (committed.type, salted.type) == ("crash_chain", "crash_salt")
    assert (committed.once, salted.once) == (None, "main-1")
    assert msgspec.json.decode(committed.data)["terminating_hash"] in salted.data
    assert set(msgspec.json.decode(committed.data)) == {"terminating_hash", "length"}


@pytest.mark.parametrize("chain_length", [3, 40])
def test_whoever_has_no_key_proves_what_is_over_and_learns_nothing_more(chain_length: int):
    made, keyless = table(chain_length), ChainKeeper(None)
    for n in range(1, 9):
        made.bet("ann", number=n)
        made.reach("ended")
        if n < 8:
            made.reach("betting")
    for name in (f"main-{n}" for n in range(1, 9)):
        assert keyless.proof(made.state, name) == proof(made, name)
    for phase in ("betting", "closing", "running"):
        made.reach(phase)
        open_round = keyless.proof(made.state, "main-9")
        assert isinstance(open_round, TableRoundProof)
        assert open_round.game_hash == ""
        assert keyless.proof(made.state, "main-7") == proof(made, "main-7")


def test_a_chain_of_the_release_before_keeps_the_salt_that_it_was_drawn_with():
    made = table()
    made.reach("ended")
    stored = {part: made.kind.dump(made.state, part) for part in PARTS}
    chain = msgspec.msgpack.decode(stored["chain"].data)
    chain[0] = [*chain[0][:2], "5a" * 32, *chain[0][3:5]]
    stored["chain"] = StoredPart(1, msgspec.msgpack.encode(chain))
    state = load("main", stored)
    assert state.chains.current is not None
    assert (state.chains.current.salt_at(1), state.chains.current.contributions) == ("5a" * 32, ())
    made.state = made.kind.load("main", stored)
    made.reach("betting")
    made.bet("ann")
    made.reach("ended")
    assert [fact for fact in made.facts if isinstance(fact, ChainSalted)] == []
    assert proof(made, "main-2").salt == "5a" * 32


def test_every_past_end_follows_from_the_last_hash_that_was_revealed():
    made = table()
    for n in range(1, 7):
        made.bet("ann", number=n)
        made.reach("ended")
        told = [end.hundredths for end in made.ends()]
        assert list(past_points(made.state)) == told[::-1]
        made.reach("betting")
    assert list(past_points(made.state)) == [end.hundredths for end in made.ends()][::-1]
