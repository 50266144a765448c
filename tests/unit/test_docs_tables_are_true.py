"""The tables of the documents say what the code says: defaults, constants, limits, metrics, returns, tiers.

A check takes the text of a document and yields what is not so, with its line. Each is also shown a text in which one
thing was changed. docs/protocol.md has a test of its own.
"""

import ast
import shlex
from collections.abc import Iterator
from importlib import import_module
from math import sqrt
from typing import Any, get_args

import pytest
from prometheus_client import CollectorRegistry
from typer.testing import CliRunner

from actors.crash.rules.returns import lowest_return
from actors.crash.table_messages import Phase
from actors.definitions.book import Definitions
from actors.games.gacha.banner import disclosure
from actors.games.gacha.gacha import Gacha
from actors.games.registry import registered_games
from actors.games.slot.slot import Slot
from actors.missions.rules import Kind
from actors.money.economy import TIERS, EconomyConfig
from actors.runtime.clock import ManualClock
from actors.shop.messages import Status
from cluster.cli.app import app
from cluster.control.metrics import DirectorMetrics
from cluster.processes.definition_loader import DefinitionLoader
from cluster.processes.metrics import HostCounters, RouterCounters
from cluster.processes.relay.counters import RelayCounters
from cluster.profiles import field_of
from cluster.settings import variables
from gateway.metrics.registry import GatewayMetrics
from gateway.staff.approvals import Approvals
from gateway.staff.audit import AuditSealer
from gateway.staff.four_eyes.gifts import Gifts
from tests.unit.documents import (
    Finder,
    Found,
    Source,
    differences,
    document,
    documents,
    fenced,
    first,
    literals,
    reported,
    rows,
    rows_with,
    words,
)

ECONOMY = EconomyConfig()


# --- settings, constants, metrics ---


def settings_are_true(text: str) -> Iterator[Found]:
    defaults = {name: field_of(path).default for name, path in variables().items()}
    for row in rows_with(text, "setting", "default"):
        name, value = first("setting")(row), first("default")(row)
        shown = f"{defaults.get(name):g}" if isinstance(defaults.get(name), float) else str(defaults.get(name))
        if name not in defaults or value != shown:
            yield row.says(f"{name} is {shown}, not {value}")


def constants_are_true(text: str) -> Iterator[Found]:
    for row in rows_with(text, "constant", "value", "file"):
        name, said, file = (first(column)(row) for column in ("constant", "value", "file"))
        is_so = constant(file, name)
        if is_so != _literal(said):
            yield row.says(f"{name} is {is_so!r}, not {said}")


