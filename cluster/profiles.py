"""Profiles: the settings that a start refuses, all named at once, and the template of an environment file.

`dev` refuses nothing; `stage` and `prod` refuse every secret or URL that is missing, too weak, a default or left to be
filled in; `prod` refuses settings for debugging too.
"""

import secrets
from collections.abc import Iterator
from ipaddress import ip_network
from operator import attrgetter
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cluster.secret_strength import weakness
from cluster.setting_values import NO_PROXIES
from cluster.settings import Settings, SettingsError, paths, variable
from gateway.auth.passwords import WeakPassword, check_password, common_passwords

CHANGE_ME = "CHANGE_ME"
PROFILES = ("dev", "stage", "prod")
SECRET_BYTES = 48
SECRETS = ("jwt_secret_key", "api_secret_key", "seal_key")
URLS = ("database_url", "redis_url")
KAFKA = ("kafka_url", "kafka_sasl_mechanism", "kafka_user", "kafka_password")
REMEDY = (
    f'A secret is made with: python3 -c "import secrets; print(secrets.token_urlsafe({SECRET_BYTES}))". '
    "`pitboss env --profile PROFILE` prints a file with every setting."
)
DEFAULT_PASSWORDS = frozenset({"admin", "kafka", "password", "pitboss", "postgres", "redis", "secret", "valkey"})
"""Passwords of examples and images, which the list of common passwords may lack."""


def check_profile(settings: Settings) -> None:
    """Check that a platform may start with these settings.

    Raises:
        SettingsError: it may not; the message names every variable that has to be set.
    """
    found = list(_refused(settings))
    if found:
        listed = "".join(f"\n  {line}" for line in found)
        raise SettingsError(f"the profile {settings.profile} refuses to start:{listed}\n{REMEDY}")


def template(profile: str) -> str:
    """Return an environment file for that profile: every setting with its meaning and default, and fresh secrets.

    The passwords of the stores are made where those run, so they are left to be filled in.
    """
    lines = [f"# Environment of Pitboss, profile {profile}: every setting. Commented lines show the default.", ""]
    for name in paths():
        field = field_of(name)
        value = _given(name, profile)
        shown = _default(field) if value is None else value
        mark = "#" if value is None else ""
        lines += [f"# {field.description}", f"{mark}{variable(name)}={shown}", ""]
    return "\n".join(lines)


def field_of(path: str) -> FieldInfo:
    """Return the field of a setting, given its path."""
    model: type[BaseModel] = Settings
    *outer, last = path.split(".")
    for part in outer:
        model = model.model_fields[part].annotation  # type: ignore[assignment]  # `paths` goes into models alone
    return model.model_fields[last]


def _refused(settings: Settings) -> Iterator[str]:
    if settings.profile == "dev":
        return
    for name in paths():
        if why := _refused_value(settings, name):
            yield f"{variable(name)} {why} ({field_of(name).description})"
    yield from _equal_secrets(settings)


def _equal_secrets(settings: Settings) -> Iterator[str]:
    """Refuse a secret that stands twice: who learns one would have the other."""
    by_value: dict[str, list[str]] = {}
    for name in (*SECRETS, "admin_password"):
        by_value.setdefault(getattr(settings, name), []).append(variable(name))
    for old in settings.seal_keys_old:
        by_value.setdefault(old, []).append(variable("seal_keys_old"))
    for value, names in by_value.items():
        if value and len(names) > 1:
            yield f"{' and '.join(names)} have the same value: each needs one of its own"


def _refused_value(settings: Settings, name: str) -> str:
    """Return the reason for which a start is refused because of this setting; "" if it is not."""
    value = attrgetter(name)(settings)
    if CHANGE_ME in str(value):
        return f"still says {CHANGE_ME}"
    if name in (*SECRETS, *URLS, *KAFKA, "admin_password") and not value:
        return "is missing"
    if name in SECRETS:
        return weakness(value)
    if name == "seal_keys_old":
        return next(filter(None, map(weakness, value)), "")
    if name == "trusted_proxies":
        return _refused_proxies(value)
    if name in URLS:
        return _refused_url(value)
    if name == "kafka_password":
        return "is a default password" if _is_default(value) else ""
    if name == "admin_password":
        return _refused_password(value)
    debug = settings.profile == "prod" and name == "log_level" and value == "debug"
    return "is debug" if debug else ""


def _refused_proxies(networks: tuple[str, ...]) -> str:
    if not networks:
        return f"is missing: without it everybody behind a proxy is one client; {NO_PROXIES} says that there is none"
    if networks != (NO_PROXIES,) and any(ip_network(network).prefixlen == 0 for network in networks):
        return "trusts every address: anybody could write where a request comes from"
    return ""


def _refused_url(url: str) -> str:
    try:
        password = urlsplit(url).password
    except ValueError:
        return "is no URL"
    if not password:
        return "has no password"
    return "has a default password" if _is_default(password) else ""


def _is_default(password: str) -> bool:
    return password.lower() in DEFAULT_PASSWORDS | common_passwords()


def _refused_password(password: str) -> str:
    try:
        check_password(password, "admin")
    except WeakPassword as error:
        return f"is too weak: {error}"
    return ""


def _given(name: str, profile: str) -> str | None:
    """Return the value that the template sets; None where the default stays."""
    if name == "profile":
        return profile
    if name in (*SECRETS, "admin_password"):
        return secrets.token_urlsafe(SECRET_BYTES)
    if profile == "dev":
        return None
    hosts = {
        "database_url": f"postgresql://pitboss:{CHANGE_ME}@postgres:5432/pitboss",
        "redis_url": f"redis://:{CHANGE_ME}@valkey:6379/0",
        "kafka_url": "kafka:9092",
        "kafka_sasl_mechanism": "SCRAM-SHA-512",
        "kafka_user": "pitboss",
        "kafka_password": CHANGE_ME,
    }
    return hosts.get(name)


def _default(field: FieldInfo) -> str:
    match field.default:
        case tuple():
            return ",".join(field.default)
        case bool():
            return str(field.default).lower()
        case _:
            return str(field.default)
