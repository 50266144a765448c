"""HTTP clients that wait: a machine that runs other tests at the same time answers late, and that is no fault."""

from typing import Any

import httpx

PATIENCE_S = 30.0


def patient_client(**options: Any) -> httpx.AsyncClient:
    """An `httpx.AsyncClient` that reads no proxies from the environment and gives up after `PATIENCE_S`."""
    return httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S, **options)
