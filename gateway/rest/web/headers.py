"""Headers of the app's files: how long they are kept, and what a page may do."""

from collections.abc import Sequence

from gateway.origins import split_authority

IMMUTABLE = "public, max-age=31536000, immutable"
"""Of files whose names change with their contents."""
REVALIDATED = "no-cache"
"""Kept, and asked for by its tag each time."""
HASHED_PREFIX = "/_next/static/"
FEATURES = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
"""Of browsers, none of which the app uses."""
PAGE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
RESOURCE_POLICY = "same-origin"
"""`Cross-Origin-Resource-Policy` of every file: no foreign page shows them."""


def cache_control(path: str) -> str:
    """Return how long what lies at `path` is kept."""
    return IMMUTABLE if path.startswith(HASHED_PREFIX) else REVALIDATED


def page_policy(script_hashes: Sequence[str], host: str) -> str:
    """Return the `Content-Security-Policy` of a page that is asked for at `host` (a `Host` header).

    `script_hashes` are those of its inline scripts, like `sha256-...`. Browsers from before CSP 3 take `'self'` for no
    socket, so ours are named.
    """
    scripts = " ".join(["'self'", *(f"'{each}'" for each in script_hashes)])
    connections = " ".join(["'self'", *_sockets_of(host)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src {connections}; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _sockets_of(host: str) -> list[str]:
    try:
        name, port = split_authority(host)
    except ValueError:
        return []
    shown = (f"[{name}]" if ":" in name else name) + ("" if port is None else f":{port}")
    return [f"ws://{shown}", f"wss://{shown}"]
