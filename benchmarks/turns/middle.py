"""One report of many turns: the median of each figure, in the shape of any run, so that two can be compared later."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeVar

from msgspec import structs

from benchmarks.reports.goals import Figure
from benchmarks.reports.report import Inserts, Latency, Report, Rows, Workload

Named = TypeVar("Named", Workload, Figure)


def middle(turns: Sequence[Report]) -> Report:
    """Return the report of the medians; rows are those of all turns together. There is at least one turn."""
    first = turns[0]
    return structs.replace(
        first,
        settings=first.settings | {"turns": len(turns)},
        inserts=[_inserts([turn.inserts[number] for turn in turns]) for number in range(len(first.inserts))],
        workloads=[_workload(same) for same in _by_name([workload for turn in turns for workload in turn.workloads])],
        rows=_rows([turn.rows for turn in turns]),
        figures=[_figure(same) for same in _by_name([figure for turn in turns for figure in turn.figures])],
        refused=[f"turn {number}: {reason}" for number, turn in enumerate(turns, 1) for reason in turn.refused],
    )


def _by_name(entries: Sequence[Named]) -> list[list[Named]]:
    groups: dict[str, list[Named]] = {}
    for entry in entries:
        groups.setdefault(entry.name, []).append(entry)
    return list(groups.values())


def _latency(all_: Sequence[Latency]) -> Latency:
    return Latency(*(median(getattr(each, name) for each in all_) for name in Latency.__struct_fields__))


def _inserts(all_: Sequence[Inserts]) -> Inserts:
    return Inserts(median(each.per_s for each in all_), _latency([each.latency_us for each in all_]))


def _workload(same: Sequence[Workload]) -> Workload:
    lags = [each.send_lag_us for each in same if each.send_lag_us is not None]
    return structs.replace(
        same[0],
        seconds=sum(each.seconds for each in same),
        commands=sum(each.commands for each in same),
        refused=sum(each.refused for each in same),
        per_s=median(each.per_s for each in same),
        latency_us=_latency([each.latency_us for each in same]),
        cpu_us={kind: median(each.cpu_us[kind] for each in same) for kind in same[0].cpu_us},
        send_lag_us=_latency(lags) if lags else None,
        elsewhere_percent=max(each.elsewhere_percent for each in same),
    )


def _figure(same: Sequence[Figure]) -> Figure:
    return structs.replace(same[0], value=median(each.value for each in same))


def _rows(all_: Sequence[Rows]) -> Rows:
    def total(of: Callable[[Rows], dict[str, int]]) -> dict[str, int]:
        return {kind: sum(of(rows)[kind] for rows in all_) for kind in of(all_[0])}

    return structs.replace(
        all_[0],
        commands=sum(rows.commands for rows in all_),
        before=total(lambda rows: rows.before),
        after=total(lambda rows: rows.after),
    )
