"""Profiles: what a start refuses, all of it said at once, and the template of an environment file.

`dev` refuses nothing, `stage` what was left to be filled in, `prod` also what is missing, a default, or meant for
debugging.
"""

import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic.fields import FieldInfo

from cluster.settings import PREFIX, Settings, SettingsError
from gateway.auth.passwords import WeakPassword, check_password, common_passwords
from gateway.config import JWT_SECRET_BYTES_MIN

CHANGE_ME = "CHANGE_ME"
PROFILES = ("dev", "stage", "prod")
SECRET_BYTES = 48
SECRETS = ("jwt_secret_key", "api_secret_key")
URLS = ("database_url", "redis_url")
DEFAULT_PASSWORDS = frozenset({"admin", "password", "pitboss", "postgres", "redis", "secret", "valkey"})
"""Passwords of examples and images, which the list of common passwords may not have."""


def check_profile(settings: Settings) -> None:
    """Whether a platform may start with these settings.

    Raises:
        SettingsError: it may not; the message names every variable that has to be set.
    """
    found = list(_refused(settings))
    if found:
        raise SettingsError(f"the profile {settings.profile} refuses to start: " + "; ".join(found))


def template(profile: str) -> str:
    """An environment file for that profile: every setting with its meaning and default, what must be set as such."""
    lines = [f"# Environment of Pitboss, profile {profile}: every setting. Commented lines show the default.", ""]
    for name, field in Settings.model_fields.items():
        value = _given(name, profile)
        shown = _default(field) if value is None else value
        mark = "#" if value is None else ""
        lines += [f"# {field.description}", f"{mark}{variable(name)}={shown}", ""]
    return "\n".join(lines)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return str(Settings.model_fields[name].validation_alias or PREFIX + name.upper())


def _refused(settings: Settings) -> Iterator[str]:
    if settings.profile == "dev":
        return
    for name in Settings.model_fields:
        if CHANGE_ME in str(getattr(settings, name)):
            yield f"{variable(name)} still says {CHANGE_ME}"
        elif settings.profile == "prod" and (why := _refused_in_prod(settings, name)):
            yield f"{variable(name)} {why}"


def _refused_in_prod(settings: Settings, name: str) -> str:
    """Why production does not start with this setting; "" if it does."""
    value = getattr(settings, name)
    if name in (*SECRETS, *URLS, "admin_password") and not value:
        return "is missing"
    if name in SECRETS and len(value.encode()) < JWT_SECRET_BYTES_MIN:
        return f"has less than {JWT_SECRET_BYTES_MIN} bytes"
    if name in URLS:
        return _refused_url(value)
    if name == "admin_password":
        return _refused_password(value)
    return "is debug" if name == "log_level" and value == "debug" else ""


def _refused_url(url: str) -> str:
    try:
        password = urlsplit(url).password
    except ValueError:
        return "is no URL"
    if not password:
        return "has no password"
    default = password.lower() in DEFAULT_PASSWORDS | common_passwords()
    return "has a default password" if default else ""


def _refused_password(password: str) -> str:
    try:
        check_password(password, "admin")
    except WeakPassword as error:
        return f"is too weak: {error}"
    return ""


def _given(name: str, profile: str) -> str | None:
    """What the template sets; None where the default stays."""
    if name == "profile":
        return profile
    if profile == "dev":
        return secrets.token_urlsafe(SECRET_BYTES) if name in (*SECRETS, "admin_password") else None
    hosts = {
        "database_url": f"postgresql://pitboss:{CHANGE_ME}@postgres:5432/pitboss",
        "redis_url": f"redis://:{CHANGE_ME}@valkey:6379/0",
    }
    return CHANGE_ME if name in (*SECRETS, "admin_password") else hosts.get(name)


def _default(field: FieldInfo) -> str:
    match field.default:
        case tuple():
            return ",".join(field.default)
        case bool():
            return str(field.default).lower()
        case _:
            return str(field.default)
