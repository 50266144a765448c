"""A platform and a Chromium for each module that visits the app, a visitor for each test.

A module that uses them is `serial`, in the group `platform`: it starts a platform.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.platform import Platform, empty_site, platform
from tests.web.browsing import CHROMIUM, NEEDED, Visitor, launched, visitor_of
from tests.web.budgets.figures import show_figures

REPOSITORY = Path(__file__).parents[2]
BUILD_TIMEOUT_S = 600
PASSWORD = "correct horse battery"

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def built_app() -> None:
    """The app as its sources are, built anew only when they have changed."""
    done = subprocess.run(
        [REPOSITORY / ".ci" / "web"], capture_output=True, text=True, timeout=BUILD_TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def web_tools(built_app: None) -> None:
    """The tools that tests of the app need in the browser, beside those of a build."""
    subprocess.run([REPOSITORY / ".ci" / "web", "--tools"], check=True, timeout=BUILD_TIMEOUT_S)


@pytest.fixture(scope="module")
def served(built_app: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform that serves the app, with no data at first."""
    with empty_site(tmp_path_factory.mktemp("site")) as site, platform(site) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium. It ends with its module: while it runs, no other test could have an event loop."""
    if not CHROMIUM.exists():
        pytest.skip(NEEDED)
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, served: Platform) -> Iterator[Visit]:
    """Lets a person visit: `visit(screen=PHONE, locale="ko-KR")`. Complaints of their browser fail the test."""
    with ExitStack() as leaving:

        def arrive(**options: object) -> Visitor:
            return leaving.enter_context(visitor_of(chromium, served.url, **options))  # type: ignore[arg-type]

        yield arrive


def sign_up(page: Page, name: str) -> None:
    """Fill in and send the form of sign-up, which the page shows, and wait until the player is inside."""
    log_in(page, name)


def log_in(page: Page, name: str) -> None:
    """Likewise with the form of log-in, which looks the same."""
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda url: not url.endswith(("/signup", "/login")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    show_figures(terminalreporter, config)
