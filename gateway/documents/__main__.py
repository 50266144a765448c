"""`python -m gateway.documents [--check]`: writes every generated document; the exit code is 1 when one is stale."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gateway.documents import export_asyncapi, export_messages, export_openapi, export_typescript
from gateway.documents.export import export

DOCUMENTS: Mapping[Path, Callable[[], dict[str, Any] | str]] = {
    export_openapi.PATH: export_openapi.openapi_document,
    export_messages.PATH: export_messages.messages_document,
    export_asyncapi.PATH: export_asyncapi.asyncapi_document,
    export_asyncapi.PAGE_PATH: export_asyncapi.messages_page,
    export_typescript.PATH: export_typescript.messages_module,
}
"""By path, what makes the document."""


def export_all() -> int:
    """Write every document, or with `--check` compare it; return the exit code, 1 when one is stale."""
    return max(export(path, make()) for path, make in DOCUMENTS.items())


if __name__ == "__main__":
    sys.exit(export_all())
