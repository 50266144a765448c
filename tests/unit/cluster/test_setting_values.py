"""Every setting through the environment, as it is documented; addresses, origins and lists as people write them."""

import pytest

from cluster.profiles import PROFILES, field_of, template
from cluster.secret_strength import weakness
from cluster.setting_values import bind_host, gateway_url, origin, proxies, url_host
from cluster.settings import SettingsError, child_environment, read_settings, variable, variables

SECRET = "k1-Xq7Vb2Zt9Lw4Rm1Ns8Yc5Hd3Jf6Gp0"  # pragma: allowlist secret
WRITTEN: dict[str, tuple[str, object]] = {
    "staff_session_ttl_s": ("3600", 3_600),
    "profile": ("stage", "stage"),
    "database_url": ("postgres://u:p@[::1]:5432/d", "postgresql://u:p@[::1]:5432/d"),
    "redis_url": ("rediss://:p@h:6380/1", "rediss://:p@h:6380/1"),
    "admin_password": ("a good, long password", "a good, long password"),
    "jwt_secret_key": (SECRET, SECRET),
    "api_secret_key": (SECRET, SECRET),
    "seal_key": (SECRET, SECRET),
    "seal_keys_old": (f"{SECRET}1, {SECRET}2", (f"{SECRET}1", f"{SECRET}2")),
    "origins": ("https://Play.Example:443/, http://b.example:8080", ("https://play.example", "http://b.example:8080")),
    "trusted_proxies": ("10.0.0.0/8, ::1", ("10.0.0.0/8", "::1/128")),
    "bind_host": ("[::1]", "::1"),
    "metrics_host": ("10.0.0.1", "10.0.0.1"),
    "crash_tables": ("main, high:10:100", "main, high:10:100"),
    "shop_time_zone": ("Europe/Berlin", "Europe/Berlin"),
    "log_level": ("warning", "warning"),
    "web_folder": ("/srv/app", "/srv/app"),
    "kafka_url": ("kafka://b-1:9092, [::1]:9093", "b-1:9092,[::1]:9093"),
    "kafka_ca_file": ("/etc/kafka.pem", "/etc/kafka.pem"),
    "kafka_sasl_mechanism": ("PLAIN", "PLAIN"),
    "kafka_user": ("pitboss", "pitboss"),
    "kafka_password": ("p", "p"),
    "kafka_topic_prefix": ("stage.", "stage."),
}
"""What is neither a number nor a switch: a value as the documents write it, and as it is kept."""
ANY_TEXT = ("admin_password", "web_folder", "kafka_ca_file", "kafka_user", "kafka_password")
"""What takes whatever stands there."""
COMPARED = {"bet_min": "bet_max", "send_high_water_bytes": "send_queue_bytes_max"}


def written(name: str) -> tuple[str, object]:
    """A value of a setting that differs from its default, as text and as it is kept."""
    default = field_of(name).default
    if name in WRITTEN:
        return WRITTEN[name]
    if isinstance(default, bool):
        return str(not default).lower(), not default
    if isinstance(default, int | float):
        return str(default + 1), default + 1
    raise LookupError(name)


