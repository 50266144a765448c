"""The feature of a player's streak: count a day, claim, protect and change the time zone.

A day counts once in the zone that the player lives in. A change of the zone gives the last day the date that the new
zone has just before the old day ends, so that the next day that counts begins after that end: a change earns no day.
"""

from typing import Any

from msgspec import structs

from actors.money.amounts import AMOUNT_MAX
from actors.money.economy import EconomyConfig
from actors.money.wallet import GOLD, HOUSE_REWARDS, HOUSE_SHOP, receive, spend
from actors.player.feature import CommandHandler, Context, Feature, Push, SnapshotField
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision, Rejection
from actors.runtime.facts import Fact
from actors.streak.facts import FreezeBought, StreakFact, StreakRungClaimed, StreakTicked, ZoneChanged
from actors.streak.local_days import day_end_ms, day_name, local_day, zone_named
from actors.streak.messages import (
    Rung,
    StreakClaim,
    StreakCounted,
    StreakGet,
    StreakProtect,
    StreakProtected,
    StreakRewarded,
    StreakState,
    StreakTick,
    StreakUpdate,
    StreakZone,
)
from actors.streak.rules import (
    NEVER,
    STREAK_CONFIG,
    ZONE_CHANGE_MS_MIN,
    Streak,
    StreakConfig,
    claimable,
    claimed,
    missed,
    rezoned,
    stands,
    ticked,
)

REASON_CLAIM = "streak"
REASON_FREEZE = "streak_freeze"

STREAK: Part[Streak] = Part("streak", Streak, lambda: NEVER)
CHANGES: tuple[type[StreakFact], ...] = (StreakTicked, StreakRungClaimed, FreezeBought, ZoneChanged)


class StreakTurns:
    """Decides the commands of a player's streak by the numbers of the operator."""

    def __init__(self, config: StreakConfig, economy: EconomyConfig) -> None:
        self._config = config
        self._version = economy.version

    def tick(self, state: PlayerState, body: StreakTick, context: Context) -> Decision:
        return _tick(STREAK.of(state), self._config, context.now_ms)

    def claim(self, state: PlayerState, body: StreakClaim, context: Context) -> Decision | Rejection:
        streak, gold = STREAK.of(state), state.root.balances[GOLD]
        return _claim(streak, state.account, gold, body.rung, self._config, context.now_ms, self._version)

    def protect(self, state: PlayerState, body: StreakProtect, context: Context) -> Decision | Rejection:
        streak, gold = STREAK.of(state), state.root.balances[GOLD]
        return _protect(streak, state.account, gold, self._config, context.now_ms, self._version)

    def change_zone(self, state: PlayerState, body: StreakZone, context: Context) -> Decision | Rejection:
        return _change_zone(STREAK.of(state), body.time_zone, self._config, context.now_ms)

    def on_attach(self, state: PlayerState, now_ms: int) -> tuple[str, StreakTick] | None:
        """Count the day before the player sees anything, unless it has counted."""
        streak = STREAK.of(state)
        counts = missed(streak, _today(streak, self._config, now_ms)) >= 0
        return (f"arrival:{streak.run}/{streak.count}", StreakTick()) if counts else None

    def shown(self, state: PlayerState, now_ms: int) -> StreakState:
        return shown(STREAK.of(state), self._config, now_ms)


def streak_feature(economy: EconomyConfig, config: StreakConfig = STREAK_CONFIG) -> Feature:
    """Return the feature."""
    turns = StreakTurns(config, economy)
    return Feature(
        name="streak",
        parts=(STREAK,),
        commands={
            StreakTick: CommandHandler(turns.tick, gated=True),
            StreakClaim: CommandHandler(turns.claim, gated=True),
            StreakProtect: CommandHandler(turns.protect, gated=True),
            StreakZone: CommandHandler(turns.change_zone, gated=True),
        },
        queries={StreakGet: lambda state, query, now_ms: turns.shown(state, now_ms)},
        facts=dict.fromkeys(CHANGES, lambda state, fact: STREAK.put(state, fact.streak)),
        pushes=(Push(CHANGES, (StreakUpdate,), lambda state, facts: [fact.push for fact in facts]),),
        snapshot={"streak": SnapshotField(StreakState, turns.shown, "The streak.")},
        on_attach=turns.on_attach,
    )


def shown(streak: Streak, config: StreakConfig, now_ms: int) -> StreakState:
    """Return the streak as its player sees it."""
    return StreakState(**_fields(streak, config, now_ms))


def zone_of(streak: Streak, config: StreakConfig) -> str:
    """Return the time zone that the player lives in."""
    return streak.time_zone or config.time_zone


