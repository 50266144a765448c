"""A sample counts for the innermost station of its stack."""

from benchmarks.stations import STATIONS, shares, station_of

HOSTS = STATIONS["hosts"]
TURN = "run_forever (loop.py:1);_command (actors/runtime/turns/decide.py:9);decide (actors/user/kind.py:3)"


def test_the_innermost_known_frame_counts():
    assert station_of(TURN, HOSTS) == "entity and rules"
    assert station_of(TURN + ";b2b (hashlib.py:4)", HOSTS) == "entity and rules"


def test_the_event_loop_itself_is_no_station():
    assert station_of("run_forever (loop.py:1)", HOSTS) is None


def test_shares_are_of_all_samples_of_the_loop_s_thread():
    lines = [
        f"thread (0x1): pitboss;{TURN} 1",
        "thread (0x1): pitboss;run_forever (loop.py:1) 3",
        f"thread (0x2): MainThread;{TURN} 9",
    ]
    assert shares(lines, HOSTS) == {"entity and rules": 0.25}
