"""Profiles: the settings that a start refuses, all named at once, and the template of an environment file.

`dev` refuses nothing; `stage` and `prod` refuse every secret or URL that is missing, too weak, a default or left to be
filled in; `prod` refuses settings for debugging too.
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
SECRETS = ("jwt_secret_key", "api_secret_key", "seal_key")
URLS = ("database_url", "redis_url")
REMEDY = (
    f'A secret is made with: python3 -c "import secrets; print(secrets.token_urlsafe({SECRET_BYTES}))". '
    "`pitboss env --profile PROFILE` prints a file with every setting."
)
DEFAULT_PASSWORDS = frozenset({"admin", "password", "pitboss", "postgres", "redis", "secret", "valkey"})
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
    for name, field in Settings.model_fields.items():
        value = _given(name, profile)
        shown = _default(field) if value is None else value
        mark = "#" if value is None else ""
        lines += [f"# {field.description}", f"{mark}{variable(name)}={shown}", ""]
    return "\n".join(lines)


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return str(Settings.model_fields[name].validation_alias or PREFIX + name.upper())


def _refused(settings: Settings) -> Iterator[str]:
    if settings.profile == "dev":
        return
    for name, field in Settings.model_fields.items():
        if why := _refused_value(settings, name):
            yield f"{variable(name)} {why} ({field.description})"


def _refused_value(settings: Settings, name: str) -> str:
    """Return the reason for which a start is refused because of this setting; "" if it is not."""
    value = getattr(settings, name)
    if CHANGE_ME in str(value):
        return f"still says {CHANGE_ME}"
    if name in (*SECRETS, *URLS, "admin_password") and not value:
        return "is missing"
    if name in SECRETS and len(value.encode()) < JWT_SECRET_BYTES_MIN:
        return f"has less than {JWT_SECRET_BYTES_MIN} bytes"
    if name in URLS:
        return _refused_url(value)
    if name == "admin_password":
        return _refused_password(value)
    debug = settings.profile == "prod" and name == "log_level" and value == "debug"
    return "is debug" if debug else ""


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
