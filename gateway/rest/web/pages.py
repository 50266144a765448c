"""The app's pages and files, at every path that no route has (decision 0064).

An exact path of the index is answered, `/crash/` leads to `/crash`, and everything else is not found: for people with
the app's own page, for programs with a problem document. Below the paths of the API nothing is ever a page.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import structlog
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.rest.problems import Problem
from gateway.rest.tags import matches
from gateway.rest.web.encodings import chosen
from gateway.rest.web.export import Unusable, WebFile, manifest_stamp, read_export
from gateway.rest.web.headers import HASHED_PREFIX, PAGE_HEADERS, RESOURCE_POLICY, cache_control, page_policy

OF_THE_API = ("/api", "/docs", "/health", "/metrics", "/openapi.json", "/ws")
NOT_FOUND = "/404"
"""The page of paths that there are not."""
UNBUILT = Path(__file__).with_name("unbuilt.html").read_bytes()
"""Served at `/` while there is no app."""

log = structlog.get_logger(__name__)


class _Label(NamedTuple):
    """A name under which requests are counted, in place of a route."""

    path: str


PAGE, FILE, HASHED_FILE = _Label("/{page}"), _Label("/{file}"), _Label(f"{HASHED_PREFIX}{{file}}")


class WebPages:
    """Answers from the app in `folder`, which is read now and, with `watched`, again when it was built anew.

    `otherwise` answers what is no path of the app.
    """

    def __init__(self, folder: str, *, watched: bool, otherwise: ASGIApp) -> None:
        self._folder = Path(folder) if folder else None
        self._watched = watched
        self._otherwise = otherwise
        self._files: Mapping[str, WebFile] = {}
        self._stamp = manifest_stamp(self._folder) if self._folder else None
        self._read()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_of_the_api(path := _path(scope)):
            await self._otherwise(scope, receive, send)
            return
        if self._watched:
            await self._look_again()
        response = self._answer(scope, path)
        await (self._otherwise if response is None else response)(scope, receive, send)

    def _answer(self, scope: Scope, path: str) -> Response | None:
        """Return the answer to a request for `path`, None if there is nothing. Raises Problem."""
        file = self._files.get(path) if path != NOT_FOUND else None
        if file is not None or (path == "/" and not self._files):
            scope["route"] = _label(path, file)
            if scope["method"] != "GET":  # of HEAD nothing is seen here
                raise Problem("method_not_allowed", headers={"Allow": "GET, HEAD"})
            return _unbuilt() if file is None else _served(file, path, Headers(scope=scope))
        if scope["method"] != "GET":
            return None
        if path.endswith("/") and (page := self._files.get(path.rstrip("/"))) is not None and page.is_page:
            scope["route"] = PAGE
            query = scope["query_string"].decode("latin-1")
            return Response(status_code=308, headers={"Location": path.rstrip("/") + (f"?{query}" if query else "")})
        missing = self._files.get(NOT_FOUND)
        if missing is None or not _wants_a_page(Headers(scope=scope).get("Accept", "")):
            return None
        scope["route"] = PAGE
        return _served(missing, NOT_FOUND, Headers(scope=scope), 404)

    async def _look_again(self) -> None:
        stamp = manifest_stamp(self._folder) if self._folder else None
        if stamp is not None and stamp != self._stamp:
            self._stamp = stamp
            await asyncio.to_thread(self._read)

    def _read(self) -> None:
        """Read the app; what cannot be served leaves what was served before."""
        if self._folder is None:
            return
        try:
            self._files = read_export(self._folder)
        except Unusable as error:
            log.warning("web_app_not_served", folder=str(self._folder), reason=str(error))
        else:
            log.info("web_app_read", folder=str(self._folder), files=len(self._files))


def _path(scope: Scope) -> str:
    """Return the path as it was sent: escapes stay escapes, and match nothing, as does all that is not ASCII."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _is_of_the_api(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in OF_THE_API)


def _label(path: str, file: WebFile | None) -> _Label:
    if file is None or file.is_page:
        return PAGE
    return HASHED_FILE if path.startswith(HASHED_PREFIX) else FILE


def _wants_a_page(accept: str) -> bool:
    """Return whether a request is for something to read, as that of a browser that follows a link is."""
    return any(item.partition(";")[0].strip().lower() == "text/html" for item in accept.split(","))


def _served(file: WebFile, path: str, asked: Headers, status: int = 200) -> Response:
    coding = chosen(",".join(asked.getlist("Accept-Encoding")), file.forms)
    form = file.forms[coding]
    headers = {
        "ETag": form.etag,
        "Cache-Control": cache_control(path),
        "Cross-Origin-Resource-Policy": RESOURCE_POLICY,
    }
    if len(file.forms) > 1:
        headers["Vary"] = "Accept-Encoding"
    if file.is_page:
        policy = page_policy(file.script_hashes, asked.get("Host", ""))
        headers |= {"Content-Security-Policy": policy, **PAGE_HEADERS}
    if status == 200 and matches(",".join(asked.getlist("If-None-Match")), form.etag):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = file.media_type
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return Response(form.data, status, headers)


def _unbuilt() -> Response:
    return Response(UNBUILT, media_type="text/html")
