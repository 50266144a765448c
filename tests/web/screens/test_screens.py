"""Every screen is for everybody: axe finds nothing, Tab reaches everything, and nothing moves by itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.platform import Platform
from tests.web.browsing import DESKTOP, PHONE, Visitor
from tests.web.budgets.figures import figures_of
from tests.web.budgets.line import FIRST_LOAD_BYTES_MAX, MEMBER_LOAD_BYTES_MAX, measured_page
from tests.web.conftest import Visit, log_in
from tests.web.screens.axe import violations
from tests.web.screens.keyboard import focused_within, walk
from tests.web.screens.life import Life, lively
from tests.web.screens.shifts import LOADING_SHIFT_MAX, SHIFT_MAX, shifted, shifts_so_far, watch_shifts
from tests.web.screens.tour import GUESTS, MEMBERS, Stop, come_to_rest, know_gold, order

pytestmark = [pytest.mark.serial, pytest.mark.xdist_group("screens"), pytest.mark.timeout(600)]
HANDS = 4
WALKED_ELSEWHERE = {"crash-running", "menu", "offline", "purchase"}
"""The same screens with something before them, or while it passes."""
CUT = r"ERR_INTERNET_DISCONNECTED|WebSocket"
"""What a browser says of a line that was cut."""
Look = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def player(served: Platform, web_tools: None) -> Iterator[Life]:
    """Somebody who has played for a while."""
    with lively(served.url, "gallery") as one:
        yield one


def tour(visitor: Visitor, stops: tuple[Stop, ...], look: Look) -> list[str]:
    """Return what `look` finds at each stop, with its name."""
    found: list[str] = []
    for stop in stops:
        page = visitor.open(stop.path)
        try:
            stop.arrive(page)
        except (AssertionError, Error) as error:
            raise AssertionError(f"{stop.name} stays at:\n{page.locator('body').inner_text()}") from error
        found += [f"{stop.name}: {each}" for each in look(page)]
        stop.leave(page)
        page.close()
    return found


def come_in(visitor: Visitor, player: Life) -> None:
    """Log in, and stay logged in for all tabs of this browser."""
    page = visitor.open("/login")
    log_in(page, player.name)
    know_gold(page)
    page.close()


@pytest.mark.parametrize(("screen", "locale"), [(PHONE, "ko-KR"), (DESKTOP, "en-US")])
def test_axe_finds_nothing_on_any_screen(visit: Visit, player: Life, screen, locale):
    visitor = visit(screen=screen, locale=locale)
    visitor.expects(r"status of 404 .*/nowhere")
    visitor.expects(CUT)
    found = tour(visitor, GUESTS, violations)
    come_in(visitor, player)
    found += tour(visitor, MEMBERS, violations)
    assert not found, "\n".join(found)


def test_axe_finds_what_is_wrong(visit: Visit, web_tools: None):
    page = visit().open("/login")
    come_to_rest(page)
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert any(each.startswith("button-name") for each in violations(page))


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_every_screen_is_walked_by_tab_with_a_focus_that_is_seen(visit: Visit, player: Life, screen):
    visitor = visit(screen=screen)
    visitor.expects(r"status of 404 .*/nowhere")
    found = tour(visitor, GUESTS, walk)
    come_in(visitor, player)
    stops = [stop for stop in MEMBERS if stop.name not in WALKED_ELSEWHERE]
    # A table is walked at whatever stage it is: its parts are the same.
    at_once = tuple(stop._replace(arrive=know_gold) if stop.path == "/crash" else stop for stop in stops)
    found += tour(visitor, at_once, walk)
    assert not found, "\n".join(found)


def test_a_walk_finds_what_is_wrong(visit: Visit):
    page = visit().open("/login")
    come_to_rest(page)
    page.evaluate(
        """() => {
          document.querySelector("form button[type=submit]").style.setProperty("outline", "none", "important");
          document.querySelector("input[name=username]").tabIndex = -1;
        }"""
    )
    found = walk(page)
    assert [each.partition(":")[0] for each in found] == ["no ring"]


def test_a_dialog_keeps_the_focus_and_gives_it_back(visit: Visit, player: Life):
    visitor = visit()
    come_in(visitor, player)
    page = visitor.open("/shop")
    order(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert focused_within(page, "dialog")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert focused_within(page, "[data-product] button")
    assert page.evaluate("document.activeElement !== document.body")


def test_the_skip_link_comes_first_and_leads_to_the_screen(visit: Visit, player: Life):
    visitor = visit()
    come_in(visitor, player)
    page = visitor.open("/shop")
    know_gold(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
@pytest.mark.parametrize("path", ["/", "/rps"])
def test_nothing_moves_when_gold_changes_a_toast_comes_and_the_connection_goes(
    visit: Visit, served: Platform, screen, path
):
    with lively(served.url, f"still{screen.width}{path[1:]}") as player:
        stays_still(visit(screen=screen), player, path)


def stays_still(visitor: Visitor, player: Life, path: str) -> None:
    visitor.expects(CUT)
    watch_shifts(visitor.context)
    come_in(visitor, player)
    page = visitor.open(path)
    know_gold(page)
    loaded, begun = shifted(page), shifts_so_far(page)
    gold = page.locator("[data-testid=gold] [data-value]")
    for _ in range(HANDS):
        reply = player.try_hand(20)
        expect(gold).to_have_attribute("data-value", str(reply["gold"]))
    player.act("/api/shop/buy", {"product_id": "gold_1000", "quantity": 1})
    expect(page.locator("[class*=toast]").first).to_be_visible()
    visitor.context.set_offline(True)
    expect(page.locator("[data-connection]:not([data-connection=open])")).to_be_attached()
    expect(page.locator("[data-connection] p")).to_be_visible()
    visitor.context.set_offline(False)
    expect(page.locator("[data-connection=open]")).to_be_attached()
    total, moved = shifted(page, begun)
    assert total < SHIFT_MAX, moved
    assert loaded[0] < LOADING_SHIFT_MAX, loaded[1]


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_the_first_load_is_light(visit: Visit, player: Life, pytestconfig: pytest.Config, screen):
    visitor = visit(screen=screen)
    with measured_page(visitor.context) as (page, guest):
        page.goto(visitor.url)
        come_to_rest(page)
    come_in(visitor, player)
    with measured_page(visitor.context) as (page, member):
        page.goto(visitor.url)
        know_gold(page)
        page.wait_for_load_state("networkidle")
    assert guest.bytes["Script"] > 50_000, "nothing was measured"
    for who, load, most in (("guest", guest, FIRST_LOAD_BYTES_MAX), ("player", member, MEMBER_LOAD_BYTES_MAX)):
        shown = f"{load.total / 1000:.0f} kB (scripts {load.bytes['Script'] / 1000:.0f})"
        figures_of(pytestconfig).add(f"first load of a {who}, {screen.width} px", shown, f"<= {most // 1000} kB")
    assert guest.total <= FIRST_LOAD_BYTES_MAX, sorted(guest.parts)
    assert member.total <= MEMBER_LOAD_BYTES_MAX, sorted(member.parts)


def test_a_shift_is_measured(visit: Visit):
    visitor = visit()
    watch_shifts(visitor.context)
    page = visitor.open("/login")
    come_to_rest(page)
    begun = shifts_so_far(page)
    page.evaluate(
        "() => { const it = document.createElement('p'); it.style.height = '200px'; document.body.prepend(it); }"
    )
    assert shifted(page, begun)[0] > SHIFT_MAX
