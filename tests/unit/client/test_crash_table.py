"""A crash table as a watcher knows it: what counts as proved, over lost messages, new chains and returns."""

from typing import Any

import pytest

from cluster.cli.play.screen import COLUMNS, ROWS, curve, headline
from pitboss_client.crash.proof import (
    PROVED,
    UNSALTED,
    UNSEEN,
    crash_hundredths,
    multiplier,
    previous_hash,
    salt_of_no_bets,
)
from pitboss_client.crash.table import ROUNDS_MAX, EndedRound, TableWatch
from pitboss_client.events import TopicMessage

SALT, OTHER_SALT = "5a" * 32, "5b" * 32
LAST = "b2acd37fbdb5509926ab5d7329704c840f8467266c90019682f3b260a029bdba"
LENGTH = 4


def chain(last: str = LAST) -> list[str]:
    """The hashes of a chain in the order of play, the terminating one first."""
    hashes = [last]
    for _ in range(LENGTH):
        hashes.insert(0, previous_hash(hashes[0]))
    return hashes


HASHES = chain()
NEXT = chain("c3" * 32)


def point(game_hash: str, salt: str = SALT) -> str:
    return multiplier(crash_hundredths(game_hash, salt))


def view(**others: Any) -> dict[str, Any]:
    shown = {
        "round_id": "main-1",
        "phase": "betting",
        "now": 5_000,
        "commit": HASHES[0],
        "chain": {"terminating_hash": HASHES[0], "salt": SALT, "length": LENGTH},
        "players": 1,
        "staked": 100,
        "growth_per_ms": 6e-5,
        "bets": [{"player": "a***b", "bet": 100}],
        "history": [],
        "closes_at": 8_000,
    }
    return shown | others


def say(watch: TableWatch, message_type: str, **payload: Any) -> None:
    watch.apply(TopicMessage(watch.topic, message_type, 0, {"round_id": watch.round_id} | payload))


def watching(**others: Any) -> TableWatch:
    watch = TableWatch("main")
    watch.replace(view(**others), 4_000)
    return watch


def crash(watch: TableWatch, game_hash: str, told: str = "") -> EndedRound:
    say(watch, "crashed", multiplier=told or point(game_hash), game_hash=game_hash)
    return watch.ended[watch.round_id]


def test_a_round_whose_hash_keeps_its_commitment_is_proved():
    watch = watching()
    ended = crash(watch, HASHES[1])
    assert (ended.proof, ended.hundredths) == (PROVED, crash_hundredths(HASHES[1], SALT))
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=HASHES[1])
    assert not watch.stale
    assert crash(watch, HASHES[2]).proof == PROVED


@pytest.mark.parametrize(
    ("game_hash", "told", "why"),
    [
        (HASHES[2], "", "not the one that the opening committed to"),
        (HASHES[1], "1000.00", f"gives {point(HASHES[1])}, not 1000.00"),
        ("no hash", "1.00", "64 hex digits"),
    ],
)
def test_a_round_that_breaks_its_word_is_disproved(game_hash: str, told: str, why: str):
    ended = crash(watching(), game_hash, told)
    assert ended.disproved
    assert why in ended.proof


def test_a_round_whose_opening_was_not_seen_is_not_proved_and_not_disproved():
    watch = watching(history=[{"round_id": "main-0", "multiplier": "1.00", "game_hash": HASHES[0]}])
    assert watch.ended["main-0"].proof == UNSEEN
    assert not watch.ended["main-0"].disproved


def test_a_voided_round_is_proved_by_its_commitment_alone():
    watch = watching()
    say(watch, "round_voided", game_hash=HASHES[1])
    assert watch.ended["main-1"] == EndedRound("main-1", "", PROVED)
    assert watch.ended["main-1"].hundredths == 0


def test_the_end_of_a_round_that_was_missed_is_in_the_state():
    watch = watching()
    past = {"round_id": "main-1", "multiplier": point(HASHES[1]), "game_hash": HASHES[1]}
    watch.replace(view(round_id="main-2", commit=HASHES[1], history=[past]), 9_000)
    assert watch.ended["main-1"].proof == PROVED
    assert crash(watch, HASHES[2]).proof == PROVED


def test_a_chain_that_was_announced_is_followed_with_its_own_salt():
    watch = watching(next_chain={"terminating_hash": NEXT[0], "salt": OTHER_SALT, "length": LENGTH})
    crash(watch, HASHES[1])
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=NEXT[0])
    assert not watch.stale
    assert crash(watch, NEXT[1], point(NEXT[1], OTHER_SALT)).proof == PROVED


