"""`python -m gateway.documents.export_asyncapi [--check]`: writes docs/api/asyncapi.json and docs/messages.md."""

import sys
from typing import Any

from gateway.documents.asyncapi.document import asyncapi
from gateway.documents.asyncapi.page import page
from gateway.documents.export import API_DOCS, export
from gateway.documents.export_messages import messages_document
from gateway.realtime.wire.messages import SUBPROTOCOL

PATH = API_DOCS / "asyncapi.json"
PAGE_PATH = API_DOCS.parent / "messages.md"


def asyncapi_document() -> dict[str, Any]:
    """Return the AsyncAPI document of the socket."""
    return asyncapi(messages_document(), SUBPROTOCOL)


def messages_page() -> str:
    """Return the page of the documentation that shows it."""
    return page(asyncapi_document())


if __name__ == "__main__":
    sys.exit(max(export(PATH, asyncapi_document()), export(PAGE_PATH, messages_page())))
