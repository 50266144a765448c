"""The check of pity: each pull of gacha begins where the player's last one on banners of that type has ended.

That a pull follows from its seeds and from the pity that it began with is checked pull by pull (`verify-round`). That
this pity is the player's own is seen here only: a server that resets it would pass every other check.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from msgspec import MsgspecError, Struct, json

from cluster.verification.findings import CheckResult
from persistence.verification.snapshot import PullEntry


class Pity(Struct, frozen=True):
    """Pulls since the last hit, by stars, and the stars whose next hit is a featured item."""

    since: dict[str, int]
    featured_next: list[int]


class Pull(Struct, frozen=True):
    """The gift of one pull."""

    item: str
    rarity: int
    duplicate: bool


class Record(Struct, frozen=True):
    """The record of a round of gacha (`actors.games.gacha.gacha`)."""

    banner: str
    version: int
    before: Pity
    pulls: list[Pull]
    pity: Pity


def ignored(entry: PullEntry) -> None:
    """Do nothing with a round."""


class PityCheck:
    """Fed with the rounds of one player after the other; `types` are those of banners, by id and version.

    `watch` is called with each round that is a record of gacha.
    """

    def __init__(self, types: Mapping[tuple[str, int], str], watch: Callable[[PullEntry], None] = ignored) -> None:
        self._types = types
        self._watch = watch
        self._user_id = ""
        self._pity: dict[str, Pity] = {}
        self._owned: set[str] = set()
        self.result = CheckResult(
            name="gacha_pity",
            invariant="fairness",
            claim="each pull begins with the pity and the items that the player's pulls before it have left",
        )

    async def run(self, pulls: AsyncIterator[PullEntry]) -> CheckResult:
        """Check all rounds, which come by player and in order."""
        async for entry in pulls:
            if entry.user_id != self._user_id:
                self._user_id = entry.user_id
                self._pity.clear()
                self._owned.clear()
            for problem, found in self._problems(entry):
                self.result.add(round_id=entry.round_id, user_id=entry.user_id, problem=problem, **found)
        return self.result

    def _problems(self, entry: PullEntry) -> list[tuple[str, dict[str, Any]]]:
        try:
            record = json.decode(entry.outcome, type=Record)
        except MsgspecError as error:
            return [("it is no record of gacha", {"why": str(error)})]
        self._watch(entry)
        kind = self._types.get((record.banner, record.version))
        if kind is None:
            return [("nobody has published its banner", {"banner": record.banner, "version": record.version})]
        problems = []
        left = self._pity.get(kind, Pity({}, []))
        if not _agree(left, record.before):
            problems.append(("it begins with another pity", {"left": _shown(left), "before": _shown(record.before)}))
        counted = _after(record)
        if counted != record.pity.since:
            problems.append(("it counts otherwise", {"counted": counted, "pity": record.pity.since}))
        self._pity[kind] = Pity(left.since | record.pity.since, record.pity.featured_next)
        return problems + self._items(record)

    def _items(self, record: Record) -> list[tuple[str, dict[str, Any]]]:
        problems = []
        for pull in record.pulls:
            if pull.duplicate != (pull.item in self._owned):
                problems.append(("a duplicate is none, or the other way round", {"item": pull.item}))
            self._owned.add(pull.item)
        return problems


def _agree(left: Pity, before: Pity) -> bool:
    """Return whether a pull begins where the last one ended; rarities that the banner does not count are left out."""
    since = {stars: left.since.get(stars, 0) for stars in before.since}
    return since == before.since and sorted(left.featured_next) == sorted(before.featured_next)


def _after(record: Record) -> dict[str, int]:
    """Return the pulls since the last hit after those of the round."""
    since = dict(record.before.since)
    for pull in record.pulls:
        since = {stars: 0 if stars == str(pull.rarity) else count + 1 for stars, count in since.items()}
    return since


def _shown(pity: Pity) -> dict[str, Any]:
    return {"since": pity.since, "featured_next": pity.featured_next}
