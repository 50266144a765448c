"""A stage of its own for each module, of two hosts; `make e2e` runs them, `make test` leaves them out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.journeys.stage import Entrance, Stage, entrance_of, stage_in


@pytest.fixture(scope="module", autouse=True)
def long_form(long_e2e: bool) -> None:
    """Leave these out unless they are asked for, before anything is started for them."""
    if not long_e2e:
        pytest.skip("takes minutes: `make e2e` runs it")


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Settings of the module's platform; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def stage(built_app: None, tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[Stage]:
    """Where the journeys of the module take place."""
    with stage_in(tmp_path_factory.mktemp("site"), "--hosts", "2", **settings) as made:
        yield made


@pytest.fixture
def join(chromium: Browser, stage: Stage) -> Iterator[Entrance]:
    """Lets a player sign up: `join("mina")`."""
    with entrance_of(stage, chromium) as entrance:
        yield entrance
