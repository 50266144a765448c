"""`python -m tests.missing`: writes missing golden files, and missing rows of documents that follow from the code.

Export docs/api first; then look at what was written before it is committed.
"""

import sys

from tests.missing import documents, golden

for path, make in [*golden.missing(), *documents.missing()]:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(make())
    sys.stdout.write(f"{path.relative_to(golden.REPOSITORY)}\n")
