"""`pitboss status` in a narrow terminal, and refusals of the server in words."""

import io

import pytest
from rich.console import Console

from cluster.cli.play.refusals import refusal
from cluster.cli.tables import status_tables

HOST = {
    "pid": 1_234_567,
    "incarnation": 12_345,
    "serves": "users",
    "shards": 1024,
    "epoch_max": 123_456,
    "entities": 100_000,
    "sockets": 10_000,
    "lease_margin_ms": 120_000,
    "draining": False,
}
RELAY = {
    "pid": 1_234_567,
    "incarnation": 12_345,
    "groups": 32,
    "pending": 1_000_000,
    "oldest_ms": 600_000,
    "published": 123_456_789,
    "trouble": "the broker does not answer",
}
GATEWAY = {"pid": 1_234_567, "url": "http://[fd00::1234:5678:9abc:def0]:18080", "sockets": 10_000, "users": 9_999}


def shown(width: int, names: list[str]) -> str:
    found = {
        "homeless_shards": 0,
        "hosts": [{"name": name} | HOST for name in names],
        "gateways": [{"name": "gateway-0", "ready": True} | GATEWAY, {"name": "gateway-1", "error": "does not run"}],
        "relays": [{"name": "relay-31"} | RELAY, {"name": "relay-1", "error": "does not run"}],
    }
    text = io.StringIO()
    console = Console(file=text, width=width)
    for table in status_tables(found):
        console.print(table)
    return text.getvalue()


@pytest.mark.parametrize("width", [72, 80, 200])
def test_the_names_and_urls_that_other_commands_take_are_whole(width: int):
    text = shown(width, ["host-0", "host-1", "host-63"])
    named = ("host-0", "host-63", "gateway-1", "relay-31", str(GATEWAY["url"]))
    assert [name for name in named if name not in text] == []


def test_processes_that_wait_are_shown_with_what_they_wait_for():
    found = {
        "homeless_shards": None,
        "waits_for": "the database",
        "hosts": [{"name": "host-0", "waits_for": "a clock within 1,000 ms of the database's"}],
        "gateways": [{"name": "gateway-0", "waits_for": ""}],
        "relays": [{"name": "relay-0", "waits_for": "its start"}],
    }
    text = io.StringIO()
    for table in status_tables(found):
        Console(file=text, width=100).print(table)
    *_, waiting = text.getvalue().partition("waiting")
    assert ["director" in waiting, "host-0" in waiting, "gateway-0" in waiting] == [True, True, False]
    assert "a clock within 1,000 ms of the database's" in waiting
    assert "nobody knows how many shards without an owner" in text.getvalue()


def test_numbers_are_whole_at_80_columns():
    text = shown(80, ["host-63"])
    assert "1024" in text
    assert "\u2026" not in text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            {"code": "invalid_payload", "details": {"field": "bet", "min": 20, "max": 1_000}},
            "--bet is 20 to 1,000 gold",
        ),
        ({"code": "insufficient_gold", "details": {"need": 100, "have": 40}}, "costs 100 gold, the player has 40"),
        ({"code": "not_found", "details": {"table": "[red]x"}}, "there is no table"),
        ({"code": "round_closed"}, "round_closed"),
        ({"code": "rate_limited", "details": {"retry_after_ms": 5}}, "rate_limited retry_after_ms 5"),
    ],
)
def test_a_refusal_is_said_in_words(error: dict[str, object], words: str):
    assert words in refusal(error)
