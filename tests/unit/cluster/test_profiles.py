"""What each profile refuses at start, and that the templates of `pitboss env` are complete."""

import pytest
from typer.testing import CliRunner

from cluster.cli.app import app
from cluster.profiles import CHANGE_ME, PROFILES, check_profile, template
from cluster.settings import SettingsError, paths, read_settings, variable
from cluster.wiring import Plan

JWT, API, SEAL = (
    f"k{n}-Xq7Vb2Zt9Lw4Rm1Ns8Yc5Hd3Jf6Gp0"  # pragma: allowlist secret
    for n in "abc"
)
PROD = {
    "PITBOSS_PROFILE": "prod",
    "PITBOSS_DATABASE_URL": "postgresql://pitboss:a7-long-enough@db/pitboss",
    "PITBOSS_REDIS_URL": "redis://:a7-long-enough@valkey/0",
    "PITBOSS_KAFKA_URL": "kafka:9092",
    "PITBOSS_KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
    "PITBOSS_KAFKA_USER": "pitboss",
    "PITBOSS_KAFKA_PASSWORD": "a7-long-enough",
    "PITBOSS_ADMIN_PASSWORD": "a good long password",
    "JWT_SECRET_KEY": JWT,
    "API_SECRET_KEY": API,
    "PITBOSS_SEAL_KEY": SEAL,
    "PITBOSS_TRUSTED_PROXIES": "10.0.0.0/8",
}
STORES = ["PITBOSS_DATABASE_URL", "PITBOSS_KAFKA_PASSWORD", "PITBOSS_REDIS_URL"]
KAFKA = ["PITBOSS_KAFKA_URL", "PITBOSS_KAFKA_SASL_MECHANISM", "PITBOSS_KAFKA_USER"]
OLD = "PITBOSS_SEAL_KEYS_OLD"
PROXIES = "PITBOSS_TRUSTED_PROXIES"
NEEDED = sorted(set(PROD) - {"PITBOSS_PROFILE"})
SECRETS = sorted(set(NEEDED) - {*STORES, *KAFKA, PROXIES})


def read_template(text):
    lines = (line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return dict(lines)


def refused(environment):
    with pytest.raises(SettingsError) as caught:
        check_profile(read_settings(environment))
    return str(caught.value)


def test_prod_starts_when_everything_is_set():
    check_profile(read_settings(PROD))


@pytest.mark.parametrize("profile", ["stage", "prod"])
def test_everything_that_is_missing_is_named_at_once_with_what_it_is_and_how_to_make_it(profile):
    message = refused({"PITBOSS_PROFILE": profile})
    assert [name for name in NEEDED if f"{name} is missing" not in message] == []
    assert "signs access tokens" in message
    assert "secrets.token_urlsafe" in message


@pytest.mark.parametrize("profile", ["stage", "prod"])
@pytest.mark.parametrize("name", NEEDED)
def test_each_one_that_is_missing_is_refused_and_no_other_named(name, profile):
    given = PROD | {"PITBOSS_PROFILE": profile}
    message = refused({each: value for each, value in given.items() if each != name})
    assert [each for each in NEEDED if each in message] == [name]


@pytest.mark.parametrize("profile", ["stage", "prod"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JWT_SECRET_KEY", "secret" * 8),
        ("API_SECRET_KEY", "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("PITBOSS_SEAL_KEYS_OLD", "0" * 40),
        ("PITBOSS_TRUSTED_PROXIES", "10.0.0.0/8, 0.0.0.0/0"),
        ("PITBOSS_TRUSTED_PROXIES", "::/0"),
        ("PITBOSS_TRUSTED_PROXIES", ""),
        ("PITBOSS_ADMIN_PASSWORD", "admin"),
        ("PITBOSS_ADMIN_PASSWORD", "password123"),
        ("PITBOSS_DATABASE_URL", "postgresql://pitboss@db/pitboss"),
        ("PITBOSS_DATABASE_URL", "postgresql://pitboss:postgres@db/pitboss"),
        ("PITBOSS_REDIS_URL", "redis://valkey/0"),
        ("PITBOSS_KAFKA_PASSWORD", "kafka"),
        ("PITBOSS_SEAL_KEY", "change-me-change-me-change-me-change"),
    ],
)
def test_defaults_and_weak_secrets_are_refused(name, value, profile):
    assert name in refused(PROD | {name: value, "PITBOSS_PROFILE": profile})


@pytest.mark.parametrize("profile", ["stage", "prod"])
def test_a_platform_without_proxies_says_none_and_trusts_nobody(profile):
    settings = read_settings(PROD | {"PITBOSS_PROFILE": profile, PROXIES: "None"})
    check_profile(settings)
    assert Plan.of_settings(settings).gateway_specs()[0].config.trusted_proxies == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("JWT_SECRET_KEY", "API_SECRET_KEY"), ("PITBOSS_SEAL_KEY", "PITBOSS_ADMIN_PASSWORD"), ("PITBOSS_SEAL_KEY", OLD)],
)
def test_equal_secrets_are_refused_and_both_named(one, other):
    message = refused(PROD | {one: JWT, other: JWT} if one == "JWT_SECRET_KEY" else PROD | {one: SEAL, other: SEAL})
    assert one in message
    assert other in message
    assert "the same value" in message


