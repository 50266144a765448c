"""Missions: their definition, and the progress of a player in them. Pure: a part goes in, a part comes out.

A mission counts rounds, wins, wagers, wins by a multiplier, purchases or the days of a streak, from the moment that the
player takes part. Within a period its progress never falls. A period is all time, a day or a week of the player: the
next one begins with nothing, and so can be claimed again. Times are Unix ms, days are ordinals (`date.toordinal`).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from math import inf
from typing import Annotated, Any, Literal, NamedTuple, get_args

import msgspec
from msgspec import Meta, Struct

from actors.money.amounts import AMOUNT_MAX, Amount, LedgerCurrency

Kind = Literal["play", "win", "wager", "win_multiplier", "purchase", "streak"]
Repeat = Literal["once", "daily", "weekly"]
ROUND_KINDS = frozenset({"play", "win", "wager", "win_multiplier"})
"""The kinds that count rounds of games; only these have a game filter."""
MISSIONS_MAX = 200
"""Missions in force and not closed: all of them are in a snapshot, and one round may have to count for each."""
PARTS_MAX = 512
"""Parts that a player's state remembers; beyond that the oldest that are no longer in force are forgotten, but for what
was claimed (`actors.missions.enrolment`)."""
REQUIRES_MAX = 16
MULTIPLIER_MIN = 100
ONCE = 0
"""The period of a mission without repeats."""
DAYS_OF_WEEK = 7
DAY_MS = 86_400_000

MissionId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$(?!\n)")]
Time = Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]
Words = Annotated[str, Meta(min_length=1, max_length=200)]


class MissionRefused(ValueError):
    """The mission cannot be played; the message says what to change."""


class MissionsRefused(MissionRefused):
    """Missions cannot be in force together: one of `ids` must give way."""

    def __init__(self, text: str, ids: Iterable[str]) -> None:
        super().__init__(text)
        self.ids = tuple(ids)


class Title(Struct, frozen=True, forbid_unknown_fields=True):
    """What players read."""

    ko: Words
    """In Korean."""
    en: Words
    """In English."""


class Reward(Struct, frozen=True, forbid_unknown_fields=True):
    """What a claim gives."""

    type: LedgerCurrency
    """Currency."""
    amount: Amount
    """Amount, in whole units of its currency."""


class Mission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a definition; `read_mission` makes it.

    It counts, and can be joined, from `starts_at` until before `ends_at`, and can be claimed until before
    `claim_ends_at`, which is `ends_at` unless it says otherwise; None is open. `games` empty is every game.
    `multiplier` is the least one, in hundredths, that a win of `win_multiplier` needs. `requires` are missions that
    the player must have claimed before.
    """

    title: Title
    kind: Kind
    target: Amount
    reward: Annotated[tuple[Reward, ...], Meta(min_length=1, max_length=3)]
    games: tuple[str, ...] = ()
    multiplier: Annotated[int, Meta(ge=MULTIPLIER_MIN, le=AMOUNT_MAX)] | None = None
    repeat: Repeat = "once"
    starts_at: Time | None = None
    ends_at: Time | None = None
    claim_ends_at: Time | None = None
    requires: Annotated[tuple[MissionId, ...], Meta(max_length=REQUIRES_MAX)] = ()
    auto_join: bool = False

    def open_at(self, now_ms: int) -> bool:
        """Return whether it counts at this moment."""
        return (self.starts_at is None or self.starts_at <= now_ms) and (self.ends_at is None or now_ms < self.ends_at)

    def claimable_at(self, now_ms: int) -> bool:
        """Return whether it can be claimed at this moment, once its target is reached."""
        last = self.ends_at if self.claim_ends_at is None else self.claim_ends_at
        return (self.starts_at is None or self.starts_at <= now_ms) and (last is None or now_ms < last)


def read_mission(key: str, source: Mapping[str, Any], games: Collection[str]) -> Mission:
    """Return the mission `key` from its body as JSON has it.

    Raises:
        MissionRefused: it is not of this shape, or contradicts itself.
    """
    try:
        msgspec.convert(key, MissionId)
        mission = msgspec.convert(source, Mission)
    except msgspec.ValidationError as error:
        raise MissionRefused(f"mission {key}: {error}") from None
    if found := _problem(key, mission, games):
        raise MissionRefused(f"mission {key}: {found}")
    return mission


