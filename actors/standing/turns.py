"""The feature of a player's standing: staff ban, unban and kick; players exclude themselves."""

from collections.abc import Sequence

from msgspec import structs

from actors.player.feature import FROM_STAFF, CommandHandler, Context, Feature, Push, unchanged
from actors.player.state import Part, PlayerState
from actors.runtime.entity import Decision, Rejection
from actors.staff.facts import ActDone, act_done
from actors.staff.messages import Act
from actors.standing.facts import Kicked, StandingChanged
from actors.standing.messages import (
    AccountClosed,
    AccountExclude,
    AccountExcluded,
    StandingGet,
    StandingShown,
    UserBan,
    UserKick,
    UserKicked,
    UserUnban,
)
from actors.standing.rules import EXCLUSION_MS_MAX, EXCLUSION_MS_MIN, GOOD, Standing, play_refusal

STANDING: Part[Standing] = Part("standing", Standing, lambda: GOOD)


def _refusal(player: PlayerState, now_ms: int) -> Rejection | None:
    found = play_refusal(STANDING.of(player), now_ms)
    return None if found is None else Rejection(*found)


def _ban(player: PlayerState, body: UserBan, context: Context) -> Decision | Rejection:
    if body.until is not None and body.until <= context.now_ms:
        return Rejection("invalid_payload", {"field": "until", "problem": "it has passed", "now": context.now_ms})
    banned = structs.replace(STANDING.of(player), ban_reason=body.act.reason, banned_until=body.until)
    return _changed(player, UserBan.EVENT, banned, body.act, closes="banned")


def _unban(player: PlayerState, body: UserUnban, context: Context) -> Decision:
    unbanned = structs.replace(STANDING.of(player), ban_reason="", banned_until=0)
    return _changed(player, UserUnban.EVENT, unbanned, body.act)


def _kick(player: PlayerState, body: UserKick, context: Context) -> Decision:
    done = act_done(UserKick.EVENT, f"user/{player.key}", body.act)
    return Decision(UserKicked(), (Kicked(reason=body.act.reason), done))


def _exclude(player: PlayerState, body: AccountExclude, context: Context) -> Decision | Rejection:
    """Exclude the player; no second thought makes it shorter."""
    standing, now_ms = STANDING.of(player), context.now_ms
    earliest = max(now_ms + EXCLUSION_MS_MIN, standing.excluded_until)
    latest = now_ms + EXCLUSION_MS_MAX
    if not earliest <= body.until <= latest:
        return Rejection("invalid_payload", {"field": "until", "min": earliest, "max": latest})
    longer = structs.replace(standing, excluded_until=body.until)
    return Decision(AccountExcluded(until=body.until), (_fact(longer, "self_excluded"),))


def _changed(player: PlayerState, event: str, new: Standing, act: Act, closes: str = "") -> Decision:
    """Decide a standing that staff have set; one that leaves all as it was is an act all the same."""
    old = STANDING.of(player)
    done = act_done(event, f"user/{player.key}", act, structs.asdict(old), structs.asdict(new))
    facts = (done,) if new == old else (_fact(new, closes), done)
    return Decision(_shown(new, changed=new != old), facts)


def _fact(standing: Standing, closes: str) -> StandingChanged:
    return StandingChanged(**structs.asdict(standing), closes=closes)


def _put(player: PlayerState, fact: StandingChanged) -> frozenset[str]:
    return STANDING.put(player, Standing(fact.ban_reason, fact.banned_until, fact.excluded_until))


def _shown(standing: Standing, *, changed: bool = False) -> StandingShown:
    return StandingShown(changed=changed, **structs.asdict(standing))


def _closed(player: PlayerState, facts: Sequence[StandingChanged | Kicked]) -> Sequence[AccountClosed]:
    return [_account_closed(fact) for fact in facts if isinstance(fact, Kicked) or fact.closes]


def _account_closed(fact: StandingChanged | Kicked) -> AccountClosed:
    if isinstance(fact, Kicked):
        return AccountClosed(code="kicked", reason=fact.reason, until=None)
    if fact.closes == "banned":
        return AccountClosed(code="banned", reason=fact.ban_reason, until=fact.banned_until)
    return AccountClosed(code="self_excluded", reason="", until=fact.excluded_until)


STANDING_FEATURE = Feature(
    name="standing",
    parts=(STANDING,),
    commands={
        AccountExclude: CommandHandler(_exclude),
        UserBan: CommandHandler(_ban, senders=FROM_STAFF),
        UserUnban: CommandHandler(_unban, senders=FROM_STAFF),
        UserKick: CommandHandler(_kick, senders=FROM_STAFF),
    },
    queries={StandingGet: lambda player, query, now_ms: _shown(STANDING.of(player))},
    facts={StandingChanged: _put, Kicked: unchanged, ActDone: unchanged},
    pushes=(Push((StandingChanged, Kicked), (AccountClosed,), _closed),),
    gate=_refusal,
    attach_refusal=_refusal,
)
