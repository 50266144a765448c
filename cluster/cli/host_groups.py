"""The hosts of a platform as an option: their number, or how many serve each group of kinds of entities."""

from actors.runtime.ownership.shards import ALL, GROUPS

HOSTS_MAX = 64


class HostGroupsError(ValueError):
    """The hosts asked for cannot serve everything; the message says why."""


def host_groups(text: str) -> dict[str, int]:
    """Return how many hosts serve each group of kinds, from `3` or `users=2,tables=1`.

    Raises:
        HostGroupsError: not of that form, or a group would have no host.
    """
    try:
        pairs = [part.split("=") if "=" in part else [ALL, part] for part in text.split(",")]
        groups = {name.strip(): int(count) for name, count in pairs}
    except ValueError:
        raise HostGroupsError(f"--hosts: they are given as 3 or users=2,tables=1, not {text!r}") from None
    if unknown := groups.keys() - {ALL, *GROUPS}:
        raise HostGroupsError(f"--hosts: unknown group {', '.join(sorted(unknown))}; there are all, users and tables")
    if len(pairs) != len(groups) or any(not 1 <= count <= HOSTS_MAX for count in groups.values()):
        raise HostGroupsError(f"--hosts: each group is named once and has 1 to {HOSTS_MAX} hosts")
    if ALL not in groups and groups.keys() != GROUPS.keys():
        raise HostGroupsError("--hosts: without hosts for all, users and tables need one each: users=1,tables=1")
    return groups
