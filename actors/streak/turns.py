"""A player's streak: turns that count a day, claim, protect and change the time zone.

A day counts once in the zone that the player lives in. A change of the zone gives his last day the date that the new
zone has just before the old day ends. So the next day that counts begins after that end: a change earns no day.
"""

from typing import Any

from msgspec import structs

from actors.facts import Fact
from actors.money.wallet import HOUSE_REWARDS, HOUSE_SHOP, receive, spend
from actors.runtime.entity import Decision, Rejection
from actors.runtime.payloads import AMOUNT_MAX
from actors.streak.facts import FreezeBought, StreakRungClaimed, StreakTicked, ZoneChanged
from actors.streak.local_days import day_end_ms, day_name, is_zone, local_day
from actors.streak.messages import (
    Rung,
    StreakClaim,
    StreakCounted,
    StreakProtect,
    StreakProtected,
    StreakRewarded,
    StreakState,
    StreakTick,
    StreakUpdate,
    StreakZone,
)
from actors.streak.rules import (
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

StreakCommand = StreakTick | StreakClaim | StreakProtect | StreakZone
STREAK_COMMANDS = (StreakTick, StreakClaim, StreakProtect, StreakZone)


def decide(
    streak: Streak, account: str, balance: int, body: StreakCommand, config: StreakConfig, now_ms: int, version: int
) -> Decision | Rejection:
    """The turn of a player's command; `balance` is his gold, `version` that of the economy."""
    match body:
        case StreakTick():
            return _tick(streak, config, now_ms)
        case StreakClaim():
            return _claim(streak, account, balance, body.rung, config, now_ms, version)
        case StreakProtect():
            return _protect(streak, account, balance, config, now_ms, version)
        case StreakZone():
            return _change_zone(streak, body.time_zone, config, now_ms)


def arrival(streak: Streak, config: StreakConfig, now_ms: int) -> tuple[str, StreakTick] | None:
    """What a player's connection does before he sees anything: it counts the day, if none has."""
    counts = missed(streak, _today(streak, config, now_ms)) >= 0
    return (f"arrival:{streak.run}/{streak.count}", StreakTick()) if counts else None


def shown(streak: Streak, config: StreakConfig, now_ms: int) -> StreakState:
    """The streak as its player sees it."""
    return StreakState(**_fields(streak, config, now_ms))


def zone_of(streak: Streak, config: StreakConfig) -> str:
    """The time zone that the player lives in."""
    return streak.time_zone or config.time_zone


def _tick(streak: Streak, config: StreakConfig, now_ms: int) -> Decision:
    tick = ticked(streak, _today(streak, config, now_ms))
    if tick is None:
        said = StreakCounted(**_fields(streak, config, now_ms), counted=False, freezes_used=0, ended=0)
        return Decision(said)
    after = tick.streak
    fact = StreakTicked(
        streak=after,
        told=_told(after, config, now_ms),
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
        StreakRungClaimed(streak=after, told=_told(after, config, now_ms), rung=rung, amount=amount),
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
    facts: tuple[Fact, ...] = (spent, FreezeBought(streak=after, told=_told(after, config, now_ms), price=price))
    return Decision(StreakProtected(**_fields(after, config, now_ms), gold=spent.balance_after), facts)


def _change_zone(streak: Streak, new: str, config: StreakConfig, now_ms: int) -> Decision | Rejection:
    old = zone_of(streak, config)
    if not is_zone(new):
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
    fact = ZoneChanged(streak=after, told=_told(after, config, now_ms), old=old, new=new, day=name)
    return Decision(shown(after, config, now_ms), (fact,))


def _today(streak: Streak, config: StreakConfig, now_ms: int) -> int:
    return local_day(now_ms, zone_of(streak, config), config.reset_hour)


def _told(streak: Streak, config: StreakConfig, now_ms: int) -> StreakUpdate:
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
