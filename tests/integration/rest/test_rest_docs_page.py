"""The page on which the API is read asks no foreign host for anything, and its policy forbids that and inline code."""

import re
from html.parser import HTMLParser

import pytest

from gateway.rest.openapi.reading import FILES

FOREIGN = re.compile(r"(?:https?:)?//[\w.-]+\.\w+/?")
NAMES_OF_FORMATS = ("http://www.w3.org/",)
"""Name spaces of XML: an image of the style sheet says so in which language it is written. Nobody fetches them."""
SOURCES = {"'none'", "'self'"}


class Page(HTMLParser):
    """What a page loads, and what stands inline in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._inside = tag
        self.loaded += [value for name, value in attrs if (tag, name) in {("script", "src"), ("link", "href")}]
        self.inline += [f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on")]

    def handle_data(self, data):
        if self._inside in {"script", "style"} and data.strip():
            self.inline.append(f"<{self._inside}>")

    def handle_endtag(self, tag):
        self._inside = ""


def policy_of(answer) -> dict[str, set[str]]:
    directives = (each.split() for each in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


def foreign(text: str) -> list[str]:
    return [each for each in FOREIGN.findall(text) if not each.startswith(NAMES_OF_FORMATS)]


async def test_the_documentation_is_served_with_everything_that_it_loads(gateway):
    page, document = await gateway.client.get("/docs"), await gateway.client.get("/openapi.json")
    assert (page.status_code, document.status_code) == (200, 200)
    assert document.json()["info"]["title"] == "Pitboss"
    loaded = [each for each in Page(page.text).loaded if not each.startswith("data:")]
    assert {f"docs/{name}" for name in FILES} == set(loaded)
    for name, (_, media_type) in FILES.items():
        answer = await gateway.client.get(f"/docs/{name}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, f"{media_type}; charset=utf-8")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        again = await gateway.client.get(f"/docs/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_the_policy_lets_nothing_in_but_what_we_serve_and_nothing_inline(gateway):
    policy = policy_of(await gateway.client.get("/docs"))
    assert policy.pop("img-src") == {"'self'", "data:"}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert set().union(*policy.values()) == SOURCES


async def test_nothing_stands_inline_and_no_foreign_host_is_named_in_what_is_loaded(gateway):
    page = (await gateway.client.get("/docs")).text
    start, style = [(await gateway.client.get(f"/docs/{name}")).text for name in ("start.js", "swagger-ui.css")]
    assert Page(page).inline == []
    assert [foreign(text) for text in (page, start, style)] == [[], [], []]
    assert "@import" not in style


async def test_swagger_ui_is_kept_from_asking_the_validator_which_is_a_foreign_host(gateway):
    bundle = (await gateway.client.get("/docs/swagger-ui-bundle.js")).text
    assert "https://validator.swagger.io" in bundle
    assert "validatorUrl: null" in (await gateway.client.get("/docs/start.js")).text


@pytest.mark.parametrize("name", ["nothing.js", "docs.html", "..%2Freading.py", "%2e%2e%2freading.py"])
async def test_no_other_file_is_served(gateway, name):
    assert (await gateway.client.get(f"/docs/{name}")).status_code == 404


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", *(f"/docs/{name}" for name in FILES)])
async def test_the_documentation_can_be_switched_off_with_all_its_files(make_gateway, path):
    answer = await make_gateway(docs_enabled=False).client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("text", "inline"),
    [("<script>go()</script>", ["<script>"]), ("<style>a{}</style>", ["<style>"]), ("<b onclick=x>", ["b onclick"])],
)
def test_what_stands_inline_would_be_found(text, inline):
    assert Page(text).inline == inline
    assert foreign('<script src="https://cdn.example.com/x.js">') == ["https://cdn.example.com/"]