def _problem(key: str, mission: Mission, games: Collection[str]) -> str:
    """Return what is contradictory in it; empty: nothing."""
    counts_rounds = mission.kind in ROUND_KINDS
    unknown = sorted(set(mission.games) - set(games))
    if unknown:
        return f"there is no game {', '.join(unknown)}; there are {', '.join(sorted(games))}"
    if mission.games and not counts_rounds:
        return f"games filter rounds, and {mission.kind} counts none"
    if (mission.kind == "win_multiplier") is (mission.multiplier is None):
        return "win_multiplier, and nothing else, needs a multiplier (in hundredths)"
    if len({each.type for each in mission.reward}) < len(mission.reward):
        return "name each type of reward once"
    if key in mission.requires or len(set(mission.requires)) < len(mission.requires):
        return "requires names other missions, each once"
    return _window_problem(mission)


def _window_problem(mission: Mission) -> str:
    starts, ends, claim_ends = mission.starts_at, mission.ends_at, mission.claim_ends_at
    if starts is not None and ends is not None and starts >= ends:
        return "the window is contradictory: ends_at must be after starts_at"
    if claim_ends is not None and ends is None:
        return "the window is contradictory: claim_ends_at without ends_at"
    if claim_ends is not None and ends is not None and claim_ends < ends:
        return "the window is contradictory: claim_ends_at must not be before ends_at"
    return ""


class Listed(NamedTuple):
    """A mission in force. A `closed` one is joined and counted no more; what was reached can still be claimed."""

    id: str
    version: int
    mission: Mission
    closed: bool = False


def check_together(listed: Iterable[Listed]) -> None:
    """Check that these missions fit. Raises MissionsRefused: too many, or a prerequisite is missing or circular."""
    missions = {each.id: each for each in listed}
    in_use = [each.id for each in missions.values() if not each.closed]
    if len(in_use) > MISSIONS_MAX:
        raise MissionsRefused(f"{len(in_use)} missions are in use, at most {MISSIONS_MAX} may be: close some", in_use)
    settled: set[str] = set()
    for key in missions:
        _follow(key, missions, settled, [])


def _follow(key: str, missions: Mapping[str, Listed], settled: set[str], path: list[str]) -> None:
    if key in settled:
        return
    if key in path:
        circle = path[path.index(key) :]
        raise MissionsRefused(f"these missions require each other: {', '.join(circle)}", circle)
    for each in missions[key].mission.requires:
        if each not in missions:
            raise MissionsRefused(f"mission {key} requires {each}, which there is not", [key])
        _follow(each, missions, settled, [*path, key])
    settled.add(key)


