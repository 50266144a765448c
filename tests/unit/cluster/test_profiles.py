"""What each profile refuses at start, and that the templates of `pitboss env` are complete."""

import pytest
from typer.testing import CliRunner

from cluster.cli.app import app
from cluster.profiles import CHANGE_ME, PROFILES, check_profile, template, variable
from cluster.settings import Settings, SettingsError, read_settings
from cluster.wiring import Plan

LONG = "x" * 31 + "yz"
PROD = {
    "PITBOSS_PROFILE": "prod",
    "PITBOSS_DATABASE_URL": "postgresql://pitboss:a7-long-enough@db/pitboss",
    "PITBOSS_REDIS_URL": "redis://:a7-long-enough@valkey/0",
    "PITBOSS_ADMIN_PASSWORD": "a good long password",
    "JWT_SECRET_KEY": LONG,
    "API_SECRET_KEY": LONG,
    "PITBOSS_SEAL_KEY": LONG,
}
STORES = ["PITBOSS_DATABASE_URL", "PITBOSS_REDIS_URL"]
NEEDED = sorted(set(PROD) - {"PITBOSS_PROFILE"})


def read_template(text):
    lines = (line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return dict(lines)


def refused(environment):
    with pytest.raises(SettingsError) as caught:
        check_profile(read_settings(environment))
    return str(caught.value)


def plan(settings):
    return Plan(
        settings=settings,
        cluster="c",
        database_url="",
        redis_url="",
        link_folder="",
        link_token=b"",
        hosts={"all": 1},
        gateways=1,
        port=1,
    )


def test_prod_starts_when_everything_is_set():
    check_profile(read_settings(PROD))


@pytest.mark.parametrize("profile", ["stage", "prod"])
def test_everything_that_is_missing_is_named_at_once_with_what_it_is_and_how_to_make_it(profile):
    message = refused({"PITBOSS_PROFILE": profile})
    assert [name for name in NEEDED if f"{name} is missing (" not in message] == []
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
        ("JWT_SECRET_KEY", "short"),
        ("PITBOSS_ADMIN_PASSWORD", "admin"),
        ("PITBOSS_ADMIN_PASSWORD", "password123"),
        ("PITBOSS_DATABASE_URL", "postgresql://pitboss@db/pitboss"),
        ("PITBOSS_DATABASE_URL", "postgresql://pitboss:postgres@db/pitboss"),
        ("PITBOSS_REDIS_URL", "redis://valkey/0"),
        ("PITBOSS_SEAL_KEY", "short"),
    ],
)
def test_defaults_and_weak_secrets_are_refused(name, value, profile):
    assert name in refused(PROD | {name: value, "PITBOSS_PROFILE": profile})


def test_prod_refuses_debug_and_stage_does_not():
    assert "PITBOSS_LOG_LEVEL" in refused(PROD | {"PITBOSS_LOG_LEVEL": "debug"})
    check_profile(read_settings(PROD | {"PITBOSS_LOG_LEVEL": "debug", "PITBOSS_PROFILE": "stage"}))


def test_a_refusal_shows_no_secret():
    assert "hunter2hunter2" not in refused(PROD | {"JWT_SECRET_KEY": "hunter2hunter2"})


def test_an_unknown_profile_is_refused():
    with pytest.raises(SettingsError, match="profile"):
        read_settings({"PITBOSS_PROFILE": "production"})


@pytest.mark.parametrize("profile", PROFILES)
def test_a_template_has_every_setting_with_its_meaning(profile):
    text = template(profile)
    assert [name for name in Settings.model_fields if f"{variable(name)}=" not in text] == []
    assert "# None" not in text


def test_the_template_of_dev_starts():
    check_profile(read_settings(read_template(template("dev"))))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", sorted(set(NEEDED) - set(STORES)))
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
    check_profile(read_settings(given | {name: PROD[name] for name in STORES}))


@pytest.mark.parametrize("name", NEEDED)
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
    file.write_text("short")
    given = {each: value for each, value in PROD.items() if each != "JWT_SECRET_KEY"}
    assert "JWT_SECRET_KEY" in refused(given | {"JWT_SECRET_KEY_FILE": str(file)})


def test_what_is_no_secret_has_no_file():
    with pytest.raises(SettingsError, match="PITBOSS_BIND_HOST_FILE"):
        read_settings({"PITBOSS_BIND_HOST_FILE": "/etc/hostname"})


def test_the_most_that_one_member_of_staff_may_grant_reaches_the_gateways():
    assert plan(read_settings(PROD | {"PITBOSS_GRANT_ALONE_MAX": "7"})).gateway_specs()[0].config.grant_alone_max == 7


def test_the_command_prints_the_template():
    printed = CliRunner().invoke(app, ["env", "--profile", "stage"])
    assert read_template(printed.stdout).keys() == read_template(template("stage")).keys()
    assert CliRunner().invoke(app, ["env", "--profile", "live"]).exit_code == 2


@pytest.mark.parametrize(("profile", "shown"), [("dev", True), ("stage", True), ("prod", False)])
def test_documents_and_metrics_are_public_unless_in_prod(profile, shown):
    config = plan(read_settings(PROD | {"PITBOSS_PROFILE": profile})).gateway_specs()[0].config
    assert (config.docs_enabled, config.metrics_enabled) == (shown, shown)


def test_a_start_is_refused_before_anything_is_started(monkeypatch):
    monkeypatch.setenv("PITBOSS_PROFILE", "prod")
    refusal = CliRunner().invoke(app, ["dev"])
    assert refusal.exit_code == 1
