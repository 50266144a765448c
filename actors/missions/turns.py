"""A player's missions: turns that join and claim, and the counting that goes with every other turn.

The facts of a turn are searched for sources (rounds, purchases, days of the streak); their gains are decided in the
same turn, so that they count exactly as often as their source: once. A claim and its transfers are one turn.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import structs

from actors.debts.debts import left_of
from actors.definitions.book import Definitions
from actors.games.facts import RoundPlayed
from actors.missions import view as missions_view
from actors.missions.area import MissionsInForce, Moment
from actors.missions.enrolment import Enrolment
from actors.missions.facts import AnyMissionFact, MissionClaimed, MissionsMoved, MissionStep
from actors.missions.messages import EventClaim, EventClaimed, EventJoin, EventProgress, EventsGet, EventState, Grant
from actors.missions.rules import (
    Listed,
    Part,
    Round,
    counted,
    present,
)
from actors.missions.state import MISSIONS, RECORDS, apply, enrolment_of
from actors.money.wallet import GOLD, HOUSE_REWARDS, receive
from actors.player.feature import CommandHandler, Context, Feature, Push, Reaction, SnapshotField, unchanged
from actors.player.state import PlayerState
from actors.rewards.facts import RewardIssued
from actors.runtime.entity import Decision, Rejection
from actors.runtime.facts import Fact
from actors.shop.facts import PurchaseChanged
from actors.streak.facts import StreakTicked
from actors.streak.rules import STREAK_CONFIG, StreakConfig

Source = RoundPlayed | PurchaseChanged | StreakTicked
REASON = "mission"
"""The reason of the transfers that pay a claim."""


def missions_feature(definitions: Definitions | None = None, streak: StreakConfig = STREAK_CONFIG) -> Feature:
    """Return the feature; a player's day is that of their calendar, by `streak`."""
    missions = MissionsInForce(definitions, streak)

    def at(state: PlayerState, now_ms: int) -> Moment:
        return missions.at(state, now_ms)

    def join(state: PlayerState, body: EventJoin, context: Context) -> Decision | Rejection:
        moment = at(state, context.now_ms)
        listed = moment.roster.by_id.get(body.event_id)
        return _unknown(body.event_id) if listed is None else _join(state, listed, moment)

    def claim(state: PlayerState, body: EventClaim, context: Context) -> Decision | Rejection:
        moment = at(state, context.now_ms)
        listed = moment.roster.by_id.get(body.event_id)
        return _unknown(body.event_id) if listed is None else _claim(state, listed, context, moment)

    def count(state: PlayerState, sources: Sequence[Source], context: Context) -> Sequence[AnyMissionFact]:
        if not missions.concern(enrolment_of(state)):
            return ()
        return _count(state, sources[0], at(state, context.now_ms))  # a turn has one source at most

    return Feature(
        name="missions",
        parts=(MISSIONS, RECORDS),
        commands={EventJoin: CommandHandler(join, gated=True), EventClaim: CommandHandler(claim, gated=True)},
        queries={EventsGet: lambda state, query, now_ms: missions_view.active(enrolment_of(state), at(state, now_ms))},
        facts={MissionsMoved: apply, MissionStep: unchanged, MissionClaimed: unchanged},
        reactions=(Reaction(frozenset({RoundPlayed, PurchaseChanged, StreakTicked}), count),),
        pushes=(Push((MissionsMoved,), (EventProgress,), _pushes),),
        snapshot={
            "events": SnapshotField(
                list[EventState],
                lambda state, now_ms: missions_view.states(enrolment_of(state), at(state, now_ms)),
                "Events and missions that count or can be claimed.",
            )
        },
    )


def _unknown(event_id: str) -> Rejection:
    return Rejection("not_found", {"event_id": event_id})


def _pushes(state: PlayerState, facts: Sequence[MissionsMoved]) -> Sequence[EventProgress]:
    return [push for fact in facts for push in fact.pushes]


def _join(state: PlayerState, listed: Listed, moment: Moment) -> Decision | Rejection:
    enrolment, mission, now_ms = enrolment_of(state), listed.mission, moment.now_ms
    known = enrolment.part(listed)
    if known is not None:
        return Decision(missions_view.state(listed, present(known, mission, moment.periods), now_ms))
    if listed.closed or not mission.open_at(now_ms):
        return Rejection("item_inactive", {"starts_at": mission.starts_at, "ends_at": mission.ends_at})
    if not enrolment.has_done(mission.requires):
        return Rejection("forbidden", {"reason": "requires", "requires": list(mission.requires)})
    part = present(Part(version=listed.version), mission, moment.periods)
    pushes = (missions_view.progress(listed, part, now_ms),)
    moved = _moved(enrolment, {listed.id: part}, pushes, moment)
    return Decision(missions_view.state(listed, part, now_ms), (moved, _step(listed, part, "joined", "")))


def _claim(state: PlayerState, listed: Listed, context: Context, moment: Moment) -> Decision | Rejection:
    now_ms = moment.now_ms
    part = enrolment_of(state).part(listed)
    if part is not None:
        part = present(part, listed.mission, moment.periods)
    refusal = _claim_refusal(listed, part, now_ms) or _reward_refusal(state, listed, context)
    if refusal is not None or part is None:
        return refusal or Rejection("not_claimable")
    claimed = Part(part.period, part.progress, listed.version, True, part.claims + 1)
    paid, grants = _pay(state, listed, context.tx)
    facts: list[Fact] = [
        MissionClaimed(
            mission_id=listed.id,
            version=listed.version,
            period=part.period,
            progress=part.progress,
            target=listed.mission.target,
            reward=listed.mission.reward,
        ),
        _moved(enrolment_of(state), {listed.id: claimed}, (missions_view.progress(listed, claimed, now_ms),), moment),
        *paid,
    ]
    gold = next((each.amount for each in listed.mission.reward if each.type == GOLD), 0) + state.root.balances[GOLD]
    return Decision(
        EventClaimed(
            **structs.asdict(missions_view.state(listed, claimed, now_ms)),
            grants=grants,
            gold=left_of(state, GOLD, gold),
        ),
        tuple(facts),
    )


