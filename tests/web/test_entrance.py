"""People come in and go: the first pages in Chromium, over a real platform, without a complaint of the browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.platform import Platform
from tests.web.browsing import DESKTOP, PHONE, visitor_of
from tests.web.conftest import PASSWORD, Visit, sign_up

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("platform"), pytest.mark.timeout(300)]
COOKIE = "pitboss_refresh"
PATHS = ("/", "/login", "/signup", "/crash", "/slot", "/gacha", "/rps", "/shop", "/history", "/fairness", "/account")


def cookie_of(page: Page) -> dict[str, object]:
    (found,) = [dict(each) for each in page.context.cookies() if each.get("name") == COOKIE]
    return found


def is_inside(page: Page) -> None:
    expect(page.get_by_role("navigation").first).to_be_visible()
    expect(page.locator("form[method=post]")).to_have_count(0)


@pytest.mark.parametrize(("screen", "locale"), [(PHONE, "ko-KR"), (DESKTOP, "en-US")])
def test_every_first_page_opens_without_a_complaint(visit: Visit, screen, locale):
    visitor = visit(screen=screen, locale=locale)
    for path in PATHS:
        page = visitor.open(path)
        expect(page.locator("h1").first).to_be_attached()
        expect(page.locator("html")).to_have_attribute("lang", locale[:2])
        assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
        page.close()


def test_a_player_signs_up_and_is_still_in_after_a_reload_and_in_another_tab(visit: Visit):
    visitor = visit()
    page = visitor.open("/signup")
    sign_up(page, "mina")
    is_inside(page)
    cookie = cookie_of(page)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/api/auth")
    assert page.evaluate("document.cookie") == ""
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert str(cookie["value"]) not in stored
    assert not re.search(r"eyJ[\w-]+\.[\w-]+\.", stored)

    page.reload()
    is_inside(page)
    assert cookie_of(page)["value"] != cookie["value"]
    other = visitor.open("/shop")
    is_inside(other)


def test_a_wrong_password_is_said_and_the_right_one_opens(visit: Visit):
    sign_up(visit().open("/signup"), "juno")
    visitor = visit()
    visitor.expects(r"status of 401 .*api/auth/login")
    page = visitor.open("/login")
    page.locator("input[name=username]").fill("juno")
    page.locator("input[name=password]").fill("a wrong password")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    is_inside(page)


def test_a_path_that_is_not_there_shows_the_app_and_a_404(visit: Visit):
    visitor = visit()
    visitor.expects(r"status of 404 .*/nowhere")
    page = visitor.context.new_page()
    answer = page.goto(f"{visitor.url}/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1").first).to_be_attached()


def test_a_page_comes_compressed_and_the_next_time_from_the_cache(visit: Visit):
    visitor = visit()
    first = visitor.context.new_page()
    answer = first.goto(f"{visitor.url}/login")
    assert answer is not None
    assert answer.headers["content-encoding"] == "br"
    asked = {"If-None-Match": answer.headers["etag"], "Accept": "text/html", "Accept-Encoding": "br"}
    again = first.request.get(f"{visitor.url}/login", headers=asked)
    assert again.status == 304


def test_an_inline_script_that_somebody_smuggles_in_does_not_run(visit: Visit):
    visitor = visit()
    visitor.expects(r"policy: script-src|Content Security Policy")
    page = visitor.open("/login")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.smuggled = true';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.smuggled") is None
    assert any("policy: script-src" in each for each in visitor.complaints)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('lost')", "error: lost"),
        ("console.warn('odd')", "warning: odd"),
        ("setTimeout(() => { throw new Error('broken') })", "page error: broken"),
        ("setTimeout(() => Promise.reject(new Error('forgotten')))", "page error: forgotten"),
    ],
)
def test_a_complaint_of_the_browser_fails_the_test(chromium: Browser, served: Platform, script: str, complaint: str):
    def visited() -> None:
        with visitor_of(chromium, served.url) as visitor:
            page = visitor.open("/login")
            page.evaluate(f"() => {{ {script} }}")
            page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true)))")

    with pytest.raises(AssertionError, match=complaint):
        visited()
