"""The feature of a player's streak: count a day, claim, protect and change the time zone.

A day counts once in the zone that the player lives in. A change of the zone gives the last day the date that the new
zone has just before the old day ends, so that the next day that counts begins after that end: a change earns no day. A
run that has ended stays ended: in the new zone it has no last day that it could go on from.

Everything else that a player has once in a day or a week is counted by `player_day`.
"""

from typing import Any

from msgspec import structs

from actors.debts.debts import left_of
from actors.economy.area import EconomyInForce
from actors.money.wallet import GOLD, HOUSE_REWARDS, HOUSE_SHOP, receive, spend
from actors.player.experience import tier_of
from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature, Push, SnapshotField
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision, Rejection
from actors.runtime.facts import Fact
from actors.staff.facts import recorded
from actors.streak.area import StreakInForce, for_tier
from actors.streak.calendar import NO_CHANGE, Calendar, day_of, zone_left
from actors.streak.facts import FreezeBought, FreezeGranted, StreakFact, StreakRungClaimed, StreakTicked, ZoneChanged
from actors.streak.local_days import day_end_ms, day_name, local_day, zone_named
from actors.streak.messages import (
    FreezesCounted,
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
    UserFreezeGrant,
)
from actors.streak.rules import (
    NEVER,
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
SIGN_UP = "gateway"
"""The origin of the zone that a new player signed up with: their first, so that no day of another zone goes on."""

STREAK: Part[Streak] = Part("streak", Streak, lambda: NEVER)
CALENDAR: Part[Calendar] = Part("calendar", Calendar, lambda: NO_CHANGE)
CHANGES: tuple[type[StreakFact], ...] = (StreakTicked, StreakRungClaimed, FreezeBought, FreezeGranted, ZoneChanged)


class StreakTurns:
    """Decides the commands of a player's streak by the numbers of the operator."""

    def __init__(self, streak: StreakInForce, economy: EconomyInForce) -> None:
        self._streak = streak
        self._economy = economy

    def _config(self, state: PlayerState) -> StreakConfig:
        """Return the numbers in force for the tier of the player."""
        economy = self._economy.now()
        return for_tier(self._streak.now(), economy.benefits_of(tier_of(state, economy)))

    def tick(self, state: PlayerState, body: StreakTick, context: Context) -> Decision:
        return _tick(STREAK.of(state), self._config(state), context.now_ms)

    def claim(self, state: PlayerState, body: StreakClaim, context: Context) -> Decision | Rejection:
        config, version = self._config(state), self._economy.now().version
        rung = _rung_to_claim(STREAK.of(state), body.rung, config, context.now_ms)
        if isinstance(rung, Rejection):
            return rung
        refusal = context.refuse_above_room(state, GOLD, rung.amount)
        return refusal or _claim(state, rung, config, context.now_ms, version)

    def protect(self, state: PlayerState, body: StreakProtect, context: Context) -> Decision | Rejection:
        streak, gold = STREAK.of(state), state.root.balances[GOLD]
        return _protect(streak, state.account, gold, self._config(state), context.now_ms)

    def grant(self, state: PlayerState, body: UserFreezeGrant, context: Context) -> Decision | Rejection:
        decision = _grant(STREAK.of(state), body, self._config(state), context.now_ms)
        given = FreezesCounted(STREAK.of(state).freezes + body.count)
        return recorded(decision, UserFreezeGrant.EVENT, f"user/{state.key}", body.act, given)

    def change_zone(self, state: PlayerState, body: StreakZone, context: Context) -> Decision | Rejection:
        streak, calendar, now_ms, config = STREAK.of(state), CALENDAR.of(state), context.now_ms, self._config(state)
        if context.command.origin != SIGN_UP:
            calendar = zone_left(calendar, now_ms, zone_of(streak, config), config.reset_hour)
        return _change_zone(streak, calendar, body.time_zone, config, now_ms)

    def on_attach(self, state: PlayerState, now_ms: int) -> tuple[str, StreakTick] | None:
        """Count the day before the player sees anything, unless it has counted."""
        streak = STREAK.of(state)
        counts = missed(streak, _today(streak, self._streak.now(), now_ms)) >= 0
        return (f"arrival:{streak.run}/{streak.count}", StreakTick()) if counts else None

    def shown(self, state: PlayerState, now_ms: int) -> StreakState:
        return shown(STREAK.of(state), self._config(state), now_ms)


def streak_feature(economy: EconomyInForce, streak: StreakInForce) -> Feature:
    """Return the feature."""
    turns = StreakTurns(streak, economy)
    return Feature(
        name="streak",
        parts=(STREAK, CALENDAR),
        commands={
            StreakTick: CommandHandler(turns.tick, gated=True),
            StreakClaim: CommandHandler(turns.claim, gated=True),
            StreakProtect: CommandHandler(turns.protect, gated=True),
            StreakZone: CommandHandler(turns.change_zone, gated=True),
            UserFreezeGrant: CommandHandler(turns.grant, senders=FROM_STAFF),
        },
        queries={StreakGet: lambda state, query, now_ms: turns.shown(state, now_ms)},
        facts={
            **dict.fromkeys(CHANGES, lambda state, fact: STREAK.put(state, fact.streak)),
            ZoneChanged: lambda state, fact: STREAK.put(state, fact.streak) | CALENDAR.put(state, fact.calendar),
        },
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


def player_day(player: PlayerState, config: StreakConfig, now_ms: int) -> int:
    """Return the ordinal of the day that it is for `player`: what they have once in a period is counted by it."""
    return day_of(CALENDAR.of(player), now_ms, zone_of(STREAK.of(player), config), config.reset_hour)


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


def _rung_to_claim(streak: Streak, wanted: int | None, config: StreakConfig, now_ms: int) -> Rung | Rejection:
    rungs = claimable(streak)
    if wanted is not None and wanted <= streak.claimed:
        return Rejection("already_claimed", {"rung": wanted, "claimed": streak.claimed})
    if not rungs or not stands(streak, _today(streak, config, now_ms)) or wanted not in (None, rungs[0]):
        return Rejection("not_claimable", {"count": streak.count, "next": rungs[0] if rungs else None})
    return Rung(rungs[0], config.reward(rungs[0]))


def _claim(state: PlayerState, rung: Rung, config: StreakConfig, now_ms: int, economy: int) -> Decision:
    """Pay a rung; `economy` is the version of the economy."""
    streak = STREAK.of(state)
    after = claimed(streak)
    paid = receive(
        state.account,
        state.root.balances[GOLD],
        HOUSE_REWARDS,
        rung.amount,
        reason=REASON_CLAIM,
        reference=f"streak:{streak.run}/{rung.rung}",
        version=config.version,
    )
    facts: tuple[Fact, ...] = (
        paid,
        StreakRungClaimed(
            streak=after,
            push=_push(after, config, now_ms),
            rung=rung.rung,
            amount=rung.amount,
            config_version=config.version,
            percent=config.percent,
            economy_version=economy,
        ),
    )
    fields = _fields(after, config, now_ms)
    return Decision(StreakRewarded(**fields, paid=rung, gold=left_of(state, GOLD, paid.balance_after)), facts)


def _protect(streak: Streak, account: str, balance: int, config: StreakConfig, now_ms: int) -> Decision | Rejection:
    price = config.freeze_price
    if streak.freezes >= config.freezes_max:
        return Rejection("limit_exceeded", {"have": streak.freezes, "max": config.freezes_max})
    if price > balance:
        return Rejection("insufficient_gold", {"need": price, "have": balance})
    if streak.run and not stands(streak, _today(streak, config, now_ms)):
        return Rejection("forbidden", {"reason": "a freeze protects days to come; count today first"})
    after = structs.replace(streak, freezes=streak.freezes + 1)
    spent = spend(account, balance, HOUSE_SHOP, price, reason=REASON_FREEZE, reference="", version=config.version)
    facts: tuple[Fact, ...] = (spent, FreezeBought(streak=after, push=_push(after, config, now_ms), price=price))
    return Decision(StreakProtected(**_fields(after, config, now_ms), gold=spent.balance_after), facts)


def _grant(streak: Streak, body: UserFreezeGrant, config: StreakConfig, now_ms: int) -> Decision | Rejection:
    """Give freezes for days to come: a run that has ended stays ended, as after a change of zone."""
    is_over = streak.run > 0 and not stands(streak, _today(streak, config, now_ms))
    after = structs.replace(streak, freezes=streak.freezes + body.count, day=0 if is_over else streak.day)
    if after.freezes > config.freezes_max:
        return Rejection("limit_exceeded", {"have": streak.freezes, "max": config.freezes_max})
    push = _push(after, config, now_ms)
    fact = FreezeGranted(streak=after, push=push, count=body.count, order_id=body.order_id)
    return Decision(FreezesCounted(after.freezes), (fact,))


def _change_zone(
    streak: Streak, calendar: Calendar, wanted: str, config: StreakConfig, now_ms: int
) -> Decision | Rejection:
    """Live in the zone `wanted`; `calendar` is the player's after it."""
    old, new = zone_of(streak, config), zone_named(wanted)
    if new is None:
        return Rejection("invalid_payload", {"field": "time_zone", "problem": "the IANA database has no such zone"})
    if new == old:
        return Decision(shown(streak, config, now_ms))
    if streak.zone_changed_ms and now_ms < streak.zone_changed_ms + ZONE_CHANGE_MS_MIN:
        return Rejection("limit_exceeded", {"again_at": streak.zone_changed_ms + ZONE_CHANGE_MS_MIN})
    day = 0
    if stands(streak, _today(streak, config, now_ms)):
        day = local_day(day_end_ms(streak.day, old, config.reset_hour) - 1, new, config.reset_hour)
    after = rezoned(streak, new, day, now_ms)
    fact = ZoneChanged(
        streak=after,
        push=_push(after, config, now_ms),
        old=old,
        new=new,
        day=day_name(day) if day else "",
        calendar=calendar,
    )
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