def _claim_refusal(listed: Listed, part: Part | None, now_ms: int) -> Rejection | None:
    mission = listed.mission
    if part is None:
        return Rejection("not_claimable", {"reason": "not_joined"})
    if part.claimed:
        return Rejection("already_claimed", {"event_id": listed.id})
    if not mission.claimable_at(now_ms):
        ended = mission.ends_at if mission.claim_ends_at is None else mission.claim_ends_at
        return Rejection("not_claimable", {"reason": "window", "starts_at": mission.starts_at, "ended_at": ended})
    if part.progress < mission.target:
        progress = {"progress": part.progress, "target": mission.target}
        return Rejection("not_claimable", {"reason": "target", **progress})
    return None


def _reward_refusal(state: PlayerState, listed: Listed, context: Context) -> Rejection | None:
    """Return the refusal of the first part of the reward for which there is no room."""
    refusals = (context.refuse_above_room(state, each.type, each.amount) for each in listed.mission.reward)
    return next(filter(None, refusals), None)


def _pay(state: PlayerState, listed: Listed, tx: str) -> tuple[list[Fact], list[Grant]]:
    """Return the transfers of the reward, each with its notice, and the grants of the reply."""
    facts: list[Fact] = []
    grants = []
    for n, each in enumerate(listed.mission.reward):
        grant_id = f"{tx}:{n}"
        facts.append(
            receive(
                state.account,
                state.root.balances[each.type],
                HOUSE_REWARDS,
                each.amount,
                reason=REASON,
                reference=f"event:{listed.id}",
                version=listed.version,
                currency=each.type,
            )
        )
        facts.append(
            RewardIssued(grant_id=grant_id, reward_type=each.type, amount=each.amount, source=f"event:{listed.id}")
        )
        grants.append(Grant(grant_id, each.type, each.amount))
    return facts, grants


# --- counting ---------------------------------------------------------------------------------------------------------


def _count(state: PlayerState, fact: Source, moment: Moment) -> tuple[AnyMissionFact, ...]:
    """Return the facts that one source leads to."""
    roster, now_ms = moment.roster, moment.now_ms
    match fact:
        case RoundPlayed():
            gains = roster.gains(Round(fact.game, fact.bet, fact.payout, fact.won), now_ms)
            return _count_all(state, gains, fact.game, moment)
        case PurchaseChanged(status="success"):
            return _count_all(state, [(each, 1) for each in roster.counts("purchase", now_ms)], "purchase", moment)
        case StreakTicked():
            gains = [(each, fact.count) for each in roster.counts("streak", now_ms)]
            return _count_all(state, gains, "streak", moment, highest=True)
        case _:
            return ()


def _count_all(
    state: PlayerState, gains: Iterable[tuple[Listed, int]], source: str, moment: Moment, *, highest: bool = False
) -> tuple[AnyMissionFact, ...]:
    """Return one fact for all missions that move, and the steps that are rows."""
    enrolment, periods = enrolment_of(state), moment.periods
    moved: dict[str, Part] = {}
    steps: list[MissionStep] = []
    seen: list[Listed] = []
    for listed, amount in gains:
        key, version, mission, _ = listed
        known_part = enrolment.part(listed)
        before = enrolment.new_part(listed) if known_part is None else known_part
        part = None if before is None else counted(before, mission, version, amount, periods, highest=highest)
        if before is None or part is None:
            continue
        moved[key] = part
        is_next, had, has, target = before.period == part.period, before.progress, part.progress, mission.target
        if had < target or not is_next:
            seen.append(listed)
        if not had or not is_next or has >= target or before.version != version:
            steps += _steps(listed, known_part, part, source)
    if not moved:
        return ()
    pushes = missions_view.pushes(seen, moved, moment.now_ms)
    return (_moved(enrolment, moved, pushes, moment), *steps)


def _moved(
    enrolment: Enrolment, moved: dict[str, Part], pushes: tuple[EventProgress, ...], moment: Moment
) -> MissionsMoved:
    """Return the fact that these parts are others now, with what is noted and forgotten beside them."""
    by_id = moment.roster.by_id
    return MissionsMoved(
        parts=moved,
        pushes=pushes,
        forgotten=enrolment.forgettable(len(moved.keys() - enrolment.parts.keys()), moment.roster),
        kinds=enrolment.kinds_to_note({key: by_id[key] for key in moved}),
    )


def _steps(listed: Listed, before: Part | None, part: Part, source: str) -> Iterable[MissionStep]:
    is_next = before is not None and before.period == part.period
    had = before.progress if before is not None and is_next else 0
    if before is None:
        yield _step(listed, part, "joined", source)
    elif not had or before.version != part.version:
        yield _step(listed, part, "counted", source)
    if had < listed.mission.target <= part.progress:
        yield _step(listed, part, "reached", source)


def _step(listed: Listed, part: Part, step: Literal["joined", "counted", "reached"], source: str) -> MissionStep:
    return MissionStep(
        mission_id=listed.id,
        version=part.version,
        period=part.period,
        step=step,
        progress=part.progress,
        target=listed.mission.target,
        source=source,
    )
