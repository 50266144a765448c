"""The player app as the gateway serves it: pages, files, headers, hostile paths, half-built folders."""

import gzip
import json

import pytest

from gateway.rest.web.export import Unusable, read_export
from tests.integration.rest.web_export import HASHES, PAGES, SCRIPT, manifest_of, write_export, write_manifest

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br, zstd"}
CHUNK = "/_next/static/chunks/main-1.js"
POLICY = (
    f"default-src 'none'; script-src 'self' '{HASHES[0]}' '{HASHES[1]}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' ws://pitboss.test wss://pitboss.test; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
def folder(tmp_path):
    return write_export(tmp_path)


@pytest.fixture
def web(make_gateway, folder):
    return make_gateway(web_folder=str(folder))


async def get(gateway, path, **headers):
    return await gateway.client.get(path, headers=headers)


def routes_counted(gateway):
    found = gateway.registry.collect()
    samples = (sample for metric in found if metric.name == "http_requests" for sample in metric.samples)
    return {sample.labels["route"] for sample in samples if sample.name == "http_requests_total"}


async def test_a_page_is_served_with_every_header_that_it_needs(web):
    answer = await web.client.get("/crash?table=main", headers=BROWSER | {"Accept-Encoding": "gzip"})
    headers = dict(answer.headers)
    del headers["x-request-id"], headers["content-length"]

    assert (answer.status_code, answer.content) == (200, PAGES["/crash"])
    assert headers.pop("etag").startswith('"')
    assert headers == {
        "content-type": "text/html; charset=utf-8",
        "content-encoding": "gzip",
        "vary": "Accept-Encoding, Origin",
        "cache-control": "no-cache",
        "content-security-policy": POLICY,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), "
        "serial=(), usb=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


async def test_a_file_with_its_hash_in_its_name_is_kept_for_ever(web):
    answer = await get(web, CHUNK, **{"Accept-Encoding": "identity"})

    assert answer.content == SCRIPT
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert (await get(web, "/favicon.ico")).headers["Cache-Control"] == "no-cache"
    assert (await get(web, "/favicon.ico")).headers["Vary"] == "Origin"


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
async def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice(web, coding):
    async with web.client.stream("GET", "/", headers={"Accept-Encoding": coding}) as first:
        sent = b"".join([part async for part in first.aiter_raw()])
    tags = {(await get(web, "/", **{"Accept-Encoding": each})).headers["ETag"] for each in ("gzip", "identity")}
    again = await get(web, "/", **{"Accept-Encoding": coding, "If-None-Match": f'"other", W/{first.headers["ETag"]}'})
    other = await get(web, "/crash", **{"Accept-Encoding": coding, "If-None-Match": first.headers["ETag"]})

    assert first.headers.get("Content-Encoding", "identity") == coding
    expected = {"identity": PAGES["/"], "gzip": gzip.compress(PAGES["/"], mtime=0), "br": b"br:" + PAGES["/"][15:45]}
    assert sent == expected[coding]
    assert len(tags | {first.headers["ETag"]}) == (3 if coding == "br" else 2)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "no-cache"
    assert again.headers["Vary"] == "Accept-Encoding, Origin"
    assert other.status_code == 200


async def test_head_answers_as_get_without_the_content(web):
    there = await web.client.head("/crash", headers=BROWSER)
    assert there.status_code == 200
    assert there.content == b""
    assert int(there.headers["Content-Length"]) > 0
    assert (await web.client.head("/nothing", headers=BROWSER)).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_pages_are_only_read(web, method):
    answer = await web.client.request(method, "/crash", headers=BROWSER)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"


async def test_people_who_are_lost_get_a_page_and_programs_a_problem(web):
    person, program = await web.client.get("/nothing", headers=BROWSER), await get(web, "/nothing")
    api = await web.client.get("/api/nothing", headers=BROWSER)
    posted = await web.client.post("/nothing", headers=BROWSER)

    assert (person.status_code, person.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"Nothing here" in person.content or person.headers["Content-Encoding"] == "br"
    assert person.headers["Content-Security-Policy"] == POLICY
    for answer in (program, api, posted):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_page_of_what_is_missing_is_nowhere_found(web):
    assert (await web.client.get("/404", headers=BROWSER)).status_code == 404


async def test_a_slash_too_many_leads_to_the_page(web):
    answer = await get(web, "/crash/?round=7&table=main")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/crash?round=7&table=main")


HOSTILE = [
    "/../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/_next/static/../../../../etc/passwd",
    "/_next/static/..%5c..%5cetc",
    "/crash%00",
    "/crash%00.html",
    "/crash%2f",
    "/crash%2F..",
    "/%63rash",
    "/crash.html",
    "/index.html",
    "/crash.html.gz",
    "/pitboss-web.json",
    "/.env",
    "/.git/config",
    "/_next/.hidden",
    "/secret.txt",
    "/link.txt",
    "//crash",
    "//evil.test/",
    "/\\evil.test/",
    "///",
    "/crash;v=1",
    "/CRASH",
    "/_next/static/",
    "/_next",
    "/кrash",
    "/crash%C3%28",
    "/" + "a" * 4_000,
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
async def test_no_path_leads_out_of_the_index(make_gateway, folder, path, accept):
    (folder / ".env").write_text("SECRET")
    (folder / "secret.txt").write_text("SECRET")
    (folder / "link.txt").symlink_to("/etc/passwd")
    gateway = make_gateway(web_folder=str(folder))
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"pitboss.test"), (b"accept", accept.encode())],
        "http_version": "1.1",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
    }
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    await gateway.app(scope, receive, send)
    headers = dict(sent[0]["headers"])

    assert sent[0]["status"] == 404
    assert (headers[b"content-type"] == b"text/html; charset=utf-8") == (accept == "text/html")
    assert b"location" not in headers
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert b"SECRET" not in body
    assert b"root:" not in body


