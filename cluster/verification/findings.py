"""The report of a verification, check by check."""

from typing import Any

from msgspec import Struct

from persistence.verification.checks import Check, Severity
from persistence.verification.snapshot import EXAMPLES_MAX, Found


class CheckResult(Struct, kw_only=True):
    """One check: it `holds` if nothing contradicts its claim. `examples` are some of the `violations`."""

    name: str
    invariant: str
    claim: str
    holds: bool = True
    severity: Severity = "violation"
    violations: int = 0
    examples: list[dict[str, Any]] = []

    @classmethod
    def of(cls, check: Check, found: Found) -> "CheckResult":
        """Return the result of a check that is one query."""
        return cls(
            name=check.name,
            invariant=check.invariant,
            claim=check.claim,
            holds=not found.violations,
            severity=check.severity,
            violations=found.violations,
            examples=found.examples,
        )

    def add(self, **example: Any) -> None:
        """Count one violation."""
        self.holds = False
        self.violations += 1
        if len(self.examples) < EXAMPLES_MAX:
            self.examples.append(example)


class SnapshotInfo(Struct):
    """When the data were read, since when every command must still be stored, and how long reading took."""

    taken: str
    commands_complete_since: str
    seconds: float


class Report(Struct):
    """`holds`: no check of severity `violation` found one. `rows` counts the rows that were read, by SQL table."""

    holds: bool
    checks: list[CheckResult]
    rows: dict[str, int]
    snapshot: SnapshotInfo

    def check(self, name: str) -> CheckResult:
        """Return the check of that name. Raises KeyError."""
        for check in self.checks:
            if check.name == name:
                return check
        raise KeyError(name)