def value_of(settings: object, path: str) -> object:
    for part in path.split("."):
        settings = getattr(settings, part)
    return settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of this process, without any setting."""
    for name in [name for name in child_environment() if name.startswith("PITBOSS_") or name in variables()]:
        monkeypatch.delenv(name)
    return monkeypatch


@pytest.mark.parametrize("name", variables().values())
def test_each_setting_is_read_from_the_environment(environment: pytest.MonkeyPatch, name: str):
    text, kept = written(name)
    environment.setenv(variable(name), f" {text}")
    assert value_of(read_settings(), name) == kept


@pytest.mark.parametrize("name", variables().values())
def test_each_empty_variable_is_one_that_is_not_set(environment: pytest.MonkeyPatch, name: str):
    environment.setenv(variable(name), "")
    assert read_settings() == read_settings({})


@pytest.mark.parametrize("name", [name for name in variables().values() if name not in ANY_TEXT])
def test_a_value_of_no_sense_is_refused_in_one_line_that_names_the_variable(environment: pytest.MonkeyPatch, name: str):
    environment.setenv(variable(name), "http://[nonsense ::")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert str(refused.value).startswith(variable(name))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_line_of_the_template_may_be_uncommented(environment: pytest.MonkeyPatch, profile: str):
    lines = [line.removeprefix("#") for line in template(profile).splitlines() if not line.startswith("# ") and line]
    assert len(lines) == len(variables())
    for line in lines:
        environment.setenv(*line.split("=", 1))
    environment.setenv("PITBOSS_LEASE_TTL_S", "7")
    assert read_settings().lease_ttl_s == 7
    assert read_settings().profile == profile


@pytest.mark.parametrize(("less", "more"), COMPARED.items())
def test_a_least_value_above_the_greatest_is_refused_with_both_variables(less: str, more: str):
    with pytest.raises(SettingsError, match=f"{variable(less)}=9000 is more than {variable(more)}") as refused:
        read_settings({variable(less): "9000", variable(more): "8000"})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("flag", "name"), [("--postgres-url", "database_url"), ("--redis-url", "redis_url"), ("--kafka", "kafka_url")]
)
def test_what_an_option_may_have_said_is_refused_with_the_option_and_without_its_password(flag: str, name: str):
    with pytest.raises(SettingsError) as refused:
        read_settings({}, **{name: "mysql://u:hunter2@h/d"})
    assert f"{variable(name)} ({flag})" in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("number", ["nan", "inf", "-1", "1e999"])
def test_no_number_without_end_is_a_rate(number: str):
    with pytest.raises(SettingsError, match="PITBOSS_RATE_COMMANDS_PER_S"):
        read_settings({"PITBOSS_RATE_COMMANDS_PER_S": number})


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("HTTPS://Play.Example", "https://play.example"),
        ("https://play.example:443", "https://play.example"),
        ("http://play.example:80/", "http://play.example"),
        ("https://play.example.", "https://play.example"),
        ("https://play.example:8443", "https://play.example:8443"),
        ("http://[0:0::1]:5173", "http://[::1]:5173"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(text: str, kept: str):
    assert origin(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "https://*.example",
        "play.example",
        "null",
        "ftp://a.example",
        "https://a.example/x",
        "https://",
        "https://u@a.example",
        "https://a.example:port",
        "https://a.example?x",
        "https://a b",
    ],
)
def test_what_no_browser_sends_is_no_origin(text: str):
    with pytest.raises(ValueError, match=r"\w"):
        origin(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("10.1.2.3/8", "10.0.0.0/8"),
        ("10.0.0.7", "10.0.0.7/32"),
        ("[::1]", "::1/128"),
        ("[fd00::1]/8", "fd00::/8"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ("NONE", "none"),
    ],
)
def test_a_network_of_proxies_is_kept_in_one_form(text: str, kept: str):
    assert proxies((text,)) == (kept,)


@pytest.mark.parametrize("text", ["proxy.internal", "10.0.0.0/33", "10.0.0.1:80", "none,10.0.0.0/8"])
def test_what_is_no_network_is_refused(text: str):
    with pytest.raises(ValueError, match="is no network"):
        proxies(tuple(text.split(",")))


@pytest.mark.parametrize(
    ("text", "kept"), [("[::1]", "::1"), ("0:0::1", "::1"), ("Localhost.", "localhost"), ("10.0.0.1", "10.0.0.1")]
)
def test_an_address_to_listen_on_is_kept_in_one_form(text: str, kept: str):
    assert bind_host(text) == kept


@pytest.mark.parametrize("text", ["::1]:80", "10.0.0.1:80", "a/b", "http://a"])
def test_what_is_no_address_to_listen_on_is_refused(text: str):
    with pytest.raises(ValueError, match="is no address"):
        bind_host(text)


def test_an_ipv6_address_stands_in_brackets_in_a_url():
    assert [url_host(host) for host in ("::1", "fe80::1%eth0", "10.0.0.1")] == ["[::1]", "[fe80::1%25eth0]", "10.0.0.1"]


def test_the_address_of_a_gateway_is_an_http_one_and_the_refusal_says_which():
    assert gateway_url("http://[::1]:8080/") == "http://[::1]:8080"
    with pytest.raises(ValueError, match=r"http://127\.0\.0\.1:8080"):
        gateway_url("ws://127.0.0.1:8080/api/realtime/sync")


@pytest.mark.parametrize("text", ["127.0.0.1:8080", "http://", "http://a:port", "http://a/b", "", "ftp://a"])
def test_what_is_no_address_of_a_gateway_is_refused(text: str):
    with pytest.raises(ValueError, match="no address of a gateway"):
        gateway_url(text)


@pytest.mark.parametrize(
    "secret",
    [
        "k" * 40,
        "secret" * 8,
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "ab12" * 10,
        "correct horse battery staple correct horse",
        "passwordpasswordpassword12345678",
        "Xq7Vb2Zt9Lw4Rm1Ns8Yc5Hd3Jf6Gp0",
    ],
)
def test_a_secret_that_was_typed_and_not_drawn_is_weak(secret: str):
    assert weakness(secret)


def test_a_drawn_secret_is_not_weak():
    drawn = bytes.fromhex("9f1c63d07a54be28e35d80c6f1472b9a").hex(), SECRET
    assert [weakness(secret) for secret in drawn] == ["", ""]