def _tick(streak: Streak, config: StreakConfig, now_ms: int) -> Decision:
    tick = ticked(streak, _today(streak, config, now_ms))
    if tick is None:
        reply = StreakCounted(**_fields(streak, config, now_ms), counted=False, freezes_used=0, ended=0)
        return Decision(reply)
    after = tick.streak
    fact = StreakTicked(
        streak=after,
        push=_push(after, config, now_ms),
        count=after.count,
        day=day_name(after.day),
        time_zone=zone_of(after, config),
        freezes_used=tick.freezes_used,
        ended=tick.ended,
    )
    fields = _fields(after, config, now_ms)
    return Decision(StreakCounted(**fields, counted=True, freezes_used=tick.freezes_used, ended=tick.ended), (fact,))


def _claim(
    streak: Streak, account: str, balance: int, wanted: int | None, config: StreakConfig, now_ms: int, version: int
) -> Decision | Rejection:
    rungs = claimable(streak)
    if wanted is not None and wanted <= streak.claimed:
        return Rejection("already_claimed", {"rung": wanted, "claimed": streak.claimed})
    if not rungs or not stands(streak, _today(streak, config, now_ms)) or wanted not in (None, rungs[0]):
        return Rejection("not_claimable", {"count": streak.count, "next": rungs[0] if rungs else None})
    rung, amount = rungs[0], config.reward(rungs[0])
    if balance + amount > AMOUNT_MAX:
        return Rejection("limit_exceeded", {"have": balance, "max": AMOUNT_MAX})
    after = claimed(streak)
    paid = receive(
        account,
        balance,
        HOUSE_REWARDS,
        amount,
        reason=REASON_CLAIM,
        reference=f"streak:{streak.run}/{rung}",
        version=version,
    )
    facts: tuple[Fact, ...] = (
        paid,
        StreakRungClaimed(streak=after, push=_push(after, config, now_ms), rung=rung, amount=amount),
    )
    fields = _fields(after, config, now_ms)
    return Decision(StreakRewarded(**fields, paid=Rung(rung, amount), gold=paid.balance_after), facts)


def _protect(
    streak: Streak, account: str, balance: int, config: StreakConfig, now_ms: int, version: int
) -> Decision | Rejection:
    price = config.freeze_price
    if streak.freezes >= config.freezes_max:
        return Rejection("limit_exceeded", {"have": streak.freezes, "max": config.freezes_max})
    if price > balance:
        return Rejection("insufficient_gold", {"need": price, "have": balance})
    if streak.day and not stands(streak, _today(streak, config, now_ms)):
        return Rejection("forbidden", {"reason": "a freeze protects days to come; count today first"})
    after = structs.replace(streak, freezes=streak.freezes + 1)
    spent = spend(account, balance, HOUSE_SHOP, price, reason=REASON_FREEZE, reference="", version=version)
    facts: tuple[Fact, ...] = (spent, FreezeBought(streak=after, push=_push(after, config, now_ms), price=price))
    return Decision(StreakProtected(**_fields(after, config, now_ms), gold=spent.balance_after), facts)


def _change_zone(streak: Streak, wanted: str, config: StreakConfig, now_ms: int) -> Decision | Rejection:
    old, new = zone_of(streak, config), zone_named(wanted)
    if new is None:
        return Rejection("invalid_payload", {"field": "time_zone", "problem": "the IANA database has no such zone"})
    if new == old:
        return Decision(shown(streak, config, now_ms))
    if streak.zone_changed_ms and now_ms < streak.zone_changed_ms + ZONE_CHANGE_MS_MIN:
        return Rejection("limit_exceeded", {"again_at": streak.zone_changed_ms + ZONE_CHANGE_MS_MIN})
    day = streak.day
    if day:
        day = local_day(day_end_ms(day, old, config.reset_hour) - 1, new, config.reset_hour)
    after = rezoned(streak, new, day, now_ms)
    name = day_name(day) if day else ""
    fact = ZoneChanged(streak=after, push=_push(after, config, now_ms), old=old, new=new, day=name)
    return Decision(shown(after, config, now_ms), (fact,))


def _today(streak: Streak, config: StreakConfig, now_ms: int) -> int:
    return local_day(now_ms, zone_of(streak, config), config.reset_hour)


def _push(streak: Streak, config: StreakConfig, now_ms: int) -> StreakUpdate:
    return StreakUpdate(**_fields(streak, config, now_ms))


def _fields(streak: Streak, config: StreakConfig, now_ms: int) -> dict[str, Any]:
    today, zone = _today(streak, config, now_ms), zone_of(streak, config)
    alive = stands(streak, today)
    rungs = claimable(streak) if alive else range(0)
    return {
        "count": streak.count if alive else 0,
        "longest": streak.longest,
        "freezes": streak.freezes,
        "freezes_max": config.freezes_max,
        "freeze_price": config.freeze_price,
        "ticked_today": missed(streak, today) < 0,
        "next_reset": day_end_ms(max(today, streak.day), zone, config.reset_hour),
        "run": streak.run,
        "time_zone": zone,
        "claimable": len(rungs),
        "next_claim": Rung(rungs[0], config.reward(rungs[0])) if rungs else None,
    }
