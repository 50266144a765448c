"""Refusals of the server in words for the person at the terminal."""

from collections.abc import Mapping
from typing import Any

from rich.markup import escape


def refusal(error: Mapping[str, Any]) -> str:
    """Return what was wrong, and with which option it is put right, if with any."""
    code, details = str(error.get("code")), dict(error.get("details") or {})
    match code, details:
        case "invalid_payload", {"field": "bet", "min": least, "max": greatest}:
            return f"{code}: --bet is {least:,} to {greatest:,} gold here"
        case "insufficient_gold", {"need": need, "have": have}:
            return f"{code}: this round costs {need:,} gold, the player has {have:,}"
        case "not_found", {"table": table}:
            return f"{code}: there is no table {escape(repr(table))} (--table)"
        case _:
            told = ", ".join(f"{name} {escape(str(value))}" for name, value in details.items())
            return f"{code} {told}".rstrip()
