"""The pipe between `pitboss dev` and the process that runs Ray."""

import subprocess
import sys

from msgspec import json

PROGRAM = """
import os
from cluster.dev.ray_driver import Parent

parent = Parent()
order = parent.order("ray")
print("what Ray prints")
os.system("echo and its children")
with parent.phase("part"):
    parent.say(heard=order)
"""


def test_the_parent_hears_only_messages_whatever_is_printed():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input='{"ray": "go"}\n', capture_output=True, text=True, check=True
    )
    heard, part = (json.decode(line) for line in done.stdout.splitlines())
    assert heard == {"heard": "go"}
    assert part.keys() == {"phase", "seconds"}
    assert "what Ray prints" in done.stderr
    assert "and its children" in done.stderr
