"""`python -m gateway.documents.export_typescript [--check]`: writes clients/typescript/src/messages.ts."""

import sys
from pathlib import Path

from gateway.documents.export import export
from gateway.documents.export_messages import messages_document
from gateway.documents.typescript import typescript
from gateway.realtime.wire.messages import SUBPROTOCOL

PATH = Path(__file__).parents[2] / "clients" / "typescript" / "src" / "messages.ts"


def messages_module() -> str:
    """Return the module of types of the socket's messages."""
    return typescript(messages_document(), SUBPROTOCOL)


if __name__ == "__main__":
    sys.exit(export(PATH, messages_module()))
