"""Examples of requests and answers, composed of an example for each name of a property.

The same name has the same example everywhere, so that the examples of the whole document belong together; a key of
`VALUES` has a schema's name before the property's where that alone is not enough, and a field may bring its own example
along (`Meta(examples=[...])`). A text or number without an example is a fault that a test of the document finds.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]


class NoExample(LookupError):
    """A property has no example; the text is its name."""


def example_of(schema: Schema, schemas: Mapping[str, Schema], name: str = "", owner: str = "") -> Any:
    """Return an example of `schema`; `schemas` are the components. Raises NoExample."""
    for key in (f"{owner}.{name}", name):
        if key in VALUES and _fits(VALUES[key], schema):
            return VALUES[key]
    if "examples" in schema:
        return schema["examples"][0]
    if name in TIMES and (moment := _moment(schema)) is not None:
        return moment
    if "$ref" in schema:
        target = schema["$ref"].rpartition("/")[2]
        return (
            example_of(schemas[target], schemas, name, target)
            if "properties" not in schemas[target]
            else _object(schemas[target], schemas, target)
        )
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if choice.get("type") != "null":
            return example_of(choice, schemas, name, owner)
    if "const" in schema or "enum" in schema:
        return schema.get("const", next(iter(schema.get("enum", ())), None))
    match schema.get("type"):
        case "object" if "properties" in schema:
            return _object(schema, schemas, schema.get("title", owner))
        case "array" if "items" in schema:
            return [example_of(schema["items"], schemas, name, owner)]
        case "array":
            return [example_of(each, schemas, name, owner) for each in schema.get("prefixItems", ())]
        case "boolean":
            return schema.get("default", True)
        case _:
            raise NoExample(f"{owner}.{name}")


def _kinds(schema: Schema) -> set[str | None]:
    return {each.get("type") for each in (schema, *schema.get("anyOf", ()))} - {None, "null"}


def _fits(value: Any, schema: Schema) -> bool:
    """Return whether a value is of a type of `schema`; the same name may be a number here and a list there."""
    if "enum" in schema or "const" in schema or "$ref" in schema:
        return False
    kinds = _kinds(schema)
    return not kinds or _KINDS[type(value)] in kinds or (isinstance(value, int) and "number" in kinds)


def _moment(schema: Schema) -> int | str | None:
    kinds = _kinds(schema)
    return UNIX_MS if "integer" in kinds else MOMENT if "string" in kinds else None


_KINDS: Mapping[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
}


def _object(schema: Schema, schemas: Mapping[str, Schema], owner: str) -> dict[str, Any]:
    return {name: example_of(each, schemas, name, owner) for name, each in schema["properties"].items()}


HASH = "b7a56873cd771f2c446d369b649430b65a756ba278ff97ec81bb6f55b2e73569"
SEED = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
MOMENT = "2026-11-29T12:00:00Z"
LATER = "2026-11-30T12:00:00Z"
UNIX_MS = 1_795_953_600_000
LATER_MS = 1_796_040_000_000
TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwNXRrZjNrM2Y4ejdxIn0.c2lnbmF0dXJl"  # no token
REFRESH = "r_4Zk0cXQd1mT7vXo2nSb6pA"
ROUND = "0192f8a1b7c47d3e9f10a2b3c4d5e6f7"
TIMES = frozenset({
    *("at", "now", "until", "starts_at", "ends_at", "claim_ends_at", "created_at", "refreshed_at", "ended_at"),
    *("expires_at", "decided_at", "placed_at", "accepted_at", "cashed_out_at", "settled_at", "started_at", "closes_at"),
    *("banned_until", "excluded_until", "next_reset", "again_at", "last_seen"),
})  # fmt: skip
"""Properties that hold a moment: Unix ms where they are numbers, RFC 3339 where they are texts."""
VALUES: Mapping[str, Any] = {
    # --- identity ---
    "id": "05tkf3k3f8z7q",
    "user_id": "05tkf3k3f8z7q",
    "username": "mina",
    "role": "PLAYER",
    "password": "correct horse battery",
    "current": "correct horse battery",
    "PasswordChange.new": "a longer staple battery",
    "totp": "492039",
    "code": "492039",
    "secret": "JBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/Pitboss:ann?secret=JBSWY3DPEHPK3PXP&issuer=Pitboss",
    "access_token": TOKEN,
    "refresh_token": REFRESH,
    "token_type": "bearer",
    "expires_in": 900,
    "locale": "ko",
    "time_zone": "Asia/Seoul",
    "session_id": "05tkf3m0q1r2s",
    "SessionView.id": "05tkf3m0q1r2s",
    "SessionView.current": True,
    "address": "203.0.113.7",
    "client": "web/1.0",
    # --- the player ---
    "gold": 1200,
    "gold_balance": 1200,
    "balance": 1700,
    "gems": 30,
    "shards": 40,
    "debts": {"shard": 30},
    "forgiven": 20,
    "owed": 30,
    "owned": 2,
    "xp": 1340,
    "tier": "SILVER",
    "minimum_tier": "SILVER",
    "seq": 415,
    "Snapshot.type": "initial_state",
    "by_game": {},
    "StatsSnapshot.by_game": {},
    "games_played": 51,
    "wins": 22,
    "losses": 29,
    "win_rate": 0.43,
    "total_wagered": 9100,
    "total_won": 8840,
    "biggest_win": 1960,
    "best_multiplier": 19.6,
    "current_streak": 2,
    "games": ["slot"],
    "InitialState.games": {"crash": {"main": {"round_id": "main-88", "my_bet": None}}},
    "ids": ["g_1"],
    "acknowledged": ["g_1"],
    "payload": {"grant_id": "g_1", "reward_type": "gold", "amount": 500, "source": "event:warm-up"},
    "UnackedEvent.id": "g_1",
    "UnackedEvent.type": "reward_granted",
    "ban_reason": "cheated",
    # --- money and games ---
    "amount": 500,
    "bet": 100,
    "payout": 196,
    "bet_id": ROUND,
    "round_id": ROUND,
    "CrashBet.round_id": "main-88",
    "CrashCashout.round_id": "main-88",
    "TableRoundProof.round_id": "main-88",
    "TableState.round_id": "main-88",
    "PastRound.round_id": "main-87",
    "RoundShown.round_id": "main-87",
    "table_round": "main-88",
    "game": "slot",
    "outcome": {"choice": "rock", "opponent": "scissors", "result": "win"},
    "config_version": 1,
    "config_versions": [1],
    "round_config_version": 1,
    "machine": "classic",
    "banner": "standard",
    "table": "main",
    "version": 3,
    "Health.version": "0.1.0",
    "stops": [3, 17, 8, 21, 5],
    "window": [["A", "K", "7"], ["A", "7", "Q"], ["A", "K", "J"], ["10", "K", "7"], ["Q", "J", "K"]],
    "symbol": "A",
    "line": 0,
    "length": 3,
    "SlotMachine.lines": [[0, 0, 0, 0, 0]],
    "cents": 196,
    "scatter_cents": 0,
    "scatters": 1,
    "base_payout": 196,
    "win_class": "win",
    "free_spins": 0,
    "SlotMachine.free_spins": {"3": 10},
    "free_spins_multiplier": 2,
    "free_spins_max": 100,
    "rows": 3,
    "reels": [["A", "K", "7"], ["A", "7", "Q"], ["A", "K", "J"]],
    "paytable": {"A": {"3": 196}},
    "wild": "W",
    "scatter": "S",
    "scatter_pays": {"3": 200},
    "win_classes": {"win": 100, "big": 1000},
    "rtp": 0.957,
    "rtp_min": 0.957,
    "rtp_at_bet": 0.9519,
    "volatility": 4.2,
    "hit_rate": 0.31,
    "item": "sword",
    "rarity": 5,
    "stars": 5,
    "converted": 20,
    "since": {"5": 12},
    "featured_next": [5],
    "rate": 0.006,
    "consolidated_rate": 0.016,
    "expected_pulls": 62.3,
    "rate_by_pull": [0.006],
    "from_pull": 74,
    "step": 0.06,
    "certain_at": 90,
    "share": 0.5,
    "duplicate_shards": 20,
    "change_notice": {"ko": "확률이 바뀌었습니다.", "en": "The rates have changed."},
    "BannerRates.title": {"ko": "기본", "en": "Standard"},
    "BannerRates.type": "standard",
    "BannerRates.price": {"currency": "gem", "amount": 1},
    "multiplier": "2.31",
    "ActiveEvent.multiplier": 200,
    "SlotFreeSpin.multiplier": 2,
    "auto_cashout": 250,
    "auto": 250,
    "how": "manual",
    "crash_cents": 307,
    "player": "k***m",
    "players": 12,
    "staked": 4200,
    "paid": 3900,
    "bets": 12,
    "bet_min": 10,
    "bet_max": 10_000,
    "growth_per_ms": 0.00006,
    "chain_index": 88,
    "ChainShown.length": 10_000,
    "commit": HASH,
    "game_hash": SEED,
    "terminating_hash": HASH,
    "salt": HASH,
    "TableRoundProof.salt_contributions": HASH,
    "bankroll": 2_000_000,
    "allowance": 500_000,
    "profit_max": 500_000,
    "bets_open": 7,
    "balance_after": 1200,
    "TableSummary.id": "main",
    "TableSummary.round_id": "main-88",
    "RoundResult.round_id": "main-87",
    "CrashTable.id": "main",
    "CrashBetState.round_id": "main-88",
    "LedgerRow.id": f"{ROUND}-0",
    "LedgerRow.amount": 196,
    "LedgerRow.reason": "payout",
    "reference": ROUND,
    "won": 3900,
    "error": "",
    "server_seed": SEED,
    "server_seed_hash": HASH,
    "next_server_seed_hash": SEED,
    "client_seed": "my own seed",
    "nonce": 7,
    "last_nonce": 7,
    # --- events and streaks ---
    "events_filed": 0,
    "event_id": "warm-up",
    "target": 50,
    "progress": 12,
    "ko": "몸풀기",
    "en": "Warm-up",
    "Reward.type": "gold",
    "requires": ["first-steps"],
    "grant_id": "g_1",
    "Grant.type": "gold",
    "source": "event:warm-up",
    "count": 4,
    "GachaPull.count": 10,
    "longest": 9,
    "freezes": 1,
    "freezes_max": 2,
    "freeze_price": 500,
    "freezes_used": 0,
    "ended": 0,
    "run": 2,
    "rung": 4,
    "claimable": 1,
    "day": "2026-11-29",
    # --- the shop ---
    "product_id": "pkg_10",
    "item_id": "pkg_10",
    "ItemShown.id": "pkg_10",
    "ItemVersion.id": "pkg_10",
    "ItemVersions.id": "pkg_10",
    "ItemOrdered.id": "pkg_10",
    "ShopItem.id": "pkg_10",
    "NewItem.id": "pkg_10",
    "purchase_id": ROUND,
    "quantity": 1,
    "currency": "gold",
    "Content.type": "gem",
    "receipt_code": "RC-1",
    "reason_code": "",
    "provider_ref": "",
    "pay_url": "",
    "price_now": 450,
    "discount_percent": 10,
    "percent": 10,
    "rank": 10,
    "stock": 100,
    "stock_left": 60,
    "sold": 37,
    "held": 3,
    "per_user_limit": 1,
    "catalog_version": 12,
    "PurchaseState.status": "success",
    "PurchaseView.status": "success",
    "ItemOrdered.changes": {"active": {"old": False, "new": True}},
    # --- staff ---
    "reason": "a tester's prize",
    "NewStaff.username": "ann",
    "NewStaff.role": "OPERATOR",
    "PlayerRow.standing": "active",
    "StaffView.username": "ann",
    "StaffView.role": "OPERATOR",
    "StaffPatch.role": "VIEWER",
    "AuditView.id": 7,
    "event": "ADMIN_USER_BAN",
    "actor": "05tkf3k3f8z7a",
    "AuditView.role": "OPERATOR",
    "AuditView.target": "user/05tkf3k3f8z7q",
    "AuditView.old": {"banned_until": 0},
    "AuditView.new": {"banned_until": UNIX_MS},
    "request_id": "0e1f2a3b4c5d6e7f8091a2b3c4d5e6f7",
    "result": "ok",
    "hash": HASH,
    "next": "WyJhdWRpdCIsN10",
    "ApprovalView.id": "ap_05tkf3k3f8z7b",
    "act": "user.grant",
    "ApprovalView.target": "user/05tkf3k3f8z7q",
    "ApprovalView.body": {"reward_type": "gold", "amount": 500_000, "grant_id": "g_2"},
    "requested_by": "05tkf3k3f8z7a",
    "decided_by": "05tkf3k3f8z7b",
    "ApprovalView.outcome": "ok",
    "area": "missions",
    "author": "05tkf3k3f8z7a",
    "DefinitionSummary.id": "warm-up",
    "DefinitionHistory.id": "warm-up",
    "DefinitionDone.id": "warm-up",
    "newest": 3,
    "in_force": 3,
    "body": {
        "title": {"ko": "몸풀기", "en": "Warm-up"},
        "kind": "play",
        "target": 50,
        "reward": [{"type": "gold", "amount": 500}],
        "ends_at": LATER,
    },
    "computed": {},
    "VersionOfMany.id": "warm-up",
    "VersionOfMany.closed": False,
    "replace": False,
    "replaces": [],
    "gives": {"gold": 500},
    "two_people": False,
    "scheduled": [{"id": "warm-up", "version": 3, "starts_at": LATER}],
    "definition": "warm-up",
    "to": 1,
    "DefinitionDiff.old": 2,
    "DefinitionDiff.new": 3,
    "path": "/target",
    "old": 30,
    "new": 50,
    "RoundInspected.state": "settled",
    "TableRoundProof.state": "crashed",
    "RoundShown.state": "crashed",
    "PastRound.state": "crashed",
    "says": "The outcome follows from the seeds.",
    "Verdict.computed": {"result": "win"},
    "payout_computed": 196,
    # --- numbers ---
    "win_cents": 195,
    "starting_gold": 10_000,
    "xp_divisor": 10,
    "Tier.name": "GOLD",
    "Tier.xp": 10_000,
    "streak_percent": 100,
    "extra_freezes": 0,
    "ladder": [100, 150, 200, 300, 400, 500, 1_000],
    "every_seventh": 1_000,
    "otherwise": 300,
    # --- operations ---
    "Health.status": "ok",
    "Alive.status": "ok",
    "checks": {"postgres": "ok", "redis": "ok"},
}
