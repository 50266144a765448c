"""Names of operations and their tags, from method and path, so that a generated client reads well.

`PATCH /api/admin/shop/items/{item_id}/toggle` is `shop_items_toggle` with the tag `staff: shop`: the parts of the path
that are no parameters, and a verb. A path that ends with an act has its verb already.
"""

from collections.abc import Mapping

STAFF = "staff: "
_PREFIX = ("api", "admin")
_VERBS = {"post": "create", "put": "publish", "patch": "change", "delete": "delete"}
_SPECIAL: Mapping[tuple[str, str], str] = {
    ("delete", "/api/auth/sessions"): "auth_sessions_end_all",
    ("delete", "/api/auth/sessions/{session_id}"): "auth_sessions_end",
    ("post", "/api/auth/password"): "auth_password_change",
    ("post", "/api/streak/protection"): "streak_protection_buy",
    ("post", "/api/streak/time-zone"): "streak_time_zone_set",
    ("post", "/api/users/me/exclusion"): "users_me_exclusion_set",
    ("post", "/api/admin/totp"): "totp_enrol",
    ("get", "/api/admin/definitions/{area}/{definition_id}"): "definitions_versions",
    ("get", "/api/admin/definitions/{area}/{definition_id}/diff"): "definitions_diff",
    ("put", "/api/admin/definitions/{area}"): "definitions_publish_together",
    ("put", "/api/admin/definitions/missions"): "definitions_missions_publish_together",
    ("get", "/api/admin/shop/items/{item_id}"): "shop_items_versions",
    ("get", "/api/admin/audit"): "audit_list",
    ("get", "/api/admin/audit/export"): "audit_export",
    ("get", "/api/events/active"): "events_active",
    ("get", "/api/shop/catalog"): "shop_catalog",
    ("get", "/health"): "health_summary",
    ("get", "/health/live"): "health_live",
    ("get", "/health/ready"): "health_ready",
}
_ACTS_WITHOUT_PARAMETER = frozenset({
    *("signup", "login", "logout", "refresh", "play", "spin", "pull", "bet", "cashout", "buy", "cancel", "settle"),
    *("tick", "claim", "rotate", "ack", "confirm", "remove", "distribute"),
})  # fmt: skip


def operation_id(method: str, path: str, *, lists: bool) -> str:
    """Return the name of an operation; `lists` says that it answers a page of a list."""
    if (method, path) in _SPECIAL:
        return _SPECIAL[method, path]
    parts = [part for part in path.split("/") if part]
    words = [part.replace("-", "_") for part in parts if not part.startswith("{") and part not in _PREFIX]
    if method == "get":
        return "_".join([*words, "list" if lists else "get"])
    acts = parts[-1] in _ACTS_WITHOUT_PARAMETER or (not parts[-1].startswith("{") and parts[-2].startswith("{"))
    return "_".join(words if acts and method in {"post", "patch"} else [*words, _VERBS[method]])


def staff_tag(path: str) -> str | None:
    """Return the tag of a staff route: its area; None for other routes."""
    parts = path.split("/")
    return STAFF + parts[3] if parts[1:3] == ["api", "admin"] else None
