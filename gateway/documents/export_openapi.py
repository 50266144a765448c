"""`python -m gateway.documents.export_openapi [--check]`: writes docs/api/openapi.json."""

import sys
from typing import Any

from gateway.app import routed_app
from gateway.documents.export import API_DOCS, export

PATH = API_DOCS / "openapi.json"


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document of the gateway."""
    return routed_app().openapi()


if __name__ == "__main__":
    sys.exit(export(PATH, openapi_document()))
