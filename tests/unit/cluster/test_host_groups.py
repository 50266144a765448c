"""The option `--hosts` of `pitboss dev`."""

import pytest

from cluster.cli.host_groups import HostGroupsError, host_groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("1", {"all": 1}),
        ("4", {"all": 4}),
        ("users=2,tables=1", {"users": 2, "tables": 1}),
        ("all=1, tables=1", {"all": 1, "tables": 1}),
    ],
)
def test_hosts_are_a_number_or_numbers_by_group(text: str, groups: dict[str, int]) -> None:
    assert host_groups(text) == groups


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "65", "x", "users=2", "tables=1", "users=1,tables=0", "shops=1", "1,1", "users=a"]
)
def test_hosts_that_cannot_serve_everything_are_refused(text: str) -> None:
    with pytest.raises(HostGroupsError):
        host_groups(text)
