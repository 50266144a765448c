"""Garbage collection of a long-lived process: objects of the start are never looked at again, the rest rarely.

A full collection stops every entity and every socket of the process; over the modules of Ray it takes 100 to 200 ms.
Reference counts free nearly everything here, since entities and sessions are let go of without cycles.
"""

import gc

YOUNG_OBJECTS = 20_000
"""New containers before the youngest generation is looked through."""
GENERATION_RATIO = 50
"""Collections of a generation before the next older one is looked through as well."""


def freeze_long_lived_objects() -> None:
    """Exempt everything that is alive now from collection; call once, when the process has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, GENERATION_RATIO, GENERATION_RATIO)
