"""Whoever asks a platform that cannot answer is told so in words."""

import pytest
import ray
from ray.exceptions import ActorUnavailableError

from cluster.control.errors import ControlError
from cluster.control.ray.remote_control import RemoteControl

FOUND = {
    "ray_address": "127.0.0.1:1",
    "postgres_url": "postgresql://nobody@127.0.0.1:1/none",
    "redis_url": "",
    "dashboard_url": "",
    "url": "",
    "pid": 1,
    "gateways": ["gateway-0"],
}


@pytest.fixture
def control(tmp_path, monkeypatch):
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN_PATH"):
        monkeypatch.setenv(name, "")  # so that they are put back
    return RemoteControl(FOUND, tmp_path)


class Restarting:
    """The handle of an actor that is starting again."""

    def __getattr__(self, _name):
        return self

    def remote(self, *_arguments):
        return self


def unavailable(*_arguments, **_options):
    raise ActorUnavailableError("The actor is temporarily unavailable:\nand many lines more", None)


def test_an_actor_that_is_starting_again_is_named(control, monkeypatch):
    monkeypatch.setattr(ray, "get_actor", lambda _name: Restarting())
    monkeypatch.setattr(ray, "get", unavailable)
    with pytest.raises(ControlError, match="the actor director cannot be asked now") as refused:
        control.status()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("entity", ["mina", "01JDB3YX7M8Q4T9V2W5Z6A1C3E"])
def test_a_database_that_is_away_is_named(control, entity):
    with pytest.raises(ControlError, match="database"):
        control.inspect("user", entity)
    with pytest.raises(ControlError, match="database"):
        control.reload("shop", "main")
