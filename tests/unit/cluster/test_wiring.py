"""The settings reach the processes."""

import dataclasses
from operator import attrgetter
from typing import Any

import pytest

from cluster.settings import Settings, paths, read_settings
from cluster.wiring import REPOSITORY, Plan
from gateway.config import GatewayConfig
from gateway.realtime.limits import SocketLimits

NO_SETTING = {
    GatewayConfig: {
        "argon2_lanes",
        "argon2_memory_kib",
        "argon2_passes",
        "audience",
        "body_bytes_max",
        "git_sha",
        "health_timeout_s",
        "issuer",
        "password_queue_account_max",
        "password_queue_address_max",
        "password_queue_max",
        "password_workers",
        "refresh_grace_ms",
        "sign_up_window_s",
        "staff_audience",
        "streak",
        "track",
        "version",
    },
    SocketLimits: {"token_grace_ms"},
}
"""Fields that are the same in every installation."""
OF_ANOTHER_NAME = {
    "jwt_secret": "jwt_secret_key",
    "commands_per_s": "rate_commands_per_s",
    "commands_burst": "rate_commands_burst",
    "crash_per_s": "rate_crash_per_s",
    "address_per_s": "rate_address_per_s",
    "address_burst": "rate_address_burst",
    "sign_ups_per_address_max": "velocity.signups_per_address_per_h",
}
COMPUTED = {
    *("crash_tables", "docs_enabled", "economy", "metrics_enabled", "plain_loopback_cookies", "seal_keys"),
    *("web_folder", "web_watched"),
}


def plan(**settings: Any) -> Plan:
    return Plan.of_settings(read_settings({}, jwt_secret_key="s" * 40, **settings))


def other_values() -> dict[str, Any]:
    """A value for every setting that is a number, a switch or a list, which differs from the default."""
    values: dict[str, Any] = {
        "origins": ("https://a.example",),
        "trusted_proxies": ("10.0.0.0/8",),
        "staff_session_ttl_s": 3_600,
    }
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, bool):
            values[name] = not field.default
        elif isinstance(field.default, int | float) and field.default > 0:
            values.setdefault(name, field.default + 1)
    values["velocity"] = {"signups_per_address_per_h": 21, "bets_per_s": 7, "purchases_per_min": 3, "claims_per_min": 4}
    return values


@pytest.mark.parametrize("config", [GatewayConfig, SocketLimits])
def test_every_field_of_a_gateway_has_a_setting_or_is_known_to_have_none(config: Any):
    made = plan(**other_values())
    (spec,) = made.gateway_specs()
    built = spec.config if config is GatewayConfig else spec.limits
    for field in dataclasses.fields(config):
        setting = OF_ANOTHER_NAME.get(field.name, field.name)
        if field.name in NO_SETTING[config]:
            assert setting not in paths()
        elif field.name not in COMPUTED:
            assert getattr(built, field.name) == attrgetter(setting)(made.settings)


def test_the_economy_and_the_bounds_of_a_host_follow_the_settings():
    made = plan(
        starting_gold=7, bet_min=2, bet_max=5, entity_idle_s=1.5, entities_max=9, entity_memory_mb=16, lease_ttl_s=2
    )
    (spec,) = made.gateway_specs()
    (host,) = made.director().hosts
    assert (spec.config.economy.starting_gold, made.economy().bet_min, made.economy().bet_max) == (7, 2, 5)
    assert (host.config.idle_ms, host.config.activations_max, host.config.lease_ttl_ms) == (1500, 9, 2000)
    assert host.config.memory_bytes_max == 16 * 1024 * 1024


def test_the_rates_of_a_players_entity_follow_the_settings():
    (host,) = plan(**other_values()).director().hosts
    said = {rate.rule: (rate.per_s, rate.burst) for rate in host.config.rates}
    assert said == {
        "commands": (31, 61),
        "crash": (6, 6),
        "bets": (7, 14),
        "purchases": (3 / 60, 3),
        "claims": (4 / 60, 4),
    }


@pytest.mark.parametrize(("profile", "shown"), [("dev", True), ("prod", False)])
def test_documents_and_metrics_are_served_unless_it_is_production(profile: str, shown: bool):
    (spec,) = plan(profile=profile).gateway_specs()
    assert (spec.config.docs_enabled, spec.config.metrics_enabled) == (shown, shown)


@pytest.mark.parametrize(("profile", "lax"), [("dev", True), ("stage", False), ("prod", False)])
def test_only_development_keeps_cookies_without_tls_and_watches_the_app(profile: str, lax: bool):
    (spec,) = plan(profile=profile).gateway_specs()
    assert (spec.config.plain_loopback_cookies, spec.config.web_watched) == (lax, lax)


def test_the_app_lies_in_the_repository_unless_its_folder_is_said_in_full():
    (by_default,), (elsewhere,) = plan().gateway_specs(), plan(web_folder="/srv/app").gateway_specs()
    assert by_default.config.web_folder == str(REPOSITORY / "web" / "out")
    assert elsewhere.config.web_folder == "/srv/app"


def test_a_plan_survives_the_way_to_another_process():
    made = plan(**other_values())
    order = {field.name: getattr(made, field.name) for field in dataclasses.fields(made)}
    order |= {"settings": made.settings.model_dump(mode="json"), "link_token": made.link_token.hex()}
    assert Plan.from_order(order).gateway_specs() == made.gateway_specs()
