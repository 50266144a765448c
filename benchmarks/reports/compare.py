"""Two runs beside each other. Ratios are compared, since figures drift with the machine and ratios hold."""

from msgspec import Struct

from benchmarks.reports.report import Report


class Change(Struct, frozen=True):
    """One figure in both runs; `percent` is how much it changed, None when it was 0."""

    name: str
    old: float
    new: float

    @property
    def percent(self) -> float | None:
        return (self.new / self.old - 1) * 100 if self.old else None


def changes(old: Report, new: Report) -> list[Change]:
    """Return every figure that both runs have: the ratios first, then their parts."""
    before, after = _figures(old), _figures(new)
    return [Change(name, before[name], after[name]) for name in after if name in before]


def differences(old: Report, new: Report) -> list[str]:
    """Return the differences of the surroundings, so that nobody compares two machines unknowingly."""
    found = []
    for part in ("machine", "versions", "settings"):
        before, after = getattr(old, part), getattr(new, part)
        found += [
            f"{part} {name}: {before.get(name, '-')} -> {after.get(name, '-')}"
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name) and name != "load_average_1_min"
        ]
    return found


def _figures(report: Report) -> dict[str, float]:
    found = {figure.name: figure.value for figure in report.all_figures()}
    for number, inserts in enumerate(report.inserts):
        when = ("before", "after")[number]
        found[f"inserts/s {when}"] = inserts.per_s
        found[f"insert p50 us {when}"] = inserts.latency_us.p50
    for workload in report.workloads:
        found[f"{workload.name}: commands/s"] = workload.per_s
        for name in ("p50", "p99"):
            found[f"{workload.name}: {name} us"] = getattr(workload.latency_us, name)
        for process, cpu_us in workload.cpu_us.items():
            found[f"{workload.name}: CPU us, {process}"] = cpu_us
    return found
