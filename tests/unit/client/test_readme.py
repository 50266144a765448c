"""The README of the client library says what its tables in the code say."""

import re
from pathlib import Path

from pitboss_client.history import ENTRIES_MAX
from pitboss_client.protocol import FRAME_BYTES_MAX, PENDING_MAX
from pitboss_client.reconnection import RULES, Action, Wait

README = (Path(__file__).parents[3] / "clients" / "python" / "README.md").read_text()
ROWS = {int(code): does for code, does in re.findall(r"^\| (\d{4}) \| [^|]+ \| ([^|]+) \|$", README, re.MULTILINE)}


def test_every_code_with_a_rule_of_its_own_has_a_line():
    assert ROWS.keys() == RULES.keys()


def test_a_line_says_what_the_rule_does():
    for code, does in ROWS.items():
        rule = RULES[code]  # type: ignore[index]
        assert (does == "stops") == (rule.action is Action.STOP), does
        assert ("refreshes" in does) == (rule.action is Action.REFRESH), does
        assert ("logs in" in does) == (rule.action is Action.LOG_IN), does
        assert ("at once" in does) == (rule.wait is Wait.ONCE_AT_ONCE), does
        assert ("window" in does) == (rule.wait is Wait.WINDOW), does
        assert ("resumes" in does) == (rule.resume and rule.action is not Action.STOP), does
        assert (f"after {rule.at_least_ms // 1000} s" in does) == bool(rule.at_least_ms), does


def test_the_bounds_are_those_of_the_code():
    assert f"{PENDING_MAX:,} commands may wait" in README
    assert f"at most {FRAME_BYTES_MAX // 1024} KiB" in README
    assert f"the last {ENTRIES_MAX:,} replies" in README
