"""`python -m tests.missing`: writes what follows from the code and is missing; look at it before it is committed.

Golden files first, as docs/api has examples of them; then docs/api; then rows of documents, which name its routes.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from gateway.documents.__main__ import export_all
from tests.missing import documents, golden


def write(missing: Iterable[tuple[Path, Callable[[], bytes]]]) -> None:
    for path, make in missing:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make())
        sys.stdout.write(f"{path.relative_to(golden.REPOSITORY)}\n")


write(golden.missing())
export_all()
write(documents.missing())