def constant(file: str, name: str) -> Any:
    """A constant of a module, or the default of a `Class.field`; None: there is none."""
    found: Any = import_module(file.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        members = getattr(found, "__dataclass_fields__", {})
        found = members[part].default if part in members else getattr(found, part, None)
    return found


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def metrics_are_true(text: str) -> Iterator[Found]:
    for heading, registry in registries().items():
        said = rows(text, "metric", "labels", "what it counts", under=heading)
        yield from differences(
            said, first("metric"), lambda row: tuple(row.codes("labels")), dict(metrics_of(registry))
        )


def registries() -> dict[str, CollectorRegistry]:
    of_gateway, of_both, of_director = CollectorRegistry(), CollectorRegistry(), CollectorRegistry()
    GatewayMetrics(of_gateway, version="1", git_sha="abc", track="stable")
    AuditSealer(None, of_gateway)
    Approvals(None, None, ManualClock(), {}, None, of_gateway)
    Gifts(None, None, None, None, ManualClock(), of_gateway)
    RouterCounters(of_both)
    DefinitionLoader(Definitions(()), lambda _: None, ManualClock(), of_both, prove=False)
    DirectorMetrics(of_director)
    return {
        "Of a gateway": of_gateway,
        "Of a host": HostCounters(CollectorRegistry()).registry,
        "Of gateways and hosts": of_both,
        "Of a relay": RelayCounters(CollectorRegistry()).registry,
        "Of the director": of_director,
    }


def metrics_of(registry: CollectorRegistry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names as a scrape shows them, with their labels."""
    for collector in registry._collector_to_names:
        own = getattr(collector, "_labelnames", getattr(collector, "_labels", None))
        for family in collector.collect():
            labels = family._labelnames if own is None else own
            yield family.name + "_total" * (family.type == "counter"), tuple(labels)


# --- games and the economy ---


def returns_are_true(text: str) -> Iterator[Found]:
    rps = registered_games(ECONOMY)[0]
    smallest = rps.odds(rps.examples(ECONOMY.bet_min)[0])
    assert smallest is not None
    expected = {
        "rps": (f"{smallest.mean:.4f}", f"{rps.rtp():.4f}", f"{sqrt(smallest.variance):.4f}"),
        "crash": (f"{lowest_return(ECONOMY.bet_min):.4f}", f"{lowest_return(ECONOMY.bet_min):.4f}", ""),
    }
    slot = next(game for game in registered_games(ECONOMY) if isinstance(game, Slot))
    for name, machine in slot.machines.items():
        odds = machine.odds
        expected[f"slot {name}"] = (f"{odds.rtp:.4f}", f"{odds.rtp_min:.4f}", f"{odds.volatility:.4f}")
    columns = ("at the smallest stake", "lowest at any stake", "volatility")
    said = rows(text, "game", *columns)
    return differences(said, words("game"), lambda row: tuple(words(each)(row) for each in columns), expected)


def rates_are_true(text: str) -> Iterator[Found]:
    gacha = next(game for game in registered_games(ECONOMY) if isinstance(game, Gacha))
    columns = ("rate", "share of very many pulls", "pulls for a hit", "shards of a duplicate")
    for banner in gacha.banners.values():
        expected = {
            str(each["stars"]): (
                f"{each['rate']:g}",
                f"{each['consolidated_rate']:.5f}",
                f"{each['expected_pulls']:.3f}",
                str(each["duplicate_shards"]),
            )
            for each in disclosure(banner)["rates"]
        }
        said = rows(text, "stars", *columns[:3], "pity", columns[3])
        yield from differences(said, words("stars"), lambda row: tuple(words(each)(row) for each in columns), expected)


def phases_are_true(text: str) -> Iterator[Found]:
    expected = dict.fromkeys(set(get_args(Phase)) - {"new"}, None)
    return differences(rows(text, "phase", "what happens", "ends"), first("phase"), lambda _: None, expected)


def tiers_are_true(text: str) -> Iterator[Found]:
    said = rows(text, "tier", "from xp")
    return differences(said, first("tier"), lambda row: _literal(words("from xp")(row)), dict(TIERS))


def kinds_are_true(text: str) -> Iterator[Found]:
    expected = dict.fromkeys(get_args(Kind), None)
    return differences(rows(text, "kind", "counts"), first("kind"), lambda _: None, expected)


def states_are_true(text: str) -> Iterator[Found]:
    said = {code for row in rows(text, "from", "to") for code in (*row.codes("from"), *row.codes("to"))}
    return (Found(1, f"{name} is missing, or no state") for name in said ^ set(get_args(Status)))


def events_are_logged(text: str) -> Iterator[Found]:
    return (
        row.says(f"nothing logs {first('event')(row)}")
        for row in rows(text, "event", "means")
        if first("event")(row) not in literals()
    )


def console_is_true(text: str) -> Iterator[Found]:
    """What a fenced `console` block shows is what its commands print."""
    for language, (line, block) in fenced(text):
        for part in block.split("$ ")[1:] if language == "console" else ():
            command, _, shown = part.partition("\n")
            printed = CliRunner().invoke(app, shlex.split(command)[1:]).output
            if printed != shown:
                yield Found(line, f"{command} prints {printed!r}")


CHECKS: tuple[tuple[str, Finder, str, str], ...] = (
    ("protocol.md", settings_are_true, "| `16384` | closed", "| `16383` | closed"),
    ("protocol.md", constants_are_true, "| `300_000` |", "| `300_001` |"),
    ("games.md", settings_are_true, "| `5000` |", "| `5001` |"),
    ("games.md", constants_are_true, "| `195` |", "| `196` |"),
    ("games.md", console_is_true, "\n126\n", "\n127\n"),
    ("games.md", console_is_true, "0.414248711662367", "0.414248711662368"),
    ("games.md", returns_are_true, "`0.9489`", "`0.9490`"),
    ("games.md", rates_are_true, "`62.297`", "`62.298`"),
    ("games.md", phases_are_true, "| `closing` |", "| `closed` |"),
    ("economy.md", settings_are_true, "| `100000` |", "| `100001` |"),
    ("economy.md", constants_are_true, "| `house:mint` |", "| `house:bank` |"),
    ("economy.md", tiers_are_true, "| `10_000` |\n| `PLATINUM`", "| `10_001` |\n| `PLATINUM`"),
    ("economy.md", kinds_are_true, "| `wager` |", "| `stake` |"),
    ("economy.md", states_are_true, "`expired`", "`lapsed`"),
    ("operations.md", metrics_are_true, "| `kind` | entities in memory", "| | entities in memory"),
    ("operations.md", metrics_are_true, "| `rtp_alarm` |", "| `rtp_alert` |"),
    ("operations.md", events_are_logged, "| `turn_failed` |", "| `turn_fell` |"),
)


@pytest.mark.parametrize(("name", "check"), dict.fromkeys((name, check) for name, check, _, _ in CHECKS))
def test_the_tables_say_what_the_code_says(name: str, check: Finder):
    if found := reported([document(name)], check):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("check", [settings_are_true, constants_are_true, console_is_true])
def test_defaults_and_constants_are_right_wherever_they_stand(check: Finder):
    if found := reported((each for each in documents() if each.file.endswith(".md")), check):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize(("name", "check", "so", "not_so"), CHECKS)
def test_something_that_is_not_so_is_found(name: str, check: Finder, so: str, not_so: str):
    text = document(name).text
    assert so in text
    assert list(check(text.replace(so, not_so)))


def test_what_is_not_so_is_found_on_its_line():
    text = "# Limits\n\n| limit | setting | default |\n|---|---|---|\n| a | `PITBOSS_BET_MIN` | `21` |\n"
    assert reported([Source("docs/a.md", text)], settings_are_true) == ["docs/a.md:5: PITBOSS_BET_MIN is 20, not 21"]