def claims_within(mission: Mission, days: int) -> int:
    """Return how often one player can claim it within so many days: once, each day, or each week that has begun."""
    if mission.starts_at is not None and mission.ends_at is not None:
        days = min(days, -(-(mission.ends_at - mission.starts_at) // DAY_MS))
    return {"once": 1, "daily": days + 1, "weekly": days // DAYS_OF_WEEK + 2}[mission.repeat]


class Part(Struct, array_like=True, frozen=True, gc=False):
    """A player's part in a mission: `period` is its first day (0: all time), `progress` and `claimed` are of it.

    `version` is that of the definition by which it was changed last; `claims` are those of all periods.
    """

    period: int = ONCE
    progress: int = 0
    version: int = 0
    claimed: bool = False
    claims: int = 0


def periods_of(day: int) -> Mapping[Repeat, int]:
    """Return the first day of the period that `day` is in, by repeat."""
    return {"once": ONCE, "daily": day, "weekly": day - (day - 1) % DAYS_OF_WEEK}


def period_name(period: int) -> str:
    """Return a period as analysts read it: `once`, or the date of its first day."""
    return date.fromordinal(period).isoformat() if period else "once"


def present(part: Part, mission: Mission, periods: Mapping[Repeat, int]) -> Part:
    """Return the part in the player's present period. An earlier day, of a clock or a time zone, begins nothing."""
    period = periods[mission.repeat]
    return Part(period, 0, part.version, False, part.claims) if period > part.period else part


class Round(NamedTuple):
    """A settled round as missions count it; `won` is None for a tie."""

    game: str
    bet: int
    payout: int
    won: bool | None


Gain = tuple[Listed, int]
"""A mission, and what a source adds to it."""


class _ByGame(NamedTuple):
    """The missions that rounds of one game add to: `play` and `win` are gains, the rest depends on the round."""

    play: tuple[Gain, ...]
    wager: tuple[Listed, ...]
    win: tuple[Gain, ...]
    win_multiplier: tuple[Listed, ...]


class _Open(NamedTuple):
    """Missions that count at one time, until `until_ms` at least."""

    until_ms: float
    by_kind: Mapping[str, tuple[Listed, ...]]
    by_game: dict[str, _ByGame]


class Roster:
    """The missions in force, found by what they count at a time."""

    def __init__(self, listed: Iterable[Listed] = ()) -> None:
        self.by_id: Mapping[str, Listed] = {each.id: each for each in listed}
        self.has_joined_by_itself = any(each.mission.auto_join and not each.closed for each in self.by_id.values())
        """Whether there is a mission in which everybody takes part."""
        self._open = _Open(-1, {}, {})
        self._since_ms = 0

    def counts(self, kind: Literal["purchase", "streak"], now_ms: int) -> tuple[Listed, ...]:
        """Return the missions that count purchases, or days of the streak."""
        return self._at(now_ms).by_kind[kind]

    def gains(self, source: Round, now_ms: int) -> list[Gain]:
        """Return the gain of each mission that counts the round."""
        now = self._at(now_ms)
        by_game = now.by_game.get(source.game)
        if by_game is None:
            by_game = now.by_game[source.game] = _of_game(source.game, now.by_kind)
        found = [*by_game.play]
        if by_game.wager:
            found += [(each, source.bet) for each in by_game.wager]
        if source.won:
            found += by_game.win
            if by_game.win_multiplier:
                won = source.payout * 100 // source.bet
                found += [(each, 1) for each in by_game.win_multiplier if won >= (each.mission.multiplier or 0)]
        return found

    def _at(self, now_ms: int) -> _Open:
        """Return the missions that count now: found again when a window opens or closes, or the clock went back."""
        if not self._since_ms <= now_ms < self._open.until_ms:
            found = [each for each in self.by_id.values() if not each.closed and each.mission.open_at(now_ms)]
            by_kind = {kind: tuple(each for each in found if each.mission.kind == kind) for kind in get_args(Kind)}
            edges = (edge for each in self.by_id.values() for edge in (each.mission.starts_at, each.mission.ends_at))
            until = min((edge for edge in edges if edge is not None and edge > now_ms), default=inf)
            self._since_ms, self._open = now_ms, _Open(until, by_kind, {})
        return self._open


def _of_game(game: str, by_kind: Mapping[str, tuple[Listed, ...]]) -> _ByGame:
    play, wager, win, win_multiplier = (
        tuple(each for each in by_kind[kind] if game in (each.mission.games or (game,)))
        for kind in ("play", "wager", "win", "win_multiplier")
    )
    return _ByGame(tuple((each, 1) for each in play), wager, tuple((each, 1) for each in win), win_multiplier)


def counted(
    part: Part, mission: Mission, version: int, amount: int, periods: Mapping[Repeat, int], *, highest: bool = False
) -> Part | None:
    """Return the part after `amount` more, or after `amount` in all if `highest`; None: it stays as it is.

    A claimed mission counts no more in its period; one that is reached and not claimed does, for a later version may
    have a higher target.
    """
    period, progress = periods[mission.repeat], part.progress
    if period > part.period:
        progress = 0
    elif part.claimed:
        return None
    else:
        period = part.period
    counts = max(progress, amount) if highest else progress + amount
    if counts > AMOUNT_MAX:
        counts = AMOUNT_MAX
    return None if counts == progress else Part(period, counts, version, False, part.claims)


def can_claim(part: Part, mission: Mission, now_ms: int) -> bool:
    """Return whether this part, in its present period, can be claimed."""
    return part.progress >= mission.target and not part.claimed and mission.claimable_at(now_ms)