def test_prod_refuses_debug_and_stage_does_not():
    assert "PITBOSS_LOG_LEVEL" in refused(PROD | {"PITBOSS_LOG_LEVEL": "debug"})
    check_profile(read_settings(PROD | {"PITBOSS_LOG_LEVEL": "debug", "PITBOSS_PROFILE": "stage"}))


def test_a_refusal_shows_no_secret():
    assert "hunter2" not in refused(PROD | {"JWT_SECRET_KEY": "hunter2" * 6})


def test_an_unknown_profile_is_refused():
    with pytest.raises(SettingsError, match="PITBOSS_PROFILE"):
        read_settings({"PITBOSS_PROFILE": "production"})


@pytest.mark.parametrize("profile", PROFILES)
def test_a_template_has_every_setting_with_its_meaning(profile):
    text = template(profile)
    assert [name for name in paths() if f"{variable(name)}=" not in text] == []
    assert "# None" not in text


def test_the_template_of_dev_starts():
    check_profile(read_settings(read_template(template("dev"))))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", SECRETS)
def test_the_secrets_of_a_template_are_fresh_and_each_another(name, profile):
    first, second = read_template(template(profile)), read_template(template(profile))
    assert first[name] != second[name]
    assert [*first.values()].count(first[name]) == 1
    assert len(first[name]) >= 64


@pytest.mark.parametrize("profile", ["stage", "prod"])
def test_the_other_templates_start_only_once_they_are_filled_in(profile):
    given = read_template(template(profile))
    message = refused(given)
    assert [name for name in NEEDED if f"{name} still says {CHANGE_ME}" in message] == STORES
    assert f"{PROXIES} is missing" in message
    check_profile(read_settings(given | {name: PROD[name] for name in (*STORES, PROXIES)}))


@pytest.mark.parametrize("name", [*SECRETS, *STORES])
def test_a_secret_may_lie_in_a_file(tmp_path, name):
    file = tmp_path / "secret"
    file.write_text(PROD[name] + "\n")
    given = {each: value for each, value in PROD.items() if each != name} | {f"{name}_FILE": str(file)}
    assert read_settings(given) == read_settings(PROD)


@pytest.mark.parametrize("profile", ["dev", "prod"])
def test_a_file_of_a_secret_that_is_not_there_is_refused_and_named(tmp_path, profile):
    given = {"PITBOSS_PROFILE": profile, "JWT_SECRET_KEY_FILE": str(tmp_path / "none")}
    with pytest.raises(SettingsError, match="JWT_SECRET_KEY_FILE"):
        read_settings(given)


def test_a_secret_and_a_file_of_it_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="both set"):
        read_settings(PROD | {"PITBOSS_SEAL_KEY_FILE": str(tmp_path)})


def test_a_secret_in_a_file_is_held_to_the_same_rules(tmp_path):
    file = tmp_path / "secret"
    file.write_text("secret" * 8)
    given = {each: value for each, value in PROD.items() if each != "JWT_SECRET_KEY"}
    assert "JWT_SECRET_KEY" in refused(given | {"JWT_SECRET_KEY_FILE": str(file)})


def test_what_is_no_secret_has_no_file():
    with pytest.raises(SettingsError, match="PITBOSS_BIND_HOST_FILE"):
        read_settings({"PITBOSS_BIND_HOST_FILE": "/etc/hostname"})


def test_the_most_that_one_member_of_staff_may_grant_reaches_the_gateways():
    assert (
        Plan.of_settings(read_settings(PROD | {"PITBOSS_GRANT_ALONE_MAX": "7"}))
        .gateway_specs()[0]
        .config.grant_alone_max
        == 7
    )


def test_a_gateway_is_told_the_seal_keys_that_of_new_secrets_first():
    keys = Plan.of_settings(read_settings(PROD | {OLD: f"{API}1,{API}2"})).gateway_specs()[0].config.seal_keys
    assert keys == (SEAL, f"{API}1", f"{API}2")


def test_the_command_prints_the_template():
    printed = CliRunner().invoke(app, ["env", "--profile", "stage"])
    assert read_template(printed.stdout).keys() == read_template(template("stage")).keys()
    assert CliRunner().invoke(app, ["env", "--profile", "live"]).exit_code == 2


@pytest.mark.parametrize(("profile", "shown"), [("dev", True), ("stage", True), ("prod", False)])
def test_documents_and_metrics_are_public_unless_in_prod(profile, shown):
    config = Plan.of_settings(read_settings(PROD | {"PITBOSS_PROFILE": profile})).gateway_specs()[0].config
    assert (config.docs_enabled, config.metrics_enabled) == (shown, shown)


def test_a_start_is_refused_before_anything_is_started(monkeypatch):
    monkeypatch.setenv("PITBOSS_PROFILE", "prod")
    refusal = CliRunner().invoke(app, ["dev"])
    assert refusal.exit_code == 2
