"""`python -m tests.missing`: writes missing golden files, and missing rows of docs/protocol.md that follow from code.

Export docs/api first; then look at what was written before it is committed.
"""

import sys

from tests.missing import golden, protocol

for path, make in [*golden.missing(), *protocol.missing()]:
    path.write_bytes(make())
    sys.stdout.write(f"{path.relative_to(golden.REPOSITORY)}\n")