def test_for_a_chain_that_was_not_announced_the_state_is_asked_for():
    watch = watching()
    crash(watch, HASHES[1])
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=NEXT[0])
    assert watch.stale
    new = {"terminating_hash": NEXT[0], "salt": OTHER_SALT, "length": LENGTH}
    watch.replace(view(round_id="main-2", commit=NEXT[0], chain=new), 9_000)
    assert not watch.stale
    assert crash(watch, NEXT[1], point(NEXT[1], OTHER_SALT)).proof == PROVED


def test_a_salt_cannot_be_changed_later():
    watch = watching()
    watch.replace(view(chain={"terminating_hash": HASHES[0], "salt": OTHER_SALT, "length": LENGTH}), 9_000)
    assert point(HASHES[1], OTHER_SALT) != point(HASHES[1])
    assert crash(watch, HASHES[1], point(HASHES[1], OTHER_SALT)).disproved


def test_a_commitment_cannot_be_changed_later():
    watch = watching()
    watch.replace(view(commit=HASHES[1]), 9_000)
    assert crash(watch, HASHES[2]).disproved


def test_bets_and_cash_outs_are_counted_and_start_anew_with_each_round():
    watch = watching()
    say(watch, "bet_placed", player="c***d", bet=50, more=[{"player": "e***f", "bet": 25}])
    assert (watch.players, watch.staked, len(watch.bets)) == (3, 175, 3)
    say(watch, "round_start", started_at=6_000, growth_per_ms=6e-5)
    say(watch, "cashed_out", player="c***d", multiplier="1.50", payout=75)
    assert [(each.player, each.payout) for each in watch.cash_outs] == [("c***d", 75)]
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=HASHES[1])
    assert (watch.players, watch.staked, len(watch.bets), len(watch.cash_outs)) == (0, 0, 0, 0)


def test_rounds_are_forgotten_in_the_end():
    watch = watching()
    for n in range(ROUNDS_MAX + 10):
        say(watch, "round_voided", round_id=f"main-{n}", game_hash=HASHES[1])
    assert len(watch.ended) == ROUNDS_MAX


def test_the_curve_is_drawn_by_the_clock_of_the_server():
    watch = watching()
    assert headline(watch, 5_000) == "bets for 2.0 s more"
    say(watch, "round_start", started_at=6_000, growth_per_ms=6e-5)
    assert headline(watch, 5_000 + 11_553) == "2.00x"
    rows = curve(watch, 11_553)
    assert (len(rows), {len(row) for row in rows}) == (ROWS, {COLUMNS})
    assert (rows[-1][0], rows[0][-1]) == ("•", "•")
    assert sum(row.count("•") for row in rows) == COLUMNS
    crash(watch, HASHES[1])
    assert headline(watch, 0) == f"crashed at {point(HASHES[1])}x, proved"


# --- salts that come after the chain ---


def unsalted(**others: Any) -> TableWatch:
    return watching(chain={"terminating_hash": HASHES[0], "salt": "", "length": LENGTH}, **others)


def start(watch: TableWatch, salt: str = SALT) -> None:
    say(watch, "round_start", started_at=6_000, growth_per_ms=6e-5, salt=salt)


def test_the_salt_that_the_start_of_a_round_tells_proves_it_and_those_after_it():
    watch = unsalted()
    start(watch)
    assert crash(watch, HASHES[1]).proof == PROVED
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=HASHES[1])
    start(watch, OTHER_SALT)
    assert crash(watch, HASHES[2], point(HASHES[2], OTHER_SALT)).disproved, "a chain has one salt"


def test_a_round_whose_start_was_missed_is_not_proved_and_not_disproved():
    ended = crash(unsalted(), HASHES[1])
    assert (ended.proof, ended.disproved) == (UNSALTED, False)


def test_a_round_that_nobody_bets_on_has_the_salt_of_no_bets():
    watch = unsalted(players=0, bets=[])
    start(watch, salt_of_no_bets(HASHES[0]))
    assert crash(watch, HASHES[1], point(HASHES[1], salt_of_no_bets(HASHES[0]))).proof == PROVED
    say(watch, "round_open", round_id="main-2", closes_at=1, commit=HASHES[1])
    say(watch, "bet_placed", player="c***d", bet=50)
    start(watch)
    assert crash(watch, HASHES[2]).proof == PROVED


def test_bets_under_the_salt_of_no_bets_are_disproved():
    watch = unsalted()
    start(watch, salt_of_no_bets(HASHES[0]))
    assert crash(watch, HASHES[1], point(HASHES[1], salt_of_no_bets(HASHES[0]))).disproved
