"""One stage for all journeys of this folder, since a platform takes twenty seconds to come and go."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.journeys.stage import Entrance, Stage, entrance_of, stage_in

ACCESS_TTL_S = 40
"""Access tokens end within a journey: everybody goes on by what their app does about that."""


@pytest.fixture(scope="package")
def stage(built_app: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Where the journeys of this folder take place."""
    with stage_in(tmp_path_factory.mktemp("site"), PITBOSS_ACCESS_TTL_S=str(ACCESS_TTL_S)) as made:
        yield made


@pytest.fixture
def join(chromium: Browser, stage: Stage) -> Iterator[Entrance]:
    """Lets a player sign up: `join("mina")`."""
    with entrance_of(stage, chromium) as entrance:
        yield entrance
