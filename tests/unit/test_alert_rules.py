"""Alert rules that are shipped: they ask for metrics that there are, at the numbers of the code, and are described."""

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from actors.fairness.returns import ALARM_ROUNDS_MIN, ALARM_Z
from tests.unit.documents import REPOSITORY
from tests.unit.test_docs_tables_are_true import metrics_of, registries

MONITORING = REPOSITORY / "deploy" / "monitoring"
FILES = sorted((MONITORING / "rules").glob("*.yaml"))
WORDS = {"sum", "max", "min", "by", "abs", "sqrt", "increase", "rate", "and", "or", "unless"}
"""Of PromQL."""
NAME = re.compile(r"(?<![\w:.])[a-zA-Z_][\w:]*")
GROUPED = re.compile(r"by \(([^)]*)\) \((?:\w+\()?([\w:]+)")


def rules() -> list[dict[str, Any]]:
    documents = [yaml.safe_load(file.read_text()) for file in FILES]
    return [rule for document in documents for group in document["groups"] for rule in group["rules"]]


def exported() -> dict[str, tuple[str, ...]]:
    return {name: labels for registry in registries().values() for name, labels in metrics_of(registry)}


ALERTS = [rule for rule in rules() if "alert" in rule]


def metrics_in(expression: str) -> set[str]:
    without_labels = re.sub(r"by \([^)]*\)|\[[^\]]*\]|\{[^}]*\}", "", expression)
    return set(NAME.findall(without_labels)) - WORDS


def test_there_are_rules_and_every_file_has_its_cases():
    assert ALERTS
    assert [file.name for file in FILES] == sorted(file.name for file in (MONITORING / "tests").glob("*.yaml"))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_asks_for_metrics_that_are_exported_by_labels_that_they_have(rule):
    metrics, recorded = exported(), {each["record"] for each in rules() if "record" in each}
    assert metrics_in(rule["expr"])
    assert metrics_in(rule["expr"]) <= {*metrics, *recorded}
    for labels, name in GROUPED.findall(rule["expr"]):
        assert {label.strip() for label in labels.split(",")} <= set(metrics[name]), name


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_is_described_has_a_runbook_and_cases_in_which_it_fires_and_is_silent(alert):
    assert alert["labels"]["severity"] in {"page", "ticket"}
    runbook = REPOSITORY / alert["annotations"]["runbook"]
    assert f"`{alert['alert']}`" in runbook.read_text()
    assert f"| `{alert['alert']}` |" in (REPOSITORY / "docs" / "operations.md").read_text()
    suites = [yaml.safe_load(file.read_text()) for file in (MONITORING / "tests").glob("*.yaml")]
    cases = [case for suite in suites for test in suite["tests"] for case in test["alert_rule_test"]]
    assert {bool(case["exp_alerts"]) for case in cases if case["alertname"] == alert["alert"]} == {True, False}


@pytest.mark.parametrize("name", ["ReturnDrifts", "DrawsDrift"])
def test_what_alarms_over_all_hosts_is_what_alarms_in_one(name):
    (alert,) = [each for each in ALERTS if each["alert"] == name]
    assert f"> {ALARM_Z:g}\n" in alert["expr"]
    assert f">= {ALARM_ROUNDS_MIN}\n" in alert["expr"]


def test_a_rule_for_a_metric_that_there_is_not_would_be_found():
    asked = metrics_in('sum by (game) (increase(rtp_gone_total{a="b"}[7d])) > 4')
    assert asked == {"rtp_gone_total"}
    assert not asked <= set(exported())


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_promtool_takes_the_rules_and_their_cases():
    for command in (["check", "rules", *FILES], ["test", "rules", *(MONITORING / "tests").glob("*.yaml")]):
        done = subprocess.run(["promtool", *command], capture_output=True, text=True, check=False, timeout=50)
        assert done.returncode == 0, done.stdout + done.stderr
