"""Entity tags in requests (RFC 9110, 13.1.2)."""


def matches(if_none_match: str, etag: str) -> bool:
    """Return whether one of the listed tags matches, by weak comparison; `*` matches any."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
