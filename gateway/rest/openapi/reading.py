"""The OpenAPI document, and the page on which people read it: Swagger UI, whose files we serve ourselves.

Nothing of the page comes from another host and nothing stands inline in it, so that its policy can forbid both. The
files of Swagger UI are those that the package `fastapi-offline` carries, and are read when they are first asked for.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gateway.rest.body import json_response
from gateway.rest.problems import Problem
from gateway.rest.provided import Provided

POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of the page alone. Swagger UI's icons are `data:` images of its style sheet."""
OURS, SWAGGER_UI = "gateway.rest.openapi:page", "fastapi_offline:static"
PAGE = "docs.html"
FILES = {
    "start.js": (OURS, "text/javascript"),
    "swagger-ui-bundle.js": (SWAGGER_UI, "text/javascript"),
    "swagger-ui.css": (SWAGGER_UI, "text/css"),
}
"""What the page loads: by name, where it lies (package:folder) and its media type."""
REVALIDATED = "no-cache"
"""A browser keeps a file and asks by its ETag whether there is another one."""


class Asset(NamedTuple):
    """A file of the page, and its ETag."""

    data: bytes
    etag: str


@cache
def asset(place: str, name: str) -> Asset:
    """Return a file of a folder, `package:folder`."""
    package, _, folder = place.partition(":")
    data = (files(package) / folder / name).read_bytes()
    return Asset(data, f'"{sha256(data).hexdigest()[:32]}"')


async def _enabled(provided: Provided) -> None:
    if not provided.config.docs_enabled:
        raise Problem("not_found")


router = APIRouter(dependencies=[Depends(_enabled)], include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return json_response(request.app.openapi())


@router.get("/docs")
async def docs() -> Response:
    """Swagger UI over the OpenAPI document."""
    page = asset(OURS, PAGE).data
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": POLICY})


@router.get("/docs/{name}")
async def docs_file(name: str, request: Request) -> Response:
    """A file that the page loads."""
    if name not in FILES:
        raise Problem("not_found")
    place, media_type = FILES[name]
    found = asset(place, name)
    headers = {"ETag": found.etag, "Cache-Control": REVALIDATED}
    if request.headers.get("If-None-Match") == found.etag:
        return Response(status_code=304, headers=headers)
    return Response(found.data, media_type=media_type, headers=headers)
