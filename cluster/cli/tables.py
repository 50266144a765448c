"""The status of a platform as tables for a terminal."""

from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text


def status_tables(found: dict[str, Any]) -> list[Table]:
    """Return tables of hosts, gateways and relays, and one of processes that wait for something, if any does."""
    return [_hosts(found), _gateways(found), _relays(found), *_waiting(found)]


def _hosts(found: dict[str, Any]) -> Table:
    homeless = found["homeless_shards"]
    said = "nobody knows how many" if homeless is None else homeless
    table = Table(title=f"hosts, {said} shards without an owner", title_justify="left", box=box.SIMPLE)
    shown = {
        "name": "name",
        "pid": "pid",
        "incarnation": "life",
        "serves": "serves",
        "shards": "shards",
        "epoch_max": "epoch",
        "entities": "entities",
        "sockets": "sockets",
        "lease_margin_ms": "lease",
        "draining": "drain",
    }
    for key, title in shown.items():
        _add_column(table, key, title, found["hosts"])
    for host in found["hosts"]:
        table.add_row(*(Text(str(host.get(key, host.get("error", "-")))) for key in shown))
    return table


def _gateways(found: dict[str, Any]) -> Table:
    table = Table(title="gateways", title_justify="left", box=box.SIMPLE)
    for column in ("name", "pid", "url", "sockets", "users", "ready"):
        _add_column(table, column, column, found["gateways"])
    for gateway in found["gateways"]:
        keys = ("name", "pid", "url", "sockets", "users", "ready")
        table.add_row(*(Text(str(gateway.get(key, gateway.get("error", "-")))) for key in keys))
    return table


def _relays(found: dict[str, Any]) -> Table:
    table = Table(title="relays", title_justify="left", box=box.SIMPLE)
    shown = {
        "name": "name",
        "pid": "pid",
        "incarnation": "life",
        "groups": "groups",
        "pending": "events behind",
        "oldest_ms": "oldest, ms",
        "published": "published",
        "trouble": "trouble",
    }
    for key, title in shown.items():
        _add_column(table, key, title, found["relays"])
    for relay in found["relays"]:
        table.add_row(*(Text(str(relay.get(key, relay.get("error", "-")))) for key in shown))
    return table


def _waiting(found: dict[str, Any]) -> list[Table]:
    processes = [found | {"name": "director"}, *found["hosts"], *found["gateways"], *found["relays"]]
    waiting = [process for process in processes if process.get("waits_for")]
    if not waiting:
        return []
    table = Table(title="waiting", title_justify="left", box=box.SIMPLE)
    for key, title in (("name", "name"), ("waits_for", "waits for")):
        _add_column(table, key, title, waiting)
    for process in waiting:
        table.add_row(Text(process["name"]), Text(process["waits_for"]))
    return [table]


def _add_column(table: Table, key: str, title: str, rows: list[dict[str, Any]]) -> None:
    """Add a column; names and URLs, which other commands take, are whole however narrow the terminal is."""
    whole = key in {"name", "url"}
    width = max((len(str(row.get(key, ""))) for row in rows), default=0) if whole else None
    table.add_column(title, justify="left" if whole else "right", min_width=width, overflow="fold")
