"""Every screen of the player app has its pictures, and `docs/player-app.md` shows them all.

`make screenshots` takes them (`tests/web/screens/take.py`).
"""

import re
from collections.abc import Iterator

import pytest

from tests.web.screens.gallery import FRAMES, PICTURES, REPOSITORY, file_of
from tests.web.screens.tour import GUESTS, MEMBERS

PAGE = REPOSITORY / "docs" / "player-app.md"
README = REPOSITORY / "README.md"
ROUTES = REPOSITORY / "web" / "src" / "app"
PICTURE = re.compile(r"!\[([^\]]+)\]\(((?:docs/)?images/player-app/[\w.-]+)\)")
BYTES_MAX = 5_000_000
"""Of all pictures together: they lie in the repository."""
README_PICTURES_MIN = 3
STOPS = {stop.name: stop for stop in (*GUESTS, *MEMBERS)}


def routes() -> Iterator[str]:
    """The paths of the app: a folder in brackets is none."""
    for page in ROUTES.rglob("page.tsx"):
        parts = [part for part in page.parent.relative_to(ROUTES).parts if not part.startswith("(")]
        yield "/" + "/".join(parts)


def test_the_tour_stops_at_every_page_of_the_app():
    assert set(routes()) <= {stop.path for stop in STOPS.values()}


@pytest.mark.parametrize("name", sorted(STOPS))
def test_a_screen_has_its_pictures_and_the_page_shows_them(name: str):
    shown = {path for _, path in PICTURE.findall(PAGE.read_text())}
    for frame in FRAMES:
        picture = file_of(name, frame)
        assert picture.exists(), "make screenshots"
        assert picture.read_bytes()[8:12] == b"WEBP"
        assert picture.relative_to(PAGE.parent).as_posix() in shown


def test_no_picture_is_left_of_a_screen_that_is_gone():
    wanted = {file_of(name, frame) for name in STOPS for frame in FRAMES}
    assert set(PICTURES.iterdir()) - wanted == set()


def test_the_pictures_are_small_enough_for_a_repository():
    assert sum(picture.stat().st_size for picture in PICTURES.iterdir()) <= BYTES_MAX


def test_the_readme_shows_some_of_them_and_every_picture_says_what_it_shows():
    shown = PICTURE.findall(README.read_text())
    assert len(shown) >= README_PICTURES_MIN
    for words, path in shown:
        assert (REPOSITORY / path).exists()
        assert len(words.split()) > 2
