"""Slot machines: stops, windows, lines, wilds, scatters, free spins, payouts, what a file may not say."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.fairness.floats import floats
from actors.games.registry import slot
from actors.games.slot.machine import MachineRefused, read_machine
from actors.games.slot.messages import SlotSpin
from actors.games.slot.slot import LoadedMachine, Slot
from actors.money.economy import EconomyConfig

SLOT = slot(EconomyConfig())
CLASSIC, FORTUNE = SLOT.machines["classic"].machine, SLOT.machines["fortune"].machine
SERVER_SEED = "18e93f4a7b5b58d2569765766d1b6c3296bbd8430d6f20249044d72f14720159"
CLIENT_SEED = "bb62964774"
SMALL: dict[str, Any] = {
    "id": "small",
    "version": 3,
    "rows": 2,
    "reels": ["A B W S", "A B W S", "A A B S"],
    "lines": [[0, 0, 0], [1, 1, 1]],
    "paytable": {"A": {"2": 50, "3": 300}, "B": {"3": 1000}},
    "wild": "W",
    "scatter": {"symbol": "S", "pays": {"3": 100}, "free_spins": {"3": 2}, "multiplier": 3, "free_spins_max": 3},
    "win_classes": [{"name": "small", "from_cents": 1}, {"name": "big", "from_cents": 1000}],
    "rtp_band": [0.01, 0.99],
}


def at(machine: dict[str, Any] | Any, *stops: int) -> list[float]:
    """Floats in the middle of the stops, spin after spin."""
    lengths = [len(reel.split()) for reel in machine["reels"]]
    return [(stop + 0.5) / lengths[n % len(lengths)] for n, stop in enumerate(stops)]


def small_game(**changes: Any) -> Slot:
    machine = read_machine(json.dumps(SMALL | changes).encode())
    return Slot([_unchecked(machine)], bet_min=20, config_version=1)


def _unchecked(machine: Any) -> Any:
    return LoadedMachine(msgspec.structs.replace(machine, rtp_band=(1e-9, 1 - 1e-9)), 20)


def prove(machine: dict[str, Any]) -> None:
    LoadedMachine(read_machine(json.dumps(machine).encode()), 20).prove()


def spun(*stops: int, bet: int = 100, **changes: Any) -> Any:
    game = small_game(**changes)
    return game.play(SlotSpin(machine="small", bet=bet), iter(at(SMALL | changes, *stops)))


LOW_PAYS = {"A": {"2": 10, "3": 60}, "B": {"3": 100}}


def low(*stops: int, bet: int = 100) -> Any:
    """A spin of a small machine whose return is below one."""
    scatter = SMALL["scatter"] | {"pays": {"3": 20}}
    return spun(*stops, bet=bet, paytable=LOW_PAYS, scatter=scatter)


def test_the_public_floats_stop_fortune_where_they_should() -> None:
    played = SLOT.play(SlotSpin(machine="fortune", bet=20), floats(SERVER_SEED, CLIENT_SEED, 1))
    assert [len(strip) for strip in FORTUNE.strips] == [30, 30, 30, 30, 41]
    assert played.outcome["spin"]["stops"] == [23, 26, 9, 24, 1]


@pytest.mark.parametrize(
    ("stops", "window", "lines"),
    [
        ((0, 0, 0), [["A", "B"], ["A", "B"], ["A", "A"]], [(0, "A", 3, 60)]),
        ((0, 2, 1), [["A", "B"], ["W", "S"], ["A", "B"]], [(0, "A", 3, 60)]),
        ((2, 1, 2), [["W", "S"], ["B", "W"], ["B", "S"]], [(0, "B", 3, 100)]),
        ((2, 2, 1), [["W", "S"], ["W", "S"], ["A", "B"]], [(0, "A", 3, 60)]),
        ((1, 1, 2), [["B", "W"], ["B", "W"], ["B", "S"]], [(0, "B", 3, 100), (1, "A", 2, 10)]),
        ((0, 1, 0), [["A", "B"], ["B", "W"], ["A", "A"]], []),
        ((0, 0, 2), [["A", "B"], ["A", "B"], ["B", "S"]], [(0, "A", 2, 10)]),
    ],
)
def test_lines_pay_their_best_run_from_the_left(stops: Sequence[int], window: Any, lines: Any) -> None:
    spin = low(*stops).outcome["spin"]
    assert spin["window"] == window
    assert [tuple(line.values()) for line in spin["lines"]] == lines
    assert spin["payout"] == sum(line[-1] for line in lines)


def test_a_stop_at_the_end_of_a_strip_shows_its_beginning_below() -> None:
    assert low(3, 0, 0).outcome["spin"]["window"][0] == ["S", "A"]


def test_three_scatters_pay_and_give_free_spins_from_the_floats_that_follow() -> None:
    played = low(3, 3, 3, 0, 0, 0, 0, 1, 0)
    base, free = played.outcome["spin"], played.outcome["free_spins"]
    assert (base["scatters"], base["scatter_cents"], base["free_spins"]) == (3, 20, 2)
    assert [spin["stops"] for spin in free] == [[0, 0, 0], [0, 1, 0]]
    assert [spin["payout"] for spin in free] == [60 * 3, 0]
    assert played.payout == base["payout"] + 180
    assert played.won


def test_free_spins_give_free_spins_up_to_the_bound() -> None:
    scatters = [3, 3, 3]
    played = low(*scatters, *scatters, *scatters, *scatters)
    assert [spin["free_spins"] for spin in played.outcome["free_spins"]] == [1, 0, 0]


def test_a_spin_is_floored_as_a_whole_and_not_line_by_line() -> None:
    game = small_game(paytable={"A": {"2": 33, "3": 33}, "B": {"2": 33, "3": 33}}, scatter=None, reels=["A B"] * 3)
    played = game.play(SlotSpin(machine="small", bet=20), iter([0.1] * 3))
    assert played.payout == 20 * 66 // 100 == 13 != 2 * (20 * 33 // 100)


@pytest.mark.parametrize(("payout", "won"), [(20, None), (60, True), (0, False)])
def test_a_round_is_won_when_it_pays_more_than_its_stake(payout: int, won: bool | None) -> None:
    cents = {20: 100, 60: 300, 0: 100}[payout]
    reels = ["A B"] if payout else ["B A"]
    changes = {"rows": 1, "lines": [[0]], "wild": None, "scatter": None, "paytable": {"A": {"1": cents}}}
    data = SMALL | changes | {"reels": [f"{reels[0]} B B B"], "scatter": {"symbol": "B"}}
    machine = _unchecked(read_machine(json.dumps(data).encode()))
    game = Slot([machine], bet_min=20, config_version=1)
    played = game.play(SlotSpin(machine="small", bet=20), iter([0.0]))
    assert (played.payout, played.won) == (payout, won)


def test_a_win_is_classed_by_all_that_the_round_pays() -> None:
    assert [FORTUNE.win_class(cents) for cents in (0, 1, 999, 1000, 4999, 5000)] == [
        "none",
        "small",
        "small",
        "big",
        "big",
        "mega",
    ]


@given(machine=st.sampled_from(["classic", "fortune"]), bet=st.integers(20, 10**6), seed=st.integers(0, 2**32))
def test_a_round_pays_by_the_formula_and_its_window_is_what_its_stops_show(machine: str, bet: int, seed: int) -> None:
    command = SlotSpin(machine=machine, bet=bet)
    played = SLOT.play(command, floats(f"{seed:064x}", "c", 1))
    strips = SLOT.machines[machine].machine.strips
    spins = [played.outcome["spin"], *played.outcome["free_spins"]]
    fractions = floats(f"{seed:064x}", "c", 1)
    for spin in spins:
        assert spin["stops"] == [int(next(fractions) * len(strip)) for strip in strips]
        rows = len(spin["window"][0])
        for strip, stop, column in zip(strips, spin["stops"], spin["window"], strict=True):
            assert column == [strip[(stop + row) % len(strip)] for row in range(rows)]
        paid = spin["scatter_cents"] + sum(line["cents"] for line in spin["lines"])
        assert spin["cents"] == paid * spin["multiplier"]
        assert spin["payout"] == bet * spin["cents"] // 100
    assert played.payout == sum(spin["payout"] for spin in spins) <= SLOT.payout_max(command)
    assert len(spins) - 1 == sum(spin["free_spins"] for spin in spins) <= 60
    assert played == SLOT.play(command, floats(f"{seed:064x}", "c", 1))
    reply = SLOT.reply(played, "r1", 5)
    assert reply.payout == reply.base_payout + sum(free.payout for each in reply.features for free in each.spins)


def test_an_unknown_machine_is_refused_with_those_that_there_are() -> None:
    refusal = SLOT.refusal(SlotSpin(machine="gone", bet=20), 0)
    assert refusal == ("not_found", {"machine": "gone", "known": ["classic", "fortune"]})
    assert SLOT.refusal(SlotSpin(machine="classic", bet=20), 0) is None


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in SMALL.items() if name != key}


def scatter(**changes: Any) -> dict[str, Any]:
    return SMALL | {"scatter": SMALL["scatter"] | changes}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (without("reels"), "missing required field `reels`"),
        (SMALL | {"colour": "red"}, "unknown field `colour`"),
        (SMALL | {"version": 0}, "version"),
        (SMALL | {"reels": ["A B W S", "A B W S", "A X B S"]}, r"reel 3 shows \['X'\]"),
        (SMALL | {"reels": ["A B W S", "A", "A A B S"]}, "reel 2 has 1 stops"),
        (SMALL | {"lines": [[0, 0]]}, "line 0 names 2 rows for 3 reels"),
        (SMALL | {"lines": [[0, 0, 2]]}, "line 0 names row 2; the rows are 0 to 1"),
        (SMALL | {"lines": [[0, 0, 0], [0, 0, 0]]}, "twice"),
        (SMALL | {"paytable": {}}, "at least one symbol"),
        (SMALL | {"paytable": {"A": {"2": 50}, "B": {"3": 1}}}, "give A a pay for every length up to 3"),
        (SMALL | {"paytable": {"A": {"2": 50, "3": 40}, "B": {"3": 1}}}, "A pays less for a longer run"),
        (SMALL | {"paytable": SMALL["paytable"] | {"W": {"3": 10}}}, r"\['W'\] is wild or scatter"),
        (scatter(symbol="W"), "both wild and scatter"),
        (scatter(free_spins_max=1), "free_spins_max is 1, less than one award of 2"),
        (scatter(free_spins={}), "nothing gives free spins"),
        (SMALL | {"win_classes": [{"name": "big", "from_cents": 5}]}, "start at from_cents 1"),
        (SMALL | {"rtp_band": [0.9, 1.0]}, "rtp_band"),
        (SMALL | {"rtp_band": [0.97, 0.9]}, "rtp_band"),
    ],
)
def test_a_wrong_machine_file_is_refused_with_what_to_fix(data: dict[str, Any], says: str) -> None:
    with pytest.raises(MachineRefused, match=says):
        read_machine(json.dumps(data).encode())


def test_a_machine_whose_return_leaves_its_band_is_refused() -> None:
    with pytest.raises(MachineRefused, match=r"machine small: it returns .* outside its rtp_band of 0\.01 to 0\.02"):
        prove(SMALL | {"rtp_band": [0.01, 0.02]})


def test_a_machine_whose_return_leaves_its_band_at_the_worst_stake_alone_is_refused() -> None:
    """95 cents are 19 of 20 gold, but 19 of 21 as well."""
    pays = {"rows": 1, "lines": [[0]], "reels": ["A"], "wild": None, "scatter": None, "paytable": {"A": {"1": 95}}}
    prove(SMALL | pays | {"rtp_band": [0.90, 0.95]})
    with pytest.raises(MachineRefused, match="at the worst stake"):
        prove(SMALL | pays | {"rtp_band": [0.91, 0.95]})


def test_two_machines_of_one_id_are_refused() -> None:
    with pytest.raises(MachineRefused, match="id of its own"):
        Slot([SLOT.machines["classic"]] * 2, bet_min=20, config_version=1)


def test_what_a_client_needs_to_show_a_machine_is_in_its_view() -> None:
    view = SLOT.machines["fortune"].view()
    assert view.keys() >= {"id", "version", "reels", "lines", "paytable", "rtp", "volatility"}
    assert msgspec.json.encode(view)
    assert len(view["lines"]) == 20