async def test_pages_are_counted_under_few_names(web):
    for path in ("/", "/crash", "/nothing", "/favicon.ico", CHUNK, "/crash/"):
        await web.client.get(path, headers=BROWSER)
    await get(web, "/nothing")
    assert routes_counted(web) == {"/{page}", "/{file}", "/_next/static/{file}", "unmatched"}


async def test_a_host_that_is_none_gets_no_sockets_in_its_policy(web):
    answer = await web.client.get("/", headers=BROWSER | {"Host": "x; script-src *"})
    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "script-src *" not in answer.headers["Content-Security-Policy"]


async def test_who_comes_over_tls_is_told_to_stay_there(make_gateway, folder):
    gateway = make_gateway(web_folder=str(folder), trusted_proxies=("127.0.0.1",))
    told = {"X-Forwarded-Proto": "https"}
    assert (await get(gateway, "/", **told)).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" in (await get(gateway, "/api/games/rps", **told)).headers
    assert "Strict-Transport-Security" not in (await get(gateway, "/")).headers
    untrusting = make_gateway(web_folder=str(folder))
    assert "Strict-Transport-Security" not in (await get(untrusting, "/", **told)).headers


async def test_without_an_app_the_first_page_says_how_to_build_it(make_gateway, tmp_path):
    for folder in ("", str(tmp_path), str(tmp_path / "missing")):
        gateway = make_gateway(web_folder=folder)
        answer = await gateway.client.get("/", headers=BROWSER)
        assert answer.status_code == 200
        assert "npm --prefix web run build" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert (await gateway.client.get("/crash", headers=BROWSER)).json()["code"] == "not_found"
        assert (await gateway.client.get("/health/live")).status_code == 200


async def test_in_development_an_app_that_is_built_anew_is_served_at_once(make_gateway, tmp_path):
    watching, still = (make_gateway(web_folder=str(tmp_path), web_watched=watched) for watched in (True, False))
    assert "not built" in (await get(watching, "/")).text
    write_export(tmp_path)
    assert "Welcome" in (await get(watching, "/")).text
    assert "not built" in (await get(still, "/")).text
    manifest = manifest_of(tmp_path)
    del manifest["files"]["/crash"]
    write_manifest(tmp_path, manifest)
    assert (await get(watching, "/crash")).status_code == 404


async def test_a_build_that_cannot_be_served_leaves_the_one_before(make_gateway, folder):
    gateway = make_gateway(web_folder=str(folder), web_watched=True)
    (folder / "pitboss-web.json").write_text("{")
    assert "Welcome" in (await get(gateway, "/")).text


def changed(**changes):
    def change(folder, manifest):
        manifest["files"]["/crash"] |= changes
        write_manifest(folder, manifest)

    return change


def in_form(**changes):
    def change(folder, manifest):
        manifest["files"]["/crash"]["forms"]["identity"] |= changes
        write_manifest(folder, manifest)

    return change


def linked(folder, manifest):
    (folder / "crash.html").rename(folder / "real.html")
    (folder / "crash.html").symlink_to(folder / "real.html")


def linked_folder(folder, manifest):
    (folder / "_next").rename(folder / "moved")
    (folder / "_next").symlink_to(folder / "moved")


def under(path):
    def change(folder, manifest):
        manifest["files"][path] = manifest["files"].pop("/crash")
        write_manifest(folder, manifest)

    return change


UNUSABLE = {
    "no manifest": lambda folder, manifest: (folder / "pitboss-web.json").unlink(),
    "no JSON": lambda folder, manifest: (folder / "pitboss-web.json").write_text("{"),
    "another version": lambda folder, manifest: write_manifest(folder, manifest | {"version": 2}),
    "an unknown key": changed(more=1),
    "a file that changed": lambda folder, manifest: (folder / "crash.html").write_text("another"),
    "a file that is gone": lambda folder, manifest: (folder / "crash.html").unlink(),
    "a link": linked,
    "a linked folder": linked_folder,
    "a file elsewhere": in_form(file="../crash.html"),
    "an absolute file": in_form(file="/etc/passwd"),
    "a hidden file": in_form(file=".env"),
    "no plain form": changed(forms={}),
    "a type that ends a header": changed(type="text/html\r\nX: y"),
    "a hash that ends a policy": changed(scripts=["sha256-x'; script-src *"]),
    "too many hashes": changed(scripts=HASHES * 40),
    "a path that goes up": under("/../crash"),
    "a path with an escape": under("/crash%2f"),
    "a hidden path": under("/.crash"),
    "a path without a slash": under("crash"),
}


@pytest.mark.parametrize("fault", UNUSABLE)
def test_an_export_with_a_fault_is_not_served(folder, fault):
    UNUSABLE[fault](folder, json.loads((folder / "pitboss-web.json").read_text()))
    with pytest.raises(Unusable):
        read_export(folder)


def test_an_export_is_bounded(folder, monkeypatch):
    size = sum(len(form.data) for file in read_export(folder).values() for form in file.forms.values())
    monkeypatch.setattr("gateway.rest.web.export.EXPORT_BYTES_MAX", size - 1)
    with pytest.raises(Unusable, match=r"pitboss|bytes"):
        read_export(folder)
