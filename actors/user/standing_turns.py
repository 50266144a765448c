"""A user's standing: turns by which staff ban, unban and kick, and by which a player excludes himself."""

from msgspec import Struct, structs

from actors.facts import ActDone, Kicked, StandingChanged
from actors.messages import AccountExclude, AccountExcluded
from actors.runtime.entity import Decision, Rejection
from actors.user.staff_messages import Act, StandingShown, UserBan, UserKick, UserKicked, UserUnban
from actors.user.standing import EXCLUSION_MS_MAX, EXCLUSION_MS_MIN, Standing, barrier


def refusal(standing: Standing, now_ms: int) -> Rejection | None:
    """Why the player may not play; None: he may."""
    found = barrier(standing, now_ms)
    return None if found is None else Rejection(*found)


def decide(key: str, standing: Standing, body: UserBan | UserUnban | UserKick, now_ms: int) -> Decision | Rejection:
    """What staff have ordered for the player `key`."""
    match body:
        case UserBan():
            if body.until is not None and body.until <= now_ms:
                return Rejection("invalid_payload", {"field": "until", "problem": "it has passed", "now": now_ms})
            banned = structs.replace(standing, ban_reason=body.act.reason, banned_until=body.until)
            return _changed(UserBan.EVENT, key, standing, banned, body.act, closes="banned")
        case UserUnban():
            return _changed(
                UserUnban.EVENT, key, standing, structs.replace(standing, ban_reason="", banned_until=0), body.act
            )
        case UserKick():
            return Decision(UserKicked(), (Kicked(reason=body.act.reason), _act(UserKick.EVENT, key, body.act)))


def exclude(standing: Standing, body: AccountExclude, now_ms: int) -> Decision | Rejection:
    """The player excludes himself; no second thought makes it shorter."""
    earliest = max(now_ms + EXCLUSION_MS_MIN, standing.excluded_until)
    latest = now_ms + EXCLUSION_MS_MAX
    if not earliest <= body.until <= latest:
        return Rejection("invalid_payload", {"field": "until", "min": earliest, "max": latest})
    longer = structs.replace(standing, excluded_until=body.until)
    return Decision(AccountExcluded(until=body.until), (_fact(longer, "self_excluded"),))


def recorded(decision: Decision | Rejection, event: str, key: str, act: Act, new: Struct) -> Decision | Rejection:
    """The same decision, with the act of staff that it carries out."""
    if isinstance(decision, Rejection):
        return decision
    return structs.replace(decision, facts=(*decision.facts, _act(event, key, act, None, structs.asdict(new))))


def shown(standing: Standing, *, changed: bool = False) -> StandingShown:
    """A standing as staff see it."""
    return StandingShown(changed=changed, **structs.asdict(standing))


def _changed(event: str, key: str, old: Standing, new: Standing, act: Act, closes: str = "") -> Decision:
    """An order that leaves all as it was is an act all the same."""
    done = _act(event, key, act, structs.asdict(old), structs.asdict(new))
    facts = (done,) if new == old else (_fact(new, closes), done)
    return Decision(shown(new, changed=new != old), facts)


def _fact(standing: Standing, closes: str) -> StandingChanged:
    return StandingChanged(**structs.asdict(standing), closes=closes)


def _act(event: str, key: str, act: Act, old: object = None, new: object = None) -> ActDone:
    return ActDone(event=event, target=f"user/{key}", old=old, new=new, **structs.asdict(act))
