"""Examples of the messages: the golden files, which every release must understand, and what follows from them.

The golden files lie with the tests, so the document can be made only where the source is (decision 0032).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[3] / "tests" / "golden"
REPLY_ID = "01JDB3YX7M8Q4T9V2W5Z6A1C3E"
TABLE = {"table": "main"}


def request(message_type: str) -> Any:
    """Return an example of what a client sends."""
    if message_type.endswith((".subscribe", ".unsubscribe")):
        return {"id": REPLY_ID, "type": message_type, "payload": TABLE}
    return _golden(f"protocol/client/{message_type}")


def reply(message_type: str) -> Any:
    """Return an example of the reply to a request."""
    if message_type.endswith((".subscribe", ".unsubscribe")):
        state = _golden("topics/state")
        payload = state["payload"] if message_type.endswith(".subscribe") else {}
        return {"re": REPLY_ID, "ok": True, "seq": state["n"], "version": 0, "payload": payload}
    return _golden(f"protocol/reply.{message_type}")


def told(message_type: str) -> Any:
    """Return an example of what the server says to a player, or to every player."""
    return _golden(f"protocol/{message_type}")


def watched(message_type: str) -> Any:
    """Return an example of what the server says to those who watch a table."""
    return _golden(f"topics/{message_type}")


@cache
def _golden(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
