"""The exceptions by which a server refuses a schema. Not imported before there is one: it takes a second to load."""

import asyncpg
from sqlalchemy.exc import DBAPIError

REFUSALS: tuple[type[Exception], ...] = (asyncpg.PostgresError, DBAPIError)


def said(error: Exception) -> str:
    """Return what the server said, in one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())
